import type { Knex } from "knex";
import type { Count } from "../../geo/empiricalBayes.ts";
import { quarterOfDay } from "../../geo/quarters.ts";
import { RegionPool } from "../../geo/regionRisk.ts";
import { countsToSmooth, ownCounts, type RolledUp } from "../../geo/rolledUp.ts";
import { COMPONENTS, scoreVillages, type VillageRisk } from "../../geo/villageRisk.ts";
import { type Cell, copyRows } from "../copy.ts";
import type { Fact, Places } from "./loadFacts.ts";
import type { RulesOfDay } from "./rules.ts";

const VILLAGE_COLUMNS = [
  "village_code",
  "period",
  "status",
  "score",
  "level",
  "interval_low",
  "interval_high",
  "coverage",
  "contributions",
  "imputed",
  "method_version",
  "publication_id",
  "facts_revision",
];
const REGION_COLUMNS = [
  "region_code",
  "period",
  "status",
  "score",
  "level",
  "coverage",
  "contributions",
  "villages",
  "households",
  "villages_by_level",
  "households_by_level",
  "method_version",
  "publication_id",
];

/** Rows per COPY: memory stays flat however many villages there are. */
const ROWS_AT_ONCE = 20_000;

/** What a quarter's scores are computed with, and the number of the publication they belong to. */
export interface QuarterToScore {
  /** First day of the quarter. */
  readonly quarter: string;
  readonly publication: number;
  readonly rules: RulesOfDay;
}

/** A village and month with its score. */
export interface Scored {
  readonly fact: Fact;
  readonly score: number | null;
}

/**
 * Scores every village of some quarters month by month, one county at a time, and rolls up to townships, counties,
 * prefectures, provinces and areas. Runs in the transaction of whoever publishes.
 */
export class VillageScores {
  /** Sums of each region and month; key "360827 2026-09-01". */
  readonly pools = new Map<string, RegionPool>();
  villageMonths = 0;
  readonly #quarters: ReadonlyMap<string, QuarterToScore>;
  #rows: Cell[][] = [];
  #storing: Promise<void> = Promise.resolve();

  constructor(
    private readonly transaction: Knex.Transaction,
    quarters: readonly QuarterToScore[],
    private readonly places: Places,
    private readonly rolledUp: ReadonlyMap<string, RolledUp>,
  ) {
    this.#quarters = new Map(quarters.map((quarter) => [quarter.quarter, quarter]));
  }

  /**
   * Scores the villages of a county and adds them to the sums of every region they are in.
   * @param months facts of villages that are known, by month.
   */
  async add(county: string, months: Iterable<readonly Fact[]>): Promise<Scored[]> {
    const above = [county, county.slice(0, 4), county.slice(0, 2), ...(this.places.areas.get(county) ?? [])];
    const scored: Scored[] = [];
    for (const month of months) {
      const [first] = month;
      if (!first) continue;
      const { publication, rules: ofDay } = this.#quarterOf(first.month);
      const rules = ofDay.of(county.slice(0, 2)).village;
      const counts = month.map(countsOf);
      const rolledUp = this.rolledUp.get(`${county} ${first.month}`);
      const its = month.map(({ village }, index) => ({ village, counts: counts[index] ?? [] }));
      const risks = scoreVillages(rolledUp ? countsToSmooth(its, county, rolledUp) : counts, rules);
      const shared = above.map((region) => this.#pool(region, first.month));
      month.forEach((fact, index) => {
        const risk = risks[index];
        if (!risk) throw new Error(`village ${fact.village} was not scored`);
        const { households = 0 } = this.places.villages.get(fact.village) ?? {};
        const all = counts[index] ?? [];
        const own = rolledUp ? ownCounts(fact.village, all, county, rolledUp) : all;
        for (const pool of [this.#pool(fact.village.slice(0, 9), first.month), ...shared])
          pool.add(own, households, risk.level);
        this.#rows.push([...villageRow(fact, risk), rules.methodVersion, publication, fact.revision]);
        scored.push({ fact, score: risk.score });
      });
      if (rolledUp) this.#addReleased(rolledUp, county, first.month, shared);
    }
    if (this.#rows.length >= ROWS_AT_ONCE) await this.#store();
    return scored;
  }

  /** The sums of a release, to its county, what the county is part of, and its townships; never its villages one by one. */
  #addReleased(rolledUp: RolledUp, county: string, month: string, shared: readonly RegionPool[]): void {
    const householdsOf = (place: string) =>
      [...rolledUp.villages]
        .filter((village) => village.startsWith(place))
        .reduce((sum, village) => sum + (this.places.villages.get(village)?.households ?? 0), 0);
    for (const [place, sums] of rolledUp.sums)
      for (const pool of place === county ? shared : [this.#pool(place, month)])
        pool.addReleased(sums, householdsOf(place));
  }

  async finish(): Promise<void> {
    await this.#store();
    await this.#storing;
    await copyRows(this.transaction, "atlas.region_risks", REGION_COLUMNS, this.#regionRows());
  }

  /** Waits for the rows before only: while the database stores these, the next are computed. */
  async #store(): Promise<void> {
    const rows = this.#rows;
    this.#rows = [];
    this.villageMonths += rows.length;
    await this.#storing;
    this.#storing = copyRows(this.transaction, "atlas.village_risks", VILLAGE_COLUMNS, rows);
    // Whoever waits for it is told; nobody does once the walk has failed elsewhere.
    this.#storing.catch(() => {});
  }

  #quarterOf(period: string): QuarterToScore {
    const quarter = this.#quarters.get(quarterOfDay(period));
    if (!quarter) throw new Error(`no publication for ${period}`);
    return quarter;
  }

  #pool(region: string, period: string): RegionPool {
    const key = `${region} ${period}`;
    const pool = this.pools.get(key);
    if (pool) return pool;
    const created = new RegionPool();
    this.pools.set(key, created);
    return created;
  }

  *#regionRows(): Generator<Cell[]> {
    for (const [key, pool] of this.pools) {
      const [region = "", period = ""] = key.split(" ");
      const { publication, rules: ofDay } = this.#quarterOf(period);
      const rules = ofDay.of(/^\d/.test(region) ? region.slice(0, 2) : "").village;
      const { status, score, level, coverage, contributions } = pool.result(rules);
      yield [
        region,
        period,
        status,
        score,
        level,
        coverage,
        contributions,
        pool.villages,
        pool.households,
        pool.villagesByLevel,
        pool.householdsByLevel,
        rules.methodVersion,
        publication,
      ];
    }
  }
}

function countsOf({ figures }: Fact): (Count | null)[] {
  return COMPONENTS.map((_, index) => {
    const numerator = figures[2 * index];
    const denominator = figures[2 * index + 1];
    return typeof numerator === "number" && typeof denominator === "number"
      ? { numerator, denominator }
      : null;
  });
}

function villageRow({ village, month }: Fact, risk: VillageRisk): Cell[] {
  const imputed = risk.rates.reduce((bits, rate, index) => (rate?.imputed ? bits | (1 << index) : bits), 0);
  const [low = null, high = null] = risk.interval90 ?? [];
  return [
    village,
    month,
    risk.status,
    risk.score,
    risk.level,
    low,
    high,
    risk.coverage,
    risk.contributions,
    imputed,
  ];
}
