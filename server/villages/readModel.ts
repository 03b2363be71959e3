import type { Knex } from "knex";
import { CELL_LEVELS } from "./tiles.ts";

/** Rebuilds the cards of all villages, in spatial (Hilbert) order so that a box on the map touches few pages. */
export async function refreshVillageCards(knex: Knex): Promise<void> {
  await knex.transaction(async (transaction) => {
    await transaction.raw("delete from atlas.village_cards");
    await transaction.raw(/* sql */ `
      insert into atlas.village_cards (code, name, county_code, township_code, households, period, score, level, status,
        coverage, interval_low, interval_high, poor_village, is_demo, point, shape)
      select village.code, village.name, village.county_code, village.township_code, coalesce(village.households, 0),
             risk.period, risk.score, risk.level, risk.status, risk.coverage, risk.interval_low, risk.interval_high,
             village.poor_village, village.is_demo, village.point, st_transform(village.outline, 3857)
      from atlas.villages village
      left join atlas.village_risks risk
        on risk.village_code = village.code and risk.period = (select max(period) from atlas.region_risks)
      order by village.point, village.code`);
  });
  // VACUUM sets the visibility map, without which covering indexes still visit the table.
  await knex.raw("vacuum analyze atlas.village_cards");
}

const FINEST = Math.max(...CELL_LEVELS);

/** Rebuilds the grid: the finest level from the villages, each coarser one by adding up the finest. */
export async function refreshVillageCells(knex: Knex): Promise<void> {
  await knex.transaction(async (transaction) => {
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
      -- Villages without any month still count in every published one.
      month as (select distinct period from atlas.region_risks)
      insert into atlas.village_cells
      select :level::int, month.period, place.cell_x, place.cell_y, count(*), sum(place.households),
             coalesce(sum(place.households) filter (where risk.score is not null), 0),
             coalesce(sum(place.households * risk.score), 0),
             array[count(*) filter (where risk.level = 'NONE'), count(*) filter (where risk.level = 'BLUE'),
                   count(*) filter (where risk.level = 'YELLOW'), count(*) filter (where risk.level = 'ORANGE'),
                   count(*) filter (where risk.level = 'RED'), count(*) filter (where risk.level is null)]::int[],
             bool_or(place.is_demo)
      from place cross join month
      left join atlas.village_risks risk on risk.village_code = place.code and risk.period = month.period
      group by month.period, place.cell_x, place.cell_y
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
  });
  await knex.raw("vacuum analyze atlas.village_cells");
}
