import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import { monthAfter, quarterName } from "../geo/quarters.ts";
import { Random } from "../server/demo/random.ts";
import { grouped } from "../server/grouped.ts";
import { atlases, graphql } from "./atlas.ts";
import { extentOf, featuresOf, getTile, overTiles, sqlOn, tilesOver } from "./tileClient.ts";

interface Triple {
  region: string;
  kind: string;
  quarter: string;
  indicator: string;
}
/** Places and quarters, and figures of each: a report is asked for once and read five times. */
const PLACES = 40;
const FIGURES = 5;

/** The figure as the API wrote it, before anything parsed it; "" where it is null. */
async function apiText(url: string, { region, indicator, quarter }: Triple): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      query:
        "query ($r: [String!]!, $i: [String!]!, $p: [String!]!) { compare(regions: $r, indicators: $i, periods: $p) { rows { values { value version } } } }",
      variables: { r: [region], i: [indicator], p: [quarterName(quarter)] },
    }),
  });
  const [, value = "nothing", version] = /"value":([^,}]+),"version":(\d+)/.exec(await response.text()) ?? [];
  expect(Number(version)).toBeGreaterThan(0);
  return value === "null" ? "" : value;
}

/** Asks once for each address. */
function remembering(url: string): (path: string) => Promise<string> {
  const kept = new Map<string, Promise<string>>();
  return (path) => {
    const text = kept.get(path) ?? fetch(url + path).then((response) => response.text());
    kept.set(path, text);
    return text;
  };
}

const cellsOf = (html: string, indicator: string, region: string, period: string): string[] =>
  [
    ...html.matchAll(
      /<data value="([^"]*)" data-indicator="([^"]+)" data-region="([^"]+)" data-period="([^"]+)" data-version="\d+">/g,
    ),
  ]
    .filter(([, , ...place]) => place.join() === [indicator, region, period].join())
    .map(([, value = ""]) => value);

describe.each(atlases)("one number everywhere, on $name", ({ name, url, databaseUrl }) => {
  let picked: Triple[] = [];
  const get = remembering(url);
  const csvOf = async (path: string): Promise<Record<string, string>[]> =>
    parse(await get(path), { bom: true, columns: true });

  beforeAll(async () => {
    const all = await sqlOn<Triple>(
      databaseUrl,
      `select published.region_code as region, region.kind, published.period::text as quarter, published.indicator
       from atlas.indicator_values published
       join atlas.publications publication on publication.id = published.publication_id and publication.is_current
       join atlas.regions region on region.code = published.region_code
       order by region.kind, region.code, published.period, published.indicator`,
    );
    const random = new Random("one number everywhere");
    const placeOf = ({ region, quarter }: Triple) => `${region} ${quarter}`;
    const byPlace = grouped(all, placeOf);
    const byKind = grouped(all, (triple) => triple.kind);
    const kinds = [...new Set(all.map((triple) => triple.kind))];
    const places = Array.from({ length: PLACES }, (_, turn) =>
      // Every kind in turn: of every seven published figures five are of townships.
      placeOf(random.pick(byKind.of(kinds[turn % kinds.length] ?? ""))),
    );
    picked = places.flatMap((place) => Array.from({ length: FIGURES }, () => random.pick(byPlace.of(place))));
  });

  it(`is the same text in API, CSV and report for ${PLACES * FIGURES} random places, quarters and indicators`, {
    timeout: 300_000,
  }, async () => {
    let known = 0;
    for (const triple of picked) {
      const { region, indicator } = triple;
      const period = quarterName(triple.quarter);
      const api = await apiText(url, triple);
      const rows = await csvOf(`/regions/${region}/indicators.csv?period=${period}&level=none&lang=en`);
      const cells = rows.filter((row) => row.indicator === indicator && row.region_code === region);
      expect(cells.map((row) => row.value)).toEqual([api]);
      const shown = cellsOf(await get(`/reports/${region}/${period}.html`), indicator, region, period);
      expect(shown.length, `${indicator} of ${region} in ${period}`).toBeGreaterThan(0);
      expect(new Set(shown)).toEqual(new Set([api]));
      if (api !== "") known += 1;
    }
    expect(new Set(picked.map((triple) => triple.kind)).size).toBe(5);
    expect(known).toBeGreaterThan(picked.length / 2);
  });

  it("is the colour of the map: the score of each county in each quarter", async () => {
    const quarters = [...new Set(picked.map((triple) => triple.quarter))];
    expect(quarters.length).toBeGreaterThan(4);
    for (const quarter of quarters) {
      const { data } = await graphql<{
        regionRisks: { code: string; score: number | null; villages: number }[];
      }>(
        url,
        `{ regionRisks(kind: COUNTY, within: "luoxiao", period: "${monthAfter(quarter, 2).slice(0, 7)}") { code score villages } }`,
      );
      const rows = await csvOf(`/regions/luoxiao/indicators.csv?period=${quarterName(quarter)}&lang=en`);
      const report = await get(`/reports/luoxiao/${quarterName(quarter)}.html`);
      expect(data.regionRisks.length).toBeGreaterThan(20);
      for (const { code, score } of data.regionRisks) {
        const row = rows.find((one) => one.region_code === code && one.indicator === "VILLAGE_RISK");
        const text = score === null ? "" : JSON.stringify(score);
        expect(row?.value).toBe(text);
        expect(new Set(cellsOf(report, "VILLAGE_RISK", code, quarterName(quarter)))).toEqual(new Set([text]));
      }
    }
  });

  it("is the property of the tile: quality of each county, and every cluster of the area", async () => {
    const report = await get("/reports/luoxiao/2026Q3.html");
    const { data } = await graphql<{
      region: { members: { code: string; dataQuality: Record<string, number | null> }[] };
      clusters: {
        rank: number;
        observed: number;
        expected: number;
        relativeRisk: number;
        p: number;
        households: number;
      }[];
    }>(
      url,
      `{ region(code: "luoxiao") { members { code dataQuality(period: "2026Q3") { completeness timeliness consistency findings } } }
         clusters(within: "luoxiao", period: "2026Q3") { rank observed expected relativeRisk p households } }`,
    );
    const box = await extentOf(databaseUrl, "point", "atlas.village_cards");
    const found = (layer: string) =>
      overTiles(tilesOver(box, 6), async (tile) => {
        const { body } = await getTile(url, layer, tile, {}, "2026-09");
        return featuresOf(body, layer).map((feature) => feature.properties);
      }).then((tiles) => tiles.flat());
    const counties = await found("data_quality");
    for (const { code, dataQuality } of data.region.members) {
      const ofTile = counties.find((properties) => properties.code === code);
      for (const [what, value] of Object.entries(dataQuality)) {
        expect(ofTile?.[what] ?? null).toBe(value);
        expect(cellsOf(report, `DATA_QUALITY.${what}`, code, "2026Q3")).toEqual([
          value === null ? "" : JSON.stringify(value),
        ]);
      }
    }
    const drawn = await found("clusters");
    expect(data.clusters.length).toBeGreaterThan(3);
    for (const { rank, relativeRisk, ...rest } of data.clusters) {
      const ofTile = drawn.find((properties) => properties.code === `luoxiao-${rank}`);
      expect(ofTile).toMatchObject({ ...rest, relative_risk: relativeRisk });
      for (const [what, value] of Object.entries({ ...rest, relativeRisk }))
        expect(cellsOf(report, `CLUSTER.${rank}.${what}`, "luoxiao", "2026Q3"), name).toEqual([
          JSON.stringify(value),
        ]);
    }
  });
});
