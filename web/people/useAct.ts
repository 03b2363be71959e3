import type { DocumentInput } from "@urql/core";
import { useCallback, useState } from "react";
import type { AnyVariables } from "urql";
import { forgetfulClient } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";

/** A deed of the administrator, through no cache: some answers hold what is shown once. Null where it was refused. */
export function useAct() {
  const { language, people } = useSpeech();
  const [message, setMessage] = useState("");
  const [isBusy, setBusy] = useState(false);
  const act = useCallback(
    async <Result, Variables extends AnyVariables>(
      document: DocumentInput<Result, Variables>,
      variables: Variables,
    ): Promise<Result | null> => {
      setMessage("");
      setBusy(true);
      const { data, error } = await forgetfulClient(language).mutation(document, variables).toPromise();
      setBusy(false);
      if (data && !error) return data;
      setMessage(error?.graphQLErrors[0]?.message ?? people.failed);
      return null;
    },
    [language, people],
  );
  return { act, message, setMessage, isBusy };
}
