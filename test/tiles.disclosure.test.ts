import { describe, expect, it } from "vitest";
import { tileLayers } from "../server/tiles.ts";
import { atlases } from "./atlas.ts";
import { extentOf, featuresOf, getTile, layersOf, overTiles, tilesOver } from "./tileClient.ts";

/** Everything a public tile may say, by layer inside it. Another property has to be thought about before it is drawn. */
const ALLOWED: Record<string, string> = {
  boundaries: "kind",
  campaign_counties: "campaign code villages checked",
  campaign_villages: "campaign code name plannedOn checkedOn isLate",
  clusters: "code region kind rank p relative_risk observed expected households",
  constraints: "code kind name demo",
  data_quality: "code completeness timeliness consistency findings silence",
  enclaves: "kind code name origin amount gap demo",
  event_labels: "code name kind grade",
  events: "code name kind grade startedOn endedOn demo",
  projects: "code name kind status households demo",
  region_labels: "code name name_en kind",
  regions: "code name name_en kind parent",
  settlement_lines: "kind code name origin households people demo",
  settlements: "code name size residents zero_employment demo",
  village_labels: "code name",
  villages: "code name score level status coverage households n blue yellow orange red demo",
};
/** Figures of households, and the least that may be drawn. Registers of projects and settlements count no casework. */
const LEAST: Record<string, readonly string[]> = {
  clusters: ["households", "observed"],
  villages: ["households"],
};
const K = 10;

describe.each(atlases)("public tiles on $name", ({ url, databaseUrl }) => {
  it("say nothing outside a list and count nobody under 10, from zoom 0 to 14", {
    timeout: 300_000,
  }, async () => {
    const extent = await extentOf(databaseUrl, "point", "atlas.village_cards");
    const names = new Set<string>();
    let features = 0;
    for (const layer of tileLayers)
      for (let z = 0; z <= 14; z += 1) {
        const tiles = tilesOver(extent, z);
        const step = Math.max(1, Math.floor(tiles.length / 8));
        await overTiles(
          tiles.filter((_, index) => index % step === 0),
          async (address) => {
            const { status, body } = await getTile(
              url,
              layer.name,
              address,
              {},
              layer.hasPeriod ? "2026-09" : "",
            );
            // Deeper than a layer goes there is no tile at all.
            if (status !== 200) return expect([status >= 204, body.length < 1_000]).toEqual([true, true]);
            for (const name of layersOf(body)) {
              names.add(name);
              for (const { properties } of featuresOf(body, name)) {
                features += 1;
                const extra = Object.keys(properties).filter(
                  (key) => !ALLOWED[name]?.split(" ").includes(key),
                );
                expect([name, ...extra]).toEqual([name]);
                for (const key of LEAST[name] ?? []) {
                  const count = properties[key];
                  expect([
                    name,
                    key,
                    count === undefined || Number(count) === 0 || Number(count) >= K,
                  ]).toEqual([name, key, true]);
                }
              }
            }
          },
        );
      }
    expect(features).toBeGreaterThan(5_000);
    expect(names.size).toBeGreaterThan(9);
  });
});
