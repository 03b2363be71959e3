import { type FormEvent, useState } from "react";
import { chosen, textOf } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import { Fold } from "../work/fields.tsx";
import { CREATE_PERSON } from "./documents.ts";
import { Once, type Secret } from "./Once.tsx";
import { type Place, Regions } from "./Regions.tsx";
import { useAct } from "./useAct.ts";

/** A new person of one post; password and second factor are told once. */
export function NewPerson({ onDone }: { readonly onDone: () => void }) {
  const { people, work } = useSpeech();
  const words = people.create;
  const { act, message, isBusy } = useAct();
  const [regions, setRegions] = useState<readonly Place[]>([]);
  const [secrets, setSecrets] = useState<readonly Secret[] | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const role = chosen(form, "role", work.roles);
    if (role === null) return;
    const data = await act(CREATE_PERSON, {
      login: textOf(form, "login"),
      name: textOf(form, "name"),
      role,
      regions: regions.map(({ code }) => code),
    });
    if (!data) return;
    element.reset();
    setRegions([]);
    setSecrets(secretsOf(data.createPerson, people.once));
    onDone();
  };
  return (
    <>
      <Fold title={words.title}>
        <form className="work-form" onSubmit={submit}>
          <label>
            {words.login}
            <input name="login" autoComplete="off" autoCapitalize="none" spellCheck={false} required />
            <small className="work-hint">{words.loginHint}</small>
          </label>
          <label>
            {words.name}
            <input name="name" autoComplete="off" maxLength={60} required />
          </label>
          <label>
            {words.role}
            <select name="role" defaultValue="" required>
              <option value="">{words.choose}</option>
              {Object.entries(work.roles).map(([role, word]) => (
                <option key={role} value={role}>
                  {word}
                </option>
              ))}
            </select>
          </label>
          <Regions chosen={regions} onChange={setRegions} />
          <p role="alert" className="work-message">
            {message}
          </p>
          <button type="submit" className="button primary" disabled={isBusy || regions.length === 0}>
            {words.submit}
          </button>
        </form>
      </Fold>
      {secrets ? <Once secrets={secrets} onClose={() => setSecrets(null)} /> : null}
    </>
  );
}

export const secretsOf = (
  told: { readonly password: string; readonly secondFactorUri: string | null },
  words: { readonly password: string; readonly factor: string },
): Secret[] => [
  { label: words.password, value: told.password },
  ...(told.secondFactorUri === null ? [] : [{ label: words.factor, value: told.secondFactorUri }]),
];
