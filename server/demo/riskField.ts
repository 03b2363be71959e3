import type { Point } from "./countyShape.ts";
import { Random } from "./random.ts";

export type RiskField = (seed: Point, random: Random) => number;

/**
 * The lasting tendency of places in a county, about mean 0 and variance 1: a county effect, terrain-like
 * noise (six plane waves of 18 to 70 km, so that neighbours resemble one another) and what is the village's own.
 */
export function riskField(county: string): RiskField {
  const random = new Random(county, "terrain");
  const countyEffect = random.normal();
  const waves = Array.from({ length: 6 }, () => {
    const angle = random.between(0, 2 * Math.PI);
    const perKm = (2 * Math.PI) / random.between(18, 70);
    return { x: Math.cos(angle) * perKm, y: Math.sin(angle) * perKm, phase: random.between(0, 2 * Math.PI) };
  });
  return ([x, y], own) => {
    const terrain =
      waves.reduce((sum, wave) => sum + Math.cos(wave.x * x + wave.y * y + wave.phase), 0) / Math.sqrt(3);
    return 0.4 * countyEffect + 0.67 * terrain + 0.5 * own.normal();
  };
}

/**
 * How heavy a tendency weighs, as the score it should lead to. The knots are quantiles of the standard
 * normal: with them about 55 % of villages stay below 20, 80 % below 35, 93 % below 55 and 98 % below 75.
 */
const KNOTS: readonly (readonly [tendency: number, score: number])[] = [
  [-3, 2],
  [-1, 9],
  [0.126, 20],
  [0.842, 35],
  [1.476, 55],
  [2.054, 75],
  [3, 95],
];

export function scoreOf(tendency: number): number {
  let [fromTendency, fromScore] = KNOTS[0] as readonly [number, number];
  if (tendency <= fromTendency) return fromScore;
  for (const [toTendency, toScore] of KNOTS.slice(1)) {
    if (tendency < toTendency) {
      return fromScore + ((toScore - fromScore) * (tendency - fromTendency)) / (toTendency - fromTendency);
    }
    fromTendency = toTendency;
    fromScore = toScore;
  }
  return fromScore;
}
