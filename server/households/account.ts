import {
  type HouseholdAccount,
  householdAccount,
  INCOME_KINDS,
  type IncomeKind,
  RIGID_KINDS,
  type RigidKind,
} from "../../geo/householdAccount.ts";
import type { HouseholdCircumstances } from "../../geo/householdCandidate.ts";

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
