import type { Knex } from "knex";
import type { ScreeningComparison, ScreeningUnit } from "../../geo/screening.ts";

/** Departments that send lists. */
const DEPARTMENTS = [
  { key: "MEDICAL_INSURANCE", zh: "医疗保障", en: "Medical insurance" },
  { key: "CIVIL_AFFAIRS", zh: "民政", en: "Civil affairs" },
  { key: "DISABLED_PERSONS", zh: "残疾人联合会", en: "Disabled persons' federation" },
  { key: "EDUCATION", zh: "教育", en: "Education" },
  { key: "HOUSING", zh: "住房和城乡建设", en: "Housing" },
  { key: "WATER", zh: "水利", en: "Water" },
  { key: "HUMAN_RESOURCES", zh: "人力资源和社会保障", en: "Human resources" },
  { key: "EMERGENCY_MANAGEMENT", zh: "应急管理", en: "Emergency management" },
  { key: "PUBLIC_SECURITY", zh: "公安", en: "Public security" },
] as const;
export type DepartmentKey = (typeof DEPARTMENTS)[number]["key"];

const YUAN = 100;

/** Key, department, item and its names, unit, comparison, threshold, cause, working days to answer. */
const RULES: readonly (readonly [
  key: string,
  department: DepartmentKey,
  item: string,
  zh: string,
  en: string,
  unit: ScreeningUnit,
  comparison: ScreeningComparison,
  threshold: number | null,
  cause: string,
  answerWorkingDays: number,
])[] = [
  // biome-ignore format: a table
  ["SELF_PAID_MEDICAL", "MEDICAL_INSURANCE", "selfPaidMedicalCost", "十二个月自付医疗费用", "Self-paid medical cost of twelve months", "FEN", "AT_LEAST", 10_000 * YUAN, "ILLNESS", 5],
  // biome-ignore format: a table
  ["TEMPORARY_AID", "CIVIL_AFFAIRS", "temporaryAid", "临时救助金额", "Temporary aid", "FEN", "AT_LEAST", 2_000 * YUAN, "OTHER", 5],
  // biome-ignore format: a table
  ["ALLOWANCE_STOPPED", "CIVIL_AFFAIRS", "allowanceStopped", "低保或特困供养停发", "Subsistence allowance stopped", "YES", "IS_TRUE", null, "OTHER", 5],
  // biome-ignore format: a table
  ["SEVERE_DISABILITY", "DISABLED_PERSONS", "disabilityGrade", "残疾等级", "Grade of disability", "GRADE", "AT_MOST", 2, "DISABILITY", 5],
  // biome-ignore format: a table
  ["DROPPED_OUT", "EDUCATION", "droppedOut", "义务教育阶段辍学", "Dropped out of compulsory school", "YES", "IS_TRUE", null, "SCHOOLING", 5],
  // biome-ignore format: a table
  ["SCHOOLING_COST", "EDUCATION", "schoolingCost", "一年自付教育费用", "Self-paid schooling of a year", "FEN", "AT_LEAST", 8_000 * YUAN, "SCHOOLING", 5],
  // biome-ignore format: a table
  ["DANGEROUS_HOUSE", "HOUSING", "dangerousHouse", "唯一住房为 C、D 级危房", "Only house of danger class C or D", "YES", "IS_TRUE", null, "HOUSING", 3],
  // biome-ignore format: a table
  ["WATER_CUT", "WATER", "waterCutDays", "连续断水天数", "Days without water in a row", "DAYS", "AT_LEAST", 7, "WATER", 3],
  // biome-ignore format: a table
  ["JOB_LOST", "HUMAN_RESOURCES", "joblessDays", "失业天数", "Days without work", "DAYS", "AT_LEAST", 30, "JOB_INSTABILITY", 5],
  // biome-ignore format: a table
  ["DISASTER_LOSS", "EMERGENCY_MANAGEMENT", "disasterLoss", "自然灾害损失", "Loss by a disaster", "FEN", "AT_LEAST", 5_000 * YUAN, "DISASTER", 3],
  // biome-ignore format: a table
  ["ACCIDENT", "PUBLIC_SECURITY", "accident", "重大交通或意外事故", "Serious traffic or other accident", "YES", "IS_TRUE", null, "ACCIDENT", 3],
];

/** First day of the rules of 2021 on dynamic monitoring, by which the project's own defaults hold. */
const VALID_FROM = "2021-05-14";

/** Writes departments and the project's own rules once; whoever knows better adds later versions. Safe to repeat. */
export async function seedScreening(knex: Knex): Promise<void> {
  const rules = RULES.map(([key, department, item, zh, en, unit, comparison, threshold, cause, days]) => ({
    key,
    department,
    item,
    zh,
    en,
    unit,
    comparison,
    threshold,
    cause,
    days,
  }));
  await knex.raw(
    /* sql */ `
    with departments as (
      insert into casework.departments (key, name_zh, name_en)
      select key, zh, en from jsonb_to_recordset(:departments::jsonb) as department (key text, zh text, en text)
      on conflict (key) do nothing)
    insert into casework.screening_rules
      (key, version, department_key, item, item_zh, item_en, unit, comparison, threshold, cause, valid_from,
       answer_working_days, source, grade)
    select key, 1, department, item, zh, en, unit, comparison, threshold, cause, :validFrom::date, days,
           'Default of this project', 'PROJECT'
    from jsonb_to_recordset(:rules::jsonb) as rule (
      key text, department text, item text, zh text, en text, unit text, comparison text, threshold bigint, cause text, days smallint)
    where not exists (select from casework.screening_rules known
                      where known.key = rule.key and known.version = 1 and known.province_code is null)`,
    { departments: JSON.stringify(DEPARTMENTS), rules: JSON.stringify(rules), validFrom: VALID_FROM },
  );
}
