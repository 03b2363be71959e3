import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SETTLEMENT_ITEMS } from "../server/resettlement/type.ts";
import { atlases, graphql } from "./atlas.ts";
import { signInAs } from "./signedIn.ts";
import { extentOf, featuresOf, getTile, overTiles, sqlOn, tilesOver } from "./tileClient.ts";

const TROUBLED = "A360781001";
const ORDERLY = "A360732001";
const COUNTY = "360827";

interface Item {
  __typename: string;
  id: string;
  item: string;
  kind: string;
  state: string | null;
  since: string | null;
  dueOn: string | null;
  isOverdue: boolean;
  note: string;
  rowVersion: number;
  settlement: { integrationItemsOpen: number; integrationItemsTotal: number; hasSchool: boolean };
  code?: string;
}
const ITEM =
  "id item kind state since dueOn isOverdue note rowVersion settlement { integrationItemsOpen integrationItemsTotal hasSchool }";
const SET = `mutation ($settlement: String!, $item: SettlementItemKey!, $state: SettlementItemState!, $since: String!, $dueOn: String, $note: String!, $rowVersion: Int!) {
  setSettlementItem(settlement: $settlement, item: $item, state: $state, since: $since, dueOn: $dueOn, note: $note, rowVersion: $rowVersion) {
    __typename ... on SettlementItem { ${ITEM} } ... on Refused { code message guards } } }`;

/** Great-circle distance on the sphere of the mean radius, metres: an oracle apart from the database. */
function haversine([lon1 = 0, lat1 = 0]: readonly number[], [lon2 = 0, lat2 = 0]: readonly number[]) {
  const rad = Math.PI / 180;
  const half = (by: number) => Math.sin((by * rad) / 2) ** 2;
  const inner = half(lat2 - lat1) + Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * half(lon2 - lon1);
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(inner));
}

describe.each(atlases)("relocation settlements on $name", ({ url, databaseUrl }) => {
  const database = new pg.Client({ connectionString: databaseUrl });
  beforeAll(() => database.connect());
  afterAll(() => database.end());
  /** Runs statements that leave nothing behind. */
  const tried = async <Row extends pg.QueryResultRow>(...statements: readonly string[]): Promise<Row[]> => {
    await database.query("begin");
    try {
      let rows: Row[] = [];
      for (const statement of statements) rows = (await database.query<Row>(statement)).rows;
      return rows;
    } finally {
      await database.query("rollback");
    }
  };
  const ask = async <Data>(query: string, variables: Record<string, unknown> = {}) => {
    const answer = await graphql<Data>(url, query, variables);
    expect(answer.errors).toBeUndefined();
    return answer;
  };

  describe("size classes", () => {
    const sizes = (province?: string) =>
      ask<{ settlementSizes: { size: string; residentsFrom: number }[] }>(
        "query ($province: String) { settlementSizes(province: $province) { size residentsFrom } }",
        { province },
      ).then(({ data }) => data.settlementSizes.map(({ size, residentsFrom }) => `${size} ${residentsFrom}`));

    it("are those of common usage, at every border", async () => {
      expect(await sizes()).toEqual(["SMALL 0", "MEDIUM 800", "LARGE 3000", "EXTRA_LARGE 10000"]);
      const [row] = await tried<{ classes: string[] }>(
        `select array_agg(atlas.settlement_size(residents, '360827', atlas.settlement_size_rules('2026-01-01')) order by residents) as classes
         from unnest(array[0, 799, 800, 2999, 3000, 9999, 10000]) as residents`,
      );
      expect(row?.classes).toEqual(["SMALL", "SMALL", "MEDIUM", "MEDIUM", "LARGE", "LARGE", "EXTRA_LARGE"]);
    });

    it("may be another in a province from a day on, and say only what differs", async () => {
      const rows = await tried<{ day: string; jiangxi: string; hunan: string; next: string }>(
        `insert into atlas.rule_books (rule, province_code, valid_from, content, source, grade)
         values ('SETTLEMENT_SIZE', '36', '2026-07-01', '{"MEDIUM": 1000}', 'test', 'PROJECT')`,
        `select day, atlas.settlement_size(900, '360827', rules) as jiangxi, atlas.settlement_size(900, '430224', rules) as hunan,
                atlas.settlement_size(3000, '360827', rules) as next
         from unnest(array['2026-06-30', '2026-07-01']) as day cross join lateral atlas.settlement_size_rules(day::date) as rules order by day`,
      );
      expect(rows).toEqual([
        { day: "2026-06-30", jiangxi: "MEDIUM", hunan: "MEDIUM", next: "LARGE" },
        { day: "2026-07-01", jiangxi: "SMALL", hunan: "MEDIUM", next: "LARGE" },
      ]);
      expect(await sizes("36")).toEqual(await sizes());
    });

    it("are the same in lists, filters and tiles", async () => {
      const { data } = await ask<{
        settlements: { nodes: { code: string; size: string; residents: number }[] };
      }>(
        "{ settlements(first: 500, where: { sizes: [LARGE, EXTRA_LARGE] }) { nodes { code size residents } } }",
      );
      const large = await sqlOn<{ code: string }>(
        databaseUrl,
        "select code from atlas.settlements where residents >= 3000 order by code",
      );
      expect(data.settlements.nodes.map(({ code }) => code)).toEqual(large.map(({ code }) => code));
      const extent = await extentOf(databaseUrl, "point", "atlas.settlements");
      const bodies = await overTiles(tilesOver(extent, 5), (tile) => getTile(url, "settlements", tile));
      const shown = bodies.flatMap(({ body }) => featuresOf(body, "settlements"));
      expect(shown.map(({ properties }) => properties.code).sort()).toEqual(large.map(({ code }) => code));
    });
  });

  describe("households moved", () => {
    it("add up to the households of every settlement", async () => {
      const { data } = await ask<{
        settlements: { nodes: { households: number; origins: { households: number }[] }[] };
      }>("{ settlements(first: 100) { nodes { households origins { households } } } }");
      expect(data.settlements.nodes.length).toBeGreaterThan(20);
      for (const { households, origins } of data.settlements.nodes)
        expect(origins.reduce((sum, origin) => sum + origin.households, 0)).toBe(households);
    });

    it("cannot be committed when they do not", async () => {
      const now = "set constraints all immediate";
      const wrong = [
        `update atlas.settlement_origins set households = households + 1, people = people + 1 where settlement_code = '${ORDERLY}'`,
        `update atlas.settlements set households = households + 1 where code = '${ORDERLY}'`,
        `update atlas.settlements set integration_items_open = integration_items_open + 1 where code = '${TROUBLED}'`,
      ];
      for (const statement of wrong)
        await expect(tried(statement, now)).rejects.toMatchObject({ code: "23514" });
      // What is put right within the transaction may pass.
      await tried(
        `update atlas.settlement_origins set households = households + 1, people = people + 1 where settlement_code = '${ORDERLY}'`,
        `update atlas.settlements set households = households + (select count(*) from atlas.settlement_origins where settlement_code = '${ORDERLY}') where code = '${ORDERLY}'`,
        now,
      );
    });

    it("are drawn as lines that add up, by township far out and by village close up, in the direction of the move", async () => {
      const extent = await extentOf(databaseUrl, "st_transform(line, 4326)", "atlas.settlement_flows");
      const [moved] = await sqlOn<{ households: number; people: number }>(
        databaseUrl,
        "select sum(households)::int as households, sum(people)::int as people from atlas.settlement_origins",
      );
      for (const [z, kind] of [
        [6, 9],
        [7, 9],
        [9, 12],
      ] as const) {
        const bodies = await overTiles(tilesOver(extent, z), (tile) => getTile(url, "settlements", tile));
        const lines = new Map(
          bodies.flatMap(({ body }) =>
            featuresOf(body, "settlement_lines").map(({ id, properties }) => [id, properties]),
          ),
        );
        const shown = [...lines.values()];
        expect(new Set(shown.map((line) => line.kind))).toEqual(new Set(["line"]));
        const sum = (of: string) => shown.reduce((total, line) => total + Number(line[of]), 0);
        expect([z, sum("households"), sum("people")]).toEqual([z, moved?.households, moved?.people]);
        const [count] = await sqlOn<{ count: number }>(
          databaseUrl,
          `select count(distinct (settlement_code, left(village_code, ${kind})))::int as count from atlas.settlement_origins`,
        );
        expect(shown.length).toBe(count?.count);
      }
      const [ends] = await sqlOn<{ lines: number; wrong: number }>(
        databaseUrl,
        `select count(*)::int as lines, (count(*) filter (where st_distance(st_endpoint(line), st_transform(point, 3857)) > 0.01))::int as wrong
         from atlas.settlement_flows flow join atlas.settlements settlement on settlement.code = flow.settlement_code`,
      );
      expect(ends?.lines).toBeGreaterThan(100);
      expect(ends?.wrong).toBe(0);
    });
  });

  describe("the checklist", () => {
    it("is the same list here and in the database, and its open items are those the index counts", async () => {
      const [check] = await sqlOn<{ definition: string }>(
        databaseUrl,
        "select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'settlement_items_item_check'",
      );
      const known = [...(check?.definition ?? "").matchAll(/'(\w+)'/g)].map(([, item]) => item);
      expect(known).toEqual(Object.keys(SETTLEMENT_ITEMS));
      const { data, statements } = await ask<{
        settlements: {
          nodes: {
            integrationItemsOpen: number;
            integrationItemsTotal: number;
            hasSchool: boolean;
            items: Item[];
          }[];
        };
      }>(
        "{ settlements(first: 100) { nodes { integrationItemsOpen integrationItemsTotal hasSchool items { item kind state } } } }",
      );
      expect(statements).toBe(2);
      for (const { items, ...settlement } of data.settlements.nodes) {
        const integration = items.filter(({ kind }) => kind === "INTEGRATION");
        expect(settlement).toEqual({
          integrationItemsOpen: integration.filter(({ state }) => state === "OPEN").length,
          integrationItemsTotal: integration.filter(({ state }) => state !== "NOT_NEEDED").length,
          hasSchool: items.find(({ item }) => item === "SCHOOL")?.state === "DONE",
        });
        expect(items.length).toBe(20);
      }
      const [kinds] = await sqlOn<{ wrong: number }>(
        databaseUrl,
        `select count(*)::int as wrong from atlas.settlement_items where kind <> case when item = any($1) then 'SERVICE' else 'INTEGRATION' end`,
        [data.settlements.nodes[0]?.items.filter(({ kind }) => kind === "SERVICE").map(({ item }) => item)],
      );
      expect(kinds?.wrong).toBe(0);
    });

    it("is set by township and county of its county, once however often it is sent, with one event of the audit", async () => {
      const county = await signInAs(url, "demo.county");
      const [own] = await sqlOn<{ code: string; open: number; today: string }>(
        databaseUrl,
        `select code, integration_items_open as open, to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as today
         from atlas.settlements where county_code = $1 order by code limit 1`,
        [COUNTY],
      );
      const settlement = own?.code ?? "";
      const today = own?.today ?? "";
      const set = async (more: Record<string, unknown>, headers = county) => {
        const { data, errors } = await graphql<{ setSettlementItem: Item }>(
          url,
          SET,
          {
            settlement,
            item: "CULTURE",
            state: "OPEN",
            since: today,
            dueOn: null,
            note: "",
            rowVersion: 1,
            ...more,
          },
          headers,
        );
        return data?.setSettlementItem ?? { code: errors?.[0]?.extensions.code };
      };
      const find = async () => {
        const { data } = await ask<{ settlement: { items: Item[] } }>(
          `{ settlement(code: "${settlement}") { items { ${ITEM} } } }`,
        );
        return data.settlement.items.find(({ item }) => item === "CULTURE") as Item;
      };
      const before = await find();
      const wanted = { state: before.state === "OPEN" ? "DONE" : "OPEN", note: "村广场待建" };
      const change = before.state === "OPEN" ? -1 : 1;
      const changed = await set({ ...wanted, rowVersion: before.rowVersion });
      expect(changed).toMatchObject({
        __typename: "SettlementItem",
        ...wanted,
        rowVersion: before.rowVersion + 1,
        settlement: { integrationItemsOpen: (own?.open ?? 0) + change },
      });
      expect(await set({ ...wanted, rowVersion: before.rowVersion })).toEqual(changed);
      expect(await set({ ...wanted, note: "另一句", rowVersion: before.rowVersion })).toMatchObject({
        code: "CONFLICT",
      });
      const events = await sqlOn<{ detail: object }>(
        databaseUrl,
        "select detail from audit.events where action = 'settlement.item' and entity_id = $1 order by id desc limit 2",
        [settlement],
      );
      expect(events[0]?.detail).toEqual({ item: "CULTURE", from: before.state, to: wanted.state });

      const again = { rowVersion: before.rowVersion + 1 };
      expect(await set({ ...again, since: "2026-02-30" })).toMatchObject({ code: "INVALID" });
      expect(await set({ ...again, since: "2099-01-01" })).toMatchObject({ code: "INVALID" });
      expect(await set({ ...again, state: "DONE", dueOn: today })).toMatchObject({ code: "INVALID" });
      expect(await set({ ...again, note: "电话13800138000" })).toMatchObject({ code: "INVALID" });
      expect(await set({ ...again, settlement: "A000000000" })).toMatchObject({ code: "NOT_FOUND" });
      expect(await set(again, await signInAs(url, "demo.neighbour"))).toMatchObject({ code: "NOT_FOUND" });
      expect(await set(again, await signInAs(url, "demo.worker"))).toMatchObject({ code: "FORBIDDEN" });
      expect(await set(again, await signInAs(url, "demo.province"))).toMatchObject({ code: "FORBIDDEN" });
      expect(await find()).toMatchObject({ rowVersion: before.rowVersion + 1 });
      // A township of the county may, and puts it back as it was.
      const back = await set(
        { ...again, state: before.state, since: before.since, dueOn: before.dueOn },
        await signInAs(url, "demo.township"),
      );
      expect(back).toMatchObject({ state: before.state, settlement: { integrationItemsOpen: own?.open } });
    });

    it("cannot be written past its function", async () => {
      const [rights] = await sqlOn(
        databaseUrl,
        `select has_table_privilege('atlas_casework', 'atlas.settlement_items', 'insert, update, delete') as items,
                has_table_privilege('atlas_casework', 'atlas.emergency_events', 'insert, update, delete') as events,
                has_function_privilege('atlas_open', 'casework.set_settlement_item(text, text, text, date, date, text, integer)', 'execute') as open`,
      );
      expect(rights).toEqual({ items: false, events: false, open: false });
    });
  });

  describe("employment", () => {
    const FIGURES =
      "residents households householdsWithLabour zeroEmploymentHouseholds labourForce employed employmentRate size";

    it("is persons in work over the labour force, beside the households in which nobody works", async () => {
      const { data } = await ask<Record<"troubled" | "orderly", Record<string, number>>>(
        `{ troubled: settlement(code: "${TROUBLED}") { ${FIGURES} } orderly: settlement(code: "${ORDERLY}") { ${FIGURES} } }`,
      );
      // As planted; 1,602 of 2,543 in work is 0.629964…
      expect(data.troubled).toMatchObject({
        residents: 4_860,
        households: 1_180,
        householdsWithLabour: 1_062,
        zeroEmploymentHouseholds: 276,
        labourForce: 2_543,
        employed: 1_602,
        size: "LARGE",
      });
      expect(data.troubled.employmentRate).toBeCloseTo(0.629_964_608_7, 9);
      expect(data.orderly).toMatchObject({
        residents: 11_240,
        householdsWithLabour: 2_502,
        zeroEmploymentHouseholds: 9,
        size: "EXTRA_LARGE",
      });
    });

    it("never has more in work than can work, and no rate where nobody can", async () => {
      const { data } = await ask<{ settlements: { nodes: Record<string, number | null>[] } }>(
        `{ settlements(first: 500) { nodes { ${FIGURES} } } }`,
      );
      expect(data.settlements.nodes.length).toBeGreaterThan(40);
      for (const one of data.settlements.nodes) {
        const { employed, labourForce, employmentRate, zeroEmploymentHouseholds, householdsWithLabour } = one;
        expect(employed ?? 0).toBeLessThanOrEqual(labourForce ?? 0);
        expect(zeroEmploymentHouseholds ?? 0).toBeLessThanOrEqual(householdsWithLabour ?? 0);
        if (labourForce === 0) expect(employmentRate).toBeNull();
        else expect(employmentRate).toBeCloseTo((employed ?? 0) / (labourForce ?? 1), 12);
      }
      const rates = await tried<{ rate: number | null }>(
        `update atlas.settlements set labour_force = 0, employed = 0 where code = '${ORDERLY}'`,
        `select employed / nullif(labour_force, 0)::float8 as rate from atlas.settlements where code = '${ORDERLY}'`,
      );
      expect(rates).toEqual([{ rate: null }]);
    });
  });

  describe("occupancy and follow-up industry", () => {
    const survey = "quarter surveyedOn dwellings occupied vacant vacancyRate vacantSince returnedHouseholds";
    interface Survey {
      quarter: string;
      vacant: number;
      vacancyRate: number;
      dwellings: number;
      returnedHouseholds: number;
    }

    it("is the latest revision of each quarter, and nothing where nobody surveyed", async () => {
      await database.query("begin");
      try {
        const [hand] = (
          await database.query<{ rate: number; vacant: number }>(
            `with written as (
               insert into atlas.settlement_surveys (settlement_code, quarter, revision, surveyed_on, dwellings, occupied, returned_households)
               values ('${ORDERLY}', '2023-01-01', 1, '2023-02-01', 200, 150, 3), ('${ORDERLY}', '2023-01-01', 2, '2023-02-01', 200, 175, 3)
               returning *)
             select (dwellings - occupied) / dwellings::float8 as rate, dwellings - occupied as vacant from written where revision = 2`,
          )
        ).rows;
        expect(hand).toEqual({ rate: 0.125, vacant: 25 });
        await expect(
          database.query(
            `update atlas.settlement_surveys set occupied = 1 where settlement_code = '${ORDERLY}'`,
          ),
        ).rejects.toThrow();
      } finally {
        await database.query("rollback");
      }
      const { data, statements } = await ask<{
        settlements: {
          nodes: { code: string; vacancyRate: number | null; survey: Survey | null; surveys: Survey[] }[];
        };
      }>(
        `{ settlements(first: 100) { nodes { code vacancyRate survey { ${survey} } surveys { ${survey} } } } }`,
      );
      expect(statements).toBeLessThanOrEqual(3);
      const stored = await sqlOn<Survey & { code: string }>(
        databaseUrl,
        `select distinct settlement_code as code, quarter from atlas.settlement_surveys`,
      );
      for (const { code, vacancyRate, survey: latest, surveys } of data.settlements.nodes) {
        expect(surveys.length).toBe(stored.filter((row) => row.code === code).length);
        expect(latest).toEqual(surveys.at(-1) ?? null);
        expect(vacancyRate).toBe(latest?.vacancyRate ?? null);
        expect(surveys.map(({ quarter }) => quarter)).toEqual(surveys.map(({ quarter }) => quarter).sort());
      }
      const unsurveyed = data.settlements.nodes.filter(({ survey: latest }) => latest === null);
      expect(unsurveyed.length).toBeGreaterThan(0);
      const troubled = data.settlements.nodes.find(({ code }) => code === TROUBLED);
      expect(troubled?.vacancyRate).toBeGreaterThan(0.1);
      const since = await ask<{ settlement: { surveys: Survey[] } }>(
        `{ settlement(code: "${TROUBLED}") { surveys(from: "2026Q1", to: "2026Q2") { quarter } } }`,
      );
      expect(since.data.settlement.surveys.map(({ quarter }) => quarter)).toEqual(["2026Q1", "2026Q2"]);
    });

    it("is recorded by township and county of its county, once however often it is sent, and corrected beside what was said", async () => {
      const [own] = await sqlOn<{ code: string; households: number; today: string; quarter: string }>(
        databaseUrl,
        `select code, households, today::text, to_char(today, 'YYYY"Q"Q') as quarter
         from atlas.settlements cross join (select (now() at time zone 'Asia/Shanghai')::date as today) clock
         where county_code = $1 order by code limit 1`,
        [COUNTY],
      );
      const { code: settlement = "", households = 0, today = "", quarter = "" } = own ?? {};
      const county = await signInAs(url, "demo.county");
      const given = {
        settlement,
        quarter,
        surveyedOn: today,
        dwellings: 320,
        occupied: 280,
        vacantSince: today,
        returnedHouseholds: 6,
        revision: 0,
      };
      const record = async (more: Record<string, unknown> = {}, headers = county) => {
        const { data, errors } = await graphql<{ deed: Record<string, unknown> }>(
          url,
          `mutation ($survey: SettlementSurveyInput!) { deed: recordSettlementSurvey(survey: $survey) { __typename
             ... on SettlementSurvey { ${survey} revision settlement { code vacancyRate } } ... on Refused { code message } } }`,
          { survey: { ...given, ...more } },
          headers,
        );
        return data?.deed ?? { code: errors?.[0]?.extensions.code };
      };
      const audited = () =>
        sqlOn<{ detail: { revision: number; occupied: number } }>(
          databaseUrl,
          `select detail from audit.events where action = 'settlement.survey' and entity_id = $1
             and detail ->> 'quarter' = date_trunc('quarter', $2::date)::date::text order by id`,
          [settlement, today],
        );
      // By hand: 40 of 320 empty is an eighth.
      const first = await record();
      expect(first).toEqual({
        __typename: "SettlementSurvey",
        quarter,
        surveyedOn: today,
        dwellings: 320,
        occupied: 280,
        vacant: 40,
        vacancyRate: 0.125,
        vacantSince: today,
        returnedHouseholds: 6,
        revision: 1,
        settlement: { code: settlement, vacancyRate: 0.125 },
      });
      expect(await record()).toEqual(first);
      expect(await record({ occupied: 300 })).toMatchObject({ code: "CONFLICT" });
      const township = await signInAs(url, "demo.township");
      expect(await record({ occupied: 300, revision: 1 }, township)).toMatchObject({
        revision: 2,
        vacancyRate: 0.0625,
      });
      expect((await audited()).map(({ detail }) => [detail.revision, detail.occupied])).toEqual([
        [1, 280],
        [2, 300],
      ]);
      const kept = await sqlOn<{ revision: number; occupied: number }>(
        databaseUrl,
        "select revision::int, occupied from atlas.settlement_surveys where settlement_code = $1 and quarter = date_trunc('quarter', $2::date) order by 1",
        [settlement, today],
      );
      expect(kept).toEqual([
        { revision: 1, occupied: 280 },
        { revision: 2, occupied: 300 },
      ]);
      for (const wrong of [
        { quarter: "2026-11" },
        { quarter: "2099Q1", surveyedOn: "2099-01-02" },
        { surveyedOn: "2099-01-02" },
        { surveyedOn: "2020-01-01" },
        { surveyedOn: "2026-02-30" },
        { dwellings: 0 },
        { occupied: 321 },
        { occupied: -1 },
        { returnedHouseholds: households + 1 },
        { vacantSince: "2099-01-01" },
        { occupied: 320, vacantSince: today },
      ])
        expect([wrong, await record({ ...wrong, revision: 2 })]).toMatchObject([wrong, { code: "INVALID" }]);
      expect(await record({ settlement: "A000000000" })).toMatchObject({ code: "NOT_FOUND" });
      expect(await record({ revision: 2 }, await signInAs(url, "demo.neighbour"))).toMatchObject({
        code: "NOT_FOUND",
      });
      for (const login of ["demo.worker", "demo.province", "demo.planner"])
        expect(await record({ revision: 2 }, await signInAs(url, login))).toMatchObject({
          code: "FORBIDDEN",
        });
      const [rights] = await sqlOn(
        databaseUrl,
        `select has_table_privilege('atlas_casework', 'atlas.settlement_surveys', 'insert, update, delete') as surveys,
                has_function_privilege('atlas_open', 'casework.record_settlement_survey(text, date, date, integer, integer, date, integer, integer, boolean)', 'execute') as open`,
      );
      expect(rights).toEqual({ surveys: false, open: false });
      expect(await audited()).toHaveLength(2);
    });

    it("tells who has no follow-up industry, and finds them", async () => {
      interface Followed {
        code: string;
        lacksFollowUp: boolean;
        followUpProjects: { households: number; jobs: number; project: { code: string } }[];
      }
      const { data, statements } = await ask<{ settlements: { nodes: Followed[] } }>(
        "{ settlements(first: 100) { nodes { code lacksFollowUp followUpProjects { households jobs project { code } } } } }",
      );
      expect(statements).toBeLessThanOrEqual(3);
      const without = data.settlements.nodes.filter(({ followUpProjects }) => followUpProjects.length === 0);
      expect(without.every(({ lacksFollowUp }) => lacksFollowUp)).toBe(true);
      expect(without.map(({ code }) => code)).toContain(TROUBLED);
      const asked = await ask<{ settlements: { nodes: { code: string }[] } }>(
        "{ settlements(first: 100, where: { lacksFollowUp: true }) { nodes { code } } }",
      );
      expect(asked.data.settlements.nodes.map(({ code }) => code)).toEqual(without.map(({ code }) => code));
      expect(data.settlements.nodes.find(({ code }) => code === ORDERLY)?.followUpProjects.length).toBe(3);
    });
  });

  describe("the nearest services", () => {
    interface Near {
      kind: string;
      code: string;
      distanceM: number;
      site: { coordinates: number[] };
    }
    const near = "nearestServices { kind code distanceM site }";

    it("are those a comparison with every service finds, for every village and settlement", async () => {
      const services = await sqlOn<{ code: string; kind: string; lon: number; lat: number }>(
        databaseUrl,
        `select code, kind, st_x(point) as lon, st_y(point) as lat from atlas.service_points
         union all select code, 'WORKSHOP', st_x(point), st_y(point) from atlas.industry_projects
         where kind = 'WORKSHOP' and status in ('OPERATING', 'AT_RISK')`,
      );
      const kinds = new Map(
        ["SCHOOL", "CLINIC", "MARKET", "WORKSHOP"].map((kind) => [
          kind,
          services.filter((each) => each.kind === kind),
        ]),
      );
      const stored = await sqlOn<{
        place: string;
        kind: string;
        code: string;
        metres: number;
        lon: number;
        lat: number;
      }>(
        databaseUrl,
        `select near.place_code as place, near.kind, near.service_code as code, near.distance_m as metres, st_x(place.point) as lon, st_y(place.point) as lat
         from atlas.nearest_services near join (
           select 'VILLAGE' as kind, code, point from atlas.villages union all select 'SETTLEMENT', code, point from atlas.settlements) place
           on place.kind = near.place_kind and place.code = near.place_code`,
      );
      const [places] = await sqlOn<{ count: number }>(
        databaseUrl,
        "select ((select count(*) from atlas.villages where point is not null) + (select count(*) from atlas.settlements))::int as count",
      );
      expect(stored.length).toBe(4 * (places?.count ?? 0));
      let worst = 0;
      for (const { kind, lon, lat, metres } of stored.filter((_, index) => index % 7 === 0)) {
        let best = Number.POSITIVE_INFINITY;
        // Nothing a degree away can be nearest here: its square is compared first.
        for (const service of kinds.get(kind) ?? [])
          if (Math.abs(service.lat - lat) < 0.5)
            best = Math.min(best, haversine([lon, lat], [service.lon, service.lat]));
        worst = Math.max(worst, Math.abs(metres - best) / Math.max(best, 1));
      }
      // The database walks on the spheroid's mean sphere or on the spheroid itself: a third of a percent apart at most.
      expect(worst).toBeLessThan(0.004);
    });

    it("are told of a hundred villages and settlements in one statement more than the lists", async () => {
      const { data, statements } = await ask<{
        villages: { nodes: { center: { coordinates: number[] }; nearestServices: Near[] }[] };
        settlements: { nodes: { nearestServices: Near[] }[] };
      }>(
        `{ villages(first: 100) { nodes { center ${near} } } settlements(first: 30) { nodes { ${near} } } }`,
      );
      expect(statements).toBe(4);
      for (const { center, nearestServices } of data.villages.nodes) {
        expect(nearestServices.map(({ kind }) => kind)).toEqual(["SCHOOL", "CLINIC", "MARKET", "WORKSHOP"]);
        for (const { distanceM, site } of nearestServices)
          expect(Math.abs(haversine(center.coordinates, site.coordinates) - distanceM)).toBeLessThan(
            Math.max(1, distanceM * 0.004),
          );
      }
    });
  });
});
