import { useRef } from "react";
import { graphql } from "../api.ts";
import { ConfirmButton } from "../field/ConfirmButton.tsx";
import { RefusalNote } from "../field/Refusal.tsx";
import { useYuan } from "../field/useYuan.ts";
import { newId } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import type { ShownHousehold } from "./HouseholdPage.tsx";
import { useChange } from "./useChange.ts";

const REVERSE = graphql(`
  mutation ReverseEntry($id: ID!, $entryId: ID!) {
    reverseAccountEntry(id: $id, entryId: $entryId) {
      __typename
      ... on Household { id }
      ... on Refused { message guards }
    }
  }
`);
type Entry = NonNullable<ShownHousehold["account"]>["entries"][number];

/** The entries of the window; one that was wrong is taken back by another. */
export function Entries(props: { readonly entries: readonly Entry[]; readonly onChange: () => void }) {
  const { field } = useSpeech();
  const words = field.account;
  const yuan = useYuan();
  const { change, refusal } = useChange(REVERSE, props.onChange);
  // An entry is taken back by one entry, however often it is asked for.
  const reversals = useRef(new Map<string, string>());
  const reverse = (entryId: string) => {
    const id = reversals.current.get(entryId) ?? newId();
    reversals.current.set(entryId, id);
    change({ id, entryId });
  };
  const mark = (entry: Entry) =>
    [
      entry.reverses ? words.reversal : null,
      entry.isReversed ? words.reversed : null,
      entry.oneOff ? words.oneOff : null,
      entry.realised ? null : words.unrealised,
      Number(entry.reimbursedFen) > 0 ? `${words.reimbursed} ${yuan(entry.reimbursedFen)}` : null,
    ]
      .filter((part) => part !== null)
      .join(" · ");
  return (
    <>
      <h3>{words.entries}</h3>
      <RefusalNote refusal={refusal} />
      {props.entries.length === 0 ? <p className="work-hint">{words.noEntries}</p> : null}
      <ul className="field-cards">
        {props.entries.map((entry) => (
          <li
            key={entry.id}
            className={
              entry.isReversed || entry.reverses ? "field-card field-entry is-off" : "field-card field-entry"
            }
          >
            <span>
              {entry.day} · {words.kinds[entry.kind]}
              <small>{mark(entry)}</small>
            </span>
            <strong>{yuan(entry.amountFen)}</strong>
            {entry.isReversed || entry.reverses ? null : (
              <ConfirmButton
                label={words.reverse}
                ask={words.reverseAsk}
                onConfirm={() => reverse(entry.id)}
              />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
