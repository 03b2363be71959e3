import { type FormEvent, useState } from "react";
import { useSpeech } from "../i18n/language.ts";
import { RefusalNote, useDeed, useNewId } from "../work/deed.tsx";
import { ColleagueChoice } from "./ColleagueChoice.tsx";
import { HAND_OVER_ALL, HAND_OVER_TASK, type OrphanedWork } from "./documents.ts";

interface Props {
  readonly onDone: () => void;
}

/** One task to a colleague of its village. */
export function HandOverTask({ task, onDone }: Props & { readonly task: OrphanedWork }) {
  const { teams } = useSpeech();
  const [personId, setPersonId] = useState("");
  const { busy, refusal, run } = useDeed(HAND_OVER_TASK, onDone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    return run({ id: task.id, personId, rowVersion: task.rowVersion });
  };
  return (
    <form className="work-form" onSubmit={submit}>
      <ColleagueChoice
        village={task.villageCode}
        except={task.personId}
        value={personId}
        onChange={setPersonId}
      />
      <button type="submit" className="button primary" disabled={busy}>
        {teams.handOver}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}

/** Everything that somebody left: offered are colleagues of the first village, and the server says whether they serve all. */
export function HandOverAll({ tasks, onDone }: Props & { readonly tasks: readonly OrphanedWork[] }) {
  const { teams } = useSpeech();
  const [first] = tasks;
  const [key, renew] = useNewId();
  const [to, setTo] = useState("");
  const { busy, refusal, run } = useDeed(HAND_OVER_ALL, onDone);
  if (!first) return null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (await run({ key, from: first.personId, to })) renew();
  };
  return (
    <form className="work-form" onSubmit={submit}>
      <ColleagueChoice
        village={first.villageCode}
        except={first.personId}
        value={to}
        onChange={(id) => {
          // Another colleague is another deed.
          renew();
          setTo(id);
        }}
      />
      <button type="submit" className="button primary" disabled={busy}>
        {teams.handOverAll}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}
