import { earlyAberrations } from "../../../geo/earlyAberration.ts";
import { type IndicatorDefinition, SOURCES } from "./definition.ts";

export const shockAlarm: IndicatorDefinition = {
  key: "SHOCK_ALARM",
  zh: "突发冲击时间预警",
  en: "Time alarm of households in a shock",
  family: "TIME_ALARM",
  unit: "YES_NO",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "EARS C2：本月突发冲击户数高于前 7 个月（间隔 2 个月）均值 + z·标准差为 1；仅供核查",
    en: "EARS C2: 1 where the last month's count exceeds mean + z·sd of seven months with a gap of two; an alert to verify",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "ears-c2",
  goalposts: null,
  of: ({ shocks }) => {
    if (shocks === null) return null;
    const last = earlyAberrations(shocks, "C2").at(-1) ?? null;
    return {
      value: last && (last.alarm ? 1 : 0),
      numerator: shocks.at(-1) ?? null,
      denominator: last?.bound ?? null,
    };
  },
};
