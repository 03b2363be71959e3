import { useEffect, useState } from "react";
import { useQuery } from "urql";
import { graphql } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";

const FIND = graphql(`
  query FindRegions($text: String!) {
    search(text: $text, first: 8) { kind code name nameEn place }
  }
`);

export interface Place {
  readonly code: string;
  readonly name: string;
  readonly nameEn?: string | null;
}

interface Props {
  readonly chosen: readonly Place[];
  readonly onChange: (chosen: readonly Place[]) => void;
}

/** Regions chosen by name: typed, picked from what is found, taken away again. */
export function Regions({ chosen, onChange }: Props) {
  const { people, nameOf } = useSpeech();
  const words = people.picker;
  const [typed, setTyped] = useState("");
  const [text, setText] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setText(typed.trim()), 150);
    return () => clearTimeout(timer);
  }, [typed]);
  const [{ data }] = useQuery({ query: FIND, variables: { text }, pause: text === "" });
  const country: Place = { code: "CN", name: "全国", nameEn: "The whole country" };
  const hits = text === "" ? [] : (data?.search ?? []);
  const found: (Place & { place?: string | null })[] = [
    ...(text !== "" && [country.name, "CN", "country"].some((name) => name.startsWith(text))
      ? [country]
      : []),
    ...hits.filter(({ kind }) => kind === "REGION" || kind === "VILLAGE"),
  ].filter(({ code }) => !chosen.some((each) => each.code === code));
  const pick = (place: Place) => {
    onChange([...chosen, { code: place.code, name: place.name, nameEn: place.nameEn ?? null }]);
    setTyped("");
    setText("");
  };
  return (
    <fieldset className="regions">
      <legend>{people.regions}</legend>
      {chosen.length === 0 ? <p className="work-hint">{words.none}</p> : null}
      <ul className="region-list">
        {chosen.map((place) => (
          <li key={place.code}>
            <span lang={place.nameEn ? undefined : "zh-CN"}>{nameOf(place)}</span> <code>{place.code}</code>
            <button
              type="button"
              className="button"
              aria-label={words.remove(nameOf(place))}
              onClick={() => onChange(chosen.filter(({ code }) => code !== place.code))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <label>
        {words.find}
        <input
          name="region"
          value={typed}
          autoComplete="off"
          placeholder={words.placeholder}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            // Enter picks what was found first; the form is sent by its button.
            event.preventDefault();
            const [first] = found;
            if (first) pick(first);
          }}
        />
      </label>
      <p role="status" className="work-hint">
        {text === "" ? "" : words.found(found.length)}
      </p>
      <ul className="region-list">
        {found.map((place) => (
          <li key={place.code}>
            <button type="button" className="button" data-code={place.code} onClick={() => pick(place)}>
              <span lang={place.nameEn ? undefined : "zh-CN"}>{nameOf(place)}</span>{" "}
              <small lang="zh-CN">{place.place}</small> <code>{place.code}</code>
            </button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
