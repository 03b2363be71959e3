import { useCallback, useState } from "react";
import { useQuery } from "urql";
import { graphql, type ResultOf } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { RefusalNote, useDeed } from "../work/deed.tsx";
import { Fold, Tick } from "../work/fields.tsx";

const VILLAGES = graphql(`
  query CampaignVillages($campaign: ID!, $checked: Boolean, $after: String) {
    campaignVillages(campaign: $campaign, checked: $checked, first: 20, after: $after) {
      nodes { campaignId villageCode villageName plannedOn checkedOn householdsChecked problems rowVersion checkedBy { id name } }
      pageInfo { hasNextPage endCursor }
      totalCount
    }
  }
`);
const CHECK = graphql(`
  mutation CheckVillage($campaign: ID!, $village: String!, $householdsChecked: Int!, $problems: Int!, $rowVersion: Int!) {
    deed: checkVillage(campaign: $campaign, village: $village, householdsChecked: $householdsChecked, problems: $problems, rowVersion: $rowVersion) {
      __typename
      ... on CampaignVillage { villageCode checkedOn }
      ... on Refused { message guards }
    }
  }
`);
type CampaignVillage = ResultOf<typeof VILLAGES>["campaignVillages"]["nodes"][number];

interface Props {
  readonly campaign: string;
  readonly mayCheck: boolean;
  readonly onDone: () => void;
}

export function CampaignVillages({ campaign, mayCheck, onDone }: Props) {
  const { county, words, number } = useSpeech();
  const [unchecked, setUnchecked] = useState(true);
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, fetching, error }, ask] = useQuery({
    query: VILLAGES,
    variables: { campaign, checked: unchecked ? false : null, after },
    requestPolicy: "cache-and-network",
  });
  const checked = useCallback(() => {
    ask({ requestPolicy: "network-only" });
    onDone();
  }, [ask, onDone]);
  const page = data?.campaignVillages;
  return (
    <>
      <Tick
        label={county.campaigns.onlyUnchecked}
        value={unchecked}
        onChange={(on) => {
          setUnchecked(on);
          setAfter(null);
        }}
      />
      {error ? <Failure error={error} /> : null}
      {fetching && !page ? <p className="page-loading">{words.state.loading}</p> : null}
      {page?.nodes.length === 0 ? <p className="work-empty">{county.campaigns.villagesEmpty}</p> : null}
      <ul className="cards">
        {page?.nodes.map((village) => (
          <li key={village.villageCode} className="card" data-village={village.villageCode}>
            <h3>{village.villageName}</h3>
            <p className="work-hint">
              {county.campaigns.plannedOn} {village.plannedOn}
              {village.checkedOn
                ? ` · ${county.campaigns.checkedOn} ${village.checkedOn} · ${county.campaigns.households} ${number(village.householdsChecked)} · ${county.campaigns.problems} ${number(village.problems)}`
                : ""}
            </p>
            {mayCheck ? (
              <Fold title={village.checkedOn ? county.campaigns.correct : county.campaigns.check}>
                <CheckVillage village={village} onDone={checked} />
              </Fold>
            ) : null}
          </li>
        ))}
      </ul>
      {page?.pageInfo.hasNextPage ? (
        <button
          type="button"
          className="button"
          disabled={fetching}
          onClick={() => setAfter(page.pageInfo.endCursor ?? null)}
        >
          {county.common.more}
        </button>
      ) : null}
    </>
  );
}

function CheckVillage({
  village,
  onDone,
}: {
  readonly village: CampaignVillage;
  readonly onDone: () => void;
}) {
  const { county } = useSpeech();
  const [households, setHouseholds] = useState(String(village.householdsChecked ?? ""));
  const [problems, setProblems] = useState(String(village.problems ?? "0"));
  const { busy, refusal, run } = useDeed(CHECK, onDone);
  return (
    <form
      className="work-form"
      onSubmit={(event) => {
        event.preventDefault();
        void run({
          campaign: village.campaignId,
          village: village.villageCode,
          householdsChecked: Number(households),
          problems: Number(problems),
          rowVersion: village.rowVersion,
        });
      }}
    >
      <label>
        {county.campaigns.households}
        <input
          type="number"
          min="0"
          step="1"
          value={households}
          onChange={(event) => setHouseholds(event.target.value)}
          required
        />
      </label>
      <label>
        {county.campaigns.problems}
        <input
          type="number"
          min="0"
          step="1"
          value={problems}
          onChange={(event) => setProblems(event.target.value)}
          required
        />
      </label>
      <button type="submit" className="button primary" disabled={busy}>
        {county.campaigns.check}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}
