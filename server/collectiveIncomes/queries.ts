import { ratioOf, total } from "../../geo/pooledFacts.ts";
import { type Group, groupsOf, wholeOf } from "../assessments/proportion.ts";
import type { TableLevelName } from "../assessments/type.ts";
import type { Context } from "../context.ts";
import { countiesByLevel, type Scope } from "../regions/queries.ts";
import type { CollectiveIncomeRow, CollectiveIncomeTable } from "./type.ts";

interface Delivered {
  county: string;
  villages: number;
  villagesInAll: number;
  income: number | null;
  isDemo: boolean;
}

export interface CollectiveIncomeQuery {
  readonly within: string;
  readonly scope: Scope;
  readonly level: TableLevelName;
  readonly year: number | null;
}

/** Collective-economy income of the regions of a level; without a year, of the latest one there is. */
export async function collectiveIncomeTable(
  context: Context,
  query: CollectiveIncomeQuery,
): Promise<CollectiveIncomeTable> {
  const places = await countiesByLevel(context, query.scope, query.level);
  const counties = places.map(({ county }) => county);
  const inside =
    "exists (select from unnest(:counties::text[]) county where village_code >= county and village_code < county || ':')";
  const years = (
    await context.sql<{ year: number }>(
      `select distinct year from atlas.collective_incomes where ${inside} order by year desc`,
      { counties },
    )
  ).map(({ year }) => year);
  const year = query.year ?? years[0] ?? null;
  const rows = await context.sql<Delivered>(
    /* sql */ `
    select asked.county, coalesce(known.villages, 0) as villages, greatest(there.villages, coalesce(known.villages, 0)) as "villagesInAll",
           known.income, coalesce(known.is_demo, false) as "isDemo"
    from unnest(:counties::text[]) asked (county)
    cross join lateral (select count(*)::int as villages from atlas.villages village where village.county_code = asked.county) there
    left join (
      select left(latest.village_code, 6) as county, count(*)::int as villages, sum(latest.income_fen)::int8 as income, bool_or(latest.is_demo) as is_demo
      from (select distinct on (village_code) village_code, income_fen, is_demo from atlas.collective_incomes
            where ${inside} and year = :year::int order by village_code, revision desc) latest
      group by 1) known on known.county = asked.county`,
    { counties, year },
  );
  const groups = groupsOf(places, rows);
  return {
    year,
    years,
    rows: groups.map(toRow),
    whole: groups.length > 0 ? toRow(wholeOf(query.within, groups)) : null,
  };
}

function toRow({ code, name, nameEn, rows }: Group<Delivered>): CollectiveIncomeRow {
  const count = (read: (row: Delivered) => number) => rows.reduce((sum, row) => sum + read(row), 0);
  const villages = count((row) => row.villages);
  const income = total(rows.map((row) => (row.income === null ? null : Number(row.income))));
  return {
    code,
    name,
    nameEn,
    villages,
    villagesInAll: count((row) => row.villagesInAll),
    income,
    perVillage: income === null ? null : ratioOf({ numerator: income, denominator: villages }),
    isDemo: rows.some((row) => row.isDemo),
  };
}
