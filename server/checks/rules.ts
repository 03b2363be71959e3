import { StartError } from "../errors.ts";
import { isOperator, OPERATORS, type Operator, sumOf, type Term } from "../indicators/qualityRules.ts";

/** What a rule may ask of a household; counted by queries.ts. */
export const HOUSEHOLD_FACTS = [
  "members",
  "able_members",
  "working_members",
  "severely_disabled_members",
  "illness_risks",
  "job_risks",
  "labour_risks",
  "housing_risks",
  "water_risks",
  "schooling_risks_gone",
  "measures",
  "housing_measures",
  "water_measures",
  "schooling_measures",
  "subsistence_measures",
  "months_recognised",
  "medical_self_paid_fen",
  "wage_fen",
  "transfer_fen",
] as const;
export type HouseholdFact = (typeof HOUSEHOLD_FACTS)[number];

/** Null where the register does not say: no account was ever assessed, or nobody was recognised. */
export type HouseholdFacts = Readonly<Record<HouseholdFact, number | null>>;

/** left operator right, both sums of facts and numbers. */
interface Condition {
  readonly left: readonly Term[];
  readonly operator: Operator;
  readonly right: readonly Term[];
}

export interface HouseholdRule {
  readonly key: string;
  readonly zh: string;
  readonly en: string;
  /** Households it is about. */
  readonly when: Condition;
  /** What must hold of them. */
  readonly must: Condition;
}

/**
 * Reads a row of rule_books. Facts and operators are from closed lists, and the rule is evaluated here: nothing of a row
 * ever becomes part of a statement.
 * @throws StartError when the row names what is not known, in a sentence with the value and what there is.
 */
export function toHouseholdRule(content: Readonly<Record<string, unknown>>, place: string): HouseholdRule {
  const { key, zh, en } = content;
  if (typeof key !== "string" || !/^[A-Z][A-Z0-9_]{1,59}$/.test(key)) {
    throw new StartError(
      `${place} 的 key ${JSON.stringify(key)} 无效：用大写字母、数字和下划线。`,
      `${place} has the key ${JSON.stringify(key)}; use capitals, digits and underscores.`,
    );
  }
  if (typeof zh !== "string" || typeof en !== "string" || zh === "" || en === "") {
    throw new StartError(
      `${place} 须有 zh 与 en 两个名称。`,
      `${place} needs a name in both languages, zh and en.`,
    );
  }
  return { key, zh, en, when: conditionOf(content.when, place), must: conditionOf(content.must, place) };
}

function conditionOf(value: unknown, place: string): Condition {
  const { left, operator, right } = (value ?? {}) as Record<string, unknown>;
  if (!isOperator(operator)) {
    const operators = Object.keys(OPERATORS).join(" ");
    throw new StartError(
      `${place} 的运算符 ${JSON.stringify(operator)} 未知；有：${operators}`,
      `${place} has the operator ${JSON.stringify(operator)}, which is not known; there are ${operators}`,
    );
  }
  return { left: termsOf(left, place), operator, right: termsOf(right, place) };
}

function termsOf(value: unknown, place: string): readonly Term[] {
  const terms: readonly unknown[] = Array.isArray(value) ? value : [value];
  return terms.map((term) => {
    if (typeof term === "number" && Number.isFinite(term)) return term;
    if (typeof term === "string" && HOUSEHOLD_FACTS.some((fact) => fact === term)) return term;
    throw new StartError(
      `${place} 中的 ${JSON.stringify(term)} 未知；农户有：${HOUSEHOLD_FACTS.join("、")}。`,
      `${place} names ${JSON.stringify(term)}, which is not known; of households there are ${HOUSEHOLD_FACTS.join(", ")}.`,
    );
  });
}

/** Whether what must hold is said of money. */
export const isOfMoney = ({ must }: HouseholdRule): boolean =>
  [...must.left, ...must.right].some((term) => typeof term === "string" && term.endsWith("_fen"));

/** Whether a rule is about a household and can be judged, and the two sums where it is broken. */
export function checked(
  { when, must }: HouseholdRule,
  facts: HouseholdFacts,
): { applies: boolean; broken: { observed: number; expected: number } | null } {
  const factOf = (fact: string) => facts[fact as HouseholdFact];
  const [given, least] = [sumOf(when.left, factOf), sumOf(when.right, factOf)];
  const [observed, expected] = [sumOf(must.left, factOf), sumOf(must.right, factOf)];
  const isAbout = given !== null && least !== null && OPERATORS[when.operator](given, least);
  // What the register does not say can neither keep a rule nor break it.
  if (!isAbout || observed === null || expected === null) return { applies: false, broken: null };
  return {
    applies: true,
    broken: OPERATORS[must.operator](observed, expected) ? null : { observed, expected },
  };
}
