import { randomUUID } from "node:crypto";
import { dayInShanghai } from "../../geo/days.ts";
import { findPersonalData } from "../../geo/personalData.ts";
import {
  ACTIONS,
  type Action,
  type ActionKey,
  actionsFrom,
  type Refusal,
  refusals,
} from "../../geo/procedure.ts";
import {
  type CaseFacts,
  type CaseState,
  EVIDENCE,
  type Evidence,
  type ProcedureRole,
} from "../../geo/procedureFacts.ts";
import type { CaseworkTransaction } from "../casework.ts";
import type { Batch, Context, Sql } from "../context.ts";
import { ConsentRequired, conflict, notFound, type Refused, refuse } from "../refusals.ts";
import { refusing, stop } from "../refusing.ts";
import { isUuid } from "../uuid.ts";
import { dueOf, dueRuleOf, RULE_WORDS } from "./clocks.ts";
import { type FactsOfCase, factsOf, papersOf } from "./loadFacts.ts";
import { type RulesWithSources, readProcedureRules } from "./loadRules.ts";
import {
  insertCase,
  insertStep,
  isFormerlyPoor,
  lockCase,
  noteObjection,
  selectCase,
  selectOpening,
  setDue,
  setProposal,
} from "./queries.ts";
import { type Case, CaseExplanation, type NextStep, SubmitterCannotDecide } from "./type.ts";

const actorOf = ({ viewer }: Context): CaseFacts["actor"] => ({
  person: viewer?.personId ?? "",
  // The guard of the root fields lets only posts of the field through.
  role: (viewer?.role ?? "VILLAGE_WORKER") as ProcedureRole,
});

/** Illness may be the reason for a step; numbers of people never are. */
const namesNumbers = (text: string) => findPersonalData(text).some(({ kind }) => kind !== "ILLNESS");

const sentenceOf = ({ language }: Context, { zh, en }: { zh: string; en: string }) =>
  language === "zh" ? zh : en;

/** The case, locked, at the version the caller saw. */
export async function lockedCase(context: Context, sql: Sql, id: string, rowVersion: number): Promise<Case> {
  const found = await lockCase(sql, id);
  if (!found) return stop(notFound(context));
  if (found.rowVersion !== rowVersion) return stop(conflict(context, found.rowVersion));
  return found;
}

export interface StepGiven {
  readonly caseId: string;
  readonly action: ActionKey;
  readonly rowVersion: number;
  readonly reason: string | null;
  readonly evidence: readonly { paper: Evidence; id: string }[];
}

/** Takes a step, or says everything that stands against it at once. */
export function takeStep(
  context: Context,
  given: StepGiven,
): Promise<Case | Refused | ConsentRequired | SubmitterCannotDecide> {
  return refusing(context, async (transaction) => {
    const found = await lockedCase(context, transaction.sql, given.caseId, given.rowVersion);
    return moveCase(context, transaction, found, given);
  });
}

/** The step itself, in a transaction that has locked the case. */
export async function moveCase(
  context: Context,
  { sql, record }: CaseworkTransaction,
  found: Case,
  given: Omit<StepGiven, "caseId" | "rowVersion">,
): Promise<Case> {
  const reason = given.reason?.trim() || null;
  if (reason !== null && (reason.length > 500 || namesNumbers(reason)))
    return stop(
      refuse(
        context,
        "INVALID",
        "理由至多 500 字，且不得写身份证号、电话、银行账号。",
        "A reason has at most 500 characters and no identity, telephone or account number.",
      ),
    );
  const papers = await papersOf(
    sql,
    found.id,
    given.evidence.filter(({ id }) => isUuid(id)),
  );
  const facts = (await factsOf(sql, [found.id])).get(found.id);
  if (!facts) return stop(notFound(context));
  const { rules } = await readProcedureRules(sql, found.provinceCode, facts.openedOn);
  const judged = { ...facts, actor: actorOf(context), reason, evidence: papers.map(({ paper }) => paper) };
  const against = refusals(given.action, judged, rules);
  if (against.length > 0) return stop(refusalOf(context, against));
  const { to, effects }: Action = ACTIONS[given.action];
  if (given.action === "OBJECT" || given.action === "OBJECT_TO_ELIMINATION")
    await noteObjection(sql, found.id);
  await insertStep(sql, {
    id: randomUUID(),
    caseId: found.id,
    villageCode: found.villageCode,
    action: given.action,
    from: found.state,
    to,
    person: actorOf(context).person,
    reason,
    evidence: Object.fromEntries(papers.map(({ paper, id }) => [paper, id])),
  });
  const today = dayInShanghai(facts.now);
  const openedOn = to === "LEAD" ? today : facts.openedOn;
  // Whoever reopens a case begins under the rules of that day.
  const later = effects.includes("REOPENS")
    ? (await readProcedureRules(sql, found.provinceCode, openedOn)).rules
    : rules;
  await setDue(sql, found.id, dueOf(to, { since: today, openedOn }, later));
  await record({
    action: "case.step",
    kind: "Case",
    id: found.id,
    regionCode: found.villageCode,
    detail: { action: given.action, from: found.state, to },
  });
  return (await selectCase(sql, found.id)) ?? stop(notFound(context));
}

function refusalOf(context: Context, against: readonly Refusal[]): object {
  const guards = against.map(({ key }) => key);
  const message = against
    .map((refusal) => sentenceOf(context, refusal))
    .join(context.language === "zh" ? "" : " ");
  if (guards.includes("DECIDER_IS_NOT_SUBMITTER"))
    return Object.assign(new SubmitterCannotDecide(), { message, guards });
  if (guards.includes("CONSENT_LIVE")) return Object.assign(new ConsentRequired(), { message, guards });
  return refuse(context, "GUARDS_FAILED", message, message, guards);
}

/** Steps of the present state of many cases, each with what stands against it for the viewer. */
export const nextSteps: Batch<Case, NextStep[]> = (context, cases) =>
  context.casework(async ({ sql }) => {
    const facts = await factsOf(
      sql,
      cases.map(({ id }) => id),
    );
    const rules = new Map<string, RulesWithSources>();
    const steps: NextStep[][] = [];
    for (const matter of cases) {
      const known = facts.get(matter.id);
      const key = `${matter.provinceCode} ${matter.openedOn}`;
      const found = rules.get(key) ?? (await readProcedureRules(sql, matter.provinceCode, matter.openedOn));
      rules.set(key, found);
      steps.push(
        known === undefined
          ? []
          : actionsFrom(matter.state as CaseState).map((action) => nextStep(context, action, known, found)),
      );
    }
    return steps;
  });

/** Papers and reason come with the step, so what is missing of them does not stand against it yet. */
function nextStep(
  context: Context,
  action: ActionKey,
  facts: FactsOfCase,
  { rules }: RulesWithSources,
): NextStep {
  const { to, evidence, reasonRequired }: Action = ACTIONS[action];
  const inHand = { actor: actorOf(context), reason: "…", evidence: Object.keys(EVIDENCE) as Evidence[] };
  const against = refusals(action, { ...facts, ...inHand }, rules);
  return {
    action,
    to,
    allowed: against.length === 0,
    guards: against.map((refusal) => ({ key: refusal.key, message: sentenceOf(context, refusal) })),
    evidence: [...evidence],
    reasonRequired,
  };
}

/** Opens a case for a lead or a household. The same id again gives the same case and changes nothing. */
export function openCase(
  context: Context,
  { id, leadId, householdId }: { id: string; leadId: string | null; householdId: string | null },
): Promise<Case | Refused> {
  return refusing(context, async ({ sql, record }) => {
    if (!isUuid(id) || (leadId === null) === (householdId === null))
      return stop(
        refuse(
          context,
          "INVALID",
          "请给出 UUID 标识，并在线索与农户中给出其一。",
          "Give a UUID as id, and either the lead or the household.",
        ),
      );
    const before = await selectCase(sql, id);
    if (before)
      return (leadId ?? before.leadId) === before.leadId &&
        (householdId ?? before.householdId) === before.householdId
        ? before
        : stop(refuse(context, "OTHER_CONTENT", "此标识已用于另一对象。", "Another case has this id."));
    const opening = await selectOpening(sql, { leadId, householdId });
    if (!opening) return stop(notFound(context));
    if (opening.householdId === null)
      return stop(
        refuse(context, "INVALID", "请先确认线索是哪一户。", "Say first which household the lead is about."),
      );
    if (opening.openCase !== null || (opening.status ?? "RECEIVED") !== "RECEIVED")
      return stop(
        refuse(
          context,
          "ALREADY_DONE",
          "该户已有正在办理的对象，或线索已处理。",
          "The household has a case under way, or the lead is settled.",
        ),
      );
    const { villageCode, today } = opening;
    const { rules } = await readProcedureRules(sql, villageCode.slice(0, 2), today);
    const due = dueOf("LEAD", { since: today, openedOn: today }, rules);
    await insertCase(sql, { id, leadId, householdId: opening.householdId, villageCode, due });
    await record({ action: "case.open", kind: "Case", id, regionCode: villageCode, detail: { leadId, due } });
    return (await selectCase(sql, id)) ?? stop(notFound(context));
  });
}

export interface ProposalGiven {
  readonly caseId: string;
  readonly rowVersion: number;
  readonly category: string;
  readonly grade: string | null;
}

/** Proposes category and grade; the household gets them at recognition. */
export function proposeCategory(context: Context, given: ProposalGiven): Promise<Case | Refused> {
  return refusing(context, async ({ sql, record }) => {
    const found = await lockedCase(context, sql, given.caseId, given.rowVersion);
    const poor = await isFormerlyPoor(sql, found.householdId);
    if ((given.category === "UNSTABLE_LIFTED_OUT" && !poor) || (given.category === "MARGINAL" && poor))
      return stop(
        refuse(
          context,
          "DOES_NOT_FIT",
          poor ? "脱贫户不能是边缘易致贫户。" : "一般农户不能是脱贫不稳定户。",
          poor
            ? "A household lifted out of poverty cannot be a marginal one."
            : "Only a household lifted out of poverty can be an unstable one.",
        ),
      );
    await setProposal(sql, found.id, given);
    await record({
      action: "case.propose",
      kind: "Case",
      id: found.id,
      regionCode: found.villageCode,
      detail: { category: given.category, grade: given.grade },
    });
    return (await selectCase(sql, found.id)) ?? stop(notFound(context));
  });
}

/** Which rule row decided what of a case; null for a case out of sight. */
export const explainCase = (context: Context, id: string): Promise<CaseExplanation | null> =>
  context.casework(async ({ sql }) => {
    const found = await selectCase(sql, id);
    if (!found) return null;
    const { rules, sources } = await readProcedureRules(sql, found.provinceCode, found.openedOn);
    return Object.assign(new CaseExplanation(), {
      day: found.openedOn,
      provinceCode: found.provinceCode,
      due: found.due,
      dueRule: dueRuleOf(found.state),
      rules: (Object.keys(RULE_WORDS) as (keyof typeof RULE_WORDS)[])
        .filter((key) => key !== "validFrom")
        .map((key) => ({
          key,
          label: sentenceOf(context, RULE_WORDS[key]),
          value: String(rules[key]),
          ...(sources[key] ?? {
            ruleId: null,
            provinceCode: null,
            validFrom: null,
            source: null,
            grade: null,
          }),
        })),
    });
  });
