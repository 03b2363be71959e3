import type { Knex } from "knex";
import { describe, expect, test } from "vitest";
import { PLANTED } from "../server/demo/planted.ts";

export interface Queries {
  rows<Row>(sql: string, bindings?: Knex.RawBinding[]): Promise<Row[]>;
  value(sql: string, bindings?: Knex.RawBinding[]): Promise<number>;
}

/** Everything that planted.ts promises, looked for in a loaded database without the help of the generator. */
export function plantedFindings({ rows, value }: Queries): void {
  describe("what is planted can be found by plain SQL", () => {
    test("a cluster of adjacent villages at three times the risk", async () => {
      const { centre, county, villages, from, relativeRisk } = PLANTED.cluster;
      const near = `select v.code from atlas.villages v, atlas.villages c where c.code = ? and v.county_code = ?
      order by st_distance(v.point::geography, c.point::geography), v.code limit ${villages}`;
      expect(
        await value(
          `select st_numgeometries(st_multi(st_union(outline))) from atlas.villages where code in (${near})`,
          [centre, county],
        ),
      ).toBe(1);
      for (const key of ["vul", "flow", "shock"]) {
        const risks = await rows<{ risk: number }>(
          `select ((sum(${key}_numerator) filter (where inside) / sum(${key}_denominator) filter (where inside))
               / (sum(${key}_numerator) filter (where not inside) / sum(${key}_denominator) filter (where not inside))) as risk
         from (select *, village_code in (${near}) as inside from atlas.village_facts
               where left(village_code, 6) = ? and period >= ?) f group by period`,
          [centre, county, county, `${from}-01`],
        );
        expect(risks).toHaveLength(6);
        for (const { risk } of risks) expect(risk).toBeGreaterThanOrEqual(relativeRisk);
      }
    });

    test("one product, and only one, fell for five months, and its projects suffer", async () => {
      const fallen = await rows<{ commodity_code: string; months: number }>(
        `select commodity_code, count(*)::int as months from atlas.commodity_prices p
       where period between ? and ? and price_fen <= (1 - ?::float8) * (select avg(price_fen) from atlas.commodity_prices b
         where b.commodity_code = p.commodity_code and b.period in
           (p.period - interval '1 year', p.period - interval '2 years', p.period - interval '3 years'))
       group by commodity_code`,
        [`${PLANTED.price.from}-01`, `${PLANTED.price.to}-01`, PLANTED.price.fall],
      );
      expect(fallen).toEqual([{ commodity_code: PLANTED.price.commodity, months: 5 }]);
      const statuses = await rows<{ status: string }>(
        "select distinct status from atlas.industry_projects where commodity_code = ? order by status",
        [PLANTED.price.commodity],
      );
      expect(statuses.map((row) => row.status)).toEqual(["AT_RISK", "FAILED", "STOPPED"]);
      const raised = await rows<{ rate: number }>(
        `select sum(industry_numerator) / sum(industry_denominator) as rate from atlas.village_facts
       where village_code in (select l.village_code from atlas.project_links l join atlas.industry_projects p
         on p.code = l.project_code where p.commodity_code = ?) and period in ('2026-04-01', '2026-09-01')
       group by period order by period`,
        [PLANTED.price.commodity],
      );
      expect(raised[1]?.rate).toBeGreaterThan(5 * (raised[0]?.rate ?? 1));
    });

    test("exactly one county in which nothing moved in a quarter", async () => {
      const columns = ["vul", "margin", "flow", "shock", "jobs", "industry", "guarantee"].map(
        (key) => `${key}_numerator`,
      );
      const still = await rows<{ county: string }>(
        `select left(village_code, 6) as county from (
         select village_code, count(distinct (${columns.join(", ")})) as states from atlas.village_facts
         where period between ? and ? group by village_code) v
       group by 1 having max(states) = 1`,
        [`${PLANTED.zeroChange.from}-01`, `${PLANTED.zeroChange.to}-01`],
      );
      expect(still).toEqual([{ county: PLANTED.zeroChange.county }]);
    });

    test("exactly one county without a new household, while its other figures move", async () => {
      const silent = await rows<{ county: string; states: number }>(
        `select left(village_code, 6) as county, count(distinct (village_code, vul_numerator, shock_numerator))::int as states
       from atlas.village_facts where period between ? and ? group by 1 having sum(flow_numerator) = 0`,
        [`${PLANTED.noNewHouseholds.from}-01`, `${PLANTED.noNewHouseholds.to}-01`],
      );
      expect(silent.map((row) => row.county)).toEqual([PLANTED.noNewHouseholds.county]);
      const villages = await value("select count(*) from atlas.villages where county_code = ?", [
        PLANTED.noNewHouseholds.county,
      ]);
      expect(silent[0]?.states).toBeGreaterThan(2 * villages);
    });

    test("one enclave in arrears among enclaves in order", async () => {
      const short = await rows<{ enclave_code: string; host_code: string; paid: number[] }>(
        `select enclave_code, host_code, array_agg(paid_fen::float8 / promised_fen order by year) as paid
       from atlas.dividends join atlas.enclaves on code = enclave_code
       group by 1, 2 having sum(paid_fen) < sum(promised_fen)`,
      );
      expect(short).toHaveLength(1);
      expect(short[0]).toMatchObject({
        enclave_code: PLANTED.enclaveInArrears.code,
        host_code: PLANTED.enclaveInArrears.host,
      });
      Object.values(PLANTED.enclaveInArrears.paid).forEach((share, year) => {
        expect(short[0]?.paid[year]).toBeCloseTo(share, 6);
      });
      expect(
        await value(
          "select count(*) from atlas.enclave_investors where enclave_code = ? and left(village_code, 6) <> ?",
          [PLANTED.enclaveInArrears.code, PLANTED.enclaveInArrears.originCounty],
        ),
      ).toBe(0);
    });

    test("a large settlement out of work and an extra-large one in order", async () => {
      const idle = await rows<{ code: string }>(
        "select code from atlas.settlements where zero_employment_households > 0.2 * households_with_labour",
      );
      expect(idle).toEqual([{ code: PLANTED.troubledSettlement.code }]);
      const largest = await rows<{ code: string; residents: number }>(
        "select code, residents from atlas.settlements where residents >= 10000",
      );
      expect(largest).toEqual([
        { code: PLANTED.orderlySettlement.code, residents: PLANTED.orderlySettlement.residents },
      ]);
    });
  });
}
