import { multiPolygonHex, pointHex } from "../regions/wellKnownBinary.ts";
import { type CountyShape, distanceKm, type Point } from "./countyShape.ts";
import { placeNames } from "./names.ts";
import { PLANTED } from "./planted.ts";
import { Random } from "./random.ts";
import { type RiskField, riskField } from "./riskField.ts";
import { seedPoints, townshipOfSeeds, voronoiCells } from "./tessellation.ts";

export interface DemoVillage {
  code: string;
  stem: string;
  pinyin: string;
  initials: string;
  township: string;
  seed: Point;
  cell: Point[];
  households: number;
  population: number;
  labourForce: number;
  migrantWorkers: number;
  poorVillage: boolean;
  leftPovertyOn: string | null;
  incomeFen: number;
  collectiveIncomeFen: number;
  /** Lasting tendency, about mean 0 and variance 1: what is smooth in space. */
  tendency: number;
  inCluster: boolean;
}

/** The villages of one county in the order of their codes: a function of the county and the count alone. */
export function villagesOf(
  county: string,
  shape: CountyShape,
  townships: readonly string[],
  count: number,
): DemoVillage[] {
  const random = new Random(county, "places");
  const seeds = seedPoints(shape, count, random);
  const cells = voronoiCells(shape, seeds);
  const townshipOf = townshipOfSeeds(seeds, townships.length, random);
  const name = placeNames(new Random(county, "names"));
  const field = riskField(county);
  const taken = new Array<number>(townships.length).fill(0);

  const villages = seeds.map((seed, index) => {
    const townshipIndex = townshipOf[index] as number;
    const serial = 900 + (taken[townshipIndex] as number);
    taken[townshipIndex] = (taken[townshipIndex] as number) + 1;
    const township = townships[townshipIndex] as string;
    const code = `${township}${serial}`;
    const { stem, pinyin, initials } = name(index);
    return {
      code,
      stem,
      pinyin: `${pinyin}cun`,
      initials: `${initials}c`,
      township,
      seed,
      cell: cells[index] as Point[],
      inCluster: false,
      ...people(new Random(code, "people"), field, seed),
    };
  });
  villages.sort((left, right) => (left.code < right.code ? -1 : 1));
  markCluster(county, villages);
  return villages;
}

/** EWKB of a village's uncut cell and of its point, in degrees. */
export function villageGeometry(shape: CountyShape, village: DemoVillage): { cell: string; point: string } {
  const [longitude, latitude] = shape.toDegrees(village.seed);
  return {
    cell: multiPolygonHex([[village.cell]], 4326),
    point: pointHex([longitude, latitude], 4326),
  };
}

function people(random: Random, field: RiskField, seed: Point) {
  const tendency = field(seed, random);
  const households = Math.round(Math.min(900, Math.max(150, 370 * Math.exp(0.42 * random.normal()))));
  const population = Math.round(households * random.between(3.2, 4.3));
  const labourForce = Math.round(population * random.between(0.48, 0.6));
  const poorVillage = random.chance(Math.min(0.75, Math.max(0.05, 0.28 + 0.2 * tendency)));
  const yuan = 16_800 * Math.exp(-0.13 * tendency + 0.1 * random.normal());
  return {
    tendency,
    households,
    population,
    labourForce,
    migrantWorkers: Math.round(labourForce * random.between(0.28, 0.58)),
    poorVillage,
    leftPovertyOn: poorVillage ? `${random.integer(2016, 2020)}-12-01` : null,
    incomeFen: Math.round(yuan) * 100,
    collectiveIncomeFen: Math.round(180_000 * Math.exp(-0.2 * tendency + 0.6 * random.normal())) * 100,
  };
}

function markCluster(county: string, villages: DemoVillage[]): void {
  if (county !== PLANTED.cluster.county) return;
  const centre = villages.find((village) => village.code === PLANTED.cluster.centre);
  if (centre === undefined)
    throw new Error(`the planted cluster's centre ${PLANTED.cluster.centre} is not a village`);
  const byDistance = [...villages].sort(
    (left, right) => distanceKm(left.seed, centre.seed) - distanceKm(right.seed, centre.seed),
  );
  for (const village of byDistance.slice(0, PLANTED.cluster.villages)) village.inCluster = true;
}
