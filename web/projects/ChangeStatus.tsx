import { type FormEvent, useState } from "react";
import { NEEDS_REASON } from "../../geo/projectLifecycle.ts";
import type { ResultOf } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { RefusalNote, useDeed, useNewId } from "../work/deed.tsx";
import { changeStatus, type projectQuery } from "./document.ts";

type Project = NonNullable<ResultOf<typeof projectQuery>["industryProject"]>;
type Status = Project["status"];

/** The next step of a project's life, for posts that may write it. */
export function ChangeStatus({ project }: { readonly project: Project }) {
  const { projects, words, county } = useSpeech();
  const w = projects.change;
  const [id, renew] = useNewId();
  const [to, setTo] = useState<Status | "">("");
  const [day, setDay] = useState("");
  const [reason, setReason] = useState("");
  const { busy, refusal, run } = useDeed(changeStatus);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (to === "") return;
    const change = { id, project: project.code, to, day, reason: reason.trim() || null };
    if (!(await run({ change: { ...change, rowVersion: project.rowVersion } }))) return;
    renew();
    setTo("");
    setReason("");
  };
  if (project.nextStatuses.length === 0) return <p className="quiet">{w.end}</p>;
  return (
    <details className="change-status">
      <summary>{w.title}</summary>
      <form onSubmit={submit}>
        <label>
          {w.to}
          <select
            value={to}
            required
            onChange={(event) =>
              setTo(project.nextStatuses.find((status) => status === event.target.value) ?? "")
            }
          >
            <option value="">{w.choose}</option>
            {project.nextStatuses.map((status) => (
              <option key={status} value={status}>
                {words.project.statuses[status]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {w.day}
          <input
            type="date"
            value={day}
            min={project.statusSince ?? undefined}
            required
            onChange={(event) => setDay(event.target.value)}
          />
        </label>
        <label>
          {w.reason}
          <textarea
            value={reason}
            rows={2}
            maxLength={500}
            required={to !== "" && NEEDS_REASON.includes(to)}
            onChange={(event) => setReason(event.target.value)}
          />
          <small className="quiet">{w.reasonHint}</small>
        </label>
        <button type="submit" className="button" disabled={busy}>
          {busy ? county.common.busy : w.submit}
        </button>
        <RefusalNote refusal={refusal} />
      </form>
    </details>
  );
}
