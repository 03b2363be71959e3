import { describe, expect, test } from "vitest";
import { PLANTED } from "../server/demo/planted.ts";
import { DISPATCH_COLUMNS } from "../server/indicators/countyInputs.ts";
import type { Queries } from "./demoPlanted.ts";

const COMPONENTS = ["vul", "margin", "flow", "shock", "jobs", "industry", "guarantee"] as const;
const numerators = COMPONENTS.map((key) => `${key}_numerator`).join(", ");

/** What counties report by quarter, emergencies and income shares, and the planted defects of delivery. */
export function dispatchFindings({ rows, value }: Queries): void {
  describe("quarterly dispatch", () => {
    test("every county reports of every whole quarter, or is known not to have reported", async () => {
      expect(
        await value(`select count(*) from (select distinct county_code from atlas.villages) county
          cross join generate_series(date '2024-10-01', date '2026-07-01', interval '3 months') quarter
          left join atlas.county_quarters q on q.county_code = county.county_code and q.quarter = quarter.quarter
          where q.county_code is null`),
      ).toBe(0);
      expect(await value("select count(*) from atlas.county_quarters")).toBe(23 * 8);
      expect(
        await value(`select count(*) from atlas.county_quarters
          where (reported_on is null) <> (num_nonnulls(${DISPATCH_COLUMNS.join(", ")}) = 0)
          or num_nonnulls(${DISPATCH_COLUMNS.join(", ")}) not in (0, ${DISPATCH_COLUMNS.length})
          or not is_demo or source_id <> (select id from atlas.data_sources where key = 'demo-8-dispatch')`),
      ).toBe(0);
    });

    test("reports come in after the quarter, seldom late, seldom not at all, and are recorded then", async () => {
      const [shares] = await rows<{ late: number; silent: number; early: number; unrecorded: number }>(
        `select avg((reported_on > quarter + interval '3 months 14 days')::int)::float8 as late,
           avg((reported_on is null)::int)::float8 as silent,
           (count(*) filter (where reported_on < quarter + interval '3 months 4 days'))::int as early,
           (count(*) filter (where (recorded_at at time zone 'Asia/Shanghai')::date
             <> coalesce(reported_on, (quarter + interval '3 months 14 days')::date)))::int as unrecorded
         from atlas.county_quarters`,
      );
      expect(shares).toMatchObject({ early: 0, unrecorded: 0 });
      expect(shares?.late).toBeGreaterThan(0);
      expect(shares?.late).toBeLessThan(0.1);
      expect(shares?.silent).toBeGreaterThan(0);
      expect(shares?.silent).toBeLessThan(0.06);
    });

    test("parts add up to wholes and no part is larger than its whole", async () => {
      expect(
        await value(`select count(*) from atlas.county_quarters where reported_on is not null and (
          clues_self_reported + clues_inspected + clues_screened <> clues
          or clues < newly_recognised or recognised_late > newly_recognised or measures_late > newly_recognised
          or households_with_measures > newly_recognised or measures_matching > households_with_measures
          or notices_breached > notices_checked or ledger_overdue > ledger_items or fund_paid_fen > fund_budget_fen
          or workers + returned_idle > labour_force or unstable_persons < unstable_households
          or records_changed < newly_recognised + eliminated)`),
      ).toBe(0);
      const [shares] = await rows<Record<string, number>>(
        `select sum(recognised_late)::float8 / sum(newly_recognised) as late,
           sum(measures_late)::float8 / sum(newly_recognised) as help,
           sum(ledger_overdue)::float8 / sum(ledger_items) as ledger,
           sum(records_changed)::float8 / (select 8 * sum(households) from atlas.villages) as changed
         from atlas.county_quarters`,
      );
      for (const [key, share] of Object.entries(shares ?? {})) {
        expect(share, key).toBeGreaterThan(key === "changed" ? 0.02 : 0.05);
        expect(share, key).toBeLessThan(key === "changed" ? 0.05 : 0.12);
      }
    });

    test("every report tells of every cause, no more of it than it watches, illness most and answered best", async () => {
      expect(await value("select count(*) from atlas.county_quarter_causes")).toBe(
        12 * ((await value("select count(*) from atlas.county_quarters where reported_on is not null")) ?? 0),
      );
      expect(
        await value(`select count(*) from atlas.county_quarter_causes told join atlas.county_quarters report
            using (county_code, quarter, revision)
          where told.open_households > unstable_households + marginal_households + sudden_households
             or told.recorded_at <> report.recorded_at`),
      ).toBe(0);
      const causes = await rows<{ cause: string; share: number }>(
        `select cause, sum(matched_households)::float8 / sum(open_households) as share
         from atlas.county_quarter_causes group by cause order by sum(open_households) desc`,
      );
      expect(causes[0]?.cause).toBe("ILLNESS");
      for (const { cause, share } of causes) {
        expect(share, cause).toBeGreaterThan(0.5);
        expect(share, cause).toBeLessThanOrEqual(causes[0]?.share ?? 0);
      }
      // A report in which nothing moved repeats this as well.
      const { county, from } = PLANTED.zeroChange;
      const told = (quarter: string) =>
        rows(
          "select cause, open_households, matched_households from atlas.county_quarter_causes where county_code = ? and quarter = ? order by cause",
          [county, quarter],
        );
      expect(await told(`${from}-01`)).toEqual(await told("2026-04-01"));
    });

    test("money only grows within a year", async () => {
      expect(
        await value(`select count(*) from atlas.county_quarters later join atlas.county_quarters earlier
          on earlier.county_code = later.county_code and earlier.quarter < later.quarter
          and extract(year from earlier.quarter) = extract(year from later.quarter)
          where later.fund_paid_fen < earlier.fund_paid_fen or later.fund_budget_fen < earlier.fund_budget_fen`),
      ).toBe(0);
    });

    test("four quarters of newly recognised are the FLOW of the villages and the main causes together", async () => {
      // The frozen county repeats a FLOW nobody recognised, and the heaped one rounds it.
      const counties = await rows<Record<"reported" | "causes" | "flow" | "households" | "missing", number>>(
        `select r.reported, r.causes, f.flow, f.households, f.missing
         from (select county_code, sum(newly_recognised)::int as reported, (array_agg(new_by_emergency + new_by_price
             + new_by_unemployment + new_by_industry + new_by_resettlement + new_by_implementation + new_by_other
             order by quarter desc))[1]::int as causes
           from atlas.county_quarters where quarter between '2025-10-01' and '2026-07-01'
           group by 1 having count(reported_on) = 4) r
         join (select left(village_code, 6) as county_code, sum(flow_numerator)::int as flow,
             sum(households)::int as households, (sum(households) filter (where flow_numerator is null))::int as missing
           from atlas.village_facts join atlas.villages on code = village_code where period = '2026-09-01'
           group by 1) f using (county_code)
         where county_code <> all(?)`,
        [[PLANTED.zeroChange.county, PLANTED.digitHeaping.county]],
      );
      expect(counties.length).toBeGreaterThanOrEqual(18);
      for (const { reported, causes, flow, households, missing } of counties) {
        expect(causes).toBe(reported);
        const unseen = (missing ?? 0) / households;
        if (unseen === 0) expect(flow).toBe(reported);
        expect(flow).toBeLessThanOrEqual(reported);
        // Missing villages hold about their share of the new households; three times that is beyond any chance.
        expect(reported - flow).toBeLessThanOrEqual(3 * unseen * reported);
      }
      expect(await value("select count(*) from atlas.villages where households is null")).toBe(0);
    });

    test("who came home idle is about a third of the idle hands of the villages", async () => {
      const counties = await rows<Record<"reported" | "found" | "labour" | "missing", number>>(
        `select returned_idle::int as reported, q.labour_force::int as labour, sum(jobs_numerator)::int as found,
           coalesce(sum(v.labour_force) filter (where jobs_numerator is null), 0)::int as missing
         from atlas.county_quarters q join atlas.villages v using (county_code)
         join atlas.village_facts f on f.village_code = v.code and f.period = '2026-09-01'
         where quarter = '2026-07-01' and reported_on is not null group by returned_idle, q.labour_force`,
      );
      expect(counties).toHaveLength(22);
      for (const { reported, found, labour, missing } of counties) {
        const home = 0.35 * found;
        if (missing === 0) expect(reported).toBe(Math.round(home));
        expect(home).toBeLessThanOrEqual(reported + 0.5);
        expect(reported - home).toBeLessThanOrEqual((3 * missing * reported) / labour + 0.5);
      }
    });
  });

  describe("planted in the quarterly dispatch", () => {
    test("exactly one report in which nothing moved, and one county that recognises nobody while records change", async () => {
      const still = await rows(
        "select county_code, quarter::text from atlas.county_quarters where records_changed = 0 and newly_recognised = 0 and reported_on is not null",
      );
      expect(still).toEqual([{ county_code: PLANTED.zeroChange.county, quarter: "2026-07-01" }]);
      const nobodyNew = await rows<{ county_code: string; quarters: number }>(
        `select county_code, count(*)::int as quarters from atlas.county_quarters
         where newly_recognised = 0 and records_changed > 0 group by 1`,
      );
      expect(nobodyNew).toEqual([{ county_code: PLANTED.noNewHouseholds.county, quarters: 5 }]);
    });

    test("one county without a report of the last quarter, which is not a report of zero", async () => {
      const silent = await rows(
        "select county_code, newly_recognised from atlas.county_quarters where quarter = ? and reported_on is null",
        [`${PLANTED.noReport.quarter}-01`],
      );
      expect(silent).toEqual([{ county_code: PLANTED.noReport.county, newly_recognised: null }]);
    });

    test("counties name the trouble they are in", async () => {
      const shares = await rows<Record<"county_code", string> & Record<string, number>>(
        `select county_code, new_by_emergency::float8 / total as emergency, new_by_price::float8 / total as price,
           new_by_industry::float8 / total as industry, new_by_resettlement::float8 / total as resettlement,
           new_by_other::float8 / total as other
         from (select *, nullif(new_by_emergency + new_by_price + new_by_unemployment + new_by_industry
           + new_by_resettlement + new_by_implementation + new_by_other, 0) as total
           from atlas.county_quarters where quarter = '2026-07-01') q where total > 0`,
      );
      const above = (cause: string, share: number) =>
        shares.filter((row) => (row[cause] ?? 0) > share).map((row) => row.county_code);
      expect(above("emergency", 0.5)).toEqual([PLANTED.cluster.county]);
      expect(above("resettlement", 0.5)).toEqual([PLANTED.troubledSettlement.county]);
      for (const cause of ["price", "industry"])
        for (const county of above(cause, 0.1)) expect(county.slice(0, 4)).toBe(PLANTED.price.prefecture);
      expect(above("price", 0.1).length).toBeGreaterThanOrEqual(11);
      expect(
        above("other", 0.6).filter((county) => !county.startsWith(PLANTED.price.prefecture)).length,
      ).toBeGreaterThanOrEqual(7);
    });

    test("a county that lost work, among counties that did not", async () => {
      const fallen = await rows<{ county_code: string; falls: number[] }>(
        `select now.county_code, array_agg(1 - now.workers::float8 / before.workers order by now.quarter) as falls
         from atlas.county_quarters now join atlas.county_quarters before on before.county_code = now.county_code
           and before.quarter = now.quarter - interval '1 year'
         where now.quarter >= ? group by 1 having max(1 - now.workers::float8 / before.workers) > 0.03`,
        [`${PLANTED.lostWork.since}-01`],
      );
      expect(fallen.length).toBeLessThanOrEqual(3);
      const planted = fallen.find((row) => row.county_code === PLANTED.lostWork.county);
      expect(planted?.falls).toHaveLength(3);
      for (const { falls } of fallen)
        for (const fall of falls.filter((each) => each > 0.03)) {
          expect(fall).toBeGreaterThan(0.06);
          expect(fall).toBeLessThan(0.1);
        }
    });
  });

  describe("emergencies and income", () => {
    test("the flood struck the county of the cluster, and its neighbours a little", async () => {
      const struck = await rows<{ county_code: string; grade: string; share: number; touches: boolean }>(
        `select county_code, grade, affected_households::float8 / (select sum(households) from atlas.villages v
             where v.county_code = f.county_code) as share,
           st_intersects(r.outline, (select outline from atlas.regions where code = ?)) as touches
         from atlas.emergency_events e join atlas.emergency_effects f on f.event_code = e.code
         join atlas.regions r on r.code = f.county_code where e.code = ? order by share desc`,
        [PLANTED.cluster.county, PLANTED.flood.event],
      );
      expect(struck[0]).toMatchObject({ county_code: PLANTED.cluster.county, grade: "II" });
      expect(struck[0]?.share).toBeCloseTo(0.04, 3);
      expect(struck.length).toBe(7);
      for (const { share, touches } of struck.slice(1)) {
        expect(share).toBeLessThan(0.01);
        expect(touches).toBe(true);
      }
    });

    test("other events are few, mostly of the lower grades, and say that they are simulated", async () => {
      const [events] = await rows<Record<"events" | "grave" | "unmarked" | "untold", number>>(
        `select count(*)::int as events, (count(*) filter (where grade in ('I', 'II')))::int as grave,
           (count(*) filter (where not is_demo or source_id is null or name not like '%（模拟）'
             or name_en not like '% (simulated)' or started_on > '2026-09-30' or ended_on > '2026-09-30'))::int as unmarked,
           (count(*) filter (where not exists (select from atlas.emergency_effects where event_code = code)))::int as untold
         from atlas.emergency_events`,
      );
      expect(events).toMatchObject({ unmarked: 0, untold: 0 });
      expect(events?.events).toBeGreaterThanOrEqual(3);
      expect(events?.events).toBeLessThanOrEqual(14);
      expect(2 * (events?.grave ?? 0)).toBeLessThan(events?.events ?? 0);
    });

    test("counties live in part on what their projects grow, the orange counties most on oranges", async () => {
      expect(
        await value(
          `select count(*) from atlas.county_income_shares s where share not between 0.02 and 0.4 or year <> 2023
          or not is_demo or source_id is null
          or (share > 0.25) > (commodity_code = ? and left(county_code, 4) = ?)`,
          [PLANTED.price.commodity, PLANTED.price.prefecture],
        ),
      ).toBe(0);
      expect(
        await value(`select count(*) from (select distinct county_code, commodity_code from atlas.industry_projects
          where commodity_code is not null except select county_code, commodity_code from atlas.county_income_shares) x`),
      ).toBe(0);
      expect(
        await value(
          "select max(total) from (select sum(share) as total from atlas.county_income_shares group by county_code) x",
        ),
      ).toBeLessThan(1);
      expect(
        await value(
          "select count(*) from atlas.county_income_shares where commodity_code = ? and left(county_code, 4) = ? and share >= 0.25",
          [PLANTED.price.commodity, PLANTED.price.prefecture],
        ),
      ).toBe(11);
    });
  });

  describe("planted defects of delivery", () => {
    test("one county copies a month forward", async () => {
      const { from, to, share } = PLANTED.copyForward;
      const copied = await rows<{ county: string; share: number }>(
        `select left(village_code, 6) as county, avg(same)::float8 as share from (
           select village_code, (count(distinct (${numerators})) = 1)::int as same from atlas.village_facts
           where period in (?, ?) group by 1) v
         where left(village_code, 6) <> ? group by 1 having avg(same) > 0.5`,
        [`${from}-01`, `${to}-01`, PLANTED.zeroChange.county],
      );
      expect(copied.map((row) => row.county)).toEqual([PLANTED.copyForward.county]);
      expect(Math.abs((copied[0]?.share ?? 0) - share)).toBeLessThan(0.07);
    });

    test("one county counts in fives", async () => {
      const counted = COMPONENTS.filter((key) => key !== "industry").map((key) => `(${key}_numerator)`);
      const heaped = await rows<{ county: string; round: number }>(
        `select left(village_code, 6) as county, avg((number::int % 5 = 0)::int)::float8 as round
         from atlas.village_facts cross join lateral (values ${counted.join(", ")}) as counts (number)
         where number >= 10 group by 1 having avg((number::int % 5 = 0)::int) > 0.3`,
      );
      expect(heaped).toEqual([{ county: PLANTED.digitHeaping.county, round: 1 }]);
    });

    test("sixty rows of one county were recorded in one second of the night, all others in office hours", async () => {
      const bulk = await rows(
        `select left(village_code, 6) as county, min(period)::text as first, max(period)::text as last, count(*)::int as rows
         from atlas.village_facts group by left(village_code, 6), recorded_at having count(*) >= 20`,
      );
      const { county, month, rows: edited, recordedAt } = PLANTED.bulkEdit;
      expect(bulk).toEqual([{ county, first: `${month}-01`, last: `${month}-01`, rows: edited }]);
      expect(
        await value(
          `select count(*) from (select recorded_at at time zone 'Asia/Shanghai' as at, period from atlas.village_facts
             where recorded_at <> ?) f
           where extract(hour from at) not between 8 and 17
             or at not between period + interval '1 month' and period + interval '1 month 5 days'`,
          [recordedAt],
        ),
      ).toBe(0);
    });

    test("five villages have one wild value each", async () => {
      const wild = await rows<{ village: string; component: string; month: string }>(
        `select village_code as village, component, to_char(period, 'YYYY-MM') as month
         from (select village_code, period, component, rate, percentile_cont(0.5) within group (order by other) as usual
           from (select village_code, period, component, rate, unnest(rates) as other
             from (select village_code, period, component, numerator / denominator as rate,
                 array_agg(numerator / denominator) over (partition by village_code, component) as rates
               from atlas.village_facts cross join lateral (values ${COMPONENTS.map((key) => `('${key}', ${key}_numerator, ${key}_denominator)`).join(", ")})
                 as facts (component, numerator, denominator)
               where numerator is not null and component not in ('industry', 'flow')) r
             where rate > 0.5) o
           group by 1, 2, 3, 4) m
         where rate > usual + 0.3 order by village`,
      );
      expect(wild).toEqual(PLANTED.outlier.values.map((each) => ({ ...each })));
    });
  });
}
