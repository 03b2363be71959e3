import { monthAfter } from "../../geo/quarters.ts";
import type { Context } from "../context.ts";
import { WORK_FAMILIES } from "../indicators/catalog/definition.ts";
import { INDICATORS } from "../indicators/catalog.ts";
import type { RiskStatus } from "../indicators/type.ts";
import { scopesByCode } from "../regions/queries.ts";
import type { Region, RegionKind } from "../regions/type.ts";
import type { Publication } from "../relapse/type.ts";

export interface ExportedRegion extends Pick<Region, "code" | "kind" | "name" | "nameEn"> {
  /** Whether any village or report behind its figures is demonstration data. */
  isDemo: boolean;
  /** Share of its counties whose quarterly report came in; null for townships, which file none. */
  reported: number | null;
}

/** A condition on rows inside the region: by range of codes, or for an area by its counties. */
const inside = (from: string, code: string, county: string) => /* sql */ `
  (region.kind <> 'AREA' and exists (select from ${from} and ${code} >= region.code and ${code} < region.code || ':')
   or region.kind = 'AREA' and exists (select from ${from} and ${county} = any(area.counties)))`;

/** A region, then those of a level inside it, by code. */
export async function regionsToExport(
  { sql, load }: Context,
  region: Pick<Region, "code">,
  level: RegionKind | null,
  publication: Publication,
  quarter: string,
): Promise<ExportedRegion[]> {
  const { from, to, list } = await load(scopesByCode, region.code, undefined);
  return sql<ExportedRegion>(
    /* sql */ `
    select region.code, region.kind, region.name, region.name_en as "nameEn",
           region.is_demo
             or ${inside("atlas.villages village where village.is_demo", "village.code", "village.county_code")}
             or ${inside("atlas.county_quarters report where report.is_demo and report.quarter = :quarter::date", "report.county_code", "report.county_code")}
             as "isDemo",
           (select avg(1 - silent.value) from atlas.indicator_values silent
            where region.kind <> 'TOWNSHIP' and silent.publication_id = :publication and silent.indicator = 'NO_REPORT'
              and case when region.kind = 'AREA' then silent.region_code = any(area.counties)
                       else silent.region_code ~ '^[0-9]{6}$' and starts_with(silent.region_code, region.code) end) as reported
    from atlas.regions region
    left join lateral (
      select array_agg(member.county_code) as counties from atlas.area_members member
      where region.kind = 'AREA' and member.area_code = region.code and member.member_to is null
    ) area on true
    where region.code = :code
       or region.kind = :level and (:list::text[] is null and region.code >= :from and region.code < :to
                                    or left(region.code, 6) = any(:list::text[]))
    order by region.code <> :code, region.code collate "C"`,
    { code: region.code, level, from, to, list: list && [...list], publication: publication.id, quarter },
  );
}

export interface ExportedFigure {
  regionCode: string;
  indicator: string;
  value: number | null;
  numerator: number | null;
  denominator: number | null;
  riskStatus: RiskStatus | null;
  riskCoverage: number | null;
  indexStatus: RiskStatus | null;
  indexCoverage: number | null;
  /** Share of its counties that have the figure, for what is delivered apart from the quarterly report. */
  workCoverage: number | null;
}

const WORK_INDICATORS = INDICATORS.filter(({ family }) => WORK_FAMILIES.includes(family)).map(
  ({ key }) => key,
);

/** Every published figure of some regions, with how sure the scores behind them are. */
export function figuresOf(
  { sql }: Pick<Context, "sql">,
  publication: Publication,
  quarter: string,
  codes: readonly string[],
): Promise<ExportedFigure[]> {
  return sql<ExportedFigure>(
    /* sql */ `
    select published.region_code as "regionCode", published.indicator, published.value, published.numerator,
           published.denominator, risk.status as "riskStatus", risk.coverage as "riskCoverage",
           its.status as "indexStatus", its.coverage as "indexCoverage",
           case when not published.indicator = any(:work::text[]) then null
                when published.region_code ~ '^[0-9]{6}$' then (published.value is not null)::int
                else (select avg((county.value is not null)::int)::float8 from atlas.indicator_values county
                      where county.publication_id = :publication and county.indicator = published.indicator
                        and county.region_code ~ '^[0-9]{6}$'
                        and (starts_with(county.region_code, published.region_code)
                             or exists (select from atlas.area_members member
                                        where member.area_code = published.region_code and member.member_to is null
                                          and member.county_code = county.region_code))) end as "workCoverage"
    from atlas.indicator_values published
    left join atlas.region_risks risk on risk.publication_id = published.publication_id
      and risk.region_code = published.region_code and risk.period = :month::date
    left join atlas.region_indices its on its.publication_id = published.publication_id
      and its.region_code = published.region_code
    where published.region_code = any(:codes::text[]) and published.period = :quarter::date
      and published.publication_id = :publication`,
    {
      publication: publication.id,
      quarter,
      month: monthAfter(quarter, 2),
      codes: [...codes],
      work: WORK_INDICATORS,
    },
  );
}
