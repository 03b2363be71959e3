import type { Knex } from "knex";

const KINDS = ["SCHOOL", "CLINIC", "MARKET", "WORKSHOP"] as const;
const PLACES = { VILLAGE: "atlas.village_cards", SETTLEMENT: "atlas.settlements" } as const;

/** Walks outwards from every place on the index of each kind: one statement for all places and kinds. */
const nearest = Object.entries(PLACES)
  .flatMap(([place, table]) =>
    KINDS.map(
      (kind) => /* sql */ `
      select '${place}', place.code, '${kind}', near.code, near.metres
      from ${table} place
      cross join lateral (
        select service.code, service.point::geography <-> place.point::geography as metres
        from atlas.services service where service.kind = '${kind}'
        order by service.point::geography <-> place.point::geography limit 1) near
      where place.point is not null`,
    ),
  )
  .join(" union all ");

/** Rebuilds what can be reached: the services, and the nearest of each kind to every village and settlement. */
export async function refreshNearestServices(knex: Knex): Promise<void> {
  await knex.transaction(async (transaction) => {
    await transaction.raw("set local jit = off");
    await transaction.raw("delete from atlas.services");
    await transaction.raw(/* sql */ `
      insert into atlas.services (code, kind, name, name_en, point)
      select code, kind, name, name_en, point from atlas.service_points
      union all
      select code, 'WORKSHOP', name, name_en, point from atlas.industry_projects
      where kind = 'WORKSHOP' and status in ('OPERATING', 'AT_RISK')`);
    await transaction.raw("analyze atlas.services");
    await transaction.raw("delete from atlas.nearest_services");
    await transaction.raw(
      `insert into atlas.nearest_services (place_kind, place_code, kind, service_code, distance_m) ${nearest}`,
    );
  });
  await knex.raw("analyze atlas.nearest_services");
}
