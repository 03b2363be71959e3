import { COMPONENTS } from "../../geo/villageRisk.ts";
import type { Language } from "../errors.ts";
import { QUALITY_RULES } from "../indicators/qualityRules.ts";

/** What a finding is told from. */
export interface FoundRow {
  readonly rule: string;
  readonly observed: number | null;
  readonly expected: number | null;
  readonly probability: number | null;
  readonly details: {
    readonly component?: string;
    readonly score?: number;
    readonly operator?: string;
    readonly recordedAt?: string;
    readonly reportedOn?: string;
    readonly tested?: number;
    readonly compared?: number;
  };
  /** Name of a validation rule as it was when the quarter was published; null for built-in rules. */
  readonly zh: string | null;
  readonly en: string | null;
}

const number = (value: number | null) =>
  value === null ? "?" : String(Number(value.toFixed(Math.abs(value) < 10 ? 2 : 0)));
const percent = (value: number | null) => (value === null ? "?" : `${number(100 * value)}%`);
/** Tails are computed exactly, but nobody reads 1e-290. */
const chance = (value: number | null) =>
  value === null ? "?" : value < 1e-6 ? "< 0.000001" : value.toPrecision(2);

export function labelOf({ rule, zh, en }: FoundRow, language: Language): string {
  const built = QUALITY_RULES.find((each) => each.key === rule);
  return (built ? built[language] : language === "zh" ? zh : en) ?? rule;
}

/** What was seen and what was to be expected, in one sentence of the reader's language. */
export function explain(row: FoundRow, language: Language): string {
  const { rule, observed, expected, probability, details } = row;
  const component = COMPONENTS.find(({ key }) => key === details.component)?.[language] ?? "";
  const say = (zh: string, en: string) => (language === "zh" ? zh : en);
  switch (rule) {
    case "NO_NEW":
      return say(
        `上报新识别 0 户，预期约 ${number(expected)} 户；偶然为零的概率 ${chance(probability)}。`,
        `Nobody new was reported where about ${number(expected)} were to be expected; chance of a zero ${chance(probability)}.`,
      );
    case "ZERO_CHANGE":
      return say(
        `整季没有一条记录变动，预期约 ${number(expected)} 条；偶然为零的概率 ${chance(probability)}。`,
        `No record changed in the quarter where about ${number(expected)} changes were to be expected; chance of a zero ${chance(probability)}.`,
      );
    case "NO_REPORT":
      return say(
        "本季没有上报；这不是上报为零。",
        "No report of the quarter came; that is not a report of zero.",
      );
    case "LATE_REPORT":
      return say(
        `于 ${details.reportedOn ?? "?"} 报来，晚 ${number(observed)} 天。`,
        `The report came on ${details.reportedOn ?? "?"}, ${number(observed)} days late.`,
      );
    case "COPY_FORWARD":
      return say(
        `${percent(observed)} 的数与上月相同，其他县为 ${percent(expected)}；比较 ${number(details.compared ?? null)} 个数。`,
        `${percent(observed)} of the figures repeat the month before, ${percent(expected)} elsewhere; ${number(details.compared ?? null)} were compared.`,
      );
    case "DIGIT_HEAPING":
      return say(
        `${component && `${component}：`}${percent(observed)} 的数以 0 或 5 结尾，应约 ${percent(expected)}；检验 ${number(details.tested ?? null)} 个数。`,
        `${component && `${component}: `}${percent(observed)} of the counts end in 0 or 5 where about ${percent(expected)} were to be expected; ${number(details.tested ?? null)} were tested.`,
      );
    case "BULK_EDIT":
      return say(
        `${number(observed)} 个村的数在同一秒录入（${details.recordedAt ?? "?"}）。`,
        `Figures of ${number(observed)} villages were recorded in one second (${details.recordedAt ?? "?"}).`,
      );
    case "OUTLIER_Z":
    case "OUTLIER_MODIFIED_Z":
      return say(
        `${component}：由上月的 ${percent(expected)} 变为 ${percent(observed)}，得分 ${number(details.score ?? null)}。`,
        `${component}: from ${percent(expected)} in the month before to ${percent(observed)}, score ${number(details.score ?? null)}.`,
      );
    case "OUTLIER_RANGE":
      return say(
        `${component}：${percent(observed)}，高于合理上限 ${percent(expected)}。`,
        `${component}: ${percent(observed)}, above the highest plausible ${percent(expected)}.`,
      );
    default:
      return say(
        `应有：左 ${details.operator ?? "?"} 右；实为左 ${number(observed)}，右 ${number(expected)}。`,
        `Left ${details.operator ?? "?"} right must hold; it is ${number(observed)} and ${number(expected)}.`,
      );
  }
}
