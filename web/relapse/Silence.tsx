import { useSpeech } from "../i18n/language.ts";

interface Props {
  readonly silence: {
    readonly states: readonly ("REPORTED_ZERO" | "NO_REPORT" | "ZERO_CHANGE")[];
    readonly zeroNewProbability: number | null;
    readonly zeroChangeProbability: number | null;
    readonly improbableZeroNew: boolean;
    readonly implausibleZeroChange: boolean;
  };
}

/** Nothing new, nothing reported and nothing changed are three things; each is told with how likely it was. */
export function Silence({ silence }: Props) {
  const { words, chance, sentences } = useSpeech();
  const w = words.index;
  const doubtful = silence.improbableZeroNew || silence.implausibleZeroChange;
  return (
    <section>
      <h4>{w.silence}</h4>
      {silence.states.length ? (
        <ul className="silence">
          {silence.states.map((state) => (
            <li key={state}>{w.states[state]}</li>
          ))}
        </ul>
      ) : (
        <p>{w.notSilent}</p>
      )}
      {doubtful ? <p className="silence-ask">{w.ask}</p> : null}
      <p className="quiet">
        {sentences(
          silence.zeroNewProbability !== null && w.zeroNew(chance(silence.zeroNewProbability)),
          silence.zeroChangeProbability !== null && w.zeroChange(chance(silence.zeroChangeProbability)),
        )}
      </p>
    </section>
  );
}
