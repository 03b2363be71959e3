import { type FormEvent, useCallback } from "react";
import { useQuery } from "urql";
import { ConfirmButton } from "../field/ConfirmButton.tsx";
import { newId, textOf } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import { usePartnerAct } from "../partners/usePartnerAct.ts";
import "../partners/partners.css";
import { Failure } from "../ui/Failure.tsx";
import { Fold } from "../work/fields.tsx";
import type { Person } from "./documents.ts";
import {
  APPOINT,
  CREATE_ORGANISATION,
  DISABLE_ORGANISATION,
  GRANT_ORGANISATION,
  ORGANISATIONS,
  type Organisation,
} from "./organisationDocuments.ts";

/** Partner organisations: what each was granted, and who manages its keys. */
export function Organisations({ people: all }: { readonly people: readonly Person[] }) {
  const { partners, number } = useSpeech();
  const words = partners.organisations;
  const [{ data, error }, ask] = useQuery({ query: ORGANISATIONS, requestPolicy: "cache-and-network" });
  const again = useCallback(() => ask({ requestPolicy: "network-only" }), [ask]);
  const { run, message, isBusy } = usePartnerAct("", again);
  const candidates = all.filter(({ role, isDisabled }) => role === "PARTNER" && !isDisabled);
  const appoint = (event: FormEvent<HTMLFormElement>, organisationId: string) => {
    event.preventDefault();
    const personId = textOf(new FormData(event.currentTarget), "person");
    if (personId) void run(APPOINT, { personId, organisationId });
  };
  return (
    <Fold title={words.title(number(data?.organisations.length ?? 0))}>
      <p className="work-hint">{words.lead}</p>
      {error && !data ? <Failure error={error} /> : null}
      <p role="alert" className="work-message">
        {message}
      </p>
      <ul className="field-cards partner-cards">
        {(data?.organisations ?? []).map((each) => (
          <li key={each.id} className="field-card" data-organisation={each.name}>
            <h3>
              <span lang="zh-CN">{each.name}</span> {each.isDisabled ? <b>{words.disabled}</b> : null}
            </h3>
            <p>{words.keys(number(each.keys.length), number(each.mostKeys))}</p>
            <p>
              {words.managers}:{" "}
              {each.managers.length > 0 ? (
                <span lang="zh-CN">{each.managers.map(({ name }) => name).join(partners.comma)}</span>
              ) : (
                words.nobody
              )}
            </p>
            {each.isDisabled ? null : (
              <>
                <form
                  className="work-form"
                  onSubmit={(event) => appoint(event, each.id)}
                  aria-label={words.appoint}
                >
                  <label>
                    {words.person}
                    <select name="person" required>
                      <option value="">{words.choose}</option>
                      {candidates.map(({ id, name, login }) => (
                        <option key={id} value={id} lang="zh-CN">
                          {name} ({login})
                        </option>
                      ))}
                    </select>
                  </label>
                  <button type="submit" className="button" disabled={isBusy}>
                    {words.appoint}
                  </button>
                </form>
                <Fold title={words.grant}>
                  <Grant
                    present={each}
                    isBusy={isBusy}
                    onSubmit={(name, grant) =>
                      run(GRANT_ORGANISATION, { id: each.id, rowVersion: each.rowVersion, name, grant })
                    }
                  />
                </Fold>
                <ConfirmButton
                  label={words.disable}
                  ask={words.disableAsk(each.name)}
                  onConfirm={() => run(DISABLE_ORGANISATION, { id: each.id, rowVersion: each.rowVersion })}
                />
              </>
            )}
          </li>
        ))}
      </ul>
      <Fold title={words.create}>
        <Grant
          present={null}
          isBusy={isBusy}
          onSubmit={(name, grant) => run(CREATE_ORGANISATION, { id: newId(), name, grant })}
        />
      </Fold>
    </Fold>
  );
}

type Granted = Pick<Organisation, "scopes" | "regions" | "pointsPerMinute" | "mostKeys">;

function Grant(props: {
  readonly present: (Granted & { readonly name: string }) | null;
  readonly isBusy: boolean;
  readonly onSubmit: (name: string, grant: Granted) => Promise<boolean>;
}) {
  const { partners } = useSpeech();
  const words = partners.organisations;
  const { present, onSubmit } = props;
  const scopes = Object.keys(partners.keys.scope) as Granted["scopes"];
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const isDone = await onSubmit(textOf(form, "organisation"), {
      scopes: scopes.filter((scope) => form.getAll("scopes").includes(scope)),
      regions: textOf(form, "grantedRegions")
        .split(/[\s,，、]+/)
        .filter(Boolean),
      pointsPerMinute: Number(textOf(form, "grantedPoints")),
      mostKeys: Number(textOf(form, "most")),
    });
    if (isDone && !present) element.reset();
  };
  return (
    <form className="work-form" onSubmit={submit} aria-label={present ? words.grant : words.create}>
      <label>
        {partners.keys.name}
        <input
          name="organisation"
          defaultValue={present?.name ?? ""}
          minLength={2}
          maxLength={100}
          autoComplete="off"
          required
        />
      </label>
      <fieldset className="partner-choices">
        <legend>{partners.keys.scopes}</legend>
        {scopes.map((scope) => (
          <label key={scope}>
            <input
              type="checkbox"
              name="scopes"
              value={scope}
              defaultChecked={present?.scopes.includes(scope) ?? scope === "OPEN_DATA"}
            />
            {partners.keys.scope[scope]}
          </label>
        ))}
      </fieldset>
      <label>
        {partners.keys.regions}
        <input
          name="grantedRegions"
          defaultValue={(present?.regions ?? ["CN"]).join(" ")}
          autoComplete="off"
          required
        />
        <small>{words.regionsHint}</small>
      </label>
      <label>
        {words.points}
        <input
          name="grantedPoints"
          type="number"
          min="1000"
          max="10000000"
          defaultValue={present?.pointsPerMinute ?? 60_000}
          required
        />
      </label>
      <label>
        {words.most}
        <input name="most" type="number" min="1" max="50" defaultValue={present?.mostKeys ?? 10} required />
      </label>
      <button type="submit" className="button primary" disabled={props.isBusy}>
        {present ? partners.keys.save : words.create}
      </button>
    </form>
  );
}
