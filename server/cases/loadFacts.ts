import type { CaseFacts, Evidence, StabilityAssessment } from "../../geo/procedureFacts.ts";
import type { Sql } from "../context.ts";

export type FactsOfCase = Omit<CaseFacts, "actor" | "reason" | "evidence">;

/** Which rows can stand for which paper. An id that fits none is as if it had not been given. */
const STANDS_FOR: Readonly<Record<string, readonly Evidence[]>> = {
  CONSENT_FORM: ["SIGNED_CONSENT"],
  CONSENT: ["SIGNED_CONSENT"],
  VISIT_PHOTO: ["VISIT_RECORD"],
  VISIT: ["VISIT_RECORD"],
  REVIEW_MINUTES: ["MEETING_MINUTES"],
  NOTICE_PHOTO: ["NOTICE_PHOTOGRAPH"],
  EVIDENCE: ["REFUSAL_RECORD", "VISIT_RECORD", "COMPARISON_RESULT", "ANNOUNCEMENT_COPY"],
};

/** Those of the papers that are there: attachments of the case, consents and visits of its household. */
export async function papersOf(
  sql: Sql,
  caseId: string,
  given: readonly { paper: Evidence; id: string }[],
): Promise<{ paper: Evidence; id: string }[]> {
  if (given.length === 0) return [];
  const rows = await sql<{ id: string; kind: string }>(
    /* sql */ `
    select attachment.id, attachment.kind from casework.attachments attachment
    where attachment.case_id = :caseId and attachment.id = any(:ids::uuid[])
    union all
    select consent.id, 'CONSENT' from casework.cases matter join casework.consents consent using (household_id)
    where matter.id = :caseId and consent.id = any(:ids::uuid[]) and consent.withdrawn_on is null
    union all
    select task.id, 'VISIT' from casework.cases matter
    join casework.tasks task on task.case_id = matter.id or task.lead_id = matter.lead_id or task.household_id = matter.household_id
    where matter.id = :caseId and task.id = any(:ids::uuid[]) and task.done_at is not null`,
    { caseId, ids: given.map(({ id }) => id) },
  );
  const kinds = new Map(rows.map(({ id, kind }) => [id, kind]));
  return given.filter(({ id, paper }) => STANDS_FOR[kinds.get(id.toLowerCase()) ?? ""]?.includes(paper));
}

/** What the guards judge cases by, as the database knows it at this moment, by case. */
export async function factsOf(sql: Sql, caseIds: readonly string[]): Promise<Map<string, FactsOfCase>> {
  const rows = await sql<FactsOfCase & { id: string; assessments: StabilityAssessment[] | null }>(
    /* sql */ `
    select matter.id, matter.state, now() as now, to_char(round.opened_on, 'YYYY-MM-DD') as "openedOn",
      to_char(matter.recognised_on, 'YYYY-MM-DD') as "recognisedOn",
      coalesce(consent.live, false) as "consentGiven", coalesce(consent.withdrawn and not consent.live, false) as "consentWithdrawn",
      exists (select from casework.tasks task
              where task.done_at is not null and (task.lead_id = matter.lead_id and round.reopened_at is null
                or (task.case_id = matter.id or task.household_id = matter.household_id) and task.done_at >= round.since))
        or exists (select from casework.attachments photo
                   where photo.case_id = matter.id and photo.kind = 'VISIT_PHOTO' and photo.added_at >= round.since) as visited,
      exists (select from casework.assessments assessment
              where assessment.household_id = matter.household_id and assessment.assessed_on >= round.opened_on) as "accountAssessed",
      exists (select from casework.attachments result
              where result.case_id = matter.id and result.kind = 'EVIDENCE' and result.added_at >= matter.state_since)
        and not exists (select from casework.alerts alert
                        where alert.household_id = matter.household_id and alert.answer is null) as "comparisonDone",
      coalesce(matter.category, household.category) is not null as "categoryChosen",
      risk.open as causes, risk.open as "openRisks",
      notice.posted_at as "noticePostedAt", coalesce(notice.objections, 0) as "openObjections",
      casework.submitters(matter.id)::text[] as submitters,
      (select count(*)::int from casework.measures measure
       where measure.case_id = matter.id and measure.started_on >= coalesce(matter.recognised_on, measure.started_on)) as measures,
      exists (select from casework.measures measure
              where measure.household_id = matter.household_id and measure.kind in ('SUBSISTENCE_ALLOWANCE', 'EXTREMELY_POOR_SUPPORT')
                and (measure.ended_on is null or measure.ended_on > today.day)) as "socialSecurityInPlace",
      (select count(*)::int from casework.guarantee_issues issue
       where issue.household_id = matter.household_id and issue.closed_on is null) as "openGuaranteeIssues",
      (select count(*)::int from casework.members member
       where member.household_id = matter.household_id and member.left_on is null and member.labour <> 'NONE') as labourers,
      (select json_agg(json_build_object('day', assessment.assessed_on, 'stableNetFen', assessment.stable_net_fen,
                'persons', assessment.persons, 'lineFenPerPerson', assessment.line_fen) order by assessment.assessed_on)
       from casework.assessments assessment
       where assessment.household_id = matter.household_id and assessment.assessed_on >= coalesce(matter.recognised_on, '-infinity')) as assessments
    from casework.cases matter
    join casework.households household on household.id = matter.household_id
    cross join (select (now() at time zone 'Asia/Shanghai')::date as day) today
    cross join lateral (
      select max(step.at) as reopened_at,
             coalesce(max(step.at), matter.opened_on::timestamp at time zone 'Asia/Shanghai') as since,
             coalesce((max(step.at) at time zone 'Asia/Shanghai')::date, matter.opened_on) as opened_on
      from casework.case_steps step where step.case_id = matter.id and step.to_state = 'LEAD') round
    cross join lateral (
      select bool_or(given.withdrawn_on is null) as live, bool_or(given.withdrawn_on is not null) as withdrawn
      from casework.consents given where given.household_id = matter.household_id and 'COMPARISON' = any (given.scope)) consent
    cross join lateral (
      select count(*)::int as open from casework.case_risks named where named.case_id = matter.id and named.closed_on is null) risk
    left join lateral (
      select posted.posted_at, posted.objections from casework.notices posted
      where posted.case_id = matter.id and posted.posted_at >= matter.state_since and matter.state like '%NOTICE'
      order by posted.posted_at desc limit 1) notice on true
    where matter.id = any(:caseIds::uuid[])`,
    { caseIds: [...caseIds] },
  );
  return new Map(rows.map(({ id, ...facts }) => [id, { ...facts, assessments: facts.assessments ?? [] }]));
}
