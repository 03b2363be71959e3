import type { RowsOfPlaces } from "./rowsOfPlaces.ts";

/** One way to try a mutation of casework on a row that stands in some village. */
export interface Attempt {
  readonly name: string;
  /** Posts that may use it: V village worker, T township, C county, P province, N national. */
  readonly posts: "VTC" | "TC" | "C" | "CP" | "VTCPN" | "CPN";
  /** Makes the row for a village and gives what names it. */
  readonly target: (rows: RowsOfPlaces, village: string) => string;
  /**
   * Arguments. $t is the row, $n a new id, $code one as a string, $key that of a batch, $v the village of the row, $x a file, $csv a list and $idNumber a number that
   * nobody sent before, $person a demonstration person of the county, another one by each door; $shape a footprint in the county of the row; $home, $homeCase and $homeCounty a household, a case and the
   * county of the person who tries, $homeEvent and $homeShape an event and a footprint there.
   */
  readonly call: string;
  /** What would name a row if there were one; an id unless said. */
  readonly absent?: string;
  /** Whoever is posted to a part of its county may, too: what is shared by a county has no village. */
  readonly reach?: "COUNTY";
  /** There is a row only where the atlas knows a village. */
  readonly needsVillage?: true;
  /** A row that only stands beside one's own: it is refused wherever it stands, like one that is not there. */
  readonly isNeverTaken?: true;
}

/** Every mutation of casework, at least once. A new one fails test/access.rows.test.ts until it is tried here. */
export const ATTEMPTS: readonly Attempt[] = [
  {
    name: "acceptHelper",
    posts: "VTC",
    target: (rows, village) => rows.helper(village),
    call: "id: $t, rowVersion: 1",
  },
  {
    name: "acceptLedgerItem",
    posts: "VTCPN",
    target: (rows, village) => rows.ledgerItem(village),
    call: "id: $t, rowVersion: 1",
  },
  {
    name: "acceptTeamMember",
    posts: "VTC",
    target: (rows, village) => rows.teamMember(village),
    call: "id: $t, rowVersion: 1",
  },
  {
    name: "acknowledgeGlass",
    posts: "C",
    target: (rows, village) => rows.glass(village),
    call: "id: $t, rowVersion: 1",
  },
  {
    name: "addAttachment",
    posts: "VTC",
    target: (rows, village) => rows.case(village),
    call: "id: $n, caseId: $t, kind: EVIDENCE, contentBase64: $x",
  },
  {
    name: "addRisk",
    posts: "VTC",
    target: (rows, village) => rows.case(village),
    call: "id: $n, caseId: $t, cause: HOUSING, isMain: false",
  },
  {
    name: "answerAlert",
    posts: "VTC",
    target: (rows, village) => rows.alert(village),
    call: 'id: $t, answer: DISMISS, reason: "核实不符", rowVersion: 1',
  },
  {
    name: "assessHousehold",
    posts: "VTC",
    target: (rows, village) => rows.peopled(village),
    call: "id: $n, householdId: $t",
  },
  {
    name: "assignHelper",
    posts: "TC",
    target: (rows, village) => rows.household(village),
    call: "id: $n, householdId: $t, personId: $person",
  },
  {
    name: "assignTeamMember",
    posts: "TC",
    target: (_rows, village) => village,
    absent: "999999999999",
    call: 'id: $n, village: $t, personId: $person, post: MEMBER, unit: "县水利局"',
  },
  {
    name: "changeProjectStatus",
    posts: "TC",
    target: (rows, village) => rows.project(village),
    call: 'change: { id: $n, project: $t, to: BUILDING, day: "2026-02-05", rowVersion: 1 }',
    absent: "PT360827nobody",
  },
  {
    name: "checkMeasureEffect",
    posts: "VTC",
    target: (rows, village) => rows.measure(village),
    call: "id: $t, effect: EFFECTIVE, rowVersion: 1",
  },
  {
    name: "checkVillage",
    posts: "VTC",
    target: (rows, village) => rows.campaign(village),
    call: "campaign: $t, village: $v, householdsChecked: 3, problems: 0, rowVersion: 1",
  },
  {
    name: "closeEvent",
    posts: "CPN",
    target: (rows, village) => rows.open.event(village),
    call: 'code: $t, endedOn: "2026-02-05", rowVersion: 1',
    absent: "VT360827nobody",
  },
  {
    name: "closeGuaranteeIssue",
    posts: "VTC",
    target: (rows, village) => rows.issue(village),
    call: 'id: $t, day: "2026-02-05", rowVersion: 1',
  },
  {
    name: "closeRisk",
    posts: "VTC",
    target: (rows, village) => rows.risk(village),
    call: "id: $t, rowVersion: 1",
  },
  {
    name: "correctEventFootprint",
    posts: "CPN",
    target: (rows, village) => rows.open.event(village),
    call: 'code: $t, footprint: $homeShape, reason: "重新测绘范围", rowVersion: 1',
    absent: "VT360827nobody",
  },
  {
    name: "correctEventFootprint",
    posts: "CPN",
    target: (_rows, village) => village,
    call: 'code: $homeEvent, footprint: $shape, reason: "重新测绘范围", rowVersion: 1',
  },
  {
    name: "dismissLead",
    posts: "VTC",
    target: (rows, village) => rows.lead(village),
    call: 'id: $t, reason: "重复登记的线索", rowVersion: 1',
  },
  {
    name: "endMeasure",
    posts: "VTC",
    target: (rows, village) => rows.measure(village),
    call: 'id: $t, endedOn: "2026-03-01", rowVersion: 1',
  },
  {
    name: "endTeamMember",
    posts: "TC",
    target: (rows, village) => rows.teamMember(village),
    call: 'id: $t, until: "2026-03-01", rowVersion: 1',
  },
  {
    name: "eraseHousehold",
    posts: "C",
    target: (rows, village) => rows.over(village),
    call: "id: $t, reason: RETENTION_ENDED, rowVersion: 1",
  },
  {
    name: "eraseMember",
    posts: "C",
    target: (rows, village) => rows.leftMember(village),
    call: "id: $t, reason: RETENTION_ENDED, rowVersion: 1",
  },
  {
    name: "finishTask",
    posts: "VTC",
    target: (rows, village) => rows.task(village),
    call: "id: $t, result: DONE, rowVersion: 1",
  },
  {
    name: "giveConsent",
    posts: "VTC",
    target: (rows, village) => rows.household(village),
    call: 'consent: { id: $n, householdId: $t, scope: [COMPARISON], formVersion: "2026", givenOn: "2026-03-01" }',
  },
  {
    name: "handOverLedgerItem",
    posts: "VTCPN",
    target: (rows, village) => rows.ledgerItem(village),
    call: "id: $t, to: $person, rowVersion: 1",
  },
  {
    name: "handOverTask",
    posts: "TC",
    target: (rows, village) => rows.task(village),
    call: "id: $t, personId: $person, rowVersion: 1",
  },
  {
    name: "handOverTasks",
    posts: "TC",
    target: (rows, village) => rows.leftTask(village),
    call: "key: $key, from: $t, to: $person, village: $v",
  },
  {
    name: "loadScreeningBatch",
    posts: "C",
    target: (_rows, village) => village.slice(0, 6),
    absent: "999999",
    call: 'id: $n, county: $t, department: "WATER", dataDay: "2026-09-30", csv: $csv',
  },
  {
    name: "loadScreeningBatch",
    posts: "C",
    target: (rows, village) => rows.consenting(village),
    call: 'id: $n, county: $homeCounty, household: $t, department: "WATER", dataDay: "2026-09-30", csv: $csv',
  },
  {
    name: "openCampaign",
    posts: "CPN",
    target: (_rows, village) => village.slice(0, 9),
    absent: "999999999",
    call: 'id: $n, region: $t, name: "集中排查", startsOn: "2026-11-02", endsOn: "2026-12-31"',
  },
  {
    name: "openCase",
    posts: "VTC",
    target: (rows, village) => rows.household(village),
    call: "id: $n, householdId: $t",
  },
  {
    name: "openCase",
    posts: "VTC",
    target: (rows, village) => rows.lead(village),
    call: "id: $n, leadId: $t",
  },
  {
    name: "openGuaranteeIssue",
    posts: "VTC",
    target: (rows, village) => rows.household(village),
    call: 'issue: { id: $n, householdId: $t, kind: WATER, openedOn: "2026-02-05" }',
  },
  {
    name: "postNotice",
    posts: "VTC",
    target: (rows, village) => rows.case(village, "NOTICE"),
    call: "id: $n, caseId: $t, group: 1, rowVersion: 1",
  },
  {
    name: "proposeCategory",
    posts: "VTC",
    target: (rows, village) => rows.case(village),
    call: "caseId: $t, category: MARGINAL, grade: RED, rowVersion: 1",
  },
  {
    name: "raiseObjection",
    posts: "VTC",
    target: (rows, village) => rows.case(village, "NOTICE"),
    call: 'caseId: $t, reason: "邻居有异议", rowVersion: 1',
  },
  {
    name: "readAttachment",
    posts: "VTC",
    target: (rows, village) => rows.attachment(village),
    call: "id: $t",
  },
  {
    name: "recallHelper",
    posts: "TC",
    target: (rows, village) => rows.helper(village),
    call: 'id: $t, reason: "长期不入户", rowVersion: 1',
  },
  {
    name: "recallTeamMember",
    posts: "TC",
    target: (rows, village) => rows.teamMember(village),
    call: 'id: $t, reason: "长期不在村", rowVersion: 1',
  },
  {
    name: "recordAccountEntry",
    posts: "VTC",
    target: (rows, village) => rows.household(village),
    call: 'entry: { id: $n, householdId: $t, kind: WAGE, day: "2026-02-05", amountFen: 100 }',
  },
  {
    name: "recordAccountEntry",
    posts: "VTC",
    target: (rows, village) => rows.member(village),
    call: 'entry: { id: $n, householdId: $home, memberId: $t, kind: WAGE, day: "2026-02-05", amountFen: 100 }',
    isNeverTaken: true,
  },
  {
    name: "recordDividendPayment",
    posts: "CPN",
    target: (rows, village) => rows.open.enclave(village),
    call: 'entry: { id: $n, enclave: $t, year: 2026, day: "2026-02-05", amountFen: 100 }',
    absent: "ET360827nobody",
  },
  {
    name: "recordDividendPayment",
    posts: "CPN",
    target: (rows, village) => rows.open.enclave(village, "FAR"),
    call: 'entry: { id: $n, enclave: $t, year: 2026, day: "2026-02-05", amountFen: 100 }',
    absent: "ET360827nobody",
  },
  {
    name: "recordDividendPromise",
    posts: "CPN",
    target: (rows, village) => rows.open.enclave(village),
    call: 'entry: { id: $n, enclave: $t, year: 2026, day: "2026-02-05", amountFen: 100 }',
    absent: "ET360827nobody",
  },
  {
    name: "recordDividendPromise",
    posts: "CPN",
    target: (rows, village) => rows.open.enclave(village, "FAR"),
    call: 'entry: { id: $n, enclave: $t, year: 2026, day: "2026-02-05", amountFen: 100 }',
    absent: "ET360827nobody",
  },
  {
    name: "recordEvent",
    posts: "CPN",
    target: (_rows, village) => village,
    call: 'event: { id: $code, name: "试点洪水", kind: FLOOD, grade: IV, startedOn: "2026-02-05" }, footprint: $shape',
  },
  {
    name: "recordFundMovement",
    posts: "CP",
    target: (_rows, village) => village.slice(0, 6),
    absent: "999999",
    call: 'movement: { id: $n, source: "central", year: 2026, county: $t, kind: ALLOCATED, amountFen: 100, day: "2026-02-05" }',
  },
  {
    name: "recordHousehold",
    posts: "VTC",
    target: (_rows, village) => village,
    absent: "999999999999",
    call: "household: { id: $n, villageCode: $t, formerlyPoor: false }",
  },
  {
    name: "recordLead",
    posts: "VTC",
    target: (_rows, village) => village,
    absent: "999999999999",
    call: "lead: { id: $n, villageCode: $t, cause: ILLNESS }",
  },
  {
    name: "recordLead",
    posts: "VTC",
    target: (rows, village) => rows.household(village),
    call: "lead: { id: $n, villageCode: $v, householdId: $t, cause: ILLNESS }",
  },
  {
    name: "recordMeasure",
    posts: "VTC",
    target: (rows, village) => rows.risk(village),
    call: 'measure: { id: $n, caseId: $homeCase, riskIds: [$t], kind: OTHER, costFen: 0, startedOn: "2026-02-05" }',
    isNeverTaken: true,
  },
  {
    name: "recordMember",
    posts: "VTC",
    target: (rows, village) => rows.household(village),
    call: 'member: { id: $n, householdId: $t, relation: HEAD, sex: F, name: "测小员", idNumber: $idNumber, labour: ABLE }',
  },
  {
    name: "recordSettlementSurvey",
    posts: "TC",
    target: (rows, village) => rows.open.settlement(village),
    call: 'survey: { settlement: $t, quarter: "2026Q1", surveyedOn: "2026-02-05", dwellings: 4, occupied: 3, returnedHouseholds: 0, revision: 0 }',
    absent: "ST360827nobody",
    reach: "COUNTY",
  },
  {
    name: "registerLedgerItem",
    posts: "VTCPN",
    target: (_rows, village) => village,
    absent: "999999999999",
    call: 'item: { id: $n, place: $t, foundBy: INSPECTION, subject: WATER, severity: MINOR, description: "水压不足", targetOn: "2099-12-31" }',
  },
  {
    name: "reopenLedgerItem",
    posts: "VTCPN",
    target: (rows, village) => rows.ledgerItem(village, "FIXED"),
    call: 'id: $t, reason: "没有修好", targetOn: "2099-12-31", rowVersion: 1',
  },
  {
    name: "revealLead",
    posts: "VTC",
    target: (rows, village) => rows.lead(village),
    call: "id: $t, purpose: FIELD_VISIT",
  },
  {
    name: "revealMember",
    posts: "VTC",
    target: (rows, village) => rows.member(village),
    call: "id: $t, purpose: FIELD_VISIT",
  },
  {
    name: "reverseAccountEntry",
    posts: "VTC",
    target: (rows, village) => rows.entry(village),
    call: "id: $n, entryId: $t",
  },
  {
    name: "reverseEnclaveEntry",
    posts: "CPN",
    target: (rows, village) => rows.open.entry(village),
    call: 'id: $n, reverses: $t, note: "记错年份"',
    needsVillage: true,
  },
  {
    name: "reverseFundMovement",
    posts: "CP",
    target: (rows, village) => rows.fundMovement(village),
    call: "id: $n, movementId: $t",
  },
  {
    name: "setGrade",
    posts: "VTC",
    target: (rows, village) => rows.household(village, true),
    call: "id: $t, grade: RED, rowVersion: 1",
  },
  {
    name: "setSettlementItem",
    posts: "TC",
    target: (rows, village) => rows.open.settlement(village),
    call: 'settlement: $t, item: DRINKING_WATER, state: OPEN, since: "2026-02-05", rowVersion: 0',
    absent: "ST360827nobody",
    reach: "COUNTY",
  },
  {
    name: "settleContradiction",
    posts: "VTC",
    target: (rows, village) => rows.contradiction(village),
    call: "id: $t, settlement: LIST_WRONG",
  },
  {
    name: "submitLedgerFix",
    posts: "VTCPN",
    target: (rows, village) => rows.ledgerItem(village),
    call: 'id: $t, evidence: "已换水管", rowVersion: 1',
  },
  {
    name: "syncField",
    posts: "VTC",
    target: (rows, village) => rows.task(village),
    call: "batchKey: $key, operations: [{ visit: { taskId: $t, rowVersion: 1, result: DONE } }]",
  },
  {
    name: "syncField",
    posts: "VTC",
    target: (rows, village) => rows.household(village),
    call: 'batchKey: $key, operations: [{ entry: { id: $n, householdId: $t, kind: WAGE, day: "2026-02-05", amountFen: 100 } }]',
  },
  {
    name: "syncField",
    posts: "VTC",
    target: (rows, village) => rows.household(village),
    call: 'batchKey: $key, operations: [{ member: { id: $n, householdId: $t, relation: HEAD, sex: F, name: "测小员", idNumber: $idNumber, labour: ABLE } }]',
  },
  {
    name: "syncField",
    posts: "VTC",
    target: (rows, village) => rows.member(village),
    call: 'batchKey: $key, operations: [{ work: { memberId: $t, rowVersion: 1, state: EMPLOYED, since: "2026-02-05" } }]',
  },
  {
    name: "takeDownNotice",
    posts: "VTC",
    target: (rows, village) => rows.notice(village),
    call: "id: $t",
  },
  {
    name: "takeStep",
    posts: "VTC",
    target: (rows, village) => rows.case(village),
    call: "caseId: $t, action: ASK_CONSENT, rowVersion: 1, evidence: []",
  },
  {
    name: "takeStep",
    posts: "VTC",
    target: (rows, village) => rows.attachment(village),
    call: 'caseId: $homeCase, action: DISMISS, reason: "走访后排除", rowVersion: 1, evidence: [{ paper: VISIT_RECORD, id: $t }]',
    isNeverTaken: true,
  },
  {
    name: "transferHelper",
    posts: "VTC",
    target: (rows, village) => rows.helper(village),
    call: "id: $t, personId: $person, rowVersion: 1",
  },
  {
    name: "transferTeamMember",
    posts: "VTC",
    target: (rows, village) => rows.teamMember(village),
    call: "id: $t, personId: $person, rowVersion: 1",
  },
  {
    name: "updateHousehold",
    posts: "VTC",
    target: (rows, village) => rows.household(village),
    call: "id: $t, change: { lacksFunds: true }, rowVersion: 1",
  },
  {
    name: "updateMember",
    posts: "VTC",
    target: (rows, village) => rows.member(village),
    call: "id: $t, change: { employed: true }, rowVersion: 1",
  },
  {
    name: "verifyLedgerItem",
    posts: "VTCPN",
    target: (rows, village) => rows.ledgerItem(village, "FIXED"),
    call: "id: $t, rowVersion: 1",
  },
  {
    name: "withdrawConsent",
    posts: "VTC",
    target: (rows, village) => rows.consent(village),
    call: 'id: $t, day: "2026-02-05", rowVersion: 1',
  },
];
