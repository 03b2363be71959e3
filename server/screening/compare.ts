import { createHash, randomUUID } from "node:crypto";
import { isHit, type ScreeningTest, type ScreeningUnit } from "../../geo/screening.ts";
import { workingDaysAfter } from "../workingDays.ts";
import type { DepartmentKey } from "./load.ts";

/** A rule in force on the day of a list. */
export interface RuleInForce extends ScreeningTest {
  readonly id: number;
  readonly key: string;
  readonly item: string;
  readonly unit: ScreeningUnit;
  readonly cause: string;
  readonly answerWorkingDays: number;
}

/** What of a member may be compared with a list, as the register has it. */
export interface Registered {
  readonly memberId: string;
  readonly householdId: string;
  readonly villageCode: string;
  readonly employed: boolean;
  readonly atSchool: boolean;
  readonly disabilityGrade: number | null;
}

/** Says how register and list differ; null where they agree. */
type Check = (member: Registered, value: number) => { registered: string; reported: string } | null;

const differ = (registered: string, reported: string) =>
  registered === reported ? null : { registered, reported };
const yesNo = (value: boolean | number) => (value === true || value === 1 ? "YES" : "NO");
/** The register holds who lives in the household: a list that says the person is gone contradicts it. */
const gone: Check = (_, value) => (value === 1 ? { registered: "NO", reported: "YES" } : null);

interface ComparedItem {
  readonly department: DepartmentKey;
  readonly item: string;
  readonly unit: ScreeningUnit;
  readonly check: Check;
}

/** Items that the register holds too. */
export const COMPARED_ITEMS: readonly ComparedItem[] = [
  {
    department: "HUMAN_RESOURCES",
    item: "employed",
    unit: "YES",
    check: (member, value) => differ(yesNo(member.employed), yesNo(value)),
  },
  {
    department: "EDUCATION",
    item: "atSchool",
    unit: "YES",
    check: (member, value) => differ(yesNo(member.atSchool), yesNo(value)),
  },
  {
    department: "DISABLED_PERSONS",
    item: "disabilityGrade",
    unit: "GRADE",
    check: (member, value) => differ(String(member.disabilityGrade ?? "NONE"), String(value)),
  },
  { department: "PUBLIC_SECURITY", item: "died", unit: "YES", check: gone },
  { department: "PUBLIC_SECURITY", item: "movedAway", unit: "YES", check: gone },
  { department: "CIVIL_AFFAIRS", item: "died", unit: "YES", check: gone },
];

/** A fact of a list under the blind index of its person. */
export interface BlindFact {
  readonly blind: string;
  readonly item: string;
  readonly value: number;
  readonly day: string;
}

const lineOf = ({ blind, item, value, day }: BlindFact) => [blind, item, value, day].join("\t");
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** One for the same rows, in whatever order and however often; nobody can find numbers by it without the key. */
export const contentSha256 = (facts: readonly BlindFact[]): string =>
  sha256([...new Set(facts.map(lineOf))].sort().join("\n"));

export interface Hit {
  id: string;
  lead: string;
  task: string;
  rule_id: number;
  rule_key: string;
  household: string;
  member: string;
  village: string;
  value: number;
  matched: string;
  cause: string;
  due_on: string;
}

export interface Difference {
  id: string;
  household: string;
  member: string;
  village: string;
  item: string;
  registered: string;
  reported: string;
}

/** What a list says of members whose household consents: hits by the rules, and where the register differs. */
export function compare(
  facts: readonly BlindFact[],
  members: ReadonlyMap<string, Registered>,
  { rules, department, today }: { rules: readonly RuleInForce[]; department: string; today: string },
): { hits: Hit[]; differences: Difference[] } {
  const dueOn = new Map(
    rules.map((rule) => [rule.id, workingDaysAfter(today, rule.answerWorkingDays)] as const),
  );
  const hits: Hit[] = [];
  const differences: Difference[] = [];
  const distinct = new Map(facts.map((fact) => [lineOf(fact), fact]));
  for (const [line, fact] of distinct) {
    const member = members.get(fact.blind);
    if (!member) continue;
    const whom = {
      household: member.householdId,
      member: member.memberId,
      village: member.villageCode,
    };
    for (const rule of rules)
      if (rule.item === fact.item && isHit(rule, fact.value))
        hits.push({
          id: randomUUID(),
          lead: randomUUID(),
          task: randomUUID(),
          rule_id: rule.id,
          rule_key: rule.key,
          ...whom,
          value: fact.value,
          matched: sha256(line),
          cause: rule.cause,
          due_on: dueOn.get(rule.id) ?? today,
        });
    for (const { item, check, ...compared } of COMPARED_ITEMS) {
      if (item !== fact.item || compared.department !== department) continue;
      const difference = check(member, fact.value);
      if (difference) differences.push({ id: randomUUID(), ...whom, item, ...difference });
    }
  }
  return { hits, differences };
}
