import type { Knex } from "knex";
import { type ExactVillage, RELEASED_COMPONENTS } from "../../geo/releaseTiers.ts";

/** Recognised, and the risk not yet eliminated 未消除风险. */
const OPEN_STATES = [
  "ANNOUNCEMENT",
  "ASSISTED",
  "KEPT_WATCHED",
  "ELIMINATION_REVIEW",
  "ELIMINATION_NOTICE",
  "ELIMINATION_CHECK",
  "ELIMINATION_DECISION",
];

type CountRow = { village: string } & Record<string, number | null>;

/**
 * Exact counts of the villages of a county that have households in the register, as of the end of a month: in one
 * statement, kept in memory, stored nowhere. Paragraphs are those of the method card.
 */
export async function readExactCounts(
  transaction: Knex.Transaction,
  county: string,
  month: string,
): Promise<ExactVillage[]> {
  const { rows } = await transaction.raw<{ rows: CountRow[] }>(COUNTS, {
    county,
    month,
    open: OPEN_STATES,
  });
  return rows.map((row) => ({
    village: row.village,
    counts: Object.fromEntries(
      RELEASED_COMPONENTS.map((component) => {
        const column = component.toLowerCase();
        const [numerator, denominator] = [row[column], row[`${column}_of`]];
        const isKnown = typeof numerator === "number" && typeof denominator === "number";
        return [component, isKnown ? { numerator, denominator } : null];
      }),
    ) as ExactVillage["counts"],
  }));
}

const COUNTS = /* sql */ `
with asked as (
  select cast(:month as date) as first_day, day as next_day, day::timestamp at time zone 'Asia/Shanghai' as until
  from (select (cast(:month as date) + interval '1 month')::date as day) next),
register as (select id, village_code from casework.households where county_code = :county),

-- Where every case stood when the month ended: by the last step before, else where the first step after it began, else
-- (cases of former systems, which have no steps) where it stands. Steps are kept for ever, so this never changes.
matters as (
  select matter.id, matter.household_id, matter.recognised_on,
         coalesce(before.to_state, after.from_state, matter.state) as state
  from casework.cases matter cross join asked
  left join lateral (select step.to_state from casework.case_steps step where step.case_id = matter.id and step.at < until
                     order by step.at desc limit 1) before on true
  left join lateral (select step.from_state from casework.case_steps step where step.case_id = matter.id and step.at >= until
                     order by step.at limit 1) after on true
  where matter.county_code = :county
    and least(matter.opened_on, coalesce(matter.recognised_on, matter.opened_on)) < next_day),

-- 2.2 VUL, open risk: recognised and not eliminated, dismissed or closed.
vulnerable as (select distinct household_id from matters where state = any (:open)),

-- 2.2 FLOW, newly recognised in four quarters: the twelve months that end with this one. A case recognised again after
-- elimination has its latest day in the case and every day in its steps; a household counts once.
recognised as (
  select household_id from matters cross join asked
  where recognised_on >= next_day - interval '1 year' and recognised_on < next_day
  union
  select matters.household_id from matters cross join asked
  join casework.case_steps step on step.case_id = matters.id and step.county_code = :county
   and step.at >= (next_day - interval '1 year') at time zone 'Asia/Shanghai' and step.at < until
  join casework.procedure_steps declared using (from_state, action)
  where 'RECOGNISES' = any (declared.effects)),

-- 2.1, the account: the twelve full months up to the end of the month, what was realised, without what was taken back.
-- An entry counts by its day, however late it was written down.
accounts as (
  select entry.household_id,
    coalesce(sum(case entry.kind when 'BUSINESS_COST' then -entry.amount_fen else entry.amount_fen end)
      filter (where entry.kind in ('WAGE', 'BUSINESS', 'BUSINESS_COST', 'PROPERTY', 'TRANSFER')), 0) as net,
    coalesce(sum(greatest(0, entry.amount_fen - entry.reimbursed_fen))
      filter (where entry.kind in ('MEDICAL', 'EDUCATION', 'HOUSING', 'WATER', 'DISASTER', 'ACCIDENT', 'CARE')), 0) as rigid,
    coalesce(sum(greatest(0, entry.amount_fen - entry.reimbursed_fen)) filter (where entry.kind = 'MEDICAL'), 0) as medical
  from casework.account_entries entry cross join asked
  where entry.county_code = :county and entry.day >= next_day - interval '1 year' and entry.day < next_day
    and (entry.realised or entry.kind in ('MEDICAL', 'EDUCATION', 'HOUSING', 'WATER', 'DISASTER', 'ACCIDENT', 'CARE'))
    and entry.reverses is null
    and not exists (select from casework.account_entries later where later.reverses = entry.id)
  group by entry.household_id),

-- 1.3, the line of the province and day. Without one nobody can tell MARGIN, and none is made up.
line as (
  select round((book.content ->> 'yuanPerPersonAndYear')::numeric * 100) as fen
  from atlas.rule_books book cross join asked
  where book.rule = 'MONITORING_LINE' and book.province_code = left(:county, 2) and book.valid_from < next_day
  order by book.valid_from desc, book.recorded_at desc, book.id desc limit 1),

-- 2.2 JOBS: labourers are members of 16 to 59 who can work and are not at school. Idle against their will for more than
-- a month is who of them was without work from before the month's first day until its end, not by choice, and earned no
-- wage in it. Where nobody knows since when, the wage alone decides. What a person was at the month's end is the first
-- spell to end after it, else what stands in the register: what changes later does not change the month.
earning as (
  select wage.member_id from casework.account_entries wage cross join asked
  where wage.county_code = :county and wage.member_id is not null and wage.kind = 'WAGE' and wage.realised
    and wage.day >= first_day and wage.day < next_day and wage.reverses is null
    and not exists (select from casework.account_entries later where later.reverses = wage.id)),
people as (
  select member.household_id, count(*) as persons, count(*) filter (where labourer.can_work) as labour,
    count(*) filter (where labourer.can_work and not work.employed and not work.idle_by_choice
                       and (work.idle_since is null or work.idle_since < first_day)
                       and member.id not in (select member_id from earning)) as idle
  from casework.members member cross join asked
  cross join lateral (select member.labour <> 'NONE' and not member.at_school and member.born_on < next_day - interval '16 years'
                             and member.born_on >= next_day - interval '60 years' as can_work) labourer
  left join lateral (
    select spell.employed, spell.idle_since, spell.idle_by_choice from casework.ended_work_spells spell
    where spell.member_id = member.id and spell.ended_on >= next_day order by spell.ended_on, spell.id limit 1) ended on true
  cross join lateral (select coalesce(ended.employed, member.employed) as employed,
    case when ended.employed is null then member.idle_since else ended.idle_since end as idle_since,
    coalesce(ended.idle_by_choice, member.idle_by_choice) as idle_by_choice) work
  where member.county_code = :county and member.born_on < next_day and (member.left_on is null or member.left_on >= next_day)
  group by member.household_id),

-- 2.2 SHOCK: an open risk by disaster or accident of a case not settled by then; or big medical costs, that is 2.1's
-- burden by medical spending alone: half of the net income of the window or more.
shocked as (
  select risk.household_id from casework.case_risks risk join matters on matters.id = risk.case_id cross join asked
  where risk.cause in ('DISASTER', 'ACCIDENT') and risk.opened_on < next_day
    and (risk.closed_on is null or risk.closed_on >= next_day)
    and matters.state not in ('ELIMINATED', 'DISMISSED', 'CLOSED')
  union
  select household_id from accounts where medical > 0 and 2 * medical >= net),

-- 2.2 GUARANTEE: an open matter of the three guarantees or drinking water.
unguaranteed as (
  select distinct issue.household_id from casework.guarantee_issues issue cross join asked
  where issue.county_code = :county and issue.opened_on < next_day
    and (issue.closed_on is null or issue.closed_on >= next_day)),

counted as (
  select register.village_code as village, count(*) as households,
    count(*) filter (where register.id in (select household_id from vulnerable)) as vul,
    -- 2.2 MARGIN: what is left after rigid spending is under 1.5 lines a head, among households with an account.
    count(*) filter (where 2 * (accounts.net - accounts.rigid) < 3 * line.fen * people.persons) as margin,
    count(*) filter (where accounts.household_id is not null and people.persons > 0) as with_account,
    bool_or(line.fen is not null) as has_line,
    count(*) filter (where register.id in (select household_id from recognised)) as flow,
    count(*) filter (where register.id in (select household_id from shocked)) as shock,
    coalesce(sum(people.idle), 0) as jobs, coalesce(sum(people.labour), 0) as labour,
    count(*) filter (where register.id in (select household_id from unguaranteed)) as guarantee
  from register
  left join accounts on accounts.household_id = register.id
  left join people on people.household_id = register.id
  left join line on true
  group by register.village_code)

-- Households and labour force are those of the whole village, as the map has them: the register may not hold all of them
-- yet. Where it holds more than the map knows, it is the better count.
select counted.village, vul, greatest(village.households, counted.households)::int as vul_of,
  case when has_line then margin end as margin, case when has_line then with_account end as margin_of,
  flow, greatest(village.households, counted.households)::int as flow_of,
  shock, greatest(village.households, counted.households)::int as shock_of,
  jobs::int as jobs, greatest(village.labour_force, counted.labour)::int as jobs_of,
  guarantee, greatest(village.households, counted.households)::int as guarantee_of
from counted join atlas.villages village on village.code = counted.village
order by counted.village`;
