import { useState } from "react";
import { useViewer } from "../access/viewer.ts";
import { ConfirmButton } from "../field/ConfirmButton.tsx";
import { useSpeech } from "../i18n/language.ts";
import { DISABLE_PERSON, type Person, RESET_PERSON, UNLOCK_PERSON } from "./documents.ts";
import { Keys } from "./Keys.tsx";
import { secretsOf } from "./NewPerson.tsx";
import { Once, type Secret } from "./Once.tsx";
import { Posting } from "./Posting.tsx";
import { useAct } from "./useAct.ts";

/** A person with what can be done of the account; each step that cannot be taken back is asked about. */
export function PersonCard({ person, onDone }: { readonly person: Person; readonly onDone: () => void }) {
  const { people, work, language, nameOf } = useSpeech();
  const viewer = useViewer();
  const { act, message, setMessage } = useAct();
  const [secrets, setSecrets] = useState<readonly Secret[] | null>(null);
  const told = (isDone: boolean) => {
    setMessage(isDone ? people.done : people.unchanged);
    onDone();
  };
  const disable = async () => {
    const data = await act(DISABLE_PERSON, { id: person.id });
    if (data) told(data.disablePerson);
  };
  const unlock = async () => {
    const data = await act(UNLOCK_PERSON, { id: person.id });
    if (data) told(data.unlockPerson);
  };
  const reset = async () => {
    const data = await act(RESET_PERSON, { id: person.id });
    if (!data) return;
    setSecrets(secretsOf(data.resetPerson, people.once));
    onDone();
  };
  return (
    <li className="card" data-person={person.login}>
      <h2>{person.name}</h2>
      <p className="work-hint">
        {person.login} · {work.roles[person.role]}
      </p>
      <p className="field-tags">
        {person.places.map((place) => (
          <span key={place.code} lang={language === "en" && place.nameEn ? undefined : "zh-CN"}>
            {nameOf(place)}
          </span>
        ))}
        <span>{person.hasSecondFactor ? people.factor : people.noFactor}</span>
        {person.isDemo ? <span>{people.isDemo}</span> : null}
        {person.isLocked ? <b>{people.isLocked}</b> : null}
        {person.isDisabled ? <b>{people.isDisabled}</b> : null}
      </p>
      <p role="status" className="field-done">
        {message}
      </p>
      {person.isDisabled ? null : (
        <>
          <div className="field-actions">
            {person.isLocked && !person.isDemo ? (
              <button type="button" className="button" onClick={unlock}>
                {people.unlock}
              </button>
            ) : null}
            {person.isDemo ? null : (
              <ConfirmButton label={people.reset} ask={people.resetAsk(person.name)} onConfirm={reset} />
            )}
            <ConfirmButton label={people.disable} ask={people.disableAsk(person.name)} onConfirm={disable} />
          </div>
          {person.id === viewer?.personId ? null : <Posting person={person} onDone={onDone} />}
          <Keys person={person} onDone={onDone} />
        </>
      )}
      {secrets ? <Once secrets={secrets} onClose={() => setSecrets(null)} /> : null}
    </li>
  );
}
