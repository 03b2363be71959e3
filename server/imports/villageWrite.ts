import type { Knex } from "knex";
import { copyRows } from "../copy.ts";
import { readingOf } from "../regions/pinyin.ts";
import { refreshSearchOf } from "../search/readModel.ts";
import { refreshVillages } from "../villages/readModel.ts";
import { sourceOf } from "./source.ts";
import type { Counts, Delivery } from "./type.ts";

const VILLAGES = { name: "villages", zh: "行政村", en: "villages" };

/** Columns of atlas.villages beside code, names and place, each with the column of the staging table it comes from. */
const FIGURES = [
  ["name_en", "name_en"],
  ["households", "households"],
  ["population", "population"],
  ["labour_force", "labour_force"],
  ["migrant_workers", "migrant_workers"],
  ["poor_village", "poor_village"],
  ["left_poverty_on", "left_poverty_on"],
  ["per_capita_income_fen", "per_capita_income"],
  ["collective_income_fen", "collective_income"],
] as const;

const TARGETS = [
  "name",
  "pinyin",
  "initials",
  ...FIGURES.map(([target]) => target),
  "point",
  "outline",
  "datum",
];

/** Where a row of the file says no point. Almost every outline has one part, and then there is nothing to choose. */
const POINT_INSIDE = /* sql */ `
  case when st_numgeometries(outline.shape) = 1 then st_pointonsurface(outline.shape)
       else (select st_pointonsurface(part.geom) from st_dump(outline.shape) part order by st_area(part.geom) desc limit 1) end`;

/**
 * The rows as they shall be. A column the file does not have stays as it was; an empty cell of one it has
 * makes the value unknown. Places are never removed: tables without coordinates are the rule. A stored point
 * stays while it lies in the new outline: it may be the seat of the village committee.
 */
const wantedSql = (given: ReadonlySet<string>) => /* sql */ `
  create temporary table wanted_villages on commit drop as
  select row_number, code, ${TARGETS.join(", ")},
         (name, name_en) is distinct from (stored_name, stored_name_en) as is_renamed,
         (point, outline) is distinct from (stored_point, stored_outline) as is_moved,
         case when not is_known then 'INSERTED'
              when (${TARGETS.join(", ")}) is distinct from (${TARGETS.map((target) => `stored_${target}`).join(", ")}) then 'CHANGED'
              else 'UNCHANGED' end as outcome
  from (
    select incoming.row_number, incoming.code, village.code is not null as is_known,
           ${TARGETS.map((target) => `village.${target} as stored_${target}`).join(", ")},
           incoming.name, incoming.pinyin, incoming.initials,
           ${FIGURES.map(([target, staged]) => `${given.has(staged) ? "incoming" : "village"}.${given.has(staged) ? staged : target} as ${target}`).join(", ")},
           coalesce(incoming.point,
             case when outline.shape is null or st_intersects(outline.shape, village.point) then village.point end,
             ${POINT_INSIDE}) as point,
           outline.shape as outline,
           case when incoming.point is null and incoming.outline is null then coalesce(village.datum, 'EPSG:4326')
                else :datum end as datum
    from incoming_villages incoming
    left join atlas.villages village on village.code = incoming.code
    cross join lateral (select coalesce(incoming.outline, village.outline) as shape) outline
    offset 0) compared`;

/** Works out what each row shall become. The rows must be without problems: a place is found inside each outline. */
export async function compareVillages(transaction: Knex.Transaction, delivery: Delivery): Promise<void> {
  await transaction.raw(wantedSql(delivery.given), { datum: delivery.crs.name });
}

/** After compareVillages: townships, villages, read models and the list of touched tiles: all of it, or after a rollback nothing. */
export async function writeVillages(transaction: Knex.Transaction, delivery: Delivery): Promise<Counts> {
  const counts = await countOutcomes(transaction);
  if (counts.inserted + counts.changed === 0) return { ...counts, townships: 0 };

  const source = await sourceOf(transaction, VILLAGES, delivery);
  const townships = await createTownships(transaction, source);
  await writeRows(transaction, source);
  const { rows } = await transaction.raw<{
    rows: { code: string; is_renamed: boolean; is_moved: boolean }[];
  }>("select code, is_renamed, is_moved from wanted_villages where outcome <> 'UNCHANGED' order by code");
  const codesOf = (chosen: typeof rows) => chosen.map((row) => row.code);
  const moved = codesOf(rows.filter((row) => row.is_moved));
  await transaction.raw("select atlas.place_villages(cast(? as text[]))", [moved]);
  await refreshSearchOf(transaction, "REGION", townships);
  await refreshVillages(transaction, codesOf(rows), {
    renamed: codesOf(rows.filter((row) => row.is_renamed)),
    moved,
  });
  return { ...counts, townships: townships.length };
}

const PLACES = ["point", "outline"];

/**
 * New rows, rows with another place, and rows with other figures, each by a statement of its own: what is derived from
 * a place is then made once, and only where there is another.
 */
async function writeRows(transaction: Knex.Transaction, source: number): Promise<void> {
  await transaction.raw(
    /* sql */ `
    insert into atlas.villages (code, township_code, source_id, ${TARGETS.join(", ")})
    select code, left(code, 9), cast(:source as smallint), ${TARGETS.join(", ")} from wanted_villages where outcome = 'INSERTED' order by code`,
    { source },
  );
  for (const [condition, columns] of [
    ["is_moved", TARGETS],
    ["not is_moved", TARGETS.filter((target) => !PLACES.includes(target))],
  ] as const) {
    await transaction.raw(
      /* sql */ `
      update atlas.villages village set
        (${columns.join(", ")}) = (${columns.map((column) => `wanted.${column}`).join(", ")}),
        source_id = cast(:source as smallint), row_version = village.row_version + 1, changed_at = now()
      from wanted_villages wanted
      where wanted.code = village.code and outcome = 'CHANGED' and ${condition}`,
      { source },
    );
  }
}

async function countOutcomes(transaction: Knex.Transaction): Promise<Omit<Counts, "townships">> {
  const { rows } = await transaction.raw<{ rows: [Omit<Counts, "townships">] }>(/* sql */ `
    select count(*) filter (where outcome = 'INSERTED') as inserted, count(*) filter (where outcome = 'CHANGED') as changed,
           count(*) filter (where outcome = 'UNCHANGED') as unchanged
    from wanted_villages`);
  return {
    inserted: Number(rows[0].inserted),
    changed: Number(rows[0].changed),
    unchanged: Number(rows[0].unchanged),
  };
}

/** Townships named in the file that are not yet known, or were invented for demonstration; returns their codes. */
async function createTownships(transaction: Knex.Transaction, source: number): Promise<string[]> {
  const { rows } = await transaction.raw<{ rows: { code: string; name: string }[] }>(/* sql */ `
    select distinct on (left(incoming.code, 9)) left(incoming.code, 9) as code, incoming.township as name
    from incoming_villages incoming
    where incoming.township is not null
      and not exists (select from atlas.regions township where township.code = left(incoming.code, 9) and not township.is_demo)
    order by left(incoming.code, 9), incoming.row_number`);
  if (rows.length === 0) return [];
  await transaction.raw(
    "create temporary table incoming_townships (code text, name text, pinyin text, initials text) on commit drop",
  );
  await copyRows(
    transaction,
    "incoming_townships",
    ["code", "name", "pinyin", "initials"],
    rows.map(({ code, name }) => [code, name, readingOf(name).pinyin, readingOf(name).initials]),
  );
  await transaction.raw(
    /* sql */ `
    insert into atlas.regions (code, kind, name, pinyin, initials, parent_code, province_code, source_id)
    select code, 'TOWNSHIP', name, pinyin, initials, left(code, 6), left(code, 2), cast(:source as smallint) from incoming_townships
    on conflict (code) do update set name = excluded.name, name_en = null, pinyin = excluded.pinyin, initials = excluded.initials,
      source_id = excluded.source_id, is_demo = false`,
    { source },
  );
  return rows.map((row) => row.code);
}
