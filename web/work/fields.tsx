import { type ReactNode, useState } from "react";
import { useQuery } from "urql";
import { useViewer } from "../access/viewer.ts";
import { graphql } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";

const REGION_NAME = graphql(`
  query RegionName($code: String!) {
    region(code: $code) { code name nameEn }
  }
`);

/** A choice among the words of an enumeration. */
export function Choice<Key extends string>(props: {
  readonly label: string;
  readonly words: Readonly<Record<Key, string>>;
  readonly value: Key | "";
  readonly onChange: (value: Key | "") => void;
  readonly empty?: string;
  readonly required?: boolean;
}) {
  const { county } = useSpeech();
  return (
    <label>
      {props.label}
      <select
        value={props.value}
        required={props.required ?? false}
        onChange={(event) => {
          const chosen = (Object.keys(props.words) as Key[]).find((key) => key === event.target.value);
          props.onChange(chosen ?? "");
        }}
      >
        <option value="">{props.empty ?? county.common.choose}</option>
        {(Object.entries(props.words) as [Key, string][]).map(([key, word]) => (
          <option key={key} value={key}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A disclosure with a form; it is closed by default so that a page reads as a record first. */
export function Fold({ title, children }: { readonly title: ReactNode; readonly children: ReactNode }) {
  return (
    <details className="work-fold">
      <summary>{title}</summary>
      {children}
    </details>
  );
}

function RegionOption({ code }: { readonly code: string }) {
  const { nameOf } = useSpeech();
  const [{ data }] = useQuery({ query: REGION_NAME, variables: { code } });
  return <option value={code}>{data?.region ? nameOf(data.region) : code}</option>;
}

/** The part of the viewer's regions the page is about. Null until it is known who asks. */
export function useWithin(): { within: string | null; choice: ReactNode } {
  const viewer = useViewer();
  const { county } = useSpeech();
  const [chosen, setChosen] = useState<string | null>(null);
  const regions = viewer?.regions ?? [];
  const within = chosen ?? regions[0] ?? null;
  const choice =
    within === null ? null : (
      <label className="work-within">
        {county.common.within}
        <select value={within} onChange={(event) => setChosen(event.target.value)}>
          {regions.map((code) => (
            <RegionOption key={code} code={code} />
          ))}
        </select>
      </label>
    );
  return { within, choice };
}

export function Tick(props: {
  readonly label: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  readonly required?: boolean;
}) {
  return (
    <label className="work-tick">
      <input
        type="checkbox"
        checked={props.value}
        required={props.required ?? false}
        onChange={(event) => props.onChange(event.target.checked)}
      />
      {props.label}
    </label>
  );
}
