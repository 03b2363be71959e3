import { useEffect, useRef } from "react";
import { useSpeech } from "../i18n/language.ts";
import { ConfirmButton } from "./ConfirmButton.tsx";
import "./field.css";
import { Seen } from "../offline/Seen.tsx";
import type { Answered, Outcome } from "./queue.ts";
import { useOnline, type useQueue, useSending } from "./useQueue.ts";
import { useYuan } from "./useYuan.ts";

interface Props {
  readonly queue: ReturnType<typeof useQueue>;
  /** Something was taken over, or the network is back: what the page shows is old. */
  readonly onSent: () => void;
}

/** What waits to be sent, what was sent, and what could not stand, with both versions. */
export function QueueBar({ queue, onSent }: Props) {
  const { field, number, dateTime } = useSpeech();
  const isOnline = useOnline();
  useSending(queue);
  const { waiting, answered, batch, held, sent, sentAt } = queue.box;
  const before = useRef(waiting.length);
  useEffect(() => {
    if (waiting.length < before.current) onSent();
    before.current = waiting.length;
  }, [waiting.length, onSent]);
  const wasOnline = useRef(isOnline);
  useEffect(() => {
    if (isOnline && !wasOnline.current) onSent();
    wasOnline.current = isOnline;
  }, [isOnline, onSent]);
  return (
    <section className="field-queue" aria-label={field.queue.list}>
      <p role="status">
        {isOnline ? null : <strong>{field.queue.offline}</strong>}
        {waiting.length > 0 ? (
          <strong className="field-waiting">{field.queue.waiting(waiting.length)}</strong>
        ) : null}
        {queue.isSending ? <span>{field.queue.sending}</span> : null}
        {sent > 0 ? <span>{field.queue.applied(sent)}</span> : null}
        {sentAt ? <span>{field.queue.sentAt(dateTime(new Date(sentAt).toISOString()))}</span> : null}
      </p>
      <Seen />
      {held ? (
        <p role="alert">
          {field.queue.held}
          {held}
        </p>
      ) : null}
      {waiting.length > 0 ? (
        <>
          <ul>
            {waiting.map((kept, index) => (
              <li key={kept.operation.entry?.id ?? kept.operation.visit?.taskId ?? index}>
                <span>{kept.about}</span>
                {index < (batch?.count ?? 0) ? null : (
                  <ConfirmButton
                    label={field.queue.discard}
                    ask={field.queue.discardAsk}
                    onConfirm={() => queue.discard(index)}
                  />
                )}
              </li>
            ))}
          </ul>
          <button
            type="button"
            className="button"
            disabled={!isOnline || queue.isSending}
            onClick={queue.sendNow}
          >
            {field.queue.sendNow} ({number(waiting.length)})
          </button>
        </>
      ) : null}
      {answered.map((each) => (
        <Trouble key={`${each.id}${each.outcome}`} answered={each} />
      ))}
      {answered.length > 0 || (sent > 0 && waiting.length === 0) ? (
        <button type="button" className="button" onClick={queue.acknowledge}>
          {field.queue.dismiss}
        </button>
      ) : null}
    </section>
  );
}

function Trouble({ answered }: { readonly answered: Answered }) {
  const { field } = useSpeech();
  const { about, refused, given, present } = answered;
  if (refused)
    return (
      <p role="alert">
        {field.queue.refused}
        {about}. {refused.message} {refused.guards.join(" ")}
      </p>
    );
  return (
    <div role="alert">
      <p>
        {field.queue.conflict}
        {about}
      </p>
      <dl className="field-versions">
        <div>
          <dt>{field.queue.given}</dt>
          <dd>
            <Version version={given} />
          </dd>
        </div>
        <div>
          <dt>{field.queue.present}</dt>
          <dd>
            <Version version={present} />
          </dd>
        </div>
      </dl>
    </div>
  );
}

function Version({ version }: { readonly version: Outcome["given"] }) {
  const { field, spells } = useSpeech();
  const yuan = useYuan();
  if (!version) return field.queue.none;
  const { result, kind, work, day, amountFen, reimbursedFen, rowVersion } = version;
  const parts = [
    result ? field.tasks.results[result] : kind || work ? null : field.queue.none,
    kind ? field.account.kinds[kind] : null,
    work ? spells.states[work] : null,
    day,
    amountFen === null ? null : `${field.account.amount} ${yuan(amountFen)}`,
    reimbursedFen === null ? null : `${field.account.reimbursed} ${yuan(reimbursedFen)}`,
    rowVersion === null ? null : field.queue.version(rowVersion),
  ];
  return parts.filter((part) => part !== null).join(" · ");
}
