// Department screening: rules, lists, alerts and contradictions; and what the register contradicts itself about. A part of the lists in fields.ts.

import type { Permission } from "./rules.ts";

/** Root fields of department screening: see fields.ts, which takes them in. */
export const SCREENING_ROOTS = {
  screeningBatches: "screening.read",
  alerts: "screening.read",
  alertsByUrgency: "screening.read",
  contradictions: "screening.read",
  rulePrecision: "screening.read",
  loadScreeningBatch: "screening.load",
  answerAlert: "alert.answer",
  settleContradiction: "alert.answer",
} as const satisfies Record<string, Permission>;

export const SCREENING_FIELDS: Readonly<Record<string, string>> = {
  Department: "key name",
  ScreeningRule:
    "key version department item label unit comparison threshold cause validFrom answerWorkingDays source grade",
  ScreeningBatch:
    "id countyCode department dataDay rowsTotal rowsMatched rowsWithoutConsent alertsNew loadedBy loadedAt",
  ScreeningBatchConnection: "edges nodes pageInfo totalCount",
  ScreeningBatchEdge: "cursor node",
  ListProblem: "row column code message",
  ListRejected: "message total problems",
  Alert:
    "id rule batchId householdId householdNumber villageCode memberName amount value matchedSha256 leadId openedAt dueOn isOverdue urgency answer reason answeredBy answeredAt rowVersion",
  UrgencyCount: "urgency alerts",
  AlertConnection: "edges nodes pageInfo totalCount",
  AlertEdge: "cursor node",
  Contradiction:
    "id batchId householdId householdNumber villageCode memberName item registered reported foundAt settlement settledAt settledBy",
  ContradictionConnection: "edges nodes pageInfo totalCount",
  ContradictionEdge: "cursor node",
  Share: "value low high",
  RulePrecision: "rule pushed answered recognised precision precisionOfAnswered",
  CheckedVillage: "code name findings",
  HouseholdCheck: "key label checked findings villages source grade validFrom",
  HouseholdFinding:
    "rule label householdId householdNumber villageCode villageName isMoney observed expected",
  HouseholdFindingConnection: "edges nodes pageInfo totalCount",
  HouseholdFindingEdge: "cursor node",
};
