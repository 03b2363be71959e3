import { TODAY } from "../caseworkSql.ts";
import { type Connection, type Order, type Page, pageOf } from "../connection.ts";
import type { Context, Sql } from "../context.ts";
import { type Scope, scopeFilter } from "../regions/queries.ts";
import {
  checked,
  HOUSEHOLD_FACTS,
  type HouseholdFacts,
  type HouseholdRule,
  isOfMoney,
  toHouseholdRule,
} from "./rules.ts";
import type { CheckedVillage, HouseholdCheck, HouseholdFinding } from "./type.ts";

interface DatedRule extends HouseholdRule {
  readonly source: string;
  readonly grade: string;
  readonly validFrom: string;
}

/**
 * Rules that hold today in a province: of each key the latest row, its own before that of the country; one with
 * "off": true no longer holds.
 */
async function readRules(sql: Sql, province: string): Promise<DatedRule[]> {
  const rows = await sql<{
    id: number;
    content: Record<string, unknown>;
    source: string;
    grade: string;
    validFrom: string;
  }>(
    /* sql */ `
    select distinct on (content ->> 'key') id, content, source, grade, to_char(valid_from, 'YYYY-MM-DD') as "validFrom"
    from atlas.rule_books
    where rule = 'HOUSEHOLD_CHECK' and valid_from <= ${TODAY} and (province_code is null or province_code = :province)
    order by content ->> 'key', province_code nulls last, valid_from desc, recorded_at desc, id desc`,
    { province },
  );
  return rows
    .filter(({ content }) => content.off !== true)
    .sort((one, other) => (String(one.content.key) < String(other.content.key) ? -1 : 1))
    .map(({ id, content, source, grade, validFrom }) => ({
      ...toHouseholdRule(content, `rule_books ${id}`),
      source,
      grade,
      validFrom,
    }));
}

interface HouseholdRow extends HouseholdFacts {
  readonly id: string;
  readonly number: string;
  readonly villageCode: string;
  readonly villageName: string;
}

const risks = (cause: string) => `count(*) filter (where cause = '${cause}' and closed_on is null)`;
const measures = (kind: string) => `count(*) filter (where kind = '${kind}')`;
const money = (kind: string, amount: string) => `coalesce(sum(${amount}) filter (where kind = '${kind}'), 0)`;

/**
 * What the register says of each household in hand: watched, eliminated or with an open case. Money is that of the
 * twelve months its latest assessment looked at; without one it is null.
 */
const FACTS = (inside: string) => /* sql */ `
  select household.id, household.number, household.village_code as "villageCode",
         coalesce(village.name, household.village_code) as "villageName",
         ${HOUSEHOLD_FACTS.map((fact) => `${fact}::float8 as ${fact}`).join(", ")}
  from casework.households household
  left join atlas.villages village on village.code = household.village_code
  left join casework.cases matter on matter.household_id = household.id and matter.closed_on is null
  cross join lateral (
    select count(*) as members, count(*) filter (where labour = 'ABLE') as able_members,
           count(*) filter (where employed or works_away) as working_members,
           count(*) filter (where disability_grade <= 2) as severely_disabled_members
    from casework.members where household_id = household.id and left_on is null) people
  cross join lateral (
    select ${risks("ILLNESS")} as illness_risks, ${risks("JOB_INSTABILITY")} as job_risks,
           ${risks("LABOUR_SHORTAGE")} as labour_risks, ${risks("HOUSING")} as housing_risks, ${risks("WATER")} as water_risks,
           count(*) filter (where cause = 'SCHOOLING' and closed_on is not null) as schooling_risks_gone
    from casework.case_risks where household_id = household.id) risk
  cross join lateral (
    select count(*) as measures, ${measures("HOUSING_REPAIR")} as housing_measures, ${measures("DRINKING_WATER")} as water_measures,
           ${measures("SCHOOLING_AID")} as schooling_measures,
           count(*) filter (where kind = 'SUBSISTENCE_ALLOWANCE' and (ended_on is null or ended_on >= ${TODAY})) as subsistence_measures
    from casework.measures where household_id = household.id) help
  cross join lateral (
    select case when matter.state = 'ASSISTED' then extract(year from age(${TODAY}, matter.recognised_on)) * 12
                + extract(month from age(${TODAY}, matter.recognised_on)) end as months_recognised) since
  left join lateral (
    select date_trunc('month', assessed_on)::date as until from casework.assessments
    where household_id = household.id order by assessed_on desc limit 1) account on true
  left join lateral (
    select ${money("MEDICAL", "greatest(0, amount_fen - reimbursed_fen)")} as medical_self_paid_fen,
           ${money("WAGE", "amount_fen")} as wage_fen, ${money("TRANSFER", "amount_fen")} as transfer_fen
    from casework.account_entries entry
    where entry.household_id = household.id and entry.realised and entry.reverses is null
      and entry.day >= (account.until - interval '1 year')::date and entry.day < account.until
      and not exists (select from casework.account_entries later where later.reverses = entry.id)
  ) spent on account.until is not null
  where ${inside} and (household.status <> 'ORDINARY' or matter.id is not null)
  order by household.number`;

/** Every rule held against every household of a place of the viewer's county. */
async function checkHouseholds({ casework, language }: Context, scope: Scope, province: string) {
  const inside = scopeFilter(scope, "household.village_code", "household.county_code");
  return casework(async ({ sql }) => {
    const rules = await readRules(sql, province);
    const households = await sql<HouseholdRow>(FACTS(inside.where), inside.values);
    return rules.map((rule) => {
      const findings: HouseholdFinding[] = [];
      let held = 0;
      for (const household of households) {
        const { applies, broken } = checked(rule, household);
        if (applies) held += 1;
        if (!broken) continue;
        const { id, number, villageCode, villageName } = household;
        findings.push({
          rule: rule.key,
          label: rule[language],
          householdId: id,
          householdNumber: number,
          villageCode,
          villageName,
          isMoney: isOfMoney(rule),
          ...broken,
        });
      }
      return { rule, held, findings };
    });
  });
}

const MOST_RULES = 100;
const MOST_VILLAGES = 1_000;

/** Villages with findings, most first. */
function villagesOf(findings: readonly HouseholdFinding[]): CheckedVillage[] {
  const villages = new Map<string, CheckedVillage>();
  for (const { villageCode: code, villageName: name } of findings)
    villages.set(code, { code, name, findings: (villages.get(code)?.findings ?? 0) + 1 });
  return [...villages.values()]
    .sort((one, other) => other.findings - one.findings || (one.code < other.code ? -1 : 1))
    .slice(0, MOST_VILLAGES);
}

export async function selectChecks(
  context: Context,
  scope: Scope,
  province: string,
): Promise<HouseholdCheck[]> {
  const results = await checkHouseholds(context, scope, province);
  return results.slice(0, MOST_RULES).map(({ rule, held, findings }) => ({
    key: rule.key,
    label: rule[context.language],
    checked: held,
    findings: findings.length,
    villages: villagesOf(findings),
    source: rule.source,
    grade: rule.grade,
    validFrom: rule.validFrom,
  }));
}

const byRule: Order<HouseholdFinding> = [
  { sql: "rule", type: "text", value: (row) => row.rule },
  { sql: "number", type: "text", value: (row) => row.householdNumber },
];

/** A page of the findings, by rule and number. */
export async function selectHouseholdFindings(
  context: Context,
  scope: Scope,
  province: string,
  rule: string | undefined,
  page: Page,
): Promise<Connection<HouseholdFinding>> {
  const results = await checkHouseholds(context, scope, province);
  const findings = results.flatMap((result) =>
    rule === undefined || result.rule.key === rule ? result.findings : [],
  );
  return pageOf(findings, page, byRule);
}
