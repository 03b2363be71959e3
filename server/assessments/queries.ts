import { total } from "../../geo/pooledFacts.ts";
import type { Context } from "../context.ts";
import { countiesByLevel, type Scope } from "../regions/queries.ts";
import { type Group, groupsOf, proportionOf, sumsOf, wholeOf } from "./proportion.ts";
import type { AssessmentKindName, AssessmentRow, AssessmentTable, TableLevelName } from "./type.ts";

interface Delivered {
  county: string;
  measure: string;
  numerator: number;
  denominator: number;
  surveyed: number | null;
  isDemo: boolean;
}

export interface AssessmentQuery {
  readonly within: string;
  readonly scope: Scope;
  readonly level: TableLevelName;
  readonly kind: AssessmentKindName;
  readonly year: number | null;
}

/** Assessment results of the regions of a level; without a year, of the latest one there is. */
export async function assessmentTable(context: Context, query: AssessmentQuery): Promise<AssessmentTable> {
  const places = await countiesByLevel(context, query.scope, query.level);
  const asked = { counties: places.map(({ county }) => county), kind: query.kind };
  const years = (
    await context.sql<{ year: number }>(
      "select distinct year from atlas.assessments where county_code = any(:counties::text[]) and kind = :kind order by year desc",
      asked,
    )
  ).map(({ year }) => year);
  const year = query.year ?? years[0] ?? null;
  const rows = await context.sql<Delivered>(
    /* sql */ `
    select distinct on (county_code, measure) county_code as county, measure, numerator, denominator,
           surveyed_households as surveyed, is_demo as "isDemo"
    from atlas.assessments
    where county_code = any(:counties::text[]) and kind = :kind and year = :year::int
    order by county_code, measure, revision desc`,
    { ...asked, year },
  );
  const groups = groupsOf(places, rows);
  return {
    year,
    years,
    rows: groups.map(toRow),
    whole: groups.length > 0 ? toRow(wholeOf(query.within, groups)) : null,
  };
}

function toRow({ code, name, nameEn, rows, countiesInAll }: Group<Delivered>): AssessmentRow {
  const measure = (key: string) =>
    proportionOf(
      rows.filter((row) => row.measure === key).map((row) => sumsOf(row.numerator, row.denominator)),
    );
  // A survey visits a household once and asks it all of this.
  const visited = new Map<string, number>();
  for (const { county, surveyed } of rows)
    if (surveyed !== null) visited.set(county, Math.max(visited.get(county) ?? 0, surveyed));
  return {
    code,
    name,
    nameEn,
    satisfaction: measure("SATISFACTION"),
    missedRecognition: measure("MISSED_RECOGNITION"),
    wrongExit: measure("WRONG_EXIT"),
    accuracy: measure("ACCURACY"),
    surveyedHouseholds: total([...visited.values()]),
    counties: new Set(rows.map((row) => row.county)).size,
    countiesInAll,
    isDemo: rows.some((row) => row.isDemo),
  };
}
