import { type FormEvent, useState } from "react";
import { useSpeech } from "../i18n/language.ts";
import { RefusalNote, useDeed, useNewId } from "../work/deed.tsx";
import { Fold } from "../work/fields.tsx";
import type { PartProps } from "./CasePage.tsx";
import { OBJECT, POST_NOTICE, TAKE_DOWN } from "./documents.ts";

const POSTED_IN = ["NOTICE", "ELIMINATION_NOTICE"];

/** Notices as they were posted, letter for letter. */
export function Notices({ matter, onDone }: PartProps) {
  const { county, dateTime } = useSpeech();
  const takeDown = useDeed(TAKE_DOWN, onDone);
  return (
    <section aria-labelledby="case-notices">
      <h2 id="case-notices">{county.cases.notices}</h2>
      {matter.notices.length === 0 ? <p className="work-empty">{county.cases.noticesEmpty}</p> : null}
      <ul className="cards">
        {matter.notices.map((notice) => (
          <li key={notice.id} className="card">
            <h3>{county.noticeKinds[notice.kind] ?? notice.kind}</h3>
            <blockquote className="notice-body" lang="zh-CN">
              {notice.body}
            </blockquote>
            <p className="work-hint">
              {county.cases.posted(dateTime(String(notice.postedAt)), notice.days)} ·{" "}
              {county.cases.objections(notice.objections)}
              <br />
              {notice.takenDownAt
                ? county.cases.takenDown(dateTime(String(notice.takenDownAt)))
                : county.cases.takeDownFrom(dateTime(String(notice.takeDownAt)))}
            </p>
            {notice.takenDownAt ? null : (
              <button
                type="button"
                className="button"
                disabled={takeDown.busy}
                onClick={() => takeDown.run({ id: notice.id })}
              >
                {county.cases.takeDown}
              </button>
            )}
          </li>
        ))}
      </ul>
      <RefusalNote refusal={takeDown.refusal} />
      {POSTED_IN.includes(matter.state) ? (
        <>
          <Fold title={county.cases.post}>
            <PostNotice matter={matter} onDone={onDone} />
          </Fold>
          <Fold title={county.cases.object}>
            <Objection matter={matter} onDone={onDone} />
          </Fold>
        </>
      ) : null}
    </section>
  );
}

function PostNotice({ matter, onDone }: PartProps) {
  const { county } = useSpeech();
  const [id, renew] = useNewId();
  const [group, setGroup] = useState("");
  const { busy, refusal, run } = useDeed(POST_NOTICE, onDone);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await run({ id, caseId: matter.id, group: Number(group), rowVersion: matter.rowVersion })) renew();
  };
  return (
    <form className="work-form" onSubmit={submit}>
      <p className="work-hint">{county.cases.postLead}</p>
      <label>
        {county.cases.group}
        <input
          type="number"
          min="1"
          step="1"
          value={group}
          onChange={(event) => setGroup(event.target.value)}
          required
        />
      </label>
      <button type="submit" className="button primary" disabled={busy}>
        {county.cases.post}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}

function Objection({ matter, onDone }: PartProps) {
  const { county } = useSpeech();
  const [reason, setReason] = useState("");
  const { busy, refusal, run } = useDeed(OBJECT, onDone);
  return (
    <form
      className="work-form"
      onSubmit={(event) => {
        event.preventDefault();
        void run({ caseId: matter.id, reason, rowVersion: matter.rowVersion });
      }}
    >
      <label>
        {county.common.reason}
        <textarea
          value={reason}
          rows={2}
          maxLength={500}
          onChange={(event) => setReason(event.target.value)}
          required
        />
      </label>
      <p className="work-hint">{county.common.reasonHint}</p>
      <button type="submit" className="button primary" disabled={busy}>
        {county.cases.object}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}
