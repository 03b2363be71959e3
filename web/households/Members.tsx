import { type FormEvent, useEffect, useRef, useState } from "react";
import { forgetfulClient, graphql, type ResultOf } from "../api.ts";
import { Choice } from "../field/Choice.tsx";
import { type Refusal, RefusalNote, refusalIn } from "../field/Refusal.tsx";
import type { useQueue } from "../field/useQueue.ts";
import { chosen } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import type { ShownHousehold } from "./HouseholdPage.tsx";
import { Work } from "./Work.tsx";

const REVEAL = graphql(`
  mutation RevealMember($id: ID!, $purpose: RevealPurpose!) {
    revealMember(id: $id, purpose: $purpose) {
      __typename
      ... on RevealedMember { id name idNumber phone bankAccount health bornOn leftToday }
      ... on Refused { message guards }
    }
  }
`);
type Clear = Extract<ResultOf<typeof REVEAL>["revealMember"], { __typename: "RevealedMember" }>;
const SHOWN_SECONDS = 60;

interface Props {
  readonly household: ShownHousehold;
  readonly queue: ReturnType<typeof useQueue>;
  /** Without a network nothing is shown in clear. */
  readonly isFromDevice: boolean;
}

/** The members, masked; one at a time in clear, for a purpose and for a minute. */
export function Members({ household, queue, isFromDevice }: Props) {
  const { erasure, field, language } = useSpeech();
  const words = field.members;
  const dialog = useRef<HTMLDialogElement>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const [clear, setClear] = useState<Clear | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const purpose = chosen(new FormData(event.currentTarget), "purpose", words.purposes);
    // One press is one look, and one event of the audit.
    if (purpose === null || asked === null || isBusy) return;
    setBusy(true);
    const { data, error } = await forgetfulClient(language)
      .mutation(REVEAL, { id: asked, purpose })
      .toPromise();
    setBusy(false);
    const answer = data?.revealMember;
    setRefusal(refusalIn(answer, error, field.noAnswer));
    if (answer?.__typename !== "RevealedMember") return;
    setClear(answer);
    dialog.current?.close();
  };
  return (
    <section aria-labelledby="members">
      <h2 id="members">{words.title}</h2>
      <ul className="field-cards">
        {household.members.map((member) => (
          <li key={member.id} className="field-card">
            <p className="field-card-head">
              <strong>{member.name}</strong>
              <span>
                {words.relations[member.relation]} · {words.sexes[member.sex]} ·{" "}
                {words.born(member.birthYear)}
                {member.leftOn ? ` · ${words.left(member.leftOn)}` : ""}
                {member.erasedOn ? ` · ${erasure.erasedOn(member.erasedOn)}` : ""}
              </span>
            </p>
            <p className="work-hint">
              {[member.idNumber, member.phone, member.bankAccount, words.labours[member.labour]]
                .filter(Boolean)
                .join(" · ")}
            </p>
            <Work member={member} household={household} queue={queue} />
            {clear?.id === member.id ? (
              <ClearValues key={clear.leftToday} clear={clear} onHide={() => setClear(null)} />
            ) : isFromDevice || member.erasedOn ? null : (
              <button
                type="button"
                className="button"
                aria-label={`${words.reveal} ${member.name}`}
                onClick={() => {
                  setAsked(member.id);
                  setRefusal(null);
                  dialog.current?.showModal();
                }}
              >
                {words.reveal}
              </button>
            )}
          </li>
        ))}
      </ul>
      <dialog ref={dialog} className="field-dialog" aria-labelledby="reveal-title">
        <h3 id="reveal-title">{words.revealTitle}</h3>
        <p>{words.revealLead}</p>
        <form className="work-form" onSubmit={submit}>
          <Choice name="purpose" label={words.purpose} options={words.purposes} />
          <RefusalNote refusal={refusal} />
          <div className="field-actions">
            <button type="button" className="button" onClick={() => dialog.current?.close()}>
              {field.cancel}
            </button>
            <button type="submit" className="button primary" disabled={isBusy}>
              {words.reveal}
            </button>
          </div>
        </form>
      </dialog>
    </section>
  );
}

function ClearValues({ clear, onHide }: { readonly clear: Clear; readonly onHide: () => void }) {
  const { field } = useSpeech();
  const words = field.members;
  const [left, setLeft] = useState(SHOWN_SECONDS);
  useEffect(() => {
    // By the clock and not by counting: a phone in the pocket slows timers down.
    const until = Date.now() + SHOWN_SECONDS * 1000;
    const timer = setInterval(() => setLeft(Math.ceil((until - Date.now()) / 1000)), 1000);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (left <= 0) onHide();
  }, [left, onHide]);
  if (left <= 0) return null;
  const rows = ["name", "idNumber", "phone", "bankAccount", "health", "bornOn"] as const;
  return (
    <div className="field-clear">
      <dl>
        {rows.map((row) =>
          clear[row] ? (
            <div key={row}>
              <dt>{words[row]}</dt>
              <dd>{clear[row]}</dd>
            </div>
          ) : null,
        )}
      </dl>
      <p className="work-hint">
        {words.hidesIn(left)} · {words.leftToday(clear.leftToday)}
      </p>
      <button type="button" className="button" onClick={onHide}>
        {words.hide}
      </button>
    </div>
  );
}
