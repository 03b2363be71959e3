import { useState } from "react";
import { useSpeech } from "../i18n/language.ts";
import { Figures } from "../ui/Figures.tsx";
import { Tick } from "../work/fields.tsx";
import type { Job, Probe } from "./documents.ts";
import type { Settings } from "./settings.ts";
import { useBytes } from "./useBytes.ts";

interface Props {
  readonly job: Job;
  readonly probe: Probe;
  readonly settings: Settings;
  readonly onChange: (change: Partial<Settings>) => void;
  readonly onLayer: (layer: string) => void;
  readonly isBusy: boolean;
}

/** What the file is, which sheet of it, and in which coordinates. */
export function Found({ job, probe, settings, onChange, onLayer, isBusy }: Props) {
  const { imports: w, number } = useSpeech();
  const bytes = useBytes();
  const isListed = settings.crs === "" || settings.crs in w.crsChoices;
  const [isOther, setOther] = useState(!isListed);
  const { detected } = probe;
  return (
    <section aria-labelledby="import-found">
      <h2 id="import-found">{w.steps.found}</h2>
      <Figures
        rows={[
          [w.file, job.fileName],
          [w.size, bytes(job.byteLength)],
          [w.format, probe.format],
          [w.encoding, probe.encoding],
          [w.rowsFound, number(probe.headers.length)],
          [w.declared, probe.declaredCrs ?? w.none],
        ]}
      />
      <div className="work-form import-form">
        {probe.layers.length > 1 ? (
          <label>
            {w.layer}
            <select
              value={probe.layer ?? probe.layers[0] ?? ""}
              disabled={isBusy}
              onChange={(event) => onLayer(event.target.value)}
            >
              {probe.layers.map((layer) => (
                <option key={layer}>{layer}</option>
              ))}
            </select>
          </label>
        ) : null}
        <div className="import-detected" data-detected={detected.crs}>
          <p>{detected.message}</p>
          {detected.isCertain ? null : <p>{w.detectedShown}</p>}
          {detected.isCertain ||
          (settings.crs === detected.crs && settings.swapAxes === detected.swapAxes) ? null : (
            <button
              type="button"
              className="button"
              onClick={() => {
                setOther(!(detected.crs in w.crsChoices));
                onChange({ crs: detected.crs, swapAxes: detected.swapAxes });
              }}
            >
              {w.useDetected}
            </button>
          )}
        </div>
        <label>
          {w.crs}
          <select
            value={isOther ? "OTHER" : settings.crs === "" ? "AUTO" : settings.crs}
            onChange={({ target: { value } }) => {
              setOther(value === "OTHER");
              onChange({ crs: value === "AUTO" || value === "OTHER" ? "" : value });
            }}
          >
            {Object.entries(w.crsChoices).map(([key, word]) => (
              <option key={key} value={key}>
                {word}
              </option>
            ))}
            <option value="OTHER">{w.crsOther}</option>
          </select>
        </label>
        {isOther ? (
          <label>
            {w.crsOther}
            <input
              value={settings.crs}
              inputMode="numeric"
              maxLength={10}
              placeholder={w.crsOtherHint}
              onChange={(event) => onChange({ crs: event.target.value.trim() })}
            />
          </label>
        ) : null}
        <Tick label={w.swapAxes} value={settings.swapAxes} onChange={(swapAxes) => onChange({ swapAxes })} />
      </div>
    </section>
  );
}
