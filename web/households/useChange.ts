import { useState } from "react";
import type { AnyVariables, TypedDocumentNode } from "urql";
import { useMutation } from "urql";
import { type Refusal, refusalIn } from "../field/Refusal.tsx";
import { useSpeech } from "../i18n/language.ts";

interface Answer {
  readonly __typename: string;
  readonly message?: string;
  readonly guards?: readonly string[];
}

/** One change of a household: whether it was made, and otherwise why not. */
export function useChange<Data extends Record<string, Answer>, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  onChange: () => void,
) {
  const { field } = useSpeech();
  const [{ fetching }, run] = useMutation(document);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const change = async (variables: Variables): Promise<boolean> => {
    const { data, error } = await run(variables);
    const refused = refusalIn(data ? Object.values(data)[0] : null, error, field.noAnswer);
    setRefusal(refused);
    if (refused === null) onChange();
    return refused === null;
  };
  return { change, refusal, fetching };
}
