import { CAUSE_KEYS, figureOfCause } from "../../geo/dispatchCauses.ts";
import type { Batch } from "../context.ts";
import type { MeasuresForCause } from "./type.ts";

interface Row {
  region: string;
  indicator: string;
  value: number | null;
  numerator: number | null;
  denominator: number | null;
}

/** Published shares by cause of many regions in one quarter, the latest without one; none where nobody told of causes. */
export const measuresByCause: Batch<string, MeasuresForCause[], string | undefined> = async (
  { sql },
  codes,
  quarter,
) => {
  const rows = await sql<Row>(
    /* sql */ `
    select published.region_code as region, published.indicator, published.value, published.numerator, published.denominator
    from atlas.indicator_values published
    join atlas.publications publication on publication.id = published.publication_id and publication.is_current
    where published.region_code = any(:codes::text[]) and published.indicator = any(:indicators::text[])
      and publication.quarter = coalesce(:quarter::date, (select max(quarter) from atlas.publications where is_current))`,
    { codes: [...codes], indicators: CAUSE_KEYS.map(figureOfCause), quarter: quarter ?? null },
  );
  const published = new Map(rows.map((row) => [`${row.region} ${row.indicator}`, row]));
  return codes.map((code) =>
    CAUSE_KEYS.flatMap((cause) => {
      const indicator = figureOfCause(cause);
      const row = published.get(`${code} ${indicator}`);
      if (!row) return [];
      return {
        cause,
        indicator,
        openHouseholds: row.denominator,
        matchedHouseholds: row.numerator,
        share: row.value,
        isSuppressed: row.denominator === null,
      };
    }),
  );
};
