import { useQueryState } from "nuqs";
import type { ReactNode } from "react";
import { useQuery } from "urql";
import { graphql } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";

const PLACES = graphql(`
  query PlacesToChoose($code: String!) {
    areas: regions(kind: AREA, first: 100) { nodes { id code name nameEn } }
    provinces: regions(kind: PROVINCE, first: 100) { nodes { id code name nameEn } }
    region(code: $code) { id code name nameEn kind parent { id code name nameEn } }
  }
`);

/** Where the reference data lie; any other place stands in the address. */
const FIRST = "luoxiao";

/** The region a page is about, in the address, with the way to choose another and to go up again. */
export function useRegionChoice(): {
  within: string;
  setWithin: (code: string) => void;
  name: string;
  choice: ReactNode;
} {
  const { funds, nameOf } = useSpeech();
  const [within, set] = useQueryState("within", { defaultValue: FIRST, history: "push" });
  const setWithin = (code: string) => void set(code === FIRST ? null : code);
  const [{ data }] = useQuery({ query: PLACES, variables: { code: within } });
  const listed = [...(data?.areas.nodes ?? []), ...(data?.provinces.nodes ?? [])];
  const region = data?.region ?? null;
  const parent = region?.parent ?? null;
  const choice = (
    <>
      <label>
        {funds.region}
        <select value={within} onChange={(event) => setWithin(event.target.value)}>
          {listed.some(({ code }) => code === within) ? null : (
            <option value={within}>{region ? nameOf(region) : within}</option>
          )}
          <optgroup label={funds.areas}>
            {data?.areas.nodes.map((area) => (
              <option key={area.code} value={area.code}>
                {nameOf(area)}
              </option>
            ))}
          </optgroup>
          <optgroup label={funds.provinces}>
            {data?.provinces.nodes.map((province) => (
              <option key={province.code} value={province.code}>
                {nameOf(province)}
              </option>
            ))}
          </optgroup>
        </select>
      </label>
      {parent ? (
        <button type="button" className="link" onClick={() => setWithin(parent.code)}>
          {funds.up(nameOf(parent))}
        </button>
      ) : null}
    </>
  );
  return { within, setWithin, name: region ? nameOf(region) : within, choice };
}
