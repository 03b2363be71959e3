import type { Knex } from "knex";

/** Points of a bent flow line. */
const BEND_POINTS = 24;
/** How far the middle of a flow line stands off the straight line, as a share of its length. */
const BEND = 0.12;

/** Rebuilds the flow lines: a quadratic curve per enclave and origin county, from the villages to the host site. */
export async function refreshEnclaveFlows(knex: Knex): Promise<void> {
  await knex.transaction(async (transaction) => {
    await transaction.raw("delete from atlas.enclave_flows");
    await transaction.raw(
      /* sql */ `
      with origin as (
        select investor.enclave_code, village.county_code, sum(investor.amount_fen) as amount_fen, sum(investor.share) as share,
               st_transform(st_setsrid(st_makepoint(avg(st_x(village.point)), avg(st_y(village.point))), 4326), 3857) as start
        from atlas.enclave_investors investor
        join atlas.villages village on village.code = investor.village_code and village.point is not null
        group by investor.enclave_code, village.county_code),
      gap as (
        select enclave_code, sum(greatest(promised_fen - paid_fen, 0)) as gap_fen from atlas.dividends group by enclave_code),
      span as (
        select origin.*, coalesce(gap.gap_fen, 0) as gap_fen, st_x(origin.start) as x0, st_y(origin.start) as y0,
               st_x(st_transform(enclave.point, 3857)) as x1, st_y(st_transform(enclave.point, 3857)) as y1
        from origin join atlas.enclaves enclave on enclave.code = origin.enclave_code
        left join gap on gap.enclave_code = origin.enclave_code)
      insert into atlas.enclave_flows (enclave_code, origin_code, amount_fen, gap_fen, line)
      select enclave_code, county_code, amount_fen, round(gap_fen * share),
             (select st_setsrid(st_makeline(st_makepoint(
                (1 - t) * (1 - t) * x0 + 2 * t * (1 - t) * ((x0 + x1) / 2 - (y1 - y0) * :bend * 2) + t * t * x1,
                (1 - t) * (1 - t) * y0 + 2 * t * (1 - t) * ((y0 + y1) / 2 + (x1 - x0) * :bend * 2) + t * t * y1) order by t), 3857)
              from (select step / :steps::float8 as t from generate_series(0, :steps::int) as step) curve)
      from span
      order by enclave_code, county_code`,
      { bend: BEND, steps: BEND_POINTS },
    );
  });
  await knex.raw("analyze atlas.enclave_flows");
}
