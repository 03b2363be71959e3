/**
 * The procedure as data: which action leads from which state to which, who may take it, what it needs. The database is
 * filled with the same table and refuses every other step. Source: the steps of method card 1.5 and 1.6; elimination goes
 * through the steps of recognition; a household without labour is kept watched and not eliminated.
 */
import {
  type CaseFacts,
  type CaseState,
  EVIDENCE,
  type Evidence,
  type ProcedureRole,
  type ProcedureRules,
  STATES,
} from "./procedureFacts.ts";
import { GUARDS, type GuardKey } from "./procedureGuards.ts";

export interface Action {
  readonly zh: string;
  readonly en: string;
  readonly from: readonly CaseState[];
  readonly to: CaseState;
  readonly roles: readonly ProcedureRole[];
  readonly evidence: readonly Evidence[];
  readonly reasonRequired: boolean;
  readonly guards: readonly GuardKey[];
  readonly effects: readonly Effect[];
}

/**
 * What a step means besides the new state; the database acts on it. SUBMITS: who did it cannot decide in this round.
 * DECIDES: ends a round, by somebody else. REOPENS: begins a round again and takes back closing and elimination.
 */
export const EFFECTS = [
  "SUBMITS",
  "DECIDES",
  "RECOGNISES",
  "ELIMINATES",
  "AFTER_NOTICE",
  "CLOSES",
  "REOPENS",
] as const;
export type Effect = (typeof EFFECTS)[number];

const VILLAGE: readonly ProcedureRole[] = ["VILLAGE_WORKER", "TOWNSHIP"];
const TOWNSHIP: readonly ProcedureRole[] = ["TOWNSHIP"];
const OFFICES: readonly ProcedureRole[] = ["TOWNSHIP", "COUNTY"];
const COUNTY: readonly ProcedureRole[] = ["COUNTY"];
const ANYBODY: readonly ProcedureRole[] = ["VILLAGE_WORKER", "TOWNSHIP", "COUNTY"];

const STABLE: readonly GuardKey[] = ["STABLE_INCOME", "MEASURE_TAKEN", "NO_OPEN_RISK", "GUARANTEES_KEPT"];
const ELIMINABLE: readonly GuardKey[] = [...STABLE, "HAS_LABOUR"];
const NOTICED: readonly GuardKey[] = ["NOTICE_LONG_ENOUGH", "NO_OPEN_OBJECTION"];

/** One row of the literal list below: from, to, who, evidence, whether a reason is needed, guards, effects. */
const action = (
  zh: string,
  en: string,
  from: readonly CaseState[],
  to: CaseState,
  roles: readonly ProcedureRole[],
  needs: {
    evidence?: readonly Evidence[];
    reason?: true;
    guards?: readonly GuardKey[];
    effects?: readonly Effect[];
  } = {},
): Action => ({
  zh,
  en,
  from,
  to,
  roles,
  evidence: needs.evidence ?? [],
  reasonRequired: needs.reason ?? false,
  guards: needs.guards ?? [],
  effects: needs.effects ?? [],
});

// biome-ignore format: one action a line is the table the procedure is read from
export const ACTIONS = {
  ASK_CONSENT: action("征求授权", "Ask for consent", ["LEAD"], "CONSENT", VILLAGE),
  VERIFY_UNDER_EARLIER_RULE: action("按原规定核查", "Verify under the earlier rule, without consent", ["LEAD"], "VERIFICATION", VILLAGE, { guards: ["OPENED_BEFORE_CONSENT_RULE"] }),
  RECORD_CONSENT: action("登记授权", "Record consent", ["CONSENT"], "VERIFICATION", VILLAGE, { evidence: ["SIGNED_CONSENT"], guards: ["CONSENT_LIVE"] }),
  RECORD_REFUSAL: action("登记拒绝授权", "Record that consent is refused", ["CONSENT"], "DISMISSED", VILLAGE, { evidence: ["REFUSAL_RECORD"], reason: true, effects: ["CLOSES"] }),
  COMPLETE_VERIFICATION: action("完成核查", "Complete the field verification", ["VERIFICATION"], "COMPARISON", VILLAGE, { evidence: ["VISIT_RECORD"], guards: ["CONSENT_LIVE", "VISITED", "ACCOUNT_ASSESSED"], effects: ["SUBMITS"] }),
  ASK_CONSENT_AGAIN: action("重新征求授权", "Ask for consent again", ["VERIFICATION", "COMPARISON"], "CONSENT", VILLAGE, { reason: true }),
  COMPLETE_COMPARISON: action("完成比对", "Complete the comparison", ["COMPARISON"], "VILLAGE_REVIEW", OFFICES, { evidence: ["COMPARISON_RESULT"], guards: ["CONSENT_LIVE", "COMPARISON_DONE"], effects: ["SUBMITS"] }),
  VERIFY_AGAIN: action("退回核查", "Send back to field verification", ["COMPARISON", "VILLAGE_REVIEW", "TOWNSHIP_CHECK", "COUNTY_DECISION"], "VERIFICATION", OFFICES, { reason: true }),
  PASS_VILLAGE_REVIEW: action("评议通过", "Pass the village review and post the notice", ["VILLAGE_REVIEW"], "NOTICE", VILLAGE, { evidence: ["MEETING_MINUTES"], guards: ["CATEGORY_AND_CAUSE_NAMED"], effects: ["SUBMITS"] }),
  OBJECT: action("公示异议", "Object during the notice", ["NOTICE"], "VERIFICATION", ANYBODY, { reason: true }),
  END_NOTICE: action("公示结束", "End the notice", ["NOTICE"], "TOWNSHIP_CHECK", VILLAGE, { evidence: ["NOTICE_PHOTOGRAPH"], guards: NOTICED, effects: ["AFTER_NOTICE"] }),
  PASS_TOWNSHIP_CHECK: action("乡级审核通过", "Pass the township check", ["TOWNSHIP_CHECK"], "COUNTY_DECISION", TOWNSHIP, { effects: ["SUBMITS"] }),
  RECOGNISE: action("认定", "Recognise", ["COUNTY_DECISION"], "ANNOUNCEMENT", COUNTY, { guards: ["CATEGORY_AND_CAUSE_NAMED", "DECIDER_IS_NOT_SUBMITTER"], effects: ["DECIDES", "RECOGNISES"] }),
  REJECT: action("不予认定", "Reject", ["COUNTY_DECISION"], "DISMISSED", COUNTY, { reason: true, guards: ["DECIDER_IS_NOT_SUBMITTER"], effects: ["DECIDES", "CLOSES"] }),
  ANNOUNCE: action("公告并建档", "Announce and register", ["ANNOUNCEMENT"], "ASSISTED", OFFICES, { evidence: ["ANNOUNCEMENT_COPY"] }),
  DISMISS: action("核查后排除", "Dismiss after a visit", ["LEAD", "CONSENT", "VERIFICATION", "COMPARISON", "VILLAGE_REVIEW", "TOWNSHIP_CHECK"], "DISMISSED", ANYBODY, { evidence: ["VISIT_RECORD"], reason: true, guards: ["VISITED"], effects: ["CLOSES"] }),
  REOPEN: action("重新纳入", "Reopen a dismissed case", ["DISMISSED"], "LEAD", ANYBODY, { reason: true, effects: ["SUBMITS", "REOPENS"] }),
  PROPOSE_ELIMINATION: action("提出风险消除", "Propose elimination of the risk", ["ASSISTED"], "ELIMINATION_REVIEW", VILLAGE, { evidence: ["VISIT_RECORD"], guards: ELIMINABLE, effects: ["SUBMITS"] }),
  PASS_ELIMINATION_REVIEW: action("风险消除评议通过", "Pass the review of elimination and post the notice", ["ELIMINATION_REVIEW"], "ELIMINATION_NOTICE", VILLAGE, { evidence: ["MEETING_MINUTES"], effects: ["SUBMITS"] }),
  OBJECT_TO_ELIMINATION: action("风险消除公示异议", "Object to elimination", ["ELIMINATION_NOTICE"], "ASSISTED", ANYBODY, { reason: true }),
  END_ELIMINATION_NOTICE: action("风险消除公示结束", "End the notice of elimination", ["ELIMINATION_NOTICE"], "ELIMINATION_CHECK", VILLAGE, { evidence: ["NOTICE_PHOTOGRAPH"], guards: NOTICED, effects: ["AFTER_NOTICE"] }),
  PASS_ELIMINATION_CHECK: action("风险消除乡级审核通过", "Pass the township check of elimination", ["ELIMINATION_CHECK"], "ELIMINATION_DECISION", TOWNSHIP, { guards: ELIMINABLE, effects: ["SUBMITS"] }),
  REFUSE_ELIMINATION: action("不予消除", "Refuse elimination, go on assisting", ["ELIMINATION_REVIEW", "ELIMINATION_CHECK", "ELIMINATION_DECISION"], "ASSISTED", OFFICES, { reason: true }),
  ELIMINATE: action("标注风险消除", "Eliminate the risk", ["ELIMINATION_DECISION"], "ELIMINATED", COUNTY, { guards: [...ELIMINABLE, "DECIDER_IS_NOT_SUBMITTER"], effects: ["DECIDES", "ELIMINATES"] }),
  KEEP_WATCHED: action("转为继续监测", "Keep watched without labour", ["ASSISTED"], "KEPT_WATCHED", COUNTY, { evidence: ["VISIT_RECORD"], guards: [...STABLE, "HAS_NO_LABOUR", "SOCIAL_SECURITY_IN_PLACE", "DECIDER_IS_NOT_SUBMITTER"], effects: ["DECIDES"] }),
  RESUME_ASSISTANCE: action("恢复帮扶", "Resume assistance", ["KEPT_WATCHED"], "ASSISTED", OFFICES, { reason: true }),
  FLAG_AGAIN: action("再标注", "Flag again after elimination", ["ELIMINATED"], "LEAD", ANYBODY, { reason: true, effects: ["SUBMITS", "REOPENS"] }),
  ROLL_BACK_ELIMINATION: action("回退风险消除", "Roll the elimination back", ["ELIMINATED"], "ASSISTED", COUNTY, { reason: true, effects: ["REOPENS"] }),
  CLOSE: action("终止", "Close: household no more or moved away", ["ASSISTED", "KEPT_WATCHED", "ELIMINATED", "DISMISSED"], "CLOSED", COUNTY, { reason: true, effects: ["CLOSES"] }),
} as const satisfies Record<string, Action>;
export type ActionKey = keyof typeof ACTIONS;
export const ACTION_KEYS = Object.keys(ACTIONS) as ActionKey[];

/** One declared step; what the database's table of transitions is filled with. */
export interface Transition extends Omit<Action, "from"> {
  readonly action: ActionKey;
  readonly from: CaseState;
}

export const TRANSITIONS: readonly Transition[] = ACTION_KEYS.flatMap((key) =>
  ACTIONS[key].from.map((from) => ({ ...ACTIONS[key], action: key, from })),
);

/**
 * Whether a case may begin in a state: as a lead, or, recognised before the rules held, where the earlier procedure left
 * it. What was recognised then is not done again.
 */
export function mayBeginIn(state: CaseState, recognisedOn: string | null, rules: ProcedureRules): boolean {
  if (state === "LEAD") return true;
  const settled: readonly CaseState[] = ["ASSISTED", "KEPT_WATCHED", "ELIMINATED"];
  return settled.includes(state) && recognisedOn !== null && recognisedOn < rules.validFrom;
}

export type RefusalKey =
  | GuardKey
  | "WRONG_STATE"
  | "ROLE_NOT_ALLOWED"
  | "EVIDENCE_MISSING"
  | "REASON_REQUIRED";

export interface Refusal {
  readonly key: RefusalKey;
  readonly zh: string;
  readonly en: string;
}

/** Everything that stands against an action, all at once; empty when it may be taken. */
export function refusals(key: ActionKey, facts: CaseFacts, rules: ProcedureRules): Refusal[] {
  const wanted: Action = ACTIONS[key];
  const missing = wanted.evidence.filter((paper) => !facts.evidence.includes(paper));
  const general: [boolean, Refusal][] = [
    [
      !wanted.from.includes(facts.state),
      {
        key: "WRONG_STATE",
        zh: `“${STATES[facts.state].zh}”阶段不能“${wanted.zh}”，须处于：${wanted.from.map((state) => STATES[state].zh).join("、")}。`,
        en: `"${wanted.en}" is not possible in "${STATES[facts.state].en}", only in: ${wanted.from.map((state) => STATES[state].en).join("; ")}.`,
      },
    ],
    [
      !wanted.roles.includes(facts.actor.role),
      {
        key: "ROLE_NOT_ALLOWED",
        zh: `您的岗位不能“${wanted.zh}”，请交有权限的人员办理。`,
        en: `Your post may not do "${wanted.en}"; hand it to one that may.`,
      },
    ],
    [
      missing.length > 0,
      {
        key: "EVIDENCE_MISSING",
        zh: `缺少材料：${missing.map((paper) => EVIDENCE[paper].zh).join("、")}。`,
        en: `Attach ${missing.map((paper) => EVIDENCE[paper].en).join(", ")}.`,
      },
    ],
    [
      wanted.reasonRequired && (facts.reason ?? "").trim() === "",
      { key: "REASON_REQUIRED", zh: "请填写理由。", en: "Give the reason." },
    ],
  ];
  return [
    ...general.filter(([stands]) => stands).map(([, refusal]) => refusal),
    ...wanted.guards
      .filter((guard) => !GUARDS[guard].holds(facts, rules))
      .map((guard) => ({
        key: guard,
        zh: GUARDS[guard].zh(facts, rules),
        en: GUARDS[guard].en(facts, rules),
      })),
  ];
}

/** Actions declared for a state, whoever may take them. */
export const actionsFrom = (state: CaseState): ActionKey[] =>
  TRANSITIONS.filter(({ from }) => from === state).map(({ action: key }) => key);
