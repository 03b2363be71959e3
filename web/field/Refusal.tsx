import type { CombinedError } from "urql";
import { useSpeech } from "../i18n/language.ts";

export interface Refusal {
  readonly message: string;
  readonly guards: readonly string[];
}

interface Answer {
  readonly __typename: string;
  readonly message?: string;
  readonly guards?: readonly string[];
}

/** Why a change was not made; null where it was. */
export function refusalIn(
  answer: Answer | null | undefined,
  error: CombinedError | undefined,
  noAnswer: string,
): Refusal | null {
  if (answer?.__typename === "Refused")
    return { message: answer.message ?? noAnswer, guards: answer.guards ?? [] };
  if (answer) return null;
  return { message: error?.graphQLErrors[0]?.message ?? noAnswer, guards: [] };
}

/** A refusal with all that stands against the step, read out as soon as it appears. */
export function RefusalNote({ refusal }: { readonly refusal: Refusal | null }) {
  const { words } = useSpeech();
  return (
    <div role="alert" aria-label={words.state.refused} className="field-refusal">
      {refusal ? (
        <>
          <p>{refusal.message}</p>
          {refusal.guards.length > 0 ? (
            <ul>
              {refusal.guards.map((guard) => (
                <li key={guard}>{guard}</li>
              ))}
            </ul>
          ) : null}
        </>
      ) : null}
    </div>
  );
}
