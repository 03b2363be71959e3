import { describe, expect, it } from "vitest";
import { atlases, graphql } from "./atlas.ts";
import { signInAs } from "./signedIn.ts";

const VILLAGES = `query ($first: Int, $after: String, $within: String, $orderBy: VillageOrder) {
  villages(first: $first, after: $after, within: $within, orderBy: $orderBy) {
    nodes { code name households risk { score level } } pageInfo { hasNextPage endCursor } } }`;

interface Villages {
  villages: { nodes: unknown[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
}

describe.each(atlases)("bulk export of the $name database", ({ url }) => {
  const bulk = (query: unknown, variables: unknown = {}, headers: Record<string, string> = {}) =>
    fetch(`${url}/exports/bulk`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify({ query, variables }),
    });
  const linesOf = async (response: Response) =>
    (await response.text())
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as unknown);

  it("is the same, row for row, as paging through the list", async () => {
    const variables = { within: "luoxiao", orderBy: "RISK_DESC" };
    const nodes: unknown[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const { data }: { data: Villages } = await graphql<Villages>(url, VILLAGES, {
        ...variables,
        first: 333,
        after,
      });
      nodes.push(...data.villages.nodes);
      after = data.villages.pageInfo.endCursor;
      more = data.villages.pageInfo.hasNextPage;
    }
    expect(nodes.length).toBeGreaterThan(4_000);
    const answer = await bulk(VILLAGES, variables);
    expect(answer.headers.get("content-type")).toContain("application/x-ndjson");
    expect(await linesOf(answer)).toEqual(nodes);
  });

  it("gives nobody more than the list does", async () => {
    const HOUSEHOLDS = `query ($first: Int, $after: String) { households(within: "360827", first: $first, after: $after) {
      nodes { id number villageCode } pageInfo { hasNextPage endCursor } } }`;
    const refused = await bulk(HOUSEHOLDS);
    expect(refused.status).toBe(400);
    expect(JSON.stringify(await refused.json())).toContain("UNAUTHENTICATED");
    const session = await signInAs(url, "demo.worker");
    const own = await linesOf(await bulk(HOUSEHOLDS, {}, session));
    const { data } = await graphql<{ households: { nodes: unknown[] } }>(
      url,
      HOUSEHOLDS,
      { first: 500 },
      session,
    );
    expect(own.length).toBeGreaterThan(0);
    expect(own).toEqual(data.households.nodes);
  });

  it.each([
    ["no query", undefined],
    ["a query that cannot be read", "query {"],
    ["a list without paging", "{ villages(first: 5) { nodes { code } pageInfo { hasNextPage endCursor } } }"],
    [
      "paging that is declared and not used",
      "query ($first: Int, $after: String) { villages(first: 5) { nodes { code } pageInfo { hasNextPage endCursor } } }",
    ],
    [
      "two lists",
      "query ($first: Int, $after: String) { a: villages(first: $first, after: $after) { nodes { code } } b: about { name } }",
    ],
    [
      "a list without page info",
      "query ($first: Int, $after: String) { villages(first: $first, after: $after) { nodes { code } } }",
    ],
    [
      "a field that does not exist",
      "query ($first: Int, $after: String) { villages(first: $first, after: $after) { nodes { secret } pageInfo { hasNextPage endCursor } } }",
    ],
  ])("refuses %s with 400 and a sentence", async (_name, query) => {
    const answer = await bulk(query);
    expect(answer.status).toBe(400);
    const { errors } = (await answer.json()) as {
      errors: { message: string; extensions: { code: string } }[];
    };
    expect(errors[0]?.message.length).toBeGreaterThan(10);
  });
});
