import type { Knex } from "knex";

/**
 * Takes down notices that nobody took down within a day of their last, with one event each: a name hangs in public no
 * longer than it must. Run twice, it finds nothing.
 * @returns how many it took down
 */
export async function takeDownForgotten(knex: Knex): Promise<number> {
  const { rows } = await knex.raw<{ rows: unknown[] }>(/* sql */ `
    with down as (
      update casework.notices set taken_down_at = now()
      where taken_down_at is null and take_down_at < now() - interval '1 day'
      returning id, case_id, village_code)
    insert into audit.events (channel, action, entity_kind, entity_id, region_code, detail)
    select 'COMMAND', 'notice.takeDown', 'Notice', id::text, village_code, jsonb_build_object('case', case_id)
    from down order by id returning id`);
  return rows.length;
}
