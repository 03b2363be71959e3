/** Stands where words were that may not be missing; the database writes it (migration 0024). */
export const ERASED_WORDS = "（已清除）";

/**
 * What erasing does to a column. REMOVED: the value goes with its row or becomes null. REPLACED: something that tells
 * nothing stands in its place. Of words and files, IF_NAMED: of a member only where they name the person, of a household
 * all of them; WHOLE_HOUSEHOLD: with the household only. KEPT: holds nothing that says who somebody is.
 */
export type Fate = "REMOVED" | "REPLACED" | "IF_NAMED" | "WHOLE_HOUSEHOLD" | "KEPT";

/**
 * Every column of casework that can hold words, bytes or a document, and what erasing does to it. A column that is not
 * listed fails test/erasure.test.ts. Days, amounts, counts and ids are not listed: they stay, for figures are made of
 * them. The day of birth is one of them: ages of past months are counted by it, and nobody is shown more than its year.
 */
export const COLUMNS: Readonly<Record<string, Readonly<Record<string, Fate>>>> = {
  identities: {
    village_code: "REMOVED",
    county_code: "REMOVED",
    name_sealed: "REMOVED",
    id_number_sealed: "REMOVED",
    id_number_blind: "REMOVED",
    phone_sealed: "REMOVED",
    bank_account_sealed: "REMOVED",
    health_sealed: "REMOVED",
  },
  leads: {
    told_sealed: "IF_NAMED",
    receipt_sha256: "IF_NAMED",
    dismissed_reason: "IF_NAMED",
    village_code: "KEPT",
    county_code: "KEPT",
    channel: "KEPT",
    cause: "KEPT",
    status: "KEPT",
  },
  tasks: {
    note_sealed: "IF_NAMED",
    village_code: "KEPT",
    county_code: "KEPT",
    kind: "KEPT",
    result: "KEPT",
  },
  case_steps: {
    reason: "IF_NAMED",
    // Ids and keys of papers.
    evidence: "KEPT",
    village_code: "KEPT",
    county_code: "KEPT",
    action: "KEPT",
    from_state: "KEPT",
    to_state: "KEPT",
  },
  notices: { body: "IF_NAMED", village_code: "KEPT", county_code: "KEPT", kind: "KEPT" },
  alerts: {
    reason: "IF_NAMED",
    // Made of the blind index of the number.
    matched_sha256: "REPLACED",
    village_code: "KEPT",
    county_code: "KEPT",
    answer: "KEPT",
  },
  helpers: { recalled_reason: "IF_NAMED", village_code: "KEPT", county_code: "KEPT" },
  broken_glass: {
    reason: "IF_NAMED",
    token_sha256: "KEPT",
    number: "KEPT",
    village_code: "KEPT",
    county_code: "KEPT",
  },
  consents: {
    form_sha256: "WHOLE_HOUSEHOLD",
    // The post of the witness, no name.
    witness: "KEPT",
    scope: "KEPT",
    form_version: "KEPT",
    village_code: "KEPT",
    county_code: "KEPT",
  },
  attachments: {
    content_sealed: "WHOLE_HOUSEHOLD",
    // The audit and the steps tell of the file by it; what the file showed cannot be found by it.
    sha256: "KEPT",
    kind: "KEPT",
    media_type: "KEPT",
    village_code: "KEPT",
    county_code: "KEPT",
  },
  // A village and a running number: the place of the household in every list and count.
  households: {
    number: "KEPT",
    village_code: "KEPT",
    county_code: "KEPT",
    category: "KEPT",
    grade: "KEPT",
    status: "KEPT",
  },
  members: { village_code: "KEPT", county_code: "KEPT", relation: "KEPT", sex: "KEPT", labour: "KEPT" },
  ended_work_spells: { village_code: "KEPT", county_code: "KEPT" },
  account_entries: { village_code: "KEPT", county_code: "KEPT", kind: "KEPT" },
  guarantee_issues: { village_code: "KEPT", county_code: "KEPT", kind: "KEPT" },
  cases: { village_code: "KEPT", county_code: "KEPT", state: "KEPT", category: "KEPT", grade: "KEPT" },
  case_risks: { village_code: "KEPT", county_code: "KEPT", cause: "KEPT", disaster_kind: "KEPT" },
  // Figures of the account.
  assessments: {
    detail: "KEPT",
    candidate: "KEPT",
    grade: "KEPT",
    village_code: "KEPT",
    county_code: "KEPT",
  },
  measures: {
    kind: "KEPT",
    fund_source: "KEPT",
    effect: "KEPT",
    village_code: "KEPT",
    county_code: "KEPT",
  },
  measure_risks: { village_code: "KEPT", county_code: "KEPT" },
  // Words of a closed list on both sides.
  contradictions: {
    item: "KEPT",
    registered: "KEPT",
    reported: "KEPT",
    settlement: "KEPT",
    village_code: "KEPT",
    county_code: "KEPT",
  },
  screening_batches: {
    content_sha256: "KEPT",
    department_key: "KEPT",
    village_code: "KEPT",
    county_code: "KEPT",
  },
  erasures: { reason: "KEPT", village_code: "KEPT", county_code: "KEPT" },
  // Ids and codes that were answered.
  replies: { key: "KEPT", body_sha256: "KEPT", reply: "KEPT" },
  // Of places, colleagues and rules: no household stands in them.
  ledger_items: {
    found_by: "KEPT",
    subject: "KEPT",
    description: "KEPT",
    severity: "KEPT",
    status: "KEPT",
    evidence: "KEPT",
    source_key: "KEPT",
    village_code: "KEPT",
    county_code: "KEPT",
  },
  escalations: { kind: "KEPT", village_code: "KEPT", county_code: "KEPT" },
  campaigns: { region_code: "KEPT", name: "KEPT", village_code: "KEPT", county_code: "KEPT" },
  campaign_villages: { village_code: "KEPT", county_code: "KEPT" },
  village_team: {
    post: "KEPT",
    unit: "KEPT",
    recalled_reason: "KEPT",
    village_code: "KEPT",
    county_code: "KEPT",
  },
  departments: { key: "KEPT", name_zh: "KEPT", name_en: "KEPT" },
  procedure_steps: {
    from_state: "KEPT",
    action: "KEPT",
    to_state: "KEPT",
    roles: "KEPT",
    effects: "KEPT",
  },
  screening_rules: {
    key: "KEPT",
    department_key: "KEPT",
    item: "KEPT",
    item_zh: "KEPT",
    item_en: "KEPT",
    unit: "KEPT",
    comparison: "KEPT",
    cause: "KEPT",
    province_code: "KEPT",
    source: "KEPT",
    grade: "KEPT",
  },
};
