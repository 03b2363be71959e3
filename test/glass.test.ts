import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { atlases, graphql } from "./atlas.ts";
import { keysOf, newHousehold, REFUSED, type TestHousehold } from "./casework.ts";
import { newToken } from "./newToken.ts";

const GLASS =
  "__typename ... on BrokenGlass { id number reason isMine isLive endsAt endedAt brokenAt acknowledgedAt rowVersion person { name } }";
const BREAK = `mutation ($id: ID!, $number: String!, $reason: String!, $minutes: Int) {
  breakGlass(id: $id, number: $number, reason: $reason, minutes: $minutes) { ${GLASS} ${REFUSED} } }`;
const LOOK =
  "query ($id: ID!) { householdUnderGlass(id: $id) { isFound villageName status formerlyPoor members { name idNumber } guaranteeIssues { kind } glass { number } } }";
const QUEUE =
  "query ($acknowledged: Boolean) { brokenGlass(acknowledged: $acknowledged, first: 100) { nodes { id number reason acknowledgedAt rowVersion person { name role } } } }";
const REASON = "外出务工户返乡求助";

interface Glass {
  __typename: string;
  id: string;
  code?: string;
  isLive?: boolean;
  brokenAt?: string;
  endsAt?: string;
  rowVersion?: number;
}

describe.each(atlases)("break-glass on $name", (atlas) => {
  const { url, databaseUrl } = atlas;
  const database = new pg.Client({ connectionString: databaseUrl });
  const headers = new Map<string, Record<string, string>>();
  let household: TestHousehold;
  let number = "";
  const ask = async <Data>(login: string, document: string, variables: Record<string, unknown>) => {
    const { data, errors } = await graphql<Data>(url, document, variables, headers.get(login));
    return { data, code: errors?.[0]?.extensions.code };
  };
  const breakIt = async (login: string, values: Record<string, unknown> = {}) =>
    (
      await ask<{ breakGlass: Glass }>(login, BREAK, {
        id: randomUUID(),
        number,
        reason: REASON,
        minutes: 60,
        ...values,
      })
    ).data.breakGlass;
  const end = (login: string, id: string) =>
    ask<{ endGlass: Glass }>(login, `mutation ($id: ID!) { endGlass(id: $id) { ${GLASS} ${REFUSED} } }`, {
      id,
    });
  const look = async (login: string, id: string) =>
    (
      await ask<{ householdUnderGlass: { isFound: boolean; members: { name: string }[] } | null }>(
        login,
        LOOK,
        { id },
      )
    ).data.householdUnderGlass;
  const eventsOf = async (id: string) =>
    (
      await database.query<{ action: string; purpose: string | null }>(
        "select action, purpose from audit.events where entity_id = $1 order by id",
        [id],
      )
    ).rows;

  beforeAll(async () => {
    await database.connect();
    // A second run on one database has its ten looks a day again.
    await database.query("begin");
    await database.query("delete from casework.broken_glass");
    await database.query(
      "insert into audit.events (channel, action, entity_kind, entity_id) values ('COMMAND', 'test.prepare', 'Test', 'glass')",
    );
    await database.query("commit");
    for (const login of ["demo.worker", "demo.township", "demo.county", "demo.neighbour", "demo.auditor"])
      headers.set(login, { cookie: `__Host-atlas=${await newToken(database, login, "SESSION")}` });
    const { rows } = await database.query<{ code: string }>(
      "select code from atlas.villages where code like '360828%' order by code limit 1",
    );
    household = await newHousehold(database, keysOf(atlas), { village: rows[0]?.code ?? "" });
    const found = await database.query<{ number: string }>(
      "select number from casework.households where id = $1",
      [household.id],
    );
    number = found.rows[0]?.number ?? "";
  });
  afterAll(() => database.end());

  it("shows one household for a reason, tells its county and the auditor, audits every look, and ends", async () => {
    expect(number).toMatch(/^360828/);
    const glass = await breakIt("demo.township");
    expect(glass).toMatchObject({
      __typename: "BrokenGlass",
      number,
      reason: REASON,
      isMine: true,
      isLive: true,
    });
    // Written down before anything is shown.
    expect(await eventsOf(glass.id)).toEqual([{ action: "glass.break", purpose: REASON }]);
    const seen = await look("demo.township", glass.id);
    expect(seen).toMatchObject({ isFound: true, members: [{ name: "测*试" }] });
    expect(JSON.stringify(seen)).not.toContain("测小试");
    await look("demo.township", glass.id);
    expect((await eventsOf(glass.id)).map(({ action }) => action)).toEqual([
      "glass.break",
      "glass.look",
      "glass.look",
    ]);

    // Nothing else is wider than before, while it is broken.
    const HOUSEHOLD = "query ($id: ID!) { household(id: $id) { id members { id } } }";
    expect((await ask("demo.township", HOUSEHOLD, { id: household.id })).data).toEqual({ household: null });
    const listed = await ask<{ households: { totalCount: number } }>(
      "demo.township",
      'query { households(within: "360828") { totalCount } }',
      {},
    );
    expect(listed.data.households.totalCount).toBe(0);
    // Nobody else looks through it, not even a second session of the same person.
    expect(await look("demo.worker", glass.id)).toBeNull();
    const first = headers.get("demo.township") ?? {};
    headers.set("demo.township", {
      cookie: `__Host-atlas=${await newToken(database, "demo.township", "SESSION")}`,
    });
    expect(await look("demo.township", glass.id)).toMatchObject({ isFound: false });
    headers.set("demo.township", first);

    const queue = async (login: string) =>
      (
        await ask<{ brokenGlass: { nodes: Glass[] } }>(login, QUEUE, { acknowledged: false })
      ).data.brokenGlass.nodes.map(({ id }) => id);
    expect(await queue("demo.neighbour")).toContain(glass.id);
    expect(await queue("demo.auditor")).toContain(glass.id);
    expect(await queue("demo.county")).not.toContain(glass.id);
    expect(await queue("demo.worker")).not.toContain(glass.id);
    const ACKNOWLEDGE = `mutation ($id: ID!) { acknowledgeGlass(id: $id, rowVersion: 1) { ${GLASS} ${REFUSED} } }`;
    const acknowledge = (login: string) =>
      ask<{ acknowledgeGlass: Glass }>(login, ACKNOWLEDGE, { id: glass.id });
    expect((await acknowledge("demo.township")).code).toBe("FORBIDDEN");
    expect((await acknowledge("demo.county")).data.acknowledgeGlass.code).toBe("NOT_FOUND");
    expect((await acknowledge("demo.neighbour")).data.acknowledgeGlass.__typename).toBe("BrokenGlass");
    expect((await acknowledge("demo.neighbour")).data.acknowledgeGlass.code).toBe("ALREADY_DONE");
    expect(await queue("demo.neighbour")).not.toContain(glass.id);

    expect((await end("demo.worker", glass.id)).data.endGlass.code).toBe("NOT_FOUND");
    expect((await end("demo.township", glass.id)).data.endGlass.isLive).toBe(false);
    expect((await end("demo.township", glass.id)).data.endGlass.code).toBe("ALREADY_DONE");
    expect(await look("demo.township", glass.id)).toBeNull();
  });

  it("answers the same for a number that nobody has, and tells no more of one's own region", async () => {
    const missing = `${number.slice(0, 13)}0000`;
    const shapeOf = async (asked: string) => {
      const { id, brokenAt, endsAt, ...rest } = await breakIt("demo.township", { number: asked });
      await end("demo.township", id);
      return {
        id,
        rest: {
          ...rest,
          number: "",
          minutes: (Date.parse(endsAt ?? "") - Date.parse(brokenAt ?? "")) / 60_000,
        },
      };
    };
    const [there, nowhere] = [await shapeOf(number), await shapeOf(missing)];
    expect(there.rest).toEqual(nowhere.rest);
    expect(there.rest.minutes).toBe(60);
    const events = await Promise.all([there, nowhere].map(({ id }) => eventsOf(id)));
    expect(events[0]).toEqual(events[1]);
    // The look, which is on record by then, is what tells.
    const glass = await breakIt("demo.township", { number: missing });
    expect(await look("demo.township", glass.id)).toMatchObject({ isFound: false, members: [] });
    await end("demo.township", glass.id);
    expect((await breakIt("demo.township", { number: "360827100900-0001" })).code).toBe("DOES_NOT_FIT");
    expect((await breakIt("demo.township", { number: "360827100900-9998" })).code).toBe("DOES_NOT_FIT");
  });

  it("is refused without a reason, for longer than three hours, twice at once, more than ten times a day, and to other posts", async () => {
    const code = async (values: Record<string, unknown>) => (await breakIt("demo.worker", values)).code;
    expect(await code({ reason: "看看" })).toBe("INVALID");
    expect(await code({ reason: "身份证360102197001010018" })).toBe("INVALID");
    expect(await code({ minutes: 181 })).toBe("INVALID");
    expect(await code({ number: "360828" })).toBe("INVALID");
    for (const login of ["demo.county", "demo.auditor"])
      expect((await ask(login, BREAK, { id: randomUUID(), number, reason: REASON })).code).toBe("FORBIDDEN");
    const id = randomUUID();
    const first = await breakIt("demo.worker", { id });
    expect(await breakIt("demo.worker", { id })).toEqual(first);
    expect(await code({ id, number: `${number.slice(0, 13)}0001` })).toBe("OTHER_CONTENT");
    expect(await code({})).toBe("LIMIT_REACHED");
    await end("demo.worker", id);
    for (let turn = 1; turn < 10; turn += 1) await end("demo.worker", (await breakIt("demo.worker")).id);
    expect(await code({})).toBe("LIMIT_REACHED");
  });

  it("is kept by the database: by its token, for its time, for reading alone, and never longer", async () => {
    const glass = await breakIt("demo.township");
    const token = (headers.get("demo.township")?.cookie ?? "").split("=")[1] ?? "";
    const asCasework = async (id: string, statement: string, carried = token) => {
      await database.query("begin");
      try {
        await database.query(
          "select set_config('atlas.token', $1, true), set_config('atlas.glass', $2, true)",
          [carried, id],
        );
        await database.query("set local role atlas_casework");
        return (await database.query<{ count: number }>(statement)).rows[0]?.count ?? null;
      } finally {
        await database.query("rollback");
      }
    };
    const FOREIGN =
      "select count(*)::int as count from casework.households where village_code >= '360828' and village_code < '360829'";
    expect(await asCasework(glass.id, FOREIGN)).toBe(1);
    expect(await asCasework("", FOREIGN)).toBe(0);
    expect(await asCasework(randomUUID(), FOREIGN)).toBe(0);
    const other = await newToken(database, "demo.township", "SESSION");
    expect(await asCasework(glass.id, FOREIGN, other)).toBe(0);
    for (const [table, seen] of [
      ["members", 1],
      ["identities", 1],
      ["account_entries", 0],
      ["cases", 0],
    ])
      expect([
        table,
        await asCasework(
          glass.id,
          `select count(*)::int as count from casework.${table} where county_code = '360828'`,
        ),
      ]).toEqual([table, seen]);
    expect(
      await asCasework(
        glass.id,
        "with changed as (update casework.households set lacks_funds = true where county_code = '360828' returning 1) select count(*)::int as count from changed",
      ),
    ).toBe(0);
    await expect(
      asCasework(glass.id, "update casework.broken_glass set ends_at = now() + interval '1 day'"),
    ).rejects.toThrow("permission denied");
    await expect(
      asCasework(glass.id, "insert into casework.broken_glass (id) values (gen_random_uuid())"),
    ).rejects.toThrow("permission denied");
    await expect(
      asCasework(glass.id, `select casework.break_glass(gen_random_uuid(), '${number}', '事由事由', 181)`),
    ).rejects.toThrow("check constraint");
    // Its time is over: nobody has to end it.
    await database.query("begin");
    await database.query(
      "update casework.broken_glass set broken_at = now() - interval '3 hours', ends_at = now() - interval '1 minute' where id = $1",
      [glass.id],
    );
    await database.query(
      "insert into audit.events (channel, action, entity_kind, entity_id) values ('COMMAND', 'test.prepare', 'Test', 'glass')",
    );
    await database.query("commit");
    expect(await asCasework(glass.id, FOREIGN)).toBe(0);
    expect(await look("demo.township", glass.id)).toBeNull();
  });
});
