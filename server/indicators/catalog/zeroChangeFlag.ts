import { type IndicatorDefinition, SOURCES } from "./definition.ts";

export const zeroChangeFlag: IndicatorDefinition = {
  key: "IMPLAUSIBLE_ZERO_CHANGE",
  zh: "零变化存疑",
  en: "No change, implausibly",
  family: "SILENCE",
  unit: "YES_NO",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "全季没有一条记录变动且概率低于阈值（默认 0.01）为 1，否则为 0；未上报为空",
    en: "1 where no record changed and that is less probable than the threshold (0.01 by default), else 0; empty without a report",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "region-2",
  goalposts: null,
  of: ({ index }) => {
    if (index === null) return null;
    const { noReport, implausibleZeroChange } = index.silence;
    return { value: noReport ? null : Number(implausibleZeroChange) };
  },
};
