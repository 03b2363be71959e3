import { type IndicatorDefinition, SOURCES } from "./definition.ts";

export const zeroNewFlag: IndicatorDefinition = {
  key: "IMPROBABLE_ZERO_NEW",
  zh: "零新增存疑",
  en: "Nobody new, improbably",
  family: "SILENCE",
  unit: "YES_NO",
  direction: "HIGHER_IS_WORSE",
  formula: {
    zh: "上报零新增且概率低于阈值（默认 0.05）为 1，否则为 0；未上报为空",
    en: "1 where a report says nobody is new and that is less probable than the threshold (0.05 by default), else 0; empty without a report",
  },
  source: SOURCES.OWN_METHOD,
  methodVersion: "region-2",
  goalposts: null,
  of: ({ index }) => {
    if (index === null) return null;
    const { noReport, improbableZeroNew } = index.silence;
    return { value: noReport ? null : Number(improbableZeroNew) };
  },
};
