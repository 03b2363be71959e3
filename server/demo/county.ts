import type { MultiPolygon } from "geojson";
import { enclaveTrouble, TROUBLE_WEIGHT } from "../../geo/enclaveTrouble.ts";
import { CountyShape } from "./countyShape.ts";
import { type DemoEnclave, type EnclavePlan, enclaveOf } from "./enclaves.ts";
import type { FailingHouseholds } from "./facts.ts";
import { monthIndex } from "./months.ts";
import { type PlaceName, placeNames } from "./names.ts";
import { historyOf } from "./projectHistory.ts";
import { type DemoProject, failingWeight, projectsOf } from "./projects.ts";
import { Random } from "./random.ts";
import { type DemoSettlement, settlementsOf } from "./settlements.ts";
import { type DemoVillage, villagesOf } from "./villages.ts";

export interface CountyPlan {
  code: string;
  name: string;
  nameEn: string;
  provinceCode: string;
  outline: MultiPolygon;
  isPoor: boolean;
  townships: readonly string[];
  townshipsAreInvented: boolean;
  villages: number;
  enclaves: readonly EnclavePlan[];
}

export interface DemoTownship {
  code: string;
  name: string;
  pinyin: string;
  initials: string;
}

export interface DemoCounty {
  plan: CountyPlan;
  shape: CountyShape;
  inventedTownships: DemoTownship[];
  villages: DemoVillage[];
  projects: DemoProject[];
  settlements: DemoSettlement[];
  enclaves: DemoEnclave[];
  failing: (village: string) => FailingHouseholds;
}

/** Everything of one county, in memory: some hundred villages. It depends on nothing outside the plan. */
export function buildCounty(plan: CountyPlan, hostOutline: (host: string) => MultiPolygon): DemoCounty {
  const shape = new CountyShape(plan.outline);
  const villages = villagesOf(plan.code, shape, plan.townships, plan.villages);
  const projects = projectsOf(plan.code, shape, villages);
  const enclaves = plan.enclaves.map((enclave) => enclaveOf(enclave, hostOutline(enclave.host), villages));
  return {
    plan,
    shape,
    inventedTownships: plan.townshipsAreInvented ? townshipsOf(plan) : [],
    villages,
    projects,
    settlements: plan.isPoor ? settlementsOf(plan.code, shape, villages) : [],
    enclaves,
    failing: failingHouseholds(projects, enclaves),
  };
}

function townshipsOf(plan: CountyPlan): DemoTownship[] {
  const random = new Random(plan.code, "townships");
  const name: (index: number) => PlaceName = placeNames(random);
  return plan.townships.map((code, index) => {
    const { stem, pinyin, initials } = name(index);
    const isTown = random.chance(0.55);
    return {
      code,
      name: `${stem}${isTown ? "镇" : "乡"}（模拟）`,
      pinyin: pinyin + (isTown ? "zhen" : "xiang"),
      initials: initials + (isTown ? "z" : "x"),
    };
  });
}

/** INDUSTRY is not drawn but added up from the rows that explain it: failing projects and enclaves in arrears. */
function failingHouseholds(
  projects: readonly DemoProject[],
  enclaves: readonly DemoEnclave[],
): DemoCounty["failing"] {
  const events = new Map<string, ((month: number) => number)[]>();
  const add = (village: string, event: (month: number) => number) => {
    const known = events.get(village);
    if (known === undefined) events.set(village, [event]);
    else known.push(event);
  };
  for (const project of projects) {
    const steps = historyOf(project).map((step) => ({ ...step, month: monthIndex(step.day) }));
    const weightIn = (month: number) => {
      const now = steps.findLast((step) => step.month <= month);
      return now ? failingWeight(now.status) : 0;
    };
    if (!steps.some((step) => failingWeight(step.status) > 0)) continue;
    // A household tied in several ways counts once.
    const tied = new Map<string, number>();
    for (const { village, households } of project.links)
      tied.set(village, Math.max(households, tied.get(village) ?? 0));
    for (const [village, households] of tied) add(village, (month) => weightIn(month) * households);
  }
  for (const enclave of enclaves.filter((each) => each.inArrears)) {
    for (const investor of enclave.investors)
      add(investor.village, (month) => {
        const trouble = enclaveTrouble(enclave.dividends, Math.floor(month / 12));
        return trouble === null ? 0 : TROUBLE_WEIGHT[trouble] * investor.households;
      });
  }
  return (village) => {
    const own = events.get(village) ?? [];
    return (month) => own.reduce((sum, event) => sum + event(month), 0);
  };
}
