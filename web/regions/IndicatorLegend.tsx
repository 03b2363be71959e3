import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { shownIn } from "./figure.ts";
import { useCatalogue, type useIndicatorColours } from "./indicator.ts";
import "../tables/tables.css";

interface ChoiceProps {
  readonly value: string | null;
  readonly onChange: (code: string | null) => void;
}

/** What colours the counties: the risk of the month, or any published figure of its quarter. */
export function ColourChoice({ value, onChange }: ChoiceProps) {
  const { funds } = useSpeech();
  const catalogue = useCatalogue();
  const families = [...new Set(catalogue.map(({ family }) => family))];
  const names: Readonly<Record<string, string>> = funds.colour.families;
  return (
    <label className="colour-choice">
      {funds.colour.label}
      <select value={value ?? ""} onChange={(event) => onChange(event.target.value || null)}>
        <option value="">{funds.colour.score}</option>
        {families.map((family) => (
          <optgroup key={family} label={names[family] ?? family}>
            {catalogue
              .filter((indicator) => indicator.family === family)
              .map(({ code, label }) => (
                <option key={code} value={code}>
                  {label}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

/** Classes as the API gives them, how many counties in each, what is missing, and where the figure comes from. */
export function IndicatorLegend({ colours, error }: ReturnType<typeof useIndicatorColours>) {
  const speech = useSpeech();
  const { funds, words } = speech;
  if (error) return <Failure error={error} />;
  if (!colours) return <p className="quiet">{words.legend.loading}</p>;
  const { indicator, classes, period, rows } = colours;
  const { legend } = indicator;
  const most = Math.max(1, ...legend.classes.map(({ count }) => count));
  return (
    <section className="legend" aria-label={`${words.legend.title}：${indicator.label}`}>
      <h2>{indicator.label}</h2>
      <p className="quiet">
        {period} · {funds.colour.counted(rows.length - legend.missing)}
      </p>
      {legend.classes.length === 0 ? <p className="quiet">{funds.colour.noClasses}</p> : null}
      <ul className="classes">
        {legend.classes.map(({ from, to, count }, index) => (
          <li key={from}>
            <i className="class-colour" style={{ background: classes[index]?.colour }} aria-hidden="true" />
            <span>
              {shownIn(speech, indicator.unit, from)} – {shownIn(speech, indicator.unit, to)}
            </span>
            <span className="class-bar" aria-hidden="true">
              <span style={{ width: `${(100 * count) / most}%`, background: classes[index]?.colour }} />
            </span>
            <b>{count}</b>
          </li>
        ))}
        <li>
          <i className="class-colour no-data" aria-hidden="true" />
          <span>{funds.colour.missing}</span>
          <span />
          <b>{legend.missing}</b>
        </li>
      </ul>
      <p className="quiet small">
        {indicator.formula}
        <br />
        {indicator.source}
      </p>
    </section>
  );
}
