import type { Knex } from "knex";
import { refreshSearchOf } from "../search/readModel.ts";
import { refreshFarShapes } from "./farShapes.ts";
import { CELL_LEVELS } from "./tiles.ts";

const CARD_COLUMNS =
  "name, county_code, township_code, households, period, score, level, status, coverage, interval_low, interval_high, poor_village, is_demo, point, shape";

/** In spatial (Hilbert) order, so that a box on the map touches few pages. */
const insertCards = (condition: string) => /* sql */ `
  insert into atlas.village_cards as card (code, ${CARD_COLUMNS})
  select village.code, village.name, village.county_code, village.township_code, coalesce(village.households, 0),
         risk.period, risk.score, risk.level, risk.status, risk.coverage, risk.interval_low, risk.interval_high,
         village.poor_village, village.is_demo, village.point, st_transform(village.outline, 3857)
  from atlas.villages village
  left join atlas.current_village_risks risk
    on risk.village_code = village.code and risk.period = (select max(period) from atlas.current_region_risks)
  where ${condition}
  order by village.point, village.code`;

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
  await vacuumVillages(knex);
}

/** VACUUM sets the visibility map, without which covering indexes still visit the table. Never inside a transaction. */
export async function vacuumVillages(knex: Knex): Promise<void> {
  await knex.raw("vacuum analyze atlas.village_cards");
}

/** Zoom of the tiles by which changes are grouped: about 35 km across, so an import tells of few and true places. */
const GROUP_ZOOM = 10;

/** Tiles draw a village by its outline, or by its point where it has none; both as they were and as they are. */
const TOUCHED = /* sql */ `
  select coalesce(st_transform(st_envelope(shape), 4326), point) as place
  from atlas.village_cards where code = any(?) and (shape is not null or point is not null)`;

/**
 * Brings cards, grid and search up to date with some villages, and tells which map tiles that touches. Runs in
 * the transaction of whoever changed them: readers see all of it or nothing. vacuumVillages may follow the commit.
 */
export async function refreshVillages(knex: Knex, codes: readonly string[]): Promise<void> {
  if (codes.length === 0) return;
  await knex.transaction(async (transaction) => {
    await transaction.raw(`create temporary table touched_places on commit drop as ${TOUCHED}`, [[...codes]]);
    const before = await countiesNear(transaction, codes);
    await transaction.raw(
      `${insertCards("village.code = any(?)")}
       on conflict (code) do update set (${CARD_COLUMNS}) = (${CARD_COLUMNS.replace(/(\w+)/g, "excluded.$1")})`,
      [[...codes]],
    );
    const counties = new Set([...before, ...(await countiesNear(transaction, codes))]);
    const redrawn = await refreshFarShapes(transaction, [...counties].sort());
    await transaction.raw(`insert into touched_places ${TOUCHED}`, [[...codes, ...redrawn]]);
    await rebuildCells(transaction);
    await refreshSearchOf(transaction, "VILLAGE", codes);
    await announceTouched(transaction);
  });
}

/** Counties of these villages and of those they touch: a new corner on a shared border is a corner for both sides. */
async function countiesNear(transaction: Knex.Transaction, codes: readonly string[]): Promise<string[]> {
  const { rows } = await transaction.raw<{ rows: { county: string }[] }>(
    /* sql */ `
    select distinct near.county_code as county
    from atlas.village_cards card join atlas.village_cards near on near.shape && card.shape
    where card.code = any(?)`,
    [[...codes]],
  );
  return rows.map((row) => row.county);
}

/** One row for each tile-sized group of places, with the box around them. Last, so that versions commit in order. */
async function announceTouched(transaction: Knex.Transaction): Promise<void> {
  await transaction.raw(
    /* sql */ `
    insert into atlas.data_changes (layer, west, south, east, north)
    select 'villages', min(st_xmin(place)), min(st_ymin(place)), max(st_xmax(place)), max(st_ymax(place))
    from (
      select place, floor((st_x(centre) + 180) / 360 * (1 << :zoom::int)) as tile_x,
             floor((1 - asinh(tan(radians(st_y(centre)))) / pi()) / 2 * (1 << :zoom::int)) as tile_y
      from touched_places cross join lateral (select st_centroid(place) as centre) middle) places
    group by tile_x, tile_y order by tile_x, tile_y`,
    { zoom: GROUP_ZOOM },
  );
  await transaction.raw("drop table touched_places");
}

const FINEST = Math.max(...CELL_LEVELS);

/** Rebuilds the grid. */
export async function refreshVillageCells(knex: Knex): Promise<void> {
  await knex.transaction(rebuildCells);
  await knex.raw("vacuum analyze atlas.village_cells");
}

/** The finest level from the villages, each coarser one by adding up the finest. */
async function rebuildCells(transaction: Knex.Transaction): Promise<void> {
  // The join of villages and months stays in memory instead of being written out in parts.
  await transaction.raw("set local work_mem = '128MB'");
  await transaction.raw("delete from atlas.village_cells");
  await transaction.raw(
    /* sql */ `
    with place as materialized (
      select code, households, is_demo,
             floor((st_x(point) + 180) / 360 * (1 << :level::int))::int as cell_x,
             floor((1 - asinh(tan(radians(st_y(point)))) / pi()) / 2 * (1 << :level::int))::int as cell_y
      from atlas.village_cards where point is not null),
    -- Villages without any month still count in every published one, and are not joined to each.
    cell as (
      select cell_x, cell_y, count(*) as villages, sum(households) as households, bool_or(is_demo) as is_demo
      from place group by cell_x, cell_y),
    month as (select distinct period from atlas.current_region_risks),
    scored as (
      select risk.period, place.cell_x, place.cell_y,
             sum(place.households) filter (where risk.score is not null) as households,
             sum(place.households * risk.score) as weighted_score,
             count(*) filter (where risk.level = 'NONE') as none, count(*) filter (where risk.level = 'BLUE') as blue,
             count(*) filter (where risk.level = 'YELLOW') as yellow, count(*) filter (where risk.level = 'ORANGE') as orange,
             count(*) filter (where risk.level = 'RED') as red
      from place join atlas.current_village_risks risk on risk.village_code = place.code
      group by risk.period, place.cell_x, place.cell_y)
    insert into atlas.village_cells
    select :level::int, month.period, cell.cell_x, cell.cell_y, cell.villages, cell.households,
           coalesce(scored.households, 0), coalesce(scored.weighted_score, 0),
           array[coalesce(none, 0), coalesce(blue, 0), coalesce(yellow, 0), coalesce(orange, 0), coalesce(red, 0),
                 cell.villages - coalesce(none + blue + yellow + orange + red, 0)]::int[],
           cell.is_demo
    from cell cross join month
    left join scored on scored.period = month.period and scored.cell_x = cell.cell_x and scored.cell_y = cell.cell_y
    -- In the order of the key, so that a tile reads some thirty pages and not one for every cell.
    order by 2, 3, 4`,
    { level: FINEST },
  );
  for (const level of CELL_LEVELS.filter((candidate) => candidate !== FINEST)) {
    await transaction.raw(
      /* sql */ `
      insert into atlas.village_cells
      select :level::int, period, cell_x >> (:finest::int - :level::int), cell_y >> (:finest::int - :level::int), sum(villages), sum(households),
             sum(scored_households), sum(weighted_score),
             array[sum(villages_by_level[1]), sum(villages_by_level[2]), sum(villages_by_level[3]),
                   sum(villages_by_level[4]), sum(villages_by_level[5]), sum(villages_by_level[6])]::int[],
             bool_or(is_demo)
      from atlas.village_cells where level = :finest::int
      group by 2, 3, 4
      order by 2, 3, 4`,
      { level, finest: FINEST },
    );
  }
}
