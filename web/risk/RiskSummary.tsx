import { useSpeech } from "../i18n/language.ts";
import { Level } from "./Level.tsx";
import { isLevel } from "./levels.ts";

interface Risk {
  readonly scoreShown: number | null;
  readonly level: string | null;
  readonly status: "OK" | "PARTIAL" | "INSUFFICIENT";
  readonly period: string;
}

/** The number a reader looks for first, with its level, month and what kind of figure it is. */
export function RiskSummary({ risk }: { readonly risk: Risk }) {
  const { words, number } = useSpeech();
  return (
    <section className="risk-summary" data-level={isLevel(risk.level) ? risk.level : "absent"}>
      <div className="risk-figure">
        <span className="risk-score">
          {risk.scoreShown === null ? words.panel.noScore : number(risk.scoreShown, 1)}
        </span>
        <span className="risk-unit">
          {words.panel.score}
          <small>{words.panel.outOf}</small>
        </span>
        <Level level={risk.level} />
      </div>
      <p className="quiet">
        {risk.period} · {words.status[risk.status]}
      </p>
    </section>
  );
}
