import type { KeyingConfig } from "@urql/exchange-graphcache";

const embedded = () => null;

/** Types of the county's pages that live inside their parent. */
export const withoutIdentity: KeyingConfig = {
  CaseConnection: embedded,
  NextStep: embedded,
  GuardRefusal: embedded,
  CaseExplanation: embedded,
  RuleExplained: embedded,
  AlertConnection: embedded,
  ScreeningBatchConnection: embedded,
  ScreeningRule: embedded,
  RulePrecision: embedded,
  Share: embedded,
  Department: (department) => (department.key ? String(department.key) : null),
  ContradictionConnection: embedded,
  ListRejected: embedded,
  ListProblem: embedded,
  LedgerItemConnection: embedded,
  LedgerCount: embedded,
  Escalation: embedded,
  CampaignConnection: embedded,
  CampaignDay: embedded,
  CampaignVillage: embedded,
  CampaignVillageConnection: embedded,
  Refused: embedded,
  ConsentRequired: embedded,
  SubmitterCannotDecide: embedded,
  FixerCannotVerify: embedded,
};
