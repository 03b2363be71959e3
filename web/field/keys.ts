const embedded = () => null;

/** Answers of field work without an identity of their own. */
export const fieldKeys = {
  Refused: embedded,
  HouseholdConnection: embedded,
  HouseholdAccount: embedded,
  AccountMonth: embedded,
  AccountSum: embedded,
  LeadProgress: embedded,
  LeadReceipt: embedded,
  SyncedField: embedded,
  // Its id is that of the task or entry, and another batch may have another outcome for it.
  SyncedOperation: embedded,
  FieldVersion: embedded,
};
