import { useEffect, useState } from "react";
import { type Client, useClient } from "urql";
import type { Viewer } from "../access/viewer.ts";
import { graphql } from "../api.ts";

const ONE = graphql(`query FieldVillage($code: String!) { village(code: $code) { id code name } }`);
const INSIDE = graphql(`
  query FieldVillages($within: String!, $after: String) {
    villages(within: $within, first: 100, after: $after) {
      nodes { id code name }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

type Named = Readonly<Record<string, string>>;

async function villagesOf(client: Client, region: string): Promise<[string, string][]> {
  if (/^\d{12}$/.test(region)) {
    const { data } = await client.query(ONE, { code: region }).toPromise();
    return data?.village ? [[data.village.code, data.village.name]] : [];
  }
  const found: [string, string][] = [];
  for (let after: string | null = null, isMore = true; isMore && found.length < 1000; ) {
    const variables: { within: string; after: string | null } = { within: region, after };
    const { data } = await client.query(INSIDE, variables).toPromise();
    found.push(...(data?.villages.nodes ?? []).map(({ code, name }): [string, string] => [code, name]));
    isMore = data?.villages.pageInfo.hasNextPage ?? false;
    after = data?.villages.pageInfo.endCursor ?? null;
  }
  return found;
}

/** The villages of a person by code; one region after another, empty until they are known. */
export function useVillages({ regions }: Pick<Viewer, "regions">): Named {
  const client = useClient();
  const [villages, setVillages] = useState<Named>({});
  const asked = regions.join(" ");
  useEffect(() => {
    let isWanted = true;
    Promise.all(asked.split(" ").map((region) => villagesOf(client, region))).then((found) => {
      if (isWanted) setVillages(Object.fromEntries(found.flat()));
    });
    return () => {
      isWanted = false;
    };
  }, [client, asked]);
  return villages;
}
