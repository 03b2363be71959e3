/**
 * The other ways of reading a household account: as it moves (动态账, against the window before) and by member (小账).
 * Source: the four pairs of accounts of the method card, 1.10 and 2.1.
 */
import {
  type HouseholdAccount,
  INCOME_KINDS,
  type IncomeKind,
  RIGID_KINDS,
  type RigidKind,
} from "./householdAccount.ts";
import { monthAfter } from "./quarters.ts";

/** Any day in the month whose window ends where the window of `assessed` begins: the adjacent year before. */
export const previousAssessment = (assessed: string): string => monthAfter(assessed, -12);

export interface AccountChange {
  readonly income: Readonly<Record<IncomeKind, number>>;
  readonly rigid: Readonly<Record<RigidKind, number>>;
  readonly netFen: number;
  readonly rigidFen: number;
  readonly afterRigidFen: number;
  readonly stableNetFen: number;
  readonly persons: number;
}

/** This window minus the one before, in fen, item by item; the items add up to the totals. */
export function accountChange(now: HouseholdAccount, before: HouseholdAccount): AccountChange {
  return {
    income: difference(INCOME_KINDS, now.income, before.income),
    rigid: difference(RIGID_KINDS, now.rigid, before.rigid),
    netFen: now.netFen - before.netFen,
    rigidFen: now.rigidFen - before.rigidFen,
    afterRigidFen: now.afterRigidFen - before.afterRigidFen,
    stableNetFen: now.stableNetFen - before.stableNetFen,
    persons: now.persons - before.persons,
  };
}

export interface MemberAccount {
  /** Null for what belongs to the household as a whole. */
  readonly member: string | null;
  readonly netFen: number;
  readonly rigidFen: number;
}

/** The account by member, in order of the member's name, the household's own last; the parts add up to the totals. */
export function accountByMember(account: HouseholdAccount): MemberAccount[] {
  const members = new Map<string | null, { netFen: number; rigidFen: number }>();
  const of = (member: string | undefined) => {
    const found = members.get(member ?? null) ?? { netFen: 0, rigidFen: 0 };
    members.set(member ?? null, found);
    return found;
  };
  for (const { entry, treatment } of account.entries)
    if (treatment === "COUNTED")
      of(entry.member).netFen += entry.kind === "BUSINESS_COST" ? -entry.amountFen : entry.amountFen;
  for (const { entry, treatment } of account.rigidEntries)
    if (treatment === "COUNTED")
      of(entry.member).rigidFen += Math.max(0, entry.grossFen - entry.reimbursedFen);
  return [...members]
    .map(([member, sums]) => ({ member, ...sums }))
    .sort((a, b) =>
      a.member === null ? 1 : b.member === null ? -1 : a.member < b.member ? -1 : a.member > b.member ? 1 : 0,
    );
}

const difference = <Kind extends string>(
  kinds: readonly Kind[],
  now: Readonly<Record<Kind, number>>,
  before: Readonly<Record<Kind, number>>,
) => Object.fromEntries(kinds.map((kind) => [kind, now[kind] - before[kind]])) as Record<Kind, number>;
