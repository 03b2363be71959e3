import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays } from "../geo/days.ts";
import { atlases, graphql } from "./atlas.ts";
import { BOW_TIE, BOX, boxOf, byArea, exposeOn } from "./footprintQuestions.ts";
import { signInAs } from "./signedIn.ts";
import { featuresOf, getTile, overTiles, sqlOn, type TileAddress, tilesOver } from "./tileClient.ts";

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

describe.each(atlases)("events on $name", ({ url, databaseUrl }) => {
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
  const deed = async (document: string, variables: Record<string, unknown>, headers = county) => {
    const { data, errors } = await graphql<{ deed: Event }>(url, document, variables, headers);
    return data?.deed ?? { code: errors?.[0]?.extensions.code, message: errors?.[0]?.message };
  };
  const find = async (code: string) =>
    (await graphql<{ event: Event }>(url, `{ event(code: "${code}") { ${EVENT} } }`)).data.event;

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
    const { exposure } = (await exposeOn(url, footprint)).data;
    expect(recorded.villagesTouched).toBe(exposure.total.villagesTouched);
    expect(recorded.affectedHouseholds).toBe(exposure.total.householdsByArea);
    const audited = () =>
      sqlOn<{ action: string }>(
        databaseUrl,
        "select action from audit.events where entity_id = $1 order by id",
        [id],
      );
    expect(await audited()).toEqual([{ action: "event.record" }]);
    // It is found at once, by what its name is read as.
    for (const text of ["山洪", "suichuanxianshanhong", "scxsh", id]) {
      const { data } = await graphql<{ search: { kind: string; code: string }[] }>(
        url,
        "query ($text: String!) { search(text: $text, first: 100) { kind code } }",
        { text },
      );
      expect([text, data.search]).toEqual([text, expect.arrayContaining([{ kind: "EVENT", code: id }])]);
    }

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
