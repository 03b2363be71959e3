import type { DemoCounty } from "./county.ts";
import { dayAfter, firstDay, wholeQuarters } from "./months.ts";
import { Random } from "./random.ts";

/** Years that offices have delivered by the last month; each comes in early in the year after. */
export const DELIVERED_YEARS = [2023, 2024, 2025] as const;
const since = DELIVERED_YEARS[0];

export interface DemoAssessment {
  year: number;
  kind: "THIRD_PARTY" | "PROVINCIAL";
  measure: "SATISFACTION" | "MISSED_RECOGNITION" | "WRONG_EXIT" | "ACCURACY";
  numerator: number;
  denominator: number;
  surveyed: number;
  recordedAt: string;
}

/** A survey a year, now and then none, and from the last year on one of the province too. */
export function assessmentsOf(county: DemoCounty): DemoAssessment[] {
  const { code } = county.plan;
  const lasting = new Random(code, "assessments");
  const [satisfied, accurate] = [lasting.between(0.93, 0.985), lasting.between(0.955, 0.99)];
  const missedMean = lasting.between(0.1, 1.6);
  return DELIVERED_YEARS.flatMap((year) =>
    (["THIRD_PARTY", "PROVINCIAL"] as const).flatMap((kind): DemoAssessment[] => {
      const random = new Random(code, "assessment", kind, year);
      if (random.chance(0.06) || (kind === "PROVINCIAL" && year < 2025)) return [];
      const surveyed = random.integer(120, 260);
      const [unregistered, exited, registered] = [
        Math.round(surveyed * random.between(0.3, 0.4)),
        Math.round(surveyed * random.between(0.15, 0.22)),
        Math.round(surveyed * random.between(0.38, 0.44)),
      ];
      const recordedAt = `${year + 1}-03-${random.integer(10, 25)} 16:20:00+08`;
      const row = (measure: DemoAssessment["measure"], numerator: number, denominator: number) => ({
        year,
        kind,
        measure,
        numerator: Math.min(denominator, Math.max(0, numerator)),
        denominator,
        surveyed,
        recordedAt,
      });
      const near = (mean: number, of: number) => Math.round(of * (mean + 0.008 * random.normal()));
      return [
        row("SATISFACTION", near(satisfied, surveyed), surveyed),
        row("MISSED_RECOGNITION", random.poisson(missedMean), unregistered),
        row("WRONG_EXIT", random.poisson(0.4), exited),
        row("ACCURACY", near(accurate, registered), registered),
      ];
    }),
  );
}

export interface DemoParity {
  year: number;
  listLength: number | null;
  reimbursedFen: number | null;
  costFen: number | null;
  capState: "CAP" | "NONE" | "UNKNOWN";
  capFen: number | null;
  document: string | null;
  recordedAt: string;
}

/** Lists grow slowly; a cap once set stays. */
export function parityOf(county: DemoCounty): DemoParity[] {
  const { code } = county.plan;
  const lasting = new Random(code, "medical parity");
  const length = lasting.integer(26, 58);
  const rate = lasting.between(0.5, 0.72);
  const cost =
    county.villages.reduce((sum, village) => sum + village.population, 0) * lasting.integer(900, 2_100) * 10;
  const capState = lasting.weighted([
    ["CAP", 62],
    ["NONE", 22],
    ["UNKNOWN", 16],
  ] as const);
  const cap = 100 * 1_000 * lasting.integer(8, 30);
  return DELIVERED_YEARS.flatMap((year): DemoParity[] => {
    const random = new Random(code, "medical parity", year);
    if (random.chance(0.04)) return [];
    const hasRate = !random.chance(0.05);
    const costFen = Math.round(cost * (1 + 0.05 * (year - since)) * random.between(0.97, 1.03));
    return [
      {
        year,
        listLength: random.chance(0.04) ? null : length + (year - since) * lasting.integer(0, 2),
        reimbursedFen: hasRate ? Math.round(costFen * (rate + 0.012 * (year - since))) : null,
        costFen: hasRate ? costFen : null,
        capState,
        capFen: capState === "CAP" ? cap : null,
        document: `模拟医保〔${year}〕${random.integer(3, 90)}号`,
        recordedAt: `${year + 1}-03-${random.integer(10, 25)} 10:05:00+08`,
      },
    ];
  });
}

export interface DemoWorkforce {
  quarter: string;
  needing: number;
  having: number;
  team: number;
  withinCounty: number;
  withinProvince: number;
  outside: number;
  organised: number;
  recordedAt: string;
}

/** Three in ten villages need a first secretary; most of those who work away leave the province. */
export function workforceOf(county: DemoCounty, months: number): DemoWorkforce[] {
  const { code } = county.plan;
  const lasting = new Random(code, "workforce");
  const needing = Math.max(1, Math.round(county.villages.length * lasting.between(0.24, 0.36)));
  const away = county.villages.reduce((sum, village) => sum + village.migrantWorkers, 0);
  const [near, inside] = [lasting.between(0.16, 0.28), lasting.between(0.2, 0.34)];
  const organised = lasting.between(0.22, 0.48);
  const vacant = lasting.between(0, 0.06);
  return wholeQuarters(months).flatMap((quarter): DemoWorkforce[] => {
    const random = new Random(code, "workforce", quarter);
    if (random.chance(0.03)) return [];
    const total = Math.round(away * random.between(0.97, 1.03));
    const withinCounty = Math.round(total * near * random.between(0.95, 1.05));
    const withinProvince = Math.round(total * inside * random.between(0.95, 1.05));
    const having = needing - Math.round(needing * vacant * random.between(0.5, 1.5));
    return [
      {
        quarter: firstDay(quarter),
        needing,
        having,
        team: having * 2 + random.integer(0, 5),
        withinCounty,
        withinProvince,
        outside: total - withinCounty - withinProvince,
        organised: Math.round(total * organised * random.between(0.95, 1.05)),
        recordedAt: `${dayAfter(firstDay(quarter + 3), random.integer(4, 11))} 11:30:00+08`,
      },
    ];
  });
}

/** The last year is what the card of the village shows; the year before a little less, as a rule. */
export function* incomesOf(
  county: DemoCounty,
): Generator<readonly [village: string, year: number, fen: number, at: string]> {
  const random = new Random(county.plan.code, "collective incomes");
  for (const { code, collectiveIncomeFen } of county.villages) {
    for (const year of [2024, 2025]) {
      const share = year === 2025 ? 1 : random.between(0.82, 1.04);
      if (random.chance(0.03)) continue;
      yield [code, year, Math.round(collectiveIncomeFen * share), `${year + 1}-02-20 09:00:00+08`];
    }
  }
}
