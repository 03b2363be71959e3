import { multiPolygonHex } from "../regions/wellKnownBinary.ts";
import type { CountyShape, Point } from "./countyShape.ts";
import { capitalised, placeNames } from "./names.ts";
import { PLANTED } from "./planted.ts";
import { pointIn } from "./projects.ts";
import { apportion, Random } from "./random.ts";
import type { DemoVillage } from "./villages.ts";

export interface DemoSettlement {
  code: string;
  name: string;
  nameEn: string;
  pinyin: string;
  initials: string;
  residents: number;
  households: number;
  householdsWithLabour: number;
  zeroEmployment: number;
  labourForce: number;
  employed: number;
  hasSchool: boolean;
  hasClinic: boolean;
  hasCommunityCentre: boolean;
  itemsOpen: number;
  itemsTotal: number;
  openedOn: string;
  point: Point;
  outline: string | null;
  origins: { village: string; households: number; people: number }[];
}

type Size = Pick<DemoSettlement, "residents" | "households" | "householdsWithLabour" | "zeroEmployment">;

/** Settlements of a poor county; elsewhere nobody was relocated. */
export function settlementsOf(
  county: string,
  shape: CountyShape,
  villages: readonly DemoVillage[],
): DemoSettlement[] {
  const random = new Random(county, "settlements");
  const name = placeNames(new Random(county, "settlement names"));
  const count = random.weighted([
    [1, 45],
    [2, 36],
    [3, 19],
  ] as const);
  return Array.from({ length: count }, (_, index) => {
    const code = `A${county}${String(index + 1).padStart(3, "0")}`;
    const planted = [PLANTED.troubledSettlement, PLANTED.orderlySettlement].find(
      (each) => each.code === code,
    );
    const troubled = code === PLANTED.troubledSettlement.code;
    const size = planted ?? sizeOf(random);
    const place = name(index);
    const labourForce = Math.round(size.residents * random.between(0.5, 0.58));
    const employedShare = troubled ? 0.63 : random.between(0.86, 0.96);
    const itemsTotal = 12;
    const site = pointIn(random.pick(villages), shape, random);
    return {
      code,
      name: `${place.stem}安置区（模拟）`,
      nameEn: `${capitalised(place.pinyin)} settlement (simulated)`,
      pinyin: `${place.pinyin}anzhiqu`,
      initials: `${place.initials}azq`,
      residents: size.residents,
      households: size.households,
      householdsWithLabour: size.householdsWithLabour,
      zeroEmployment: size.zeroEmployment,
      labourForce,
      employed: Math.round(labourForce * employedShare),
      hasSchool: size.residents >= 3_000 || random.chance(0.45),
      hasClinic: size.residents >= 800 || random.chance(0.7),
      hasCommunityCentre: size.residents >= 800 || random.chance(0.5),
      itemsOpen: troubled
        ? 5
        : random.weighted([
            [0, 60],
            [1, 30],
            [2, 10],
          ] as const),
      itemsTotal,
      openedOn: `${random.integer(2017, 2020)}-${String(random.integer(3, 11)).padStart(2, "0")}-01`,
      point: shape.toDegrees(site),
      outline: size.residents < 800 ? null : blockHex(site, shape, size.residents, random),
      origins: originsOf(size, villages, random),
    };
  });
}

function sizeOf(random: Random): Size {
  const [least, most] = random.weighted([
    [[160, 799], 50],
    [[800, 2_999], 38],
    [[3_000, 6_200], 12],
  ] as const);
  const residents = random.integer(least, most);
  const households = Math.round(residents / random.between(3.6, 4.5));
  const householdsWithLabour = Math.round(households * random.between(0.86, 0.95));
  const zeroEmployment = Math.round(householdsWithLabour * random.between(0, 0.035));
  return { residents, households, householdsWithLabour, zeroEmployment };
}

/** Origin villages: the poorer half of the county gives most; households and people add up exactly. */
function originsOf(size: Size, villages: readonly DemoVillage[], random: Random): DemoSettlement["origins"] {
  const poorest = [...villages].sort((left, right) => right.tendency - left.tendency);
  const wanted = Math.min(
    villages.length,
    size.households,
    Math.max(3, Math.round(size.households / 70) + random.integer(0, 4)),
  );
  const chosen = random.sample(poorest.slice(0, Math.max(wanted, Math.ceil(villages.length / 2))), wanted);
  const more = apportion(
    size.households - chosen.length,
    chosen.map(() => random.between(0.4, 1.6)),
  );
  const households = more.map((count) => count + 1);
  const people = apportion(size.residents - size.households, households);
  return chosen.map((village, index) => ({
    village: village.code,
    households: households[index] as number,
    people: (people[index] as number) + (households[index] as number),
  }));
}

/** A built-up block, a slightly skewed rectangle of about 90 m² per resident. */
function blockHex(site: Point, shape: CountyShape, residents: number, random: Random): string {
  const half = Math.sqrt((residents * 90) / 1e6) / 2;
  const skew = half * random.between(-0.3, 0.3);
  const corners: Point[] = [
    [-half + skew, -half],
    [half + skew, -half],
    [half - skew, half],
    [-half - skew, half],
    [-half + skew, -half],
  ];
  const ring = corners.map(([x, y]) => shape.toDegrees([site[0] + x, site[1] + y]));
  return multiPolygonHex([[ring]], 4326);
}
