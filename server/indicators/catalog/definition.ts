import type { CountyFacts, Sums } from "../../../geo/pooledFacts.ts";
import type { RegionIndex } from "../../../geo/regionIndex.ts";
import type { RegionPool } from "../../../geo/regionRisk.ts";
import type { WarningLevel } from "../../../geo/villageRisk.ts";
import type { Dispatch, DispatchFigure } from "../countyInputs.ts";
import type { WorkFigures, WorkKey } from "../loadWorkFacts.ts";

/** Everything a published figure of one region and quarter can be computed from. */
export interface RegionFigures {
  /** Sums of its villages at the end of the quarter; null where nobody delivered. */
  readonly pool: RegionPool | null;
  readonly villageScore: { readonly score: number | null; readonly level: WarningLevel | null };
  /** Null for townships, about which no such report exists. */
  readonly facts: CountyFacts | null;
  /** What each of its counties reported; those that did not report have none. */
  readonly dispatches: readonly Dispatch[];
  /** Columns of theirs whose sum may not be shown: it is small, or would tell a small one. */
  readonly hidden: ReadonlySet<string>;
  /** Funds, assessments, medical policy, workforce and collective income; null for townships. */
  readonly work: WorkFigures | null;
  /** Counties and contiguous areas only. */
  readonly index: RegionIndex | null;
  /** Months of households in a shock up to the end of the quarter, oldest first; null where not delivered. */
  readonly shocks: readonly (number | null)[] | null;
}

/** A figure; a ratio also gives its two sums, so that it can be recomputed and never needs averaging. */
export interface Figure {
  readonly value: number | null;
  readonly numerator?: number | null;
  readonly denominator?: number | null;
}

export type Unit =
  | "SCORE"
  | "SHARE"
  | "HOUSEHOLDS"
  | "PERSONS"
  | "RECORDS"
  | "CLUES"
  | "ITEMS"
  | "DAYS"
  | "PROBABILITY"
  | "YES_NO"
  | "FEN";
export type Direction = "HIGHER_IS_WORSE" | "LOWER_IS_WORSE" | "NEITHER";
export type Family =
  | "VILLAGE_RISK"
  | "REGION_INDEX"
  | "DISPATCH"
  | "SILENCE"
  | "TIME_ALARM"
  | "FUNDS"
  | "ASSESSMENT"
  | "MEDICAL_PARITY"
  | "WORKFORCE";

/** What offices deliver apart from the quarterly report: who reported the quarter says nothing about it. */
export const WORK_FAMILIES: readonly Family[] = ["FUNDS", "ASSESSMENT", "MEDICAL_PARITY", "WORKFORCE"];

export interface IndicatorDefinition {
  readonly key: string;
  readonly zh: string;
  readonly en: string;
  readonly family: Family;
  readonly unit: Unit;
  /** What a ratio's two sums are counted in where they are money; without it they count what the formula names. */
  readonly sumsIn?: "FEN";
  readonly direction: Direction;
  readonly formula: { readonly zh: string; readonly en: string };
  readonly source: { readonly zh: string; readonly en: string };
  readonly methodVersion: string;
  /** The values that count 0 and 100 in an index; null where it enters none. */
  readonly goalposts: { readonly low: number; readonly high: number } | null;
  /** Null where the region has no such figure at all; a figure with value null where nobody delivered it. */
  readonly of: (region: RegionFigures) => Figure | null;
}

/** A ratio of two sums; without anything to divide by there is no value. */
export function ratio(sums: Sums | null | undefined): Figure {
  if (!sums) return { value: null };
  const { numerator, denominator } = sums;
  return { value: denominator > 0 ? numerator / denominator : null, numerator, denominator };
}

/** A ratio of what villages delivered: without a household behind it nobody did, or it is suppressed, and no sum is 0. */
export const deliveredRatio = (sums: Sums | null | undefined): Figure =>
  sums && sums.denominator > 0 ? ratio(sums) : { value: null };

type Columns = readonly DispatchFigure[];

/**
 * Columns added up over the counties that delivered all of them, each list apart; null where none did, and where a sum
 * may not be shown: NO_REPORT tells the two apart. A county that delivered one side of a ratio only would distort it for
 * all.
 */
function addedUp(
  { dispatches, hidden }: Pick<RegionFigures, "dispatches" | "hidden">,
  ...lists: readonly Columns[]
): number[] | null {
  if (lists.flat().some((column) => hidden.has(column))) return null;
  const known = dispatches.filter((its) => lists.flat().every((column) => (its[column] ?? null) !== null));
  if (known.length === 0) return null;
  return lists.map((columns) =>
    known.reduce((sum, its) => columns.reduce((all, column) => all + (its[column] ?? 0), sum), 0),
  );
}

/** A ratio of columns of the quarterly dispatch; several below the line are added up. */
export function dispatchRatio(above: DispatchFigure, ...below: Columns) {
  return (region: RegionFigures): Figure | null => {
    if (region.facts === null) return null;
    const [numerator, denominator] = addedUp(region, [above], below) ?? [];
    return ratio(numerator === undefined || denominator === undefined ? null : { numerator, denominator });
  };
}

/** A sum of columns of the quarterly dispatch over the counties that delivered all of them. */
export function dispatchSum(...columns: Columns) {
  return (region: RegionFigures): Figure | null =>
    region.facts && { value: addedUp(region, columns)?.[0] ?? null };
}

/** One column of the quarterly dispatch less another. */
export function dispatchDifference(one: DispatchFigure, other: DispatchFigure) {
  return (region: RegionFigures): Figure | null => {
    if (region.facts === null) return null;
    const [more, less] = addedUp(region, [one], [other]) ?? [];
    return { value: more === undefined || less === undefined ? null : more - less };
  };
}

/** A ratio of what is known of the work around the register. */
export const workRatio =
  (key: WorkKey) =>
  ({ work }: RegionFigures): Figure | null =>
    work && ratio(work.sums[key]);

const OWN_METHOD = {
  zh: "本项目方法卡（默认值，非官方口径）",
  en: "This project's method card (a default, not official)",
};
const QUARTERLY_DISPATCH = { zh: "按季调度报送", en: "Quarterly dispatch reported by counties" };
const FUND_LEDGER = { zh: "资金台账（下达、支出、报账、收回）", en: "The ledger of funds" };
const THIRD_PARTY_SURVEY = {
  zh: "第三方评估，截止日前已录入的最近年度，各县同一年",
  en: "Third-party survey; the latest year recorded by the cut-off, the same for all counties",
};
const MEDICAL_INSURANCE = {
  zh: "医保部门，截止日前已录入的最近年度，各县同一年",
  en: "Medical insurance offices; the latest year recorded by the cut-off, the same for all counties",
};
const WORKFORCE = { zh: "组织与人社部门，按季报送", en: "Personnel and employment offices, by quarter" };
const COLLECTIVE_ECONOMY = {
  zh: "农业农村部门，截止日前已录入的最近年度，各村同一年",
  en: "Agriculture offices; the latest year recorded by the cut-off, the same for all villages",
};
export const SOURCES = {
  OWN_METHOD,
  QUARTERLY_DISPATCH,
  FUND_LEDGER,
  THIRD_PARTY_SURVEY,
  MEDICAL_INSURANCE,
  WORKFORCE,
  COLLECTIVE_ECONOMY,
};
