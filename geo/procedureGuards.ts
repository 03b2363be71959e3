/**
 * Conditions of the procedure, one by one, each with the sentence that refuses. Sources: 工作指南 and county guidance as
 * cited in this project's method card, 1.5 and 1.6.
 */
import { fullMonthsBetween } from "./days.ts";
import type { CaseFacts, ProcedureRules, StabilityAssessment } from "./procedureFacts.ts";

export interface Guard {
  readonly holds: (facts: CaseFacts, rules: ProcedureRules) => boolean;
  readonly zh: (facts: CaseFacts, rules: ProcedureRules) => string;
  readonly en: (facts: CaseFacts, rules: ProcedureRules) => string;
}

const HOUR = 3_600_000;
const hoursPosted = ({ now, noticePostedAt }: CaseFacts) =>
  noticePostedAt === null ? 0 : (now.getTime() - noticePostedAt.getTime()) / HOUR;

export const GUARDS = {
  CONSENT_LIVE: {
    // A household that has taken its consent back is not compared, whenever its case was opened.
    holds: (facts, rules) =>
      !facts.consentWithdrawn && (facts.consentGiven || facts.openedOn < rules.consentFrom),
    zh: ({ consentWithdrawn }) =>
      consentWithdrawn ? "农户已撤回授权，须重新取得承诺授权。" : "尚无农户承诺授权，请先取得授权书。",
    en: ({ consentWithdrawn }) =>
      consentWithdrawn
        ? "The household has withdrawn its consent; obtain it again."
        : "The household has not consented; obtain the signed consent first.",
  },
  OPENED_BEFORE_CONSENT_RULE: {
    holds: ({ openedOn }, { consentFrom }) => openedOn < consentFrom,
    zh: ({ openedOn }, { consentFrom }) =>
      `${openedOn} 建立的对象须承诺授权（${consentFrom} 起），请先征求授权。`,
    en: ({ openedOn }, { consentFrom }) =>
      `A case opened on ${openedOn} needs consent (from ${consentFrom} on); ask for it first.`,
  },
  VISITED: {
    holds: ({ visited }) => visited,
    zh: () => "尚未入户核查，请先入户。",
    en: () => "Nobody has visited the household; visit it first.",
  },
  ACCOUNT_ASSESSED: {
    holds: ({ accountAssessed }) => accountAssessed,
    zh: () => "尚未算账，请录入家庭收支并测算。",
    en: () => "The household's account has not been assessed; enter its income and spending.",
  },
  COMPARISON_DONE: {
    holds: ({ comparisonDone }) => comparisonDone,
    zh: () => "部门信息比对尚未完成。",
    en: () => "The comparison with the departments is not finished; wait for its result.",
  },
  CATEGORY_AND_CAUSE_NAMED: {
    holds: ({ categoryChosen, causes }) => categoryChosen && causes > 0,
    zh: ({ causes }) => `须确定对象类别并至少填一项风险类型（现 ${causes} 项）。`,
    en: ({ causes }) => `Choose the category and name at least one risk cause (now ${causes}).`,
  },
  NOTICE_LONG_ENOUGH: {
    holds: (facts, { noticeDays }) => facts.noticePostedAt !== null && hoursPosted(facts) >= noticeDays * 24,
    zh: (facts, { noticeDays }) =>
      `公示须满 ${noticeDays} 日（${noticeDays * 24} 小时），现 ${Math.floor(hoursPosted(facts))} 小时。`,
    en: (facts, { noticeDays }) =>
      `A notice stands for ${noticeDays} days (${noticeDays * 24} hours); it has stood for ${Math.floor(hoursPosted(facts))}.`,
  },
  NO_OPEN_OBJECTION: {
    holds: ({ openObjections }) => openObjections === 0,
    zh: ({ openObjections }) => `尚有 ${openObjections} 条异议未答复。`,
    en: ({ openObjections }) => `Objections without an answer: ${openObjections}; answer them first.`,
  },
  DECIDER_IS_NOT_SUBMITTER: {
    holds: ({ actor, submitters }) => !submitters.includes(actor.person),
    zh: () => "经办人不得审批自己经办的对象，请由他人审批。",
    en: () => "Whoever submitted a case does not decide it; let a colleague decide.",
  },
  STABLE_INCOME: {
    holds: (facts, { stableMonths }) => monthsStable(facts) >= stableMonths,
    zh: (facts, { stableMonths }) =>
      `收入须稳定超过监测范围 ${stableMonths} 个月以上，现 ${Math.max(0, monthsStable(facts))} 个月。`,
    en: (facts, { stableMonths }) =>
      `Stable income must have reached the line for ${stableMonths} months; it has for ${Math.max(0, monthsStable(facts))}.`,
  },
  MEASURE_TAKEN: {
    holds: ({ measures }) => measures > 0,
    zh: () => "尚无帮扶措施，不得标注风险消除。",
    en: () => "No measure has been taken; a risk is not eliminated without one.",
  },
  NO_OPEN_RISK: {
    holds: ({ openRisks }) => openRisks === 0,
    zh: ({ openRisks }) => `尚有 ${openRisks} 项风险未消除。`,
    en: ({ openRisks }) => `Risks still open: ${openRisks}; solve them first.`,
  },
  GUARANTEES_KEPT: {
    holds: ({ openGuaranteeIssues }) => openGuaranteeIssues === 0,
    zh: ({ openGuaranteeIssues }) => `三保障和饮水安全尚有 ${openGuaranteeIssues} 个问题未解决。`,
    en: ({ openGuaranteeIssues }) =>
      `Open issues of education, medical care, housing or water: ${openGuaranteeIssues}; solve them first.`,
  },
  HAS_LABOUR: {
    holds: ({ labourers }) => labourers > 0,
    zh: () => "无劳动能力户落实保障后暂不标注风险消除，继续监测。",
    en: () => "A household without labour is kept watched and not eliminated; choose that instead.",
  },
  HAS_NO_LABOUR: {
    holds: ({ labourers }) => labourers === 0,
    zh: ({ labourers }) => `该户有 ${labourers} 个劳动力，稳定后应办理风险消除。`,
    en: ({ labourers }) => `The household has ${labourers} able to work; propose elimination when stable.`,
  },
  SOCIAL_SECURITY_IN_PLACE: {
    holds: ({ socialSecurityInPlace }) => socialSecurityInPlace,
    zh: () => "低保、特困供养等综合保障尚未落实。",
    en: () => "Subsistence allowance or other social security is not in place; arrange it first.",
  },
} as const satisfies Record<string, Guard>;
export type GuardKey = keyof typeof GUARDS;

/**
 * Full months from the first to the last of the unbroken row of assessments, the latest among them, in which net income
 * without one-off income reached the line; −1 when the latest did not. Assessments before recognition do not count:
 * a household in sudden difficulty may have earned enough all the time.
 */
export function monthsStable({ assessments, recognisedOn }: CaseFacts): number {
  const counted = assessments
    .filter(({ day }) => recognisedOn === null || day >= recognisedOn)
    .sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : 0));
  const broken = counted.findIndex((assessment) => !isStable(assessment));
  const row = broken < 0 ? counted : counted.slice(0, broken);
  const [latest, earliest] = [row[0], row.at(-1)];
  return latest === undefined || earliest === undefined ? -1 : fullMonthsBetween(earliest.day, latest.day);
}

const isStable = ({ stableNetFen, lineFenPerPerson, persons }: StabilityAssessment) =>
  BigInt(stableNetFen) >= BigInt(lineFenPerPerson) * BigInt(persons);
