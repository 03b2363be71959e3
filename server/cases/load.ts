import type { Knex } from "knex";
import { TRANSITIONS } from "../../geo/procedure.ts";
import { DEFAULT_PROCEDURE_RULES } from "../../geo/procedureFacts.ts";

const { noticeDays, totalDays, stableMonths, consentFrom, validFrom, ...ours } = DEFAULT_PROCEDURE_RULES;

/** Rules of the country, by who wrote them. A province has rows of its own where it differs. */
const COUNTRY_RULES = [
  {
    grade: "OFFICIAL",
    source:
      "《关于健全防止返贫动态监测和帮扶机制的指导意见》中农组发〔2021〕7号; qinan.gov.cn, linzhou.gov.cn",
    content: { noticeDays, totalDays, stableMonths, consentFrom },
  },
  {
    grade: "PROJECT",
    source: "Defaults of this project: one county's clocks, and a limit for measures that is widely quoted",
    content: ours,
  },
];

/**
 * Fills the table of declared steps with those of geo/procedure.ts, and writes the rules of the country once. Safe to
 * repeat: a step that is declared no longer is taken away, a rule row is never touched.
 */
export async function seedProcedure(knex: Knex): Promise<void> {
  const steps = TRANSITIONS.map(({ from, action, to, roles, effects }) => ({
    from,
    action,
    to,
    roles,
    effects,
  }));
  await knex.raw(
    /* sql */ `
    with declared as (
      select step->>'from' as from_state, step->>'action' as action, step->>'to' as to_state,
             array(select jsonb_array_elements_text(step->'roles')) as roles,
             array(select jsonb_array_elements_text(step->'effects')) as effects
      from jsonb_array_elements(?::jsonb) step),
    gone as (
      delete from casework.procedure_steps kept
      where not exists (select from declared where declared.from_state = kept.from_state and declared.action = kept.action))
    insert into casework.procedure_steps (from_state, action, to_state, roles, effects)
    select from_state, action, to_state, roles, effects from declared
    on conflict (from_state, action) do update
      set to_state = excluded.to_state, roles = excluded.roles, effects = excluded.effects
      where (procedure_steps.to_state, procedure_steps.roles, procedure_steps.effects)
        is distinct from (excluded.to_state, excluded.roles, excluded.effects)`,
    [JSON.stringify(steps)],
  );
  for (const { grade, source, content } of COUNTRY_RULES)
    await knex.raw(
      /* sql */ `
      insert into atlas.rule_books (rule, province_code, valid_from, content, source, grade, recorded_at)
      select 'PROCEDURE', null, :validFrom::date, :content::jsonb, :source, :grade, clock_timestamp()
      where not exists (
        select from atlas.rule_books
        where rule = 'PROCEDURE' and province_code is null and valid_from = :validFrom::date and grade = :grade)`,
      { validFrom, content: JSON.stringify(content), source, grade },
    );
}
