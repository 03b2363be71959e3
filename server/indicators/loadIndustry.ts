import type { Knex } from "knex";
import { COMPONENTS } from "../../geo/villageRisk.ts";
import { ROLL_UP_SOURCE } from "../releases/source.ts";

/** Delivery that village facts name whose INDUSTRY was added up from the registers of projects and enclaves. */
export const REGISTER_SOURCE = "facts-industry-register";

const others = COMPONENTS.map(({ key }) => key.toLowerCase())
  .filter((key) => key !== "industry")
  .flatMap((key) => ["numerator", "denominator", "source"].map((part) => `${key}_${part}`));

/**
 * INDUSTRY of villages is what the registers of projects and enclaves add up to: where they say something else by now,
 * the months get a new revision. A village that delivered everything but this stays without it: nobody knows whether
 * its projects are in the register. One whose figures come from casework has no other source.
 * @param months first days; null for every month with facts.
 * @returns village-months with a new revision.
 */
export async function addUpIndustry(
  transaction: Knex.Transaction,
  months: readonly string[] | null,
): Promise<number> {
  const asked = months && [...months];
  const { rowCount } = await transaction.raw<{ rowCount: number }>(
    /* sql */ `
    with troubled as materialized (
      select month.period, its.village_code,
             sum(its.households * case its.state when 'AT_RISK' then 0.5 else 1 end)::real as households
      from (select distinct period from atlas.village_facts where ?::date[] is null or period = any(?::date[])) month
      cross join lateral atlas.troubled_households(month.period) its group by 1, 2),
    corrections as materialized (
      select village_code, period, max(revision) as revision from atlas.village_facts
      where (?::date[] is null or period = any(?::date[])) and revision > 1 group by 1, 2),
    known as materialized (
      select left(village_code, 6) as county from atlas.project_links
      union select left(village_code, 6) from atlas.enclave_investors),
    wanted as materialized (
      select fact.village_code, fact.period, fact.revision + 1 as revision, ${others.map((column) => `fact.${column}`).join(", ")},
             added.numerator, added.denominator
      from atlas.village_facts fact
      left join corrections on corrections.village_code = fact.village_code and corrections.period = fact.period
      left join troubled on troubled.village_code = fact.village_code and troubled.period = fact.period
      left join atlas.villages village on village.code = fact.village_code and fact.industry_numerator is null
      cross join lateral (select coalesce(fact.industry_denominator, village.households) as denominator) homes
      cross join lateral (
        select least(homes.denominator, coalesce(troubled.households, 0))::real as numerator, homes.denominator
        where homes.denominator is not null) added
      where (?::date[] is null or fact.period = any(?::date[]))
        and (corrections.revision is null or fact.revision = corrections.revision)
        and (fact.industry_numerator is not null
             or fact.vul_source = (select id from atlas.data_sources where key = ?))
        -- A county whose registers are empty has not said that nothing is in trouble: what it delivered stays.
        and left(fact.village_code, 6) in (select county from known)
        and added.numerator is distinct from fact.industry_numerator),
    named as (
      insert into atlas.data_sources (key, name_zh, name_en)
      select ?, '产业项目与飞地台账（平台汇总）', 'Registers of projects and enclaves, added up here'
      where exists (select from wanted) and not exists (select from atlas.data_sources where key = ?)
      returning id),
    register as (select id from named union all select id from atlas.data_sources where key = ?)
    insert into atlas.village_facts (village_code, period, revision, ${others.join(", ")},
      industry_numerator, industry_denominator, industry_source)
    select wanted.*, register.id from wanted cross join register`,
    [asked, asked, asked, asked, asked, asked, ROLL_UP_SOURCE, ...Array<string>(3).fill(REGISTER_SOURCE)],
  );
  return rowCount;
}
