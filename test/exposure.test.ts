import type { MultiPolygon, Polygon } from "geojson";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { polygonAreaKm2 } from "../geo/sphericalArea.ts";
import { Random } from "../server/demo/random.ts";
import { atlases, graphql } from "./atlas.ts";
import { type Box, shareInside } from "./clippedArea.ts";
import {
  BOW_TIE,
  BOX,
  boxOf,
  byArea,
  COUNTS,
  type Count,
  EXPOSURE,
  type Exposure,
  exposeOn,
} from "./footprintQuestions.ts";
import { polygonAround, somewhere } from "./randomPlaces.ts";
import { sqlOn } from "./tileClient.ts";

describe.each(atlases)("footprints on $name", ({ name, url, databaseUrl }) => {
  const database = new pg.Client({ connectionString: databaseUrl });
  beforeAll(() => database.connect());
  afterAll(() => database.end());
  const expose = (footprint: Polygon | MultiPolygon) => exposeOn(url, footprint);
  /** Every village that can meet the box, with its share by the oracle. */
  const villagesIn = async (box: Box) => {
    const rows = await sqlOn<{
      code: string;
      county: string;
      households: number;
      population: number;
      level: string | null;
      outline: string;
      inside: boolean;
    }>(
      databaseUrl,
      `select village.code, village.county_code as county, village.households, village.population, card.level, st_asgeojson(village.outline, 15) as outline,
              st_x(village.point) between $1 and $3 and st_y(village.point) between $2 and $4 as inside
       from atlas.villages village join atlas.village_cards card on card.code = village.code
       where st_xmax(village.outline) > $1 and st_xmin(village.outline) < $3 and st_ymax(village.outline) > $2 and st_ymin(village.outline) < $4`,
      [...box],
    );
    return rows
      .map(({ outline, ...row }) => ({
        ...row,
        share: shareInside(JSON.parse(outline) as MultiPolygon, box),
      }))
      .filter(({ share }) => share >= 0.000_000_5);
  };

  it("share a village by area, to the household, on squares anyone can check", async () => {
    const square = (west: number) => `st_multi(st_makeenvelope(${west}, 40, ${west} + 0.1, 40.1, 4326))`;
    await database.query("begin");
    try {
      await database.query(
        `insert into atlas.villages (code, name, township_code, households, population, point, outline)
         select '36082710080' || place, '方村' || place, '360827100', households, 4 * households, st_centroid(outline), outline
         from (values (0, 101, ${square(80)}), (1, 10, ${square(80.1)}), (2, 7, ${square(80.2)}), (3, null, ${square(80.3)})) as village (place, households, outline)`,
      );
      // The whole of the first, six tenths of the second, half of a tenth along the top of the third, and the fourth by a quarter.
      const footprint =
        "st_multi(st_union(array[st_makeenvelope(80, 40, 80.16, 40.1, 4326), st_makeenvelope(80.2, 40.095, 80.3, 40.1, 4326), st_makeenvelope(80.3, 40, 80.35, 40.05, 4326)]))";
      const { rows } = await database.query(
        `select right(village_code, 1)::int as place, share::float8 as share, point_inside as inside from atlas.villages_touched(${footprint}) order by 1`,
      );
      expect(rows).toEqual([
        { place: 0, share: 1, inside: true },
        { place: 1, share: 0.6, inside: true },
        { place: 2, share: 0.05, inside: false },
        { place: 3, share: 0.25, inside: false },
      ]);
      await database.query(
        `insert into atlas.emergency_events (code, name, name_en, kind, grade, started_on, effect_basis, footprint)
         values ('squares', '方块', 'Squares', 'FLOOD', 'IV', '2026-01-01', 'GEOMETRY', ${footprint})`,
      );
      await database.query("select atlas.place_event('squares')");
      const villages = await database.query(
        "select right(village_code, 1)::int as place, affected_households as affected from atlas.event_villages where event_code = 'squares' order by 1",
      );
      // 101 × 1; 10 × 0.6; 7 × 0.05 = 0.35; unknown stays unknown.
      expect(villages.rows).toEqual([
        { place: 0, affected: 101 },
        { place: 1, affected: 6 },
        { place: 2, affected: 0 },
        { place: 3, affected: null },
      ]);
      const effects = await database.query(
        "select county_code, affected_households from atlas.emergency_effects where event_code = 'squares'",
      );
      expect(effects.rows).toEqual([{ county_code: "360827", affected_households: 107 }]);
      await database.query("set constraints all immediate");
      await expect(
        database.query(
          "update atlas.emergency_effects set affected_households = 108 where event_code = 'squares'",
        ),
      ).rejects.toMatchObject({ code: "23514" });
    } finally {
      await database.query("rollback");
    }
  });

  it("answer what lies in a box as an oracle of its own counts it, in few statements whatever the size", async () => {
    const { data, statements, errors } = await expose(boxOf(BOX));
    expect(errors).toBeUndefined();
    expect(statements).toBeLessThanOrEqual(6);
    const { exposure } = data;
    const villages = await villagesIn(BOX);
    const sum = (of: (village: (typeof villages)[number]) => number, among = villages) =>
      among.reduce((total, village) => total + of(village), 0);
    const inside = villages.filter((village) => village.inside);
    const counted = (among: typeof villages): Count => ({
      villagesTouched: among.length,
      villagesInside: among.filter((village) => village.inside).length,
      householdsInside: sum((village) => (village.inside ? village.households : 0), among),
      householdsByArea: sum((village) => byArea(village.households, village.share), among),
      populationInside: sum((village) => (village.inside ? village.population : 0), among),
      populationByArea: sum((village) => byArea(village.population, village.share), among),
      villagesWithoutHouseholds: 0,
    });
    expect(villages.length).toBeGreaterThan(100);
    // A share a millionth off may round one household of a village the other way.
    const close = (given: Count, wanted: Count) => {
      for (const key of Object.keys(wanted) as (keyof Count)[])
        expect(Math.abs(given[key] - wanted[key]), key).toBeLessThanOrEqual(key.endsWith("ByArea") ? 1 : 0);
    };
    close(exposure.total, counted(villages));
    const counties = [...new Set(villages.map((village) => village.county))].sort();
    expect(exposure.counties.map((each) => each.county.code).sort()).toEqual(counties);
    for (const each of exposure.counties)
      close(each, counted(villages.filter((village) => village.county === each.county.code)));
    for (const key of COUNTS.split(" ") as (keyof Count)[])
      expect(exposure.counties.reduce((total, each) => total + each[key], 0)).toBe(exposure.total[key]);
    expect(exposure.levels.map(({ level, villages: count }) => [level, count])).toEqual(
      ["RED", "ORANGE", "YELLOW", "BLUE", "NONE", null].flatMap((level) => {
        const count = inside.filter((village) => village.level === level).length;
        return count > 0 ? [[level, count]] : [];
      }),
    );
    const shares = new Map(villages.map((village) => [village.code, village.share]));
    for (const village of exposure.villages)
      expect(village.share).toBeCloseTo(shares.get(village.code) ?? Number.NaN, 5);
    const [places] = await sqlOn(
      databaseUrl,
      /* sql */ `
      select (select count(*)::int from atlas.settlements where point && box) as settlements,
             (select coalesce(sum(households), 0)::int from atlas.settlements where point && box) as residents,
             (select count(*)::int from atlas.industry_projects where point && box) as projects,
             (select sum(investment_fen)::bigint from atlas.industry_projects where point && box) as invested,
             (select coalesce(sum(most), 0)::int from (
                select max(link.households) as most from atlas.project_links link join atlas.industry_projects project on project.code = link.project_code
                where project.point && box group by link.project_code, link.village_code) tied) as linked
      from st_makeenvelope($1, $2, $3, $4, 4326) as box`,
      [...BOX],
    );
    const { settlements, projects } = exposure;
    expect([settlements.count, settlements.households, projects.count, projects.households]).toEqual([
      places?.settlements,
      places?.residents,
      places?.projects,
      places?.linked,
    ]);
    expect(Number(projects.money)).toBe(Number(places?.invested));
    expect(exposure.areaKm2).toBeCloseTo(polygonAreaKm2(boxOf(BOX).coordinates), 6);

    const small = await expose(boxOf([114.5, 26.3, 114.52, 26.32]));
    const large = await expose(boxOf([113, 25, 116, 28]));
    expect([small.statements, large.statements]).toEqual([statements, statements]);
    expect(large.data.exposure.total.villagesTouched).toBeGreaterThan(3_000);
    expect(large.data.exposure.villages.length).toBe(200);
  });

  it("count the enclaves whose host site lies inside, with principal and beneficiaries", async () => {
    const [host] = await sqlOn<{
      lon: number;
      lat: number;
      principal: string;
      households: number;
      count: number;
    }>(
      databaseUrl,
      /* sql */ `
      select st_x(point) as lon, st_y(point) as lat, (select count(*)::int from atlas.enclaves other
               where st_dwithin(other.point, enclave.point, 0)) as count,
             (select sum(amount_fen)::text from atlas.enclave_investors where enclave_code = code) as principal,
             (select sum(households)::int from atlas.enclave_investors where enclave_code = code) as households
      from atlas.enclaves enclave where not exists (
        select from atlas.enclaves other where other.code <> enclave.code and st_dwithin(other.point, enclave.point, 0.02))
      order by code limit 1`,
    );
    const { lon = 0, lat = 0, principal, households } = host ?? {};
    const { data } = await expose(boxOf([lon - 0.005, lat - 0.005, lon + 0.005, lat + 0.005]));
    expect(data.exposure.enclaves).toMatchObject({ count: 1, households });
    expect(String(data.exposure.enclaves.money)).toBe(principal);
  });

  it("touch the villages that an intersection finds, on random shapes, and never more inside than touched", async () => {
    const random = new Random("exposure", name);
    for (let round = 0; round < (name === "postgres" ? 30 : 6); round += 1) {
      const polygon = polygonAround(somewhere(random), random.between(0.02, 0.5), random);
      const [{ data }, listed] = await Promise.all([
        expose(polygon),
        graphql<{ villages: { totalCount: number } }>(
          url,
          "query ($polygon: GeoJSONPolygon) { villages(intersects: $polygon, first: 1) { totalCount } }",
          { polygon },
        ),
      ]);
      const { total } = data.exposure;
      // Those that share a sliver under half a millionth are not counted as touched.
      expect(total.villagesTouched).toBeLessThanOrEqual(listed.data.villages.totalCount);
      expect(total.villagesTouched).toBeGreaterThanOrEqual(listed.data.villages.totalCount - 3);
      expect(total.villagesInside).toBeLessThanOrEqual(total.villagesTouched);
    }
  });

  it("refuse what cannot be answered: before any SQL, or with the reason and the place", async () => {
    const circle = Array.from({ length: 100_000 }, (_, index) => [
      114 + Math.cos((index / 100_000) * 2 * Math.PI),
      26 + Math.sin((index / 100_000) * 2 * Math.PI),
    ]);
    const few = circle.filter((_, index) => index % 9 === 0);
    const refused = [
      [{ type: "Polygon", coordinates: [[...few, few[0]]] }, "GEOMETRY_TOO_LARGE", "11113"],
      [
        { type: "MultiPolygon", coordinates: [[[...few, few[0]]], [[...few, few[0]]]] },
        "GEOMETRY_TOO_LARGE",
        "22226",
      ],
      [boxOf([100, 22, 118, 34]), "GEOMETRY_TOO_LARGE", "300000"],
      [boxOf([30, 75, 31, 76]), "GEOMETRY_INVALID", "swapped"],
      [boxOf([150, 30, 151, 31]), "GEOMETRY_INVALID", "China"],
      [{ ...boxOf(BOX), crs: { type: "name" } }, "GEOMETRY_INVALID", "crs"],
      [{ type: "Point", coordinates: [114, 26] }, "GEOMETRY_INVALID", "Point"],
      [{ type: "MultiPolygon", coordinates: [] }, "GEOMETRY_INVALID", "no polygon"],
    ] as const;
    for (const [footprint, code, said] of refused) {
      const { errors, statements } = await graphql(url, EXPOSURE, { footprint }, { "accept-language": "en" });
      expect(errors?.[0]?.extensions.code).toBe(code);
      expect(errors?.[0]?.message).toContain(said);
      expect(Number.isNaN(statements) || statements === 0).toBe(true);
    }
    const crossing = await graphql(url, EXPOSURE, { footprint: BOW_TIE }, { "accept-language": "en" });
    expect(crossing.errors?.[0]?.message).toContain("Self-intersection at 114.500000, 26.300000");
    expect(crossing.statements).toBe(1);
    const body = JSON.stringify({
      query: EXPOSURE,
      variables: { footprint: { type: "Polygon", coordinates: [circle] } },
    });
    // The door may close while the body is still being sent.
    const status = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    }).then(
      (response) => response.status,
      () => 413,
    );
    expect([400, 413]).toContain(status);
  });
});
