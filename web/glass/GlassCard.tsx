import { useState } from "react";
import { useViewer } from "../access/viewer.ts";
import { useSpeech } from "../i18n/language.ts";
import { RefusalNote, useDeed } from "../work/deed.tsx";
import { ACKNOWLEDGE, END, type Glass } from "./documents.ts";
import { Look } from "./Look.tsx";

interface Props {
  readonly glass: Glass;
  readonly onDone: () => void;
}

/** One look outside the scope: who, why, until when, and whether the county took note. */
export function GlassCard({ glass, onDone }: Props) {
  const { glass: words, work, dateTime } = useSpeech();
  const viewer = useViewer();
  const [looks, setLooks] = useState(0);
  const end = useDeed(END, onDone);
  const note = useDeed(ACKNOWLEDGE, onDone);
  const { id, rowVersion } = glass;
  return (
    <article className="card" data-glass={glass.number} aria-label={glass.number}>
      <p>
        <strong>{glass.number}</strong>
      </p>
      <p lang="zh-CN">{glass.reason}</p>
      <p className="work-hint">
        {words.who}: <span lang="zh-CN">{glass.person?.name}</span>
        {glass.person ? ` · ${work.roles[glass.person.role]}` : ""} · {dateTime(String(glass.brokenAt))}
      </p>
      <p className="work-hint">{glass.isLive ? words.live(dateTime(String(glass.endsAt))) : words.over}</p>
      {glass.acknowledgedBy ? (
        <p className="work-hint">
          {words.acknowledged(glass.acknowledgedBy.name, dateTime(String(glass.acknowledgedAt)))}
        </p>
      ) : (
        <p>{words.waiting}</p>
      )}
      {glass.isMine && glass.isLive ? (
        <div className="field-actions">
          <button type="button" className="button primary" onClick={() => setLooks(looks + 1)}>
            {words.look}
          </button>
          <button type="button" className="button" disabled={end.busy} onClick={() => end.run({ id })}>
            {words.end}
          </button>
        </div>
      ) : null}
      <RefusalNote refusal={end.refusal} />
      {!glass.acknowledgedBy && !glass.isMine && viewer?.permissions.includes("glass.acknowledge") ? (
        <>
          <button
            type="button"
            className="button primary"
            disabled={note.busy}
            onClick={() => note.run({ id, rowVersion })}
          >
            {words.acknowledge}
          </button>
          <RefusalNote refusal={note.refusal} />
        </>
      ) : null}
      {looks > 0 && glass.isLive ? <Look key={looks} id={id} /> : null}
    </article>
  );
}
