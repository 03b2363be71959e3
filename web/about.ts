import { useQuery } from "urql";
import { graphql, type ResultOf } from "./api.ts";

const aboutQuery = graphql(`
  query About {
    about {
      periods
      latestPeriod
      methodVersion
      isDemo
      demoSize
      villages
      dataCutOff
      mapReviewNumber
      sources { key name credit isDemo }
    }
  }
`);

export type About = ResultOf<typeof aboutQuery>["about"];

/** What this atlas holds: asked by the frame and the map, fetched once. */
export function useAbout() {
  const [result, refetch] = useQuery({ query: aboutQuery });
  return {
    about: result.data?.about,
    fetching: result.fetching,
    stale: result.stale,
    error: result.error,
    retry: () => refetch({ requestPolicy: "network-only" }),
  };
}
