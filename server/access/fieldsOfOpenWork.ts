// Funds, assessments, medical policy, workforce, collective income, and what is told beside indices: open facts that hold
// nothing of a person.
// A part of the lists in fields.ts.

export const OPEN_WORK_ROOTS = {
  assessments: "OPEN",
  collectiveIncomes: "OPEN",
  fundMovements: "OPEN",
  funds: "OPEN",
  fundSources: "OPEN",
  idleFunds: "OPEN",
  medicalParity: "OPEN",
  regionValues: "OPEN",
  slowFunds: "OPEN",
  workforce: "OPEN",
} as const;

export const OPEN_WORK_FIELDS: Readonly<Record<string, string>> = {
  AssessmentRow:
    "code name nameEn satisfaction missedRecognition wrongExit accuracy surveyedHouseholds counties countiesInAll isDemo",
  AssessmentTable: "year years rows whole",
  CollectiveIncomeRow: "code name nameEn villages villagesInAll income perVillage isDemo",
  CollectiveIncomeTable: "year years rows whole",
  FundMovement: "id year kind amount day reverses isReversed document isDemo source county project",
  FundMovementConnection: "edges nodes pageInfo totalCount",
  FundMovementEdge: "cursor node",
  FundPaceRule: "slowPoints idleDays validFrom province",
  FundPot: "pot year sums elapsedShare idleDays rule why source county project",
  FundPotConnection: "edges nodes pageInfo totalCount",
  FundPotEdge: "cursor node",
  FundRow: "key name nameEn sums",
  FundSource: "key name nameEn level",
  FundSums:
    "allocated disbursed settled returned carriedOver disbursedShare settledShare lastMovedOn movements isDemo",
  FundTable: "asOf total rowCount rows",
  MeasuresForCause: "cause indicator openHouseholds matchedHouseholds share isSuppressed",
  MedicalParityRow:
    "code name nameEn chronicListLength chronicListDifference reimbursement reimbursementDifference localCapState localCap localCapDifference document isDelivered isDemo",
  MedicalParityTable: "year years medianChronicListLength medianReimbursement medianLocalCap rows",
  MissingPart: "key label weight isSuppressed",
  Proportion: "numerator denominator share",
  RegionValue: "code name nameEn featureId value numerator denominator",
  RegionValues: "period indicator rows",
  WorkforceRow:
    "code name nameEn firstSecretaries teamMembers exportedWithinCounty exportedWithinProvince exportedOutsideProvince organised outsideProvince counties countiesInAll isDemo",
  WorkforceTable: "quarter quarters rows whole",
};
