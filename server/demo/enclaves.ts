import type { MultiPolygon } from "geojson";
import { CountyShape, type Point } from "./countyShape.ts";
import { capitalised, placeNames } from "./names.ts";
import { PLANTED } from "./planted.ts";
import { Random } from "./random.ts";
import type { DemoVillage } from "./villages.ts";

export interface EnclavePlan {
  code: string;
  host: string;
  originCounty: string;
  inArrears: boolean;
}

export interface DemoEnclave extends EnclavePlan {
  name: string;
  nameEn: string;
  pinyin: string;
  initials: string;
  operator: string;
  sector: string;
  startedOn: string;
  contract: { number: string; from: string; to: string; basisPoints: number; returnsPrincipal: boolean };
  point: Point;
  investors: { village: string; amountFen: number; share: string; households: number }[];
  dividends: { year: number; promisedFen: number; paidFen: number }[];
}

/** Real counties with good conditions, as places on the map only: province of origin, then hosts. */
const HOSTS: Record<string, readonly string[]> = {
  "36": ["360112", "360111", "360121", "360702", "360502", "360402"],
  "43": ["430121", "430181", "430182", "430111", "430211"],
};
const HOSTS_ELSEWHERE = [
  "320583",
  "320281",
  "350582",
  "330782",
  "330282",
  "510112",
  "500112",
  "370202",
  "440106",
  "420111",
  "410122",
  "340104",
] as const;

export const ALL_HOSTS: readonly string[] = [...Object.values(HOSTS).flat(), ...HOSTS_ELSEWHERE];

export const SECTORS = [
  { zh: "标准厂房租赁", en: "standard workshops" },
  { zh: "冷链仓储", en: "cold store" },
  { zh: "光伏电站", en: "solar station" },
  { zh: "农产品加工园", en: "food-processing park" },
  { zh: "物流园", en: "freight yard" },
] as const;

/** Which enclaves there are. Serial numbers run per host over all counties of origin, so this is planned for all at once. */
export function planEnclaves(
  poorCounties: readonly string[],
  known: (county: string) => boolean,
): EnclavePlan[] {
  const serials = new Map<string, number>();
  return poorCounties.flatMap((originCounty) => {
    const random = new Random(originCounty, "enclave plan");
    const arrears = originCounty === PLANTED.enclaveInArrears.originCounty;
    const hosts = (HOSTS[originCounty.slice(0, 2)] ?? HOSTS_ELSEWHERE).filter(known);
    const count = random.weighted([
      [1, 72],
      [2, 28],
    ] as const);
    return Array.from({ length: count }, (_, index) => {
      const inArrears = arrears && index === 0;
      const host = inArrears ? PLANTED.enclaveInArrears.host : random.pick(hosts);
      const serial = (serials.get(host) ?? 0) + 1;
      serials.set(host, serial);
      return { code: `E${host}${String(serial).padStart(3, "0")}`, host, originCounty, inArrears };
    });
  });
}

export function enclaveOf(
  plan: EnclavePlan,
  hostOutline: MultiPolygon,
  villages: readonly DemoVillage[],
): DemoEnclave {
  const random = new Random(plan.originCounty, plan.code, "enclave");
  const hostShape = new CountyShape(hostOutline);
  const place = placeNames(random)(0);
  const sector = random.pick(SECTORS);
  const poorer = [...villages]
    .sort((left, right) => right.tendency - left.tendency)
    .slice(0, Math.ceil(villages.length / 2));
  const origins = random.sample(poorer, random.integer(2, 12));
  const amounts = origins.map(() => random.integer(20, 120) * 1_000_000);
  const principal = amounts.reduce((sum, amount) => sum + amount, 0);
  const shares = exactShares(amounts);
  const promised = Math.round(principal * random.between(0.06, 0.08));
  const paidShare: Record<number, number> = plan.inArrears ? PLANTED.enclaveInArrears.paid : {};
  return {
    ...plan,
    name: `${place.stem}飞地${sector.zh}项目（模拟）`,
    nameEn: `${capitalised(place.pinyin)} enclave, ${sector.en} (simulated)`,
    pinyin: `${place.pinyin}feidi`,
    initials: `${place.initials}fd`,
    operator: `模拟${place.stem}实业公司`,
    sector: sector.zh,
    startedOn: `${random.integer(2019, 2021)}-0${random.integer(1, 9)}-01`,
    contract: contractOf(plan, promised / principal),
    point: hostShape.toDegrees(hostShape.randomPoint(random)),
    investors: origins.map((village, index) => ({
      village: village.code,
      amountFen: amounts[index] as number,
      share: shares[index] as string,
      households: Math.round(village.households * random.between(0.08, 0.35)),
    })),
    dividends: [2022, 2023, 2024, 2025].map((year) => ({
      year,
      promisedFen: promised,
      paidFen: Math.round(promised * (paidShare[year] ?? 1)),
    })),
  };
}

/** Ten, twelve or fifteen years from the first year with a dividend on, at the rate that was really promised. */
function contractOf(plan: EnclavePlan, rate: number): DemoEnclave["contract"] {
  const random = new Random(plan.originCounty, plan.code, "contract");
  return {
    number: `模拟飞地合同〔2021〕${plan.code.slice(1)}号`,
    from: "2022-01-01",
    to: `${2021 + random.pick([10, 12, 15] as const)}-12-31`,
    basisPoints: Math.round(rate * 10_000),
    returnsPrincipal: random.chance(0.8),
  };
}

/** Ten decimals that add up to exactly 1: counted in ten-billionths, the rounding goes to the first. */
function exactShares(amounts: readonly number[]): string[] {
  const one = 10_000_000_000n;
  const total = amounts.reduce((sum, amount) => sum + BigInt(amount), 0n);
  const parts = amounts.map((amount) => (BigInt(amount) * one) / total);
  parts[0] = (parts[0] as bigint) + one - parts.reduce((sum, part) => sum + part, 0n);
  return parts.map((part) => (part === one ? "1.0000000000" : `0.${String(part).padStart(10, "0")}`));
}
