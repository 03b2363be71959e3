import { type FormEvent, useState } from "react";
import { Choice } from "../field/Choice.tsx";
import { type Refusal, RefusalNote } from "../field/Refusal.tsx";
import type { useQueue } from "../field/useQueue.ts";
import { chosen, textOf, today } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import type { ShownHousehold } from "./HouseholdPage.tsx";

type Member = ShownHousehold["members"][number];

interface Props {
  readonly member: Member;
  readonly household: Pick<ShownHousehold, "number">;
  readonly queue: ReturnType<typeof useQueue>;
}

const stateOf = ({ employed, idleByChoice }: Member) =>
  employed ? "EMPLOYED" : idleByChoice ? "BY_CHOICE" : "IDLE";

/** By the year alone, for the day is not shown; the server knows it and has the last word. */
const isLabourer = ({ birthYear, labour, atSchool }: Member) => {
  const age = Number(today().slice(0, 4)) - Number.parseInt(birthYear, 10);
  return age >= 16 && age <= 60 && labour !== "NONE" && !atSchool;
};

/** Whether a member of working age is in work, since when, and what was before. */
export function Work({ member, household, queue }: Props) {
  const { spells: words } = useSpeech();
  // An answer that an earlier build kept on this device does not say.
  if (member.leftOn !== null || member.workSpells === undefined) return null;
  const canRecord = isLabourer(member);
  if (!canRecord && member.workSpells.length === 0) return null;
  return (
    <div className="field-work">
      <p className="work-hint">
        {words.now(words.states[stateOf(member)], member.idleSince ?? member.employedSince)}
      </p>
      {member.workSpells.length > 0 ? (
        <ul className="work-hint" aria-label={words.past}>
          {member.workSpells.map(({ state, since, endedOn }) => (
            <li key={`${state} ${endedOn} ${since}`}>{words.before(words.states[state], since, endedOn)}</li>
          ))}
        </ul>
      ) : null}
      {canRecord ? <RecordWork member={member} household={household} queue={queue} /> : null}
    </div>
  );
}

/** Always through the queue, which sends at once where there is a network: one way, and it counts once. */
function RecordWork({ member, household, queue }: Props) {
  const { field, spells: words } = useSpeech();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [message, setMessage] = useState("");
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const state = chosen(form, "state", words.states);
    if (state === null) return;
    const since = textOf(form, "since");
    // What waits already will have raised the version when this arrives.
    const ahead = queue.box.waiting.filter(({ operation }) => operation.work?.memberId === member.id).length;
    const work = { memberId: member.id, rowVersion: member.rowVersion + ahead, state, since };
    const isKept = queue.keep(
      { work },
      `${household.number} · ${words.about} · ${words.states[state]} ${since}`,
    );
    setRefusal(isKept ? null : { message: field.queue.fullDevice, guards: [] });
    setMessage(isKept ? words.kept : "");
    if (isKept) element.reset();
  };
  return (
    <details>
      <summary aria-label={`${words.record} ${member.name}`}>{words.record}</summary>
      <form className="work-form" onSubmit={submit} onChange={() => setMessage("")}>
        <Choice name="state" label={words.state} options={words.states} />
        <label>
          {words.since}
          <input type="date" name="since" defaultValue={today()} max={today()} required />
        </label>
        <p className="work-hint">{words.hint}</p>
        <RefusalNote refusal={refusal} />
        <p role="status" className="field-done">
          {message}
        </p>
        <button type="submit" className="button primary">
          {words.submit}
        </button>
      </form>
    </details>
  );
}
