import type { DocumentInput } from "@urql/core";
import { useCallback, useState } from "react";
import { type AnyVariables, useMutation } from "urql";
import { useSpeech } from "../i18n/language.ts";

export interface Refusal {
  readonly message: string;
  readonly guards: readonly string[];
}

/** Ways in which a mutation says that nothing was done. */
const REFUSALS = [
  "Refused",
  "ConsentRequired",
  "SubmitterCannotDecide",
  "FixerCannotVerify",
  "ListRejected",
  "InvalidTransition",
];

interface Outcome {
  readonly __typename: string;
  readonly message?: string | undefined;
  readonly guards?: readonly string[] | undefined;
}

/**
 * A mutation named `deed` whose answer is an outcome or a refusal. `run` tells whether it was done, so that a form is
 * cleared only then and nothing typed is lost.
 */
export function useDeed<Result extends { readonly deed: Outcome }, Variables extends AnyVariables>(
  document: DocumentInput<Result, Variables>,
  onDone?: (outcome: Result["deed"]) => void,
) {
  const { county } = useSpeech();
  const [{ fetching }, send] = useMutation<Result, Variables>(document);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const run = useCallback(
    async (variables: Variables): Promise<boolean> => {
      setRefusal(null);
      const { data, error } = await send(variables);
      const outcome = data?.deed;
      if (outcome && !REFUSALS.includes(outcome.__typename)) {
        onDone?.(outcome);
        return true;
      }
      setRefusal({
        message: outcome?.message ?? error?.graphQLErrors[0]?.message ?? county.common.failed,
        guards: outcome?.guards ?? [],
      });
      return false;
    },
    [send, onDone, county],
  );
  return { busy: fetching, refusal, run };
}

/** A refusal in full: each condition that is not met is a line of its own. */
export function RefusalNote({ refusal }: { readonly refusal: Refusal | null }) {
  const { county } = useSpeech();
  const sentences = refusal && refusal.guards.length > 1 ? refusal.message.split(/(?<=。)|(?<=\.)\s+/) : [];
  return (
    <div role="alert" className="work-message">
      {refusal === null ? null : sentences.length > 1 ? (
        <>
          <strong>{county.common.guards}</strong>
          <ul className="guards">
            {sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      ) : (
        refusal.message
      )}
    </div>
  );
}

/** An identity made here, kept until the creation is done, so that sending it again creates nothing twice. */
export function useNewId(): [id: string, renew: () => void] {
  const [id, setId] = useState(() => crypto.randomUUID());
  const renew = useCallback(() => setId(crypto.randomUUID()), []);
  return [id, renew];
}
