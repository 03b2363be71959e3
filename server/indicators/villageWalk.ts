import type { Knex } from "knex";
import type { Sums } from "../../geo/pooledFacts.ts";
import { monthAfter } from "../../geo/quarters.ts";
import type { RegionPool } from "../../geo/regionRisk.ts";
import type { RolledUp } from "../../geo/rolledUp.ts";
import { silentVillages } from "../../geo/silence.ts";
import { COMPONENTS } from "../../geo/villageRisk.ts";
import { grouped } from "../grouped.ts";
import { readRolledUp } from "../releases/loadRolledUp.ts";
import { countiesWithFacts, latest, monthsOf, type Places } from "./loadFacts.ts";
import type { QualityRules } from "./loadQualityRules.ts";
import { VillageQuality } from "./quality.ts";
import { VILLAGE_COLUMNS } from "./qualityRules.ts";
import { type Place, placeOf } from "./spatialFindings.ts";
import { type QuarterToScore, VillageScores } from "./villageScores.ts";

export interface QuarterToWalk extends QuarterToScore {
  /** The last month of the quarter that has facts. */
  readonly lastMonth: string;
  readonly quality: QualityRules;
}

/** What a quarter's village facts tell, besides their scores. */
export interface Walked {
  /** Villages with a point at the end of the quarter, in the order of their codes. */
  readonly places: Place[];
  /** By county, villages in which nothing moved over those that delivered enough to tell. */
  readonly silent: Map<string, Sums>;
  readonly quality: VillageQuality;
}

/**
 * Goes through the village facts of some quarters once: scores them, looks for what cannot be right in them, and keeps
 * what the rest of a publication asks of them.
 */
export async function walkVillages(
  transaction: Knex.Transaction,
  quarters: readonly QuarterToWalk[],
  places: Places,
  onProgress: (sentence: string) => void,
): Promise<{ pools: ReadonlyMap<string, RegionPool>; walked: readonly Walked[] }> {
  const asked = new Set(places.counties.map(({ county }) => county));
  const walks = quarters.map(({ quarter, lastMonth, quality }) => {
    const months = monthsOf(quarter, lastMonth);
    return {
      months,
      withBefore: [monthAfter(quarter, -1), ...months],
      lastMonth,
      places: [] as Place[],
      silent: new Map<string, Sums>(),
      quality: new VillageQuality(months, quality),
    };
  });
  const scoredMonths = [...new Set(walks.flatMap(({ months }) => months))];
  const read = new Set(walks.flatMap(({ withBefore }) => withBefore));
  const rolledUp = await readRolledUp(
    transaction,
    quarters.map(({ publication }) => publication),
  );
  tellSuppressed(rolledUp, scoredMonths, onProgress);
  const scores = new VillageScores(transaction, quarters, places, rolledUp);
  let told = 0;
  for await (const { county, facts } of countiesWithFacts(transaction, [...read])) {
    const ofVillages = facts.filter(({ village }) => places.villages.has(village));
    const known = latest(ofVillages);
    const byMonth = grouped(known, ({ month }) => month);
    const scored = grouped(
      await scores.add(
        county,
        scoredMonths.map((month) => byMonth.of(month)),
      ),
      ({ fact }) => fact.month,
    );
    const all = grouped(ofVillages, ({ month }) => month);
    for (const walk of walks) {
      // What is hidden cannot be seen to stand still: villages of a release are not among the silent ones.
      const released = walk.withBefore.flatMap((month) => rolledUp.get(`${county} ${month}`) ?? []);
      const seen = (month: string) =>
        all.of(month).filter(({ village }) => !released.some(({ villages }) => villages.has(village)));
      const silent = silentVillages(walk.withBefore.flatMap(seen), walk.months, NUMERATORS);
      if (silent) walk.silent.set(county, silent);
      for (const village of scored.of(walk.lastMonth)) {
        const place = placeOf(village, places);
        if (place) walk.places.push(place);
      }
      const rows = walk.withBefore.flatMap((month) => byMonth.of(month));
      if (asked.has(county) && rows.length > 0) walk.quality.add(county, rows);
    }
    if (scores.villageMonths === told) continue;
    told = scores.villageMonths;
    onProgress(`scores: ${told} village-months, up to county ${county}`);
  }
  await scores.finish();
  return { pools: scores.pools, walked: walks };
}

/** Why figures of a county are missing, in a sentence each: a suppressed sum is never made up from what villages show. */
function tellSuppressed(
  rolledUp: ReadonlyMap<string, RolledUp>,
  months: readonly string[],
  onProgress: (sentence: string) => void,
): void {
  for (const [key, { sums }] of rolledUp) {
    const [county = "", month = ""] = key.split(" ");
    const suppressed = COMPONENTS.filter((_, index) => sums.get(county)?.[index] === null);
    if (suppressed.length === 0 || !months.includes(month)) continue;
    const keys = suppressed.map((component) => component.key).join(", ");
    onProgress(`${county} ${month.slice(0, 7)}: ${keys} of the county suppressed in the release, left out`);
  }
}

/** Denominators stay what they are for months. */
const NUMERATORS = VILLAGE_COLUMNS.flatMap((column, place) => (column.endsWith("_numerator") ? [place] : []));
