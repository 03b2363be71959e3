import {
  type HouseholdAccount,
  householdAccount,
  INCOME_KINDS,
  type IncomeKind,
  RIGID_KINDS,
  type RigidKind,
} from "../../geo/householdAccount.ts";
import { assessHousehold, type HouseholdCircumstances } from "../../geo/householdCandidate.ts";
import { monthAfter } from "../../geo/quarters.ts";
import type { Context } from "../context.ts";
import type { AccountKindName } from "../householdWords.ts";
import type { AccountFacts } from "./queries.ts";
import type { HouseholdAccount as HouseholdAccountView } from "./type.ts";

/** An entry of the register, reversed ones and their reversals left out. */
export interface AccountEntryRow {
  readonly id?: string;
  readonly kind: string;
  readonly day: string;
  readonly amountFen: number;
  readonly reimbursedFen: number;
  readonly realised: boolean;
  readonly oneOff: boolean;
}

const isIncome = (kind: string): kind is IncomeKind => (INCOME_KINDS as readonly string[]).includes(kind);
const isRigid = (kind: string): kind is RigidKind => (RIGID_KINDS as readonly string[]).includes(kind);

/** The account of the window before a day: see geo/householdAccount.ts. */
export const accountOf = (
  entries: readonly AccountEntryRow[],
  persons: number,
  assessed: string,
): HouseholdAccount =>
  householdAccount({
    persons,
    assessed,
    entries: entries.flatMap(({ kind, amountFen, day, realised, oneOff }) =>
      isIncome(kind) ? [{ kind, amountFen, date: day, realised, oneOff }] : [],
    ),
    rigid: entries.flatMap(({ kind, amountFen, reimbursedFen, day }) =>
      isRigid(kind) ? [{ kind, grossFen: amountFen, reimbursedFen, date: day }] : [],
    ),
  });

/** The account without its rows, as an assessment keeps it. */
export function figuresOf({ entries, rigidEntries, ...figures }: HouseholdAccount) {
  return { ...figures, entriesCounted: entries.length + rigidEntries.length };
}

export const circumstancesOf = (
  household: {
    readonly formerlyPoor: boolean;
    readonly lacksFunds: boolean;
    readonly lacksSkills: boolean;
    readonly suddenEvent: boolean;
  },
  members: readonly { readonly labour: string; readonly employed: boolean }[],
  previous: HouseholdCircumstances["previous"],
): HouseholdCircumstances => ({
  ...household,
  labourers: members.filter(({ labour }) => labour !== "NONE").length,
  employed: members.filter(({ employed }) => employed).length,
  previous,
});

/** Entries that count: what was taken back, and what took it back, do not. */
export const standing = <Entry extends { readonly reverses: string | null; readonly isReversed: boolean }>(
  entries: readonly Entry[],
): Entry[] => entries.filter(({ reverses, isReversed }) => reverses === null && !isReversed);

/** Judges the account of a day; null where the province has no monitoring line: a figure is never made up. */
export function judged(facts: AccountFacts, assessed: string) {
  const persons = facts.members.length;
  const entries = standing(facts.entries);
  const account = accountOf(entries, persons, assessed);
  const yearBefore = `${Number(assessed.slice(0, 4)) - 1}${assessed.slice(4, 8)}01`;
  const before = accountOf(entries, persons, yearBefore);
  const known = entries.some(({ day }) => day <= before.window.lastDay && day >= before.window.firstDay);
  const circumstances = circumstancesOf(
    facts,
    facts.members,
    known ? { netFen: before.netFen, persons } : null,
  );
  const assessment = facts.lineFen === null ? null : assessHousehold(account, circumstances, facts.lineFen);
  return { account, assessment };
}

/** The sums count every entry; of a window that holds more than anybody reads, the first are shown. */
const MOST_ENTRIES_SHOWN = 500;

/** The account as the API shows it: the whole window item by item, and month by month. */
export function accountView(facts: AccountFacts, assessed: string, refusal: string): HouseholdAccountView {
  const { account, assessment } = judged(facts, assessed);
  const { firstDay, lastDay } = account.window;
  const inWindow = facts.entries.filter(({ day }) => day >= firstDay && day <= lastDay);
  const sums = (amounts: Readonly<Record<string, number>>) =>
    Object.entries(amounts).map(([kind, amount]) => ({ kind: kind as AccountKindName, amount }));
  const months = Array.from({ length: 12 }, (_, index) => monthAfter(firstDay, index));
  return {
    ...figuresOf(account),
    assessed,
    firstDay,
    lastDay,
    income: sums(account.income),
    rigid: sums(account.rigid),
    months: months.map((month) => monthOf(standing(inWindow), month)),
    entries: inWindow.slice(0, MOST_ENTRIES_SHOWN),
    lineFen: facts.lineFen,
    lineSource: facts.lineSource,
    refusal: facts.lineFen === null ? refusal : null,
    candidate: assessment?.candidate ?? null,
    card: assessment?.card ?? null,
    reasons: [...(assessment?.reasons ?? [])],
  };
}

/** The sums of one month: the account's own reckoning, in a window of that month's entries. */
function monthOf(entries: readonly AccountEntryRow[], month: string) {
  const own = entries.filter(({ day }) => day.slice(0, 7) === month.slice(0, 7));
  const { netFen, rigidFen } = accountOf(own, 1, monthAfter(month, 1));
  return { month: month.slice(0, 7), net: netFen, rigid: rigidFen };
}

/** Why nothing is judged: no line is known. */
export const noLine = (context: Context, villageCode: string) => {
  const province = villageCode.slice(0, 2);
  const [zh, en] = [
    `${province} 省尚未录入这一天的监测线，不作判定；请先录入省里公布的监测线。`,
    `No monitoring line of province ${province} is known for that day, so nothing is judged; enter the line the province published.`,
  ];
  return { zh, en, said: context.language === "zh" ? zh : en };
};
