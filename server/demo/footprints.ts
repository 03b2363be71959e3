import { PLANTED } from "./planted.ts";
import { Random } from "./random.ts";

type Position = [lon: number, lat: number];

/** Disasters that strike a piece of land; droughts, cold and diseases strike counties as a whole. */
export const DRAWN_KINDS = ["FLOOD", "STORM", "GEOLOGICAL", "FIRE", "EARTHQUAKE"] as const;

/** Radius in km from and to, by grade. */
const RADII = { I: [24, 30], II: [16, 22], III: [9, 14], IV: [4, 8] } as const;
const CORNERS = 36;

/**
 * Events known by their footprint alone. They lie before the first quarter whose index reads any event (three years
 * before the first month), so that no published figure depends on them.
 */
export const DRAWN_EVENTS = [
  {
    code: "demo-storm-360730-2021",
    county: "360730",
    name: "宁都县2021年5月风雹（模拟）",
    nameEn: "Hailstorm in Ningdu, May 2021 (simulated)",
    kind: "STORM",
    grade: "III",
    startedOn: "2021-05-03",
    endedOn: "2021-05-05",
  },
  {
    code: "demo-geological-360735-2021",
    county: "360735",
    name: "石城县2021年6月山体滑坡（模拟）",
    nameEn: "Landslide in Shicheng, June 2021 (simulated)",
    kind: "GEOLOGICAL",
    grade: "IV",
    startedOn: "2021-06-11",
    endedOn: "2021-06-13",
  },
] as const;

/** A rounded shape around a point, never crossing itself: every corner lies on a ray of its own. */
export function footprintOf(code: string, grade: keyof typeof RADII, [lon, lat]: Position): Position[][][] {
  const random = new Random(code, "footprint");
  const [least, most] = RADII[grade];
  const radius = code === PLANTED.flood.event ? 24 : random.between(least, most);
  // Three waves around the circle, so that neighbouring corners stand at like distances.
  const waves = [2, 3, 5].map((times) => ({ times, high: random.between(0.03, 0.13), turn: random.unit() }));
  const ring = Array.from({ length: CORNERS }, (_, index): Position => {
    const part = index / CORNERS;
    const angle = 2 * Math.PI * part;
    const swell = waves.reduce((sum, wave) => sum + wave.high * triangle(wave.times * part + wave.turn), 1);
    const km = radius * swell;
    const north = (km * Math.sin(angle)) / 111.2;
    const east = (km * Math.cos(angle)) / (111.2 * Math.cos((lat * Math.PI) / 180));
    return [Math.round((lon + east) * 1e5) / 1e5, Math.round((lat + north) * 1e5) / 1e5];
  });
  return [[[...ring, ring[0] as Position]]];
}

/** A wave of straight lines between -1 and 1, period 1. */
const triangle = (at: number) => 4 * Math.abs((((at % 1) + 1) % 1) - 0.5) - 1;
