import pg from "pg";
import { describe, expect, it } from "vitest";
import { imbalances } from "./drills/enclaveLedger.ts";
import { hasPostgres, ownDatabase } from "./ownAtlas.ts";

/** Every migration before the one under test, as a database of a former version has run them. */
const BEFORE = [
  "0001_regions",
  "0002_villages",
  "0003_mapped_things",
  "0004_search",
  "0005_indicators",
  "0006_access",
  "0007_register",
  "0008_procedure",
  "0009_screening",
  "0010_ledger",
  "0011_bulk_changes",
  "0012_releases",
  "0013_published_figures",
];
const textOf = async (name: string) => ((await import(`../migrations/${name}.ts`)) as { up: string }).up;

const SQUARE = (west: number, east: number) =>
  `st_multi(st_setsrid(st_makeenvelope(${west}, 26, ${east}, 26.1), 4326))`;

describe.runIf(hasPostgres)("the migration to the ledger of enclaves", () => {
  it("turns the dividends that stand into entries that add up to them, and shares of zones into one of their union", async () => {
    const database = await ownDatabase("empty");
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    try {
      await client.query("create extension if not exists postgis");
      for (const name of BEFORE) await client.query(await textOf(name));
      await client.query(`
        begin;
        insert into atlas.regions (code, kind, name, parent_code, province_code) values
          ('36', 'PROVINCE', '甲省', null, '36'), ('3608', 'PREFECTURE', '乙市', '36', '36'), ('360827', 'COUNTY', '丙县', '3608', '36'),
          ('360112', 'COUNTY', '丁区', '36', '36'), ('360827100', 'TOWNSHIP', '戊镇', '360827', '36');
        insert into atlas.villages (code, name, township_code, point, outline) values
          ('360827100001', '一村', '360827100', st_setsrid(st_makepoint(114.05, 26.05), 4326), ${SQUARE(114, 114.1)}),
          ('360827100002', '二村', '360827100', st_setsrid(st_makepoint(114.15, 26.05), 4326), ${SQUARE(114.1, 114.2)});
        insert into atlas.constraint_zones (code, kind, name, outline) values
          ('Z1', 'ECOLOGY', '一区', ${SQUARE(114, 114.06)}), ('Z2', 'FARMLAND', '二区', ${SQUARE(114.04, 114.08)}),
          ('Z3', 'ECOLOGY', '三区', ${SQUARE(114.17, 114.2)});
        insert into atlas.village_constraints values
          ('360827100001', 'ECOLOGY', 0.6), ('360827100001', 'FARMLAND', 0.4), ('360827100002', 'ECOLOGY', 0.3);
        insert into atlas.enclaves (code, name, host_code, started_on, point) values
          ('E1', '甲飞地', '360112', '2021-05-01', st_setsrid(st_makepoint(116, 28.5), 4326)),
          ('E2', '无出资村', '360112', null, st_setsrid(st_makepoint(116, 28.5), 4326));
        insert into atlas.enclave_investors values
          ('E1', '360827100001', 60001, 0.6000100000, 10), ('E1', '360827100002', 39998, 0.3999900000, 20);
        insert into atlas.dividends values
          ('E1', 2022, 1001, 1001), ('E1', 2023, 1000, 1200), ('E1', 2024, 999, 0), ('E1', 2025, 0, 0), ('E2', 2023, 50, 40);
        commit`);
      const { rows: before } = await client.query("select * from atlas.dividends order by 1, 2");
      await client.query(`begin; ${await textOf("0014_enclave_ledger")}; commit`);
      const { rows: after } = await client.query("select * from atlas.dividends order by 1, 2");
      expect(after).toEqual(before);
      const { rows: entries } = await client.query(
        "select kind, year, amount_fen::int as amount, advance_fen::int as advance from atlas.enclave_entries order by number",
      );
      expect(entries).toEqual([
        { kind: "PRINCIPAL", year: 2021, amount: 99_999, advance: 0 },
        { kind: "PROMISE", year: 2022, amount: 1_001, advance: 0 },
        { kind: "PAYMENT", year: 2022, amount: 1_001, advance: 0 },
        { kind: "PROMISE", year: 2023, amount: 1_000, advance: 0 },
        { kind: "PAYMENT", year: 2023, amount: 1_200, advance: 200 },
        { kind: "PROMISE", year: 2024, amount: 999, advance: 0 },
      ]);
      // 1,001 at 0.60001: 600.61001 and 400.38999, so the fen that is left goes to the first.
      const { rows: split } = await client.query(
        "select village_code as village, amount_fen::int as amount from atlas.enclave_postings where account = 'CASH' and amount_fen > 0 order by entry_id, village_code",
      );
      expect(split).toEqual(
        expect.arrayContaining([
          { village: "360827100001", amount: 601 },
          { village: "360827100002", amount: 400 },
        ]),
      );
      const found = await imbalances(client);
      // An enclave without investors keeps the years it had, and the empty year stays too: neither has an entry behind it.
      expect(found).toEqual({ ...Object.fromEntries(Object.keys(found).map((key) => [key, 0])), summary: 2 });
      const { rows: shares } = await client.query(
        "select village_code as code, share from atlas.constrained_villages order by 1",
      );
      // 0 to 0.06 and 0.04 to 0.08 of a tenth of a degree: 0.8, not 0.6 + 0.4.
      expect(shares).toEqual([
        { code: "360827100001", share: 0.8 },
        { code: "360827100002", share: 0.3 },
      ]);
      await expect(client.query("update atlas.dividends set paid_fen = 1")).rejects.toThrow(
        "kept by the ledger",
      );
    } finally {
      await client.end();
      await database.drop();
    }
  });
});
