import type { FormEvent } from "react";
import { ConfirmButton } from "../field/ConfirmButton.tsx";
import { newId, textOf } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import { Once } from "../people/Once.tsx";
import { Fold } from "../work/fields.tsx";
import { CHANGE_WEBHOOK, CREATE_WEBHOOK, DELETE_WEBHOOK, type Webhook } from "./documents.ts";
import { usePartnerAct } from "./usePartnerAct.ts";

/** Where the organisation hears of changes; one that was switched off says why. */
export function Webhooks({
  webhooks,
  onDone,
}: {
  readonly webhooks: readonly Webhook[];
  readonly onDone: () => void;
}) {
  const { partners, number } = useSpeech();
  const words = partners.webhooks;
  const { run, message, isBusy, secrets, forget } = usePartnerAct(words.secret, onDone);
  const kinds = Object.keys(words.kind) as Webhook["kinds"];
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const chosen = kinds.filter((kind) => form.getAll("kinds").includes(kind));
    if (await run(CREATE_WEBHOOK, { id: newId(), url: textOf(form, "url"), kinds: chosen })) element.reset();
  };
  return (
    <section aria-labelledby="webhooks">
      <h2 id="webhooks">{words.title}</h2>
      <p className="work-lead">{words.lead}</p>
      {webhooks.length === 0 ? <p className="work-empty">{words.none}</p> : null}
      <ul className="field-cards partner-cards">
        {webhooks.map(({ id, rowVersion, ...webhook }) => (
          <li key={id} className="field-card">
            <code className="partner-address">{webhook.url}</code>
            <p>
              {webhook.kinds.map((kind) => words.kind[kind]).join(partners.comma)} ·{" "}
              {webhook.isEnabled ? words.enabled : words.disabled} · {words.pending(number(webhook.pending))}
            </p>
            {webhook.notice ? <p className="work-message">{webhook.notice}</p> : null}
            <div className="field-actions">
              <button
                type="button"
                className="button"
                disabled={isBusy}
                onClick={() =>
                  run(CHANGE_WEBHOOK, { id, rowVersion, kinds: webhook.kinds, isEnabled: !webhook.isEnabled })
                }
              >
                {webhook.isEnabled ? words.disable : words.enable}
              </button>
              <ConfirmButton
                label={words.remove}
                ask={words.removeAsk}
                onConfirm={() => run(DELETE_WEBHOOK, { id, rowVersion })}
              />
            </div>
          </li>
        ))}
      </ul>
      <Fold title={words.create}>
        <form className="work-form" onSubmit={submit} aria-label={words.create}>
          <label>
            {words.url}
            <input name="url" type="url" placeholder="https://" maxLength={500} required />
          </label>
          <fieldset className="partner-choices">
            <legend>{words.kinds}</legend>
            {kinds.map((kind) => (
              <label key={kind}>
                <input type="checkbox" name="kinds" value={kind} defaultChecked={kind === "WARNING"} />
                {words.kind[kind]}
              </label>
            ))}
          </fieldset>
          <p role="alert" className="work-message">
            {message}
          </p>
          <button type="submit" className="button primary" disabled={isBusy}>
            {words.create}
          </button>
        </form>
      </Fold>
      {secrets ? <Once secrets={secrets} onClose={forget} /> : null}
    </section>
  );
}
