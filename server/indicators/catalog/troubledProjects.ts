import { type IndicatorDefinition, ratio, SOURCES } from "./definition.ts";

export const troubledProjects: IndicatorDefinition = {
  key: "TROUBLED_PROJECTS",
  zh: "停产失败项目联结户占比",
  en: "Share of households tied to stopped or failed projects",
  family: "DISPATCH",
  unit: "SHARE",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "停产、失败项目联结户数 ÷ 户数",
    en: "Households tied to stopped or failed projects / households",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: ({ facts }) => {
    if (facts === null) return null;
    const { projects, households } = facts;
    return ratio(projects && { numerator: projects.stopped + projects.failed, denominator: households });
  },
};
