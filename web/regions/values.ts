import { useEffect, useMemo, useState } from "react";
import { useClient, useQuery } from "urql";
import { graphql, type ResultOf } from "../api.ts";

const countyRisksQuery = graphql(`
  query CountyRisks($period: String) {
    regionRisks(kind: COUNTY, period: $period) {
      code
      name
      nameEn
      featureId
      score
      scoreShown
      level
      status
      coverage
      villages
      households
    }
  }
`);

export type CountyValue = ResultOf<typeof countyRisksQuery>["regionRisks"][number];
/** What paints a county: its feature, and a value or none. */
export type PaintedCounty = Pick<CountyValue, "featureId" | "villages" | "score"> & {
  readonly status: string;
};
/** Stands in the state of a feature for a value that is missing; figures may be below 0, but none is this low. */
export const MISSING_VALUE = -1e15;
export interface CountyValues {
  readonly period: string;
  readonly values: readonly CountyValue[];
}

/** Values of one month; while the next month is on its way the last one stays, named as what it is. */
export function useCountyValues(period: string | null | undefined) {
  const [result] = useQuery({
    query: countyRisksQuery,
    variables: { period: period ?? null },
    pause: !period,
  });
  const [kept, setKept] = useState<CountyValues | null>(null);
  const asked = result.operation?.variables.period;
  const values = result.data?.regionRisks;
  useEffect(() => {
    if (values && asked && asked === period) setKept({ period: asked, values });
  }, [values, asked, period]);
  return {
    kept,
    fetching: result.fetching,
    error: result.error,
  };
}

/** Fetches the month after this one before it is asked for, so that playing does not wait. */
export function usePrefetchedValues(period: string | undefined, wanted: boolean) {
  const client = useClient();
  useEffect(() => {
    if (wanted && period) void client.query(countyRisksQuery, { period }).toPromise();
  }, [client, period, wanted]);
}

/** Only counties that hold villages count: the others are not without risk, they are not loaded. */
export const useLoadedCounties = (values: CountyValues | null) =>
  useMemo(() => (values?.values ?? []).filter((value) => value.villages > 0), [values]);
