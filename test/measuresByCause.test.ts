import { parse } from "csv-parse/sync";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CAUSE_KEYS, figureOfCause } from "../geo/dispatchCauses.ts";
import { readConfig } from "../server/config.ts";
import { openDatabase } from "../server/db.ts";
import type { RegionFigures } from "../server/indicators/catalog/definition.ts";
import { measuresForCause } from "../server/indicators/catalog/measuresForCause.ts";
import { countyFactsOf } from "../server/indicators/countyFacts.ts";
import { DISPATCH_COLUMNS, type Dispatch, type DispatchColumn } from "../server/indicators/countyInputs.ts";
import { readCauses } from "../server/indicators/loadCauses.ts";
import { atlases, graphql } from "./atlas.ts";

interface Row {
  cause: string;
  indicator: string;
  openHouseholds: number | null;
  matchedHouseholds: number | null;
  share: number | null;
  isSuppressed: boolean;
}
const QUERY = `query ($codes: [String!]!, $period: String) {
  luoxiao: region(code: "luoxiao") { measuresByCause(period: $period) { ...its } members { code measuresByCause(period: $period) { ...its } } }
  province: region(code: "36") { measuresByCause(period: $period) { ...its } }
  prefecture: region(code: "3607") { measuresByCause(period: $period) { ...its } }
  silent: region(code: "431026") { measuresByCause(period: $period) { ...its } }
  compare(regions: $codes, indicators: ["MEASURES_FOR_ILLNESS"], periods: ["2026Q3"]) { rows { values { value numerator denominator } } } }
  fragment its on MeasuresForCause { cause indicator openHouseholds matchedHouseholds share isSuppressed }`;

interface Place {
  measuresByCause: Row[];
}
interface Answer {
  luoxiao: Place & { members: (Place & { code: string })[] };
  province: Place;
  prefecture: Place;
  silent: Place;
  compare: { rows: { values: { value: number | null; numerator: number; denominator: number }[][] }[] };
}

describe("the share with a measure that answers a cause", () => {
  const facts =
    countyFactsOf(
      [
        {
          county: "360827",
          households: 1000,
          villages: 10,
          silentVillages: null,
          dispatch: null,
          reportedOn: null,
          workersYearBefore: null,
          migrantsYearBefore: null,
          newHistory: [],
          changeHistory: [],
          emergencies: null,
          commodities: null,
          projects: null,
          sites: null,
        },
      ],
      "2026-07-01",
      () => ({ pool: undefined, flowYearBefore: null, hotspots: null }),
    ).get("360827") ?? null;
  const nothing = Object.fromEntries(DISPATCH_COLUMNS.map((column) => [column, null])) as Record<
    DispatchColumn,
    null
  >;
  const region = (told: Partial<Dispatch>[], hidden: string[] = []): RegionFigures => ({
    pool: null,
    villageScore: { score: null, level: null },
    facts,
    dispatches: told.map((its) => ({ ...nothing, ...its })),
    hidden: new Set(hidden),
    work: null,
    index: null,
    shocks: null,
  });
  const illness = measuresForCause("ILLNESS");

  it("is 30 of 40 and 10 of 60: 40 of 100, never the mean of 75 % and 16.7 %", () => {
    const [one, other] = [
      { open_illness: 40, matched_illness: 30 },
      { open_illness: 60, matched_illness: 10 },
    ];
    expect(illness.of(region([one]))).toEqual({ value: 0.75, numerator: 30, denominator: 40 });
    expect(illness.of(region([one, other]))).toEqual({ value: 0.4, numerator: 40, denominator: 100 });
    // A county that did not tell of causes is left out of both sums, and does not count as one without a measure.
    expect(illness.of(region([one, other, { newly_recognised: 5 }]))).toEqual({
      value: 0.4,
      numerator: 40,
      denominator: 100,
    });
  });

  it("has no value without such households, none shown where it is hidden, and is no figure where nobody told", () => {
    expect(illness.of(region([{ open_illness: 0, matched_illness: 0 }]))).toEqual({
      value: null,
      numerator: 0,
      denominator: 0,
    });
    expect(illness.of(region([{ open_illness: 40, matched_illness: 4 }], ["matched_illness"]))).toEqual({
      value: null,
    });
    expect(illness.of(region([{ newly_recognised: 5 }]))).toBeNull();
    expect(illness.of(region([]))).toBeNull();
  });
});

describe.each(atlases)("measures by cause on $name", ({ url, databaseUrl }) => {
  const database = new pg.Client({ connectionString: databaseUrl });
  beforeAll(() => database.connect());
  afterAll(() => database.end());
  /** Sums of what counties delivered, by cause, from the delivered rows alone. */
  const delivered = async (condition: string) =>
    new Map(
      (
        await database.query<{ cause: string; open: number; matched: number }>(
          `select told.cause, sum(told.open_households)::int as open, sum(told.matched_households)::int as matched
           from atlas.county_quarter_causes told
           where told.quarter = '2026-07-01' and ${condition} and told.revision = (
             select max(revision) from atlas.county_quarters report
             where report.county_code = told.county_code and report.quarter = told.quarter)
           group by told.cause`,
        )
      ).rows.map(({ cause, ...sums }) => [cause, sums]),
    );

  it("are the sums of what counties delivered, recomputed for each region, and small counts of none", async () => {
    const { data, statements } = await graphql<Answer>(url, QUERY, { codes: ["luoxiao"], period: "2026Q3" });
    const places: [Row[], string][] = [
      ...data.luoxiao.members.map(({ code, measuresByCause }): [Row[], string] => [
        measuresByCause,
        `told.county_code = '${code}'`,
      ]),
      [
        data.luoxiao.measuresByCause,
        "told.county_code in (select county_code from atlas.area_members where area_code = 'luoxiao' and member_to is null)",
      ],
      [data.province.measuresByCause, "told.county_code like '36%'"],
      [data.prefecture.measuresByCause, "told.county_code like '3607%'"],
    ];
    let [shown, hidden] = [0, 0];
    for (const [rows, condition] of places) {
      const sums = await delivered(condition);
      expect(rows.map(({ cause }) => cause)).toEqual(sums.size === 0 ? [] : CAUSE_KEYS);
      for (const row of rows) {
        const { open = 0, matched = 0 } = sums.get(row.cause) ?? {};
        const isSmall = [open, matched].some((count) => count > 0 && count < 10);
        if (row.isSuppressed) {
          hidden += 1;
          expect([row.openHouseholds, row.matchedHouseholds, row.share]).toEqual([null, null, null]);
          continue;
        }
        shown += 1;
        expect(isSmall, `${condition} ${row.cause} ${open} ${matched}`).toBe(false);
        expect([row.openHouseholds, row.matchedHouseholds]).toEqual([open, matched]);
        expect(row.share).toBe(open === 0 ? null : matched / open);
      }
    }
    expect(shown).toBeGreaterThan(200);
    expect(hidden).toBeGreaterThan(0);
    // No report is not a report of nobody.
    expect(data.silent.measuresByCause).toEqual([]);
    // All regions of a level in one statement each, however many there are.
    expect(statements).toBeLessThan(20);
    const [cell] = data.compare.rows[0]?.values[0] ?? [];
    const illness = data.luoxiao.measuresByCause.find(({ cause }) => cause === "ILLNESS");
    expect([cell?.numerator, cell?.denominator, cell?.value]).toEqual([
      illness?.matchedHouseholds,
      illness?.openHouseholds,
      illness?.share,
    ]);
  });

  it("stand in the CSV and in a section of the report as the API gives them", async () => {
    const { data } = await graphql<Answer>(url, QUERY, { codes: ["luoxiao"], period: "2026Q3" });
    const get = async (path: string) => (await fetch(url + path)).text();
    const lines: Record<string, string>[] = parse(
      await get("/regions/luoxiao/indicators.csv?period=2026Q3&level=county&lang=en"),
      { bom: true, columns: true },
    );
    const html = await get("/reports/luoxiao/2026Q3.html?lang=en");
    const section = /<section id="measures">([\s\S]*?)<\/section>/.exec(html)?.[1] ?? "";
    for (const { code, measuresByCause } of [
      { code: "luoxiao", measuresByCause: data.luoxiao.measuresByCause },
      ...data.luoxiao.members,
    ])
      for (const { indicator, share } of measuresByCause) {
        const text = share === null ? "" : JSON.stringify(share);
        const line = lines.find((each) => each.region_code === code && each.indicator === indicator);
        expect([code, indicator, line?.value]).toEqual([code, indicator, text]);
        expect(section).toContain(
          `<data value="${text}" data-indicator="${indicator}" data-region="${code}" data-period="2026Q3"`,
        );
      }
    expect(section).toContain(">Lack of labour</th>");
  });

  it("are out of reach of the roles that answer questions, as delivered", async () => {
    const { rows } = await database.query<{ role: string; may: boolean }>(
      `select role, has_table_privilege(role, 'atlas.county_quarter_causes', 'select') as may
       from unnest(array['atlas_open', 'atlas_casework']) as role`,
    );
    expect(rows.map(({ may }) => may)).toEqual([false, false]);
  });

  it("are those of the latest report: one that does not tell of causes takes back what an earlier one told", async () => {
    const knex = await openDatabase(readConfig({ DATABASE_URL: databaseUrl }), () => {});
    await knex.primary
      .transaction(async (transaction) => {
        const counties = async () => [...(await readCauses(transaction, "2026-07-01")).keys()];
        expect(await counties()).toContain("360321");
        await transaction.raw(/* sql */ `
          create temp table report on commit drop as select * from atlas.county_quarters
            where county_code = '360321' and quarter = '2026-07-01' order by revision desc limit 1;
          update report set revision = revision + 1, recorded_at = now();
          insert into atlas.county_quarters select * from report`);
        expect(await counties()).not.toContain("360321");
        await transaction.raw(/* sql */ `
          insert into atlas.county_quarter_causes (county_code, quarter, revision, cause, open_households, matched_households)
          select county_code, quarter, revision, 'WATER', 40, 30 from report`);
        expect((await readCauses(transaction, "2026-07-01")).get("360321")).toEqual({
          open_water: 40,
          matched_water: 30,
        });
        // No more matched than there are, and what was reported is never changed.
        for (const wrong of [
          "insert into atlas.county_quarter_causes (county_code, quarter, revision, cause, open_households, matched_households) select county_code, quarter, revision, 'OTHER', 3, 4 from report",
          "update atlas.county_quarter_causes set matched_households = 0 where county_code = '360321'",
        ]) {
          await transaction.raw("savepoint before");
          await expect(transaction.raw(wrong)).rejects.toThrow();
          await transaction.raw("rollback to savepoint before");
        }
        throw new Error("nothing of this stays");
      })
      .catch((error: Error) => expect(error.message).toBe("nothing of this stays"));
    await knex.close();
  });

  it("are the twelve causes of the catalogue, each with its formula", async () => {
    const { data } = await graphql<{ indicators: { code: string; formula: string }[] }>(
      url,
      "{ indicators { code formula } }",
    );
    const codes = data.indicators.map(({ code }) => code);
    for (const cause of CAUSE_KEYS) expect(codes).toContain(figureOfCause(cause));
  });
});
