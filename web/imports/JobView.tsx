import { useEffect, useState } from "react";
import { useQuery } from "urql";
import { useSpeech } from "../i18n/language.ts";
import type { Theme } from "../map/palette.ts";
import { Failure } from "../ui/Failure.tsx";
import { useDeed } from "../work/deed.tsx";
import { type Dataset, IMPORT_DATASETS, type Job, PROBE, type Probe, START } from "./documents.ts";
import { Found } from "./Found.tsx";
import { Mapping } from "./Mapping.tsx";
import { Outcome } from "./Outcome.tsx";
import { Preview } from "./Preview.tsx";
import { RunForm } from "./RunForm.tsx";
import { Running } from "./Running.tsx";
import { StepLine } from "./StepLine.tsx";
import { firstSettings, type Settings } from "./settings.ts";
import { useJob } from "./useJob.ts";

/** One import from what was found in the file to its result. */
export function JobView({ id, theme }: { readonly id: string; readonly theme: Theme }) {
  const { imports: w, words } = useSpeech();
  const { job, fetching, error, busy, progress, ask } = useJob(id);
  const [{ data }] = useQuery({ query: IMPORT_DATASETS });
  const [hasWaited, setWaited] = useState(false);
  useEffect(() => {
    if (busy) setWaited(true);
  }, [busy]);
  if (error && !job) return <Failure error={error} />;
  if (!job) return <p className="page-loading">{fetching ? words.state.loading : words.state.missing}</p>;
  const again = () => ask({ requestPolicy: "network-only" });
  return (
    <div className="import-job">
      <h2 className="import-name">{job.fileName}</h2>
      <StepLine job={job} />
      {job.probe && job.hasFile && data && !(busy && job.state === "UPLOADED") ? (
        <Setup
          key={`${job.id} ${job.probe.layer ?? ""}`}
          job={job}
          probe={job.probe}
          datasets={data.importDatasets}
          theme={theme}
          isBusy={busy}
          onAsked={again}
        />
      ) : null}
      {busy ? (
        <Running key={job.rowVersion} job={job} progress={progress} />
      ) : (
        <Outcome job={job} takesFocus={hasWaited} />
      )}
      {job.hasFile || busy ? null : <p className="work-hint">{w.gone}</p>}
    </div>
  );
}

interface SetupProps {
  readonly job: Job;
  readonly probe: Probe;
  readonly datasets: readonly Dataset[];
  readonly theme: Theme;
  readonly isBusy: boolean;
  readonly onAsked: () => void;
}

function Setup({ job, probe, datasets, theme, isBusy, onAsked }: SetupProps) {
  const [settings, setSettings] = useState<Settings>(() => firstSettings(job, probe, datasets));
  const start = useDeed(START, onAsked);
  const look = useDeed(PROBE, onAsked);
  const change = (part: Partial<Settings>) => setSettings((before) => ({ ...before, ...part }));
  const { id, rowVersion } = job;
  const run = ({ dataset, crs, swapAxes, mapping, mode }: Settings, dryRun: boolean) =>
    void start.run({
      ...{ id, rowVersion, dataset, swapAxes, mode, dryRun, layer: probe.layer, crs: crs || null },
      mapping: Object.entries(mapping).map(([key, header]) => ({ key, header })),
    });
  const waits = isBusy || start.busy || look.busy;
  return (
    <>
      <div className="import-columns">
        <Found
          job={job}
          probe={probe}
          settings={settings}
          onChange={change}
          onLayer={(layer) => void look.run({ id, rowVersion, layer })}
          isBusy={waits}
        />
        <Mapping probe={probe} datasets={datasets} settings={settings} onChange={change} />
      </div>
      <Preview job={job} probe={probe} theme={theme} />
      <RunForm
        job={job}
        datasets={datasets}
        settings={settings}
        onChange={change}
        onStart={run}
        isBusy={waits}
        refusal={start.refusal ?? look.refusal}
      />
    </>
  );
}
