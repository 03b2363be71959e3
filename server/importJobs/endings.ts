import type { Ending } from "./changesOfRuns.ts";
import type { Outcome } from "./inThread.ts";
import type { ImportSettings } from "./settings.ts";

const without = { report: null, errorFile: null, counts: {} } as const;

/** How a job ends by what its thread said. */
export function endingOf(outcome: Outcome, { dryRun = false }: ImportSettings): Ending {
  if (outcome.tell === "reported") {
    const { report, isRefused, errorFile, counts } = outcome;
    return {
      state: dryRun ? "CHECKED" : isRefused ? "REFUSED" : "DONE",
      report,
      refusal: null,
      errorFile,
      counts,
    };
  }
  if (outcome.tell === "refused") {
    const { refusal } = outcome;
    if (refusal.code === "Cancelled") return CANCELLED;
    return { ...without, state: refusal.code === "ConfirmCrs" ? "HELD" : "REFUSED", refusal };
  }
  return outcome.tell === "cancelled" ? CANCELLED : FAILED;
}

const CANCELLED: Ending = { ...without, state: "CANCELLED", refusal: null };

const FAILED: Ending = {
  ...without,
  state: "FAILED",
  refusal: {
    code: "Failed",
    zh: "导入因故障停止，没有写入；文件可能过大或已损坏。请再试一次，仍不成请分成几个文件，或联系系统管理员。",
    en: "The import stopped because of a fault and nothing was written; the file may be too large or damaged. Try again; if it fails again, split it, or tell the system administrator.",
  },
};

export const FAILED_TOO_OFTEN: Ending = {
  ...FAILED,
  refusal: {
    code: "FailedTooOften",
    zh: "处理这个文件时服务器三次中断，已停止再试；请分成几个文件，或联系系统管理员。",
    en: "The server was interrupted three times while working on this file and no longer tries; split it, or tell the system administrator.",
  },
};

export const NOT_ALLOWED: Ending = {
  ...without,
  state: "REFUSED",
  refusal: {
    code: "NotAllowed",
    zh: "您已离岗或岗位已变，不能再导入这种数据；没有写入。",
    en: "You left the post or have another one by now, and may not import this any more; nothing was written.",
  },
};
