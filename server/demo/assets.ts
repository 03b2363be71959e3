import type { DemoCounty } from "./county.ts";
import { dayAfter, firstDay, LAST_MONTH } from "./months.ts";
import { PLANTED } from "./planted.ts";
import type { DemoProject } from "./projects.ts";
import { Random } from "./random.ts";

type Kind = "BUILDING" | "GREENHOUSE" | "EQUIPMENT" | "COLD_STORE" | "POWER_STATION" | "ORCHARD" | "OTHER";

export interface DemoAsset {
  code: string;
  name: string;
  nameEn: string;
  kind: Kind;
  project: string | null;
  enclave: string | null;
  valueFen: number;
  ownerKind: "VILLAGE_COLLECTIVE" | "TOWNSHIP" | "COUNTY" | "COMPANY" | "COOPERATIVE";
  ownerName: string;
  ownerCode: string;
  operator: string;
  custodian: string | null;
  certificate: string | null;
  registeredOn: string;
}

const KINDS: Record<DemoProject["kind"], readonly Kind[]> = {
  FARM: ["GREENHOUSE", "ORCHARD", "EQUIPMENT"],
  WORKSHOP: ["BUILDING", "EQUIPMENT"],
  PROCESSING: ["BUILDING", "EQUIPMENT", "COLD_STORE"],
  TOURISM: ["BUILDING", "OTHER"],
  ECOMMERCE: ["COLD_STORE", "EQUIPMENT"],
  PHOTOVOLTAIC: ["POWER_STATION"],
};
const WORDS: Record<Kind, { zh: string; en: string }> = {
  BUILDING: { zh: "厂房", en: "building" },
  GREENHOUSE: { zh: "大棚", en: "greenhouses" },
  EQUIPMENT: { zh: "生产设备", en: "equipment" },
  COLD_STORE: { zh: "冷库", en: "cold store" },
  POWER_STATION: { zh: "光伏电站", en: "power station" },
  ORCHARD: { zh: "果园", en: "orchard" },
  OTHER: { zh: "附属设施", en: "facilities" },
};

/** Assets of a county's projects and enclaves; all are kept by somebody but the planted few. */
export function assetsOf(county: DemoCounty): DemoAsset[] {
  const villages = new Map(county.villages.map((village) => [village.code, village]));
  const built = county.projects.filter((project) => project.status !== "PLANNED");
  const { host, assets: unkept, enclave: unkeptEnclave } = PLANTED.assetsWithoutCustodian;
  const unkeptProjects =
    county.plan.code === host ? built.slice(0, unkept).map((project) => project.code) : [];
  const ofProjects = built.flatMap((project) => {
    const random = new Random(project.code, "assets");
    const village = villages.get(project.village);
    const stem = village?.stem ?? "";
    const kinds = random.sample(KINDS[project.kind], random.chance(0.3) ? 2 : 1);
    return kinds.map((kind, index): DemoAsset => {
      const collective = random.chance(0.8);
      const isUnkept = index === 0 && unkeptProjects.includes(project.code);
      return {
        code: `Z${project.code}${index + 1}`,
        name: `${stem}${WORDS[kind].zh}（模拟）`,
        nameEn: `${project.nameEn.replace(" (simulated)", "")}: ${WORDS[kind].en} (simulated)`,
        kind,
        project: project.code,
        enclave: null,
        valueFen: Math.round(project.investmentFen * random.between(0.2, 0.45)),
        ownerKind: collective ? "VILLAGE_COLLECTIVE" : "TOWNSHIP",
        ownerName: collective ? `${stem}村股份经济合作社（模拟）` : "所在乡镇人民政府（模拟）",
        ownerCode: collective ? project.village : project.village.slice(0, 9),
        operator: `模拟${stem}农业发展公司`,
        custodian: isUnkept ? null : `${stem}村村民委员会（模拟）`,
        ...certified(random),
      };
    });
  });
  const ofEnclaves = county.enclaves.map((enclave): DemoAsset => {
    const random = new Random(enclave.code, "assets");
    return {
      code: `Z${enclave.code}1`,
      name: `${enclave.name.replace("（模拟）", "")}厂房与设备（模拟）`,
      nameEn: `${enclave.nameEn.replace(" (simulated)", "")}: building and equipment (simulated)`,
      kind: "BUILDING",
      project: null,
      enclave: enclave.code,
      valueFen: enclave.investors.reduce((sum, { amountFen }) => sum + amountFen, 0),
      ownerKind: "COOPERATIVE",
      ownerName: `${county.plan.name}村集体经济联合社（模拟）`,
      ownerCode: county.plan.code,
      operator: enclave.operator,
      custodian: enclave.code === unkeptEnclave ? null : "产业园管理委员会（模拟）",
      ...certified(random),
    };
  });
  return [...ofProjects, ...ofEnclaves];
}

/** About one in thirty has no certificate of title yet. */
function certified(random: Random): Pick<DemoAsset, "certificate" | "registeredOn"> {
  const registeredOn = dayAfter(firstDay(LAST_MONTH - random.integer(6, 40)), random.integer(0, 27));
  const number = String(random.integer(1, 99_999)).padStart(5, "0");
  const has = !random.chance(0.03);
  return { registeredOn, certificate: has ? `模拟确字〔${registeredOn.slice(0, 4)}〕${number}` : null };
}
