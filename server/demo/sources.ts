import type { DemoSize } from "./sizes.ts";

/** One delivery per component, in the order of the columns of village_facts. */
export const FACT_SOURCES = [
  { key: "demo-1-vul", zh: "防返贫监测部门（模拟）", en: "Monitoring office (simulated)" },
  { key: "demo-2-margin", zh: "农户收支算账（模拟）", en: "Household accounts (simulated)" },
  { key: "demo-3-flow", zh: "监测对象认定（模拟）", en: "Recognition register (simulated)" },
  {
    key: "demo-4-shock",
    zh: "医保与应急部门（模拟）",
    en: "Medical insurance and emergency offices (simulated)",
  },
  { key: "demo-5-jobs", zh: "人社部门（模拟）", en: "Employment office (simulated)" },
  { key: "demo-6-industry", zh: "农业农村部门（模拟）", en: "Agriculture office (simulated)" },
  {
    key: "demo-7-guarantee",
    zh: "教育、住建、水利部门（模拟）",
    en: "Education, housing and water offices (simulated)",
  },
] as const;

/** Deliveries that came later than the others: their rows tell whether a database has what they bring. */
export const DISPATCH_SOURCE = {
  key: "demo-8-dispatch",
  zh: "按季调度（模拟）",
  en: "Quarterly dispatch (simulated)",
} as const;
export const EMERGENCY_SOURCE = {
  key: "demo-9-emergency",
  zh: "突发公共事件（模拟）",
  en: "Public emergencies (simulated)",
} as const;
/** Checklists, surveys, follow-up industry and services; sorts after the deliveries of facts, which count by rank. */
export const SETTLEMENT_SOURCE = {
  key: "demo-settlements",
  zh: "安置区与服务点（模拟）",
  en: "Settlements and services (simulated)",
} as const;

/** The part of the quarterly dispatch that tells of causes. */
export const CAUSES_SOURCE = {
  key: "demo-measures-by-cause",
  zh: "按季调度：措施对因（模拟）",
  en: "Quarterly dispatch: measures by cause (simulated)",
} as const;

/** What offices deliver of the work around the register; later again than the quarterly dispatch. */
export const WORK_SOURCES = {
  funds: { key: "demo-a-funds", zh: "财政部门资金台账（模拟）", en: "Ledger of funds (simulated)" },
  assessments: { key: "demo-b-assessments", zh: "第三方评估（模拟）", en: "Third-party survey (simulated)" },
  parity: { key: "demo-c-parity", zh: "医保部门（模拟）", en: "Medical insurance office (simulated)" },
  workforce: {
    key: "demo-d-workforce",
    zh: "组织与人社部门（模拟）",
    en: "Personnel and employment offices (simulated)",
  },
  incomes: {
    key: "demo-e-incomes",
    zh: "农村集体资产监管平台（模拟）",
    en: "Register of collective assets (simulated)",
  },
} as const;
export type WorkSource = keyof typeof WORK_SOURCES;

/** Seasons and assets of projects, and prices by market. */
export const BOOKS_SOURCE = {
  key: "demo-project-books",
  zh: "项目台账与市场价格（模拟）",
  en: "Books of projects and market prices (simulated)",
} as const;

/** What later versions added: where its source is missing, a former version loaded the data and it is added. */
export const LATER_DELIVERIES = {
  dispatch: DISPATCH_SOURCE.key,
  work: WORK_SOURCES.funds.key,
  books: BOOKS_SOURCE.key,
  settlements: SETTLEMENT_SOURCE.key,
  causes: CAUSES_SOURCE.key,
} as const;
export type LaterDelivery = keyof typeof LATER_DELIVERIES;

/** The delivery of everything that is not a fact. Its key tells which size is loaded; its checksum, that loading is complete. */
export function placesSource(size: DemoSize): { key: string; zh: string; en: string } {
  return { key: `demo-size-${size}`, zh: "模拟数据生成器", en: "Generator of simulated data" };
}
