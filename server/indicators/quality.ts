import type { Knex } from "knex";
import type { CopyTally } from "../../geo/dataQuality.ts";
import { COMPONENTS } from "../../geo/villageRisk.ts";
import { type Cell, copyRows } from "../copy.ts";
import type { CountyInputs } from "./countyInputs.ts";
import { monthsOf, type Places, type VillageMonth } from "./loadFacts.ts";
import type { QualityRules } from "./loadQualityRules.ts";
import { type Finding, findCopies, findInVillages } from "./qualityFindings.ts";
import { daysLate, findInReport } from "./qualityReports.ts";
import { VILLAGE_COLUMNS } from "./qualityRules.ts";
import { type QualitySums, qualityScores, soundRows } from "./qualityScores.ts";
import type { PublishedIndex } from "./regionIndices.ts";

export interface QualityTask {
  readonly publication: number;
  readonly quarter: string;
  readonly lastMonth: string;
  readonly inputs: readonly CountyInputs[];
  readonly indices: readonly PublishedIndex[];
  readonly places: Places;
  readonly villages: VillageQuality;
  readonly quality: QualityRules;
}

/** What is known of the village figures of a county, before reports are looked at. */
interface CountyMonths {
  readonly rows: ReadonlyMap<string, number>;
  readonly delivered: number;
  readonly doubtful: ReadonlySet<string>;
  readonly findings: Finding[];
}

/** Looks for what cannot be right in the data of a quarter, and stores what it finds. */
export async function judgeQuality(transaction: Knex.Transaction, task: QualityTask): Promise<void> {
  const { publication, quarter, lastMonth, inputs, quality } = task;
  const months = monthsOf(quarter, lastMonth);
  const counties = task.villages.finish();
  const indexOf = new Map(task.indices.map((index) => [index.region, index]));
  // Reports are due when the quarter is over, and where reports are kept at all.
  const isDue =
    months.length === 3 &&
    inputs.some(
      ({ dispatch, newHistory }) => dispatch !== null || newHistory.some((count) => count !== null),
    );
  const sums = new Map<string, QualitySums>();
  const all: Finding[] = [];
  for (const input of inputs) {
    const { county } = input;
    const province = county.slice(0, 2);
    const thresholds = quality.thresholdsOf(province);
    const its = counties.get(county);
    const findings = [
      ...(its?.findings ?? []),
      ...findInReport(
        input,
        quarter,
        isDue,
        indexOf.get(county),
        thresholds,
        quality.validationsOf(province),
      ),
    ];
    all.push(...findings);
    sums.set(county, {
      delivered: its?.delivered ?? 0,
      asked: input.villages * months.length * COMPONENTS.length,
      inTime: isDue && daysLate(quarter, input.reportedOn, thresholds.reportDueDay) === 0 ? 1 : 0,
      due: isDue ? 1 : 0,
      ...soundRows(
        its?.rows ?? new Map(),
        its?.doubtful ?? new Set(),
        findings,
        quarter,
        input.dispatch !== null,
      ),
      findings: findings.length,
    });
  }
  await copyRows(
    transaction,
    "atlas.quality_findings",
    [
      "publication_id",
      "rule",
      "region_code",
      "village_code",
      "period",
      "observed",
      "expected",
      "probability",
      "details",
    ],
    all.map((one) => [
      publication,
      one.rule,
      one.county,
      one.village,
      one.period,
      one.observed,
      one.expected,
      one.probability,
      JSON.stringify(one.details),
    ]),
  );
  await copyRows(
    transaction,
    "atlas.quality_scores",
    ["publication_id", "region_code", "period", "completeness", "timeliness", "consistency", "findings"],
    scoreRows(task, sums),
  );
}

/** What is wrong with the village figures of a quarter, county by county as they are read. */
export class VillageQuality {
  readonly #counties = new Map<string, CountyMonths>();
  readonly #copies: ReadonlyMap<string, Map<string, CopyTally>>;

  /** @param months of the quarter, first days. */
  constructor(
    private readonly months: readonly string[],
    private readonly quality: QualityRules,
  ) {
    this.#copies = new Map(months.map((month) => [month, new Map<string, CopyTally>()]));
  }

  /** @param rows of the county in these months and the one before, one for each village and month. */
  add(county: string, rows: readonly VillageMonth[]): void {
    const province = county.slice(0, 2);
    const { findings, doubtful, copies } = findInVillages(
      county,
      rows,
      this.months,
      this.quality.thresholdsOf(province),
      this.quality.validationsOf(province),
    );
    for (const [month, tally] of copies) this.#copies.get(month)?.set(county, tally);
    this.#counties.set(county, { ...deliveredIn(rows, this.months), doubtful, findings });
  }

  /** Adds what only all counties together can tell. */
  finish(): ReadonlyMap<string, CountyMonths> {
    for (const [month, tallies] of this.#copies)
      for (const copied of findCopies(month, tallies, this.quality.thresholdsOf))
        this.#counties.get(copied.county)?.findings.push(copied);
    return this.#counties;
  }
}

/** Rows by month, and how many figures they hold; a numerator and its denominator are one figure. */
function deliveredIn(
  rows: readonly VillageMonth[],
  months: readonly string[],
): { rows: Map<string, number>; delivered: number } {
  const counts = new Map<string, number>();
  let delivered = 0;
  for (const row of rows) {
    if (!months.includes(row.month)) continue;
    counts.set(row.month, (counts.get(row.month) ?? 0) + 1);
    for (let place = 0; place < VILLAGE_COLUMNS.length; place += 2)
      if ((row.figures[place] ?? null) !== null) delivered += 1;
  }
  return { rows: counts, delivered };
}

/** Counties, prefectures, provinces and areas. */
function* scoreRows(
  { publication, quarter, places }: QualityTask,
  sums: ReadonlyMap<string, QualitySums>,
): Generator<Cell[]> {
  const members = new Map<string, QualitySums[]>();
  for (const [county, its] of sums)
    for (const region of new Set([
      county,
      county.slice(0, 4),
      county.slice(0, 2),
      ...(places.areas.get(county) ?? []),
    ]))
      members.set(region, [...(members.get(region) ?? []), its]);
  for (const [region, counties] of members) {
    if (!places.regions.has(region)) continue;
    const { completeness, timeliness, consistency, findings } = qualityScores(counties);
    yield [publication, region, quarter, completeness, timeliness, consistency, findings];
  }
}
