import type { CountyFacts, Sums } from "../../geo/pooledFacts.ts";
import type { RegionPool } from "../../geo/regionRisk.ts";
import { expectedPerQuarter } from "../../geo/silence.ts";
import { COMPONENTS } from "../../geo/villageRisk.ts";
import type { CountyInputs, Dispatch } from "./countyInputs.ts";

const FLOW = COMPONENTS.findIndex((component) => component.key === "FLOW");

/** Households by cause of their recognition, under the names of the drivers. */
const CAUSES = {
  EMERGENCY: "new_by_emergency",
  PRICE: "new_by_price",
  UNEMPLOYMENT: "new_by_unemployment",
  INDUSTRY: "new_by_industry",
  RESETTLEMENT: "new_by_resettlement",
  IMPLEMENTATION: "new_by_implementation",
  OTHER: "new_by_other",
} as const;

export interface CountyParts {
  /** Sums of the county's villages at the end of the quarter, and a year before; undefined where there are no facts. */
  readonly pool: RegionPool | undefined;
  readonly flowYearBefore: Sums | null;
  readonly hotspots: Sums | null;
}

/** Puts together what is added up of each county. Peers for the expected counts are the counties of a province. */
export function countyFactsOf(
  inputs: readonly CountyInputs[],
  quarter: string,
  partsOf: (county: string) => CountyParts,
): Map<string, CountyFacts> {
  const provinces = new Map<string, CountyInputs[]>();
  for (const county of inputs) {
    const province = county.county.slice(0, 2);
    provinces.set(province, [...(provinces.get(province) ?? []), county]);
  }
  const facts = new Map<string, CountyFacts>();
  for (const peers of provinces.values()) {
    const expectedNew = expectedPerQuarter(
      peers.map(({ households, newHistory }) => ({ households, counts: newHistory })),
    );
    const expectedChanges = expectedPerQuarter(
      peers.map(({ households, changeHistory }) => ({ households, counts: changeHistory })),
    );
    peers.forEach((input, index) => {
      facts.set(input.county, {
        ...factsOf(input, quarter, partsOf(input.county)),
        expectedNew: expectedNew[index] ?? null,
        expectedChanges: expectedChanges[index] ?? null,
      });
    });
  }
  return facts;
}

function factsOf(
  input: CountyInputs,
  quarter: string,
  { pool, flowYearBefore, hotspots }: CountyParts,
): Omit<CountyFacts, "expectedNew" | "expectedChanges"> {
  const { dispatch } = input;
  const over = (numerator: keyof Dispatch, denominator: keyof Dispatch): Sums | null => {
    const [above, below] = [dispatch?.[numerator] ?? null, dispatch?.[denominator] ?? null];
    return above === null || below === null ? null : { numerator: above, denominator: below };
  };
  const flow = pool?.sums[FLOW];
  const [, , , orange = 0, red = 0] = pool?.householdsByLevel ?? [];
  const scored = pool?.householdsByLevel.slice(0, 5).reduce((sum, households) => sum + households, 0) ?? 0;
  return {
    households: input.households,
    villages: input.villages,
    flow: flow && flow.denominator > 0 ? flow : null,
    flowYearBefore,
    hotspots,
    orangeOrRed: scored > 0 ? { numerator: orange + red, denominator: scored } : null,
    emergencies: input.emergencies,
    commodities: input.commodities,
    workersNow: dispatch?.workers ?? null,
    workersYearBefore: input.workersYearBefore,
    migrants: bothYears(dispatch?.migrant_workers, input.migrantsYearBefore),
    returnedIdle: dispatch?.returned_idle ?? null,
    labourForce: dispatch?.labour_force ?? null,
    projects: input.projects,
    sites: input.sites,
    silentVillages: input.silentVillages,
    lateRecognition: over("recognised_late", "newly_recognised"),
    lateMeasures: over("measures_late", "newly_recognised"),
    noticeBreaches: over("notices_breached", "notices_checked"),
    overdueLedger: over("ledger_overdue", "ledger_items"),
    fundCarryover: carryover(dispatch, quarter),
    reportReceived: dispatch !== null,
    newThisQuarter: dispatch?.newly_recognised ?? null,
    changes: dispatch?.records_changed ?? null,
    newByCause: causesOf(dispatch),
  };
}

const bothYears = (now: number | null | undefined, yearBefore: number | null) =>
  typeof now === "number" && yearBefore !== null ? { now, yearBefore } : null;

/** Money behind an even pace over the year, over what that pace asks for by now: by the end of the year, what is carried over. */
function carryover(dispatch: Dispatch | null, quarter: string): Sums | null {
  const [budget, paid] = [dispatch?.fund_budget_fen ?? null, dispatch?.fund_paid_fen ?? null];
  if (budget === null || paid === null) return null;
  const due = (budget * Math.ceil(Number(quarter.slice(5, 7)) / 3)) / 4;
  return { numerator: Math.max(0, due - paid), denominator: due };
}

/** Null as soon as one cause was not delivered: of a sum with a hole no share can be said. */
function causesOf(dispatch: Dispatch | null): Record<string, number> | null {
  const causes: Record<string, number> = {};
  for (const [cause, column] of Object.entries(CAUSES)) {
    const households = dispatch?.[column] ?? null;
    if (households === null) return null;
    causes[cause] = households;
  }
  return causes;
}
