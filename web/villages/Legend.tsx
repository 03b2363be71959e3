import { useQuery } from "urql";
import { graphql } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { Level } from "../risk/Level.tsx";
import { Sources } from "../ui/Sources.tsx";

const levelsQuery = graphql(`
  query VillageLevels($period: String) {
    RED: villages(first: 1, where: { levels: [RED] }, period: $period) { totalCount }
    ORANGE: villages(first: 1, where: { levels: [ORANGE] }, period: $period) { totalCount }
    YELLOW: villages(first: 1, where: { levels: [YELLOW] }, period: $period) { totalCount }
    BLUE: villages(first: 1, where: { levels: [BLUE] }, period: $period) { totalCount }
    NONE: villages(first: 1, where: { levels: [NONE] }, period: $period) { totalCount }
  }
`);

const levels = ["NONE", "BLUE", "YELLOW", "ORANGE", "RED"] as const;

interface Props {
  readonly period: string;
  readonly villages: number;
  readonly sources: readonly string[];
}

/** Two keys in one: the relative heat far out, and official levels of single villages close up. */
export function VillageLegend({ period, villages, sources }: Props) {
  const { words, number, sentences } = useSpeech();
  const [{ data }] = useQuery({ query: levelsQuery, variables: { period } });
  const w = words.legend;
  const counts = levels.map((level) => data?.[level].totalCount);
  const known = counts.every((count) => count !== undefined);
  const most = Math.max(1, ...counts.map((count) => count ?? 0));
  const warned = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  return (
    <section className="legend" aria-label={`${w.title}：${w.villages}`}>
      <h2>{w.villages}</h2>
      <p className="quiet">
        {w.unit} · {period} · {w.villages_n(number(villages))}
      </p>
      <h3>{w.heat}</h3>
      <div className="heat-ramp">
        <span>{w.heatLow}</span>
        <i aria-hidden="true" />
        <span>{w.heatHigh}</span>
      </div>
      <p className="quiet small">{w.heatRule}</p>
      <h3>{w.points}</h3>
      <ul className="classes">
        {levels.map((level, index) => (
          <li key={level}>
            <i className="class-colour" data-level={level} data-fill="level" aria-hidden="true" />
            <Level level={level} />
            <span className="class-bar" aria-hidden="true">
              <span data-level={level} style={{ width: `${(100 * (counts[index] ?? 0)) / most}%` }} />
            </span>
            <b>{number(counts[index])}</b>
          </li>
        ))}
        <li>
          <i className="class-colour no-data" aria-hidden="true" />
          <span>{w.noData}</span>
          <span />
          <b>{known ? number(Math.max(0, villages - warned)) : "—"}</b>
        </li>
      </ul>
      <p className="quiet small">{sentences(w.rule, w.warningRule)}</p>
      <Sources names={sources} />
    </section>
  );
}
