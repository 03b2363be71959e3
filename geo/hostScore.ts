/**
 * How well a host site suits a village: five parts of 0 to 1, weighted. The weights and limits stand here and nowhere
 * else; they are this project's own proposal, not an official rule.
 */
export const HOST_SCORE = {
  key: "host-score-2",
  validFrom: "2026-01-01",
  weights: { RECORD: 0.35, DISTANCE: 0.2, SECTOR: 0.15, CAPACITY: 0.15, SPREAD: 0.15 },
  /**
   * Kilometres by road for one in a straight line: an assumption of this project, taken from no source and measured
   * nowhere in the areas it is used for. It decides which sites are too far, and how much distance weighs beside the
   * other parts. A length, not a time of travel.
   */
  detour: 1.4,
  /** Beyond this a site is not proposed; at it the part for distance is 0. */
  farthestKm: 1_200,
  /** A village that has more of its principal than this in a host county is given no more there. */
  mostOfOneHost: 0.5,
  source: {
    zh: "本平台自拟的权重与限值，非官方规定",
    en: "Weights and limits proposed by this project, not an official rule",
  },
} as const;

export type ScorePart = keyof typeof HOST_SCORE.weights;
export const SCORE_PARTS = Object.keys(HOST_SCORE.weights) as ScorePart[];

export type HardLimit =
  | "OWN_COUNTY"
  | "IN_CONSTRAINT_ZONE"
  | "TOO_FAR"
  | "TOO_SMALL"
  | "NO_CAPACITY"
  | "DEPENDENCE";

/** What is known of a village and a site before anything is weighed. */
export interface Pair {
  readonly straightKm: number;
  readonly sameCounty: boolean;
  readonly siteInZone: boolean;
  /** Money the village would place, fen. */
  readonly moneyFen: number;
  readonly capacityFen: number;
  readonly smallestFen: number;
  /** Dividends of years that are over: of the host's enclaves, and of all enclaves of its sector. */
  readonly record: { readonly promisedFen: number; readonly paidFen: number };
  readonly sectorRecord: { readonly promisedFen: number; readonly paidFen: number };
  /** Principal the village has in enclaves, and of it in the county or with the operator of this site. */
  readonly placedFen: number;
  readonly placedHereFen: number;
}

export const roadKm = (straightKm: number): number => straightKm * HOST_SCORE.detour;

/** Paid of what was promised, at most 1; null where nothing was promised yet: no record is not a good record. */
export const recordShare = ({ promisedFen, paidFen }: Pair["record"]): number | null =>
  promisedFen > 0 ? Math.min(1, paidFen / promisedFen) : null;

/** Why a site is out of the question, in the order in which it is said; null where nothing speaks against it. */
export function hardLimit(pair: Pair): HardLimit | null {
  if (pair.sameCounty) return "OWN_COUNTY";
  if (pair.siteInZone) return "IN_CONSTRAINT_ZONE";
  if (roadKm(pair.straightKm) > HOST_SCORE.farthestKm) return "TOO_FAR";
  if (pair.moneyFen < pair.smallestFen) return "TOO_SMALL";
  if (pair.capacityFen < pair.moneyFen) return "NO_CAPACITY";
  if (pair.placedFen > 0 && pair.placedHereFen / pair.placedFen > HOST_SCORE.mostOfOneHost)
    return "DEPENDENCE";
  return null;
}

/** Each part, 0 to 1. */
export function scoreParts(pair: Pair): Record<ScorePart, number> {
  return {
    RECORD: recordShare(pair.record) ?? 0,
    DISTANCE: Math.max(0, 1 - roadKm(pair.straightKm) / HOST_SCORE.farthestKm),
    SECTOR: recordShare(pair.sectorRecord) ?? 0,
    CAPACITY: pair.capacityFen > 0 ? Math.max(0, 1 - pair.moneyFen / pair.capacityFen) : 0,
    SPREAD: pair.placedFen > 0 ? 1 - pair.placedHereFen / pair.placedFen : 1,
  };
}

/** 0 to 100. */
export const hostScore = (parts: Record<ScorePart, number>): number =>
  100 * SCORE_PARTS.reduce((sum, part) => sum + HOST_SCORE.weights[part] * parts[part], 0);
