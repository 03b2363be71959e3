import { dispatchRatio, type IndicatorDefinition, SOURCES } from "./definition.ts";

export const noticeBreaches: IndicatorDefinition = {
  key: "NOTICE_BREACHES",
  zh: "公示违规占比",
  en: "Share of notices in breach",
  family: "DISPATCH",
  unit: "SHARE",
  direction: "HIGHER_IS_WORSE",
  formula: { zh: "违规公示 ÷ 抽查公示", en: "Notices in breach / notices checked" },
  source: SOURCES.QUARTERLY_DISPATCH,
  methodVersion: "dispatch-1",
  goalposts: null,
  of: dispatchRatio("notices_breached", "notices_checked"),
};
