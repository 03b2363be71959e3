import { Upload as UploadIcon } from "lucide-react";
import { type DragEvent, useState } from "react";
import { useSpeech } from "../i18n/language.ts";
import { useBytes } from "./useBytes.ts";
import type { useUpload } from "./useUpload.ts";

interface Props {
  readonly sending: ReturnType<typeof useUpload>;
  /** Uploads that broke off: the same file again goes on. */
  readonly unfinished: readonly {
    readonly id: string;
    readonly fileName: string;
    readonly byteLength: number;
  }[];
  readonly onGiveUp: (id: string) => void;
}

/** Choosing or dropping a file, and its way to the server. */
export function ChooseFile({ sending, unfinished, onGiveUp }: Props) {
  const { imports: w } = useSpeech();
  const bytes = useBytes();
  const [isOver, setOver] = useState(false);
  const { upload } = sending;
  const take = (file: File | undefined) => {
    if (!file) return;
    const before = unfinished.find(
      ({ fileName, byteLength }) => fileName === file.name && byteLength === file.size,
    );
    sending.begin(file, before?.id ?? null);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files[0]);
  };
  if (upload && upload.how !== "REFUSED")
    return (
      <section aria-labelledby="import-file" data-upload={upload.how}>
        <h2 id="import-file">{w.steps.file}</h2>
        <p>{w.uploading(upload.file.name)}</p>
        <progress
          className="import-progress"
          max={upload.file.size}
          value={upload.bytes}
          aria-label={w.uploading(upload.file.name)}
        />
        <p role="status" className="work-hint">
          {w.uploaded(bytes(upload.bytes), bytes(upload.file.size))}{" "}
          {upload.how === "PAUSED" ? w.paused : upload.how === "BROKEN" ? w.broken : ""}
        </p>
        <div className="work-buttons">
          {upload.how === "SENDING" ? (
            <button type="button" className="button" onClick={sending.pause}>
              {w.pause}
            </button>
          ) : null}
          {upload.how === "PAUSED" || upload.how === "BROKEN" ? (
            <>
              <button type="button" className="button primary" onClick={sending.resume}>
                {w.resume}
              </button>
              <button type="button" className="button" onClick={() => onGiveUp(upload.id)}>
                {w.giveUp}
              </button>
            </>
          ) : null}
        </div>
      </section>
    );
  return (
    <section aria-labelledby="import-file">
      <h2 id="import-file">{w.steps.file}</h2>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button in it does the same by keyboard */}
      <div
        className="import-drop"
        data-over={isOver}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <p>{w.drop}</p>
        <label className="button primary">
          <UploadIcon size={15} aria-hidden="true" />
          {w.choose}
          <input
            type="file"
            className="visually-hidden"
            accept=".csv,.tsv,.txt,.xlsx,.json,.geojson,.geojsonl,.ndjson,.gpkg,.zip"
            onChange={(event) => {
              take(event.target.files?.[0]);
              event.target.value = "";
            }}
          />
        </label>
        <p className="work-hint">{w.formats}</p>
      </div>
      {unfinished.map(({ id, fileName }) => (
        <p key={id} className="work-hint">
          {w.resumeHint(fileName)}{" "}
          <button type="button" className="button" onClick={() => onGiveUp(id)}>
            {w.giveUp}
          </button>
        </p>
      ))}
      <p role="alert" className="work-message">
        {upload?.message}
      </p>
    </section>
  );
}
