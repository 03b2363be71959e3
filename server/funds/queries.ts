import { carriedOver, disbursedShare, type FundSums as Sums, settledShare } from "../../geo/fundPace.ts";
import type { Batch, Context, Sql } from "../context.ts";
import { type Scope, scopeFilter } from "../regions/queries.ts";
import type { FundGroupingName, FundRow, FundSource, FundSums, FundTable } from "./type.ts";

/** SQL of what a movement adds: a reversal takes away what it reverses. */
export const SIGNED =
  "case when movement.reverses is null then movement.amount_fen else -movement.amount_fen end";
const sumOf = (kind: string, name: string) =>
  `coalesce(sum(${SIGNED}) filter (where movement.kind = '${kind}'), 0)::int8 as ${name}`;

/** The sums of a group of movements. */
export const SUM_COLUMNS = /* sql */ `
  ${sumOf("ALLOCATED", "allocated")}, ${sumOf("DISBURSED", "disbursed")}, ${sumOf("SETTLED", "settled")},
  ${sumOf("RETURNED", "returned")}, max(movement.day)::text as "lastMovedOn", count(*)::int as movements,
  coalesce(bool_or(movement.is_demo), false) as "isDemo"`;

export type SumsRow = Sums & Pick<FundSums, "lastMovedOn" | "movements" | "isDemo">;

/** Shares of a group come from its sums. */
export function toSums(row: SumsRow): FundSums {
  const sums = {
    allocated: Number(row.allocated),
    disbursed: Number(row.disbursed),
    settled: Number(row.settled),
    returned: Number(row.returned),
  };
  const { lastMovedOn, movements, isDemo } = row;
  return {
    ...sums,
    carriedOver: carriedOver(sums),
    disbursedShare: disbursedShare(sums),
    settledShare: settledShare(sums),
    lastMovedOn,
    movements,
    isDemo,
  };
}

/**
 * The day balances are of unless another is asked for: the last that the data reach, a published cut-off or a movement,
 * but never after today. The same for all of a request, so the key says nothing.
 */
export const lastDayOfFunds: Batch<"", string> = async ({ sql }, keys) => {
  const [row] = await sql<{ day: string }>(/* sql */ `
    select least((now() at time zone 'Asia/Shanghai')::date, greatest(
      (select max(day) from atlas.fund_movements),
      (select max(data_cut_off) from atlas.publications where is_current)))::text as day`);
  return keys.map(() => row?.day ?? "");
};

export interface FundQuery {
  readonly scope: Scope;
  readonly asOf: string;
  readonly year: number | null;
  readonly source: string | null;
  readonly project: string | null;
}

/** Movements of a query, as FROM and values; they stand as `movement`. */
export function movementsOf({ scope, asOf, year, source, project }: FundQuery) {
  const inside = scopeFilter(scope, "movement.county_code", "movement.county_code");
  return {
    from: /* sql */ `
      from atlas.fund_movements movement
      where ${inside.where} and movement.day <= :asOf::date
        and (:year::int is null or movement.fiscal_year = :year)
        and (:source::text is null or movement.source_key = :source)
        and (:project::text is null or movement.project_code = :project)`,
    values: { ...inside.values, asOf, year, source, project },
  };
}

/** What a row is of, and where its name stands. */
const GROUPS: Record<FundGroupingName, { key: string; name: string }> = {
  SOURCE: {
    key: "movement.source_key",
    name: "(select source.name, source.name_en from atlas.fund_sources source where source.key = grouped.key)",
  },
  YEAR: { key: "movement.fiscal_year::text", name: "(select null::text, null::text)" },
  PROJECT: {
    key: "coalesce(movement.project_code, movement.county_code || ':')",
    name: /* sql */ `(
      select project.name, project.name_en from atlas.industry_projects project where project.code = grouped.key
      union all
      select region.name, region.name_en from atlas.regions region where region.code || ':' = grouped.key)`,
  },
  COUNTY: { key: "movement.county_code", name: regionName() },
  PREFECTURE: { key: "left(movement.county_code, 4)", name: regionName() },
  PROVINCE: { key: "left(movement.county_code, 2)", name: regionName() },
};
function regionName() {
  return "(select region.name, region.name_en from atlas.regions region where region.code = grouped.key)";
}

/** Balances of a scope as of a day, in rows of one kind; the total is over all rows, shown or not. */
export async function selectFunds(
  { sql }: Context,
  query: FundQuery,
  by: FundGroupingName,
  first: number,
): Promise<FundTable> {
  const { from, values } = movementsOf(query);
  const group = GROUPS[by];
  const rows = await sql<
    SumsRow & { key: string; name: string | null; nameEn: string | null; rowCount: number }
  >(
    /* sql */ `
    select grouped.*, named.name, named."nameEn"
    from (
      select ${group.key} as key, ${SUM_COLUMNS}, (count(*) over ())::int as "rowCount"
      ${from} group by 1
      order by sum(case movement.kind when 'ALLOCATED' then ${SIGNED} when 'SETTLED' then 0 else -(${SIGNED}) end) desc, 1
      limit :first) grouped
    left join lateral ${group.name} named (name, "nameEn") on true`,
    { ...values, first },
  );
  const [total] = await sql<SumsRow>(`select ${SUM_COLUMNS} ${from}`, values);
  return {
    asOf: query.asOf,
    total: toSums(total ?? NOTHING),
    rowCount: rows[0]?.rowCount ?? 0,
    rows: rows.map(({ key, name, nameEn, ...sums }): FundRow => ({ key, name, nameEn, sums: toSums(sums) })),
  };
}

const NOTHING: SumsRow = {
  allocated: 0,
  disbursed: 0,
  settled: 0,
  returned: 0,
  lastMovedOn: null,
  movements: 0,
  isDemo: false,
};

export const allSources = ({ sql }: { sql: Sql }) =>
  sql<FundSource>(`select key, name, name_en as "nameEn", level from atlas.fund_sources order by place`);

export const sourcesByKey: Batch<string, FundSource | null> = async (context, keys) => {
  const byKey = new Map((await allSources(context)).map((source) => [source.key, source]));
  return keys.map((key) => byKey.get(key) ?? null);
};

/** Sums of many projects as of a day. */
export const fundsOfProjects: Batch<string, FundSums, string> = async ({ sql }, codes, asOf) => {
  const rows = await sql<SumsRow & { code: string }>(
    /* sql */ `
    select movement.project_code as code, ${SUM_COLUMNS}
    from atlas.fund_movements movement
    where movement.project_code = any(:codes::text[]) and movement.day <= :asOf::date group by 1`,
    { codes: [...codes], asOf },
  );
  const byCode = new Map(rows.map((row) => [row.code, row]));
  return codes.map((code) => toSums(byCode.get(code) ?? NOTHING));
};

/** The same by source, in the order in which people read them. */
export const fundsOfProjectsBySource: Batch<string, FundRow[], string> = async ({ sql }, codes, asOf) => {
  const rows = await sql<SumsRow & { code: string; key: string; name: string; nameEn: string }>(
    /* sql */ `
    select movement.project_code as code, source.key, source.name, source.name_en as "nameEn", ${SUM_COLUMNS}
    from atlas.fund_movements movement join atlas.fund_sources source on source.key = movement.source_key
    where movement.project_code = any(:codes::text[]) and movement.day <= :asOf::date
    group by 1, source.key, source.name, source.name_en, source.place order by 1, source.place`,
    { codes: [...codes], asOf },
  );
  return codes.map((code) =>
    rows
      .filter((row) => row.code === code)
      .map(({ key, name, nameEn, ...sums }) => ({ key, name, nameEn, sums: toSums(sums) })),
  );
};

/** Sums of many regions as of a day: of a division by the range of its code, of an area by its counties. */
export const fundsOfRegions: Batch<string, FundSums, { asOf: string; year: number | null }> = async (
  { sql },
  codes,
  { asOf, year },
) => {
  const rows = await sql<SumsRow & { code: string }>(
    /* sql */ `
    select asked.code, ${SUM_COLUMNS}
    from unnest(:codes::text[]) as asked (code)
    join atlas.regions region on region.code = asked.code
    join atlas.fund_movements movement on case when region.kind = 'AREA'
      then movement.county_code in (select member.county_code from atlas.area_members member
                                    where member.area_code = region.code and member.member_to is null)
      else movement.county_code >= region.code and movement.county_code < region.code || ':' end
    where movement.day <= :asOf::date and (:year::int is null or movement.fiscal_year = :year)
    group by 1`,
    { codes: [...codes], asOf, year },
  );
  const byCode = new Map(rows.map((row) => [row.code, row]));
  return codes.map((code) => toSums(byCode.get(code) ?? NOTHING));
};
