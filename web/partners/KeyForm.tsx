import type { FormEvent } from "react";
import { textOf } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import type { Key, Organisation } from "./documents.ts";

type Limits = Pick<Key, "name" | "scopes" | "regions" | "pointsPerMinute">;

/** Name and limits of a key; only what was granted is on offer. */
export function KeyForm(props: {
  readonly granted: Organisation;
  readonly present: Limits | null;
  readonly message: string;
  readonly isBusy: boolean;
  readonly onSubmit: (limits: Limits, days: number) => Promise<boolean>;
}) {
  const { partners, number } = useSpeech();
  const words = partners.keys;
  const { granted, present } = props;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const limits = {
      name: textOf(form, "name"),
      scopes: granted.scopes.filter((scope) => form.getAll("scopes").includes(scope)),
      regions: textOf(form, "regions")
        .split(/[\s,，、]+/)
        .filter(Boolean),
      pointsPerMinute: Number(textOf(form, "points")),
    };
    if ((await props.onSubmit(limits, Number(textOf(form, "days") || 90))) && !present) element.reset();
  };
  return (
    <form className="work-form" onSubmit={submit} aria-label={present ? words.change : words.create}>
      <label>
        {words.name}
        <input
          name="name"
          defaultValue={present?.name ?? ""}
          minLength={2}
          maxLength={100}
          autoComplete="off"
          required
        />
      </label>
      <fieldset className="partner-choices">
        <legend>{words.scopes}</legend>
        {granted.scopes.map((scope) => (
          <label key={scope}>
            <input
              type="checkbox"
              name="scopes"
              value={scope}
              defaultChecked={present?.scopes.includes(scope) ?? scope === "OPEN_DATA"}
            />
            {words.scope[scope]}
          </label>
        ))}
      </fieldset>
      <label>
        {words.regions}
        <input
          name="regions"
          defaultValue={(present?.regions ?? ["CN"]).join(" ")}
          autoComplete="off"
          required
        />
        <small>{words.regionsHint(granted.regions.join(" "))}</small>
      </label>
      <label>
        {words.points}
        <input
          name="points"
          type="number"
          min="1000"
          max={granted.pointsPerMinute}
          defaultValue={present?.pointsPerMinute ?? Math.min(60_000, granted.pointsPerMinute)}
          required
        />
        <small>{words.pointsHint(number(granted.pointsPerMinute))}</small>
      </label>
      {present ? null : (
        <label>
          {words.days}
          <input name="days" type="number" min="1" max="365" defaultValue="90" required />
        </label>
      )}
      <p role="alert" className="work-message">
        {props.message}
      </p>
      <button type="submit" className="button primary" disabled={props.isBusy}>
        {present ? words.save : words.create}
      </button>
    </form>
  );
}
