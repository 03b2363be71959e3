import type { Knex } from "knex";

/** Points of a bent line. */
const BEND_POINTS = 12;
/** How far the middle of a line stands off the straight line, as a share of its length. */
const BEND = 0.1;

/** Rebuilds the lines from the places of origin to their settlements: quadratic curves, by township and by village. */
export async function refreshSettlementFlows(knex: Knex): Promise<void> {
  await knex.transaction(async (transaction) => {
    await transaction.raw("delete from atlas.settlement_flows");
    await transaction.raw(
      /* sql */ `
      with moved as (
        select origin.settlement_code, origin.village_code, left(origin.village_code, 9) as township_code,
               origin.households, origin.people, village.point
        from atlas.settlement_origins origin
        join atlas.villages village on village.code = origin.village_code and village.point is not null),
      start as (
        select settlement_code, village_code as origin_code, 'VILLAGE' as origin_kind, households, people,
               st_transform(point, 3857) as start
        from moved
        union all
        select settlement_code, township_code, 'TOWNSHIP', sum(households), sum(people),
               st_transform(st_setsrid(st_makepoint(avg(st_x(point)), avg(st_y(point))), 4326), 3857)
        from moved group by settlement_code, township_code),
      span as (
        select start.*, st_x(start) as x0, st_y(start) as y0, st_x(st_transform(settlement.point, 3857)) as x1,
               st_y(st_transform(settlement.point, 3857)) as y1
        from start join atlas.settlements settlement on settlement.code = start.settlement_code)
      insert into atlas.settlement_flows (settlement_code, origin_code, origin_kind, households, people, line)
      select settlement_code, origin_code, origin_kind, households, people,
             (select st_setsrid(st_makeline(st_makepoint(
                (1 - t) * (1 - t) * x0 + 2 * t * (1 - t) * ((x0 + x1) / 2 - (y1 - y0) * :bend * 2) + t * t * x1,
                (1 - t) * (1 - t) * y0 + 2 * t * (1 - t) * ((y0 + y1) / 2 + (x1 - x0) * :bend * 2) + t * t * y1) order by t), 3857)
              from (select step / :steps::float8 as t from generate_series(0, :steps::int) as step) curve)
      from span
      order by settlement_code, origin_code`,
      { bend: BEND, steps: BEND_POINTS },
    );
  });
  await knex.raw("analyze atlas.settlement_flows");
}
