import { type IndicatorDefinition, ratio, SOURCES } from "./definition.ts";

export const measuresMatching: IndicatorDefinition = {
  key: "MEASURES_MATCHING",
  zh: "措施与致因相符占比",
  en: "Share whose measures match every cause",
  family: "DISPATCH",
  unit: "SHARE",
  direction: "LOWER_IS_WORSE",
  formula: {
    zh: "措施与全部致因相符的户数 ÷ 监测户数",
    en: "Households whose measures match every cause / households monitored",
  },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: ({ facts, dispatch }) => {
    if (facts === null) return null;
    const parts = [dispatch?.unstable_households, dispatch?.marginal_households, dispatch?.sudden_households];
    const matching = dispatch?.measures_matching ?? null;
    if (matching === null || parts.some((part) => part === null || part === undefined))
      return { value: null };
    return ratio({
      numerator: matching,
      denominator: parts.reduce<number>((sum, part) => sum + (part ?? 0), 0),
    });
  },
};
