import { total } from "../../geo/pooledFacts.ts";
import { quarterName } from "../../geo/quarters.ts";
import { type Group, groupsOf, proportionOf, sumsOf, wholeOf } from "../assessments/proportion.ts";
import type { TableLevelName } from "../assessments/type.ts";
import type { Context } from "../context.ts";
import { countiesByLevel, type Scope } from "../regions/queries.ts";
import type { WorkforceRow, WorkforceTable } from "./type.ts";

interface Delivered {
  county: string;
  needing: number | null;
  having: number | null;
  team: number | null;
  withinCounty: number | null;
  withinProvince: number | null;
  outside: number | null;
  organised: number | null;
  isDemo: boolean;
}

export interface WorkforceQuery {
  readonly within: string;
  readonly scope: Scope;
  readonly level: TableLevelName;
  /** First day of the quarter; without it, the latest there is. */
  readonly quarter: string | null;
}

/** Workforce of the regions of a level. */
export async function workforceTable(context: Context, query: WorkforceQuery): Promise<WorkforceTable> {
  const places = await countiesByLevel(context, query.scope, query.level);
  const counties = places.map(({ county }) => county);
  const quarters = (
    await context.sql<{ quarter: string }>(
      "select distinct quarter::text as quarter from atlas.workforce_quarters where county_code = any(:counties::text[]) order by quarter desc",
      { counties },
    )
  ).map(({ quarter }) => quarter);
  const quarter = query.quarter ?? quarters[0] ?? null;
  const rows = await context.sql<Delivered>(
    /* sql */ `
    select distinct on (county_code) county_code as county, villages_needing_secretary as needing,
           villages_with_secretary as having, team_members as team, exported_within_county as "withinCounty",
           exported_within_province as "withinProvince", exported_outside_province as outside,
           exported_organised as organised, is_demo as "isDemo"
    from atlas.workforce_quarters where county_code = any(:counties::text[]) and quarter = :quarter::date
    order by county_code, revision desc`,
    { counties, quarter },
  );
  const groups = groupsOf(places, rows);
  return {
    quarter: quarter && quarterName(quarter),
    quarters: quarters.map(quarterName),
    rows: groups.map(toRow),
    whole: groups.length > 0 ? toRow(wholeOf(query.within, groups)) : null,
  };
}

/** All who work away; null unless all three destinations are known. */
const exported = ({ withinCounty, withinProvince, outside }: Delivered): number | null =>
  withinCounty === null || withinProvince === null || outside === null
    ? null
    : Number(withinCounty) + Number(withinProvince) + Number(outside);

function toRow({ code, name, nameEn, rows, countiesInAll }: Group<Delivered>): WorkforceRow {
  const sum = (read: (row: Delivered) => number | null) =>
    total(
      rows.map((row) => {
        const value = read(row);
        return value === null ? null : Number(value);
      }),
    );
  return {
    code,
    name,
    nameEn,
    firstSecretaries: proportionOf(rows.map((row) => sumsOf(row.having, row.needing))),
    teamMembers: sum((row) => row.team),
    exportedWithinCounty: sum((row) => row.withinCounty),
    exportedWithinProvince: sum((row) => row.withinProvince),
    exportedOutsideProvince: sum((row) => row.outside),
    organised: proportionOf(rows.map((row) => sumsOf(row.organised, exported(row)))),
    outsideProvince: proportionOf(rows.map((row) => sumsOf(row.outside, exported(row)))),
    counties: rows.length,
    countiesInAll,
    isDemo: rows.some((row) => row.isDemo),
  };
}
