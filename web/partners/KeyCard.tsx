import { ConfirmButton } from "../field/ConfirmButton.tsx";
import { useSpeech } from "../i18n/language.ts";
import { Once } from "../people/Once.tsx";
import { Fold } from "../work/fields.tsx";
import { CHANGE, type Key, type Organisation, REVOKE, ROTATE, type Usage as Used } from "./documents.ts";
import { KeyForm } from "./KeyForm.tsx";
import { Usage } from "./Usage.tsx";
import { usePartnerAct } from "./usePartnerAct.ts";

/** A key with its secrets, its limits and what it used. */
export function KeyCard(props: {
  readonly value: Key;
  readonly granted: Organisation;
  readonly usage: Used | undefined;
  readonly onDone: () => void;
}) {
  const { partners, number, dateTime } = useSpeech();
  const words = partners.keys;
  const key = props.value;
  const { id, rowVersion } = key;
  const { run, message, isBusy, secrets, forget } = usePartnerAct(words.secret, props.onDone);
  return (
    <li className="field-card" data-key={key.name}>
      <h3 lang="zh-CN">{key.name}</h3>
      <dl className="key-facts">
        <dt>{words.scopes}</dt>
        <dd>{key.scopes.map((scope) => words.scope[scope]).join(partners.comma)}</dd>
        <dt>{words.regions}</dt>
        <dd>{key.regions.join(" ")}</dd>
        <dt>{words.points}</dt>
        <dd>
          {number(key.pointsPerMinute)}
          {props.usage ? ` · ${words.left(number(props.usage.pointsLeft))}` : ""}
        </dd>
      </dl>
      {key.secrets.length === 0 ? <p className="work-hint">{words.noSecret}</p> : null}
      <ul className="partner-secrets">
        {key.secrets.map((secret) => (
          <li key={secret.start}>
            <code>{secret.start}…</code> <small>{words.until(dateTime(String(secret.expiresAt)))}</small>{" "}
            <small>{secret.usedAt ? words.used(dateTime(String(secret.usedAt))) : words.unused}</small>
            {key.secrets.length > 1 ? (
              <ConfirmButton
                label={words.revokeSecret}
                ask={words.revokeSecretAsk(secret.start)}
                onConfirm={() => run(REVOKE, { id, rowVersion, start: secret.start })}
              />
            ) : null}
          </li>
        ))}
      </ul>
      <div className="field-actions">
        {key.secrets.length < 2 ? (
          <button
            type="button"
            className="button"
            disabled={isBusy}
            onClick={() => run(ROTATE, { id, rowVersion })}
          >
            {words.rotate}
          </button>
        ) : null}
        <ConfirmButton
          label={words.revoke}
          ask={words.revokeAsk(key.name)}
          onConfirm={() => run(REVOKE, { id, rowVersion, start: null })}
        />
      </div>
      <Fold title={words.change}>
        <KeyForm
          granted={props.granted}
          present={key}
          message={message}
          isBusy={isBusy}
          onSubmit={(limits) => run(CHANGE, { id, rowVersion, key: limits })}
        />
      </Fold>
      {props.usage ? <Usage usage={props.usage} /> : null}
      {secrets ? <Once secrets={secrets} onClose={forget} /> : null}
    </li>
  );
}
