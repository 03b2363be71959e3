import { useSpeech } from "../i18n/language.ts";
import { WideTable } from "../work/WideTable.tsx";
import type { Check } from "./documents.ts";

interface Props {
  readonly checks: readonly Check[];
  readonly asked: Check | null;
  /** Null for all rules. */
  readonly onAsk: (key: string | null) => void;
}

/** Each rule that holds today, with the households it is about and those that break it. */
export function Rules({ checks, asked, onAsk }: Props) {
  const { indicators, number } = useSpeech();
  const w = indicators.checks;
  return (
    <section aria-labelledby="check-rules">
      <h2 id="check-rules">{w.rules}</h2>
      <WideTable>
        <table className="checks">
          <thead>
            <tr>
              <th scope="col">{w.rule}</th>
              <th scope="col">{w.findings}</th>
              <th scope="col">{w.checked}</th>
              <th scope="col">{w.source}</th>
            </tr>
          </thead>
          <tbody>
            {checks.map((check) => (
              <tr key={check.key} data-rule={check.key}>
                <th scope="row">
                  <button
                    type="button"
                    className="link"
                    aria-pressed={asked?.key === check.key}
                    onClick={() => onAsk(asked?.key === check.key ? null : check.key)}
                  >
                    {check.label}
                  </button>
                </th>
                <td className="figure">{number(check.findings)}</td>
                <td className="figure">{number(check.checked)}</td>
                <td>
                  {w.grades[check.grade as keyof typeof w.grades] ?? check.grade}
                  <small>{w.since(check.validFrom)}</small>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
      {asked ? (
        <button type="button" className="button" onClick={() => onAsk(null)}>
          {w.allRules}
        </button>
      ) : null}
    </section>
  );
}
