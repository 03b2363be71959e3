import { COMPONENTS } from "../../geo/villageRisk.ts";
import { StartError } from "../errors.ts";
import { DISPATCH_COLUMNS } from "./countyInputs.ts";

/** A rule that is code: its key, its name, and what it looks at. */
export interface QualityRule {
  readonly key: string;
  readonly zh: string;
  readonly en: string;
  /** What is checked, in a sentence. */
  readonly checksZh: string;
  readonly checksEn: string;
}

export const QUALITY_RULES = [
  {
    key: "NO_NEW",
    zh: "零新增",
    en: "Nobody new",
    checksZh: "县上报本季新识别 0 户，而按其户数和往年情况这几乎不会发生。",
    checksEn: "The county reported nobody new, which its households and history make improbable.",
  },
  {
    key: "ZERO_CHANGE",
    zh: "零变化",
    en: "Nothing changed",
    checksZh: "按日志，县里一季没有新增、修改或关闭一条记录，而这几乎不会发生。",
    checksEn: "By the log no record was inserted, updated or closed in the quarter, which is improbable.",
  },
  {
    key: "NO_REPORT",
    zh: "未上报",
    en: "No report",
    checksZh: "县没有上报本季的调度表；这与上报为零不同。",
    checksEn: "No report of the quarter came from the county, which is not a report of zero.",
  },
  {
    key: "LATE_REPORT",
    zh: "迟报",
    en: "Late report",
    checksZh: "县的调度表在截止日之后才报来。",
    checksEn: "The report of the county came after the day it was due.",
  },
  {
    key: "COPY_FORWARD",
    zh: "照抄上月",
    en: "Copied forward",
    checksZh: "县内各村大部分数与上月一个不差，而别的县不是这样。",
    checksEn: "Most figures of the county's villages repeat those of the month before, unlike elsewhere.",
  },
  {
    key: "DIGIT_HEAPING",
    zh: "尾数堆积",
    en: "Rounded digits",
    checksZh: "县内各村上报的数，以 0 或 5 结尾的过多。",
    checksEn: "Too many counts of the county's villages end in 0 or 5.",
  },
  {
    key: "BULK_EDIT",
    zh: "同秒批量录入",
    en: "Bulk edit",
    checksZh: "多个村的数在同一秒录入，人手做不到；整份文件导入和办案汇总的除外。",
    checksEn:
      "Figures of many villages were recorded in the same second, faster than any hand; not those of a delivered file or of casework.",
  },
  {
    key: "OUTLIER_Z",
    zh: "离群（标准分）",
    en: "Outlier by z",
    checksZh: "村的一项比率一月之内跳动过大，与同县各村比，标准分超过阈值。",
    checksEn:
      "A rate of the village jumped within a month, by standard score among the villages of the county.",
  },
  {
    key: "OUTLIER_MODIFIED_Z",
    zh: "离群（修正标准分）",
    en: "Outlier by modified z",
    checksZh: "村的一项比率一月之内跳动过大，与同县各村比，按中位数修正的标准分超过阈值。",
    checksEn:
      "A rate of the village jumped within a month, by modified score among the villages of the county.",
  },
  {
    key: "OUTLIER_RANGE",
    zh: "超出合理范围",
    en: "Out of range",
    checksZh: "村的一项比率高于可能的范围。",
    checksEn: "A rate of the village lies above what is plausible.",
  },
] as const satisfies readonly QualityRule[];
export type QualityRuleKey = (typeof QUALITY_RULES)[number]["key"];

/** Figures of a village and month that a validation rule may name. */
export const VILLAGE_COLUMNS: readonly string[] = COMPONENTS.flatMap(({ key }) => [
  `${key.toLowerCase()}_numerator`,
  `${key.toLowerCase()}_denominator`,
]);

/** What two sums may be compared by. */
export const OPERATORS = {
  "<=": (left: number, right: number) => left <= right,
  "<": (left: number, right: number) => left < right,
  "=": (left: number, right: number) => left === right,
  "!=": (left: number, right: number) => left !== right,
  ">=": (left: number, right: number) => left >= right,
  ">": (left: number, right: number) => left > right,
} as const;
export type Operator = keyof typeof OPERATORS;

/** A column, or a number. */
export type Term = string | number;

/** left operator right, both sums of columns and numbers: what must hold. */
export interface ValidationRule {
  readonly key: string;
  /** Whose figures it names; a rule never mixes the two. */
  readonly of: "VILLAGE" | "COUNTY";
  /** "" for the whole country. */
  readonly province: string;
  readonly left: readonly Term[];
  readonly operator: Operator;
  readonly right: readonly Term[];
  readonly zh: string;
  readonly en: string;
}

export const isOperator = (value: unknown): value is Operator =>
  typeof value === "string" && Object.hasOwn(OPERATORS, value);

const isDispatchColumn = (name: string) => DISPATCH_COLUMNS.some((column) => column === name);

/**
 * Reads a row of rule_books. Columns and operators are from closed lists, and the rule is evaluated here: nothing of
 * a row ever becomes part of a statement.
 * @throws StartError when the row names what is not known, in a sentence with the value and what there is.
 */
export function toValidationRule(
  content: Readonly<Record<string, unknown>>,
  province: string,
  place: string,
): ValidationRule {
  const { key, operator, zh, en } = content;
  const known = QUALITY_RULES.some((rule) => rule.key === key);
  if (typeof key !== "string" || !/^[A-Z][A-Z0-9_]{1,59}$/.test(key) || known) {
    throw new StartError(
      `${place} 的 key ${JSON.stringify(key)} 无效：用大写字母、数字和下划线，且不与内置规则同名。`,
      `${place} has the key ${JSON.stringify(key)}; use capitals, digits and underscores, and no name of a built-in rule.`,
    );
  }
  if (!isOperator(operator)) {
    const operators = Object.keys(OPERATORS).join(" ");
    throw new StartError(
      `${place} 的运算符 ${JSON.stringify(operator)} 未知；有：${operators}`,
      `${place} has the operator ${JSON.stringify(operator)}, which is not known; there are ${operators}`,
    );
  }
  if (typeof zh !== "string" || typeof en !== "string" || zh === "" || en === "") {
    throw new StartError(
      `${place} 须有 zh 与 en 两个名称。`,
      `${place} needs a name in both languages, zh and en.`,
    );
  }
  const [left, right] = [termsOf(content.left, place), termsOf(content.right, place)];
  const columns = [...left, ...right].filter((term) => typeof term === "string");
  const ofVillage = columns.filter((column) => VILLAGE_COLUMNS.includes(column)).length;
  if (columns.length === 0 || (ofVillage > 0 && ofVillage < columns.length)) {
    throw new StartError(
      `${place} 的列 ${columns.join("、") || "无"} 须全是村的或全是县的。`,
      `${place} names the columns ${columns.join(", ") || "none"}; they must be all of villages or all of counties.`,
    );
  }
  return { key, of: ofVillage > 0 ? "VILLAGE" : "COUNTY", province, left, operator, right, zh, en };
}

function termsOf(value: unknown, place: string): readonly Term[] {
  const terms: readonly unknown[] = Array.isArray(value) ? value : [value];
  return terms.map((term) => {
    if (typeof term === "number" && Number.isFinite(term)) return term;
    if (typeof term === "string" && (VILLAGE_COLUMNS.includes(term) || isDispatchColumn(term))) return term;
    throw new StartError(
      `${place} 中的列 ${JSON.stringify(term)} 未知；村有：${VILLAGE_COLUMNS.join("、")}；县有：${DISPATCH_COLUMNS.join("、")}。`,
      `${place} names the column ${JSON.stringify(term)}, which is not known; of villages there are ${VILLAGE_COLUMNS.join(", ")}; of counties ${DISPATCH_COLUMNS.join(", ")}.`,
    );
  });
}

/** What a rule says of figures that break it; null where they do not, or where one of them is missing. */
export function violation(
  rule: ValidationRule,
  figure: (column: string) => number | null,
): { left: number; right: number } | null {
  const left = sumOf(rule.left, figure);
  const right = sumOf(rule.right, figure);
  if (left === null || right === null || OPERATORS[rule.operator](left, right)) return null;
  return { left, right };
}

/** Null as soon as one term is missing. */
export function sumOf(terms: readonly Term[], figure: (column: string) => number | null): number | null {
  let sum = 0;
  for (const term of terms) {
    const value = typeof term === "number" ? term : figure(term);
    if (value === null) return null;
    sum += value;
  }
  return sum;
}
