import { useState } from "react";
import { useSpeech } from "../i18n/language.ts";
import type { Check } from "./documents.ts";
import { OpenItem } from "./OpenItem.tsx";

interface Props {
  readonly checks: readonly Check[];
  readonly asked: Check | null;
  readonly mayRegister: boolean;
}

const STEP = 10;

/** Where households break a rule, most first: of one rule, or of all of them added up. */
export function Villages({ checks, asked, mayRegister }: Props) {
  const { indicators, number } = useSpeech();
  const w = indicators.checks;
  const [first, setFirst] = useState(STEP);
  const villages = new Map<string, { code: string; name: string; findings: number }>();
  for (const check of asked ? [asked] : checks)
    for (const village of check.villages)
      villages.set(village.code, {
        ...village,
        findings: village.findings + (villages.get(village.code)?.findings ?? 0),
      });
  const rows = [...villages.values()].sort(
    (one, other) => other.findings - one.findings || one.code.localeCompare(other.code),
  );
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="check-villages">
      <h2 id="check-villages">{w.villages(number(rows.length))}</h2>
      {mayRegister ? <p className="work-hint">{w.openHint}</p> : null}
      <ul className="check-villages">
        {rows.slice(0, first).map((village) => (
          <li key={village.code} data-village={village.code}>
            <span>{village.name}</span> <b>{w.found(number(village.findings))}</b>
            {mayRegister ? <OpenItem village={village.code} name={village.name} /> : null}
          </li>
        ))}
      </ul>
      {rows.length > first ? (
        <button type="button" className="button" onClick={() => setFirst(first + STEP)}>
          {w.more}
        </button>
      ) : null}
    </section>
  );
}
