import { type FormEvent, useState } from "react";
import { useSpeech } from "../i18n/language.ts";
import { Fold } from "../work/fields.tsx";
import { type Person, SET_REGIONS } from "./documents.ts";
import { type Place, Regions } from "./Regions.tsx";
import { useAct } from "./useAct.ts";

/** Posts a person elsewhere; sessions and keys go by it at once. */
export function Posting({ person, onDone }: { readonly person: Person; readonly onDone: () => void }) {
  const { people } = useSpeech();
  const words = people.picker;
  const { act, message, setMessage, isBusy } = useAct();
  const [chosen, setChosen] = useState<readonly Place[]>(person.places);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const data = await act(SET_REGIONS, { id: person.id, regions: chosen.map(({ code }) => code) });
    if (!data) return;
    setMessage(people.done);
    onDone();
  };
  return (
    <Fold title={words.change}>
      <form className="work-form" onSubmit={submit} aria-label={words.change}>
        <p className="work-hint">{words.lead}</p>
        <Regions chosen={chosen} onChange={setChosen} />
        <p role="alert" className="work-message">
          {message}
        </p>
        <button type="submit" className="button primary" disabled={isBusy || chosen.length === 0}>
          {words.submit}
        </button>
      </form>
    </Fold>
  );
}
