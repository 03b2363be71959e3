import type { Knex } from "knex";
import type { RegionQuarter } from "../../geo/backtest.ts";

/**
 * The published level of each county and quarter beside the rate that was reported for it: newly recognised households
 * by the highest revision of the quarterly dispatch, over the households of its villages.
 * @param within code of a contiguous area or of a region; null for all counties.
 */
export async function readLevelsAndRates(knex: Knex, within: string | null): Promise<RegionQuarter[]> {
  const { rows } = await knex.raw<{ rows: RegionQuarter[] }>(
    /* sql */ `
    with counties as (
      select county_code as code, sum(households) as households from atlas.villages
      where ?::text is null or starts_with(county_code, ?::text)
        or county_code in (select county_code from atlas.area_members where area_code = ?::text and member_to is null)
      group by county_code having sum(households) > 0),
    levels as (
      select index.region_code as code, index.quarter, index.level
      from atlas.region_indices index
      join atlas.publications publication on publication.id = index.publication_id and publication.is_current
      join counties on counties.code = index.region_code),
    reports as (
      select distinct on (county_code, quarter) county_code as code, quarter, newly_recognised, reported_on
      from atlas.county_quarters order by county_code, quarter, revision desc)
    select counties.code as region, quarter, levels.level,
           case when reports.reported_on is not null then reports.newly_recognised::float8 / counties.households end as rate
    from levels full join reports using (code, quarter) join counties using (code)
    where quarter <= (select max(quarter) from levels)
    order by counties.code, quarter`,
    [within, within, within],
  );
  return rows;
}
