import fc from "fast-check";
import knexModule, { type Knex } from "knex";
import { afterAll, describe, expect, it } from "vitest";
import { type Cell, copyRows } from "../server/copy.ts";
import { pointHex } from "../server/regions/wellKnownBinary.ts";
import { atlases } from "./atlas.ts";

const COLUMNS: readonly [name: string, type: string, cell: fc.Arbitrary<Cell>][] = [
  ["yes", "boolean", fc.boolean()],
  ["small", "smallint", fc.integer({ min: -32_768, max: 32_767 })],
  ["whole", "integer", fc.oneof(fc.integer(), fc.integer().map(String))],
  ["money", "bigint", fc.maxSafeInteger()],
  ["short_real", "real", fc.float({ noNaN: true })],
  ["long_real", "double precision", fc.double({ noNaN: true })],
  // PostgreSQL holds every character but the zero byte, and no half of a surrogate pair.
  [
    "words",
    'text collate "C"',
    fc.string({ unit: "binary", maxLength: 40 }).map((text) => text.replaceAll("\0", "")),
  ],
  [
    "day",
    "date",
    fc
      .date({ min: new Date("1900-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
      .map((day) => day.toISOString().slice(0, 10)),
  ],
  [
    "instant",
    "timestamptz",
    fc
      .date({ min: new Date("1970-01-01"), max: new Date("2100-01-01"), noInvalidDate: true })
      .chain((at) =>
        fc.constantFrom(at.toISOString(), `${at.toISOString().slice(0, 19).replace("T", " ")}+08`),
      ),
  ],
  ["document", "jsonb", fc.json({ noUnicodeString: true }).filter((text) => !text.includes("\\u0000"))],
  [
    "place",
    "geometry(Point, 4326)",
    fc
      .tuple(fc.integer({ min: 73, max: 135 }), fc.integer({ min: 4, max: 53 }))
      .map((at) => pointHex(at, 4326)),
  ],
  ["wholes", "integer[]", fc.array(fc.option(fc.integer()), { maxLength: 4 })],
  ["reals", "double precision[]", fc.array(fc.option(fc.double({ noNaN: true })), { maxLength: 4 })],
];
const names = COLUMNS.map(([name]) => name);

describe.each(atlases)("COPY in its binary form on $name", ({ databaseUrl }) => {
  const knex: Knex = knexModule({ client: "pg", connection: databaseUrl, pool: { min: 0, max: 1 } });
  afterAll(() => knex.destroy());

  it("stores the rows that its text form stores", async () => {
    const row = fc.tuple(...COLUMNS.map(([, , cell]) => fc.option(cell, { freq: 8 })));
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), async (rows) => {
        await knex.transaction(async (transaction) => {
          const columns = COLUMNS.map(([name, type]) => `${name} ${type}`).join(", ");
          await transaction.raw(`create temp table as_binary (${columns}) on commit drop`);
          // A column of a type that only goes as text makes the whole table go as text.
          await transaction.raw(`create temp table as_text (${columns}, exact numeric) on commit drop`);
          await copyRows(transaction, "as_binary", names, rows);
          await copyRows(
            transaction,
            "as_text",
            [...names, "exact"],
            rows.map((cells) => [...cells, null]),
          );
          const stored = (table: string) =>
            transaction
              .raw<{ rows: { row: string }[] }>(
                `select row(${names.join(", ")})::text as row from ${table} order by ctid`,
              )
              .then(({ rows: found }) => found.map((one) => one.row));
          const binary = await stored("as_binary");
          expect(binary).toHaveLength(rows.length);
          expect(binary).toEqual(await stored("as_text"));
        });
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ["whole", 1.5, "1.5 is not an integer"],
    ["whole", "", '"" is not a number'],
    ["small", 40_000, "out of range"],
    ["day", "2026-9-1", '"2026-9-1" is not a day like 2026-09-30'],
    ["day", "2026-02-30", '"2026-02-30" is not a day like 2026-09-30'],
    ["instant", "2026-02-30T08:00:00Z", '"2026-02-30" is not a day'],
    ["instant", "2026-09-30T08:00:00.123456Z", "is not an instant"],
    ["instant", "yesterday", '"yesterday" is not an instant'],
    ["place", "POINT(114 26)", "is not EWKB in hexadecimal digits"],
  ] as const)("refuses %s %j in a sentence and stores nothing", async (column, cell, sentence) => {
    const type = COLUMNS.find(([name]) => name === column)?.[1];
    await knex.raw("drop table if exists refused");
    await knex.raw(`create temp table refused (${column} ${type})`);
    await expect(
      knex.transaction((transaction) => copyRows(transaction, "refused", [column], [[cell]])),
    ).rejects.toThrow(sentence);
    const { rows } = await knex.raw<{ rows: unknown[] }>("select * from refused");
    expect(rows).toEqual([]);
    await knex.raw("drop table refused");
  });
});
