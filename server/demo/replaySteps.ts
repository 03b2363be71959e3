import type { Knex } from "knex";

/**
 * Brings the cases and households of the demonstration to where their steps lead, for all of them in two statements.
 * casework.take_step() does it step by step, at a millisecond each on the embedded database; a test lets it do the same
 * and finds no difference.
 * @throws Error when a step is none that the procedure declares, or does not start where the one before ended.
 */
export async function replaySteps(transaction: Knex.Transaction): Promise<void> {
  // Steps of one case at the same instant follow the order in which they were written.
  await transaction.raw(/* sql */ `
    create temp table replayed on commit drop as
    select step.case_id, matter.household_id, step.to_state, step.at, (step.at at time zone 'Asia/Shanghai')::date as day, step.by_person, declared.effects,
           matter.category, matter.grade,
           row_number() over (partition by step.case_id order by step.at, step.ctid) as place,
           declared.action is not null and step.from_state = lag(step.to_state, 1, matter.state)
             over (partition by step.case_id order by step.at, step.ctid) as is_declared,
           matter.category is not null and (declared.effects && array['RECOGNISES', 'ELIMINATES']
             or (step.from_state = 'ELIMINATED' and step.to_state = 'ASSISTED') or step.to_state = 'CLOSED') as moves_household
    from casework.case_steps step
    join casework.cases matter on matter.id = step.case_id
    left join casework.procedure_steps declared
      on declared.from_state = step.from_state and declared.action = step.action and declared.to_state = step.to_state`);
  const { rows: broken } = await transaction.raw<{ rows: { case: string; place: number }[] }>(
    `select case_id as "case", place from replayed where not is_declared limit 1`,
  );
  for (const { case: matter, place } of broken)
    throw new Error(`step ${place} of demonstration case ${matter} is none of the procedure`);
  await transaction.raw(/* sql */ `
    update casework.cases matter set
      state = final.to_state, state_since = final.at, row_version = row_version + final.place,
      submitted_by = final.submitted_by, recognised_on = final.recognised_on,
      eliminated_on = final.eliminated_on, closed_on = final.closed_on
    from (
      select case_id, count(*) as place, max(at) as at,
             (array_agg(to_state order by place desc))[1] as to_state,
             (array_agg(by_person order by place desc) filter (where 'SUBMITS' = any (effects)))[1] as submitted_by,
             (array_agg(day order by place desc) filter (where 'RECOGNISES' = any (effects)))[1] as recognised_on,
             (array_agg(case when 'ELIMINATES' = any (effects) then day end order by place desc)
               filter (where effects && array['ELIMINATES', 'REOPENS']))[1] as eliminated_on,
             (array_agg(case when 'CLOSES' = any (effects) then day end order by place desc)
               filter (where effects && array['CLOSES', 'REOPENS']))[1] as closed_on
      from replayed group by case_id) final
    where matter.id = final.case_id`);
  await transaction.raw(/* sql */ `
    update casework.households household set
      status = case when 'RECOGNISES' = any (effects) or to_state = 'ASSISTED' then 'WATCHED'
                    when 'ELIMINATES' = any (effects) then 'ELIMINATED' else 'ORDINARY' end,
      category = case when to_state <> 'CLOSED' then final.category end,
      grade = case when to_state <> 'CLOSED' then coalesce(final.grade, household.grade) end,
      row_version = row_version + steps, changed_at = now()
    from (
      select distinct on (household_id) household_id, to_state, effects, category, grade,
             count(*) over (partition by household_id) as steps
      from replayed where moves_household order by household_id, at desc, place desc) final
    where household.id = final.household_id`);
}
