import { parseAsString, useQueryState } from "nuqs";
import { useCallback, useState } from "react";
import { useQuery } from "urql";
import { WorkFrame } from "../access/WorkFrame.tsx";
import { languageTags, useSpeech } from "../i18n/language.ts";
import type { Theme } from "../map/palette.ts";
import { Failure } from "../ui/Failure.tsx";
import "../map/map.css";
import "../work/county.css";
import { ChooseFile } from "./ChooseFile.tsx";
import { IMPORT_JOBS } from "./documents.ts";
import { JobView } from "./JobView.tsx";
import { PastImports } from "./PastImports.tsx";
import "./imports.css";
import { removeFile } from "./send.ts";
import { useUpload } from "./useUpload.ts";

/** Files into the atlas: the one in the address is open, so leaving and coming back shows it as it is by then. */
export function ImportsPage({ theme }: { readonly theme: Theme }) {
  return (
    <WorkFrame page="imports">
      <Imports theme={theme} />
    </WorkFrame>
  );
}

function Imports({ theme }: { readonly theme: Theme }) {
  const { imports: w, words, language } = useSpeech();
  const [id, setId] = useQueryState("import", parseAsString.withOptions({ history: "push" }));
  const [problem, setProblem] = useState("");
  const [{ data, fetching, error }, ask] = useQuery({
    query: IMPORT_JOBS,
    requestPolicy: "cache-and-network",
  });
  const again = useCallback(() => ask({ requestPolicy: "network-only" }), [ask]);
  const open = useCallback(
    (opened: string) => {
      void setId(opened);
      again();
    },
    [setId, again],
  );
  const sending = useUpload(open);
  const jobs = data?.importJobs ?? [];
  const giveUp = async (given: string) => {
    setProblem("");
    sending.forget();
    await removeFile(given, languageTags[language]).catch((refused: Error) => setProblem(refused.message));
    if (given === id) await setId(null);
    again();
  };
  return (
    <>
      <h1>{w.title}</h1>
      <p className="work-lead">{w.lead}</p>
      {id ? (
        <>
          <button
            type="button"
            className="button"
            onClick={() => {
              sending.forget();
              void setId(null);
              again();
            }}
          >
            {w.another}
          </button>
          <JobView key={id} id={id} theme={theme} />
        </>
      ) : (
        <ChooseFile
          sending={sending}
          unfinished={jobs.filter((job) => job.state === "UPLOADING" && job.hasFile)}
          onGiveUp={(given) => void giveUp(given)}
        />
      )}
      <p role="alert" className="work-message">
        {problem}
      </p>
      {error ? <Failure error={error} /> : null}
      {fetching && !data ? <p className="page-loading">{words.state.loading}</p> : null}
      {data ? (
        <PastImports jobs={jobs} current={id} onOpen={open} onRemove={(given) => void giveUp(given)} />
      ) : null}
    </>
  );
}
