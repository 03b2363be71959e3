import { useQuery } from "urql";
import { useViewer } from "../access/viewer.ts";
import { graphql } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { UrgencyMark } from "./UrgencyMark.tsx";

const COUNTS = graphql(`
  query AlertsByUrgency($within: String!) {
    alertsByUrgency(within: $within) { urgency alerts }
  }
`);

/** Alerts of a region by urgency, for who works there: the open map holds nothing of households, so nobody else asks. */
export function RegionUrgency({ code }: { readonly code: string }) {
  const viewer = useViewer();
  return viewer?.permissions.includes("screening.read") ? <Counts code={code} /> : null;
}

function Counts({ code }: { readonly code: string }) {
  const { urgency, words, number } = useSpeech();
  const [{ data, fetching, error }] = useQuery({
    query: COUNTS,
    variables: { within: code },
    requestPolicy: "cache-and-network",
  });
  const counts = data?.alertsByUrgency;
  // Nothing of the region is theirs: a row of zeros would say that nothing is open there.
  if (counts?.length === 0) return null;
  return (
    <section aria-label={urgency.title} className="region-urgency">
      <h3>{urgency.title}</h3>
      {error && !counts ? <Failure error={error} /> : null}
      {fetching && !counts ? (
        <div className="skeleton" role="status" aria-label={words.state.loading} />
      ) : null}
      {counts ? (
        <>
          <ul className="urgency-counts">
            {counts.map((count) => (
              <li key={count.urgency}>
                <UrgencyMark level={count.urgency} />
                <b>{number(count.alerts)}</b>
              </li>
            ))}
          </ul>
          <p className="quiet">{urgency.legend}</p>
          <p className="quiet">{urgency.yours}</p>
        </>
      ) : null}
    </section>
  );
}
