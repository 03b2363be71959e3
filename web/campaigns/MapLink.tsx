import { useQuery } from "urql";
import { Link } from "wouter";
import { graphql } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { type View, writeAddress } from "../map/address.ts";

const PLACE = graphql(`query CampaignPlace($code: String!) { region(code: $code) { id bbox } }`);

/** The view in which a box of west, south, east and north fits a map of ordinary size. */
function viewOf(box: readonly number[] | null | undefined): View | null {
  const [west, south, east, north] = box ?? [];
  if (west === undefined || south === undefined || east === undefined || north === undefined) return null;
  const span = Math.max(east - west, (north - south) * 1.4, 0.05);
  const zoom = Math.min(10.5, Math.max(3, Math.log2((360 * 640) / 512 / span)));
  return { lng: (west + east) / 2, lat: (south + north) / 2, zoom };
}

/** The map with this campaign drawn, over its region. */
export function MapLink({ campaign, region }: { readonly campaign: string; readonly region: string }) {
  const { words } = useSpeech();
  const [{ data }] = useQuery({ query: PLACE, variables: { code: region } });
  const v = viewOf(data?.region?.bbox);
  return (
    <Link href={`/${writeAddress({ on: ["campaigns"], c: campaign, ...(v ? { v } : {}) })}`}>
      {words.campaignMap.show}
    </Link>
  );
}
