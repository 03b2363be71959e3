import { say } from "./describe.ts";
import { enumOf } from "./enumOf.ts";

const CAUSES = {
  ILLNESS: say("因病", "Illness"),
  SCHOOLING: say("因学", "Schooling"),
  DISABILITY: say("因残", "Disability"),
  DISASTER: say("因灾", "Disaster"),
  ACCIDENT: say("突发事件", "Accident or sudden event"),
  INDUSTRY_FAILURE: say("产业失败或滞销", "Failed project or unsold produce"),
  JOB_INSTABILITY: say("就业不稳", "Unstable work"),
  LABOUR_SHORTAGE: say("缺劳动力", "Lack of labour"),
  HOUSING: say("住房安全", "Housing safety"),
  WATER: say("饮水安全", "Drinking water"),
  EPIDEMIC: say("疫情", "Epidemic"),
  OTHER: say("其他", "Other"),
};
export type RiskCauseName = keyof typeof CAUSES;
export const RiskCause = enumOf("RiskCause", say("风险类型", "Cause of a risk"), CAUSES);
