import { useSpeech } from "../i18n/language.ts";
import type { CountyValue } from "../regions/values.ts";
import { levelSign, warningLines } from "../risk/levels.ts";
import { Sources } from "../ui/Sources.tsx";
import { type Class, type ClassMethod, classIndex, classMethods } from "./classes.ts";

interface Props {
  readonly classes: readonly Class[];
  readonly breaks: readonly number[];
  readonly method: ClassMethod;
  readonly count: number;
  readonly period: string;
  readonly breaksPeriod: string;
  /** Every county, those without villages too: they are counted apart. */
  readonly values: readonly CountyValue[];
  readonly sources: readonly string[];
  readonly onMethod: (method: ClassMethod) => void;
  readonly onCount: (count: number) => void;
}

/** Always open: unit, month, source, how many in each class, what is missing, and how the bounds are read. */
export function Legend(props: Props) {
  const { words, number, sentences } = useSpeech();
  const w = words.legend;
  const loaded = props.values.filter((value) => value.villages > 0);
  const notLoaded = props.values.length - loaded.length;
  const scored = loaded.flatMap((value) => (value.score === null ? [] : [value.score]));
  const counts = props.classes.map(
    (_, index) => scored.filter((score) => classIndex(score, props.breaks) === index).length,
  );
  const most = Math.max(1, ...counts);
  const official = props.method === "official";
  const range = ({ from, to }: Class) => {
    if (from === null && to === null) return "0 – 100";
    if (from === null) return `< ${number(to, 1)}`;
    return to === null ? `≥ ${number(from, 1)}` : `${number(from, 1)} – ${number(to, 1)}`;
  };
  return (
    <section className="legend" aria-label={`${w.title}：${w.counties}`}>
      <h2>{w.counties}</h2>
      <p className="quiet">
        {w.unit} · {props.period} · {w.counties_n(loaded.length)}
      </p>
      <ul className="classes">
        {props.classes.map((one, index) => {
          const level = official ? (warningLines[index - 1]?.level ?? "NONE") : null;
          return (
            <li key={one.from ?? "lowest"}>
              <i
                className="class-colour"
                style={{ background: one.colour }}
                data-level={level}
                aria-hidden="true"
              />
              <span>
                {level ? (
                  <b>
                    {levelSign[level]} {words.level[level]}
                  </b>
                ) : null}
                {range(one)}
              </span>
              <span className="class-bar" aria-hidden="true">
                <span style={{ width: `${(100 * (counts[index] ?? 0)) / most}%`, background: one.colour }} />
              </span>
              <b>{counts[index]}</b>
            </li>
          );
        })}
        <li>
          <i className="class-colour no-data" aria-hidden="true" />
          <span>{w.noData}</span>
          <span />
          <b>{loaded.length - scored.length}</b>
        </li>
        <li>
          <i className="class-colour not-loaded" aria-hidden="true" />
          <span>{w.notLoaded}</span>
          <span />
          <b>{notLoaded > 0 ? number(notLoaded) : null}</b>
        </li>
      </ul>
      <div className="legend-choice">
        <label>
          {w.method}
          <select
            value={props.method}
            onChange={(event) => props.onMethod(event.target.value as ClassMethod)}
          >
            {classMethods.map((method) => (
              <option key={method} value={method}>
                {w.methods[method]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {w.classes}
          <select
            value={props.count}
            disabled={official}
            onChange={(event) => props.onCount(Number(event.target.value))}
          >
            {[3, 4, 5, 6, 7].map((count) => (
              <option key={count} value={count}>
                {w.classCount(count)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p className="quiet small">
        {sentences(
          w.rule,
          official ? w.warningRule : w.breaksFrom(props.breaksPeriod),
          !official && scored.length > 0 && props.classes.length < props.count && w.generalised,
        )}
      </p>
      <Sources names={props.sources} />
    </section>
  );
}
