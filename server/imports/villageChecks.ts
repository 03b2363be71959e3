import type { Knex } from "knex";
import { runChecks } from "./checks.ts";
import type { Problem } from "./problems.ts";
import type { Delivery } from "./type.ts";

/** Points that lie oddly are measured only up to this many: beyond, the file is in another datum anyway. */
const MOST_WARNINGS = 1_000;

const COUNTIES = /* sql */ `
  select incoming.row_number as row, 'code' as key,
         case when alias.code is null then 'UNKNOWN_COUNTY' else 'RETIRED_COUNTY_CODE' end as code, incoming.code as value,
         json_build_object('county', left(incoming.code, 6), 'old', alias.alias, 'present', alias.code, 'note', alias.note) as detail
  from incoming_villages incoming
  left join atlas.code_aliases alias on alias.alias = left(incoming.code, 6)
  where not exists (select from atlas.regions county where county.kind = 'COUNTY' and county.code = left(incoming.code, 6))
    and incoming.code is not null`;

/** A township that was invented for demonstration counts as not known. Its name may stand in any row of the file. */
const TOWNSHIPS = /* sql */ `
  select incoming.row_number as row, 'code' as key, 'UNKNOWN_TOWNSHIP' as code, incoming.code as value,
         json_build_object('township', left(incoming.code, 9)) as detail
  from incoming_villages incoming
  where exists (select from atlas.regions county where county.kind = 'COUNTY' and county.code = left(incoming.code, 6))
    and not exists (select from atlas.regions township where township.code = left(incoming.code, 9) and not township.is_demo)
    and left(incoming.code, 9) not in (
      select left(named.code, 9) from incoming_villages named where named.code is not null and named.township is not null)`;

const FUTURE_DATES = /* sql */ `
  select row_number as row, 'left_poverty_on' as key, 'BAD_DATE' as code, left_poverty_on::text as value, null as detail
  from incoming_villages where left_poverty_on > (now() at time zone 'Asia/Shanghai')::date`;

/** Of the outline in the file, or of the one that is stored where the file has none. */
const POINTS_OUTSIDE = /* sql */ `
  select incoming.row_number as row, 'lon' as key, 'POINT_OUTSIDE_OUTLINE' as code,
         round(st_x(incoming.point)::numeric, 6) || ', ' || round(st_y(incoming.point)::numeric, 6) as value, null as detail
  from incoming_villages incoming
  left join atlas.villages village on village.code = incoming.code
  where incoming.point is not null and coalesce(incoming.outline, village.outline) is not null
    and case when st_isvalid(coalesce(incoming.outline, village.outline))
             then not st_intersects(coalesce(incoming.outline, village.outline), incoming.point) end`;

/** A village belongs where its code says; a place beyond the border of that county is odd and no more. */
const OUTSIDE_COUNTY = /* sql */ `
  select place.row_number as row, 'lon' as key, 'POINT_OUTSIDE_COUNTY' as code,
         round(st_x(place.point)::numeric, 6) || ', ' || round(st_y(place.point)::numeric, 6) as value,
         json_build_object('county', county.name, 'metres', round(st_distance(county.outline::geography, place.point::geography))) as detail
  from (
    select wanted.row_number, wanted.code, wanted.point
    from wanted_villages wanted join incoming_villages incoming on incoming.row_number = wanted.row_number
    where incoming.point is not null or incoming.outline is not null
    order by wanted.code offset 0) place
  join atlas.regions county on county.code = left(place.code, 6)
  where not st_intersects(county.outline, place.point)
  order by place.row_number limit ${MOST_WARNINGS}`;

const TOWNSHIP_NAMES = /* sql */ `
  select row_number as row, 'township' as key, 'TOWNSHIP_NAME_DIFFERS' as code, township as value,
         json_build_object('township', left(code, 9), 'kept', kept) as detail
  from (
    select incoming.row_number, incoming.code, incoming.township, coalesce(township.name,
             first_value(incoming.township) over (partition by left(incoming.code, 9) order by incoming.row_number)) as kept
    from incoming_villages incoming
    left join atlas.regions township on township.code = left(incoming.code, 9) and not township.is_demo
    where incoming.township is not null and incoming.code is not null) named
  where township <> kept
  order by row_number limit ${MOST_WARNINGS}`;

export async function findProblems(transaction: Knex.Transaction, delivery: Delivery): Promise<Problem[]> {
  // The columns rows are looked up by; sampling the places would take longer than all checks.
  await transaction.raw("analyze incoming_villages (code, township)");
  return runChecks(transaction, delivery, [COUNTIES, TOWNSHIPS, FUTURE_DATES, POINTS_OUTSIDE]);
}

/** Asked only where nothing is wrong. */
export async function findWarnings(transaction: Knex.Transaction, delivery: Delivery): Promise<Problem[]> {
  return runChecks(transaction, delivery, [OUTSIDE_COUNTY, TOWNSHIP_NAMES]);
}
