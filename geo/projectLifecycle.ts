/**
 * Life of an industry project 产业项目全生命周期: the declared steps, this project's own reading of planned, building,
 * operating, at risk and failed or closed. The database refuses every other step too (atlas.is_project_step).
 */
export const PROJECT_STATUSES = [
  "PLANNED",
  "BUILDING",
  "OPERATING",
  "AT_RISK",
  "STOPPED",
  "FAILED",
  "CLOSED",
] as const;
export type ProjectStatusKey = (typeof PROJECT_STATUSES)[number];

/** From each status to which. What failed or was closed stays so: a new attempt is a new project with a history of its own. */
export const PROJECT_STEPS: Readonly<Record<ProjectStatusKey, readonly ProjectStatusKey[]>> = {
  PLANNED: ["BUILDING", "CLOSED"],
  BUILDING: ["OPERATING", "FAILED", "CLOSED"],
  OPERATING: ["AT_RISK", "STOPPED", "FAILED", "CLOSED"],
  AT_RISK: ["OPERATING", "STOPPED", "FAILED", "CLOSED"],
  STOPPED: ["OPERATING", "FAILED", "CLOSED"],
  FAILED: [],
  CLOSED: [],
};

/** Statuses nobody may set without saying why. */
export const NEEDS_REASON: readonly ProjectStatusKey[] = ["AT_RISK", "STOPPED", "FAILED", "CLOSED"];

/** A project that households can still live from, or lose by: not yet failed and not closed. */
export const LIVE_STATUSES: readonly ProjectStatusKey[] = [
  "PLANNED",
  "BUILDING",
  "OPERATING",
  "AT_RISK",
  "STOPPED",
];

/** Whether the step from one status to another is declared. */
export const isProjectStep = (from: ProjectStatusKey, to: ProjectStatusKey): boolean =>
  PROJECT_STEPS[from].includes(to);
