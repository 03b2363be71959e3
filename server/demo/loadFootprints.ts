import type { Knex } from "knex";
import { DRAWN_EVENTS, DRAWN_KINDS, footprintOf } from "./footprints.ts";
import { PLANTED } from "./planted.ts";

interface Undrawn {
  code: string;
  grade: "I" | "II" | "III" | "IV";
  lon: number;
  lat: number;
}

/**
 * Draws the demonstration events that have no footprint yet, and records those that are known by theirs alone. The
 * households of the others stay as declared: the published index rests on them.
 */
export async function loadFootprints(transaction: Knex.Transaction, source: number): Promise<void> {
  for (const it of DRAWN_EVENTS) {
    const [centre] = await centresOf(
      transaction,
      "select ?::text as code, ?::text as grade, ?::text as place",
      [it.code, it.grade, it.county],
    );
    if (!centre) continue;
    await transaction.raw(
      /* sql */ `
      insert into atlas.emergency_events (code, name, name_en, kind, grade, started_on, ended_on, source_id, is_demo, effect_basis, footprint)
      values (?, ?, ?, ?, ?, ?, ?, ?, true, 'GEOMETRY', st_setsrid(st_geomfromgeojson(?), 4326)) on conflict (code) do nothing`,
      [it.code, it.name, it.nameEn, it.kind, it.grade, it.startedOn, it.endedOn, source, geoJson(centre)],
    );
    await place(transaction, centre);
  }
  const undrawn = await centresOf(
    transaction,
    /* sql */ `
    select code, grade, case when code = ? then ? else substring(code from '([0-9]{6})-[0-9]{4}$') end as place
    from atlas.emergency_events where is_demo and footprint is null and kind = any(?)`,
    [PLANTED.flood.event, PLANTED.cluster.centre, [...DRAWN_KINDS]],
  );
  for (const event of undrawn) {
    await transaction.raw(
      "update atlas.emergency_events set footprint = st_setsrid(st_geomfromgeojson(?), 4326) where code = ?",
      [geoJson(event), event.code],
    );
    await place(transaction, event);
  }
}

const geoJson = ({ code, grade, lon, lat }: Undrawn) =>
  JSON.stringify({ type: "MultiPolygon", coordinates: footprintOf(code, grade, [lon, lat]) });

/** The first footprint is kept like those that are given by people. */
async function place(transaction: Knex.Transaction, event: Undrawn): Promise<void> {
  await transaction.raw(
    "insert into atlas.event_footprints (event_code, revision, given) values (?, 1, ?) on conflict do nothing",
    [event.code, geoJson(event)],
  );
  await transaction.raw("select atlas.place_event(?)", [event.code]);
}

/** Events with the middle of their place, a village or county. */
async function centresOf(
  transaction: Knex.Transaction,
  events: string,
  values: readonly (string | string[])[],
): Promise<Undrawn[]> {
  const { rows } = await transaction.raw<{ rows: Undrawn[] }>(
    /* sql */ `
    select event.code, event.grade, st_x(middle.point) as lon, st_y(middle.point) as lat
    from (${events}) event
    cross join lateral (
      select point from atlas.villages where code = event.place
      union all
      select point from atlas.regions where code = event.place) middle
    where middle.point is not null order by event.code`,
    [...values] as string[],
  );
  return rows;
}
