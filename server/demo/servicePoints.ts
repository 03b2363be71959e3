import { Random } from "./random.ts";

interface Place {
  code: string;
  name: string;
  lon: number;
  lat: number;
}

export interface DemoService {
  code: string;
  kind: "SCHOOL" | "CLINIC" | "MARKET" | "WORKSHOP";
  name: string;
  nameEn: string;
  lon: number;
  lat: number;
}

const KINDS = [
  { kind: "SCHOOL", sign: "S", zh: "小学", en: "primary school", chance: 0.2 },
  { kind: "CLINIC", sign: "C", zh: "卫生室", en: "clinic", chance: 0.45 },
  { kind: "MARKET", sign: "M", zh: "集市", en: "market", chance: 0.08 },
  { kind: "WORKSHOP", sign: "W", zh: "帮扶车间", en: "workshop", chance: 0.02 },
] as const;

const rounded = (degrees: number) => Math.round(degrees * 1e6) / 1e6;

/** What stands in a village, a few hundred metres from its middle. */
export function servicesIn(village: Place): DemoService[] {
  const random = new Random(village.code, "services");
  return KINDS.flatMap(({ kind, sign, zh, en, chance }) => {
    const here = random.chance(chance);
    const lon = rounded(village.lon + random.between(-0.004, 0.004));
    const lat = rounded(village.lat + random.between(-0.004, 0.004));
    if (!here) return [];
    return [
      {
        code: `${sign}${village.code}`,
        kind,
        name: `${village.name}${zh}（模拟）`,
        nameEn: `${capitalisedKind(en)} of village ${village.code} (simulated)`,
        lon,
        lat,
      },
    ];
  });
}

const capitalisedKind = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
