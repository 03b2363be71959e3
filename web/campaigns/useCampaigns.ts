import { useQuery } from "urql";
import { useViewer } from "../access/viewer.ts";
import { graphql, type ResultOf } from "../api.ts";

const CAMPAIGNS = graphql(`
  query MapCampaigns($within: String!) {
    campaigns(within: $within, first: 20) {
      nodes { id name regionName startsOn endsOn villages checked late isDemo }
    }
  }
`);
export type MapCampaign = ResultOf<typeof CAMPAIGNS>["campaigns"]["nodes"][number];

/** Campaigns the viewer may see on the map, newest first, and the one that is drawn. */
export function useCampaigns(wanted: string | null) {
  const viewer = useViewer();
  const may = viewer?.permissions.includes("campaign.read") ?? false;
  const [{ data }] = useQuery({
    query: CAMPAIGNS,
    variables: { within: viewer?.regions[0] ?? "" },
    pause: !may,
  });
  const list: readonly MapCampaign[] = may ? (data?.campaigns.nodes ?? []) : [];
  return { may, list, chosen: list.find(({ id }) => id === wanted) ?? list[0] ?? null };
}
