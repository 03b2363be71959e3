import { apportion } from "./random.ts";

export type DemoSize = "s" | "m" | "l";

/** What each size holds: option, default and sentence on one line. */
export const DEMO_SIZES: Record<DemoSize, { villages: number; months: number; sentence: string }> = {
  s: { villages: 5_000, months: 24, sentence: "the 23 counties of the Luoxiao Mountains" },
  m: { villages: 50_000, months: 24, sentence: "the counties of the 14 contiguous poverty areas" },
  l: { villages: 600_000, months: 12, sentence: "every county of the country" },
};

/** The Luoxiao counties hold the same villages in every size, so what is planted there is always findable. */
export const LUOXIAO_VILLAGES = 5_000;

export const VILLAGES_PER_TOWNSHIP = 100;

export interface CountyToFill {
  code: string;
  areaKm2: number;
  inLuoxiao: boolean;
  /** Real townships, in order; empty where none are known and invented ones are needed. */
  townships: readonly string[];
}

/**
 * How many villages each county gets. Luoxiao: by its townships. Elsewhere by the square root of the area,
 * because large counties are thinly settled; a desert county counts as at most 6,000 km².
 */
export function villagesByCounty(counties: readonly CountyToFill[], size: DemoSize): Map<string, number> {
  const luoxiao = counties.filter((county) => county.inLuoxiao);
  const others = counties.filter((county) => !county.inLuoxiao);
  const counts = new Map<string, number>();
  const share = (group: readonly CountyToFill[], total: number, weight: (county: CountyToFill) => number) =>
    apportion(total, group.map(weight)).forEach((count, index) => {
      counts.set((group[index] as CountyToFill).code, count);
    });
  share(luoxiao, LUOXIAO_VILLAGES, (county) => Math.max(1, county.townships.length));
  share(others, DEMO_SIZES[size].villages - LUOXIAO_VILLAGES, (county) =>
    Math.sqrt(Math.min(6_000, Math.max(60, county.areaKm2))),
  );
  return counts;
}

/** Townships a county needs for its villages: the real ones, or about one invented for every eighteen villages. */
export function townshipCodes(county: CountyToFill, villages: number): string[] {
  if (county.townships.length > 0) return county.townships.slice(0, villages);
  const count = Math.min(99, Math.max(1, Math.round(villages / 18)));
  return Array.from({ length: count }, (_, index) => `${county.code}${900 + index}`);
}
