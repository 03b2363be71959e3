import { describe, expect, it } from "vitest";
import { INDICATORS } from "../server/indicators/catalog.ts";
import { atlases } from "./atlas.ts";
import { sqlOn } from "./tileClient.ts";

const NUMBER =
  /<data value="([^"]*)" data-indicator="([^"]*)" data-region="([^"]*)" data-period="([^"]*)" data-version="(\d+)">/g;
const CATALOGUE = new Set(INDICATORS.map(({ key }) => key));

/** Cells of all tables, and of which section each stands in. */
function cellsOf(html: string): { section: string; row: string; cell: string }[] {
  return [...html.matchAll(/<section id="([^"]+)">([\s\S]*?)<\/section>/g)].flatMap(
    ([, section = "", body = ""]) =>
      [...body.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].flatMap(([, row = ""]) =>
        [...row.matchAll(/<td[^>]*>([\s\S]*?)<\/td>/g)].map(([, cell = ""]) => ({ section, row, cell })),
      ),
  );
}

const withoutTags = (text: string) => text.replaceAll(/<[^>]+>/g, "").trim();

describe.each(atlases)("numbers of the quarterly report on $name", ({ url, databaseUrl }) => {
  const read = async (path: string) => (await fetch(`${url}/reports/${path}`)).text();

  it("name the published row they are of, and that row holds them, of an area, a province, a prefecture and a county", async () => {
    const stored = new Map(
      (
        await sqlOn<{ row: string; value: number | null }>(
          databaseUrl,
          `select concat_ws(' ', indicator, region_code,
                    extract(year from quarter) || 'Q' || extract(quarter from quarter), publication.version) as row, value
           from atlas.indicator_values join atlas.publications publication on publication.id = publication_id
           where region_code = 'luoxiao' or region_code like '36%' or region_code like '43%'`,
        )
      ).map(({ row, value }) => [row, value]),
    );
    let resolved = 0;
    for (const code of ["luoxiao", "36", "3608", "360827"]) {
      for (const [, value = "", indicator = "", region, period, version] of (
        await read(`${code}/2026Q3.html`)
      ).matchAll(NUMBER)) {
        // Ranks, contributions and counts of clusters are of the rows of the index: test/reports.test.ts compares those.
        if (!CATALOGUE.has(indicator)) {
          expect(indicator).toMatch(/^(DATA_QUALITY|CLUSTER|[A-Z_]+)\.[\w.]+$/);
          continue;
        }
        const row = `${indicator} ${region} ${period} ${version}`;
        const published = stored.get(row) ?? null;
        if (published === null) {
          // Missing is missing: a figure that nobody published, or published as unknown, shows no number.
          expect([row, value]).toEqual([row, ""]);
          continue;
        }
        expect([row, value]).toEqual([row, JSON.stringify(published)]);
        resolved += 1;
      }
    }
    expect(resolved).toBeGreaterThan(1_500);
  });

  it("stand in no cell by themselves: whatever is a number has its row, or is the pair of sums of the figure beside it", async () => {
    const html = await read("luoxiao/2026Q3.html");
    const bare = cellsOf(html).filter(({ cell }) =>
      /^[−-]?[\d.,]+ ?%?$/.test(withoutTags(cell.replaceAll(/<data[^>]*>[\s\S]*?<\/data>/g, ""))),
    );
    // The number of a cluster is its rank among them, and nothing else is bare.
    expect(bare.filter(({ section }) => section !== "clusters")).toEqual([]);
    const pairs = cellsOf(html).filter(({ cell }) => /^[\d.,]+ \/ [\d.,]+$/.test(withoutTags(cell)));
    expect(pairs.length).toBeGreaterThan(20);
    for (const { row } of pairs) expect(row).toMatch(/data-version="\d+"/);
  });

  it("are the same bytes when asked for again, as a page and as every table", async () => {
    const first = await read("luoxiao/2026Q3.html");
    expect(await read("luoxiao/2026Q3.html")).toBe(first);
    const paths = [...first.matchAll(/<a href="([^"]+\.csv)">/g)].map(([, path = ""]) => path);
    expect(paths.length).toBeGreaterThan(10);
    for (const path of paths) expect(await read(`luoxiao/${path}`)).toBe(await read(`luoxiao/${path}`));
  });
});
