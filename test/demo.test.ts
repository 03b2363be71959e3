import knexModule, { type Knex } from "knex";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { demoChecksum } from "../server/demo/checksum.ts";
import { type DemoReport, loadDemo } from "../server/demo/load.ts";
import { removeDemo } from "../server/demo/remove.ts";
import { filledCounties } from "../server/demo/state.ts";
import { migrate } from "../server/migrate.ts";
import { loadRegions } from "../server/regions/load.ts";
import { dispatchFindings } from "./demoDispatch.ts";
import { placesAndSums } from "./demoPlaces.ts";
import { plantedFindings } from "./demoPlanted.ts";

// `npm test` empties the first and sets the second; without either there is no PostgreSQL to test on.
const server = process.env.DATABASE_URL || process.env.ATLAS_TEST_DATABASE_URL || "";
const database = `demo_test_${process.pid}`;
const open = (connection: string): Knex => knexModule({ client: "pg", connection, pool: { min: 0, max: 2 } });

let knex: Knex;
let first: DemoReport;

async function rows<Row>(sql: string, bindings: Knex.RawBinding[] = []): Promise<Row[]> {
  return (await knex.raw<{ rows: Row[] }>(sql, bindings)).rows;
}

async function value(sql: string, bindings: Knex.RawBinding[] = []): Promise<number> {
  const [row] = await rows<Record<string, string>>(sql, bindings);
  return Number(Object.values(row ?? {})[0]);
}

async function onServer(statement: string): Promise<void> {
  const admin = open(server);
  await admin.raw(statement);
  await admin.destroy();
}

// Left out only where there is no PostgreSQL, which test/run.mjs then says in a line; CI stops instead.
describe.skipIf(server === "")("demonstration data", () => {
  beforeAll(async () => {
    await onServer(`create database ${database}`);
    const url = new URL(server);
    url.pathname = database;
    knex = open(url.toString());
    await migrate(knex);
    await loadRegions(knex);
    first = await loadDemo(knex, { size: "s" });
  });

  afterAll(async () => {
    await knex?.destroy();
    await onServer(`drop database if exists ${database}`);
  });

  describe("what is loaded", () => {
    test("5,000 villages in the 421 townships of 23 counties, 24 months each", async () => {
      expect(first).toMatchObject({ size: "s", months: 24, counties: 23, villages: 5_000 });
      expect(await value("select count(*) from atlas.villages")).toBe(5_000);
      expect(await value("select count(distinct township_code) from atlas.villages")).toBe(421);
      expect(await value("select count(distinct county_code) from atlas.villages")).toBe(23);
      expect(await value("select count(*) from atlas.village_facts")).toBe(120_000);
      const [months] = await rows(
        "select min(period)::text as first, max(period)::text as last from atlas.village_facts",
      );
      expect(months).toEqual({ first: "2024-10-01", last: "2026-09-01" });
    });

    test("every village code ends in 900 to 999 and every row says that it is simulated", async () => {
      expect(
        await value("select count(*) from atlas.villages where code !~ '9[0-9]{2}$' or not is_demo"),
      ).toBe(0);
      for (const table of [
        "settlements",
        "industry_projects",
        "enclaves",
        "enclave_host_sites",
        "constraint_zones",
        "commodities",
      ]) {
        expect(
          await value(`select count(*) from atlas.${table} where not is_demo or name not like '%（模拟）%'`),
        ).toBe(0);
      }
      expect(
        await value("select count(*) from atlas.data_sources where is_demo and name_zh not like '%模拟%'"),
      ).toBe(0);
    });

    test("names are unique within a township and spelled", async () => {
      expect(await value("select count(*) - count(distinct (township_code, name)) from atlas.villages")).toBe(
        0,
      );
      expect(
        await value(
          "select count(*) from atlas.villages where pinyin !~ '^[a-z]+cun$' or length(initials) <> 3",
        ),
      ).toBe(0);
    });

    test("numbers lie within their ranges", async () => {
      expect(
        await value(`select count(*) from atlas.villages where households not between 150 and 900
        or labour_force > population or migrant_workers > labour_force
        or (left_poverty_on is not null) <> poor_village
        or left_poverty_on not between '2016-01-01' and '2020-12-31'`),
      ).toBe(0);
      for (const key of ["vul", "margin", "flow", "shock", "jobs", "industry", "guarantee"]) {
        const halves = key === "industry" ? 2 : 1;
        expect(
          await value(`select count(*) from atlas.village_facts where ${key}_numerator > ${key}_denominator
          or ${key}_denominator = 0 or ${key}_numerator * ${halves} <> floor(${key}_numerator * ${halves})
          or (${key}_numerator is null) <> (${key}_source is null)`),
        ).toBe(0);
        const missing = await value(`select avg((${key}_numerator is null)::int) from atlas.village_facts`);
        expect(missing).toBeGreaterThan(0.025);
        expect(missing).toBeLessThan(0.055);
      }
    });
  });

  placesAndSums({ rows, value });
  plantedFindings({ rows, value });
  dispatchFindings({ rows, value });

  describe("loading again", { timeout: 180_000 }, () => {
    test("a load that was interrupted knows which counties are done", async () => {
      expect([...(await filledCounties(knex, ["110101", "360827", "431027"]))]).toEqual(["360827", "431027"]);
    });

    test("a database that a former version filled gets what it lacks, at once or after an interruption", async () => {
      const lose = async (counties: string) => {
        await knex.raw(`delete from atlas.county_quarters where county_code ${counties}`);
        await knex.raw(`delete from atlas.emergency_effects where county_code ${counties}`);
        await knex.raw(`delete from atlas.county_income_shares where county_code ${counties}`);
        for (const table of ["fund_movements", "assessments", "medical_parity", "workforce_quarters"])
          await knex.raw(`delete from atlas.${table} where county_code ${counties}`);
        await knex.raw(`delete from atlas.collective_incomes where left(village_code, 6) ${counties}`);
      };
      await lose("is not null");
      await knex.raw("delete from atlas.emergency_events");
      await knex.raw(
        "delete from atlas.data_sources where key in ('demo-8-dispatch', 'demo-9-emergency') or key ~ '^demo-[a-e]-'",
      );
      expect(await loadDemo(knex, { size: "s" })).toMatchObject({ counties: 0, checksum: first.checksum });

      await knex.raw("delete from atlas.assets");
      await knex.raw("delete from atlas.project_seasons");
      await knex.raw("delete from atlas.market_prices");
      await knex.raw("delete from atlas.markets");
      await knex.raw("delete from atlas.data_sources where key = 'demo-project-books'");
      expect(await loadDemo(knex, { size: "s" })).toMatchObject({ counties: 0, checksum: first.checksum });

      await lose("in ('360827', '431027')");
      await knex.raw("update atlas.data_sources set sha256 = null where key = 'demo-size-s'");
      expect(await loadDemo(knex, { size: "s" })).toMatchObject({ counties: 0, checksum: first.checksum });
    });

    test("finds everything there, refuses another size, and after removal gives the same sum", async () => {
      expect(await loadDemo(knex, { size: "s" })).toMatchObject({ counties: 0, checksum: first.checksum });
      await expect(loadDemo(knex, { size: "m" })).rejects.toThrow(/remove it before/);
      expect(await demoChecksum(knex)).toBe(first.checksum);

      await removeDemo(knex);
      for (const table of [
        "villages",
        "village_facts",
        "settlements",
        "settlement_origins",
        "settlement_items",
        "settlement_surveys",
        "settlement_projects",
        "settlement_flows",
        "service_points",
        "event_villages",
        "commodities",
        "commodity_prices",
        "industry_projects",
        "project_links",
        "enclaves",
        "enclave_investors",
        "dividends",
        "enclave_entries",
        "enclave_postings",
        "enclave_host_sites",
        "constrained_villages",
        "constraint_zones",
        "village_constraints",
        "county_quarters",
        "county_quarter_causes",
        "emergency_events",
        "emergency_effects",
        "county_income_shares",
        "fund_movements",
        "assessments",
        "medical_parity",
        "workforce_quarters",
        "collective_incomes",
        "project_status_changes",
        "project_seasons",
        "assets",
        "markets",
        "market_prices",
      ]) {
        expect(await value(`select count(*) from atlas.${table}`), table).toBe(0);
      }
      for (const table of ["regions", "data_sources"]) {
        expect(await value(`select count(*) from atlas.${table} where is_demo`), table).toBe(0);
      }

      const again = await loadDemo(knex, { size: "s" });
      expect(again.checksum).toBe(first.checksum);
    });

    test("fewer months are the end of more months", async () => {
      const quarters = () =>
        rows(
          "select to_jsonb(q) - 'source_id' as report from atlas.county_quarters q where quarter >= '2026-07-01' order by county_code",
        );
      const sum = () =>
        rows(`select md5(string_agg(row(village_code, period, vul_numerator, flow_numerator, jobs_numerator)::text, ''
        order by village_code, period)) from atlas.village_facts where period >= '2026-07-01'`);
      const [long, lastQuarter] = [await sum(), await quarters()];
      await removeDemo(knex);
      await loadDemo(knex, { size: "s", months: 3 });
      expect(await sum()).toEqual(long);
      expect(await quarters()).toEqual(lastQuarter);
      expect(await value("select count(distinct quarter) from atlas.county_quarters")).toBe(1);
    });
  });
});
