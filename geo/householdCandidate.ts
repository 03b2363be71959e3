/**
 * From the account to the candidate class and card. The class opens a case that somebody must verify; it never decides.
 * Source: this project's method card, 2.1 (thresholds are its own defaults); the classes are those of 中农组发〔2021〕7号,
 * the cards those of the local grading (红卡 no labour and no livelihood, 蓝卡 short of labour, money or skill, 黄卡 lighter).
 * Rates are compared by cross-multiplied integers, so nothing on a threshold is lost to rounding.
 */
import type { HouseholdAccount } from "./householdAccount.ts";

export type Candidate =
  | "UNSTABLE_OUT_OF_POVERTY"
  | "MARGINAL"
  | "SUDDEN_SEVERE_DIFFICULTY"
  /** Internal: near the line or below it after rigid spending, without a sudden event. */
  | "WATCH"
  | "NONE";
export type Card = "RED" | "BLUE" | "YELLOW";
export type Reason =
  | "BELOW_LINE"
  | "AFTER_RIGID_BELOW_LINE"
  | "INCOME_COLLAPSE_30"
  | "RIGID_BURDEN_50"
  | "SUDDEN_EVENT";

/** A rate as an exact fraction. */
export interface Fraction {
  readonly numerator: number;
  readonly denominator: number;
}

export interface CandidateRules {
  /** Below this multiple of the line a household is near it. */
  readonly near: Fraction;
  /** Income per head at or below this share of the previous window's has collapsed. */
  readonly collapse: Fraction;
  /** Rigid spending at or above this share of the net income is a burden. */
  readonly burden: Fraction;
}

export const DEFAULT_CANDIDATE_RULES: CandidateRules = {
  near: { numerator: 3, denominator: 2 },
  collapse: { numerator: 7, denominator: 10 },
  burden: { numerator: 1, denominator: 2 },
};

export interface HouseholdCircumstances {
  /** Registered poor before and lifted out (脱贫户). */
  readonly formerlyPoor: boolean;
  readonly suddenEvent: boolean;
  readonly labourers: number;
  readonly employed: number;
  readonly lacksFunds: boolean;
  readonly lacksSkills: boolean;
  /** Net income and persons of the window before; null where there is none. */
  readonly previous: { readonly netFen: number; readonly persons: number } | null;
}

export interface Assessment {
  readonly candidate: Candidate;
  /** Null when the household is no candidate. */
  readonly card: Card | null;
  readonly reasons: readonly Reason[];
  readonly belowLine: boolean;
  readonly afterRigidBelowLine: boolean;
  readonly nearLine: boolean;
  readonly incomeCollapse: boolean;
  readonly rigidBurden: boolean;
  /** Net income without one-off income reaches the line: one of the two assessments that elimination needs. */
  readonly stableAboveLine: boolean;
  /** L·n − N in fen: positive is what is missing, negative what is left over. */
  readonly gapToLineFen: number;
}

/**
 * Assesses an account against the monitoring line of its province and year.
 * @param lineFenPerPerson whole fen per person and year, > 0.
 * @throws RangeError for a line that is not whole positive fen.
 */
export function assessHousehold(
  account: HouseholdAccount,
  circumstances: HouseholdCircumstances,
  lineFenPerPerson: number,
  rules: CandidateRules = DEFAULT_CANDIDATE_RULES,
): Assessment {
  if (!Number.isSafeInteger(lineFenPerPerson) || lineFenPerPerson <= 0)
    throw new RangeError(
      `assessHousehold: a line of ${lineFenPerPerson} fen; give the province's line of the year in whole fen.`,
    );
  const persons = BigInt(account.persons);
  const [net, afterRigid, rigid] = [account.netFen, account.afterRigidFen, account.rigidFen].map(BigInt) as [
    bigint,
    bigint,
    bigint,
  ];
  const line = BigInt(lineFenPerPerson) * persons;
  const { previous } = circumstances;

  const belowLine = net < line;
  const afterRigidBelowLine = afterRigid < line;
  const nearLine = net * BigInt(rules.near.denominator) < line * BigInt(rules.near.numerator);
  // Only a positive income can collapse: against a loss, every figure would look like a rise.
  const incomeCollapse =
    previous !== null &&
    previous.persons > 0 &&
    previous.netFen > 0 &&
    net * BigInt(previous.persons) * BigInt(rules.collapse.denominator) <=
      BigInt(previous.netFen) * persons * BigInt(rules.collapse.numerator);
  const rigidBurden =
    rigid > 0n && rigid * BigInt(rules.burden.denominator) >= net * BigInt(rules.burden.numerator);

  const reasons: [Reason, boolean][] = [
    ["BELOW_LINE", belowLine],
    ["AFTER_RIGID_BELOW_LINE", afterRigidBelowLine && !belowLine],
    ["INCOME_COLLAPSE_30", incomeCollapse],
    ["RIGID_BURDEN_50", rigidBurden],
    ["SUDDEN_EVENT", circumstances.suddenEvent],
  ];
  const candidate = ((): Candidate => {
    if (belowLine) return circumstances.formerlyPoor ? "UNSTABLE_OUT_OF_POVERTY" : "MARGINAL";
    if (circumstances.suddenEvent && (afterRigidBelowLine || incomeCollapse || rigidBurden))
      return "SUDDEN_SEVERE_DIFFICULTY";
    return afterRigidBelowLine || nearLine ? "WATCH" : "NONE";
  })();
  return {
    candidate,
    card: candidate === "NONE" ? null : cardOf(account.persons, circumstances),
    reasons: reasons.filter(([, holds]) => holds).map(([reason]) => reason),
    belowLine,
    afterRigidBelowLine,
    nearLine,
    incomeCollapse,
    rigidBurden,
    stableAboveLine: BigInt(account.stableNetFen) >= line,
    gapToLineFen: Number(line - net),
  };
}

/** Red: nobody can work and nobody does; blue: under half can work, or money or skill is lacking; yellow: the others. */
function cardOf(persons: number, circumstances: HouseholdCircumstances): Card {
  const { labourers, employed, lacksFunds, lacksSkills } = circumstances;
  if (labourers === 0 && employed === 0) return "RED";
  return 2 * labourers < persons || lacksFunds || lacksSkills ? "BLUE" : "YELLOW";
}
