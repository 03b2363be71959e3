import { SETTLEMENT_ITEMS, type SettlementItemKey } from "../resettlement/type.ts";
import { dayAfter, firstDay, LAST_MONTH } from "./months.ts";
import { PLANTED } from "./planted.ts";
import { Random } from "./random.ts";

/** What is known of a settlement before its life is invented. */
export interface KnownSettlement {
  code: string;
  households: number;
  employed: number;
  hasSchool: boolean;
  hasClinic: boolean;
  hasCommunityCentre: boolean;
  itemsOpen: number;
  openedOn: string;
}

const ITEMS = Object.keys(SETTLEMENT_ITEMS) as SettlementItemKey[];
const SERVICES = ITEMS.slice(0, ITEMS.indexOf("RESIDENTS_COMMITTEE"));
const INTEGRATION = ITEMS.slice(SERVICES.length);
const LAST_DAY = dayAfter(firstDay(LAST_MONTH + 1), -1);
/** Quarters that were surveyed at most: the last eight. */
const QUARTERS = Array.from({ length: 8 }, (_, index) => firstDay(LAST_MONTH - 2 - 3 * (7 - index)));

const isTroubled = ({ code }: KnownSettlement) => code === PLANTED.troubledSettlement.code;
const isOrderly = ({ code }: KnownSettlement) => code === PLANTED.orderlySettlement.code;

export interface DemoItem {
  item: SettlementItemKey;
  state: "DONE" | "OPEN";
  since: string;
  dueOn: string | null;
}

/** The checklist, with as many open items of integration as the settlement reports, and the services it has. */
export function itemsOf(settlement: KnownSettlement): DemoItem[] {
  const random = new Random(settlement.code, "items");
  const open = new Set<SettlementItemKey>(random.sample(INTEGRATION, settlement.itemsOpen));
  for (const [item, there] of [
    ["SCHOOL", settlement.hasSchool],
    ["CLINIC", settlement.hasClinic],
    ["COMMUNITY_CENTRE", settlement.hasCommunityCentre],
  ] as const)
    if (!there) open.add(item);
  for (const item of SERVICES.slice(3)) if (!isOrderly(settlement) && random.chance(0.06)) open.add(item);
  return ITEMS.map((item) => {
    if (!open.has(item))
      return {
        item,
        state: "DONE",
        since: dayAfter(settlement.openedOn, random.integer(0, 900)),
        dueOn: null,
      };
    const since = dayAfter(LAST_DAY, -random.integer(40, 600));
    // One in three is late already.
    const dueOn = random.chance(1 / 3)
      ? dayAfter(since, random.integer(20, 39))
      : `2027-${String(random.integer(1, 12)).padStart(2, "0")}-28`;
    return { item, state: "OPEN", since, dueOn };
  });
}

export interface DemoSurvey {
  quarter: string;
  surveyedOn: string;
  dwellings: number;
  occupied: number;
  vacantSince: string | null;
  returned: number;
}

/** Surveys by quarter; one settlement in ten was never surveyed, and a quarter is missing here and there. */
export function surveysOf(settlement: KnownSettlement): DemoSurvey[] {
  const random = new Random(settlement.code, "surveys");
  const planted = isTroubled(settlement) || isOrderly(settlement);
  if (!planted && random.chance(0.1)) return [];
  const dwellings = settlement.households + random.integer(0, Math.ceil(settlement.households * 0.04));
  const vacancy = isTroubled(settlement) ? 0.14 : isOrderly(settlement) ? 0.01 : random.between(0.005, 0.07);
  const drift = isTroubled(settlement) ? 0.006 : random.between(-0.001, 0.002);
  const returning = isTroubled(settlement) ? 0.06 : random.between(0, 0.02);
  return QUARTERS.flatMap((quarter, index) => {
    const surveyedOn = dayAfter(quarter, random.integer(10, 80));
    const share = Math.max(0, vacancy + drift * (index - 7) + random.between(-0.003, 0.003));
    const vacant = Math.min(dwellings - 1, Math.round(dwellings * share));
    const vacantSince = dayAfter(settlement.openedOn, random.integer(200, 1_000));
    const returned = Math.min(vacant, Math.round(settlement.households * returning * (0.7 + 0.04 * index)));
    if (!planted && random.chance(0.06)) return [];
    return [
      {
        quarter,
        surveyedOn,
        dwellings,
        occupied: dwellings - vacant,
        vacantSince: vacant > 0 ? vacantSince : null,
        returned,
      },
    ];
  });
}

/** Follow-up industry among the projects near by, the nearest first; the troubled settlement has none. */
export function followUpOf(
  settlement: KnownSettlement,
  near: readonly string[],
): { project: string; households: number; jobs: number }[] {
  const random = new Random(settlement.code, "follow-up");
  const wanted = random.weighted([
    [0, 15],
    [1, 35],
    [2, 30],
    [3, 20],
  ] as const);
  const count = isTroubled(settlement) ? 0 : isOrderly(settlement) ? 3 : wanted;
  return near.slice(0, count).map((project) => {
    const households = Math.max(1, Math.round(settlement.households * random.between(0.02, 0.12)));
    const jobs = Math.round(Math.min(settlement.employed / 4, households * random.between(0.8, 1.3)));
    return { project, households, jobs };
  });
}
