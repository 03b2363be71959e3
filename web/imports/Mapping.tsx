import { useSpeech } from "../i18n/language.ts";
import { WideTable } from "../work/WideTable.tsx";
import type { Dataset, Probe } from "./documents.ts";
import { missingIn, recognised, type Settings } from "./settings.ts";

interface Props {
  readonly probe: Probe;
  readonly datasets: readonly Dataset[];
  readonly settings: Settings;
  readonly onChange: (change: Partial<Settings>) => void;
}

/** Which header of the file is which column, what is missing and what is not used. */
export function Mapping({ probe, datasets, settings, onChange }: Props) {
  const { imports: w, language } = useSpeech();
  const dataset = datasets.find(({ name }) => name === settings.dataset);
  const missing = missingIn(settings, dataset);
  const used = new Set(Object.values(settings.mapping));
  const unused = probe.headers.filter((header) => header !== "" && !used.has(header));
  const listed = (words: readonly string[]) => words.join(language === "zh" ? "、" : ", ");
  const take = (key: string, header: string) => {
    const { [key]: _, ...others } = settings.mapping;
    onChange({ mapping: header === "" ? others : { ...others, [key]: header } });
  };
  return (
    <section aria-labelledby="import-mapping">
      <h2 id="import-mapping">{w.steps.mapping}</h2>
      {datasets.length === 0 ? <p className="work-empty">{w.datasetNone}</p> : null}
      <p className="work-filter">
        <label className="work-within">
          {w.dataset}
          <select
            value={settings.dataset}
            onChange={({ target: { value } }) =>
              onChange({ dataset: value, mapping: recognised(probe, value) })
            }
          >
            {datasets.map(({ name, label }) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        </label>
      </p>
      <p className="work-hint">
        {probe.saved?.dataset === settings.dataset
          ? probe.saved.isMine
            ? w.savedMine
            : w.savedOffice
          : w.mappingLead}
      </p>
      {dataset ? (
        <WideTable>
          <table>
            <thead>
              <tr>
                <th scope="col">{w.column}</th>
                <th scope="col">{w.header}</th>
              </tr>
            </thead>
            <tbody>
              {dataset.columns.map(({ key, label, isRequired }) => (
                <tr key={key} data-column={key}>
                  <th scope="row">
                    {label}
                    {isRequired ? <small>{w.required}</small> : null}
                  </th>
                  <td>
                    <select
                      aria-label={label}
                      aria-invalid={isRequired && !settings.mapping[key]}
                      value={settings.mapping[key] ?? ""}
                      onChange={(event) => take(key, event.target.value)}
                    >
                      <option value="">{w.notInFile}</option>
                      {[...new Set(probe.headers)]
                        .filter((header) => header !== "")
                        .map((header) => (
                          <option key={header}>{header}</option>
                        ))}
                    </select>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      ) : null}
      <p role="status" className="work-message">
        {missing.length > 0 ? w.missing(listed(missing.map(({ label }) => label))) : ""}
      </p>
      {unused.length > 0 ? <p className="work-hint">{w.unused(listed(unused))}</p> : null}
    </section>
  );
}
