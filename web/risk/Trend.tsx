import { useSpeech } from "../i18n/language.ts";
import { levelSign, type WarnedLevel, warningLines } from "./levels.ts";

interface Point {
  readonly period: string;
  readonly scoreShown: number | null;
}

const width = 308;
const height = 132;
const box = { left: 2, right: 34, top: 8, bottom: 20 };

interface Props {
  readonly series: readonly Point[];
  readonly period: string;
  /** Where each warning level begins; those of the monthly score when left out. */
  readonly lines?: readonly { readonly level: WarnedLevel; readonly from: number }[];
  /** Words for what is not the monthly score. */
  readonly named?: {
    readonly title: string;
    readonly label: (from: string, to: string, first: string, last: string) => string;
  };
}

/** Scores over time against the warning lines. A period without a score is a gap in the line, never a zero. */
export function Trend({ series, period, lines = warningLines, named }: Props) {
  const { words, number } = useSpeech();
  const scored = series.filter((point): point is Point & { scoreShown: number } => point.scoreShown !== null);
  const first = scored[0];
  const last = scored[scored.length - 1];
  if (!first || !last || scored.length < 2) return null;
  const x = (index: number) =>
    box.left + (index / Math.max(1, series.length - 1)) * (width - box.left - box.right);
  // The scale is always 0–100: two panels side by side must be comparable.
  const y = (score: number) => box.top + (1 - score / 100) * (height - box.top - box.bottom);
  let pen = "M";
  const path = series
    .map((point, index) => {
      if (point.scoreShown === null) {
        pen = "M";
        return "";
      }
      const step = `${pen}${x(index).toFixed(1)} ${y(point.scoreShown).toFixed(1)}`;
      pen = "L";
      return step;
    })
    .join("");
  const current = series.findIndex((point) => point.period === period);
  const now = series[current];
  const label = (named?.label ?? words.panel.trendLabel)(
    first.period,
    last.period,
    number(first.scoreShown, 1),
    number(last.scoreShown, 1),
  );
  return (
    <section>
      <h3>{named?.title ?? words.panel.trend(series.length)}</h3>
      <svg className="trend" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        {lines.map((line) => (
          <g key={line.level} className="trend-line" data-level={line.level}>
            <line x1={box.left} x2={width - box.right} y1={y(line.from)} y2={y(line.from)} />
            <text x={width - box.right + 4} y={y(line.from) + 4}>
              {levelSign[line.level]} {line.from}
            </text>
          </g>
        ))}
        <line className="trend-base" x1={box.left} x2={width - box.right} y1={y(0)} y2={y(0)} />
        <path className="trend-path" d={path} />
        {now && now.scoreShown !== null ? (
          <circle className="trend-now" cx={x(current)} cy={y(now.scoreShown)} r={4} />
        ) : null}
        <text className="trend-month" x={box.left} y={height - 5}>
          {series[0]?.period}
        </text>
        <text className="trend-month" x={width - box.right} y={height - 5} textAnchor="end">
          {series[series.length - 1]?.period}
        </text>
      </svg>
    </section>
  );
}
