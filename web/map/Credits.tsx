import type { About } from "../about.ts";
import { useSpeech } from "../i18n/language.ts";

/** Credit and approval lines every map must carry, in a strip of their own so that they cover nothing. */
export function Credits({ about }: { readonly about: About | undefined }) {
  const { words } = useSpeech();
  const credits = [...new Set((about?.sources ?? []).map((source) => source.credit).filter(Boolean))];
  return (
    <p className="credits">
      {credits.map((credit) => (
        <span key={credit}>{credit}</span>
      ))}
      {about?.mapReviewNumber ? (
        <span>
          {words.map.reviewNumber}
          {about.mapReviewNumber}
        </span>
      ) : null}
      <span>{words.map.provisional}</span>
    </p>
  );
}
