import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";

const REASONS = {
  RETENTION_ENDED: say("保存期已满", "The time of retention is over"),
  ON_REQUEST: say("本人或近亲属申请", "The person or the next of kin asked for it"),
  DIED: say("去世", "The person died"),
  MOVED_AWAY: say("迁出", "Moved away"),
};
export type ErasureReasonName = keyof typeof REASONS;
export const ErasureReason = enumOf(
  "ErasureReason",
  say("清除个人信息的原因", "Kind of reason why what identifies a person is erased"),
  REASONS,
);
