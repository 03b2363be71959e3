import { createHash, randomBytes } from "node:crypto";
import { parse } from "csv-parse/sync";
import type { Knex } from "knex";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { monthAfter } from "../geo/quarters.ts";
import {
  type ExactVillage,
  measuresOf,
  placesOf,
  RELEASED_COMPONENTS,
  releaseTiers,
  TIERS,
  type Tier,
} from "../geo/releaseTiers.ts";
import { suppress } from "../geo/suppression.ts";
import { readConfig } from "../server/config.ts";
import { type Database, openDatabase } from "../server/db.ts";
import { publish } from "../server/indicators/publish.ts";
import { releaseAreas } from "../server/releases/areas.ts";
import { release } from "../server/releases/command.ts";
import { readExactCounts } from "../server/releases/loadCounts.ts";
import { lastMonthOver, releaseCounty } from "../server/releases/publish.ts";
import { atlases, graphql } from "./atlas.ts";
import { hasPostgres, type OwnAtlas, ownAtlas } from "./ownAtlas.ts";
import { attacked, type Cell, COUNTY, countedOneByOne, K } from "./releaseOracle.ts";
import { signInAs } from "./signedIn.ts";
import { featuresOf, getTile, tilesOver } from "./tileClient.ts";

const SLOW = 300_000;

// Left out only where there is no PostgreSQL, which test/run.mjs then says in a line; CI stops instead.
describe.skipIf(!hasPostgres)("a release of casework", () => {
  let own: OwnAtlas;
  let database: Database;
  let knex: Knex;
  let month: string;
  const rows = async <Row>(sql: string, values: (string | number | string[])[] = []): Promise<Row[]> =>
    (await knex.raw<{ rows: Row[] }>(sql, values)).rows;
  const cellsOf = (id: number) =>
    rows<Cell>(
      "select tier, place_code as place, component, state, numerator, denominator from atlas.released_cells where release_id = ?",
      [id],
    );
  const latest = async () =>
    (
      await rows<{ id: number }>("select max(id) as id from atlas.releases where county_code = ?", [COUNTY])
    )[0]?.id ?? 0;
  const exact = (of: string) => knex.transaction((transaction) => readExactCounts(transaction, COUNTY, of));
  /** Everything a release may write, counted. */
  const written = () =>
    rows(`select (select count(*) from atlas.releases) as releases, (select count(*) from atlas.released_cells) as cells,
            (select count(*) from atlas.village_facts) as facts, (select count(*) from audit.events where action like 'release.%') as events`);

  beforeAll(async () => {
    own = await ownAtlas();
    database = await openDatabase(readConfig({ DATABASE_URL: own.databaseUrl }), () => {});
    knex = database.primary;
    month = await lastMonthOver(knex);
  }, SLOW);
  afterAll(async () => {
    await database?.close();
    await own?.stop();
  });

  it("counts what somebody counts who goes through the households one by one", async () => {
    for (const of of [month, monthAfter(month, -5)]) {
      const counted = await exact(of);
      const expected = await countedOneByOne(rows, of);
      expect(counted.length).toBeGreaterThan(300);
      expect(counted).toEqual(expected);
      const totals = RELEASED_COMPONENTS.map((component) =>
        counted.reduce((sum, { counts }) => sum + (counts[component]?.numerator ?? 0), 0),
      );
      for (const total of totals) expect(total).toBeGreaterThan(10);
    }
  });

  it(
    "leaves a linear-programming attacker 0 hidden cells, in both tiers and in two releases that follow each other",
    async () => {
      const before = monthAfter(month, -1);
      await releaseCounty(knex, COUNTY, before, "test", { onMap: false });
      const second = await latest();
      const [first] = await rows<{ id: number }>(
        "select id from atlas.releases where county_code = ? and id < ? order by id desc limit 1",
        [COUNTY, second],
      );
      // Twice the same month of the area: of one set of counties it is taken once.
      for (const of of [month, before, before]) await releaseAreas(knex, of, "test");
      const totals = await rows<Cell & { month: string }>(
        `select tier, area_code as place, component, state, numerator, denominator, period::text as month
         from atlas.released_area_cells join atlas.area_releases on id = area_release_id`,
      );
      expect(totals.length).toBe(2 * 2 * RELEASED_COMPONENTS.length);
      const releases = [
        { cells: await cellsOf(first?.id ?? 0), exact: await exact(month), month },
        { cells: await cellsOf(second), exact: await exact(before), month: before },
      ];
      const won = { attacked: 0, exact: 0, narrow: 0 };
      for (const { cells, exact: truth, month: its } of releases)
        for (const tier of TIERS)
          for (const component of [...RELEASED_COMPONENTS, "ACCOUNTS"] as const) {
            const ofArea = totals.filter((total) => total.month === its);
            const found = attacked(cells, ofArea, truth, tier, component);
            won.attacked += found.length;
            won.exact += found.filter(({ low, high, isOfNobody }) => !isOfNobody && high - low < 1e-6).length;
            won.narrow += found.filter(({ low, high, wanted }) => high - low < wanted - 1e-6).length;
          }
      expect({ ...won, attacked: 0 }).toEqual({ attacked: 0, exact: 0, narrow: 0 });
      expect(won.attacked).toBeGreaterThan(5_000);
      // The county alone of its area has released: the area says what the county says.
      for (const { cells, month: its } of releases)
        for (const { month: _, place, ...total } of totals.filter((each) => each.month === its)) {
          expect(place).toBe("luoxiao");
          expect(cells).toContainEqual({ ...total, place: COUNTY });
        }
      // Nobody and everybody tell of each: neither is shown of a village, a township or the county.
      for (const { cells } of releases)
        for (const { numerator, denominator } of cells)
          expect(
            denominator !== null && denominator > 0 && (numerator === 0 || numerator === denominator),
          ).toBe(false);

      // What the first hid, the second hides; what the public sees, planners see, and the same.
      const hidden = (list: readonly Cell[]) =>
        list
          .filter(({ state }) => state === "SUPPRESSED")
          .map(({ tier, place, component }) => `${tier} ${place} ${component}`);
      const later = new Set(hidden(releases[1]?.cells ?? []));
      expect(hidden(releases[0]?.cells ?? []).filter((key) => !later.has(key))).toEqual([]);
      for (const { cells } of releases) {
        const planner = new Map(
          cells
            .filter(({ tier }) => tier === "PLANNER")
            .map((cell) => [`${cell.place} ${cell.component}`, cell.numerator]),
        );
        const shown = cells.filter(({ tier, numerator }) => tier === "PUBLIC" && numerator !== null);
        expect(shown.length).toBeGreaterThan(50);
        for (const { place, component, numerator } of shown)
          expect(planner.get(`${place} ${component}`)).toBe(numerator);
        for (const { tier, numerator } of cells)
          expect(numerator === null || numerator === 0 || numerator >= K[tier]).toBe(true);
      }
    },
    SLOW,
  );

  it(
    "writes nothing when it is repeated, nothing when it is broken off, and refuses what is not over or has no register",
    async () => {
      const before = await written();
      for (const of of [month, monthAfter(month, -1)])
        expect(await releaseCounty(knex, COUNTY, of, "test", { onMap: false })).toMatchObject({
          isUnchanged: true,
        });
      expect(await written()).toEqual(before);

      await knex.raw(/* sql */ `
      create function atlas.stop_here() returns trigger language plpgsql as $$ begin raise exception 'power cut'; end $$;
      create trigger stop_here after insert on atlas.village_facts for each row execute function atlas.stop_here()`);
      const broken = monthAfter(month, -2);
      await expect(releaseCounty(knex, COUNTY, broken, "test", { onMap: true })).rejects.toThrow("power cut");
      expect(await written()).toEqual(before);
      await knex.raw("drop trigger stop_here on atlas.village_facts; drop function atlas.stop_here()");

      await expect(release(database, ["--period", monthAfter(month, 1).slice(0, 7)])).rejects.toThrow(
        "not over yet",
      );
      await expect(release(database, ["--period", month.slice(0, 7), "--county", "110101"])).rejects.toThrow(
        "110101",
      );
      await expect(release(database, ["--period", "2026Q3"])).rejects.toThrow("2026Q3");
      expect(await written()).toEqual(before);
    },
    SLOW,
  );

  it(
    "corrects by a new revision with one audit event, and changes nothing that was released",
    async () => {
      const [event] = await rows<{ id: number }>("select max(id) as id from audit.events");
      const first = await latest();
      const [digest] = await rows(
        "select md5(string_agg(cell::text, '' order by cell)) from atlas.released_cells cell where release_id <= ?",
        [first],
      );
      await knex.transaction(async (transaction) => {
        await transaction.raw(
          `insert into casework.guarantee_issues (id, household_id, village_code, kind, opened_on)
         select gen_random_uuid(), id, village_code, 'WATER', cast(? as date) from casework.households where county_code = ?`,
          [month, COUNTY],
        );
        await transaction.raw(
          "insert into audit.events (channel, action, entity_kind, entity_id) values ('COMMAND', 'test.prepare', 'Test', 'test')",
        );
      });
      const corrected = await releaseCounty(knex, COUNTY, month, "test", { onMap: false });
      expect(corrected).toMatchObject({ isUnchanged: false, revision: 2 });
      const events = await rows<{ action: string }>(
        "select action from audit.events where id > ? order by id",
        [event?.id ?? 0],
      );
      expect(events.map(({ action }) => action)).toEqual(["test.prepare", "release.publish"]);
      expect(
        await rows(
          "select md5(string_agg(cell::text, '' order by cell)) from atlas.released_cells cell where release_id <= ?",
          [first],
        ),
      ).toEqual([digest]);
      await expect(
        knex.raw("update atlas.released_cells set numerator = 1, denominator = 1, state = 'SHOWN'"),
      ).rejects.toThrow("insert-only");
      await expect(knex.raw("update atlas.releases set revision = 9")).rejects.toThrow("insert-only");
    },
    SLOW,
  );

  it(
    "hands the map what the public may see: sums of the county as released, suppressed villages without a number",
    async () => {
      const mapped = "2026-09-01";
      await releaseCounty(knex, COUNTY, mapped, "test", { onMap: true });
      const [mappedRelease] = await rows<{ id: number }>(
        "select max(id) as id from atlas.releases where county_code = ? and period = ?",
        [COUNTY, mapped],
      );
      const cells = (await cellsOf(mappedRelease?.id ?? 0)).filter(({ tier }) => tier === "PUBLIC");
      await publish(knex, ["2026-07-01"]);
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
                (count(*) filter (where coalesce(numerator, value) between 1 and 9))::int as small
         from atlas.indicator_values join atlas.publications on id = publication_id and is_current
         where indicator in ('NEWLY_RECOGNISED', 'ELIMINATED', 'UNSTABLE_HOUSEHOLDS', 'MARGINAL_HOUSEHOLDS', 'SUDDEN_HOUSEHOLDS',
           'MONITORED_HOUSEHOLDS', 'LATE_RECOGNITION', 'LATE_MEASURES', 'MEASURES_MATCHING', 'CLUES', 'SELF_REPORTED', 'INSPECTED',
           'SCREENED', 'IDLE_LABOUR') group by indicator order by indicator`,
      );
      expect(small.length).toBeGreaterThan(8);
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
      const changed = await knex.transaction(async (transaction) => {
        const { rowCount } = await transaction.raw<{ rowCount: number }>(
          `update casework.guarantee_issues issue set household_id = other.id, village_code = other.village_code
           from (select id, village_code from casework.households where village_code = ? order by id limit 1) other
           where issue.village_code = ? and issue.opened_on <= '2026-09-30'
             and (issue.closed_on is null or issue.closed_on > '2026-09-30')`,
          [pair?.[1].village ?? "", pair?.[0].village ?? ""],
        );
        await transaction.raw(
          "insert into audit.events (channel, action, entity_kind, entity_id) values ('COMMAND', 'test.prepare', 'Test', 'test')",
        );
        return rowCount;
      });
      expect(await exact(mapped)).not.toEqual(villages);
      expect(changed).toBeGreaterThan(0);
      const again = await releaseCounty(knex, COUNTY, mapped, "test", { onMap: true });
      expect([again.isUnchanged, again.facts]).toEqual([true, 0]);
      const after = await written();
      expect(after).toEqual(state.map((each) => ({ ...(each as object), events: expect.anything() })));
      expect(await tiles()).toEqual(drawn);

      // A shown sum changes: a new release, and still no byte until the quarter is published again.
      await knex.transaction(async (transaction) => {
        await transaction.raw(
          `insert into casework.guarantee_issues (id, household_id, village_code, kind, opened_on)
           select gen_random_uuid(), id, village_code, 'HOUSING', cast(? as date) from casework.households
           where county_code = ? and right(number, 1) in ('1', '3', '5', '7', '9')`,
          [mapped, COUNTY],
        );
        await transaction.raw(
          "insert into audit.events (channel, action, entity_kind, entity_id) values ('COMMAND', 'test.prepare', 'Test', 'test')",
        );
      });
      const later = await releaseCounty(knex, COUNTY, mapped, "test", { onMap: true });
      expect(later.isUnchanged).toBe(false);
      expect(await explained()).toEqual(first);
      expect(await ofCounty()).toEqual(firstOfCounty);
      expect(await tiles()).toEqual(drawn);
      await publish(knex, ["2026-07-01"]);
      const second = await explained();
      expect(second.publication.version).toBe(first.publication.version + 1);
      expect(await ofCounty()).not.toEqual(firstOfCounty);
      for (const { weight, subscore, value } of second.parts)
        expect((subscore ?? 0) * weight).toBeCloseTo(value, 9);
    },
    SLOW,
  );

  it(
    "counts a month that is over as it was, whatever the register says of work later",
    async () => {
      const before = await exact(month);
      const idle = (counted: readonly ExactVillage[]) =>
        counted.reduce((sum, { counts }) => sum + (counts.JOBS?.numerator ?? 0), 0);
      const change = (text: string, values: (string | string[])[]) =>
        knex.transaction(async (transaction) => {
          const { rowCount } = await transaction.raw<{ rowCount: number }>(text, values);
          await transaction.raw(
            "insert into audit.events (channel, action, entity_kind, entity_id) values ('COMMAND', 'test.prepare', 'Test', 'test')",
          );
          return rowCount;
        });
      // Everybody who is without work finds some today, and everybody who has work loses it today, some by choice.
      const all = await change(
        `update casework.members set employed = not employed, idle_by_choice = employed and sex = 'F' where county_code = ?`,
        [COUNTY],
      );
      expect(all).toBeGreaterThan(1_000);
      expect(await exact(month)).toEqual(before);
      expect(await exact(month)).toEqual(await countedOneByOne(rows, month));
      // Told when it was: people who lost their work long before the month count in it, those by choice do not.
      const first = monthAfter(month, -2);
      const told = await change(
        "update casework.members set employed = false, idle_since = cast(? as date) where county_code = ? and employed",
        [first, COUNTY],
      );
      expect(told).toBeGreaterThan(100);
      const counted = await exact(month);
      expect(counted).toEqual(await countedOneByOne(rows, month));
      expect(idle(counted)).toBeGreaterThan(0);
      // Known since the month's second day only: not yet more than a month without work.
      await change(
        "update casework.members set idle_since = cast(? as date) + 1 where county_code = ? and not employed and idle_since is not null",
        [month, COUNTY],
      );
      const late = await exact(month);
      expect(late).toEqual(await countedOneByOne(rows, month));
      expect(idle(late)).toBeLessThanOrEqual(idle(counted));
    },
    SLOW,
  );

  it(
    "loses to the rule of nobody and everybody what the comment in geo/releaseTiers.ts says",
    async () => {
      // The map's own figures as if they were casework: 400 households a village.
      const facts = await rows<Record<string, number>>(
        `select distinct on (village_code) * from atlas.village_facts where left(village_code, 6) = ? and period = '2026-08-01'
       order by village_code, revision`,
        [COUNTY],
      );
      const villages = facts.map(
        (fact): ExactVillage => ({
          village: String(fact.village_code),
          counts: Object.fromEntries(
            RELEASED_COMPONENTS.map((component) => {
              const [numerator, denominator] = [
                fact[`${component.toLowerCase()}_numerator`],
                fact[`${component.toLowerCase()}_denominator`],
              ];
              return [component, { numerator: numerator ?? 0, denominator: denominator ?? 0 }];
            }),
          ) as ExactVillage["counts"],
        }),
      );
      const measured: Record<string, [number, number, number]> = {};
      for (const [name, its] of [
        ["map", villages],
        ["register", await exact("2026-08-01")],
      ] as const)
        for (const tier of TIERS) {
          const share = { with: 0, without: 0, cells: 0 };
          for (const component of RELEASED_COMPONENTS)
            for (const areZerosShown of [false, true]) {
              const [measure] = measuresOf(its, component);
              if (!measure) continue;
              const places = placesOf(its);
              const cells = suppress({ places, areas: [] }, [{ ...measure, areZerosShown }], K[tier]).get(
                component,
              );
              const hidden = [...(cells?.values() ?? [])].filter(({ count }) => count === null).length;
              share[areZerosShown ? "without" : "with"] += hidden;
              if (!areZerosShown) share.cells += places.length;
            }
          measured[`${name} ${tier}`] = [share.with, share.without, share.cells];
        }
      expect([measured["map PLANNER"], measured["map PUBLIC"]]).toEqual([
        [383, 361, 2016],
        [689, 663, 2016],
      ]);
      // The register's counts depend on the day: nearly all is hidden with the rule, about half without it.
      for (const tier of TIERS) {
        const [withRule = 0, without = 0, cells = 1] = measured[`register ${tier}`] ?? [];
        expect(withRule / cells).toBeGreaterThan(0.9);
        expect(without / cells).toBeLessThan(0.6);
      }
    },
    SLOW,
  );
});

interface Explained {
  score: number | null;
  publication: { version: number };
  parts: { weight: number; subscore: number | null; value: number }[];
}

const ASKED = /* GraphQL */ `{
  releases(regionCode: "360827", first: 5) { nodes { tier shown suppressed } }
  region(code: "360827") { released { period tier cells { component state numerator denominator tier } } }
  village(code: "360827100900") { released { tier cells { component state numerator denominator tier } } } }`;
interface Asked {
  releases: { nodes: { tier: Tier; shown: number; suppressed: number }[] };
  region: { released: { period: string; tier: Tier; cells: Omit<Cell, "place">[] } };
  village: { released: { tier: Tier; cells: Omit<Cell, "place">[] } };
}

describe.each(atlases)("released counts on $name", ({ url, databaseUrl }) => {
  const client = new pg.Client({ connectionString: databaseUrl });
  beforeAll(() => client.connect());
  afterAll(() => client.end());

  /** A key of the demonstration person, written as security administrators' keys are kept: by its hash. */
  async function keyOf(login: string): Promise<Record<string, string>> {
    const token = randomBytes(32).toString("base64url");
    await client.query(
      `insert into access.tokens (sha256, person_id, kind, expires_at)
       select $1, id, 'API_KEY', now() + interval '1 hour' from access.people where login = $2`,
      [createHash("sha256").update(token).digest(), login],
    );
    return { authorization: `Bearer ${token}` };
  }

  it(
    "are of the tier of the post, by session and by key, for whoever asks",
    async () => {
      const tiers: Record<string, Tier> = {
        "": "PUBLIC",
        "demo.worker": "PUBLIC",
        "demo.township": "PUBLIC",
        "demo.partner": "PUBLIC",
        "demo.auditor": "PUBLIC",
        "demo.system": "PUBLIC",
        "demo.security": "PUBLIC",
        "demo.planner": "PLANNER",
        "demo.county": "PLANNER",
        "demo.province": "PLANNER",
        "demo.area": "PLANNER",
        "demo.national": "PLANNER",
      };
      const { rows: stored } = await client.query<Cell>(
        `select tier, place_code as place, component, state, numerator, denominator from atlas.released_cells
       where place_code in ('360827', '360827100900') and release_id = (
         select id from atlas.releases where county_code = '360827' order by period desc, revision desc limit 1)`,
      );
      expect(stored.length).toBe(2 * 2 * 6);
      const expected = (place: string, tier: Tier) =>
        stored
          .filter((cell) => cell.place === place && cell.tier === tier)
          .map(({ place: _, ...cell }) => cell)
          .sort((a, b) => a.component.localeCompare(b.component));
      for (const [login, tier] of Object.entries(tiers))
        for (const headers of login === "" ? [{}] : [await signInAs(url, login), await keyOf(login)]) {
          const { data } = await graphql<Asked>(url, ASKED, {}, headers);
          const sorted = (cells: Omit<Cell, "place">[]) =>
            [...cells].sort((a, b) => a.component.localeCompare(b.component));
          expect([login, data.region.released.tier, data.village.released.tier]).toEqual([login, tier, tier]);
          expect(sorted(data.region.released.cells)).toEqual(expected("360827", tier));
          expect(sorted(data.village.released.cells)).toEqual(expected("360827100900", tier));
          expect(new Set(data.releases.nodes.map((node) => node.tier))).toEqual(new Set([tier]));
        }
      // The tiers differ, or the test could not fail.
      expect(expected("360827100900", "PLANNER")).not.toEqual(expected("360827100900", "PUBLIC"));
    },
    SLOW,
  );

  it("are hidden by the database itself from the role of the open atlas", async () => {
    await client.query("begin; set local role atlas_open");
    const { rows } = await client.query<{ tier: Tier }>("select distinct tier from atlas.released_cells");
    await client.query("rollback");
    expect(rows).toEqual([{ tier: "PUBLIC" }]);
    const { rows: numbers } = await client.query(
      "select from atlas.released_cells where state = 'SUPPRESSED' and num_nonnulls(numerator, denominator) > 0",
    );
    expect(numbers).toEqual([]);
  });
});
