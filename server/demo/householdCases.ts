import { addDays } from "../../geo/days.ts";
import { ACTIONS, type ActionKey } from "../../geo/procedure.ts";
import type { CaseState } from "../../geo/procedureFacts.ts";
import { morningOf } from "./householdTime.ts";
import { demoId } from "./people.ts";
import type { Random } from "./random.ts";

/** The way of a recognised case through the procedure, and the days that pass before each step. */
const WAY: readonly (readonly [ActionKey, number])[] = [
  ["ASK_CONSENT", 0],
  ["RECORD_CONSENT", 1],
  ["COMPLETE_VERIFICATION", 2],
  ["COMPLETE_COMPARISON", 2],
  ["PASS_VILLAGE_REVIEW", 1],
  ["END_NOTICE", 6],
  ["PASS_TOWNSHIP_CHECK", 1],
  ["RECOGNISE", 2],
  ["ANNOUNCE", 1],
  ["PROPOSE_ELIMINATION", 240],
  ["PASS_ELIMINATION_REVIEW", 3],
  ["END_ELIMINATION_NOTICE", 6],
  ["PASS_ELIMINATION_CHECK", 2],
  ["ELIMINATE", 3],
];
const upTo = (last: ActionKey) => WAY.slice(0, WAY.findIndex(([action]) => action === last) + 1);

/** Ways that leave the straight one. */
const BYWAYS: Partial<Record<CaseState, readonly (readonly [ActionKey, number])[]>> = {
  LEAD: [],
  KEPT_WATCHED: [...upTo("ANNOUNCE"), ["KEEP_WATCHED", 210]],
  DISMISSED: [...upTo("RECORD_CONSENT"), ["DISMISS", 2]],
  CLOSED: [...upTo("ANNOUNCE"), ["CLOSE", 120]],
};

export const wayTo = (state: CaseState): readonly (readonly [ActionKey, number])[] =>
  BYWAYS[state] ?? WAY.slice(0, WAY.findIndex(([action]) => ACTIONS[action].to === state) + 1);

/** How far a state is from the start of the straight way; -1 off it. */
export const progressOf = (state: CaseState): number =>
  state === "LEAD" ? 0 : WAY.findIndex(([action]) => ACTIONS[action].to === state) + 1;

const RESTING: readonly CaseState[] = ["ASSISTED", "KEPT_WATCHED", "ELIMINATED", "DISMISSED", "CLOSED"];
export const STABLE: readonly CaseState[] = [
  "KEPT_WATCHED",
  "ELIMINATION_REVIEW",
  "ELIMINATION_NOTICE",
  "ELIMINATION_CHECK",
  "ELIMINATION_DECISION",
  "ELIMINATED",
];
/** Recognised and not closed. */
export const RECOGNISED: readonly CaseState[] = ["ANNOUNCEMENT", "ASSISTED", ...STABLE];

export interface DemoStep {
  readonly id: string;
  readonly action: ActionKey;
  readonly from: CaseState;
  readonly to: CaseState;
  readonly at: string;
  readonly byOffice: "VILLAGE" | "TOWNSHIP" | "COUNTY" | "HEAD";
  readonly reason: string | null;
}

export interface DemoNotice {
  readonly id: string;
  readonly kind: "RECOGNITION" | "ELIMINATION";
  readonly postedAt: string;
  readonly isDown: boolean;
}

export interface DemoCase {
  readonly id: string;
  readonly leadId: string;
  readonly state: CaseState;
  readonly channel: "SELF_REPORT" | "INSPECTION" | "SCREENING";
  readonly openedOn: string;
  readonly since: string;
  readonly steps: readonly DemoStep[];
  readonly notices: readonly DemoNotice[];
  /** Main cause first. */
  readonly causes: readonly string[];
  /** Day of elimination or closing; null while it runs. */
  readonly settledOn: string | null;
}

const CAUSES: readonly (readonly [string, number])[] = [
  ["ILLNESS", 44],
  ["SCHOOLING", 8],
  ["DISABILITY", 12],
  ["ACCIDENT", 5],
  ["INDUSTRY_FAILURE", 8],
  ["JOB_INSTABILITY", 10],
  ["LABOUR_SHORTAGE", 9],
  ["HOUSING", 2],
  ["WATER", 2],
];

/** A case that stands in a state today, with every step that brought it there. */
export function caseOf(number: string, state: CaseState, random: Random, today: string): DemoCase {
  const way = wayTo(state);
  const age = RESTING.includes(state) ? random.integer(12, 150) : random.integer(1, 9);
  let day = addDays(today, -age - way.reduce((days, [, wait]) => days + wait, 0));
  const openedOn = day;
  let from: CaseState = "LEAD";
  const steps = way.map(([action, wait], index): DemoStep => {
    day = addDays(day, wait);
    const { to, reasonRequired } = ACTIONS[action];
    const step: DemoStep = {
      id: demoId(`step ${number} ${index}`),
      action,
      from,
      to,
      // Two steps of one day follow each other.
      at: morningOf(day, wait === 0 ? 1 : 2),
      byOffice: officeOf(action),
      reason: reasonRequired ? "演示：入户核实后办理" : null,
    };
    from = to;
    return step;
  });
  const cause = random.weighted(CAUSES);
  const second = random.weighted(CAUSES);
  return {
    id: demoId(`case ${number}`),
    leadId: demoId(`lead ${number}`),
    state,
    channel: random.weighted([
      ["SELF_REPORT", 4],
      ["INSPECTION", 4],
      ["SCREENING", 2],
    ]),
    openedOn,
    since: day,
    steps,
    notices: steps.flatMap((step) => noticeOf(number, step, steps)),
    causes: random.chance(0.3) && second !== cause ? [cause, second] : [cause],
    settledOn: ["ELIMINATED", "CLOSED", "DISMISSED"].includes(state) ? day : null,
  };
}

function officeOf(action: ActionKey): DemoStep["byOffice"] {
  const { roles }: { roles: readonly string[] } = ACTIONS[action];
  if (roles.includes("VILLAGE_WORKER")) return "VILLAGE";
  if (!roles.includes("COUNTY")) return "TOWNSHIP";
  return roles.includes("TOWNSHIP") ? "COUNTY" : "HEAD";
}

function noticeOf(number: string, step: DemoStep, steps: readonly DemoStep[]): DemoNotice[] {
  if (step.to !== "NOTICE" && step.to !== "ELIMINATION_NOTICE") return [];
  const kind = step.to === "NOTICE" ? "RECOGNITION" : "ELIMINATION";
  return [
    {
      id: demoId(`notice ${number} ${kind}`),
      kind,
      postedAt: step.at.replace("T12", "T13"),
      isDown: steps.at(-1) !== step,
    },
  ];
}
