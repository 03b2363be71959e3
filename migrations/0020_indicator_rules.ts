// Migrant workers of the quarterly dispatch, and the rules that single households are checked by.

/**
 * Rules about one household, from scripts that check exports of registers (method card 1.11): what must hold, and of
 * which households. Facts are named by server/checks/rules.ts, which refuses any other.
 */
const checks = [
  {
    key: "JOB_CAUSE_NEEDS_LABOUR",
    when: { left: ["job_risks"], operator: ">=", right: [1] },
    must: { left: ["able_members"], operator: ">=", right: [1] },
    zh: "因务工就业不稳，家中却无人有劳动能力",
    en: "Unstable work is a cause, yet nobody is able to work",
  },
  {
    key: "JOB_CAUSE_NEEDS_WORKERS",
    when: { left: ["job_risks"], operator: ">=", right: [1] },
    must: { left: ["working_members"], operator: ">=", right: [1] },
    zh: "因务工就业不稳，家中却无人登记为务工或就业",
    en: "Unstable work is a cause, yet nobody is registered as working",
  },
  {
    key: "LABOUR_CAUSE_BUT_ABLE",
    when: { left: ["labour_risks"], operator: ">=", right: [1] },
    must: { left: ["able_members", "able_members"], operator: "<=", right: ["members"] },
    zh: "缺劳动力，半数以上成员却有劳动能力",
    en: "Lack of labour is a cause, yet more than half of the members are able to work",
  },
  {
    key: "ILLNESS_CAUSE_NEEDS_EXPENSE",
    when: { left: ["illness_risks"], operator: ">=", right: [1] },
    must: { left: ["medical_self_paid_fen"], operator: ">", right: [0] },
    zh: "因病，一年内合规自付医疗支出却为 0",
    en: "Illness is a cause, yet nothing was paid for medicine in the year of the account",
  },
  {
    key: "HOUSING_CAUSE_NEEDS_REPAIR",
    when: { left: ["housing_risks"], operator: ">=", right: [1] },
    must: { left: ["housing_measures"], operator: ">=", right: [1] },
    zh: "因安全住房，却没有危房改造措施",
    en: "Unsafe housing is a cause, yet no repair is among the measures",
  },
  {
    key: "WATER_CAUSE_NEEDS_WORKS",
    when: { left: ["water_risks"], operator: ">=", right: [1] },
    must: { left: ["water_measures"], operator: ">=", right: [1] },
    zh: "因安全饮水，却没有饮水工程措施",
    en: "Unsafe drinking water is a cause, yet no works are among the measures",
  },
  {
    key: "SCHOOLING_ENDED_WITHOUT_AID",
    when: { left: ["schooling_risks_gone"], operator: ">=", right: [1] },
    must: { left: ["schooling_measures"], operator: ">=", right: [1] },
    zh: "因学致贫风险已消除，却没有教育帮扶措施",
    en: "Schooling was a cause and is gone, yet no schooling aid is among the measures",
  },
  {
    key: "RECOGNISED_WITHOUT_MEASURE",
    when: { left: ["months_recognised"], operator: ">=", right: [1] },
    must: { left: ["measures"], operator: ">=", right: [1] },
    zh: "识别满一个月，却没有任何帮扶措施",
    en: "Recognised for a month or more, yet without any measure",
  },
  {
    key: "ALLOWANCE_NEEDS_TRANSFER",
    when: { left: ["subsistence_measures"], operator: ">=", right: [1] },
    must: { left: ["transfer_fen"], operator: ">", right: [0] },
    zh: "登记享受低保，一年内却没有转移性收入",
    en: "The subsistence allowance is registered, yet no transfer was received in the year of the account",
  },
  {
    key: "SEVERE_DISABILITY_NEEDS_TRANSFER",
    when: { left: ["severely_disabled_members"], operator: ">=", right: [1] },
    must: { left: ["transfer_fen"], operator: ">", right: [0] },
    zh: "有一、二级残疾成员，一年内却没有残疾补贴等转移性收入",
    en: "A member has a disability of grade 1 or 2, yet no transfer, and so no disability allowance, was received",
  },
  {
    key: "WAGE_TOO_SMALL",
    when: { left: ["wage_fen"], operator: ">", right: [0] },
    must: { left: ["wage_fen"], operator: ">=", right: [10000] },
    zh: "全年工资性收入在 0 至 100 元之间",
    en: "The wages of the year are between 0 and 100 yuan",
  },
];

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

export const up = /* sql */ `
alter table atlas.county_quarters add column migrant_workers bigint check (migrant_workers >= 0);
comment on column atlas.county_quarters.migrant_workers is 'Of the rural people in work, those away from their county 外出务工; null where nobody delivered it';

alter table atlas.rule_books drop constraint rule_books_rule_check;
alter table atlas.rule_books add constraint rule_books_rule_check
  check (rule in ('MONITORING_LINE', 'VILLAGE_RISK', 'REGION_INDEX', 'DATA_QUALITY', 'PROCEDURE', 'SETTLEMENT_SIZE', 'HOUSEHOLD_CHECK'));
insert into atlas.rule_books (rule, province_code, valid_from, content, source, grade, recorded_at)
select 'HOUSEHOLD_CHECK', null, '2013-01-01', check_rule.content, 'Public scripts that check exports of the register', 'SECONDARY',
       clock_timestamp() + check_rule.place * interval '1 microsecond'
from jsonb_array_elements(${quoted(JSON.stringify(checks))}::jsonb) with ordinality as check_rule (content, place);
`;
