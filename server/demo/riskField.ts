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
 * How heavy a tendency weighs, as the score it should lead to. The tendencies are quantiles of the standard
 * normal: about 55 % of villages lie below the second knot that counts (0.126), 80 %, 93 % and 98 % below the
 * next three. The scores are steeper than the levels 20, 35, 55 and 75 they aim at, because smoothing within
 * the county and the weak component INDUSTRY draw the result towards the middle.
 */
const KNOTS: readonly (readonly [tendency: number, score: number])[] = [
  [-3, 1],
  [-1, 6.5],
  [0.126, 17.3],
  [0.842, 33],
  [1.476, 60],
  [2.054, 90],
  [3, 130],
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
