import { useSpeech } from "../i18n/language.ts";
import { WideTable } from "../work/WideTable.tsx";
import type { PastImport } from "./documents.ts";
import { useBytes } from "./useBytes.ts";

interface Props {
  readonly jobs: readonly PastImport[];
  readonly current: string | null;
  readonly onOpen: (id: string) => void;
  readonly onRemove: (id: string) => void;
}

/** What was imported before, the newest first. */
export function PastImports({ jobs, current, onOpen, onRemove }: Props) {
  const { imports: w, dateTime } = useSpeech();
  const bytes = useBytes();
  return (
    <section aria-labelledby="import-past">
      <h2 id="import-past">{w.past}</h2>
      {jobs.length === 0 ? <p className="work-empty">{w.pastNone}</p> : null}
      {jobs.length > 0 ? (
        <WideTable>
          <table>
            <thead>
              <tr>
                <th scope="col">{w.file}</th>
                <th scope="col">{w.state}</th>
                <th scope="col">{w.when}</th>
                <th scope="col">{w.open}</th>
              </tr>
            </thead>
            <tbody>
              {jobs.map((job) => (
                <tr key={job.id} data-import={job.id} data-state={job.state}>
                  <td className="import-file-name">
                    {job.fileName}
                    <small>{bytes(job.byteLength)}</small>
                  </td>
                  <td>{w.states[job.state]}</td>
                  <td>{dateTime(String(job.endedAt ?? job.createdAt))}</td>
                  <td>
                    <div className="work-buttons">
                      {job.state === "UPLOADING" ? null : (
                        <button
                          type="button"
                          className="button"
                          aria-current={job.id === current}
                          aria-label={`${w.open} ${job.fileName}`}
                          onClick={() => onOpen(job.id)}
                        >
                          {w.open}
                        </button>
                      )}
                      {job.hasFile && !["UPLOADED", "QUEUED", "RUNNING"].includes(job.state) ? (
                        <button
                          type="button"
                          className="button"
                          aria-label={`${w.remove} ${job.fileName}`}
                          onClick={() => onRemove(job.id)}
                        >
                          {w.remove}
                        </button>
                      ) : null}
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </WideTable>
      ) : null}
    </section>
  );
}
