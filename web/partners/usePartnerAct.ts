import type { DocumentInput } from "@urql/core";
import { useCallback, useState } from "react";
import type { AnyVariables } from "urql";
import type { Secret } from "../people/Once.tsx";
import { useAct } from "../people/useAct.ts";

interface Outcome {
  readonly __typename: string;
  readonly message?: string | undefined;
  readonly secret?: string | undefined;
}

/** A deed whose answer is an outcome, with a secret that is shown once, or a refusal. True when it was done. */
export function usePartnerAct(label: string, onDone: () => void) {
  const { act, message, setMessage, isBusy } = useAct();
  const [secrets, setSecrets] = useState<readonly Secret[] | null>(null);
  const run = useCallback(
    async <Result extends { readonly deed: Outcome }, Variables extends AnyVariables>(
      document: DocumentInput<Result, Variables>,
      variables: Variables,
    ): Promise<boolean> => {
      const outcome = (await act(document, variables))?.deed;
      if (!outcome) return false;
      if (outcome.__typename === "Refused") {
        setMessage(outcome.message ?? "");
        return false;
      }
      if (outcome.secret !== undefined) setSecrets([{ label, value: outcome.secret }]);
      onDone();
      return true;
    },
    [act, setMessage, label, onDone],
  );
  return { run, message, isBusy, secrets, forget: () => setSecrets(null) };
}
