import { useMemo } from "react";
import { useQuery } from "urql";
import { quarterName, quarterOfDay } from "../../geo/quarters.ts";
import { graphql, type ResultOf } from "../api.ts";
import type { Class } from "../map/classes.ts";
import { type Palette, rampColours } from "../map/palette.ts";
import type { PaintedCounty } from "./values.ts";

const CATALOGUE = graphql(`query IndicatorCatalogue { indicators { code label family } }`);
export type IndicatorEntry = ResultOf<typeof CATALOGUE>["indicators"][number];

/** Every indicator there is, in the order in which people read them. */
export function useCatalogue(): readonly IndicatorEntry[] {
  const [{ data }] = useQuery({ query: CATALOGUE });
  return data?.indicators ?? [];
}

const COLOURS = graphql(`
  query ColoursByIndicator($code: String!, $period: String!, $classes: Int!) {
    indicator(code: $code) {
      code label family unit formula source
      legend(kind: COUNTY, period: $period, classes: $classes) { classes { from to count } missing period }
    }
    regionValues(kind: COUNTY, indicator: $code, period: $period) {
      period
      rows { code name nameEn featureId value }
    }
  }
`);
type Answer = ResultOf<typeof COLOURS>;

export interface IndicatorColours {
  readonly indicator: Answer["indicator"];
  readonly period: string;
  readonly rows: Answer["regionValues"]["rows"];
  readonly classes: readonly Class[];
  readonly painted: readonly PaintedCounty[];
}

/** Values and classes of one indicator in the quarter of a month; null while none is chosen or known. */
export function useIndicatorColours(
  code: string | null,
  month: string | null | undefined,
  classes: number,
  palette: Palette,
) {
  const period = month ? quarterName(quarterOfDay(`${month}-01`)) : "";
  const [{ data, error, fetching }] = useQuery({
    query: COLOURS,
    variables: { code: code ?? "", period, classes },
    pause: code === null || period === "",
  });
  const isAsked = code !== null && data?.indicator.code === code;
  const colours = useMemo((): IndicatorColours | null => {
    if (!isAsked || !data) return null;
    const { legend } = data.indicator;
    const ramp = rampColours(palette, legend.classes.length);
    return {
      indicator: data.indicator,
      period: data.regionValues.period,
      rows: data.regionValues.rows,
      classes: legend.classes.map(({ from, to }, index) => ({
        from: index === 0 ? null : from,
        to: index === legend.classes.length - 1 ? null : to,
        colour: ramp[index] ?? palette.land,
      })),
      painted: data.regionValues.rows.map(({ featureId, value }) => ({
        featureId,
        villages: 1,
        score: value,
        status: value === null ? "INSUFFICIENT" : "OK",
      })),
    };
  }, [isAsked, data, palette]);
  return { colours, error: code === null ? undefined : error, fetching };
}
