import { deliveredRatio, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const villageIndustry: IndicatorDefinition = {
  key: "VILLAGE_INDUSTRY",
  zh: "产业受困户占比",
  en: "Share of households tied to failing business",
  family: "VILLAGE_RISK",
  unit: "SHARE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "联结失败（计 1）或有风险（计 0.5）产业项目的户数 ÷ 户数，飞地按受益村计",
    en: "Households tied to failed (1) or at-risk (0.5) projects / households, enclaves counted at the beneficiary",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "village-1",
  goalposts: { low: 0, high: 0.3 },
  of: ({ pool }) => pool && deliveredRatio(pool.sums[5]),
};
