import type { Knex } from "knex";
import type { Cell } from "../copy.ts";
import { readingOf } from "../regions/pinyin.ts";
import { refreshSearchOf, type SearchKind, spelled } from "../search/readModel.ts";
import { readCoordinate } from "./cells.ts";
import { runChecks } from "./checks.ts";
import type { Problem } from "./problems.ts";
import { sourceOf } from "./source.ts";
import type { Column, Counts, Dataset, Delivery } from "./type.ts";

export interface TableColumn extends Column {
  /** Type of the column of the table, whose name is the key. */
  readonly type: string;
  /** The table wants it: an empty cell is a problem, and so is a new row without it. */
  readonly needed?: true;
  /** Code of a row of another table. */
  readonly of?: { readonly table: string; readonly condition?: string };
}

/** A list whose rows are the rows of one table. */
export interface TableDeclaration {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  readonly table: string;
  readonly identity: readonly string[];
  readonly columns: readonly TableColumn[];
  readonly place?: "point" | "outline" | "footprint";
  readonly placeNeeded?: true;
  readonly division: Dataset["division"];
  /** Columns of the table beside those of the file. */
  readonly has: {
    readonly demo?: true;
    readonly version?: true;
    readonly source?: true;
    readonly readings?: true;
  };
  /** SQL for problems: row, key, code, value, detail of `incoming`. */
  readonly checks?: readonly string[];
  readonly search?: SearchKind;
  /** What is derived from the rows, beside search and tiles. */
  readonly refresh?: (transaction: Knex.Transaction) => Promise<void>;
}

const PLACE_COLUMNS: readonly Column[] = [
  { key: "lon", headers: "经度 东坐标 lon lng longitude easting".split(" "), read: readCoordinate },
  { key: "lat", headers: "纬度 北坐标 lat latitude northing".split(" "), read: readCoordinate },
];

/**
 * Rows are known by their identity. A column the file does not have stays as it was; an empty cell of one it has makes
 * the value unknown. Nothing is removed. Rows of demonstration data are not written over.
 */
export function tableDataset(given: TableDeclaration): Dataset {
  const { name, zh, en, table, identity, columns, place, has } = given;
  const staging = `incoming_${name.replaceAll("-", "_")}`;
  const wanted = `wanted_${name.replaceAll("-", "_")}`;
  const keys = columns.map(({ key }) => key);
  const readings = has.readings ? ["pinyin", "initials"] : [];
  const targets = [...keys.filter((key) => !identity.includes(key)), ...readings, ...(place ? [place] : [])];
  const same = (left: string, right: string) =>
    identity.map((key) => `${left}.${key} = ${right}.${key}`).join(" and ");

  const wantedValue = (target: string, delivery: Delivery): string => {
    const isGiven =
      target === place ||
      (readings.includes(target) ? delivery.given.has("name") : delivery.given.has(target));
    if (target === place)
      return `coalesce(incoming.${place === "point" ? "point" : "outline"}, stored.${place}) as ${place}`;
    return `${isGiven ? "incoming" : "stored"}.${target}`;
  };
  const compareSql = (delivery: Delivery) => /* sql */ `
    create temporary table ${wanted} on commit drop as
    select row_number, ${[...identity, ...targets].join(", ")},
           case when not is_known then 'INSERTED'
                when (${targets.join(", ")}) is distinct from (${targets.map((target) => `stored_${target}`).join(", ")}) then 'CHANGED'
                else 'UNCHANGED' end as outcome
    from (select incoming.row_number, ${identity.map((key) => `incoming.${key}`).join(", ")}, stored.${identity[0]} is not null as is_known,
                 ${targets.map((target) => `stored.${target} as stored_${target}`).join(", ")},
                 ${targets.map((target) => wantedValue(target, delivery)).join(", ")}
          from ${staging} incoming left join ${table} stored on ${same("stored", "incoming")} offset 0) compared`;

  const checksOf = (delivery: Delivery): string[] => {
    const isNew = `not exists (select from ${table} stored where ${same("stored", "incoming")})`;
    const needed = columns.filter(({ key, needed: must }) => must && !identity.includes(key));
    const missing = needed.map(({ key }) => {
      const condition = delivery.given.has(key) ? `incoming.${key} is null` : isNew;
      return /* sql */ `
        select row_number as row, '${key}' as key, 'MISSING_VALUE' as code, '' as value, null as detail
        from ${staging} incoming where ${condition}`;
    });
    const references = columns.flatMap(({ key, of }) =>
      of === undefined
        ? []
        : [
            /* sql */ `
        select row_number as row, '${key}' as key, 'UNKNOWN_REFERENCE' as code, ${key} as value, null as detail
        from ${staging} incoming where ${key} is not null
          and not exists (select from ${of.table} known where known.code = incoming.${key} ${of.condition ? `and ${of.condition}` : ""})`,
          ],
    );
    const nowhere = given.placeNeeded
      ? [
          /* sql */ `
        select row_number as row, '${place === "point" ? "lon" : "geometry"}' as key, 'MISSING_VALUE' as code, '' as value, null as detail
        from ${staging} incoming where ${place === "point" ? "point" : "outline"} is null and ${isNew}`,
        ]
      : [];
    const invented = has.demo
      ? [
          /* sql */ `
        select row_number as row, '${identity[0]}' as key, 'DEMO_ROW' as code, incoming.${identity[0]} as value, null as detail
        from ${staging} incoming join ${table} stored on ${same("stored", "incoming")} where stored.is_demo`,
        ]
      : [];
    return [...missing, ...references, ...nowhere, ...invented, ...(given.checks ?? [])];
  };

  const write = async (transaction: Knex.Transaction, delivery: Delivery): Promise<Counts> => {
    const { rows } = await transaction.raw<{ rows: { outcome: string; n: number }[] }>(
      `select outcome, count(*)::int as n from ${wanted} group by outcome`,
    );
    const count = (outcome: string) => rows.find((row) => row.outcome === outcome)?.n ?? 0;
    const counts = {
      inserted: count("INSERTED"),
      changed: count("CHANGED"),
      unchanged: count("UNCHANGED"),
      townships: 0,
    };
    if (counts.inserted + counts.changed === 0) return counts;
    const source = has.source ? await sourceOf(transaction, given, delivery) : null;
    const origin = source === null ? [] : [["source_id", String(source)] as const];
    const written = [...identity, ...targets];
    await transaction.raw(/* sql */ `
      insert into ${table} (${[...written, ...origin.map(([column]) => column)].join(", ")})
      select ${[...written, ...origin.map(([, value]) => value)].join(", ")} from ${wanted} where outcome = 'INSERTED'
      order by ${identity.join(", ")}`);
    if (targets.length > 0)
      await transaction.raw(/* sql */ `
        update ${table} stored set ${[
          ...targets.map((target) => `${target} = wanted.${target}`),
          ...origin.map(([column, value]) => `${column} = ${value}`),
          ...(has.version ? ["row_version = stored.row_version + 1"] : []),
        ].join(", ")}
        from ${wanted} wanted where ${same("wanted", "stored")} and outcome = 'CHANGED'`);
    if (given.search) {
      const { rows: found } = await transaction.raw<{ rows: { code: string }[] }>(
        `select ${identity[0]} as code from ${wanted} where outcome <> 'UNCHANGED' order by 1`,
      );
      await refreshSearchOf(
        transaction,
        given.search,
        found.map(({ code }) => code),
      );
    }
    await given.refresh?.(transaction);
    return counts;
  };

  const findProblems = (transaction: Knex.Transaction, delivery: Delivery): Promise<Problem[]> =>
    runChecks(transaction, delivery, checksOf(delivery));
  const staged = (values: ReadonlyMap<string, Cell>): readonly Cell[] => {
    const read = readingOf(String(values.get("name") ?? ""));
    return [
      ...keys.map((key) => values.get(key)),
      ...(has.readings ? [spelled(read.pinyin), spelled(read.initials)] : []),
    ];
  };
  return {
    name,
    zh,
    en,
    columns: [...columns, ...(place ? PLACE_COLUMNS : [])],
    identity,
    division: given.division,
    stagingTable: staging,
    stagedColumns: [
      ...columns.map(({ key, type }) => ({ name: key, type })),
      ...readings.map((reading) => ({ name: reading, type: "text" })),
    ],
    staged,
    ...(place === "point" && identity.join() === "code"
      ? {
          reference: `select code, st_x(point) as x, st_y(point) as y from ${table} where code = any (?::text[])`,
        }
      : {}),
    findProblems,
    compare: async (transaction, delivery) => {
      await transaction.raw(compareSql(delivery));
    },
    findWarnings: () => Promise.resolve([]),
    write,
    afterCommit: () => Promise.resolve(),
  };
}
