import { useCallback } from "react";
import { useQuery } from "urql";
import { Link } from "wouter";
import { useViewer } from "../access/viewer.ts";
import { WorkFrame } from "../access/WorkFrame.tsx";
import { graphql, type ResultOf } from "../api.ts";
import { QueueBar } from "../field/QueueBar.tsx";
import { useQueue } from "../field/useQueue.ts";
import { useSpeech } from "../i18n/language.ts";
import { ShownSince } from "../offline/ShownSince.tsx";
import { keyOfHousehold } from "../offline/seen.ts";
import { useShownSince } from "../offline/useSeen.ts";
import { Account } from "./Account.tsx";
import { Consents } from "./Consents.tsx";
import { EntryForm } from "./EntryForm.tsx";
import { Erasure } from "./Erasure.tsx";
import { Guarantees } from "./Guarantees.tsx";
import { Members } from "./Members.tsx";
import { Unseen } from "./Unseen.tsx";

const HOUSEHOLD = graphql(`
  query Household($id: ID!) {
    household(id: $id) {
      id number villageName status category grade formerlyPoor isDemo erasedOn rowVersion
      members {
        id name idNumber phone bankAccount birthYear relation sex labour leftOn erasedOn
        employed employedSince idleSince idleByChoice atSchool rowVersion
        workSpells { state since endedOn }
      }
      account {
        assessed firstDay lastDay persons netFen perCapitaFenFloor afterRigidFen afterRigidPerCapitaFenFloor
        rigidFen stableNetFen excludedUnrealisedFen lineFen lineSource refusal candidate card reasons
        income { kind amount }
        rigid { kind amount }
        months { month net rigid }
        entries { id day kind amountFen reimbursedFen realised oneOff isReversed reverses }
      }
      guaranteeIssues { id kind openedOn closedOn rowVersion }
      consents { id scope formVersion givenOn withdrawnOn rowVersion }
      assessments { id assessedOn candidate grade netFen persons }
    }
  }
`);
export type ShownHousehold = NonNullable<ResultOf<typeof HOUSEHOLD>["household"]>;
/** What a part of the page gets: the household, and the way to ask for it again. */
export interface PartProps {
  readonly household: ShownHousehold;
  readonly onChange: () => void;
}

/** All that is known of a household, masked, and what the field records of it. */
export function HouseholdPage({ id }: { readonly id: string }) {
  const viewer = useViewer();
  return (
    <WorkFrame page="households">{viewer ? <Household id={id} person={viewer.personId} /> : null}</WorkFrame>
  );
}

function Household({ id, person }: { readonly id: string; readonly person: string }) {
  const { field, words: general } = useSpeech();
  const words = field.households;
  const [{ data, fetching, error }, ask] = useQuery({
    query: HOUSEHOLD,
    variables: { id },
    requestPolicy: "cache-and-network",
  });
  const again = useCallback(() => ask({ requestPolicy: "network-only" }), [ask]);
  const queue = useQueue(person);
  const household = data?.household;
  const isFromDevice = useShownSince(keyOfHousehold(id)) !== null;
  const part = household ? { household, onChange: again } : null;
  return (
    <>
      <Link href="/households">{words.back}</Link>
      <QueueBar queue={queue} onSent={again} />
      <ShownSince of={keyOfHousehold(id)} />
      {error && !household ? <Unseen id={id} error={error} queue={queue} onChange={again} /> : null}
      {fetching && !data ? <p className="page-loading">{general.state.loading}</p> : null}
      {data && !household ? <p className="work-empty">{words.notFound}</p> : null}
      {part ? (
        <>
          <h1>{part.household.number}</h1>
          <p className="field-tags">
            <span>{part.household.villageName}</span>
            <span>{words.statuses[part.household.status]}</span>
            {part.household.category ? <span>{words.categories[part.household.category]}</span> : null}
            {part.household.grade ? <span>{words.grades[part.household.grade]}</span> : null}
            {part.household.formerlyPoor ? <span>{words.formerlyPoor}</span> : null}
            {part.household.isDemo ? <span>{field.isDemo}</span> : null}
          </p>
          <Members household={part.household} queue={queue} isFromDevice={isFromDevice} />
          {isFromDevice ? <p className="work-hint">{field.offline.householdPart}</p> : <Account {...part} />}
          <EntryForm {...part} queue={queue} />
          {isFromDevice ? null : (
            <>
              <Guarantees {...part} />
              <Consents {...part} />
              <Erasure {...part} />
            </>
          )}
        </>
      ) : null}
    </>
  );
}
