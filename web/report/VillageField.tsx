import { useState } from "react";
import { useQuery } from "urql";
import { graphql } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";

const SEARCH = graphql(`
  query ReportVillages($text: String!) {
    search(text: $text, first: 20) { kind code name place }
  }
`);

/** A village by typing its name and choosing; the form gets its code under the name "village". */
export function VillageField() {
  const { field } = useSpeech();
  const words = field.report;
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<{ code: string; name: string } | null>(null);
  const [{ data }] = useQuery({
    query: SEARCH,
    variables: { text: text.trim() },
    pause: text.trim() === "" || chosen !== null,
  });
  const found =
    text.trim() === "" || chosen !== null
      ? []
      : (data?.search ?? []).filter(({ kind }) => kind === "VILLAGE");
  return (
    <div className="field-village">
      <label>
        {words.village}
        <input
          value={text}
          placeholder={words.searching}
          autoComplete="off"
          required
          onChange={(event) => {
            setText(event.target.value);
            setChosen(null);
          }}
        />
      </label>
      <input type="hidden" name="village" value={chosen?.code ?? ""} />
      <ul aria-live="polite">
        {found.map(({ code, name, place }) => (
          <li key={code}>
            <button
              type="button"
              className="button"
              onClick={() => {
                setChosen({ code, name });
                setText(`${name} · ${place}`);
              }}
            >
              {name} <small>{place}</small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
