import type { Knex } from "knex";
import { getisOrdStar, type HotSpot, hotSpots } from "../../geo/getisOrd.ts";
import type { PlanePoint } from "../../geo/pointIndex.ts";
import type { Sums } from "../../geo/pooledFacts.ts";
import type { ScanClusterFacts } from "../../geo/regionFacts.ts";
import type { ScanCluster, ScanField, ScanResult } from "../../geo/scan.ts";
import { nearestNeighbours } from "../../geo/spatialWeights.ts";
import { copyRows } from "../copy.ts";
import type { Places } from "./loadFacts.ts";
import { VILLAGE_COLUMNS } from "./qualityRules.ts";
import { runScans } from "./runScan.ts";
import type { Scored } from "./villageScores.ts";

const FLOW = VILLAGE_COLUMNS.indexOf("flow_numerator");

/** A village as the spatial statistics see it, at the end of a quarter. */
export interface Place {
  readonly code: string;
  readonly lon: number;
  readonly lat: number;
  readonly households: number;
  readonly score: number | null;
  /** Newly recognised in four quarters over households; null where not delivered. */
  readonly flow: Sums | null;
}

/** Neighbours of a village: six to eight touch it where villages tile the land. */
const NEIGHBOURS = 8;
/** Fewer villages than this and the normal approximation of Gi* is not worth its name. */
const FEWEST_VILLAGES = 30;
/** Clusters kept of a scan; those beyond p 0.05 only when they are the most likely one. */
const MOST_CLUSTERS = 10;
const SIGNIFICANT = 0.05;
/** Fixed, so that computing the same quarter again gives the same p. */
const SEED = 20_260_922;
/** Two halve the time of a publication; more would take the database's processor. */
const THREADS = 2;

export interface SpatialFindings {
  /** Households in hot villages over those in villages with a z, by county. */
  readonly hotspots: ReadonlyMap<string, Sums>;
  /** The most likely cluster of each region scanned. */
  readonly clusters: ReadonlyMap<string, ScanClusterFacts>;
}

/** Scans that are running, and what they will be read with. */
export interface StartedScans {
  readonly hotspots: SpatialFindings["hotspots"];
  readonly scanned: readonly (readonly [region: string, places: readonly Place[]])[];
  readonly results: Promise<ScanResult[]>;
}

/**
 * Finds hot spots of the village score for one quarter, stores them, and starts the scans for clusters of newly
 * recognised households, which run in threads of their own while the database works on.
 * Hot spots are judged within an area, or within a province for counties outside every area; clusters within each
 * county and each area.
 * @param places in the order of their codes.
 */
export async function startSpatially(
  transaction: Knex.Transaction,
  publication: number,
  places: readonly Place[],
  areas: ReadonlyMap<string, readonly string[]>,
  replicates: number,
  signal: AbortSignal,
): Promise<StartedScans> {
  const byCounty = groups(places, (place) => place.code.slice(0, 6));
  const hotspots = await storeHotSpots(transaction, publication, places, areas);
  const regions = new Map<string, Place[]>(byCounty);
  const countiesOf = new Map<string, string[]>();
  for (const [county, its] of areas)
    for (const area of its) countiesOf.set(area, [...(countiesOf.get(area) ?? []), county]);
  for (const [area, counties] of [...countiesOf].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const inside = counties.sort().flatMap((county) => byCounty.get(county) ?? []);
    if (inside.length > 0) regions.set(area, inside);
  }
  const scanned = [...regions]
    .map(
      ([region, its]) =>
        [region, its.filter((place) => place.flow !== null && place.flow.denominator > 0)] as const,
    )
    .filter(([, its]) => its.some((place) => (place.flow?.numerator ?? 0) > 0));
  const results = runScans(
    scanned.map(([, its]) => fieldOf(its)),
    { kind: "SPATIAL", replicates, seed: SEED, mostClusters: MOST_CLUSTERS, mostP: SIGNIFICANT },
    { threads: THREADS, signal },
  );
  // Whoever waits for it is told; until then a failure must not end the process.
  results.catch(() => {});
  return { hotspots, scanned, results };
}

/** Null where nobody knows where the village lies. */
export function placeOf({ fact, score }: Scored, { villages }: Places): Place | null {
  const village = villages.get(fact.village);
  if (!village || village.lon === null || village.lat === null) return null;
  const { code, lon, lat, households } = village;
  const [numerator, denominator] = [fact.figures[FLOW] ?? null, fact.figures[FLOW + 1] ?? null];
  // The column is a real: what it holds, and not the fewest digits that tell it from others.
  const flow = numerator === null || !denominator ? null : { numerator: Math.fround(numerator), denominator };
  return { code, lon, lat, households, score, flow };
}

function groups<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const found = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = found.get(key);
    if (group) group.push(item);
    else found.set(key, [item]);
  }
  return found;
}

const METRES_PER_DEGREE = 111_194.93;

/** Metres east and north of the middle of the places: over an area, within a few per cent of the distances on the ellipsoid. */
function inMetres(places: readonly Place[]): PlanePoint[] {
  const middle = places.reduce((sum, place) => sum + place.lat, 0) / Math.max(1, places.length);
  const shrink = Math.cos((middle * Math.PI) / 180);
  return places.map(({ lon, lat }) => ({ x: lon * shrink * METRES_PER_DEGREE, y: lat * METRES_PER_DEGREE }));
}

async function storeHotSpots(
  transaction: Knex.Transaction,
  publication: number,
  places: readonly Place[],
  areas: ReadonlyMap<string, readonly string[]>,
): Promise<Map<string, Sums>> {
  const counties = new Map<string, { numerator: number; denominator: number }>();
  const rows: [number, string, number | null, number | null, string][] = [];
  const scored = places.filter((place) => place.score !== null);
  const judgedTogether = (place: Place) => areas.get(place.code.slice(0, 6))?.[0] ?? place.code.slice(0, 2);
  for (const together of groups(scored, judgedTogether).values()) {
    const spots = hotSpotsOf(together);
    together.forEach((place, index) => {
      const spot = spots[index];
      if (!spot) return;
      rows.push([publication, place.code, spot.z, spot.adjustedP, spot.adjustedClass]);
      const county = place.code.slice(0, 6);
      const sums = counties.get(county) ?? { numerator: 0, denominator: 0 };
      const isHot = spot.adjustedClass === "HOT_95" || spot.adjustedClass === "HOT_99";
      counties.set(county, {
        numerator: sums.numerator + (isHot ? place.households : 0),
        denominator: sums.denominator + place.households,
      });
    });
  }
  await copyRows(
    transaction,
    "atlas.village_hotspots",
    ["publication_id", "village_code", "z", "adjusted_p", "class"],
    rows,
  );
  return counties;
}

function hotSpotsOf(places: readonly Place[]): HotSpot[] {
  if (places.length < FEWEST_VILLAGES) return [];
  const scores = places.map((place) => place.score ?? 0);
  return hotSpots(getisOrdStar(scores, nearestNeighbours(inMetres(places), NEIGHBOURS)));
}

/** Waits for the scans of a quarter and stores their clusters. */
export async function finishSpatially(
  transaction: Knex.Transaction,
  publication: number,
  { hotspots, scanned, results: running }: StartedScans,
): Promise<SpatialFindings> {
  const results = await running;
  const found: FoundCluster[] = [];
  const clusters = new Map<string, ScanClusterFacts>();
  for (const [index, [region, places]] of scanned.entries()) {
    const result = results[index];
    if (!result) continue;
    found.push(...result.clusters.map((cluster, rank) => foundCluster(region, places, cluster, rank + 1)));
    const [first] = result.clusters;
    if (!first) continue;
    const households = places.reduce((sum, place) => sum + (place.flow?.denominator ?? 0), 0);
    clusters.set(region, {
      pValue: first.pValue,
      // Every case inside: as large as can be said.
      relativeRisk: first.relativeRisk ?? LARGEST_RELATIVE_RISK,
      cases: first.cases,
      householdShare: first.population / households,
    });
  }
  await insertClusters(transaction, publication, found);
  return { hotspots, clusters };
}

const LARGEST_RELATIVE_RISK = 999;

function fieldOf(places: readonly Place[]): ScanField {
  const metres = inMetres(places);
  return {
    x: Float64Array.from(metres, ({ x }) => x),
    y: Float64Array.from(metres, ({ y }) => y),
    population: Float64Array.from(places, (place) => place.flow?.denominator ?? 0),
    periods: 1,
    cases: Float64Array.from(places, (place) => place.flow?.numerator ?? 0),
    expected: null,
  };
}

/** A row of risk_clusters under the names of its columns. */
interface FoundCluster {
  readonly region_code: string;
  readonly rank: number;
  readonly p: number;
  readonly log_likelihood_ratio: number;
  readonly relative_risk: number;
  readonly observed: number;
  readonly expected: number;
  readonly households: number;
  readonly village_codes: readonly string[];
  readonly lon: number;
  readonly lat: number;
  readonly radius_metres: number;
}

function foundCluster(
  region: string,
  places: readonly Place[],
  cluster: ScanCluster,
  rank: number,
): FoundCluster {
  const centre = places[cluster.centre];
  if (!centre) throw new Error(`cluster ${rank} of ${region} has no centre`);
  return {
    region_code: region,
    rank,
    p: cluster.pValue,
    log_likelihood_ratio: cluster.logLikelihoodRatio,
    relative_risk: cluster.relativeRisk ?? LARGEST_RELATIVE_RISK,
    observed: cluster.cases,
    expected: cluster.expected,
    households: Math.round(cluster.population),
    village_codes: cluster.units.map((unit) => places[unit]?.code ?? ""),
    lon: centre.lon,
    lat: centre.lat,
    radius_metres: cluster.radius,
  };
}

/** All clusters in one statement. Each village in a cluster is projected once, however many clusters hold it. */
async function insertClusters(
  transaction: Knex.Transaction,
  publication: number,
  found: readonly FoundCluster[],
): Promise<void> {
  await transaction.raw(
    /* sql */ `
    with found as (
      select * from jsonb_to_recordset(?::jsonb) as cluster (region_code text, rank smallint, p float8,
        log_likelihood_ratio float8, relative_risk float8, observed float8, expected float8, households integer,
        village_codes text[], lon float8, lat float8, radius_metres float8)),
    outlines as materialized (
      select village.code,
             coalesce(st_transform(village.outline, 3857), st_buffer(st_transform(village.point, 3857), 500)) as outline
      from atlas.villages village
      where village.code in (select unnest(village_codes) from found)),
    joined as (
      select found.region_code, found.rank, st_multi(st_union(outlines.outline)) as outline
      from found cross join unnest(found.village_codes) as member (code) join outlines on outlines.code = member.code
      group by found.region_code, found.rank)
    insert into atlas.risk_clusters (publication_id, region_code, rank, p, log_likelihood_ratio, relative_risk, observed,
      expected, households, village_codes, center, radius_metres, outline)
    select ?, region_code, rank, p, log_likelihood_ratio, relative_risk, observed, expected, households, village_codes,
           st_setsrid(st_makepoint(lon, lat), 4326), radius_metres, joined.outline
    from found left join joined using (region_code, rank)
    order by region_code, rank`,
    [JSON.stringify(found), publication],
  );
}
