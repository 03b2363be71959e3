import { type IndicatorDefinition, SOURCES, workRatio } from "./definition.ts";

export const outpatientReimbursement: IndicatorDefinition = {
  key: "OUTPATIENT_REIMBURSEMENT",
  zh: "门诊慢特病报销率",
  en: "Outpatient reimbursement rate",
  family: "MEDICAL_PARITY",
  unit: "SHARE",
  sumsIn: "FEN",
  direction: "LOWER_IS_WORSE",
  formula: {
    zh: "门诊慢特病报销金额 ÷ 政策内费用",
    en: "Reimbursed of chronic-disease outpatient costs / costs within the policy",
  },
  source: SOURCES.MEDICAL_INSURANCE,
  methodVersion: "parity-1",
  goalposts: null,
  of: workRatio("reimbursement"),
};
