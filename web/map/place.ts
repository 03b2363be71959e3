import type { Client } from "urql";
import { graphql } from "../api.ts";
import { regionOfCluster } from "../relapse/clusterCode.ts";
import type { Picked } from "./context.ts";

const placeQuery = graphql(`
  query Place($code: String!, $region: Boolean!, $village: Boolean!, $settlement: Boolean!, $project: Boolean!, $enclave: Boolean!, $event: Boolean!) {
    region(code: $code) @include(if: $region) { id bbox center }
    village(code: $code) @include(if: $village) { id center }
    settlement(code: $code) @include(if: $settlement) { id site }
    industryProject(code: $code) @include(if: $project) { id site }
    enclave(code: $code) @include(if: $enclave) { id site }
    event(code: $code) @include(if: $event) { id bbox }
  }
`);

/** Where a thing lies, for flying to one that was picked from a list. */
export async function placeOf(client: Client, { kind, code }: Picked) {
  const asked = (one: Picked["kind"]) => kind === one;
  const { data } = await client.query(placeQuery, {
    code: kind === "cluster" ? regionOfCluster(code) : code,
    region: asked("region") || asked("cluster"),
    village: asked("village"),
    settlement: asked("settlement"),
    project: asked("project"),
    enclave: asked("enclave"),
    event: asked("event"),
  });
  const point =
    data?.village?.center ?? data?.settlement?.site ?? data?.industryProject?.site ?? data?.enclave?.site;
  return {
    bbox: data?.region?.bbox ?? data?.event?.bbox,
    at: point?.coordinates ?? data?.region?.center?.coordinates,
  };
}
