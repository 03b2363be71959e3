import {
  bulkEdits,
  type CopyTally,
  copyForwardOfTallies,
  digitHeaping,
  tallyCopies,
} from "../../geo/dataQuality.ts";
import { outlyingRates } from "../../geo/outlyingRates.ts";
import { type QualityThresholds, TYPED_COMPONENTS } from "../../geo/qualityRules.ts";
import { monthAfter } from "../../geo/quarters.ts";
import { grouped } from "../grouped.ts";
import type { VillageMonth } from "./loadFacts.ts";
import { type QualityRuleKey, type ValidationRule, VILLAGE_COLUMNS, violation } from "./qualityRules.ts";

/** One row of quality_findings. */
export interface Finding {
  /** Key of a built-in rule or of a validation rule. */
  readonly rule: string;
  readonly county: string;
  /** "" for the whole county. */
  readonly village: string;
  /** First day of the month or quarter. */
  readonly period: string;
  readonly observed: number | null;
  readonly expected: number | null;
  readonly probability: number | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What is found in the village figures of one county and quarter. */
export interface CountyFindings {
  readonly findings: Finding[];
  /** Month to its comparison with the month before. */
  readonly copies: ReadonlyMap<string, CopyTally>;
  /** Villages and months, "360827100901 2026-09-01", that a finding of a part of the county rests on. */
  readonly doubtful: Set<string>;
}

// Asked for every figure of every rule, half a million times for a country.
const PLACES = new Map(VILLAGE_COLUMNS.map((column, place) => [column, place]));
const placeOf = (column: string) => PLACES.get(column) ?? -1;

const TYPED = TYPED_COMPONENTS.map((key) => ({
  key,
  numerator: placeOf(`${key.toLowerCase()}_numerator`),
  denominator: placeOf(`${key.toLowerCase()}_denominator`),
}));

/**
 * Looks through the villages of one county.
 * @param rows its village months, with those of the month before the quarter.
 * @param months of the quarter, first days.
 */
export function findInVillages(
  county: string,
  rows: readonly VillageMonth[],
  months: readonly string[],
  thresholds: QualityThresholds,
  validations: readonly ValidationRule[],
): CountyFindings {
  const findings: Finding[] = [];
  const doubtful = new Set<string>();
  const copies = new Map<string, CopyTally>();
  const byMonth = grouped(rows, (row) => row.month);
  for (const month of months) {
    const now = byMonth.of(month);
    const before = new Map(byMonth.of(monthAfter(month, -1)).map((row) => [row.village, row]));
    const ofVillages = [
      ...outliersOf(county, now, before, thresholds),
      ...violationsOf(county, now, validations),
    ];
    for (const finding of ofVillages) doubtful.add(`${finding.village} ${month}`);
    findings.push(...ofVillages, ...roundedDigits(county, month, now, thresholds));
    copies.set(month, tallyCopies(pairsOf(now, before)));
    const typed = now.filter(({ inDelivery }) => !inDelivery);
    for (const { second, ids } of bulkEdits(
      typed.map((row) => ({ id: row.village, editedAt: row.recordedAt, editedBy: "" })),
      thresholds.bulkEdit.rows,
    )) {
      for (const id of ids) doubtful.add(`${id} ${month}`);
      const others = findings.find((one) => one.rule === "BULK_EDIT" && one.period === month);
      // One row for county and month: of several seconds the one with the most rows.
      if (others && (others.observed ?? 0) >= ids.length) continue;
      if (others) findings.splice(findings.indexOf(others), 1);
      findings.push(
        finding("BULK_EDIT", county, month, {
          observed: ids.length,
          details: { recordedAt: new Date(second).toISOString(), villages: [...ids].sort() },
        }),
      );
    }
  }
  return { findings, copies, doubtful };
}

/** A finding of a whole county; what is not said is null. */
export const finding = (
  rule: QualityRuleKey | ValidationRule["key"],
  county: string,
  period: string,
  rest: Partial<Omit<Finding, "rule" | "county" | "period">>,
): Finding => ({
  rule,
  county,
  village: "",
  period,
  observed: null,
  expected: null,
  probability: null,
  details: {},
  ...rest,
});

/** Numerators, which people count; denominators stay what they are for months. */
function* pairsOf(now: readonly VillageMonth[], before: ReadonlyMap<string, VillageMonth>) {
  for (const row of now) {
    const earlier = before.get(row.village);
    if (!earlier) continue;
    for (let place = 0; place < VILLAGE_COLUMNS.length; place += 2)
      yield { previous: earlier.figures[place] ?? null, current: row.figures[place] ?? null };
  }
}

function outliersOf(
  county: string,
  now: readonly VillageMonth[],
  before: ReadonlyMap<string, VillageMonth>,
  { outliers }: QualityThresholds,
): Finding[] {
  const found = new Map<
    string,
    Finding & { details: { component: string; score: number; components: string[] } }
  >();
  for (const { key, numerator, denominator } of TYPED) {
    const countOf = (row: VillageMonth | undefined) => {
      const [above, below] = [row?.figures[numerator] ?? null, row?.figures[denominator] ?? null];
      return above === null || below === null ? null : { numerator: above, denominator: below };
    };
    const pairs = now.map((row) => ({ previous: countOf(before.get(row.village)), current: countOf(row) }));
    for (const { index, method, score, rate, expected } of outlyingRates(
      pairs,
      outliers.mostRate[key],
      outliers,
    )) {
      const row = now[index];
      if (!row) continue;
      // A village has one finding per method and month; several components stand in it together.
      const place = `${method} ${row.village}`;
      const known = found.get(place);
      const components = [...(known?.details.components ?? []), key];
      const worst =
        known && Math.abs(known.details.score) >= Math.abs(score)
          ? { ...known, details: { ...known.details, components } }
          : {
              ...finding(`OUTLIER_${method}`, county, row.month, {
                village: row.village,
                observed: rate,
                expected,
              }),
              details: { component: key, score, components },
            };
      found.set(place, worst);
    }
  }
  return [...found.values()];
}

function violationsOf(
  county: string,
  now: readonly VillageMonth[],
  validations: readonly ValidationRule[],
): Finding[] {
  return validations
    .filter((rule) => rule.of === "VILLAGE")
    .flatMap((rule) =>
      now.flatMap((row) => {
        const broken = violation(rule, (column) => row.figures[placeOf(column)] ?? null);
        if (!broken) return [];
        return [violationFinding(rule, county, row.village, row.month, broken)];
      }),
    );
}

export const violationFinding = (
  rule: ValidationRule,
  county: string,
  village: string,
  period: string,
  { left, right }: { left: number; right: number },
): Finding =>
  finding(rule.key, county, period, {
    village,
    observed: left,
    expected: right,
    details: { left: rule.left, operator: rule.operator, right: rule.right },
  });

/**
 * Rounded digits of all deliveries together, or of one alone: each component comes from an office of its own, and one that
 * rounds drowns among five that do not. One finding for a county and month.
 */
function roundedDigits(
  county: string,
  month: string,
  now: readonly VillageMonth[],
  { digitHeaping: { share, probabilityBelow, leastCount, leastCountOfOne } }: QualityThresholds,
): Finding[] {
  const deliveries = TYPED.map(({ key, numerator }) => ({
    key,
    counts: now.map((row) => row.figures[numerator] ?? null).filter((count) => count !== null),
  }));
  const tests = [
    {
      component: null,
      counts: deliveries.flatMap(({ counts }) => counts),
      least: leastCount,
      below: probabilityBelow,
    },
    // Of several tests one is lucky more often: the probability asked for is divided among them.
    ...deliveries.map(({ key, counts }) => ({
      component: key,
      counts,
      least: leastCountOfOne,
      below: probabilityBelow / deliveries.length,
    })),
  ];
  for (const { component, counts, least, below } of tests) {
    const { roundShare, pValue, tested, counts: digits } = digitHeaping(counts, least);
    if (roundShare === null || pValue === null || roundShare < share || pValue >= below) continue;
    return [
      finding("DIGIT_HEAPING", county, month, {
        observed: roundShare,
        expected: 0.2,
        probability: pValue,
        details: { tested, digits, ...(component && { component }) },
      }),
    ];
  }
  return [];
}

/**
 * Counties that repeat the month before, among all counties.
 * @param tallies of one month, by county.
 */
export function findCopies(
  month: string,
  tallies: ReadonlyMap<string, CopyTally>,
  thresholdsOf: (province: string) => QualityThresholds,
): Finding[] {
  const judged = copyForwardOfTallies([...tallies.values()]);
  return [...tallies.keys()].flatMap((county, index) => {
    const copies = judged[index];
    const { share, probabilityBelow } = thresholdsOf(county.slice(0, 2)).copyForward;
    if (!copies || copies.share === null || copies.pValue === null) return [];
    if (copies.share < share || copies.pValue >= probabilityBelow) return [];
    return [
      finding("COPY_FORWARD", county, month, {
        observed: copies.share,
        expected: copies.expectedShare,
        probability: copies.pValue,
        details: { compared: copies.compared, identical: copies.identical },
      }),
    ];
  });
}
