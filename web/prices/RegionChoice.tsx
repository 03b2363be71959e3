import type { ResultOf } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import type { productsQuery } from "./documents.ts";

type Region = NonNullable<ResultOf<typeof productsQuery>["region"]>;

interface Props {
  readonly region: Region;
  readonly onChange: (code: string) => void;
}

/** The region a page is about, what lies above it and what lies inside it, down to the county. */
export function RegionChoice({ region, onChange }: Props) {
  const { projects, nameOf } = useSpeech();
  const inside = [
    ...region.members,
    ...region.children.nodes.filter(({ kind }) => kind === "COUNTY" || kind === "PREFECTURE"),
  ];
  const above = [...region.areas, ...(region.parent ? [region.parent] : [])];
  return (
    <label>
      {projects.prices.within}
      <select value={region.code} onChange={(event) => onChange(event.target.value)}>
        {above.map((each) => (
          <option key={each.code} value={each.code}>
            ↑ {nameOf(each)}
          </option>
        ))}
        <option value={region.code}>{nameOf(region)}</option>
        {inside.map((each) => (
          <option key={each.code} value={each.code}>
            ↳ {nameOf(each)}
          </option>
        ))}
      </select>
    </label>
  );
}
