import { useQuery } from "urql";
import { useSpeech } from "../i18n/language.ts";
import { COUNTIES } from "./documents.ts";

interface Props {
  readonly region: string;
  readonly county: string | null;
  readonly onCounty: (code: string | null) => void;
}

/** One county of the region, or all of them. A region that is no larger than a county offers none. */
export function CountyChoice({ region, county, onCounty }: Props) {
  const { enclave, nameOf } = useSpeech();
  const w = enclave.siting;
  const isSmall = /^\d{6,}$/.test(region);
  const [{ data, fetching }] = useQuery({ query: COUNTIES, variables: { within: region }, pause: isSmall });
  if (isSmall) return null;
  return (
    <label>
      {w.county}
      <select
        value={county ?? ""}
        disabled={fetching}
        onChange={(event) => onCounty(event.target.value === "" ? null : event.target.value)}
      >
        <option value="">{w.allCounties}</option>
        {data?.regions.nodes.map(({ code, name, nameEn }) => (
          <option key={code} value={code}>
            {nameOf({ name, nameEn })}
          </option>
        ))}
      </select>
    </label>
  );
}
