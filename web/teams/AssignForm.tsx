import { type FormEvent, useState } from "react";
import type { VariablesOf } from "../api.ts";
import { today } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import { RefusalNote, useDeed, useNewId } from "../work/deed.tsx";
import { Choice } from "../work/fields.tsx";
import { ColleagueChoice } from "./ColleagueChoice.tsx";
import { ASSIGN } from "./documents.ts";

/** Posts somebody to the team of a village. */
export function AssignForm({ within, onDone }: { readonly within: string; readonly onDone: () => void }) {
  const { teams, county } = useSpeech();
  const [id, renew] = useNewId();
  const [village, setVillage] = useState(within.length === 12 ? within : "");
  const [personId, setPersonId] = useState("");
  const [post, setPost] = useState<VariablesOf<typeof ASSIGN>["post"] | "">("");
  const [unit, setUnit] = useState("");
  const [since, setSince] = useState(today());
  const { busy, refusal, run } = useDeed(ASSIGN, onDone);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (post === "" || personId === "") return;
    if (!(await run({ id, village: village.trim(), personId, post, unit, since }))) return;
    renew();
    setPersonId("");
    setUnit("");
  };
  return (
    <form className="work-form" onSubmit={submit}>
      <label>
        {teams.village}
        <input
          name="village"
          value={village}
          inputMode="numeric"
          pattern="[0-9]{12}"
          required
          onChange={(event) => {
            setVillage(event.target.value);
            setPersonId("");
          }}
        />
        <small className="work-hint">{teams.villageHint}</small>
      </label>
      <ColleagueChoice village={village.trim()} value={personId} onChange={setPersonId} />
      <Choice label={teams.post} words={teams.posts} value={post} onChange={setPost} required />
      <label>
        {teams.unit}
        <input
          name="unit"
          value={unit}
          minLength={2}
          maxLength={60}
          required
          onChange={(event) => setUnit(event.target.value)}
        />
      </label>
      <label>
        {teams.since}
        <input type="date" value={since} required onChange={(event) => setSince(event.target.value)} />
      </label>
      <button type="submit" className="button primary" disabled={busy}>
        {busy ? county.common.busy : teams.assignSubmit}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}
