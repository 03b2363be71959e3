import type { Knex } from "knex";
import { workingDaysBetween } from "../../geo/workingDays.ts";
import { TODAY } from "../caseworkSql.ts";
import { calendar } from "../workingDays.ts";

/** Working days after the due day from which each rung stands: reminder at once, notice, interview. */
const RUNGS = [0, 5, 10] as const;

/**
 * Sets every rung that overdue entries have reached and do not have yet, with one event each. Run twice, it finds nothing.
 * @returns how many it set
 */
export async function escalateOverdue(knex: Knex): Promise<number> {
  const { rows: late } = await knex.raw<{ rows: { dueOn: string; today: string }[] }>(/* sql */ `
    select distinct due_on::text as "dueOn", ${TODAY}::text as today
    from casework.ledger_items where status in ('OPEN', 'REOPENED') and due_on < ${TODAY}`);
  if (late.length === 0) return 0;
  const steps = late.map(({ dueOn, today }) => {
    const days = workingDaysBetween(dueOn, today, calendar);
    return RUNGS.filter((from) => days >= from).length;
  });
  const { rows } = await knex.raw<{ rows: unknown[] }>(
    /* sql */ `
    with reached as (
      select * from unnest(string_to_array(?, ',')::date[], string_to_array(?, ',')::int[]) as reached (due_on, steps)),
    new as (
      insert into casework.escalations (item_id, step, village_code)
      select item.id, step, item.village_code
      from casework.ledger_items item
      join reached on reached.due_on = item.due_on
      cross join lateral generate_series(1, reached.steps) as step
      where item.status in ('OPEN', 'REOPENED')
      on conflict do nothing returning item_id, step, village_code)
    insert into audit.events (channel, action, entity_kind, entity_id, region_code, detail)
    select 'COMMAND', 'ledger.escalate', 'LedgerItem', item_id::text, village_code, jsonb_build_object('step', step)
    from new order by item_id, step returning id`,
    [late.map(({ dueOn }) => dueOn).join(","), steps.join(",")],
  );
  return rows.length;
}
