import type { MultiPolygon } from "geojson";
import { toRegionFacts } from "../geo/pooledFacts.ts";
import { DEFAULT_QUALITY_THRESHOLDS, TYPED_COMPONENTS } from "../geo/qualityRules.ts";
import { monthAfter, quarterAfter } from "../geo/quarters.ts";
import { regionIndices } from "../geo/regionIndex.ts";
import { DEFAULT_REGION_RULES } from "../geo/regionRules.ts";
import { buildCounty, type CountyPlan, type DemoCounty } from "../server/demo/county.ts";
import { COMPONENTS, historyOf } from "../server/demo/facts.ts";
import { LAST_MONTH, monthIndex } from "../server/demo/months.ts";
import { quarterReports } from "../server/demo/quarters.ts";
import { Random } from "../server/demo/random.ts";
import { CountyTally } from "../server/demo/tally.ts";
import { countyFactsOf } from "../server/indicators/countyFacts.ts";
import type { CountyInputs, Dispatch, DispatchColumn } from "../server/indicators/countyInputs.ts";
import type { VillageMonth } from "../server/indicators/loadFacts.ts";
import { VillageQuality } from "../server/indicators/quality.ts";
import { findInReport } from "../server/indicators/qualityReports.ts";

/**
 * Fields like those of the demonstration, of other streams: invented counties in which the generator plants nothing, and
 * this file does, in other counties, villages, months and quarters each time. The thresholds were never chosen on them.
 */

const COUNTIES = 23;
const VILLAGES = 200;
/** Every quarter of the year, the last ones of the simulation: seasons and missing cells differ. */
const QUARTERS = ["2025-10-01", "2026-01-01", "2026-04-01", "2026-07-01"] as const;
const WILD_VALUES = 6;

export type Truth = Readonly<Record<string, readonly string[]>>;

export interface Judged {
  /** What was planted: counties, or villages for outliers. */
  readonly planted: Truth;
  readonly found: Truth;
  readonly counties: number;
  readonly villages: number;
}

/** 90 is no province, so that no plant of the demonstration and no real county is met. */
const countyCode = (seed: number, place: number) => `90${String(seed).padStart(2, "0")}${String(place + 10)}`;

const SQUARE: MultiPolygon = {
  type: "MultiPolygon",
  coordinates: [
    [
      [
        [114, 26],
        [114.5, 26],
        [114.5, 26.45],
        [114, 26.45],
        [114, 26],
      ],
    ],
  ],
};

/** Makes the field of a seed, plants defects in it and looks for them. */
export function judgeField(seed: number): Judged {
  const random = new Random("held out", seed);
  const quarter = QUARTERS[seed % QUARTERS.length] as string;
  const months = [0, 1, 2].map((offset) => monthAfter(quarter, offset));
  const [before, ...inQuarter] = [monthAfter(quarter, -1), ...months] as [string, ...string[]];
  const codes = Array.from({ length: COUNTIES }, (_, place) => countyCode(seed, place));
  // A county each; the rest carry nothing, and so does one whose village counts are real clusters of trouble.
  const [still, copied, heaped, heapedInOne, bulk, silent, noNew, wild] = random.sample(codes, 8) as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const heapedOne = random.pick(["MARGIN", "JOBS"] as const);
  const copiedMonth = random.pick(months.slice(1));
  const planted: Record<string, string[]> = {
    NO_NEW: [noNew, still],
    ZERO_CHANGE: [still],
    NO_REPORT: [silent],
    COPY_FORWARD: [copied, still],
    DIGIT_HEAPING: [heaped, heapedInOne],
    BULK_EDIT: [bulk],
    OUTLIER_Z: [],
    OUTLIER_MODIFIED_Z: [],
    OUTLIER_RANGE: [],
  };
  const quality = new VillageQuality(months, {
    thresholdsOf: () => DEFAULT_QUALITY_THRESHOLDS,
    validationsOf: () => [],
    stored: { thresholds: {}, validations: [] },
  });
  const inputs: CountyInputs[] = [];
  let villages = 0;
  for (const county of codes) {
    const demo = buildCounty(planOf(county), () => SQUARE);
    const places = demo.villages;
    villages += places.length;
    const tally = new CountyTally();
    let rows: VillageMonth[] = [];
    for (const [index, village] of places.entries()) {
      // One county in three has real trouble: a tenth of its villages rise together, which is no defect of the data.
      village.inCluster = county.endsWith("0") && index % 10 === 0;
      const history = historyOf(village, demo.failing(village.code), 24);
      tally.add(history);
      for (const month of [before, ...inQuarter]) {
        const place = monthIndex(month.slice(0, 7)) - LAST_MONTH - 1 + history.facts.length;
        const facts = history.facts[place] ?? [];
        const figures = COMPONENTS.flatMap((_, component) => facts[component] ?? [null, null]);
        const own = new Random(village.code, month, "recorded");
        rows.push({
          village: village.code,
          month,
          recordedAt: Date.parse(`${monthAfter(month, 1)}T00:00:00Z`) + 1000 * own.integer(0, 200_000),
          inDelivery: false,
          figures,
        });
      }
    }
    const at = new Map(rows.map((row) => [`${row.village} ${row.month}`, row]));
    const change = (of: (row: VillageMonth) => Partial<VillageMonth>) => {
      rows = rows.map((row) => ({ ...row, ...of(row) }));
    };
    if (county === still)
      change(({ village }) => ({ figures: at.get(`${village} ${before}`)?.figures ?? [] }));
    if (county === copied)
      change(({ village, month, figures }) =>
        month === copiedMonth && new Random(village, "copied").chance(0.85)
          ? { figures: at.get(`${village} ${monthAfter(month, -1)}`)?.figures ?? figures }
          : {},
      );
    const round = (only: string | null) =>
      change(({ figures }) => ({
        figures: figures.map((figure, place) => {
          const key = COMPONENTS[place >> 1]?.toUpperCase() ?? "";
          const rounds = place % 2 === 0 && (only === null ? key !== "INDUSTRY" : key === only);
          return rounds && figure !== null
            ? Math.min(5 * Math.round(figure / 5), 5 * Math.floor((figures[place + 1] ?? 0) / 5))
            : figure;
        }),
      }));
    if (county === heaped) round(null);
    if (county === heapedInOne) round(heapedOne);
    if (county === bulk) {
      const chosen = new Set(random.sample(places, random.integer(30, 80)).map(({ code }) => code));
      const month = random.pick(months);
      const night = Date.parse(`${monthAfter(month, 1)}T18:17:41Z`);
      change((row) => (row.month === month && chosen.has(row.village) ? { recordedAt: night + 400 } : {}));
    }
    if (county === wild)
      for (const village of random.sample(places, WILD_VALUES)) {
        const key = random.pick(TYPED_COMPONENTS);
        const month = random.pick(months);
        const place = 2 * COMPONENTS.findIndex((component) => component.toUpperCase() === key);
        const row = at.get(`${village.code} ${month}`);
        const earlier = at.get(`${village.code} ${monthAfter(month, -1)}`);
        const denominator = row?.figures[place + 1] ?? null;
        if (!row || denominator === null) continue;
        const figures = [...row.figures];
        figures[place] = Math.round(denominator * random.between(0.68, 0.95));
        change((each) => (each.village === village.code && each.month === month ? { figures } : {}));
        planted.OUTLIER_RANGE?.push(village.code);
        // A jump is seen only beside the month before; what was not delivered then leaves the range alone to tell.
        if ((earlier?.figures[place] ?? null) === null) continue;
        planted.OUTLIER_Z?.push(village.code);
        planted.OUTLIER_MODIFIED_Z?.push(village.code);
      }
    quality.add(county, rows);
    const input = inputOf(demo, tally, quarter, { still, silent, noNew });
    // The generator leaves out a report now and then by itself, and that is one too.
    if (input.dispatch === null && county !== silent) planted.NO_REPORT?.push(county);
    if (input.dispatch === null)
      for (const rule of ["NO_NEW", "ZERO_CHANGE"])
        planted[rule] = (planted[rule] ?? []).filter((place) => place !== county);
    inputs.push(input);
  }
  const found: Record<string, Set<string>> = {};
  const note = (rule: string, place: string) => {
    found[rule] ??= new Set();
    found[rule].add(place);
  };
  for (const [county, { findings }] of quality.finish())
    for (const { rule, village } of findings) note(rule, village || county);
  for (const { county, rules } of reportFindings(inputs, quarter))
    for (const rule of rules) note(rule, county);
  return {
    planted,
    found: Object.fromEntries(Object.entries(found).map(([rule, its]) => [rule, [...its]])),
    counties: codes.length,
    villages,
  };
}

const planOf = (code: string): CountyPlan => ({
  code,
  name: code,
  nameEn: code,
  provinceCode: "90",
  outline: SQUARE,
  isPoor: true,
  townships: Array.from({ length: 12 }, (_, index) => `${code}${100 + index}`),
  townshipsAreInvented: true,
  villages: VILLAGES,
  enclaves: [],
});

/** What the county reported, with eight quarters of history, as the generator reports it. */
function inputOf(
  demo: DemoCounty,
  tally: CountyTally,
  quarter: string,
  plants: { still: string; silent: string; noNew: string },
): CountyInputs {
  const county = demo.plan.code;
  const reports = new Map(quarterReports(demo, tally, 36).map((report) => [report.quarter, report]));
  const now = reports.get(quarter);
  const quarters = Array.from({ length: 8 }, (_, index) => quarterAfter(quarter, index - 8));
  const events: Partial<Record<DispatchColumn, number>> =
    county === plants.still
      ? { newly_recognised: 0, eliminated: 0, records_changed: 0 }
      : county === plants.noNew
        ? { newly_recognised: 0 }
        : {};
  const isSilent = county === plants.silent || now?.figures === null;
  return {
    county,
    households: demo.villages.reduce((sum, village) => sum + village.households, 0),
    villages: demo.villages.length,
    silentVillages: null,
    dispatch: isSilent || !now?.figures ? null : ({ ...now.figures, ...events } as Dispatch),
    reportedOn: isSilent ? null : (now?.reportedOn ?? null),
    workersYearBefore: null,
    migrantsYearBefore: null,
    newHistory: quarters.map((at) => reports.get(at)?.figures?.newly_recognised ?? null),
    changeHistory: quarters.map((at) => reports.get(at)?.figures?.records_changed ?? null),
    emergencies: null,
    commodities: null,
    projects: null,
    sites: null,
  };
}

function reportFindings(inputs: readonly CountyInputs[], quarter: string) {
  const facts = countyFactsOf(inputs, quarter, () => ({
    pool: undefined,
    flowYearBefore: null,
    hotspots: null,
  }));
  const ordered = [...facts].map(([region, its]) => ({
    region,
    its,
    input: toRegionFacts(region, its, null),
  }));
  const indices = regionIndices(
    ordered.map(({ input }) => input),
    DEFAULT_REGION_RULES,
  );
  const indexOf = new Map(
    ordered.flatMap(({ region, its, input }, place) => {
      const index = indices[place];
      return index ? [[region, { region, facts: its, input, index }] as const] : [];
    }),
  );
  return inputs.map((input) => ({
    county: input.county,
    rules: findInReport(input, quarter, true, indexOf.get(input.county), DEFAULT_QUALITY_THRESHOLDS, []).map(
      ({ rule }) => rule,
    ),
  }));
}
