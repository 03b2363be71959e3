import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useSpeech } from "../i18n/language.ts";
import { OpenPage } from "./OpenPage.tsx";
import { Assessments, Incomes, Parity, Workforce } from "./Tables.tsx";
import { useRegionChoice } from "./useRegionChoice.tsx";

const TABLES = ["assessments", "parity", "workforce", "incomes"] as const;
const LEVELS = ["COUNTY", "PREFECTURE", "PROVINCE"] as const;

/** Tables of the work around the register: one at a time, by region and year. */
export function TablesPage() {
  const { funds } = useSpeech();
  const { within, name, choice } = useRegionChoice();
  const [which, setWhich] = useQueryState("table", parseAsStringLiteral(TABLES).withDefault("assessments"));
  const [level, setLevel] = useQueryState("level", parseAsStringLiteral(LEVELS).withDefault("COUNTY"));
  const [period, setPeriod] = useQueryState("period");
  const w = funds.tables;
  const props = {
    within,
    name,
    level,
    period,
    onPeriod: (next: string | null) => void setPeriod(next),
  };
  return (
    <OpenPage title={w.title} lead={w.lead}>
      <fieldset className="table-choice" aria-label={w.which}>
        {TABLES.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={each === which}
            onClick={() => {
              void setWhich(each);
              void setPeriod(null);
            }}
          >
            {w.kinds[each]}
          </button>
        ))}
      </fieldset>
      <div className="work-filter table-filter">
        {choice}
        {which === "parity" ? null : (
          <label>
            {funds.level}
            <select
              value={level}
              onChange={(event) => void setLevel(LEVELS.find((each) => each === event.target.value) ?? null)}
            >
              {LEVELS.map((each) => (
                <option key={each} value={each}>
                  {funds.levels[each]}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {which === "assessments" ? <Assessments {...props} /> : null}
      {which === "parity" ? <Parity {...props} /> : null}
      {which === "workforce" ? <Workforce {...props} /> : null}
      {which === "incomes" ? <Incomes {...props} /> : null}
      <p className="work-hint">{w.note[which]}</p>
    </OpenPage>
  );
}
