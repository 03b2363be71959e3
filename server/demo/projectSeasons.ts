import { DEMO_COMMODITIES, priceRows } from "./commodities.ts";
import { firstDay, LAST_MONTH, monthIndex } from "./months.ts";
import { operatingSince } from "./projectHistory.ts";
import type { DemoProject } from "./projects.ts";
import { Random } from "./random.ts";

export interface DemoSeason {
  year: number;
  /** 1 to 4, the quarter it ends in. */
  season: number;
  output: number;
  unit: string;
  /** Null where nobody delivered it. */
  revenueFen: number | null;
  costFen: number | null;
  harvestedOn: string;
}

/** What those without a followed product count, and what one of it brings. */
const SERVICES: Partial<Record<DemoProject["kind"], { unit: string; fen: number }>> = {
  WORKSHOP: { unit: "件", fen: 1_800 },
  TOURISM: { unit: "人次", fen: 6_500 },
  PHOTOVOLTAIC: { unit: "kWh", fen: 42 },
};

const prices = new Map(
  [...priceRows()].map(([commodity, period, fen]) => [`${commodity} ${period}`, fen] as const),
);
const FIRST_YEAR = 2023;

/** Seasons of a project from its first month in operation to its end or the end of the demonstration. */
export function seasonsOf(project: DemoProject): DemoSeason[] {
  const since = operatingSince(project);
  if (since === null) return [];
  const product = DEMO_COMMODITIES.find(({ code }) => code === project.commodity);
  const service = SERVICES[project.kind] ?? { unit: "单", fen: 4_200 };
  const random = new Random(project.code, "seasons");
  const harvests = product ? new Random(product.code, "harvest").sample([2, 3, 4], 2) : [2, 4];
  const yearly = project.investmentFen * random.between(0.3, 0.6);
  // Running costs as a share of what the season would bring at the usual price.
  const costs = random.between(0.62, 0.93);
  const until = isOver(project) ? monthIndex(project.statusSince ?? firstDay(LAST_MONTH)) - 1 : LAST_MONTH;
  const seasons: DemoSeason[] = [];
  for (let month = FIRST_YEAR * 12 + 2; month <= until; month += 3) {
    const season = Math.floor((month % 12) / 3) + 1;
    if (month < since || !harvests.includes(season)) continue;
    const usualFen = product?.usualFen ?? service.fen;
    const output = Math.max(
      1,
      Math.round(((yearly / harvests.length) * random.between(0.8, 1.2)) / usualFen),
    );
    const price = product ? (prices.get(`${product.code} ${firstDay(month)}`) ?? usualFen) : usualFen;
    const [isRevenueKnown, isCostKnown] = [!random.chance(0.03), !random.chance(0.1)];
    seasons.push({
      year: Math.floor(month / 12),
      season,
      output,
      unit: product?.unit ?? service.unit,
      revenueFen: isRevenueKnown ? output * price : null,
      costFen: isCostKnown ? Math.round(output * usualFen * costs) : null,
      harvestedOn: firstDay(month).replace(/-01$/, "-20"),
    });
  }
  return seasons;
}

const isOver = ({ status }: DemoProject) =>
  status === "STOPPED" || status === "FAILED" || status === "CLOSED";
