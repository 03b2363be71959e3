import type { Urgency } from "../../geo/urgency.ts";
import { useSpeech } from "../i18n/language.ts";
import "./urgency.css";

/** The second sign beside the colour: no level is told by colour alone. */
const SIGNS: Record<Urgency, string> = { ORANGE: "▲", RED: "■", YELLOW: "◆", GREEN: "●" };

/** Colour, sign and word together; the word never stands on the colour. */
export function UrgencyMark({ level }: { readonly level: Urgency }) {
  const { urgency } = useSpeech();
  return (
    <span className="urgency" data-urgency={level}>
      <i aria-hidden="true">{SIGNS[level]}</i>
      {urgency.levels[level]}
    </span>
  );
}

/** Who says how urgent something is, and what the colours mean. */
export function UrgencyLegend() {
  const { urgency } = useSpeech();
  return (
    <p className="work-hint urgency-legend">
      {urgency.legend}
      <br />
      {urgency.meaning}
    </p>
  );
}
