import { firstDay, monthIndex } from "./months.ts";
import { demoId } from "./people.ts";
import { PLANTED } from "./planted.ts";
import type { DemoProject } from "./projects.ts";
import { Random } from "./random.ts";

export interface DemoStep {
  id: string;
  status: DemoProject["status"];
  day: string;
  reason: string | null;
}

/** The life of a project up to the status it has, oldest first; the last step is what projects.ts drew. */
export function historyOf(project: DemoProject): DemoStep[] {
  const { code, status, statusSince, statusReason } = project;
  if (statusSince === null) return [];
  const random = new Random(code, "history");
  const steps: { status: DemoStep["status"]; month: number; reason: string | null }[] = [];
  let month = monthIndex(statusSince);
  steps.unshift({ status, month, reason: statusReason });
  const before = (earlier: DemoStep["status"], months: number, reason: string | null = null) => {
    month -= months;
    steps.unshift({ status: earlier, month, reason });
  };
  const ends = status === "STOPPED" || status === "FAILED";
  // Before the planted fall no orange project was in trouble.
  if (ends && project.commodity !== PLANTED.price.commodity && random.chance(0.6))
    before("AT_RISK", random.integer(2, 5), "订单减少（模拟）");
  if (status !== "PLANNED" && status !== "BUILDING" && status !== "OPERATING")
    before("OPERATING", random.integer(6, 30));
  if (status !== "PLANNED" && status !== "BUILDING") before("BUILDING", random.integer(4, 14));
  if (status !== "PLANNED") before("PLANNED", random.integer(2, 8));
  return steps.map((step, index) => ({
    id: demoId(`project step ${code} ${index}`),
    status: step.status,
    day: firstDay(step.month),
    reason: step.reason,
  }));
}

/** First month in operation; null for a project that never was. */
export function operatingSince(project: DemoProject): number | null {
  const start = historyOf(project).find((step) => step.status === "OPERATING");
  return start ? monthIndex(start.day) : null;
}
