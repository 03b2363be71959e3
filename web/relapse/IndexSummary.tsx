import { TriangleAlert } from "lucide-react";
import { useSpeech } from "../i18n/language.ts";
import { Level } from "../risk/Level.tsx";
import { isLevel } from "../risk/levels.ts";

interface Props {
  readonly index: {
    readonly valueShown: number | null;
    readonly status: "OK" | "PARTIAL" | "INSUFFICIENT";
    readonly level: string | null;
    readonly levelFromScore: string | null;
    readonly previousLevel: string | null;
    readonly triggers: readonly string[];
    readonly rank: number | null;
    readonly rankInterval: readonly number[] | null;
    readonly ranked: number;
    readonly period: string;
  };
}

/** Value, published level and rank, with what raised the level above the value's own. */
export function IndexSummary({ index }: Props) {
  const { words, number, sentences } = useSpeech();
  const w = words.index;
  const levelName = (level: string) => (isLevel(level) ? words.level[level] : words.level.absent);
  const known = (key: string): key is keyof typeof w.triggers => key in w.triggers;
  const { level, levelFromScore, previousLevel, rank } = index;
  const differs = level !== levelFromScore && levelFromScore !== null;
  // The only area of its kind has nobody to be ranked against.
  const compared = rank !== null && index.ranked > 1;
  const [low, high] = index.rankInterval ?? [];
  const interval = low === undefined || high === undefined ? "" : w.interval(number(low), number(high));
  return (
    <>
      <div className="risk-summary" data-level={isLevel(level) ? level : "absent"}>
        <div className="risk-figure">
          <span className="risk-score">
            {index.valueShown === null ? words.panel.noScore : number(index.valueShown, 1)}
          </span>
          <span className="risk-unit">
            {w.unit}
            <small>{words.panel.outOf}</small>
          </span>
          <Level level={level} />
        </div>
        <p className="quiet">
          {index.period} · {words.status[index.status]}
          {previousLevel ? ` · ${w.previous(levelName(previousLevel))}` : ""}
        </p>
        {rank === null || !compared ? null : (
          <p className="index-rank">
            {w.rank} <b>{w.rankOf(number(rank), interval, number(index.ranked))}</b>
          </p>
        )}
      </div>
      <p className="quiet">{sentences(w.own, compared && interval !== "" && w.rankNote)}</p>
      {index.triggers.length || differs ? (
        <section>
          <h4>{w.why}</h4>
          {differs ? <p>{w.fromScore(levelName(levelFromScore))}</p> : null}
          <ul className="triggers">
            {index.triggers.map((key) => (
              <li key={key}>
                <TriangleAlert size={14} aria-hidden="true" />
                {known(key) ? w.triggers[key] : w.otherTrigger(key)}
              </li>
            ))}
          </ul>
          {differs && index.triggers.length === 0 ? <p>{w.held}</p> : null}
        </section>
      ) : null}
    </>
  );
}
