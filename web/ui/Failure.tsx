import { RotateCw } from "lucide-react";
import type { CombinedError } from "urql";
import { useSpeech } from "../i18n/language.ts";

/** Says what went wrong in a sentence and offers to try again. */
export function Failure({ error, onRetry }: { readonly error: CombinedError; readonly onRetry: () => void }) {
  const { words } = useSpeech();
  // Anything that did not come from GraphQL means that nobody answered.
  const refused = error.graphQLErrors[0]?.message;
  return (
    <div className="failure" role="alert">
      <p>
        <strong>{refused ? words.state.refused : words.state.serverGone}</strong>
        <br />
        {refused ?? words.state.serverGoneBody}
      </p>
      <button type="button" className="button" onClick={onRetry}>
        <RotateCw size={15} aria-hidden="true" />
        {words.state.retry}
      </button>
    </div>
  );
}
