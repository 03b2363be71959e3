/**
 * The household account (算账): income and rigid spending of one household in one window, total and item by item.
 * Source: this project's method card, 2.1 (its own default; the 12-month window and the ban on booking expected income
 * or unsold produce are official practice, see 1.3 and 1.10). All money is in whole fen and every sum and comparison is
 * exact: a household one fen under the line is under it.
 */
import { isDay } from "./days.ts";
import { lastDayOfMonth, monthAfter } from "./quarters.ts";

export const INCOME_KINDS = ["WAGE", "BUSINESS", "BUSINESS_COST", "PROPERTY", "TRANSFER"] as const;
export type IncomeKind = (typeof INCOME_KINDS)[number];

export const RIGID_KINDS = [
  "MEDICAL",
  "EDUCATION",
  "HOUSING",
  "WATER",
  "DISASTER",
  "ACCIDENT",
  "CARE",
] as const;
export type RigidKind = (typeof RIGID_KINDS)[number];

export interface IncomeEntry {
  readonly kind: IncomeKind;
  /** Fen, never negative: what a business spends is an entry of the kind BUSINESS_COST. */
  readonly amountFen: number;
  /** "YYYY-MM-DD". */
  readonly date: string;
  /** False for expected income and unsold produce, which never count. */
  readonly realised: boolean;
  /** Will not come again (temporary aid, sale of an asset): counts, but says nothing about stability. */
  readonly oneOff: boolean;
  /** Member of the household it belongs to; left out where it belongs to all. */
  readonly member?: string;
}

export interface RigidEntry {
  readonly kind: RigidKind;
  readonly grossFen: number;
  /** What insurance, aid or a fund gave back. More than the gross counts as all of it, never as income. */
  readonly reimbursedFen: number;
  /** "YYYY-MM-DD". */
  readonly date: string;
  readonly member?: string;
}

/** What became of an entry, so that every figure can be followed down to its rows. */
export type Treatment = "COUNTED" | "UNREALISED" | "OUTSIDE_WINDOW";

export interface Window {
  /** "YYYY-MM-DD", inside the window. */
  readonly firstDay: string;
  /** "YYYY-MM-DD", inside the window. */
  readonly lastDay: string;
}

export interface HouseholdAccount {
  readonly window: Window;
  readonly persons: number;
  /** Fen by kind; BUSINESS_COST is the (positive) cost that the net takes off. */
  readonly income: Readonly<Record<IncomeKind, number>>;
  /** Fen by kind after reimbursement. */
  readonly rigid: Readonly<Record<RigidKind, number>>;
  /** N = wage + business − business cost + property + transfer. */
  readonly netFen: number;
  readonly rigidFen: number;
  /** A = N − rigid spending. */
  readonly afterRigidFen: number;
  /** N without one-off income: what elimination of the risk is judged by. */
  readonly stableNetFen: number;
  readonly excludedUnrealisedFen: number;
  readonly entriesOutsideWindow: number;
  readonly perCapitaFenFloor: number;
  readonly afterRigidPerCapitaFenFloor: number;
  readonly entries: readonly { readonly entry: IncomeEntry; readonly treatment: Treatment }[];
  readonly rigidEntries: readonly { readonly entry: RigidEntry; readonly treatment: Treatment }[];
}

/**
 * The 12 full months before the month of assessment: first day of the same month last year to the last day of the
 * month before.
 * @param assessed day of the assessment, "YYYY-MM-DD".
 * @throws RangeError when it is not a day.
 */
export function accountWindow(assessed: string): Window {
  if (!isDay(assessed))
    throw new RangeError(`accountWindow: "${assessed}" is not a day; give YYYY-MM-DD, e.g. 2026-04-15.`);
  const month = `${assessed.slice(0, 7)}-01`;
  return { firstDay: monthAfter(month, -12), lastDay: lastDayOfMonth(monthAfter(month, -1)) };
}

/**
 * The account of one household in the window before an assessment.
 * @param household persons > 0; entries may lie anywhere in time, only those inside the window count.
 * @throws RangeError for no persons, an amount that is negative or not whole fen, a date that is none, or a sum beyond
 * what a number holds exactly (2^53 fen, 90 million million yuan).
 */
export function householdAccount(household: {
  readonly persons: number;
  readonly assessed: string;
  readonly entries: readonly IncomeEntry[];
  readonly rigid: readonly RigidEntry[];
}): HouseholdAccount {
  const { persons, assessed } = household;
  if (!Number.isSafeInteger(persons) || persons <= 0)
    throw new RangeError(`householdAccount: ${persons} persons; a household has at least one.`);
  const window = accountWindow(assessed);
  const income = new Map<IncomeKind, bigint>();
  const rigid = new Map<RigidKind, bigint>();
  let [oneOff, unrealised] = [0n, 0n];

  const entries = household.entries.map((entry) => {
    const amount = fen(entry.amountFen, `income of ${entry.date}`);
    const treatment = treatmentOf(entry.date, entry.realised, window);
    if (treatment === "UNREALISED") unrealised += amount;
    if (treatment === "COUNTED") {
      income.set(entry.kind, (income.get(entry.kind) ?? 0n) + amount);
      if (entry.oneOff && entry.kind !== "BUSINESS_COST") oneOff += amount;
    }
    return { entry, treatment };
  });
  const rigidEntries = household.rigid.map((entry) => {
    const own =
      fen(entry.grossFen, `spending of ${entry.date}`) -
      fen(entry.reimbursedFen, `reimbursement of ${entry.date}`);
    const treatment = treatmentOf(entry.date, true, window);
    if (treatment === "COUNTED" && own > 0n) rigid.set(entry.kind, (rigid.get(entry.kind) ?? 0n) + own);
    return { entry, treatment };
  });

  const total = (kind: IncomeKind) => income.get(kind) ?? 0n;
  const net =
    total("WAGE") + total("BUSINESS") - total("BUSINESS_COST") + total("PROPERTY") + total("TRANSFER");
  const spent = [...rigid.values()].reduce((sum, amount) => sum + amount, 0n);
  return {
    window,
    persons,
    income: byKind(INCOME_KINDS, income),
    rigid: byKind(RIGID_KINDS, rigid),
    netFen: exact(net),
    rigidFen: exact(spent),
    afterRigidFen: exact(net - spent),
    stableNetFen: exact(net - oneOff),
    excludedUnrealisedFen: exact(unrealised),
    entriesOutsideWindow: entries.filter(({ treatment }) => treatment === "OUTSIDE_WINDOW").length,
    perCapitaFenFloor: exact(floorDivide(net, BigInt(persons))),
    afterRigidPerCapitaFenFloor: exact(floorDivide(net - spent, BigInt(persons))),
    entries,
    rigidEntries,
  };
}

function treatmentOf(date: string, realised: boolean, { firstDay, lastDay }: Window): Treatment {
  if (!isDay(date))
    throw new RangeError(`householdAccount: "${date}" is not a day; give YYYY-MM-DD, e.g. 2026-04-15.`);
  if (date < firstDay || date > lastDay) return "OUTSIDE_WINDOW";
  return realised ? "COUNTED" : "UNREALISED";
}

function fen(amount: number, what: string): bigint {
  if (!Number.isSafeInteger(amount) || amount < 0)
    throw new RangeError(
      `householdAccount: ${amount} fen as ${what}; give whole fen of 0 or more, costs as BUSINESS_COST.`,
    );
  return BigInt(amount);
}

function exact(amount: bigint): number {
  if (!Number.isSafeInteger(Number(amount)))
    throw new RangeError(
      `householdAccount: ${amount} fen is more than any household has; check the unit of the amounts.`,
    );
  return Number(amount);
}

/** Towards minus infinity, as the method card shows losses; bigint division goes towards zero. */
function floorDivide(a: bigint, b: bigint): bigint {
  return a / b - (a % b < 0n ? 1n : 0n);
}

const byKind = <Kind extends string>(kinds: readonly Kind[], sums: ReadonlyMap<Kind, bigint>) =>
  Object.fromEntries(kinds.map((kind) => [kind, exact(sums.get(kind) ?? 0n)])) as Record<Kind, number>;
