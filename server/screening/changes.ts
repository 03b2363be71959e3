import { isDay } from "../../geo/days.ts";
import type { ScreeningUnit } from "../../geo/screening.ts";
import type { CaseworkTransaction } from "../casework.ts";
import { isInScope, TODAY } from "../caseworkSql.ts";
import type { Context, Sql } from "../context.ts";
import { blindIdNumber } from "../identityNumbers.ts";
import { ConsentRequired, notFound, type Refused, refuse } from "../refusals.ts";
import { isUuid } from "../uuid.ts";
import {
  type BlindFact,
  COMPARED_ITEMS,
  compare,
  contentSha256,
  type Difference,
  type Hit,
  type Registered,
  type RuleInForce,
} from "./compare.ts";
import { readList } from "./list.ts";
import { findBatch } from "./queries.ts";
import { ListProblem, ListRejected, type ScreeningBatch } from "./type.ts";

const MOST_PROBLEMS = 100;

export interface List {
  readonly id: string;
  readonly department: string;
  readonly county: string;
  readonly dataDay: string;
  readonly csv: string;
  /** Only this household is compared; without its consent the list is refused. */
  readonly household: string | null;
}

export type Asker = Pick<Context, "keys" | "language">;
type BatchOutcome = ScreeningBatch | ListRejected | ConsentRequired | Refused;

/** Whether a household allows comparison now. */
const CONSENTS = /* sql */ `exists (
  select from casework.consents consent where consent.household_id = household.id and 'COMPARISON' = any (consent.scope)
    and consent.given_on <= ${TODAY} and (consent.withdrawn_on is null or consent.withdrawn_on > ${TODAY}))`;

/** Compares a list with the register and opens an alert for each hit: all of it, or nothing. */
export async function loadBatch(
  { sql, record }: CaseworkTransaction,
  asker: Asker,
  list: List,
  largestBytes?: number,
): Promise<BatchOutcome> {
  const { id, department, county, dataDay } = list;
  const place = county.padEnd(12, "0");
  if (!isUuid(id) || !isDay(dataDay) || (list.household !== null && !isUuid(list.household)))
    return refuse(
      asker,
      "INVALID",
      `标识须为 UUID，数据日期须形如 2026-09-30（收到 ${dataDay.slice(0, 20)}）。`,
      `Ids are UUIDs and the day of the list is like 2026-09-30 (got ${dataDay.slice(0, 20)}).`,
    );
  const [facts] = await sql<{ today: string; mayUse: boolean; hasDepartment: boolean }>(
    /* sql */ `
    select ${TODAY} as today, ${isInScope(":place::text", "HOUSEHOLDS")}
             and exists (select from atlas.regions where code = :county and kind = 'COUNTY') as "mayUse",
           exists (select from casework.departments where key = :department) as "hasDepartment"`,
    { place, county, department },
  );
  if (!facts?.mayUse) return notFound(asker);
  if (!facts.hasDepartment || dataDay > facts.today)
    return refuse(
      asker,
      "INVALID",
      `没有部门 ${department.slice(0, 40)}，或数据日期 ${dataDay} 晚于今天。`,
      `There is no department ${department.slice(0, 40)}, or the day ${dataDay} is after today.`,
    );
  if (list.household !== null) {
    const refused = await refuseHousehold({ sql, record }, asker, list.household, county);
    if (refused) return refused;
  }
  const rules = await rulesOf(sql, { department, province: county.slice(0, 2), day: dataDay });
  const units = new Map<string, ScreeningUnit>([
    ...COMPARED_ITEMS.filter((each) => each.department === department).map(
      ({ item, unit }) => [item, unit] as const,
    ),
    ...rules.map(({ item, unit }) => [item, unit] as const),
  ]);
  const read = readList(list.csv, units, dataDay, largestBytes);
  if (read.problems.length > 0) return rejected(asker, read.problems);
  const blinds = new Map<string, string>();
  const rows = read.facts.map(({ idNumber, ...fact }): BlindFact => {
    const blind = blinds.get(idNumber) ?? blindIdNumber(asker.keys, idNumber).toString("hex");
    blinds.set(idNumber, blind);
    return { blind, ...fact };
  });
  const sha256 = contentSha256(rows);
  // Two people may send one list at the same moment: the second waits, and then finds the batch of the first.
  await sql("select pg_advisory_xact_lock(hashtext('screening ' || :county))", { county });
  const [before] = await sql<{ id: string; isSame: boolean }>(
    /* sql */ `
    select id, department_key = :department and content_sha256 = decode(:sha256, 'hex') and village_code = :place as "isSame"
    from casework.screening_batches
    where (department_key = :department and content_sha256 = decode(:sha256, 'hex') and village_code = :place)
       or id = :id::uuid
    order by 2 desc limit 1`,
    { id, department, sha256, place },
  );
  if (before?.isSame) return (await findBatch(sql, asker, before.id)) ?? notFound(asker);
  const known = await membersOf(sql, [...blinds.values()], { county, household: list.household });
  const members = new Map(
    known.filter(({ consents }) => consents).map((member) => [member.blind, member] as const),
  );
  const silent = new Set(known.filter(({ consents }) => !consents).map(({ blind }) => blind));
  const inserted = await sql(
    /* sql */ `
    insert into casework.screening_batches
      (id, village_code, department_key, content_sha256, data_day, rows_total, rows_matched, rows_without_consent, loaded_by)
    values (:id::uuid, :place, :department, decode(:sha256, 'hex'), :dataDay::date, :total, :matched, :silent, access.viewer())
    on conflict (id) do nothing returning id`,
    {
      ...list,
      place,
      sha256,
      total: rows.length,
      matched: rows.filter(({ blind }) => members.has(blind)).length,
      silent: rows.filter(({ blind }) => silent.has(blind)).length,
    },
  );
  if (inserted.length === 0)
    return refuse(
      asker,
      "OTHER_CONTENT",
      "此标识已用于另一份名单；请换一个新的 UUID。",
      "This id belongs to another list; make a new UUID.",
    );
  const { hits, differences } = compare(rows, members, { rules, department, today: facts.today });
  const alerts = await insertHits(sql, id, hits);
  await insertDifferences(sql, id, differences);
  await record({
    action: "screening.load",
    kind: "ScreeningBatch",
    id,
    regionCode: county,
    detail: { department, rows: rows.length, alerts, members: members.size, withoutConsent: silent.size },
  });
  return (await findBatch(sql, asker, id)) ?? notFound(asker);
}

/** A household outside the county is none; one that does not consent is refused by name of the law, and that is noted. */
async function refuseHousehold(
  { sql, record }: CaseworkTransaction,
  asker: Asker,
  id: string,
  county: string,
): Promise<ConsentRequired | Refused | null> {
  const [household] = await sql<{ consents: boolean }>(
    `select ${CONSENTS} as consents from casework.households household
     where household.id = :id::uuid and household.county_code = :county`,
    { id, county },
  );
  if (!household) return notFound(asker);
  if (household.consents) return null;
  await record({ action: "screening.refuse", kind: "Household", id, regionCode: county });
  const [zh, en] = [
    "该户没有有效的比对授权；请先取得书面授权并登记，再行比对。",
    "This household has given no consent to comparison, or withdrew it; obtain and record it first.",
  ];
  return Object.assign(new ConsentRequired(), {
    message: asker.language === "zh" ? zh : en,
    guards: ["CONSENT_LIVE"],
  });
}

function rejected({ language }: Asker, problems: ReturnType<typeof readList>["problems"]): ListRejected {
  const [zh, en] = [
    `名单有 ${problems.length} 处错误，没有写入任何内容；请改正后重新导入。`,
    `The list has ${problems.length} problems and nothing was written; correct it and load it again.`,
  ];
  return Object.assign(new ListRejected(), {
    message: language === "zh" ? zh : en,
    total: problems.length,
    problems: problems
      .slice(0, MOST_PROBLEMS)
      .map(({ row, column, code, ...sentence }) =>
        Object.assign(new ListProblem(), { row, column, code, message: sentence[language] }),
      ),
  });
}

/** The rules of a day: the latest version of each, that of the province before that of the country. */
const rulesOf = (sql: Sql, values: { department: string; province: string; day: string }) =>
  sql<RuleInForce>(
    /* sql */ `
    select distinct on (key) id, key, item, unit, comparison, threshold, cause, answer_working_days as "answerWorkingDays"
    from casework.screening_rules
    where department_key = :department and valid_from <= :day::date
      and (province_code is null or province_code = :province)
    order by key, province_code nulls last, valid_from desc, version desc`,
    values,
  );

type Member = Registered & { blind: string; consents: boolean };

/** Members behind blind indexes, of one county and under the scope of the viewer. */
const membersOf = (
  sql: Sql,
  blinds: string[],
  { county, household }: { county: string; household: string | null },
) =>
  sql<Member>(
    /* sql */ `
    select encode(identity.id_number_blind, 'hex') as blind, member.id as "memberId", household.id as "householdId",
           household.village_code as "villageCode", member.employed, member.at_school as "atSchool",
           member.disability_grade as "disabilityGrade", ${CONSENTS} as consents
    from casework.identities identity
    join casework.members member on member.id = identity.member_id and member.left_on is null
    join casework.households household on household.id = member.household_id
    where identity.id_number_blind = any (:blinds::bytea[])
      and household.county_code = :county and (:household::uuid is null or household.id = :household)`,
    // As bytes, so that each is looked up by index whatever the planner thinks of the length of a list.
    { blinds: blinds.map((blind) => Buffer.from(blind, "hex")), county, household },
  );

/** Alerts with their leads and tasks; a fact that a rule has told before, in any version, is not told again. */
async function insertHits(sql: Sql, batch: string, hits: Hit[]): Promise<number> {
  if (hits.length === 0) return 0;
  const [counted] = await sql<{ count: number }>(
    /* sql */ `
    with hit as (
      select * from jsonb_to_recordset(:hits::jsonb) as hit (
        id uuid, lead uuid, task uuid, rule_id int, rule_key text, household uuid, member uuid, village text, value bigint,
        matched text, cause text, due_on date)),
    fresh as (
      select * from hit where not exists (
        select from casework.alerts alert join casework.screening_rules rule on rule.id = alert.rule_id
        where alert.member_id = hit.member and alert.matched_sha256 = decode(hit.matched, 'hex') and rule.key = hit.rule_key)),
    leads as (
      insert into casework.leads (id, village_code, channel, household_id, cause, received_by)
      select lead, village, 'SCREENING', household, cause, access.viewer() from fresh),
    alerts as (
      insert into casework.alerts
        (id, batch_id, rule_id, household_id, member_id, village_code, value, matched_sha256, lead_id, due_on)
      select id, :batch::uuid, rule_id, household, member, village, value, decode(matched, 'hex'), lead, due_on from fresh),
    tasks as (
      insert into casework.tasks (id, kind, village_code, lead_id, household_id, owner_id, due_on)
      select task, 'VERIFY_ALERT', village, lead, household, access.worker_of(village), due_on from fresh),
    batch as (
      update casework.screening_batches set alerts_new = (select count(*) from fresh) where id = :batch::uuid)
    select count(*) from fresh`,
    { batch, hits: JSON.stringify(hits) },
  );
  return counted?.count ?? 0;
}

async function insertDifferences(sql: Sql, batch: string, differences: Difference[]): Promise<void> {
  if (differences.length === 0) return;
  await sql(
    /* sql */ `
    insert into casework.contradictions (id, batch_id, household_id, member_id, village_code, item, registered, reported)
    select id, :batch::uuid, household, member, village, item, registered, reported
    from jsonb_to_recordset(:differences::jsonb) as difference (
      id uuid, household uuid, member uuid, village text, item text, registered text, reported text)
    on conflict (member_id, item, reported) do nothing`,
    { batch, differences: JSON.stringify(differences) },
  );
}
