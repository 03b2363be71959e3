import { useState } from "react";
import { useQuery } from "urql";
import { graphql, type VariablesOf } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { RefusalNote, useDeed } from "../work/deed.tsx";
import { Choice } from "../work/fields.tsx";
import { useTurn } from "../work/turn.ts";

const CONTRADICTIONS = graphql(`
  query Contradictions($within: String!) {
    contradictions(within: $within, open: true, first: 30) {
      nodes { id householdNumber memberName item registered reported }
      totalCount
    }
  }
`);
const SETTLE = graphql(`
  mutation SettleContradiction($id: ID!, $settlement: ContradictionSettlement!) {
    deed: settleContradiction(id: $id, settlement: $settlement) {
      __typename
      ... on Contradiction { id settlement }
      ... on Refused { message guards }
    }
  }
`);
type Settlement = VariablesOf<typeof SETTLE>["settlement"];

/** Where a list says other than the register: one of the two is wrong. */
export function Contradictions({ within, turn }: { readonly within: string; readonly turn: number }) {
  const { county, words } = useSpeech();
  const [{ data, fetching, error }, ask] = useQuery({
    query: CONTRADICTIONS,
    variables: { within },
    requestPolicy: "cache-and-network",
    context: useTurn(turn),
  });
  const page = data?.contradictions;
  return (
    <section aria-labelledby="screening-contradictions">
      <h2 id="screening-contradictions">{county.screening.contradictions}</h2>
      {error ? <Failure error={error} /> : null}
      {fetching && !page ? <p className="page-loading">{words.state.loading}</p> : null}
      {page?.nodes.length === 0 ? <p className="work-empty">{county.screening.contradictionsEmpty}</p> : null}
      <ul className="cards">
        {page?.nodes.map((each) => (
          <li key={each.id} className="card">
            <h3>
              {each.householdNumber} · {each.memberName}
            </h3>
            <p>
              {each.item}: {county.screening.registered} “{each.registered}”, {county.screening.reported} “
              {each.reported}”
            </p>
            <Settle id={each.id} onDone={() => ask({ requestPolicy: "network-only" })} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Settle({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const { county } = useSpeech();
  const [settlement, setSettlement] = useState<Settlement | "">("");
  const { busy, refusal, run } = useDeed(SETTLE, onDone);
  return (
    <form
      className="work-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (settlement !== "") void run({ id, settlement });
      }}
    >
      <Choice
        label={county.screening.settle}
        words={county.screening.settlements}
        value={settlement}
        onChange={setSettlement}
        required
      />
      <button type="submit" className="button" disabled={busy}>
        {county.screening.settle}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}
