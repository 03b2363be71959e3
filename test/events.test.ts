import { randomUUID } from "node:crypto";
import type { MultiPolygon, Polygon } from "geojson";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays } from "../geo/days.ts";
import { polygonAreaKm2 } from "../geo/sphericalArea.ts";
import { Random } from "../server/demo/random.ts";
import { atlases, graphql } from "./atlas.ts";
import { type Box, shareInside } from "./clippedArea.ts";
import { polygonAround, somewhere } from "./randomPlaces.ts";
import { signInAs } from "./signedIn.ts";
import { featuresOf, getTile, overTiles, sqlOn, type TileAddress, tilesOver } from "./tileClient.ts";

const boxOf = ([west, south, east, north]: Box): Polygon => ({
  type: "Polygon",
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
});
/** Over the middle of Suichuan and into its neighbours. */
const BOX: Box = [114.3, 26.1, 114.75, 26.4];
const BOW_TIE: Polygon = {
  type: "Polygon",
  coordinates: [
    [
      [114.3, 26.1],
      [114.7, 26.5],
      [114.7, 26.1],
      [114.3, 26.5],
      [114.3, 26.1],
    ],
  ],
};

interface Count {
  villagesTouched: number;
  villagesInside: number;
  householdsInside: number;
  householdsByArea: number;
  populationInside: number;
  populationByArea: number;
  villagesWithoutHouseholds: number;
}
interface Places {
  count: number;
  households: number;
  money: number | null;
  largest: { code: string; households: number }[];
}
interface Exposure {
  areaKm2: number;
  vertices: number;
  total: Count;
  counties: (Count & { county: { code: string } })[];
  levels: { level: string | null; villages: number; households: number }[];
  villages: {
    code: string;
    share: number;
    pointInside: boolean;
    households: number | null;
    level: string | null;
  }[];
  settlements: Places;
  projects: Places;
  enclaves: Places;
}
const COUNTS =
  "villagesTouched villagesInside householdsInside householdsByArea populationInside populationByArea villagesWithoutHouseholds";
const EXPOSURE = `query ($footprint: GeoJSONMultiPolygon!) { exposure(footprint: $footprint) {
  areaKm2 vertices total { ${COUNTS} } counties { county { code } ${COUNTS} } levels { level villages households }
  villages { code share pointInside households level }
  settlements { count households money largest { code households } } projects { count households money largest { code households } }
  enclaves { count households money largest { code households } } } }`;

interface Event {
  __typename: string;
  id: string;
  code: string;
  name: string;
  kind: string;
  grade: string;
  startedOn: string;
  endedOn: string | null;
  villagesTouched: number;
  affectedHouseholds: number;
  effectBasis: string;
  rowVersion: number;
  effects: { county: { code: string }; affectedHouseholds: number }[];
  villages: { totalCount: number; nodes: EventVillage[] };
  message?: string;
}
interface EventVillage {
  village: { code: string };
  share: number;
  pointInside: boolean;
  households: number;
  affectedHouseholds: number;
}
const EVENT = `__typename id code name kind grade startedOn endedOn villagesTouched affectedHouseholds effectBasis rowVersion
  effects { county { code } affectedHouseholds }
  villages(first: 500) { totalCount nodes { village { code } share pointInside households affectedHouseholds } }`;
const RECORD = `mutation ($event: EventInput!, $footprint: GeoJSONMultiPolygon!) {
  deed: recordEvent(event: $event, footprint: $footprint) { __typename ... on EmergencyEvent { ${EVENT} } ... on Refused { code message } } }`;
const CLOSE = `mutation ($code: String!, $rowVersion: Int!, $endedOn: String!) {
  deed: closeEvent(code: $code, rowVersion: $rowVersion, endedOn: $endedOn) { __typename ... on EmergencyEvent { ${EVENT} } ... on Refused { code message } } }`;
const CORRECT = `mutation ($code: String!, $rowVersion: Int!, $footprint: GeoJSONMultiPolygon!, $reason: String!) {
  deed: correctEventFootprint(code: $code, rowVersion: $rowVersion, footprint: $footprint, reason: $reason) {
    __typename ... on EmergencyEvent { ${EVENT} } ... on Refused { code message } } }`;

/** The rule of a village's households: times share, halves up. */
const byArea = (households: number, share: number) => Math.floor(households * share + 0.5);

describe.each(atlases)("events and footprints on $name", ({ name, url, databaseUrl }) => {
  const database = new pg.Client({ connectionString: databaseUrl });
  let today = "";
  let county: Record<string, string>;
  beforeAll(async () => {
    await database.connect();
    const { rows } = await database.query<{ today: string }>(
      "select to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as today",
    );
    today = rows[0]?.today ?? "";
    county = await signInAs(url, "demo.county");
  });
  afterAll(() => database.end());
  const expose = (footprint: Polygon | MultiPolygon) =>
    graphql<{ exposure: Exposure }>(url, EXPOSURE, { footprint });
  const deed = async (document: string, variables: Record<string, unknown>, headers = county) => {
    const { data, errors } = await graphql<{ deed: Event }>(url, document, variables, headers);
    return data?.deed ?? { code: errors?.[0]?.extensions.code, message: errors?.[0]?.message };
  };
  const find = async (code: string) =>
    (await graphql<{ event: Event }>(url, `{ event(code: "${code}") { ${EVENT} } }`)).data.event;
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

  it("of the demonstration keep their declared households, or are the sum of their villages", async () => {
    const { data } = await graphql<{ events: { totalCount: number; nodes: Event[] } }>(
      url,
      "{ events(first: 100) { nodes { code villagesTouched } } }",
    );
    const touching = data.events.nodes.filter(({ villagesTouched }) => villagesTouched > 0);
    const drawn = await Promise.all(touching.map(({ code }) => find(code)));
    expect(new Set(drawn.map(({ effectBasis }) => effectBasis))).toEqual(new Set(["DECLARED", "GEOMETRY"]));
    for (const event of drawn) {
      expect(event.villages.totalCount).toBe(event.villagesTouched);
      for (const { households, share, affectedHouseholds } of event.villages.nodes)
        expect(affectedHouseholds).toBe(byArea(households, share));
    }
    for (const event of drawn.filter(({ effectBasis }) => effectBasis === "GEOMETRY")) {
      const sums = new Map<string, number>();
      for (const { village, affectedHouseholds } of event.villages.nodes) {
        const code = village.code.slice(0, 6);
        sums.set(code, (sums.get(code) ?? 0) + affectedHouseholds);
      }
      expect(new Map(event.effects.map((effect) => [effect.county.code, effect.affectedHouseholds]))).toEqual(
        sums,
      );
      expect(event.affectedHouseholds).toBe([...sums.values()].reduce((sum, each) => sum + each, 0));
    }
    // Those known by their footprint alone are too old for the index: no published figure rests on them.
    const [resting] = await sqlOn<{ count: number }>(
      databaseUrl,
      `select count(*)::int as count from atlas.region_indices indices
       where exists (select from atlas.emergency_events where is_demo and effect_basis = 'GEOMETRY' and started_on < '2026-10-01'
                       and strpos(indices.inputs::text, code) > 0)`,
    );
    expect(resting?.count).toBe(0);
    const flood = drawn.find(({ code }) => code === "demo-flood-2026-04");
    const [declared] = await sqlOn<{ share: number }>(
      databaseUrl,
      `select affected_households::float8 / (select sum(households) from atlas.villages where county_code = '360827') as share
       from atlas.emergency_effects where event_code = 'demo-flood-2026-04' and county_code = '360827'`,
    );
    expect(flood).toMatchObject({ effectBasis: "DECLARED", grade: "II" });
    expect(declared?.share).toBeCloseTo(0.04, 3);
  });

  it("are found by region, time, kind, box and id, the newest first", async () => {
    const codes = async (args: string) => {
      const { data, errors } = await graphql<{ events: { totalCount: number; nodes: { code: string }[] } }>(
        url,
        `{ events(${args}) { totalCount nodes { code } } }`,
      );
      expect(errors).toBeUndefined();
      expect(data.events.totalCount).toBe(data.events.nodes.length);
      return data.events.nodes.map(({ code }) => code);
    };
    const flood = "demo-flood-2026-04";
    expect(await codes('within: "360827", to: "2026-10-01"')).toEqual([flood]);
    expect(await codes('within: "360827", from: "2026-04-20", to: "2026-10-01"')).toEqual([]);
    expect(await codes('within: "360827", from: "2026-04-19", to: "2026-04-19"')).toEqual([flood]);
    expect(await codes('within: "luoxiao", kinds: [FLOOD], to: "2026-10-01"')).toContain(flood);
    expect(await codes('within: "360827", kinds: [PEST], to: "2026-10-01"')).toEqual([]);
    expect(await codes('bbox: [114.4, 26.2, 114.5, 26.3], to: "2026-10-01"')).toContain(flood);
    expect(await codes("bbox: [118, 26.2, 118.1, 26.3]")).toEqual([]);
    const { data } = await graphql<{ node: { code: string } }>(
      url,
      `{ node(id: "EmergencyEvent:${flood}") { ... on EmergencyEvent { code } } }`,
    );
    expect(data.node.code).toBe(flood);
    const bad = await graphql(url, '{ events(from: "2026-02-30") { nodes { code } } }');
    expect(bad.errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
    const walked: string[] = [];
    for (let after: string | null = ""; after !== null; ) {
      const page: {
        data: {
          events: {
            nodes: { code: string; startedOn: string }[];
            pageInfo: { endCursor: string; hasNextPage: boolean };
          };
        };
      } = await graphql(
        url,
        "query ($after: String) { events(first: 2, after: $after) { nodes { code startedOn } pageInfo { endCursor hasNextPage } } }",
        { after: after || null },
      );
      walked.push(...page.data.events.nodes.map(({ startedOn, code }) => `${startedOn} ${code}`));
      after = page.data.events.pageInfo.hasNextPage ? page.data.events.pageInfo.endCursor : null;
    }
    const [all] = await sqlOn<{ count: number }>(
      databaseUrl,
      "select count(*)::int as count from atlas.emergency_events",
    );
    expect(walked.length).toBe(all?.count);
    expect(walked.map((line) => line.slice(0, 10))).toEqual(
      walked
        .map((line) => line.slice(0, 10))
        .sort()
        .reverse(),
    );
  });

  it("are recorded where one's region is touched, once, with villages, effects and one event of the audit; then corrected and closed", async () => {
    const id = randomUUID();
    const event = {
      id,
      name: "遂川县山洪（测试）",
      kind: "FLOOD",
      grade: "III",
      startedOn: addDays(today, -9),
    };
    const footprint = boxOf(BOX);
    const recorded = (await deed(RECORD, { event, footprint })) as Event;
    expect(recorded).toMatchObject({
      __typename: "EmergencyEvent",
      code: id,
      effectBasis: "GEOMETRY",
      rowVersion: 1,
      endedOn: null,
    });
    expect(await deed(RECORD, { event, footprint })).toEqual(recorded);
    expect(await deed(RECORD, { event: { ...event, name: "另一场山洪" }, footprint })).toMatchObject({
      code: "OTHER_CONTENT",
    });
    const { exposure } = (await expose(footprint)).data;
    expect(recorded.villagesTouched).toBe(exposure.total.villagesTouched);
    expect(recorded.affectedHouseholds).toBe(exposure.total.householdsByArea);
    const audited = () =>
      sqlOn<{ action: string }>(
        databaseUrl,
        "select action from audit.events where entity_id = $1 order by id",
        [id],
      );
    expect(await audited()).toEqual([{ action: "event.record" }]);

    const far = boxOf([108, 22, 108.2, 22.2]);
    const fresh = { ...event, id: randomUUID() };
    expect(await deed(RECORD, { event: fresh, footprint: far })).toMatchObject({ code: "NOT_FOUND" });
    const crossing = await deed(RECORD, { event: fresh, footprint: BOW_TIE });
    expect(crossing).toMatchObject({ code: "INVALID" });
    expect(crossing.message).toContain("114.500000, 26.300000");
    for (const more of [
      { startedOn: addDays(today, 1) },
      { startedOn: "2026-02-30" },
      { name: "山洪" },
      { endedOn: addDays(today, -10) },
      { id: "x" },
    ])
      expect(await deed(RECORD, { event: { ...fresh, ...more }, footprint })).toMatchObject({
        code: "INVALID",
      });
    for (const login of ["demo.worker", "demo.township", "demo.planner"])
      expect(await deed(RECORD, { event: fresh, footprint }, await signInAs(url, login))).toMatchObject({
        code: "FORBIDDEN",
      });
    const neighbour = await signInAs(url, "demo.neighbour");
    const inside = boxOf([114.45, 26.2, 114.47, 26.22]);
    expect(await deed(RECORD, { event: fresh, footprint: inside }, neighbour)).toMatchObject({
      code: "NOT_FOUND",
    });

    const tiles = [6, 9, 11].flatMap((z) => tilesOver([114.45, 26.2, 114.46, 26.21], z).slice(0, 1));
    const shown = (tile: TileAddress) => getTile(url, "events", tile);
    await expect
      .poll(
        async () =>
          featuresOf((await shown(tiles[0] as TileAddress)).body, "events").map(
            ({ properties }) => properties.code,
          ),
        { timeout: 10_000 },
      )
      .toContain(id);
    const before = await overTiles(tiles, shown);
    for (const { body } of before) {
      expect(
        featuresOf(body, "events").find(({ properties }) => properties.code === id)?.properties,
      ).toMatchObject({ grade: "III", kind: "FLOOD" });
    }
    const elsewhere = tilesOver([108.1, 22.1, 108.11, 22.11], 9)[0] as TileAddress;
    const untouched = (await shown(elsewhere)).headers.etag;

    const moved = boxOf([114.35, 26.15, 114.42, 26.2]);
    const reason = "按航拍图重画";
    const which = { code: id, rowVersion: 1 };
    expect(await deed(CORRECT, { ...which, footprint: moved, reason }, neighbour)).toMatchObject({
      code: "NOT_FOUND",
    });
    const corrected = (await deed(CORRECT, { ...which, footprint: moved, reason })) as Event;
    expect(corrected).toMatchObject({ rowVersion: 2 });
    expect(corrected.villagesTouched).toBeLessThan(recorded.villagesTouched);
    expect(corrected.effects.reduce((sum, effect) => sum + effect.affectedHouseholds, 0)).toBe(
      corrected.villages.nodes.reduce((sum, village) => sum + village.affectedHouseholds, 0),
    );
    expect(await deed(CORRECT, { ...which, footprint: moved, reason })).toMatchObject({ code: "CONFLICT" });
    const kept = await sqlOn<{ given: string; reason: string }>(
      databaseUrl,
      "select given, reason from atlas.event_footprints where event_code = $1 order by revision",
      [id],
    );
    expect(kept.map((row) => row.reason)).toEqual(["", reason]);
    expect(JSON.parse(kept[0]?.given ?? "")).toEqual({
      type: "MultiPolygon",
      coordinates: [footprint.coordinates],
    });
    const far11 = tilesOver([114.7, 26.35, 114.701, 26.351], 11)[0] as TileAddress;
    await expect
      .poll(
        async () => featuresOf((await shown(far11)).body, "events").map(({ properties }) => properties.code),
        { timeout: 10_000 },
      )
      .not.toContain(id);
    expect((await shown(elsewhere)).headers.etag).toBe(untouched);

    const close = (more: Record<string, unknown>) =>
      deed(CLOSE, { code: id, rowVersion: 2, endedOn: today, ...more });
    expect(await close({ endedOn: addDays(today, -20) })).toMatchObject({ code: "INVALID" });
    expect(await close({ rowVersion: 1 })).toMatchObject({ code: "CONFLICT" });
    expect(await close({})).toMatchObject({ endedOn: today, rowVersion: 3 });
    expect(await close({})).toMatchObject({ endedOn: today, rowVersion: 3 });
    expect(await close({ endedOn: addDays(today, -1) })).toMatchObject({ code: "ALREADY_DONE" });
    expect((await find(id)).endedOn).toBe(today);
    expect(await audited()).toEqual(
      ["event.record", "event.correct", "event.close"].map((action) => ({ action })),
    );
  });
});
