import { describe, expect, test } from "vitest";
import { PLANTED } from "../server/demo/planted.ts";
import type { Queries } from "./demoPlanted.ts";

/** That villages tile their counties, and that whatever has parts is the sum of its parts. */
export function placesAndSums({ rows, value }: Queries): void {
  describe("places", () => {
    test.each(["360827", "360703", "431027"])(
      "the villages of %s tile it: no gap, no overlap",
      async (county) => {
        const [areas] = await rows<{ county: number; sum: number; uncovered: number }>(
          `select st_area(r.outline) as county, sum(st_area(v.outline)) as sum,
         st_area(st_symdifference(r.outline, st_union(v.outline))) as uncovered
       from atlas.regions r join atlas.villages v on v.county_code = r.code where r.code = ? group by r.outline`,
          [county],
        );
        // A border of a few hundred vertices, each moved by at most 1e-6 degree.
        expect(areas?.uncovered).toBeLessThan(1e-5 * (areas?.county ?? 0));
        expect(Math.abs((areas?.sum ?? 0) / (areas?.county ?? 1) - 1)).toBeLessThan(1e-5);
        const overlap = await value(
          `select coalesce(max(st_area(st_intersection(a.outline, b.outline))), 0) from atlas.villages a
       join atlas.villages b on a.code < b.code and a.outline && b.outline where a.county_code = ? and b.county_code = ?`,
          [county, county],
        );
        expect(overlap).toBeLessThan(1e-9);
      },
    );

    test("every point lies inside its outline", async () => {
      expect(
        await value(
          "select count(*) from atlas.villages where not coalesce(st_intersects(outline, point), false)",
        ),
      ).toBe(0);
    });

    test("shares of constraint zones are shares", async () => {
      expect(await value("select count(*) from atlas.village_constraints where share > 0.5")).toBeGreaterThan(
        50,
      );
      expect(
        await value("select count(*) from atlas.village_constraints where share <= 0 or share > 1"),
      ).toBe(0);
    });
  });

  describe("sums", () => {
    test("origins add up to the settlement, shares to one", async () => {
      expect(
        await value(`select count(*) from atlas.settlements s join (select settlement_code, sum(households) as h, sum(people) as p
        from atlas.settlement_origins group by 1) o on o.settlement_code = s.code
        where o.h = s.households and o.p = s.residents`),
      ).toBe(await value("select count(*) from atlas.settlements"));
      expect(
        await value(
          "select count(*) from (select sum(share) from atlas.enclave_investors group by enclave_code having sum(share) <> 1) x",
        ),
      ).toBe(0);
    });

    test("INDUSTRY is what the failing projects and enclaves add up to", async () => {
      // Arrears count fully once a year went by without a dividend; the frozen county is the planted exception.
      const differing = await value(
        `with failing as (
         select village_code, sum(households) as households from (
           -- A household tied to a project in several ways counts once.
           select l.village_code, max(l.households * case when p.status = 'AT_RISK' then 0.5 else 1 end) as households
           from atlas.project_links l join atlas.industry_projects p on p.code = l.project_code
           where p.status in ('AT_RISK', 'STOPPED', 'FAILED') group by l.village_code, p.code
           union all
           select i.village_code, i.households from atlas.enclave_investors i join atlas.dividends d using (enclave_code)
           where d.year = 2025 and d.paid_fen = 0) parts
         group by village_code)
       select count(*) from atlas.village_facts f left join failing using (village_code)
       where period = '2026-09-01' and left(village_code, 6) <> ?
         and industry_numerator <> least(industry_denominator, coalesce(failing.households, 0))`,
        [PLANTED.zeroChange.county],
      );
      expect(differing).toBe(0);
    });
  });
}
