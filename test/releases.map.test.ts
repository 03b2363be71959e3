import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { type ExactVillage, releaseTiers } from "../geo/releaseTiers.ts";
import { publish } from "../server/indicators/publish.ts";
import { releaseCounty } from "../server/releases/publish.ts";
import { graphql } from "./atlas.ts";
import { hasPostgres } from "./ownAtlas.ts";
import { OwnReleases } from "./ownReleases.ts";
import { COUNTY } from "./releaseOracle.ts";
import { featuresOf, getTile, tilesOver } from "./tileClient.ts";

const SLOW = 300_000;

interface Explained {
  score: number | null;
  publication: { version: number };
  parts: { weight: number; subscore: number | null; value: number }[];
}

// Left out only where there is no PostgreSQL, which test/run.mjs then says in a line; CI stops instead.
describe.skipIf(!hasPostgres)("a release on the map", () => {
  const own = new OwnReleases({ withServer: true, timeout: SLOW });
  const { rows, cellsOf, exact, written, change } = own;

  it(
    "hands the map what the public may see: sums of the county as released, suppressed villages without a number",
    async () => {
      const mapped = "2026-09-01";
      await releaseCounty(own.knex, COUNTY, mapped, "test", { onMap: true });
      const [mappedRelease] = await rows<{ id: number }>(
        "select max(id) as id from atlas.releases where county_code = ? and period = ?",
        [COUNTY, mapped],
      );
      const cells = (await cellsOf(mappedRelease?.id ?? 0)).filter(({ tier }) => tier === "PUBLIC");
      await publish(own.knex, ["2026-07-01"]);
      for (const { place, component, numerator, denominator } of cells.filter(
        (cell) => cell.place.length < 12,
      )) {
        const [value] = await rows<{ numerator: number | null; denominator: number | null }>(
          `select numerator, denominator from atlas.indicator_values join atlas.publications on id = publication_id and is_current
         where region_code = ? and period = '2026-07-01' and indicator = ?`,
          [place, `VILLAGE_${component}`],
        );
        expect({ place, component, ...value }).toEqual({ place, component, numerator, denominator });
      }
      const facts = await rows<Record<string, number | string | null>>(
        `select distinct on (village_code) * from atlas.village_facts where period = ? and left(village_code, 6) = ?
       order by village_code, revision desc`,
        [mapped, COUNTY],
      );
      const byVillage = new Map(facts.map((fact) => [fact.village_code, fact]));
      for (const { place, component, numerator } of cells.filter((cell) => cell.place.length === 12))
        expect(byVillage.get(place)?.[`${component.toLowerCase()}_numerator`]).toBe(numerator);

      const village =
        cells.find((cell) => cell.place.length === 12 && cell.state === "SUPPRESSED")?.place ?? "";
      const { data } = await graphql<{
        village: { facts: { key: string; numerator: number | null; isSuppressed: boolean }[] };
      }>(
        own.url,
        `{ village(code: "${village}") { facts(period: "2026-09") { key numerator isSuppressed } } }`,
      );
      const hidden = cells.filter(({ place, state }) => place === village && state === "SUPPRESSED");
      expect(
        data.village.facts
          .filter(({ isSuppressed }) => isSuppressed)
          .map(({ key }) => key)
          .sort(),
      ).toEqual(hidden.map(({ component }) => component).sort());

      const csv = await fetch(
        `${own.url}/regions/${COUNTY}/indicators.csv?level=township&period=2026Q3&lang=en`,
      );
      const lines: Record<string, string>[] = parse(await csv.text(), { bom: true, columns: true });
      const suppressed = cells.filter(({ place, state }) => place.length === 9 && state === "SUPPRESSED");
      expect(suppressed.length).toBeGreaterThan(10);
      for (const { place, component } of suppressed) {
        const line = lines.find(
          (each) => each.region_code === place && each.indicator === `VILLAGE_${component}`,
        );
        expect(lines.some((each) => each.region_code === place)).toBe(true);
        expect([line?.value, line?.numerator, line?.denominator]).toEqual(["", "", ""]);
      }

      const small = await rows<{ indicator: string; hidden: number; small: number; all: number }>(
        `select indicator, count(*)::int as all,
                (count(*) filter (where value is null and denominator is null))::int as hidden,
                (count(*) filter (where coalesce(numerator, value) between 1 and 9 or denominator between 1 and 9))::int as small
         from atlas.indicator_values join atlas.publications on id = publication_id and is_current
         where indicator in ('NEWLY_RECOGNISED', 'ELIMINATED', 'UNSTABLE_HOUSEHOLDS', 'MARGINAL_HOUSEHOLDS', 'SUDDEN_HOUSEHOLDS',
           'MONITORED_HOUSEHOLDS', 'LATE_RECOGNITION', 'LATE_MEASURES', 'MEASURES_MATCHING', 'CLUES', 'SELF_REPORTED', 'INSPECTED',
           'SCREENED', 'IDLE_LABOUR') or indicator like 'MEASURES_FOR_%' group by indicator order by indicator`,
      );
      expect(small.length).toBeGreaterThan(8 + 12);
      for (const figure of small) expect({ ...figure, small: 0 }).toEqual(figure);

      const [box] = await rows<{ bbox: number[] }>("select bbox from atlas.regions where code = ?", [COUNTY]);
      const [west = 0, south = 0, east = 0, north = 0] = box?.bbox ?? [];
      let seen = 0;
      for (const address of tilesOver([west, south, east, north], 9)) {
        const { body } = await getTile(own.url, "villages", address);
        for (const { properties } of featuresOf(body, "villages")) {
          seen += 1;
          const names = Object.keys(properties).join(" ");
          expect(names).not.toMatch(/numerator|denominator|vul|margin|flow|shock|jobs|guarantee/i);
        }
      }
      expect(seen).toBeGreaterThan(100);
    },
    SLOW,
  );

  it(
    "explains a score by the release it was published with, and a later release changes no byte until the next publication",
    async () => {
      const mapped = "2026-09-01";
      const [village] = await rows<{ code: string }>(
        "select village_code as code from atlas.village_risks where left(village_code, 6) = ? and period = ? and status = 'OK' order by 1 desc limit 1",
        [COUNTY, mapped],
      );
      const asked = `{ explainScore(code: "${village?.code}", period: "2026-09") { score publication { version }
        parts { key weight subscore value smoothedRate numerator isSuppressed } } }`;
      const explained = async () =>
        (await graphql<{ explainScore: Explained }>(own.url, asked)).data.explainScore;
      const tiles = async () =>
        Promise.all(
          [5, 8, 10, 12].flatMap((z) =>
            tilesOver(extent, z)
              .filter((_, index) => index % Math.max(1, Math.floor(tilesOver(extent, z).length / 6)) === 0)
              .map(async (address) => {
                // Clusters beside villages: what is hidden of a village moves no byte of either.
                const { body, headers } = await getTile(own.url, "villages,clusters", address, {}, "2026-09");
                return [address.join("/"), headers.etag, createHash("sha256").update(body).digest("hex")];
              }),
          ),
        );
      const [box] = await rows<{ bbox: number[] }>("select bbox from atlas.regions where code = ?", [COUNTY]);
      const [west = 0, south = 0, east = 0, north = 0] = box?.bbox ?? [];
      const extent = [west, south, east, north] as const;
      /** Where every village of the register is too small to be shown, the county is what can be seen to change. */
      const ofCounty = async () =>
        (
          await graphql<{ region: { risk: { contributions: { key: string; value: number }[] } } }>(
            own.url,
            `{ region(code: "${COUNTY}") { risk(period: "2026-09") { contributions { key value } } } }`,
          )
        ).data.region.risk.contributions;
      const firstOfCounty = await ofCounty();
      expect(firstOfCounty.length).toBeGreaterThan(3);
      const first = await explained();
      const drawn = await tiles();
      expect(new Set(drawn.map(([, etag]) => etag)).size).toBeGreaterThan(5);
      for (const { weight, subscore, value } of first.parts)
        expect((subscore ?? 0) * weight).toBeCloseTo(value, 9);

      // A hidden count changes and nothing shown does: an issue moves to another village of its township.
      const state = await written();
      const [before] = await rows<{ id: number }>(
        `select max(id) as id from atlas.releases where county_code = ? and id <
           (select max(id) from atlas.releases where county_code = ? and period = ?)`,
        [COUNTY, COUNTY, mapped],
      );
      const hidden = new Set(
        (await cellsOf(before?.id ?? 0))
          .filter((cell) => cell.state === "SUPPRESSED")
          .map(({ tier, place, component }) => `${tier} ${place} ${component}`),
      );
      const villages = await exact(mapped);
      const shownOf = (its: readonly ExactVillage[]) =>
        JSON.stringify(releaseTiers(its, hidden).filter(({ count }) => count !== null));
      const withIssues = (its: ExactVillage, more: number): ExactVillage => {
        const { numerator = 0, denominator = 0 } = its.counts.GUARANTEE ?? {};
        return { ...its, counts: { ...its.counts, GUARANTEE: { numerator: numerator + more, denominator } } };
      };
      const pair = villages
        .flatMap((from) =>
          villages
            .filter(
              (to) =>
                to.village !== from.village &&
                to.village.startsWith(from.village.slice(0, 9)) &&
                from.counts.GUARANTEE?.numerator === 1 &&
                to.counts.GUARANTEE?.numerator === 0,
            )
            .map((to) => [from, to] as const),
        )
        .find(
          ([from, to]) =>
            shownOf(
              villages.map((each) =>
                each === from ? withIssues(each, -1) : each === to ? withIssues(each, 1) : each,
              ),
            ) === shownOf(villages),
        );
      const changed = await change(
        `update casework.guarantee_issues issue set household_id = other.id, village_code = other.village_code
         from (select id, village_code from casework.households where village_code = ? order by id limit 1) other
         where issue.village_code = ? and issue.opened_on <= '2026-09-30'
           and (issue.closed_on is null or issue.closed_on > '2026-09-30')`,
        [pair?.[1].village ?? "", pair?.[0].village ?? ""],
      );
      expect(await exact(mapped)).not.toEqual(villages);
      expect(changed).toBeGreaterThan(0);
      const again = await releaseCounty(own.knex, COUNTY, mapped, "test", { onMap: true });
      expect([again.isUnchanged, again.facts]).toEqual([true, 0]);
      const after = await written();
      expect(after).toEqual(state.map((each) => ({ ...(each as object), events: expect.anything() })));
      expect(await tiles()).toEqual(drawn);

      // A shown sum changes: a new release, and still no byte until the quarter is published again.
      await change(
        `insert into casework.guarantee_issues (id, household_id, village_code, kind, opened_on)
           select gen_random_uuid(), id, village_code, 'HOUSING', cast(? as date) from casework.households
           where county_code = ? and right(number, 1) in ('1', '3', '5', '7', '9')`,
        [mapped, COUNTY],
      );
      const later = await releaseCounty(own.knex, COUNTY, mapped, "test", { onMap: true });
      expect(later.isUnchanged).toBe(false);
      expect(await explained()).toEqual(first);
      expect(await ofCounty()).toEqual(firstOfCounty);
      expect(await tiles()).toEqual(drawn);
      await publish(own.knex, ["2026-07-01"]);
      const second = await explained();
      expect(second.publication.version).toBe(first.publication.version + 1);
      expect(await ofCounty()).not.toEqual(firstOfCounty);
      for (const { weight, subscore, value } of second.parts)
        expect((subscore ?? 0) * weight).toBeCloseTo(value, 9);
    },
    SLOW,
  );
});
