import type { Language } from "../errors.ts";
import { csvCell } from "../imports/report.ts";
import { type IndicatorDefinition, WORK_FAMILIES } from "../indicators/catalog/definition.ts";
import type { RiskStatus } from "../indicators/type.ts";
import { unitName } from "../indicators/units.ts";
import type { Publication } from "../relapse/type.ts";
import type { ExportedFigure, ExportedRegion } from "./queries.ts";

export interface ExportedRow {
  readonly region: ExportedRegion;
  readonly indicator: IndicatorDefinition;
  readonly figure: ExportedFigure;
  readonly publication: Publication;
}

interface Column {
  readonly zh: string;
  readonly en: string;
  readonly of: (row: ExportedRow, language: Language) => string | number | boolean | null;
}

/** Columns of the file, in their order; a reader may rely on the names. */
const COLUMNS: readonly Column[] = [
  { zh: "区域代码", en: "region_code", of: ({ region }) => region.code },
  {
    zh: "区域",
    en: "region",
    of: ({ region }, language) => (language === "en" ? (region.nameEn ?? region.name) : region.name),
  },
  { zh: "层级", en: "level", of: ({ region }) => region.kind },
  { zh: "指标代号", en: "indicator", of: ({ indicator }) => indicator.key },
  { zh: "指标", en: "label", of: ({ indicator }, language) => indicator[language] },
  { zh: "季度", en: "period", of: ({ publication }) => publication.period },
  { zh: "值", en: "value", of: ({ figure }) => figure.value },
  { zh: "单位", en: "unit", of: ({ indicator }, language) => unitName(indicator.unit, language) },
  { zh: "分子", en: "numerator", of: ({ figure }) => figure.numerator },
  { zh: "分母", en: "denominator", of: ({ figure }) => figure.denominator },
  {
    zh: "分子分母单位",
    en: "unit_of_sums",
    of: ({ indicator: { sumsIn } }, language) => (sumsIn ? unitName(sumsIn, language) : null),
  },
  { zh: "状态", en: "status", of: (row) => sureness(row).status },
  { zh: "覆盖率", en: "coverage", of: (row) => sureness(row).coverage },
  { zh: "方法版本", en: "method_version", of: ({ indicator }) => indicator.methodVersion },
  { zh: "版本", en: "version", of: ({ publication }) => publication.version },
  { zh: "发布时间", en: "published_at", of: ({ publication }) => publication.computedAt },
  { zh: "数据截止", en: "data_cut_off", of: ({ publication }) => publication.dataCutOff },
  { zh: "模拟数据", en: "is_demo", of: ({ region }) => region.isDemo },
];

/**
 * How far a figure can be relied on: scores have their own coverage, what counties report is covered by the share of
 * counties that did.
 */
export function sureness({
  region,
  indicator,
  figure,
}: Pick<ExportedRow, "region" | "indicator" | "figure">): {
  status: RiskStatus;
  coverage: number | null;
} {
  const [status, coverage] =
    indicator.family === "VILLAGE_RISK"
      ? [figure.riskStatus, figure.riskCoverage]
      : indicator.family === "REGION_INDEX"
        ? [figure.indexStatus, figure.indexCoverage]
        : WORK_FAMILIES.includes(indicator.family)
          ? [null, figure.workCoverage]
          : [null, region.reported];
  if (figure.value === null) return { status: "INSUFFICIENT" as RiskStatus, coverage };
  return { status: status ?? (((coverage ?? 1) < 1 ? "PARTIAL" : "OK") as RiskStatus), coverage };
}

/** Without the byte-order mark Excel garbles Chinese. */
export const headLine = (language: Language): string =>
  `\ufeff${COLUMNS.map((column) => csvCell(column[language])).join(",")}\r\n`;

/** Numbers as JSON writes them, so that a cell reads like the API's answer; only text can be a formula. */
export const rowLine = (row: ExportedRow, language: Language): string =>
  `${COLUMNS.map((column) => cell(column.of(row, language))).join(",")}\r\n`;

function cell(value: string | number | boolean | null): string {
  if (value === null) return "";
  return typeof value === "string" ? csvCell(value) : JSON.stringify(value);
}
