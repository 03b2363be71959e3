import { Check, X } from "lucide-react";
import { useSpeech } from "../i18n/language.ts";

interface Props {
  readonly tests: {
    readonly largeScale: boolean;
    readonly magnitude: { readonly holds: boolean; readonly probability: number | null };
    readonly breadth: {
      readonly holds: boolean;
      readonly orangeOrRedHouseholdShare: number | null;
      readonly clusterHouseholdShare: number | null;
    };
    readonly commonCause: {
      readonly holds: boolean;
      readonly cause: string | null;
      readonly share: number | null;
    };
  };
  /** What the index calls a cause, in the reader's language. */
  readonly causeName: (key: string) => string;
}

/** The three tests apart: one that holds says nothing without the other two. */
export function LargeScale({ tests, causeName }: Props) {
  const { words, chance, share } = useSpeech();
  const w = words.index;
  const { magnitude, breadth, commonCause } = tests;
  const row = (name: string, holds: boolean, figures: readonly (string | false)[]) => (
    <li data-holds={holds}>
      <span className="test-sign" aria-hidden="true">
        {holds ? <Check size={14} strokeWidth={3} /> : <X size={14} strokeWidth={2.5} />}
      </span>
      <b>{name}</b>
      <span className="test-word">{holds ? w.holds : w.fails}</span>
      <span className="test-figure">{figures.filter(Boolean).join(w.and) || w.unknown}</span>
    </li>
  );
  return (
    <section>
      <h4>{w.tests}</h4>
      <ul className="tests">
        {row(w.magnitude, magnitude.holds, [
          magnitude.probability !== null && w.magnitudeFigure(chance(magnitude.probability)),
        ])}
        {row(w.breadth, breadth.holds, [
          breadth.orangeOrRedHouseholdShare !== null &&
            w.breadthVillages(share(breadth.orangeOrRedHouseholdShare, 1)),
          breadth.clusterHouseholdShare !== null && w.breadthCluster(share(breadth.clusterHouseholdShare, 1)),
        ])}
        {row(w.cause, commonCause.holds, [
          commonCause.cause !== null &&
            w.causeFigure(causeName(commonCause.cause), share(commonCause.share, 1)),
        ])}
      </ul>
      <p className="quiet">{tests.largeScale ? w.allHold : w.notAll}</p>
    </section>
  );
}
