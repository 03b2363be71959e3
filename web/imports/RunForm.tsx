import { useViewer } from "../access/viewer.ts";
import { useSpeech } from "../i18n/language.ts";
import { type Refusal, RefusalNote } from "../work/deed.tsx";
import type { Dataset, Job } from "./documents.ts";
import { isTried, missingIn, type Settings } from "./settings.ts";

interface Props {
  readonly job: Job;
  readonly datasets: readonly Dataset[];
  readonly settings: Settings;
  readonly onChange: (change: Partial<Settings>) => void;
  readonly onStart: (settings: Settings, dryRun: boolean) => void;
  readonly isBusy: boolean;
  readonly refusal: Refusal | null;
}

/** A try first, then the import; and the word that coordinates need where they are not certain. */
export function RunForm({ job, datasets, settings, onChange, onStart, isBusy, refusal }: Props) {
  const { imports: w } = useSpeech();
  const viewer = useViewer();
  const dataset = datasets.find(({ name }) => name === settings.dataset);
  const mayTry = dataset !== undefined && missingIn(settings, dataset).length === 0 && !isBusy;
  const tried = isTried(job, settings);
  const mayRun = mayTry && tried && (job.report?.counts ?? null) !== null;
  const held = job.state === "HELD" ? job.refusal : null;
  const confirm = (crs: string, swapAxes: boolean) => {
    onChange({ crs, swapAxes });
    onStart({ ...settings, crs, swapAxes }, true);
  };
  return (
    <section aria-labelledby="import-run">
      <h2 id="import-run">{w.steps.run}</h2>
      {held ? (
        <div className="import-held" role="alert">
          <h3>{w.held}</h3>
          <p>{held.message}</p>
          <div className="work-buttons">
            <button
              type="button"
              className="button primary"
              disabled={isBusy}
              onClick={() => confirm(held.proposedCrs ?? "4326", held.proposedSwapAxes ?? false)}
            >
              {w.heldYes(held.proposedCrs ?? "4326", held.proposedSwapAxes ?? false)}
            </button>
            <button type="button" className="button" disabled={isBusy} onClick={() => confirm("4326", false)}>
              {w.heldNo}
            </button>
          </div>
        </div>
      ) : null}
      <fieldset disabled={isBusy}>
        <legend>{w.mode}</legend>
        {(["ATOMIC", "GOOD_ROWS"] as const).map((mode) => (
          <label key={mode} className="work-tick import-mode">
            <input
              type="radio"
              name="import-mode"
              checked={settings.mode === mode}
              onChange={() => onChange({ mode })}
            />
            {w.modes[mode]}
          </label>
        ))}
      </fieldset>
      <p className="work-hint" id="import-run-hint">
        {tried ? w.dryRunHint : w.runHint}
      </p>
      {viewer?.isDemo ? <p className="work-hint">{w.demoNote}</p> : null}
      <div className="work-buttons">
        <button
          type="button"
          className={mayRun ? "button" : "button primary"}
          disabled={!mayTry}
          aria-describedby="import-run-hint"
          onClick={() => onStart(settings, true)}
        >
          {w.dryRun}
        </button>
        <button
          type="button"
          className={mayRun ? "button primary" : "button"}
          disabled={!mayRun}
          aria-describedby="import-run-hint"
          onClick={() => onStart(settings, false)}
        >
          {w.run}
        </button>
      </div>
      <RefusalNote refusal={refusal} />
    </section>
  );
}
