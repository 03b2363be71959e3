import { describe, expect, it } from "vitest";
import { monthAfter } from "../geo/quarters.ts";
import { type ExactVillage, measuresOf, placesOf, RELEASED_COMPONENTS, TIERS } from "../geo/releaseTiers.ts";
import { suppress } from "../geo/suppression.ts";
import { hasPostgres } from "./ownAtlas.ts";
import { OwnReleases } from "./ownReleases.ts";
import { COUNTY, countedOneByOne, K } from "./releaseOracle.ts";

const SLOW = 300_000;

// Left out only where there is no PostgreSQL, which test/run.mjs then says in a line; CI stops instead.
describe.skipIf(!hasPostgres)("what a release counts", () => {
  const own = new OwnReleases({ withServer: false, timeout: SLOW });
  const { rows, exact, change } = own;

  it("counts what somebody counts who goes through the households one by one", async () => {
    for (const of of [own.month, monthAfter(own.month, -5)]) {
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
    "counts a month that is over as it was, whatever the register says of work later",
    async () => {
      const before = await exact(own.month);
      const idle = (counted: readonly ExactVillage[]) =>
        counted.reduce((sum, { counts }) => sum + (counts.JOBS?.numerator ?? 0), 0);
      // Everybody who is without work finds some today, and everybody who has work loses it today, some by choice.
      const all = await change(
        `update casework.members set employed = not employed, idle_by_choice = employed and sex = 'F' where county_code = ?`,
        [COUNTY],
      );
      expect(all).toBeGreaterThan(1_000);
      expect(await exact(own.month)).toEqual(before);
      expect(await exact(own.month)).toEqual(await countedOneByOne(rows, own.month));
      // Told when it was: people who lost their work long before the month count in it, those by choice do not.
      const first = monthAfter(own.month, -2);
      const told = await change(
        "update casework.members set employed = false, idle_since = cast(? as date) where county_code = ? and employed",
        [first, COUNTY],
      );
      expect(told).toBeGreaterThan(100);
      const counted = await exact(own.month);
      expect(counted).toEqual(await countedOneByOne(rows, own.month));
      expect(idle(counted)).toBeGreaterThan(0);
      // Known since the month's second day only: not yet more than a month without work.
      await change(
        "update casework.members set idle_since = cast(? as date) + 1 where county_code = ? and not employed and idle_since is not null",
        [own.month, COUNTY],
      );
      const late = await exact(own.month);
      expect(late).toEqual(await countedOneByOne(rows, own.month));
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
