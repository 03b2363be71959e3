import { describe, expect, it } from "vitest";
import areas from "../server/regions/areas.json" with { type: "json" };
import retired from "../server/regions/retiredCodes.json" with { type: "json" };
import { atlases, graphql } from "./atlas.ts";
import { sqlOn } from "./tileClient.ts";

interface Hit {
  kind: string;
  code: string;
  name: string;
  regionKind: string | null;
  place: string;
}

const luoxiao = areas.areas.find((area) => area.slug === "luoxiao");
const counties = (luoxiao?.members2012 ?? "").split(" ").map((entry) => entry.slice(0, 6));
/** Retired code → present code, of the Luoxiao counties. */
const retiredOfLuoxiao = Object.entries(retired.codes)
  .map(([code, now]): [string, string] => [code, now.slice(0, 6)])
  .filter(([, now]) => counties.includes(now));

describe.each(atlases)("search on $name", ({ url, databaseUrl }) => {
  const search = async (text: string, first = 100) => {
    const { data, errors } = await graphql<{ search: Hit[] }>(
      url,
      "query($text: String!, $first: Int) { search(text: $text, first: $first) { kind code name regionKind place } }",
      { text, first },
    );
    expect(errors).toBeUndefined();
    return data.search;
  };

  it("finds 罗霄山区 first by its initials lx, before counties like 蠡县 whose initials are just these", async () => {
    for (const text of ["lx", "LX", "ＬＸ", " l x "]) {
      const hits = await search(text, 20);
      expect([text, hits[0]?.name]).toEqual([text, "罗霄山区"]);
      expect(hits.map((hit) => hit.name)).toContain("蠡县");
    }
  });

  it("puts regions whose initials begin with the text before villages whose initials are the text", async () => {
    const [{ code, initials } = { code: "", initials: "" }] = await sqlOn<{ code: string; initials: string }>(
      databaseUrl,
      /* sql */ `
      select village.code, village.initials from atlas.villages village
      where exists (select from atlas.regions region
                    where region.kind = 'COUNTY' and region.initials like village.initials || '_%')
      -- The longest, so that all of its hits fit into one answer.
      order by length(village.initials) desc, village.code limit 1`,
    );
    expect(initials).toMatch(/^[a-z]+$/);
    const hits = await search(initials);
    const place = hits.findIndex((hit) => hit.code === code);
    const regions = hits.flatMap((hit, index) => (hit.kind === "REGION" ? [index] : []));
    expect(regions.length).toBeGreaterThan(0);
    expect(place).toBeGreaterThan(Math.max(...regions));
  });

  it("finds 罗霄山区 first by its pinyin, its whole initials and its name", async () => {
    for (const text of ["luoxiao", "luo xiao shan qu", "lxsq", "罗霄", "罗霄山区"]) {
      const [first] = await search(text, 20);
      expect([text, first?.code]).toEqual([text, "luoxiao"]);
    }
  });

  it("finds a name from the middle, and ranks whole matches before beginnings before middles", async () => {
    expect((await search("霄山")).map((hit) => hit.code)).toContain("luoxiao");
    const hits = await search("兴国");
    expect(hits[0]).toMatchObject({ code: "360732", name: "兴国县", regionKind: "COUNTY" });
    const rankOf = ({ name }: Hit) => (name === "兴国" ? 0 : name.startsWith("兴国") ? 1 : 2);
    const ranks = hits.map(rankOf);
    expect(ranks).toEqual([...ranks].sort());
  });

  it("finds a county by code, a village by its whole code, and larger things before smaller ones", async () => {
    expect((await search("360827"))[0]).toMatchObject({ code: "360827", kind: "REGION" });
    const { data } = await graphql<{ villages: { nodes: { code: string; name: string }[] } }>(
      url,
      "{ villages(first: 3) { nodes { code name } } }",
    );
    for (const village of data.villages.nodes)
      expect((await search(village.code))[0]).toMatchObject({ kind: "VILLAGE", ...village });
  });

  it("finds the province 江西 by jiangxi and by jx", async () => {
    expect((await search("jiangxi"))[0]).toMatchObject({ code: "36", regionKind: "PROVINCE" });
    expect((await search("jx")).map((hit) => hit.code)).toContain("36");
  });

  it("finds an event by name, pinyin, initials, English and code, with the county it struck and its box", async () => {
    for (const text of [
      "遂川县2026年4月洪涝",
      "4月洪涝",
      "suichuanxian",
      "scx",
      "Flood in Suichuan",
      "demo-flood-2026-04",
    ])
      expect([text, (await search(text)).map(({ kind, code }) => `${kind} ${code}`)]).toEqual([
        text,
        expect.arrayContaining(["EVENT demo-flood-2026-04"]),
      ]);
    const { data } = await graphql<{
      search: {
        bbox: number[];
        center: { coordinates: number[] };
        place: string;
        isDemo: boolean;
        node: object;
      }[];
      event: { bbox: number[]; affectedHouseholds: number };
    }>(
      url,
      `{ search(text: "demo-flood-2026-04") { bbox center place isDemo node { id ... on EmergencyEvent { affectedHouseholds } } }
         event(code: "demo-flood-2026-04") { bbox affectedHouseholds } }`,
    );
    const [hit] = data.search;
    expect(hit).toMatchObject({
      bbox: data.event.bbox,
      place: "江西省 遂川县",
      isDemo: true,
      node: { id: "EmergencyEvent:demo-flood-2026-04", affectedHouseholds: data.event.affectedHouseholds },
    });
    const [west = 0, south = 0, east = 0, north = 0] = data.event.bbox;
    const [lon = 0, lat = 0] = hit?.center.coordinates ?? [];
    expect(lon > west && lon < east && lat > south && lat < north).toBe(true);
    // One that nobody drew is found as well, without a place on the map.
    const [undrawn] = await sqlOn<{ code: string }>(
      databaseUrl,
      "select code from atlas.emergency_events where footprint is null and is_demo order by code limit 1",
    );
    expect(await search(undrawn?.code ?? "")).toMatchObject([{ kind: "EVENT", code: undrawn?.code }]);
  });

  it("tells namesakes apart by their place", async () => {
    expect((await search("遂川县"))[0]?.place).toMatch(/^江西/);
  });

  it("finds nothing for an empty text or only spaces, and reads wildcards as letters", async () => {
    for (const text of ["", "   ", "%", "_", "%%%", "\\", "'", '"; drop table atlas.villages; --'])
      expect([text, await search(text)]).toEqual([text, []]);
  });

  it("gives at most as many as asked, and refuses 0, 101 and a text beyond 100 characters", async () => {
    expect(await search("村", 7)).toHaveLength(7);
    const refused = async (text: string, first: number) => {
      const answer = await graphql(
        url,
        "query($t: String!, $n: Int) { search(text: $t, first: $n) { code } }",
        { t: text, n: first },
      );
      expect(answer.statements).toBe(0);
      return answer.errors?.[0]?.extensions.code;
    };
    expect(await refused("a", 0)).toBe("PAGE_TOO_LARGE");
    expect(await refused("a", 101)).toBe("PAGE_TOO_LARGE");
    expect(await refused("田".repeat(101), 20)).toBe("BAD_USER_INPUT");
    expect(await search("田".repeat(100))).toEqual([]);
  });

  it("answers in one statement, and in two with the things themselves of one type", async () => {
    const bare = await graphql(url, '{ search(text: "lx") { code } }');
    expect(bare.statements).toBe(1);
    const full = await graphql<{ search: { kind: string; code: string; node: { id: string } | null }[] }>(
      url,
      '{ search(text: "村", first: 50) { kind code node { id } } }',
    );
    expect(full.data.search.every((hit) => hit.node?.id.endsWith(`:${hit.code}`))).toBe(true);
    expect(full.statements).toBeLessThanOrEqual(1 + new Set(full.data.search.map((hit) => hit.kind)).size);
  });
});

describe.each(atlases)("regions on $name", ({ url }) => {
  it("resolves each of the 23 Luoxiao counties and their retired codes, also 360782, to the present county", async () => {
    expect(counties).toHaveLength(23);
    expect(retiredOfLuoxiao.map(([code]) => code)).toContain("360782");
    const asked = [...counties.map((code): [string, string] => [code, code]), ...retiredOfLuoxiao];
    for (const [code, now] of asked) {
      const { data } = await graphql<{ region: { code: string; areas: { code: string }[] } | null }>(
        url,
        "query($code: String!) { region(code: $code) { code areas { code } } }",
        { code },
      );
      expect([code, data.region?.code]).toEqual([code, now]);
      expect(data.region?.areas.map((area) => area.code)).toContain("luoxiao");
    }
  });

  it("has exactly those counties as members of luoxiao", async () => {
    const { data } = await graphql<{ region: { members: { code: string }[] } }>(
      url,
      '{ region(code: "luoxiao") { members { code } } }',
    );
    const present = counties.map((code) => new Map(retiredOfLuoxiao).get(code) ?? code);
    expect(data.region.members.map((member) => member.code).sort()).toEqual(present.sort());
  });

  it("reads a code in any of its written forms, and gives null for none", async () => {
    const { data } = await graphql<Record<string, { code: string } | null>>(
      url,
      '{ a: region(code: "360000") { code } b: region(code: "360827000000") { code } c: region(code: " LUOXIAO ") { code } d: region(code: "999999") { code } e: region(code: "") { code } f: region(code: "156360827") { code } }',
    );
    const code = (alias: string) => data[alias]?.code ?? null;
    expect(["a", "b", "c", "d", "e", "f"].map(code)).toEqual([
      "36",
      "360827",
      "luoxiao",
      null,
      null,
      "360827",
    ]);
  });
});
