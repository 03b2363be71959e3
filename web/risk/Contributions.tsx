import { useSpeech } from "../i18n/language.ts";

interface Contribution {
  readonly key: string;
  readonly label: string;
  readonly valueShown: number;
  readonly weight: number;
  readonly imputed: boolean;
}

interface Props {
  readonly contributions: readonly Contribution[];
  readonly total: number;
  readonly imputedNote: string;
  /** Heading, where a panel shows two scores. */
  readonly title?: string;
}

/** What made the score. The server rounds the parts so that they add to the shown total; nothing is rounded here. */
export function Contributions({ contributions, total, imputedNote, title }: Props) {
  const { words, number, sentences } = useSpeech();
  // Bars share one scale, that of the heaviest part, so that lengths can be compared between rows.
  const widest = Math.max(1, ...contributions.map((part) => Math.max(part.valueShown, part.weight * 100)));
  const percent = (value: number) => `${(100 * value) / widest}%`;
  return (
    <section>
      <h3>{title ?? words.panel.parts}</h3>
      <ul className="parts">
        {contributions.map((part) => (
          <li key={part.key} data-imputed={part.imputed}>
            <span className="part-label">
              {part.label}
              {part.imputed ? <em>{words.panel.imputed}</em> : null}
            </span>
            <span className="part-value">{number(part.valueShown, 1)}</span>
            <span className="part-track" aria-hidden="true">
              <span className="part-most" style={{ width: percent(part.weight * 100) }} />
              <span className="part-bar" style={{ width: percent(part.valueShown) }} />
            </span>
          </li>
        ))}
        <li className="part-total">
          <span className="part-label">{words.panel.total}</span>
          <span className="part-value">{number(total, 1)}</span>
        </li>
      </ul>
      <p className="quiet">
        {sentences(words.panel.partsNote, contributions.some((part) => part.imputed) && imputedNote)}
      </p>
    </section>
  );
}
