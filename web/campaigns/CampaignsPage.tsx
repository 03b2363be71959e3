import { type FormEvent, lazy, Suspense, useCallback, useState } from "react";
import { useQuery } from "urql";
import { useViewer } from "../access/viewer.ts";
import { WorkFrame } from "../access/WorkFrame.tsx";
import { graphql } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { RefusalNote, useDeed, useNewId } from "../work/deed.tsx";
import { Fold, useWithin } from "../work/fields.tsx";
import { useTurn } from "../work/turn.ts";
import "../work/county.css";
import { CampaignVillages } from "./CampaignVillages.tsx";
import { MapLink } from "./MapLink.tsx";

const ProgressChart = lazy(() =>
  import("./ProgressChart.tsx").then((file) => ({ default: file.ProgressChart })),
);

const CAMPAIGNS = graphql(`
  query Campaigns($within: String!) {
    campaigns(within: $within, first: 10) {
      nodes {
        id name regionCode regionName startsOn endsOn villages checked late householdsChecked problems isDemo rowVersion
        progress { day planned checked }
      }
    }
  }
`);
const OPEN = graphql(`
  mutation OpenCampaign($id: ID!, $region: String!, $name: String!, $startsOn: String!, $endsOn: String!) {
    deed: openCampaign(id: $id, region: $region, name: $name, startsOn: $startsOn, endsOn: $endsOn) {
      __typename
      ... on Campaign { id }
      ... on Refused { message guards }
    }
  }
`);

/** Inspection campaigns: the plan of every day beside what was done. */
export function CampaignsPage() {
  return (
    <WorkFrame page="campaigns">
      <Campaigns />
    </WorkFrame>
  );
}

function Campaigns() {
  const { county, words } = useSpeech();
  const viewer = useViewer();
  const { within, choice } = useWithin();
  const [turn, setTurn] = useState(0);
  const onDone = useCallback(() => setTurn((before) => before + 1), []);
  return (
    <>
      <h1>{county.campaigns.title}</h1>
      <p className="work-lead">{county.campaigns.lead}</p>
      <div className="work-filter">{choice}</div>
      {within === null ? (
        <p className="page-loading">{words.state.loading}</p>
      ) : (
        <>
          {viewer?.permissions.includes("campaign.open") ? (
            <Fold title={county.campaigns.open}>
              <OpenCampaign within={within} onDone={onDone} />
            </Fold>
          ) : null}
          <CampaignList within={within} turn={turn} onDone={onDone} />
        </>
      )}
    </>
  );
}

interface ListProps {
  readonly within: string;
  readonly turn: number;
  readonly onDone: () => void;
}

function CampaignList({ within, turn, onDone }: ListProps) {
  const { county, words } = useSpeech();
  const viewer = useViewer();
  const [{ data, fetching, error }] = useQuery({
    query: CAMPAIGNS,
    variables: { within },
    requestPolicy: "cache-and-network",
    context: useTurn(turn),
  });
  const campaigns = data?.campaigns.nodes;
  return (
    <>
      {error ? <Failure error={error} /> : null}
      {fetching && !campaigns ? <p className="page-loading">{words.state.loading}</p> : null}
      {campaigns?.length === 0 ? <p className="work-empty">{county.campaigns.empty}</p> : null}
      {campaigns?.map((campaign) => (
        <article
          key={campaign.id}
          className="card"
          data-campaign={campaign.id}
          aria-labelledby={`campaign-${campaign.id}`}
        >
          <h2 id={`campaign-${campaign.id}`} lang="zh-CN">
            {campaign.name}
          </h2>
          <p className="work-hint">
            {campaign.regionName} · {county.campaigns.span(campaign.startsOn, campaign.endsOn)}
            {campaign.isDemo ? ` · ${county.common.demo}` : ""}
          </p>
          <p>
            <strong>{county.campaigns.summary(campaign.checked, campaign.villages)}</strong>
            {campaign.late > 0 ? (
              <span className="overdue">{county.campaigns.late(campaign.late)}</span>
            ) : null}
          </p>
          <p>
            <MapLink campaign={campaign.id} region={campaign.regionCode} />
          </p>
          <p>{county.campaigns.figures(campaign.householdsChecked, campaign.problems)}</p>
          <Suspense fallback={<p className="page-loading">{words.state.loading}</p>}>
            <ProgressChart days={campaign.progress} />
          </Suspense>
          <Fold title={county.campaigns.show}>
            <CampaignVillages
              campaign={campaign.id}
              mayCheck={viewer?.permissions.includes("campaign.check") ?? false}
              onDone={onDone}
            />
          </Fold>
        </article>
      ))}
    </>
  );
}

function OpenCampaign({ within, onDone }: { readonly within: string; readonly onDone: () => void }) {
  const { county } = useSpeech();
  const words = county.campaigns;
  const [id, renew] = useNewId();
  const [name, setName] = useState("");
  const [region, setRegion] = useState(within);
  const [startsOn, setStartsOn] = useState("");
  const [endsOn, setEndsOn] = useState("");
  const { busy, refusal, run } = useDeed(OPEN, onDone);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await run({ id, region: region.trim(), name: name.trim(), startsOn, endsOn }))) return;
    renew();
    setName("");
  };
  return (
    <form className="work-form" onSubmit={submit}>
      <label>
        {words.name}
        <input value={name} onChange={(event) => setName(event.target.value)} required />
      </label>
      <label>
        {words.region}
        <input value={region} onChange={(event) => setRegion(event.target.value)} required />
      </label>
      <label>
        {words.starts}
        <input type="date" value={startsOn} onChange={(event) => setStartsOn(event.target.value)} required />
      </label>
      <label>
        {words.ends}
        <input
          type="date"
          value={endsOn}
          min={startsOn}
          onChange={(event) => setEndsOn(event.target.value)}
          required
        />
      </label>
      <button type="submit" className="button primary" disabled={busy}>
        {busy ? county.common.busy : words.open}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}
