import { multiPolygonHex } from "../regions/wellKnownBinary.ts";
import type { CountyShape, Point } from "./countyShape.ts";
import { capitalised, placeNames } from "./names.ts";
import { Random } from "./random.ts";

export interface DemoZone {
  code: string;
  kind: "FARMLAND" | "WATER_SOURCE" | "ECOLOGY";
  name: string;
  nameEn: string;
  outline: string;
}

const KINDS = {
  FARMLAND: { zh: "永久基本农田片（模拟）", en: "farmland zone (simulated)", leastKm: 2, mostKm: 4.5 },
  WATER_SOURCE: { zh: "水源地保护区（模拟）", en: "water-source zone (simulated)", leastKm: 2, mostKm: 5 },
  ECOLOGY: { zh: "生态保护区（模拟）", en: "ecology zone (simulated)", leastKm: 4, mostKm: 9 },
} as const;

/** Two or three zones a county: stars around a point whose rays differ in length, so never self-crossing. */
export function zonesOf(county: string, shape: CountyShape): DemoZone[] {
  const random = new Random(county, "zones");
  const name = placeNames(new Random(county, "zone names"));
  const count = random.chance(0.6) ? 3 : 2;
  return Array.from({ length: count }, (_, index) => {
    const kind = random.weighted([
      ["FARMLAND", 35],
      ["WATER_SOURCE", 30],
      ["ECOLOGY", 35],
    ] as const);
    const words = KINDS[kind];
    const place = name(index);
    // A zone must not be larger than the county it stands for.
    const reach = Math.min(Math.sqrt(shape.areaKm2) / 3, random.between(words.leastKm, words.mostKm));
    return {
      code: `Z${county}${String(index + 1).padStart(3, "0")}`,
      kind,
      name: place.stem + words.zh,
      nameEn: `${capitalised(place.pinyin)} ${words.en}`,
      outline: starHex(shape.randomPoint(random), reach, shape, random),
    };
  });
}

function starHex(centre: Point, reach: number, shape: CountyShape, random: Random): string {
  const rays = random.integer(11, 19);
  const ring: Point[] = Array.from({ length: rays }, (_, ray) => {
    const angle = (2 * Math.PI * (ray + random.between(-0.3, 0.3))) / rays;
    const length = reach * random.between(0.62, 1.15);
    return shape.toDegrees([centre[0] + Math.cos(angle) * length, centre[1] + Math.sin(angle) * length]);
  });
  ring.push(ring[0] as Point);
  return multiPolygonHex([[ring]], 4326);
}
