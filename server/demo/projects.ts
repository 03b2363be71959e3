import { DEMO_COMMODITIES, type DemoCommodity } from "./commodities.ts";
import { type CountyShape, distanceKm, type Point } from "./countyShape.ts";
import { firstDay, LAST_MONTH, monthIndex } from "./months.ts";
import { capitalised, spell } from "./names.ts";
import { PLANTED } from "./planted.ts";
import { Random } from "./random.ts";
import type { DemoVillage } from "./villages.ts";

type Kind = "FARM" | "WORKSHOP" | "PROCESSING" | "TOURISM" | "ECOMMERCE" | "PHOTOVOLTAIC";
type Mechanism =
  | "EMPLOYMENT"
  | "DIVIDEND"
  | "CONTRACT_FARMING"
  | "LAND_RENT"
  | "ENTRUSTED_FARMING"
  | "SHARE_COOPERATION";
type Status = "PLANNED" | "BUILDING" | "OPERATING" | "AT_RISK" | "STOPPED" | "FAILED" | "CLOSED";

export interface DemoProject {
  code: string;
  name: string;
  nameEn: string;
  pinyin: string;
  initials: string;
  kind: Kind;
  status: Status;
  statusSince: string | null;
  statusReason: string | null;
  commodity: string | null;
  village: string;
  investmentFen: number;
  point: Point;
  links: { village: string; mechanism: Mechanism; households: number }[];
}

interface KindWords {
  zh: string;
  en: string;
  weight: number;
  withProduct: boolean;
  mechanisms: readonly Mechanism[];
}

const KINDS: Record<Kind, KindWords> = {
  FARM: {
    zh: "种养基地",
    en: "farm",
    weight: 44,
    withProduct: true,
    mechanisms: ["CONTRACT_FARMING", "LAND_RENT", "ENTRUSTED_FARMING", "EMPLOYMENT", "SHARE_COOPERATION"],
  },
  WORKSHOP: { zh: "帮扶车间", en: "workshop", weight: 20, withProduct: false, mechanisms: ["EMPLOYMENT"] },
  PROCESSING: {
    zh: "加工厂",
    en: "processing plant",
    weight: 10,
    withProduct: true,
    mechanisms: ["EMPLOYMENT", "CONTRACT_FARMING", "DIVIDEND"],
  },
  TOURISM: {
    zh: "乡村旅游点",
    en: "village tourism site",
    weight: 7,
    withProduct: false,
    mechanisms: ["EMPLOYMENT", "SHARE_COOPERATION", "LAND_RENT"],
  },
  ECOMMERCE: {
    zh: "电商服务站",
    en: "online shop",
    weight: 8,
    withProduct: true,
    mechanisms: ["CONTRACT_FARMING", "EMPLOYMENT"],
  },
  PHOTOVOLTAIC: {
    zh: "光伏电站",
    en: "solar station",
    weight: 11,
    withProduct: false,
    mechanisms: ["DIVIDEND"],
  },
};
const KIND_CHOICES = (Object.keys(KINDS) as Kind[]).map((kind) => [kind, KINDS[kind].weight] as const);

const STATUS_CHOICES: readonly (readonly [Status, number])[] = [
  ["PLANNED", 3],
  ["BUILDING", 6],
  ["OPERATING", 81],
  ["AT_RISK", 5],
  ["STOPPED", 2],
  ["FAILED", 2],
  ["CLOSED", 1],
];
const REASONS: Partial<Record<Status, readonly string[]>> = {
  AT_RISK: ["订单减少（模拟）", "流动资金紧张（模拟）", "产品滞销（模拟）"],
  STOPPED: ["经营主体退出（模拟）", "场地改造停工（模拟）"],
  FAILED: ["连年亏损（模拟）", "病虫害绝收（模拟）"],
  CLOSED: ["合同期满（模拟）"],
};

/** About one project for every five and a half villages, each tied to its own village and the next ones. */
export function projectsOf(
  county: string,
  shape: CountyShape,
  villages: readonly DemoVillage[],
): DemoProject[] {
  const random = new Random(county, "projects");
  const products = random.sample(DEMO_COMMODITIES.slice(1), 3);
  if (county.startsWith(PLANTED.price.prefecture)) products.push(DEMO_COMMODITIES[0] as DemoCommodity);
  const count = Math.min(9_999, Math.max(1, Math.round(villages.length * 0.18)));
  return Array.from({ length: count }, (_, index) => {
    const home = random.pick(villages);
    const kind = random.weighted(KIND_CHOICES);
    const words = KINDS[kind];
    const product = words.withProduct ? random.pick(products) : null;
    const state = stateOf(product, random);
    const label = `${product?.name ?? ""}${words.zh}`;
    const spelled = spell(label);
    return {
      code: `P${county}${String(index + 1).padStart(4, "0")}`,
      name: `${home.stem}${label}（模拟）`,
      nameEn: `${capitalised(home.pinyin.slice(0, -3))} ${product === null ? "" : `${product.nameEn.toLowerCase()} `}${words.en} (simulated)`,
      pinyin: home.pinyin.slice(0, -3) + spelled.pinyin,
      initials: home.initials.slice(0, -1) + spelled.initials,
      kind,
      ...state,
      commodity: product?.code ?? null,
      village: home.code,
      investmentFen: Math.round(120 * Math.exp(0.8 * random.normal())) * 1_000_000,
      point: shape.toDegrees(pointIn(home, shape, random)),
      links: state.status === "PLANNED" ? [] : linksOf(home, villages, words.mechanisms, random),
    };
  });
}

/** Somewhere in the village: from its seed part of the way to a corner of its cell, if that is in the county. */
export function pointIn(village: DemoVillage, shape: CountyShape, random: Random): Point {
  const corner = shape.toPlane(random.pick(village.cell));
  const part = random.between(0.05, 0.45);
  const point: Point = [
    village.seed[0] + (corner[0] - village.seed[0]) * part,
    village.seed[1] + (corner[1] - village.seed[1]) * part,
  ];
  return shape.contains(point) ? point : village.seed;
}

function stateOf(
  product: DemoCommodity | null,
  random: Random,
): Pick<DemoProject, "status" | "statusSince" | "statusReason"> {
  if (product?.code === PLANTED.price.commodity) {
    const status = random.weighted<Status>([
      ["AT_RISK", 60],
      ["FAILED", 22],
      ["STOPPED", 18],
    ]);
    const month = random.integer(monthIndex(PLANTED.price.from), LAST_MONTH);
    return { status, statusSince: firstDay(month), statusReason: "脐橙价格持续下跌（模拟）" };
  }
  const status = random.weighted(STATUS_CHOICES);
  const month = LAST_MONTH - random.integer(0, 40);
  const reasons = REASONS[status];
  return {
    status,
    statusSince: firstDay(month),
    statusReason: reasons === undefined ? null : random.pick(reasons),
  };
}

function linksOf(
  home: DemoVillage,
  villages: readonly DemoVillage[],
  mechanisms: readonly Mechanism[],
  random: Random,
): DemoProject["links"] {
  const near = [...villages]
    .sort((left, right) => distanceKm(left.seed, home.seed) - distanceKm(right.seed, home.seed))
    .slice(0, random.integer(2, 6));
  return near.flatMap((village) => {
    const chosen = random.sample(mechanisms, random.chance(0.2) ? 2 : 1);
    return chosen.map((mechanism) => ({
      village: village.code,
      mechanism,
      households: Math.max(
        1,
        Math.round(village.households * random.between(0.03, village === home ? 0.3 : 0.16)),
      ),
    }));
  });
}

/** Share of a project's households that count as failing, by the method card: failed or stopped 1, at risk 0.5. */
export function failingWeight(status: Status): number {
  if (status === "FAILED" || status === "STOPPED") return 1;
  return status === "AT_RISK" ? 0.5 : 0;
}
