import { Download } from "lucide-react";
import { useEffect } from "react";
import { useQuery } from "urql";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { RefusalNote, useDeed } from "../work/deed.tsx";
import { CANCEL, EXPORT, type ExportFile } from "./documents.ts";
import "./exports.css";

interface Props {
  readonly id: string;
  readonly secret: string | null;
  readonly heading?: boolean;
}

const LOOK_AGAIN_MS = 1_000;
const isUnderWay = (file: ExportFile | null | undefined) =>
  file?.state === "QUEUED" || file?.state === "RUNNING";

/** How far a file is, and where to fetch it: looks again every second until it is over. */
export function FileState({ id, secret, heading = false }: Props) {
  const { exports: words, words: general } = useSpeech();
  const [{ data, error }, look] = useQuery({
    query: EXPORT,
    variables: { id, secret },
    requestPolicy: "network-only",
  });
  const file = data?.export;
  const busy = isUnderWay(file);
  useEffect(() => {
    if (!busy) return;
    const timer = setInterval(() => look({ requestPolicy: "network-only" }), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [busy, look]);
  const { refusal, run, busy: cancelling } = useDeed(CANCEL, () => look({ requestPolicy: "network-only" }));
  if (error && !file) return <Failure error={error} />;
  if (!data) return <p className="page-loading">{general.state.loading}</p>;
  if (!file) return <p className="quiet">{words.gone}</p>;
  return (
    <div className="export-file" data-state={file.state}>
      {heading ? <Heading file={file} /> : null}
      <output aria-live="polite">
        <strong>{words.states[file.state]}</strong>
        <Rows file={file} />
      </output>
      {busy ? (
        <progress
          max={Math.max(1, file.rowsTotal ?? 1)}
          value={file.rowsTotal ? file.rowsDone : undefined}
          aria-label={words.states[file.state]}
        />
      ) : null}
      {file.error ? (
        <p className="work-message" role="alert">
          {file.error}
        </p>
      ) : null}
      {file.link ? (
        <a className="button primary" href={file.link} download>
          <Download size={16} aria-hidden="true" />
          {words.download}
        </a>
      ) : null}
      {busy ? (
        <button
          type="button"
          className="button"
          disabled={cancelling}
          onClick={() => void run({ id, secret })}
        >
          {words.cancel}
        </button>
      ) : null}
      <RefusalNote refusal={refusal} />
    </div>
  );
}

function Heading({ file }: { readonly file: ExportFile }) {
  const { exports: words } = useSpeech();
  return (
    <h2>
      {words.whats[file.what]}{" "}
      <small>
        {[file.regionName ?? words.all, file.period, words.formats[file.format].split(/[：:]/)[0]]
          .filter(Boolean)
          .join(" · ")}
      </small>
    </h2>
  );
}

function Rows({ file }: { readonly file: ExportFile }) {
  const { exports: words, number, dateTime } = useSpeech();
  const parts = [
    file.rowsTotal === null ? null : words.rows(number(file.rowsDone), number(file.rowsTotal)),
    file.sizeBytes === null ? null : words.size(number(file.sizeBytes / 2 ** 20, 2)),
    file.isDemo ? words.demo : null,
    file.state === "DONE" ? words.expires(dateTime(String(file.expiresAt))) : null,
  ];
  return <span>{parts.filter((part) => part !== null).join(" · ")}</span>;
}
