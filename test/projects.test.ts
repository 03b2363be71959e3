import { randomUUID } from "node:crypto";
import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  isProjectStep,
  NEEDS_REASON,
  PROJECT_STATUSES,
  PROJECT_STEPS,
  type ProjectStatusKey,
} from "../geo/projectLifecycle.ts";
import { up } from "../migrations/0015_projects.ts";
import { graphql } from "./atlas.ts";
import { asOwner } from "./casework.ts";
import { newToken } from "./newToken.ts";
import { hasPostgres, type OwnAtlas, ownAtlas, ownDatabase, places } from "./ownAtlas.ts";
import { getTile, overTiles, type TileAddress, tilesOver } from "./tileClient.ts";

const CHANGE = `mutation ($change: ProjectStatusChangeInput!) { deed: changeProjectStatus(change: $change) {
  __typename
  ... on IndustryProject { code status statusSince statusReason rowVersion nextStatuses statusChanges { from to day reason } }
  ... on InvalidTransition { from to allowed message }
  ... on Refused { code message } } }`;

interface Deed {
  __typename: "IndustryProject" | "InvalidTransition" | "Refused";
  status?: ProjectStatusKey;
  rowVersion?: number;
  code?: string;
  from?: string;
  to?: string;
  allowed?: string[];
  message?: string;
  statusChanges?: { from: string | null; to: string; day: string | null; reason: string | null }[];
}

describe.each(places)("the life of projects on %s", (place) => {
  let atlas: OwnAtlas;
  let database: pg.Client;
  let today = "";
  let serial = 0;
  const headers: Record<string, Record<string, string>> = {};

  beforeAll(async () => {
    atlas = await ownAtlas({}, place);
    database = new pg.Client({ connectionString: atlas.databaseUrl });
    await database.connect();
    for (const login of ["demo.worker", "demo.township", "demo.county", "demo.neighbour", "demo.planner"])
      headers[login] = { cookie: `__Host-atlas=${await newToken(database, login, "SESSION")}` };
    const { rows } = await database.query<{ today: string }>(
      "select to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as today",
    );
    today = rows[0]?.today ?? "";
  }, 60_000);
  afterAll(async () => {
    await database?.end();
    await atlas?.stop();
  });

  /** A project of one's own in the county of the demonstration people, in a village of the township's or not. */
  async function project(status: ProjectStatusKey, village = "360827100900"): Promise<string> {
    serial += 1;
    const code = `PX360827${String(serial).padStart(4, "0")}`;
    await database.query(
      `insert into atlas.industry_projects (code, name, kind, status, status_since, status_reason, county_code, village_code, investment_fen, point, is_demo)
       select $1, '试点（模拟）', 'FARM', $2, '2026-01-01', '原因（模拟）', county_code, code, 0, point, true from atlas.villages where code = $3`,
      [code, status, village],
    );
    return code;
  }

  const change = async (login: string, given: Record<string, unknown>): Promise<Deed> => {
    const { data, errors } = await graphql<{ deed: Deed }>(
      atlas.url,
      CHANGE,
      { change: { id: randomUUID(), day: today, rowVersion: 1, ...given } },
      headers[login],
    );
    expect(errors).toBeUndefined();
    return data.deed;
  };
  const statusOf = async (code: string) =>
    (await database.query("select status, row_version from atlas.industry_projects where code = $1", [code]))
      .rows[0];
  const refusalOf = (text: string, values: unknown[]) =>
    database.query(text, values).then(
      () => "done",
      (error: { code: string }) => error.code,
    );

  it("every declared step, and no other, is known to the API's list and to the database alike", async () => {
    const { rows } = await database.query<{ from: string; to: string; declared: boolean }>(
      `select one as from, other as to, atlas.is_project_step(one, other) as declared
       from unnest($1::text[]) one, unnest($1::text[]) other`,
      [[...PROJECT_STATUSES]],
    );
    expect(rows).toHaveLength(49);
    for (const { from, to, declared } of rows)
      expect([from, to, declared]).toEqual([
        from,
        to,
        isProjectStep(from as ProjectStatusKey, to as ProjectStatusKey),
      ]);
    expect(rows.filter(({ declared }) => declared)).toHaveLength(16);
  });

  it("a step is written once with its reason, day, one event and a row of history, and the project follows", async () => {
    const code = await project("OPERATING");
    const id = randomUUID();
    const given = { id, project: code, to: "AT_RISK", reason: "订单减少三成" };
    const first = await change("demo.township", given);
    expect(first).toMatchObject({
      __typename: "IndustryProject",
      status: "AT_RISK",
      rowVersion: 2,
      statusSince: today,
    });
    expect(first.statusChanges).toEqual([
      { from: null, to: "OPERATING", day: "2026-01-01", reason: "原因（模拟）" },
      { from: "OPERATING", to: "AT_RISK", day: today, reason: "订单减少三成" },
    ]);
    // Sent again it is answered as it stands; the same id for something else is refused.
    expect(await change("demo.township", given)).toMatchObject({ status: "AT_RISK", rowVersion: 2 });
    expect(await change("demo.county", { ...given, to: "STOPPED" })).toMatchObject({ code: "OTHER_CONTENT" });
    const { rows } = await database.query(
      "select action, detail from audit.events where entity_kind = 'IndustryProject' and entity_id = $1",
      [code],
    );
    expect(rows).toEqual([
      { action: "project.changeStatus", detail: { from: "OPERATING", to: "AT_RISK", day: today } },
    ]);
  });

  it("an undeclared step is answered with what is allowed, and ends are ends", async () => {
    const code = await project("PLANNED");
    expect(await change("demo.county", { project: code, to: "OPERATING" })).toMatchObject({
      __typename: "InvalidTransition",
      from: "PLANNED",
      to: "OPERATING",
      allowed: ["BUILDING", "CLOSED"],
    });
    const failed = await project("FAILED");
    expect(await change("demo.county", { project: failed, to: "OPERATING" })).toMatchObject({
      __typename: "InvalidTransition",
      allowed: [],
    });
    expect(await statusOf(failed)).toEqual({ status: "FAILED", row_version: 1 });
  });

  it.each(NEEDS_REASON)("%s takes a reason, no day to come and none before the last change", async (to) => {
    const code = await project("OPERATING");
    const reason = "连年亏损";
    const refused = { __typename: "Refused", code: "INVALID" };
    const unexplained = { __typename: "InvalidTransition", from: "OPERATING", to };
    expect(await change("demo.county", { project: code, to })).toMatchObject(unexplained);
    expect(await change("demo.county", { project: code, to, reason: " " })).toMatchObject(unexplained);
    expect(await change("demo.county", { project: code, to, reason: "电话13812345678" })).toMatchObject(
      refused,
    );
    for (const day of ["2099-01-01", "2025-12-31", "2026-02-30", "x"])
      expect(await change("demo.county", { project: code, to, reason, day })).toMatchObject(refused);
    expect(await change("demo.county", { project: code, to, reason, rowVersion: 7 })).toMatchObject({
      code: "CONFLICT",
    });
    expect(await statusOf(code)).toEqual({ status: "OPERATING", row_version: 1 });
    expect(await change("demo.county", { project: code, to, reason, day: "2026-01-01" })).toMatchObject({
      status: to,
    });
  });

  it("only the township and the county it stands in may write, and of two at once one is told of the other", async () => {
    const code = await project("OPERATING");
    const elsewhere = await project("OPERATING", "360827101900");
    const given = { project: code, to: "CLOSED", reason: "合同期满" };
    expect(await change("demo.neighbour", given)).toMatchObject({ code: "NOT_FOUND" });
    expect(await change("demo.township", { ...given, project: elsewhere })).toMatchObject({
      code: "NOT_FOUND",
    });
    for (const login of ["demo.worker", "demo.planner"]) {
      const { errors } = await graphql(
        atlas.url,
        CHANGE,
        { change: { id: randomUUID(), day: today, rowVersion: 1, ...given } },
        headers[login],
      );
      expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    }
    const both = await Promise.all([change("demo.county", given), change("demo.township", given)]);
    expect(both.map((deed) => deed.code).sort()).toEqual(["CONFLICT", code].sort());
    expect(await statusOf(code)).toEqual({ status: "CLOSED", row_version: 2 });
  });

  it("the database refuses a status without its row of history, whoever writes, and keeps the history", async () => {
    const code = await project("OPERATING");
    const insert = `insert into atlas.project_status_changes (id, project_code, place_code, project_version, from_status, to_status, day, reason)
      values (gen_random_uuid(), $1, '360827100900', $2, $3, $4, $5, $6)`;
    expect(
      await refusalOf("update atlas.industry_projects set status = 'AT_RISK' where code = $1", [code]),
    ).toBe("23514");
    expect(
      await refusalOf("update atlas.industry_projects set status_reason = 'x' where code = $1", [code]),
    ).toBe("23514");
    expect(await refusalOf(insert, [code, 2, "OPERATING", "BUILDING", today, null])).toBe("23514");
    expect(await refusalOf(insert, [code, 2, "PLANNED", "BUILDING", today, null])).toBe("23514");
    expect(await refusalOf(insert, [code, 2, "OPERATING", "FAILED", today, null])).toBe("23514");
    expect(await refusalOf(insert, [code, 2, "OPERATING", "FAILED", null, "亏损"])).toBe("23514");
    expect(await refusalOf(insert, [code, 2, "OPERATING", "FAILED", "2025-12-31", "亏损"])).toBe("23514");
    expect(await refusalOf(insert, [code, 3, "OPERATING", "FAILED", today, "亏损"])).toBe("40001");
    expect(await refusalOf(insert, [code, 2, null, "FAILED", today, "亏损"])).toBe("23514");
    expect(
      await refusalOf("update atlas.project_status_changes set reason = 'x' where project_code = $1", [code]),
    ).not.toBe("done");
    expect(await statusOf(code)).toEqual({ status: "OPERATING", row_version: 1 });
    // A load writes the history, and the project follows; other columns change freely.
    expect(await refusalOf(insert, [code, 2, "OPERATING", "FAILED", today, "亏损"])).toBe("done");
    expect(await statusOf(code)).toEqual({ status: "FAILED", row_version: 2 });
    expect(
      await refusalOf("update atlas.industry_projects set name = '改名（模拟）' where code = $1", [code]),
    ).toBe("done");
  });

  it("no walk, whatever is asked, reaches a status that no declared step leads to", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...PROJECT_STATUSES),
        fc.array(fc.constantFrom(...PROJECT_STATUSES), { maxLength: 6 }),
        async (start, walk) => {
          const code = await project(start);
          let [status, version] = [start, 1];
          for (const to of walk) {
            const deed = await change("demo.county", {
              project: code,
              to,
              reason: "随机",
              rowVersion: version,
            });
            if (PROJECT_STEPS[status].includes(to)) [status, version] = [to, version + 1];
            else
              expect(deed).toMatchObject({
                __typename: "InvalidTransition",
                from: status,
                allowed: PROJECT_STEPS[status],
              });
          }
          expect(await statusOf(code)).toEqual({ status, row_version: version });
          const { rows } = await database.query<{ one: ProjectStatusKey | null; other: ProjectStatusKey }>(
            "select from_status as one, to_status as other from atlas.project_status_changes where project_code = $1 order by project_version",
            [code],
          );
          expect(rows).toHaveLength(version);
          for (const { one, other } of rows.slice(1))
            expect(isProjectStep(one ?? "CLOSED", other)).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  it("changes exactly the tiles that show the project", async () => {
    const code = await project("OPERATING");
    const { rows } = await database.query<{
      county: [number, number, number, number];
      lon: number;
      lat: number;
    }>(
      `select county.bbox as county, st_x(project.point) as lon, st_y(project.point) as lat
       from atlas.industry_projects project join atlas.regions county on county.code = project.county_code where project.code = $1`,
      [code],
    );
    const [where] = rows;
    if (!where) throw new Error("the project is gone");
    // What the insert by hand did not announce is announced, so that only the step stands between the two crawls.
    await asOwner(database, [["insert into atlas.data_changes (layer) values ('projects')", []]]);
    const tiles = [6, 8, 10, 12].flatMap((z) => tilesOver(where.county, z));
    const crawl = () => overTiles(tiles, (tile) => getTile(atlas.url, "projects", tile));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = await crawl();
    const touched = tiles.filter(([z, x, y]: TileAddress) =>
      tilesOver([where.lon, where.lat, where.lon, where.lat], z).some(
        ([, column, row]) => column === x && row === y,
      ),
    );
    expect(touched).toHaveLength(4);
    expect(await change("demo.county", { project: code, to: "AT_RISK", reason: "滞销" })).toMatchObject({
      status: "AT_RISK",
    });
    await expect
      .poll(async () => (await getTile(atlas.url, "projects", touched[0] as TileAddress)).headers.etag, {
        timeout: 10_000,
      })
      .not.toBe(before[tiles.indexOf(touched[0] as TileAddress)]?.headers.etag);
    const after = await crawl();
    expect(tiles.filter((_, index) => before[index]?.headers.etag !== after[index]?.headers.etag)).toEqual(
      touched,
    );
  });

  it("does not tell the open atlas who recorded a change", async () => {
    const asOpen = async (columns: string) => {
      await database.query("begin; set local role atlas_open");
      const answer = await refusalOf(`select ${columns} from atlas.project_status_changes limit 1`, []);
      await database.query("rollback");
      return answer;
    };
    expect(await asOpen("reason")).toBe("done");
    expect(await asOpen("recorded_by")).toBe("42501");
  });
});

describe.runIf(hasPostgres)("the history begins on a database with projects in it", () => {
  it("with the status each of them has", async () => {
    const own = await ownDatabase("template");
    const client = new pg.Client({ connectionString: own.url });
    await client.connect();
    try {
      await client.query(
        `drop trigger begin_history on atlas.industry_projects; drop trigger require_history on atlas.industry_projects;
         drop view atlas.current_market_prices; drop table atlas.market_prices, atlas.markets, atlas.assets, atlas.project_seasons,
           atlas.project_status_changes cascade; drop index atlas.industry_projects_commodity;
         drop function atlas.is_project_step, atlas.check_project_step, atlas.apply_project_steps, atlas.begin_project_history,
           atlas.require_project_history`,
      );
      await client.query(up);
      const { rows } = await client.query<{ projects: number; same: number }>(
        `select count(*)::int as projects,
                count(*) filter (where (change.to_status, change.day, change.reason, change.project_version)
                  is not distinct from (project.status, project.status_since, project.status_reason, project.row_version))::int as same
         from atlas.industry_projects project left join atlas.project_status_changes change on change.project_code = project.code`,
      );
      expect(rows[0]?.projects).toBeGreaterThan(800);
      expect(rows[0]?.same).toBe(rows[0]?.projects);
    } finally {
      await client.end();
      await own.drop();
    }
  });
});
