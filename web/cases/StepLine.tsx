import { type CaseState, STATES } from "../../geo/procedureFacts.ts";
import { useSpeech } from "../i18n/language.ts";
import type { CaseOnPage } from "./documents.ts";

/** States a case goes through one after the other; the others leave this line. */
const LINE: readonly CaseState[] = [
  "LEAD",
  "CONSENT",
  "VERIFICATION",
  "COMPARISON",
  "VILLAGE_REVIEW",
  "NOTICE",
  "TOWNSHIP_CHECK",
  "COUNTY_DECISION",
  "ANNOUNCEMENT",
  "ASSISTED",
  "ELIMINATION_REVIEW",
  "ELIMINATION_NOTICE",
  "ELIMINATION_CHECK",
  "ELIMINATION_DECISION",
  "ELIMINATED",
];

/** The whole procedure as a line: what is done, where the case stands, what comes. */
export function StepLine({ matter }: { readonly matter: CaseOnPage }) {
  const { county, language } = useSpeech();
  const at = LINE.indexOf(matter.state);
  const visited = new Set<CaseState>(matter.steps.flatMap(({ from, to }) => [from, to]));
  const last = Math.max(...[...visited].map((state) => LINE.indexOf(state)), -1);
  const line =
    at >= 0
      ? LINE.map((state, index) => ({
          state,
          how: index < at ? ("done" as const) : index === at ? ("now" as const) : ("next" as const),
        }))
      : // Off the line, what lies ahead is no longer promised: only what was gone through is shown.
        [
          ...LINE.slice(0, last + 1).map((state) => ({ state, how: "done" as const })),
          { state: matter.state, how: "now" as const },
        ];
  return (
    <ol className="step-line" aria-label={county.cases.line}>
      {line.map(({ state, how }) => (
        <li key={state} data-how={how} aria-current={how === "now" ? "step" : undefined}>
          {STATES[state][language]}
          <small>{county.cases[how]}</small>
        </li>
      ))}
    </ol>
  );
}
