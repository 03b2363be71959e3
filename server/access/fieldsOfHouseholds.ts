import type { Permission } from "./rules.ts";

/** Root fields of the register, and of erasing what identifies people in it: see fields.ts, which takes them in. */
export const HOUSEHOLD_ROOTS = {
  household: "household.read",
  households: "household.read",
  householdChecks: "household.check",
  householdFindings: "household.check",
  householdByIdNumber: "household.read",
  recordHousehold: "household.write",
  updateHousehold: "household.write",
  setGrade: "household.write",
  recordMember: "household.write",
  updateMember: "household.write",
  revealMember: "identity.reveal",
  eraseMember: "identity.erase",
  eraseHousehold: "identity.erase",
  recordAccountEntry: "household.write",
  reverseAccountEntry: "household.write",
  giveConsent: "household.write",
  withdrawConsent: "household.write",
  openGuaranteeIssue: "household.write",
  closeGuaranteeIssue: "household.write",
  assessHousehold: "household.write",
} as const satisfies Record<string, Permission>;
