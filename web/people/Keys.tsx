import { type FormEvent, useState } from "react";
import { ConfirmButton } from "../field/ConfirmButton.tsx";
import { textOf } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import { Fold } from "../work/fields.tsx";
import { CREATE_KEY, type Person, WITHDRAW_KEYS } from "./documents.ts";
import { Once, type Secret } from "./Once.tsx";
import { useAct } from "./useAct.ts";

/** The valid keys of a person, one more, and each taken back by itself, so that one can replace another. */
export function Keys({ person, onDone }: { readonly person: Person; readonly onDone: () => void }) {
  const { people, number, dateTime } = useSpeech();
  const words = people.keys;
  const { act, message, isBusy } = useAct();
  const [secrets, setSecrets] = useState<readonly Secret[] | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const data = await act(CREATE_KEY, {
      personId: person.id,
      label: textOf(form, "label"),
      days: Number(textOf(form, "days")),
      pointsPerMinute: Number(textOf(form, "points")),
    });
    if (!data) return;
    element.reset();
    setSecrets([{ label: people.once.key, value: data.createApiKey.key }]);
    onDone();
  };
  const withdraw = async (start: string | null) => {
    if (await act(WITHDRAW_KEYS, { personId: person.id, start })) onDone();
  };
  return (
    <Fold title={`${words.title} (${number(person.keys.length)})`}>
      <p className="work-hint">{words.scope}</p>
      {person.keys.length === 0 ? <p className="work-hint">{words.none}</p> : null}
      <ul className="field-cards">
        {person.keys.map((key) => (
          <li key={key.start} className="field-card" data-key={key.start}>
            <strong>{key.label}</strong>
            <dl className="key-facts">
              <dt>{words.start}</dt>
              <dd>
                <code>{key.start}…</code>
              </dd>
              <dt>{words.expires}</dt>
              <dd>{dateTime(String(key.expiresAt))}</dd>
              <dt>{words.used}</dt>
              <dd>{key.usedAt ? dateTime(String(key.usedAt)) : words.unused}</dd>
              <dt>{words.budget}</dt>
              <dd>{number(key.pointsPerMinute)}</dd>
            </dl>
            <ConfirmButton
              label={words.withdraw}
              ask={words.withdrawAsk(key.start)}
              onConfirm={() => withdraw(key.start)}
            />
          </li>
        ))}
      </ul>
      {person.keys.length > 1 ? (
        <ConfirmButton
          label={words.withdrawAll}
          ask={words.withdrawAllAsk(person.name)}
          onConfirm={() => withdraw(null)}
        />
      ) : null}
      <form className="work-form" onSubmit={submit} aria-label={words.create}>
        <label>
          {words.label}
          <input name="label" autoComplete="off" maxLength={100} required />
        </label>
        <label>
          {words.days}
          <input name="days" type="number" min="1" max="365" defaultValue="90" required />
        </label>
        <label>
          {words.points}
          <input name="points" type="number" min="1000" max="10000000" defaultValue="60000" required />
        </label>
        <p role="alert" className="work-message">
          {message}
        </p>
        <button type="submit" className="button primary" disabled={isBusy}>
          {words.submit}
        </button>
      </form>
      {secrets ? <Once secrets={secrets} onClose={() => setSecrets(null)} /> : null}
    </Fold>
  );
}
