import { dayAfter, firstDay, LAST_MONTH, monthIndex } from "./months.ts";
import { PLANTED, PLANTED_COUNTIES } from "./planted.ts";
import { Random } from "./random.ts";

export interface DemoEmergency {
  code: string;
  name: string;
  nameEn: string;
  kind: string;
  grade: "I" | "II" | "III" | "IV";
  startedOn: string;
  /** Null while it lasts. */
  endedOn: string | null;
  /** Share of the households affected, by county. */
  affected: Readonly<Record<string, number>>;
}

const KINDS = [
  { kind: "FLOOD", zh: "洪涝", en: "Flood", weight: 30, months: [4, 8], days: [3, 12] },
  { kind: "STORM", zh: "风雹", en: "Hailstorm", weight: 18, months: [3, 9], days: [1, 3] },
  { kind: "DROUGHT", zh: "旱灾", en: "Drought", weight: 14, months: [7, 10], days: [40, 90] },
  { kind: "GEOLOGICAL", zh: "山体滑坡", en: "Landslide", weight: 10, months: [5, 9], days: [1, 6] },
  { kind: "COLD", zh: "低温冰冻", en: "Cold wave", weight: 10, months: [1, 2], days: [4, 12] },
  { kind: "FIRE", zh: "森林火灾", en: "Forest fire", weight: 6, months: [2, 4], days: [1, 5] },
  {
    kind: "ANIMAL_DISEASE",
    zh: "动物疫情",
    en: "Animal disease",
    weight: 5,
    months: [1, 12],
    days: [20, 60],
  },
  { kind: "PEST", zh: "病虫害", en: "Crop pest", weight: 4, months: [5, 9], days: [15, 45] },
  { kind: "EARTHQUAKE", zh: "地震", en: "Earthquake", weight: 3, months: [1, 12], days: [0, 2] },
] as const;
const KIND_CHOICES = KINDS.map((kind) => [kind, kind.weight] as const);

/** Share of the county's households affected, from and to. */
const EXTENT = { I: [0.08, 0.15], II: [0.03, 0.08], III: [0.01, 0.03], IV: [0.002, 0.01] } as const;

const YEARS = [2024, 2025, 2026] as const;
const CHANCE_PER_YEAR = 1 / 12;
const LAST_DAY = dayAfter(firstDay(LAST_MONTH + 1), -1);

interface NamedCounty {
  code: string;
  name: string;
  nameEn: string;
}

/** The planted flood and what strikes the counties otherwise: about one event per twelve counties and year. */
export function emergenciesOf(counties: readonly NamedCounty[]): DemoEmergency[] {
  return [plantedFlood(), ...counties.flatMap((county) => emergenciesOfCounty(county))];
}

/** Events that affect a county, told from its code alone. */
export function emergenciesIn(county: string): DemoEmergency[] {
  const all = [plantedFlood(), ...emergenciesOfCounty({ code: county, name: "", nameEn: "" })];
  return all.filter((event) => event.affected[county] !== undefined);
}

function plantedFlood(): DemoEmergency {
  const { event, grade, startedOn, endedOn, affected } = PLANTED.flood;
  const [name, nameEn] = ["遂川县2026年4月洪涝（模拟）", "Flood in Suichuan County, April 2026 (simulated)"];
  return { code: event, name, nameEn, kind: "FLOOD", grade, startedOn, endedOn, affected };
}

function emergenciesOfCounty(county: NamedCounty): DemoEmergency[] {
  if (PLANTED_COUNTIES.has(county.code)) return [];
  return YEARS.flatMap((year) => {
    const random = new Random(county.code, "emergency", year);
    if (!random.chance(CHANCE_PER_YEAR)) return [];
    const { kind, zh, en, months, days } = random.weighted(KIND_CHOICES);
    const month = random.integer(months[0], months[1]);
    const day = String(random.integer(1, 28)).padStart(2, "0");
    const startedOn = `${firstDay(year * 12 + month - 1).slice(0, 8)}${day}`;
    const ended = dayAfter(startedOn, random.integer(days[0], days[1]));
    const grade = random.weighted([
      ["I", 2],
      ["II", 8],
      ["III", 35],
      ["IV", 55],
    ] as const);
    const [least, most] = EXTENT[grade];
    const share = Math.round(random.between(least, most) * 10_000) / 10_000;
    const event: DemoEmergency = {
      code: `demo-${kind.toLowerCase().replace("_", "-")}-${county.code}-${year}`,
      name: `${county.name}${year}年${month}月${zh}（模拟）`,
      nameEn: `${en} in ${county.nameEn}, ${MONTH_NAMES[month - 1]} ${year} (simulated)`,
      kind,
      grade,
      startedOn,
      endedOn: ended > LAST_DAY ? null : ended,
      affected: { [county.code]: share },
    };
    return startedOn > LAST_DAY ? [] : [event];
  });
}

const MONTH_NAMES =
  "January February March April May June July August September October November December".split(" ");

/** Whether an emergency began in the county within the twelve months that end with `month`. */
export function hadEmergency(county: string, month: number): boolean {
  return emergenciesIn(county).some(({ startedOn }) => {
    const started = monthIndex(startedOn);
    return started <= month && started > month - 12;
  });
}
