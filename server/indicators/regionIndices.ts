import type { Knex } from "knex";
import { type CountyFacts, pooledFacts, toRegionFacts } from "../../geo/pooledFacts.ts";
import { rankIntervals } from "../../geo/rankIntervals.ts";
import type { RegionQuarterFacts, ScanClusterFacts } from "../../geo/regionFacts.ts";
import { type RegionIndex, regionIndices } from "../../geo/regionIndex.ts";
import { publishedLevels } from "../../geo/regionLevels.ts";
import { type RegionIndexRules, SUB_INDEX_KEYS } from "../../geo/regionRules.ts";
import type { WarningLevel } from "../../geo/villageRisk.ts";
import { copyRows } from "../copy.ts";
import type { RulesOfDay } from "./rules.ts";

/** The index of one region, with the facts it was computed from. */
export interface PublishedIndex {
  readonly region: string;
  readonly facts: CountyFacts;
  readonly input: RegionQuarterFacts;
  readonly index: RegionIndex;
}

/** Fixed, so that the same quarter gives the same rank intervals. */
const RANK_SEED = 1;

/**
 * Computes and stores the index of every county and contiguous area. Peers are the counties of a province, and the
 * areas among one another.
 * @param areas per county, the areas it belongs to.
 */
export async function storeRegionIndices(
  transaction: Knex.Transaction,
  publication: number,
  quarter: string,
  counties: ReadonlyMap<string, CountyFacts>,
  areas: ReadonlyMap<string, readonly string[]>,
  clusters: ReadonlyMap<string, ScanClusterFacts>,
  rules: RulesOfDay,
): Promise<PublishedIndex[]> {
  const published: PublishedIndex[] = [];
  const rows: Parameters<typeof copyRows>[3] extends Iterable<infer Row> ? Row[] : never = [];
  for (const { province, regions } of peerGroups(counties, areas)) {
    const its = rules.of(province).region;
    const inputs = regions.map(({ region, facts }) =>
      toRegionFacts(region, facts, clusters.get(region) ?? null),
    );
    const indices = regionIndices(inputs, its);
    const ranks = rankIntervals(
      indices.map((index) => SUB_INDEX_KEYS.map((key) => index.subIndices[key])),
      SUB_INDEX_KEYS.map((key) => its.weights[key]),
      { seed: RANK_SEED },
    );
    const history = await readHistory(
      transaction,
      quarter,
      regions.map(({ region }) => region),
    );
    for (const [place, { region, facts }] of regions.entries()) {
      const index = indices[place];
      const input = inputs[place];
      if (!index || !input) throw new Error(`the index of ${region} was not computed`);
      published.push({ region, facts, input, index });
      const before = history.get(region) ?? [];
      rows.push([
        publication,
        region,
        quarter,
        statusOf(index),
        index.score,
        index.score === null ? null : index.levelFromScore,
        index.score === null ? null : levelNow(before, index, its),
        before.at(-1)?.published ?? null,
        Math.min(1, index.coverage),
        SUB_INDEX_KEYS.map((key) => index.subIndices[key]),
        SUB_INDEX_KEYS.map((key) => index.contributions[key]),
        [...index.imputed, ...(index.outcomeLiftedBySilence ? ["OUTCOME_SILENCE_FLOOR"] : [])],
        index.triggers,
        JSON.stringify(index.largeScaleTests),
        JSON.stringify(index.silence),
        JSON.stringify({ facts, input, computedLevel: index.level }),
        ranks[place]?.rank ?? null,
        ranks[place]?.from ?? null,
        ranks[place]?.to ?? null,
        ranks.filter((interval) => interval.rank !== null).length,
      ]);
    }
  }
  await copyRows(
    transaction,
    "atlas.region_indices",
    [
      "publication_id",
      "region_code",
      "quarter",
      "status",
      "value",
      "level_from_score",
      "level",
      "previous_level",
      "coverage",
      "sub_indices",
      "contributions",
      "imputed",
      "triggers",
      "tests",
      "silence",
      "inputs",
      "rank",
      "rank_low",
      "rank_high",
      "ranked",
    ],
    rows,
  );
  return published;
}

const statusOf = (index: RegionIndex) =>
  index.score === null ? "INSUFFICIENT" : index.imputed.length === 0 ? "OK" : "PARTIAL";

interface PeerGroup {
  /** "" for the areas, which cross provinces. */
  readonly province: string;
  readonly regions: readonly { region: string; facts: CountyFacts }[];
}

function peerGroups(
  counties: ReadonlyMap<string, CountyFacts>,
  areas: ReadonlyMap<string, readonly string[]>,
): PeerGroup[] {
  const provinces = new Map<string, { region: string; facts: CountyFacts }[]>();
  const members = new Map<string, CountyFacts[]>();
  for (const [county, facts] of counties) {
    const province = county.slice(0, 2);
    provinces.set(province, [...(provinces.get(province) ?? []), { region: county, facts }]);
    for (const area of areas.get(county) ?? []) members.set(area, [...(members.get(area) ?? []), facts]);
  }
  const groups = [...provinces].map(([province, regions]) => ({ province, regions }));
  const pooled = [...members]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([region, its]) => ({ region, facts: pooledFacts(its) }));
  return pooled.length > 0 ? [...groups, { province: "", regions: pooled }] : groups;
}

interface Past {
  readonly score: number;
  /** As computed, before the hysteresis. */
  readonly computed: WarningLevel;
  readonly published: WarningLevel;
}

/** Levels of the quarters before, from their current publications, oldest first. */
async function readHistory(
  transaction: Knex.Transaction,
  quarter: string,
  regions: readonly string[],
): Promise<Map<string, Past[]>> {
  const { rows } = await transaction.raw<{ rows: (Past & { region: string })[] }>(
    /* sql */ `
    select past.region_code as region, past.value as score, past.inputs ->> 'computedLevel' as computed, past.level as published
    from atlas.region_indices past
    join atlas.publications publication on publication.id = past.publication_id and publication.is_current
    where past.quarter < ?::date and past.region_code = any(?) and past.value is not null
    order by past.region_code, past.quarter`,
    [quarter, [...regions]],
  );
  const history = new Map<string, Past[]>();
  for (const { region, ...past } of rows) history.set(region, [...(history.get(region) ?? []), past]);
  return history;
}

/** Up at once, down one step after enough quarters well below: see publishedLevels. */
function levelNow(before: readonly Past[], index: RegionIndex, rules: RegionIndexRules): WarningLevel {
  const quarters = before.map((past) => ({ level: past.computed, score: past.score }));
  const now = { level: index.level, score: index.score ?? 0 };
  return publishedLevels([...quarters, now], rules).at(-1) ?? index.level;
}
