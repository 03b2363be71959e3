import { describe, expect, it } from "vitest";
import { monthAfter } from "../geo/quarters.ts";
import { RELEASED_COMPONENTS, TIERS } from "../geo/releaseTiers.ts";
import { releaseAreas } from "../server/releases/areas.ts";
import { release } from "../server/releases/command.ts";
import { releaseCounty } from "../server/releases/publish.ts";
import { hasPostgres } from "./ownAtlas.ts";
import { OwnReleases } from "./ownReleases.ts";
import { attacked, type Cell, COUNTY, K } from "./releaseOracle.ts";

const SLOW = 300_000;

// Left out only where there is no PostgreSQL, which test/run.mjs then says in a line; CI stops instead.
describe.skipIf(!hasPostgres)("a release of casework", () => {
  const own = new OwnReleases({ withServer: false, timeout: SLOW });
  const { rows, cellsOf, latest, exact, written, change } = own;

  it(
    "leaves a linear-programming attacker 0 hidden cells, in both tiers and in two releases that follow each other",
    async () => {
      const before = monthAfter(own.month, -1);
      await releaseCounty(own.knex, COUNTY, before, "test", { onMap: false });
      const second = await latest();
      const [first] = await rows<{ id: number }>(
        "select id from atlas.releases where county_code = ? and id < ? order by id desc limit 1",
        [COUNTY, second],
      );
      // Twice the same month of the area: of one set of counties it is taken once.
      for (const of of [own.month, before, before]) await releaseAreas(own.knex, of, "test");
      const totals = await rows<Cell & { month: string }>(
        `select tier, area_code as place, component, state, numerator, denominator, period::text as month
         from atlas.released_area_cells join atlas.area_releases on id = area_release_id`,
      );
      expect(totals.length).toBe(2 * 2 * RELEASED_COMPONENTS.length);
      const releases = [
        { cells: await cellsOf(first?.id ?? 0), exact: await exact(own.month), month: own.month },
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
      for (const of of [own.month, monthAfter(own.month, -1)])
        expect(await releaseCounty(own.knex, COUNTY, of, "test", { onMap: false })).toMatchObject({
          isUnchanged: true,
        });
      expect(await written()).toEqual(before);

      await own.knex.raw(/* sql */ `
      create function atlas.stop_here() returns trigger language plpgsql as $$ begin raise exception 'power cut'; end $$;
      create trigger stop_here after insert on atlas.village_facts for each row execute function atlas.stop_here()`);
      const broken = monthAfter(own.month, -2);
      await expect(releaseCounty(own.knex, COUNTY, broken, "test", { onMap: true })).rejects.toThrow(
        "power cut",
      );
      expect(await written()).toEqual(before);
      await own.knex.raw("drop trigger stop_here on atlas.village_facts; drop function atlas.stop_here()");

      await expect(release(own.database, ["--period", monthAfter(own.month, 1).slice(0, 7)])).rejects.toThrow(
        "not over yet",
      );
      await expect(
        release(own.database, ["--period", own.month.slice(0, 7), "--county", "110101"]),
      ).rejects.toThrow("110101");
      await expect(release(own.database, ["--period", "2026Q3"])).rejects.toThrow("2026Q3");
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
      await change(
        `insert into casework.guarantee_issues (id, household_id, village_code, kind, opened_on)
         select gen_random_uuid(), id, village_code, 'WATER', cast(? as date) from casework.households where county_code = ?`,
        [own.month, COUNTY],
      );
      const corrected = await releaseCounty(own.knex, COUNTY, own.month, "test", { onMap: false });
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
        own.knex.raw("update atlas.released_cells set numerator = 1, denominator = 1, state = 'SHOWN'"),
      ).rejects.toThrow("insert-only");
      await expect(own.knex.raw("update atlas.releases set revision = 9")).rejects.toThrow("insert-only");
    },
    SLOW,
  );
});
