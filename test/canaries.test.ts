import { describe, expect, it } from "vitest";
import { CANARIES } from "../server/demo/canaries.ts";
import { tileLayers } from "../server/tiles.ts";
import { atlases, graphql } from "./atlas.ts";
import { signInAs } from "./signedIn.ts";
import { extentOf, tilesOver } from "./tileClient.ts";

const secrets = CANARIES.flatMap(({ name, idNumber, phone }) => [name, idNumber, phone]);
const leaks = (text: string) => secrets.filter((secret) => text.includes(secret));

/** What answers without a sign-in, besides tiles: figures, files, health, errors that repeat what was sent. */
const OPEN_DOORS = [
  "/regions/360827/indicators.csv?period=2026Q3",
  "/reports/luoxiao/2026Q3.html",
  "/metrics",
  "/schema.graphql",
  "/ogc",
  "/livez",
];

describe.each(atlases)("invented people of the register on $name", ({ url, databaseUrl }) => {
  it("stand in no tile of any layer over their village", async () => {
    let bytes = 0;
    const extent = await extentOf(databaseUrl, "outline", "atlas.villages where code = '360827100900'");
    const addresses = [7, 10, 13].flatMap((zoom) =>
      tilesOver(extent, zoom).flatMap(([z, x, y]) =>
        tileLayers.map((layer) => `/tiles/${layer.name}/${z}/${x}/${y}.pbf`),
      ),
    );
    for (const address of addresses) {
      const response = await fetch(`${url}${address}`);
      const body = Buffer.from(await response.arrayBuffer()).toString("utf8");
      bytes += body.length;
      expect([address, leaks(body)]).toEqual([address, []]);
    }
    expect(bytes).toBeGreaterThan(10_000);
  }, 120_000);

  it.each(OPEN_DOORS)("stand nowhere in %s", async (door) => {
    const response = await fetch(`${url}${door}`);
    expect(response.status).toBe(200);
    expect(leaks(await response.text())).toEqual([]);
  });

  it("are found by no search, and no answer to a wrong question repeats what the register holds", async () => {
    for (const { name, idNumber, phone } of CANARIES) {
      for (const text of [name, idNumber, phone]) {
        const { data } = await graphql<{ search: object[] }>(
          url,
          "query ($text: String!) { search(text: $text) { code name } }",
          { text },
        );
        expect(data.search).toEqual([]);
      }
      const anonymous = await graphql(
        url,
        "query ($n: String!) { householdByIdNumber(idNumber: $n) { number } }",
        { n: idNumber },
      );
      expect(anonymous.errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
      expect(leaks(JSON.stringify(anonymous))).toEqual([]);
    }
  });

  it.each(["demo.worker", "demo.county", "demo.auditor"])(
    "are shown masked to %s in every list",
    async (login) => {
      const headers = await signInAs(url, login);
      const LISTS = /* GraphQL */ `{
      households(within: "360827100900", first: 50) { nodes { number members { name idNumber phone bankAccount birthYear } } }
      cases(within: "360827100900", first: 50) { nodes { id state } }
      leads(within: "360827100900", first: 50) { nodes { id cause } }
      alerts(within: "360827100900", first: 50) { nodes { id memberName } }
    }`;
      const answers = [await graphql(url, LISTS, {}, headers)];
      if (login === "demo.auditor")
        answers.push(
          await graphql(
            url,
            "{ auditEvents(first: 100) { nodes { entityId purpose detail name } } }",
            {},
            headers,
          ),
        );
      for (const answer of answers) expect(leaks(JSON.stringify(answer))).toEqual([]);
      if (login === "demo.worker") expect(JSON.stringify(answers)).toMatch(/蘅\*渟|蘅.*\*/);
    },
  );
});
