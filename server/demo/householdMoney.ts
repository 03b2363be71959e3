import type { DemoMember } from "./householdPeople.ts";
import { addMonths } from "./householdTime.ts";
import { demoId } from "./people.ts";
import type { Random } from "./random.ts";

/** How a household lives: what it earned the year before last and last year. */
export type Livelihood = "FAIR" | "POOR" | "RECOVERED" | "SHOCK";

export interface DemoEntry {
  readonly id: string;
  readonly memberId: string | null;
  readonly kind: string;
  readonly day: string;
  readonly amountFen: number;
  readonly reimbursedFen: number;
  readonly realised: boolean;
  readonly oneOff: boolean;
}

/** Net income per head and year in fen: about the known monitoring line of 8,500 yuan, below it or well above. */
const PER_HEAD: Record<"low" | "high", readonly [number, number]> = {
  low: [480_000, 800_000],
  high: [1_150_000, 2_400_000],
};
const YEARS: Record<Livelihood, readonly ["low" | "high", "low" | "high"]> = {
  FAIR: ["high", "high"],
  POOR: ["low", "low"],
  RECOVERED: ["low", "high"],
  SHOCK: ["high", "high"],
};

/** Entries of the 24 full months before the month of loading, in whole yuan. */
export function entriesOf(
  number: string,
  { random, today, members }: { random: Random; today: string; members: readonly DemoMember[] },
  livelihood: Livelihood,
): DemoEntry[] {
  const entries: DemoEntry[] = [];
  const add = (
    kind: string,
    monthsAgo: number,
    fen: number,
    more: { memberId?: string | null; reimbursed?: number; realised?: boolean; oneOff?: boolean } = {},
  ) => {
    entries.push({
      id: demoId(`entry ${number} ${entries.length}`),
      memberId: more.memberId ?? null,
      kind,
      day: `${addMonths(today, -monthsAgo).slice(0, 8)}${String(random.integer(1, 28)).padStart(2, "0")}`,
      amountFen: yuan(fen),
      reimbursedFen: yuan((more.reimbursed ?? 0) * fen),
      realised: more.realised ?? true,
      oneOff: more.oneOff ?? false,
    });
  };
  const workers = members.filter((member) => member.employed);
  const [worker] = workers;
  YEARS[livelihood].forEach((level, year) => {
    const months = year === 0 ? 12 : 0;
    const month = () => months + random.integer(1, 12);
    const net = members.length * random.between(...PER_HEAD[level]);
    const wages = worker ? 0.6 : 0;
    if (worker) add("WAGE", month(), net * wages, { memberId: worker.id });
    const business = worker ? 0.25 : 0.35;
    const cost = random.between(0.05, 0.12);
    add("BUSINESS", month(), net * (business + cost));
    add("BUSINESS_COST", month(), net * cost);
    add("TRANSFER", month(), net * (1 - wages - business));
    if (livelihood === "SHOCK" && year === 1) add("MEDICAL", month(), net * 1.6, { reimbursed: 0.6 });
    else if (random.chance(0.45))
      add("MEDICAL", month(), random.between(40_000, 350_000), { reimbursed: 0.6 });
    if (members.some((member) => member.atSchool)) add("EDUCATION", month(), random.between(30_000, 120_000));
    if (random.chance(0.05)) add("BUSINESS", month(), random.between(100_000, 400_000), { realised: false });
    if (random.chance(0.05)) add("TRANSFER", month(), random.between(50_000, 150_000), { oneOff: true });
  });
  return entries;
}

const yuan = (fen: number) => Math.round(fen / 100) * 100;
