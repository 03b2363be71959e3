import { URGENCIES, type UrgencyRule } from "../../geo/urgency.ts";
import { TODAY } from "../caseworkSql.ts";
import type { Context, Sql } from "../context.ts";
import { type Scope, scopeFilter } from "../regions/queries.ts";
import { workingDaysAfter } from "../workingDays.ts";
import type { UrgencyCount } from "./type.ts";

/** Value that statements with URGENCY_RANK need: the rules of today, by province, with the day until which due is due soon. */
export interface UrgencyValues extends Record<string, unknown> {
  readonly urgencyRules: string;
}

/**
 * The rules that hold today, for urgency says what to do now; each with its working days counted by the published
 * calendar, which no database has. A row of a province says only what differs.
 */
export async function urgencyValues(sql: Sql): Promise<UrgencyValues> {
  const rules = await sql<{ today: string; province: string; content: UrgencyRule }>(
    /* sql */ `
    with rule as (
      select distinct on (book.province_code) coalesce(book.province_code, '') as province, book.content
      from atlas.rule_books book where book.rule = 'URGENCY' and book.valid_from <= ${TODAY}
      order by book.province_code, book.valid_from desc, book.recorded_at desc, book.id desc)
    select ${TODAY} as today, rule.province, country.content || rule.content as content
    from rule cross join (select content from rule where province = '') country`,
  );
  const rows = rules.map(({ today, province, content: { dueSoonWorkingDays, ...rest } }) => ({
    province,
    soon_until: workingDaysAfter(today, dueSoonWorkingDays),
    ...rest,
  }));
  return { urgencyRules: JSON.stringify(rows) };
}

/**
 * SQL of how urgent an open alert is, of the tables alert and rule (its screening rule): 1 to 4 in the order of URGENCIES;
 * null once it is answered. In the words of geo/urgency.ts, for lists are put in this order and pages cut by it.
 */
export const URGENCY_RANK = /* sql */ `
  case when alert.answer is null then (
    select case
      when alert.due_on < ${TODAY} then 1
      when rule.cause = any (urgency.threats)
        or (rule.comparison = 'AT_LEAST' and rule.unit in ('FEN', 'DAYS') and rule.threshold > 0
            and alert.value >= rule.threshold * urgency."timesThreshold")
        or urgency."rulesAtOnce" <= (
          select count(distinct sibling_rule.key) from casework.alerts sibling
          join casework.screening_rules sibling_rule on sibling_rule.id = sibling.rule_id
          where sibling.household_id = alert.household_id and sibling.answer is null) then 2
      when alert.due_on <= urgency.soon_until then 3
      else 4 end
    from jsonb_to_recordset(:urgencyRules::jsonb) as urgency (
      province text, soon_until date, "rulesAtOnce" int, "timesThreshold" int, threats text[])
    where urgency.province in (left(alert.village_code, 2), '')
    order by urgency.province desc limit 1) end`;

/** SQL of the name of a rank; null for none. */
export const urgencyNamed = (rank: string) =>
  `(array[${URGENCIES.map((urgency) => `'${urgency}'`).join(", ")}])[${rank}]`;

/** Whether any part of what is asked about lies in the scope of the viewer, whose 0 would else say that nothing is open there. */
const TOUCHES_SCOPE = /* sql */ `exists (
  select from unnest(:scopeFirst::text[], :scopePast::text[]) as asked (first_code, past_code)
  where (asked.first_code collate "C" < (select access.high('HOUSEHOLDS')) and asked.past_code collate "C" > (select access.low('HOUSEHOLDS')))
     or exists (
       select from unnest((select access.counties('HOUSEHOLDS')) || (select access.villages('HOUSEHOLDS'))) as own (code)
       where own.code collate "C" < asked.past_code and (own.code || ':') collate "C" > asked.first_code))`;

/** Open alerts of a region by urgency, every level; nothing for a region where the viewer does not work. */
export function countByUrgency({ casework }: Context, scope: Scope): Promise<UrgencyCount[]> {
  const inside = scopeFilter(scope, "alert.village_code", "alert.county_code");
  return casework(async ({ sql }) =>
    sql<UrgencyCount>(
      /* sql */ `
      with ranked as (
        select ${URGENCY_RANK} as rank
        from casework.alerts alert join casework.screening_rules rule on rule.id = alert.rule_id
        where alert.answer is null and ${inside.where})
      select ${urgencyNamed("level.rank")} as urgency, count(ranked.rank)::int as alerts
      from generate_series(1, ${URGENCIES.length}) as level (rank) left join ranked on ranked.rank = level.rank
      where ${TOUCHES_SCOPE}
      group by level.rank order by level.rank`,
      {
        ...(await urgencyValues(sql)),
        ...inside.values,
        scopeFirst: scope.list ?? [scope.from],
        scopePast: scope.list?.map((county) => `${county}:`) ?? [scope.to],
      },
    ),
  );
}
