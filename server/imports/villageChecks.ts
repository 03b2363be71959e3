import type { Knex } from "knex";
import { reasonInChinese } from "../validity.ts";
import { type Detail, type Problem, type ProblemCode } from "./problems.ts";
import type { Delivery } from "./type.ts";

interface Found {
  readonly row: number;
  readonly key: string;
  readonly code: ProblemCode;
  readonly value: string;
  readonly detail: Detail | null;
}

/** Points that lie oddly are measured only up to this many: beyond, the file is in another datum anyway. */
const MOST_WARNINGS = 1_000;

/** Places come in the system of the file; everything from here on is in degrees. */
const TRANSFORM = /* sql */ `
  update incoming_villages set point = st_transform(point, 4326), outline = st_multi(st_transform(outline, 4326))
  where point is not null or outline is not null`;

/** The former of two rows with one code is the one that counts. */
const DUPLICATES = /* sql */ `
  select row_number as row, 'code' as key, 'DUPLICATE_IN_FILE' as code, code as value, json_build_object('first', first) as detail
  from (select row_number, code, min(row_number) over (partition by code) as first from incoming_villages where code is not null) rows
  where row_number > first`;

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

const INVALID_OUTLINES = /* sql */ `
  select row_number as row, 'geometry' as key, 'GEOMETRY_INVALID' as code, (valid).reason as value,
         json_build_object('reason_en', (valid).reason, 'place', st_x((valid).location) || ', ' || st_y((valid).location)) as detail
  from (select row_number, st_isvaliddetail(outline) as valid from incoming_villages where not st_isvalid(outline) offset 0) checked`;

/** Plane coordinates can be in range one by one and still lie abroad. */
const ABROAD = /* sql */ `
  select row_number as row, 'geometry' as key, 'OUTSIDE_CHINA' as code,
         round(st_xmin(shape)::numeric, 6) || ', ' || round(st_ymin(shape)::numeric, 6) as value,
         json_build_object('srid', 4326, 'west', 73, 'south', 3, 'east', 136, 'north', 54) as detail
  from (select row_number, case when point is null then outline when outline is null then point else st_collect(point, outline) end as shape
        from incoming_villages where point is not null or outline is not null) places
  where not (st_xmin(shape) >= 73 and st_xmax(shape) <= 136 and st_ymin(shape) >= 3 and st_ymax(shape) <= 54)`;

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
  if (delivery.crs.srid !== 4326) await transaction.raw(TRANSFORM);
  // The columns rows are looked up by; sampling the places would take longer than all checks.
  await transaction.raw("analyze incoming_villages (code, township)");
  return find(transaction, delivery, [
    DUPLICATES,
    COUNTIES,
    TOWNSHIPS,
    FUTURE_DATES,
    INVALID_OUTLINES,
    ABROAD,
    POINTS_OUTSIDE,
  ]);
}

/** Asked only where nothing is wrong. */
export async function findWarnings(transaction: Knex.Transaction, delivery: Delivery): Promise<Problem[]> {
  return find(transaction, delivery, [OUTSIDE_COUNTY, TOWNSHIP_NAMES]);
}

async function find(
  transaction: Knex.Transaction,
  delivery: Delivery,
  checks: readonly string[],
): Promise<Problem[]> {
  const found: Problem[] = [];
  for (const sql of checks) {
    const { rows } = await transaction.raw<{ rows: Found[] }>(sql);
    for (const { row, key, code, value, detail } of rows) {
      found.push(delivery.problem(row, key, code, value, { ...detail, reason_zh: reasonInChinese(value) }));
    }
  }
  return found;
}
