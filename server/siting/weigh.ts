import { greatCircleKm } from "../../geo/greatCircle.ts";
import {
  type HardLimit,
  HOST_SCORE,
  hardLimit,
  hostScore,
  type Pair,
  roadKm,
  SCORE_PARTS,
  scoreParts,
} from "../../geo/hostScore.ts";
import type { Language } from "../errors.ts";
import { limitSentence, partSentence } from "./explain.ts";
import type { HostRow, VillageRow } from "./queries.ts";
import type { EnclaveCandidate, ExcludedHost } from "./type.ts";

const sum = (parts: VillageRow["placed"]) => parts.reduce((total, { amountFen }) => total + amountFen, 0);

/** What is known of a village and a site; null where nobody knows where the village lies. */
export function pairOf(village: VillageRow, site: HostRow, moneyFen: number): Pair | null {
  if (village.lon === null || village.lat === null) return null;
  return {
    straightKm: greatCircleKm([village.lon, village.lat], [site.lon, site.lat]),
    sameCounty: village.countyCode === site.countyCode,
    siteInZone: site.inZone,
    moneyFen,
    capacityFen: Number(site.capacity),
    smallestFen: Number(site.smallest),
    record: site.record,
    sectorRecord: site.sectorRecord,
    placedFen: sum(village.placed),
    placedHereFen: sum(
      village.placed.filter(({ host, operator }) => host === site.countyCode || operator === site.operator),
    ),
  };
}

/** Ranks the sites for a village; those a hard limit excludes stand apart, each with its limit. */
export function candidatesOf(
  village: VillageRow,
  sites: readonly HostRow[],
  moneyFen: number,
  language: Language,
): { ranked: EnclaveCandidate[]; excluded: ExcludedHost[] } {
  const ranked: EnclaveCandidate[] = [];
  const excluded: ExcludedHost[] = [];
  for (const site of sites) {
    const pair = pairOf(village, site, moneyFen);
    if (pair === null) continue;
    const limit: HardLimit | null = hardLimit(pair);
    if (limit !== null) {
      excluded.push({ site, limit, sentence: limitSentence(limit, pair, language) });
      continue;
    }
    const values = scoreParts(pair);
    ranked.push({
      rank: 0,
      site,
      score: hostScore(values),
      straightKm: pair.straightKm,
      roadKm: roadKm(pair.straightKm),
      parts: SCORE_PARTS.map((key) => ({
        key,
        value: values[key],
        weight: HOST_SCORE.weights[key],
        points: 100 * values[key] * HOST_SCORE.weights[key],
        sentence: partSentence(key, pair, language),
      })),
    });
  }
  ranked.sort((a, b) => b.score - a.score || (a.site.code < b.site.code ? -1 : 1));
  return { ranked: ranked.map((each, index) => ({ ...each, rank: index + 1 })), excluded };
}
