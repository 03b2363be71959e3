import type { Knex } from "knex";
import { reasonInChinese } from "../validity.ts";
import type { Detail, Problem, ProblemCode } from "./problems.ts";
import type { Dataset, Delivery } from "./type.ts";

interface Found {
  readonly row: number;
  readonly key: string;
  readonly code: ProblemCode;
  readonly value: string;
  readonly detail: Detail | null;
}

/** Beyond these an outline is not what was drawn any more. */
const MOST_CHANGE_OF_AREA = 0.001;

/** Places come in the system of the file; everything from here on is in degrees. */
const transformSql = (staging: string) => /* sql */ `
  update ${staging} set point = st_transform(point, 4326), outline = st_multi(st_transform(outline, 4326))
  where point is not null or outline is not null`;

/** A bow-tie has lost its area before it is repaired, so it stays refused; what is repaired touches or crosses itself by a hair. */
const repairSql = (staging: string) => /* sql */ `
  update ${staging} incoming set original = outline, outline = repaired, reason = why
  from (select row_number, st_multi(st_collectionextract(st_makevalid(outline), 3)) as repaired, st_isvalidreason(outline) as why
        from ${staging} where not st_isvalid(outline)) made
  where made.row_number = incoming.row_number and st_area(outline) > 0
    and abs(st_area(repaired) - st_area(outline)) <= ${MOST_CHANGE_OF_AREA} * st_area(outline)
    and st_numgeometries(repaired) = st_numgeometries(outline) and st_isvalid(repaired)`;

/** The former of two rows that are recognised by the same is the one that counts. */
const duplicatesSql = ({ stagingTable, identity }: Dataset) => /* sql */ `
  select row_number as row, '${identity[0]}' as key, 'DUPLICATE_IN_FILE' as code, shown as value, json_build_object('first', first) as detail
  from (select row_number, concat_ws(' ', ${identity.join(", ")}) as shown, min(row_number) over (partition by ${identity.join(", ")}) as first
        from ${stagingTable} where ${identity.map((key) => `${key} is not null`).join(" and ")}) rows
  where row_number > first`;

const invalidOutlinesSql = (staging: string) => /* sql */ `
  select row_number as row, 'geometry' as key, 'GEOMETRY_INVALID' as code, (valid).reason as value,
         json_build_object('reason_en', (valid).reason, 'place', st_x((valid).location) || ', ' || st_y((valid).location)) as detail
  from (select row_number, st_isvaliddetail(outline) as valid from ${staging} where not st_isvalid(outline) offset 0) checked`;

/** Plane coordinates can be in range one by one and still lie abroad. */
const abroadSql = (staging: string) => /* sql */ `
  select row_number as row, 'geometry' as key, 'OUTSIDE_CHINA' as code,
         round(st_xmin(shape)::numeric, 6) || ', ' || round(st_ymin(shape)::numeric, 6) as value,
         json_build_object('system', 'EPSG:4326', 'west', 73, 'south', 3, 'east', 136, 'north', 54) as detail
  from (select row_number, case when point is null then outline when outline is null then point else st_collect(point, outline) end as shape
        from ${staging} where point is not null or outline is not null) places
  where not (st_xmin(shape) >= 73 and st_xmax(shape) <= 136 and st_ymin(shape) >= 3 and st_ymax(shape) <= 54)`;

/** A row that belongs nowhere is in nobody's scope. */
const outOfScopeSql = ({ stagingTable, division }: Dataset) => /* sql */ `
  select distinct on (row_number) row_number as row, '${division.key}' as key, 'OUT_OF_SCOPE' as code, coalesce(outside, '') as value,
         json_build_object('division', coalesce(outside, '—')) as detail
  from (select row_number, place.code as outside, place.is_stored
        from ${stagingTable} incoming
        cross join lateral (values (${division.sql}, false), (${division.stored ?? "null"}, true)) place (code, is_stored)) rows
  where (outside is not null or not is_stored)
    and not exists (select from unnest(cast(? as text[])) prefix where outside like prefix || '%')
  order by row_number, is_stored`;

const repairedSql = (staging: string) => /* sql */ `
  select row_number as row, 'geometry' as key, 'GEOMETRY_REPAIRED' as code, reason as value, json_build_object('reason_en', reason) as detail
  from ${staging} where original is not null order by row_number`;

/** Puts the places of the staged rows into degrees, repairs what can be, and says what every list must not have. */
export async function findCommonProblems(
  transaction: Knex.Transaction,
  dataset: Dataset,
  delivery: Delivery,
  scope: readonly string[] | null,
): Promise<Problem[]> {
  const staging = dataset.stagingTable;
  if (delivery.crs.srid !== 4326) await transaction.raw(transformSql(staging));
  await transaction.raw(repairSql(staging));
  const checks = [duplicatesSql(dataset), invalidOutlinesSql(staging), abroadSql(staging)];
  const found = await runChecks(transaction, delivery, checks);
  if (scope === null) return found;
  return [...found, ...(await runChecks(transaction, delivery, [outOfScopeSql(dataset)], [[...scope]]))];
}

export async function findRepairs(
  transaction: Knex.Transaction,
  dataset: Dataset,
  delivery: Delivery,
): Promise<Problem[]> {
  return runChecks(transaction, delivery, [repairedSql(dataset.stagingTable)]);
}

/** Runs statements that select row, key, code, value and detail of what is wrong. */
export async function runChecks(
  transaction: Knex.Transaction,
  delivery: Delivery,
  checks: readonly string[],
  bindings: readonly Knex.RawBinding[] = [],
): Promise<Problem[]> {
  const found: Problem[] = [];
  for (const sql of checks) {
    const { rows } = await transaction.raw<{ rows: Found[] }>(sql, [...bindings]);
    for (const { row, key, code, value, detail } of rows) {
      const reason = String(detail?.reason_en ?? value).replace(/\[.*$/, "");
      found.push(delivery.problem(row, key, code, value, { ...detail, reason_zh: reasonInChinese(reason) }));
    }
  }
  return found;
}
