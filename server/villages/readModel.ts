import type { Knex } from "knex";
import { LATEST_PERIOD } from "../indicators/queries.ts";
import { refreshSearchOf } from "../search/readModel.ts";
import { recountCells } from "./cells.ts";
import { refreshFarShapes } from "./farShapes.ts";

/** Columns of a card beside its code, each with what it is of a village and its score. */
const CARD = {
  name: "village.name",
  county_code: "village.county_code",
  township_code: "village.township_code",
  households: "coalesce(village.households, 0)",
  period: "risk.period",
  score: "risk.score",
  level: "risk.level",
  status: "risk.status",
  coverage: "risk.coverage",
  interval_low: "risk.interval_low",
  interval_high: "risk.interval_high",
  poor_village: "village.poor_village",
  is_demo: "village.is_demo",
};
const PLACES = { point: "village.point", shape: "st_transform(village.outline, 3857)" };

/** Villages with the score of the latest published month, where they have one. */
const SCORED = /* sql */ `
  atlas.villages village
  left join atlas.current_village_risks risk
    on risk.village_code = village.code and risk.period = ${LATEST_PERIOD}`;

/** In spatial (Hilbert) order, so that a box on the map touches few pages. */
const insertCards = (condition: string) => /* sql */ `
  insert into atlas.village_cards (code, ${Object.keys({ ...CARD, ...PLACES }).join(", ")})
  select village.code, ${Object.values({ ...CARD, ...PLACES }).join(", ")}
  from ${SCORED}
  where ${condition}
  order by village.point, village.code`;

const updateCards = (columns: Readonly<Record<string, string>>, condition: string) => /* sql */ `
  update atlas.village_cards card set (${Object.keys(columns).join(", ")}) = (${Object.keys(columns)
    .map((column) => `fresh.${column}`)
    .join(", ")})
  from (select village.code, ${Object.entries(columns)
    .map(([column, value]) => `${value} as ${column}`)
    .join(", ")} from ${SCORED} where ${condition}) fresh
  where fresh.code = card.code
    and (${Object.keys(columns)
      .map((column) => `card.${column}`)
      .join(", ")}) is distinct from (${Object.keys(columns)
      .map((column) => `fresh.${column}`)
      .join(", ")})`;

/** Rebuilds the cards of all villages. */
export async function refreshVillageCards(knex: Knex): Promise<void> {
  await knex.transaction(async (transaction) => {
    await transaction.raw("delete from atlas.village_cards");
    await transaction.raw(insertCards("true"));
    const { rows } = await transaction.raw<{ rows: { county: string }[] }>(
      "select distinct county_code as county from atlas.village_cards where shape is not null order by 1",
    );
    await refreshFarShapes(
      transaction,
      rows.map((row) => row.county),
    );
  });
  await knex.raw("vacuum analyze atlas.village_cards");
}

/**
 * VACUUM sets the visibility map, without which covering indexes still visit the table. Never inside a transaction.
 * Statistics are left to autovacuum when it finds enough changed: of four geometries they take longer than the rest.
 */
export async function vacuumVillages(knex: Knex): Promise<void> {
  await knex.raw("vacuum atlas.village_cards");
}

/** Zoom of the tiles by which changes are grouped: about 35 km across, so an import tells of few and true places. */
const GROUP_ZOOM = 10;

/** Tiles draw a village by its outline, or by its point where it has none. Boxes say as much as is told. */
const PLACE = "coalesce(st_transform(st_envelope(shape), 4326), point)";

/**
 * Brings cards, grid and search up to date with some villages, and tells which map tiles that touches. Runs in
 * the transaction of whoever changed them: readers see all of it or nothing. vacuumVillages may follow the commit.
 * Each part looks only at the villages that are another than before in what it shows.
 *
 * @param renamed those of them that are new or have another name
 * @param moved those of them that are new or have another point or outline
 */
export async function refreshVillages(
  knex: Knex,
  codes: readonly string[],
  { renamed = codes, moved = codes }: { renamed?: readonly string[]; moved?: readonly string[] } = {},
): Promise<void> {
  if (codes.length === 0) return;
  await knex.transaction(async (transaction) => {
    // Compiling a statement takes longer than a hundred thousand rows of it, and these run once.
    await transaction.raw("set local jit = off");
    await transaction.raw("set local work_mem = '128MB'");
    await transaction.raw(
      /* sql */ `
      create temporary table former_cards on commit drop as
      select asked.code, moved.code is not null as is_moved, card.name, card.households, card.point, card.shape, ${PLACE} as place
      from unnest(cast(:codes as text[])) asked (code)
      left join unnest(cast(:moved as text[])) moved (code) on moved.code = asked.code
      left join atlas.village_cards card on card.code = asked.code`,
      { codes: [...codes], moved: [...moved] },
    );
    await transaction.raw("analyze former_cards (code)");
    const among = (kind: string) => `village.code in (select code from former_cards where ${kind})`;
    await transaction.raw(insertCards(among("name is null")));
    await transaction.raw(updateCards({ ...CARD, ...PLACES }, among("name is not null and is_moved")));
    await transaction.raw(updateCards(CARD, among("name is not null and not is_moved")));
    await transaction.raw(/* sql */ `
      create temporary table touched_places on commit drop as
      select place from former_cards where place is not null
      union all
      select ${PLACE} from atlas.village_cards where code in (select code from former_cards) and (shape is not null or point is not null)`);
    const redrawn = await refreshFarShapes(transaction, await countiesNearReshaped(transaction));
    if (redrawn.length > 0)
      await transaction.raw(
        `insert into touched_places select ${PLACE} from atlas.village_cards where code = any(?)`,
        [redrawn],
      );
    await recountCells(transaction, "former_cards");
    await refreshSearchOf(transaction, "VILLAGE", renamed);
    await announceTouched(transaction);
    await announceLinesFrom(transaction, renamed);
    await transaction.raw("drop table former_cards");
  });
}

/**
 * Counties of the villages whose outline is another than before, and of those they touch: a new corner on a shared
 * border is a corner for both sides. Asked once for each county and square of some ten kilometres, so now and then a
 * county that lies close is looked at too, and found unchanged.
 */
async function countiesNearReshaped(transaction: Knex.Transaction): Promise<string[]> {
  const { rows } = await transaction.raw<{ rows: { county: string }[] }>(/* sql */ `
    with reshaped as (
      select former.code, former.shape as former_shape, card.shape
      from former_cards former join atlas.village_cards card on card.code = former.code
      where card.shape is distinct from former.shape),
    place as (
      select code, former_shape as shape from reshaped where former_shape is not null
      union all select code, shape from reshaped where shape is not null),
    square as (
      select st_setsrid(st_extent(shape)::geometry, 3857) as box
      from place group by left(code, 6), floor(st_xmin(shape) / 10000), floor(st_ymin(shape) / 10000))
    select distinct near.county_code as county
    from square join atlas.village_cards near on near.shape && square.box
    order by 1`);
  return rows.map((row) => row.county);
}

/** One row for each tile-sized group of places, with the box around them. */
async function announceTouched(transaction: Knex.Transaction): Promise<void> {
  await transaction.raw(
    /* sql */ `
    insert into atlas.data_changes (layer, west, south, east, north)
    select 'villages', min(st_xmin(place)), min(st_ymin(place)), max(st_xmax(place)), max(st_ymax(place))
    from (
      select place, floor(((st_xmin(place) + st_xmax(place)) / 2 + 180) / 360 * (1 << :zoom::int)) as tile_x,
             floor((1 - asinh(tan(radians((st_ymin(place) + st_ymax(place)) / 2))) / pi()) / 2 * (1 << :zoom::int)) as tile_y
      from touched_places) places
    group by tile_x, tile_y order by tile_x, tile_y`,
    { zoom: GROUP_ZOOM },
  );
  await transaction.raw("drop table touched_places");
}

/** Lines of relocation carry the name of the village they come from. */
async function announceLinesFrom(transaction: Knex.Transaction, renamed: readonly string[]): Promise<void> {
  await transaction.raw(
    /* sql */ `
    insert into atlas.data_changes (layer, west, south, east, north)
    select 'settlements', min(st_xmin(box)), min(st_ymin(box)), max(st_xmax(box)), max(st_ymax(box))
    from (
      select settlement_code, st_transform(st_envelope(line), 4326) as box
      from atlas.settlement_flows where origin_code = any(cast(? as text[]))) line
    group by settlement_code order by settlement_code`,
    [[...renamed]],
  );
}
