import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { buildSchema } from "graphql";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { guardSchema } from "../server/access/guard.ts";
import { hashPassword } from "../server/access/passwords.ts";
import { noteFailure } from "../server/access/queries.ts";
import { inventedIdNumber } from "../server/identityNumbers.ts";
import { openKeys } from "../server/keys.ts";
import { atlases, graphql } from "./atlas.ts";
import { ask, asOwner, keysOf, newHousehold, REFUSED } from "./casework.ts";
import { newToken } from "./newToken.ts";
import { signInAs } from "./signedIn.ts";

describe("what nobody classified", () => {
  it("stops the build by name, a root field and a field of a type alike", () => {
    const schema = buildSchema("type Query { secrets: [Secret!]! } type Secret { name: String! }");
    expect(() => guardSchema(schema)).toThrow("nobody said who may see Query.secrets, Secret.name");
  });
});

describe("what is sealed", () => {
  it("opens in its own place only, and not at all once a byte has changed", () => {
    const keys = openKeys(null);
    const text = fc.string({ minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(text, text, text, fc.nat(), (value, column, row, at) => {
        const sealed = keys.seal(value, { column, row });
        expect(keys.open(sealed, { column, row }).toString()).toBe(Buffer.from(value).toString());
        expect(() => keys.open(sealed, { column, row: `${row}x` })).toThrow();
        expect(() => keys.open(sealed, { column: `${column}x`, row })).toThrow();
        const changed = Buffer.from(sealed);
        changed[at % changed.length] = (changed[at % changed.length] ?? 0) ^ 1;
        expect(() => keys.open(changed, { column, row })).toThrow();
        // The same value sealed twice tells nobody that it is the same; its blind index does, under a key of its own.
        expect(keys.seal(value, { column, row }).equals(sealed)).toBe(false);
        expect(keys.blind(value).equals(keys.blind(value))).toBe(true);
      }),
    );
  });

  it("costs a guesser of passwords nineteen mebibytes and two passes a try", async () => {
    expect(await hashPassword("a password of somebody")).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });
});

describe.each(atlases)("safeguards of casework on $name", (atlas) => {
  const { url, databaseUrl } = atlas;
  const database = new pg.Client({ connectionString: databaseUrl });
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  beforeAll(() => database.connect());
  afterAll(async () => {
    await database.end();
    await pool.end();
  });
  const who = async (headers: Record<string, string>) => {
    const { data } = await graphql<{ viewer: { login: string } | null } | null>(
      url,
      "{ viewer { login } }",
      {},
      headers,
    );
    return data?.viewer?.login ?? null;
  };
  const sign = async (login: string, password: string) =>
    (
      await graphql<{ signIn: { __typename: string; retryAfterSeconds?: number | null } }>(
        url,
        `mutation ($login: String!, $password: String!) { signIn(login: $login, password: $password) {
          __typename ... on SignInRefused { retryAfterSeconds } } }`,
        { login, password },
      )
    ).data.signIn;

  it("end a session after half an hour unused and twelve hours at most, and a key at its day", async () => {
    const session = await newToken(database, "demo.partner", "SESSION");
    const key = await newToken(database, "demo.partner", "API_KEY");
    const change = (token: string, set: string) =>
      database.query(`update access.tokens set ${set} where sha256 = sha256(convert_to($1, 'UTF8'))`, [
        token,
      ]);
    const bySession = { cookie: `__Host-atlas=${session}` };
    const byKey = { authorization: `Bearer ${key}` };
    expect([await who(bySession), await who(byKey)]).toEqual(["demo.partner", "demo.partner"]);
    // A program may rest; a browser that was left open may not.
    for (const token of [session, key]) await change(token, "used_at = now() - interval '31 minutes'");
    expect([await who(bySession), await who(byKey)]).toEqual([null, "demo.partner"]);
    await change(session, "used_at = now(), expires_at = now() - interval '1 second'");
    await change(key, "expires_at = now() - interval '1 second'");
    expect([await who(bySession), await who(byKey)]).toEqual([null, null]);
  });

  it("lock an account after ten wrong passwords in a row, the right one included, and let a disabled one in nowhere", async () => {
    const admin = await signInAs(url, "demo.security");
    const login = `safe.${Date.now().toString(36)}`;
    const { data } = await graphql<{ createPerson: { password: string; person: { id: string } } }>(
      url,
      `mutation ($login: String!) { createPerson(login: $login, name: "测安全", role: VILLAGE_WORKER, regions: ["360827100900"]) {
        password person { id } } }`,
      { login },
      admin,
    );
    const { password, person } = data.createPerson;
    expect(await sign(login, password)).toMatchObject({ __typename: "SignedIn" });
    const session = { cookie: `__Host-atlas=${await newToken(database, login, "SESSION")}` };
    const key = { authorization: `Bearer ${await newToken(database, login, "API_KEY")}` };
    for (let failure = 0; failure < 9; failure += 1) await noteFailure(pool, person.id);
    expect((await sign(login, "not the password")).__typename).toBe("SignInRefused");
    const locked = await sign(login, password);
    expect(locked.__typename).toBe("SignInRefused");
    expect(locked.retryAfterSeconds).toBeGreaterThan(600);
    expect([await who(session), await who(key)]).toEqual([login, login]);
    await graphql(url, "mutation ($id: ID!) { disablePerson(id: $id) }", { id: person.id }, admin);
    expect([await who(session), await who(key)]).toEqual([null, null]);
    await database.query("update access.people set locked_until = null, failed_attempts = 0 where id = $1", [
      person.id,
    ]);
    expect((await sign(login, password)).__typename).toBe("SignInRefused");
  });

  it("mix nobody up: hundreds of requests at once by people of many places, each answered in its own", async () => {
    const { rows } = await database.query<{ login: string; regions: string[] }>(
      `select login, array_agg(region_code) as regions from access.people join access.person_regions on person_id = id
       where login = any ($1) group by login`,
      [["demo.worker", "demo.township", "demo.county", "demo.neighbour"]],
    );
    expect(rows.length).toBe(4);
    const asked = await Promise.all(
      rows.map(async ({ login, regions }) => ({ login, regions, headers: await signInAs(url, login) })),
    );
    const QUERY =
      '{ viewer { login } households(within: "CN", first: 3) { totalCount nodes { villageCode } } }';
    interface Seen {
      viewer: { login: string };
      households: { totalCount: number; nodes: { villageCode: string }[] };
    }
    const counts = new Map<string, Set<number>>();
    // Twelve at a time: more than there are connections, and no more than the embedded database answers in its time.
    const queue = Array.from({ length: 240 }, (_, index) => asked[index % asked.length]).values();
    const worker = async () => {
      for (const one of queue) {
        if (!one) continue;
        const { data } = await graphql<Seen>(url, QUERY, {}, one.headers);
        expect(data.viewer.login).toBe(one.login);
        expect(data.households.nodes.length).toBe(3);
        for (const { villageCode } of data.households.nodes)
          expect([one.login, one.regions.some((region) => villageCode.startsWith(region))]).toEqual([
            one.login,
            true,
          ]);
        counts.set(one.login, (counts.get(one.login) ?? new Set()).add(data.households.totalCount));
      }
    };
    await Promise.all(Array.from({ length: 12 }, worker));
    // A village, a township, a county: what each counts is another number, whoever asked a moment before.
    expect(counts.size).toBe(4);
    expect(Math.max(...(counts.get("demo.worker") ?? []))).toBeLessThan(
      Math.min(...(counts.get("demo.township") ?? [])),
    );
    expect(Math.max(...(counts.get("demo.township") ?? []))).toBeLessThan(
      Math.min(...(counts.get("demo.county") ?? [])),
    );
  });

  it("refuse by the database alone to write outside the region, or to move what is inside out of it", async () => {
    const { id } = await newHousehold(database, keysOf(atlas));
    const token = await newToken(database, "demo.worker", "SESSION");
    const tried = async (statement: string, values: unknown[]) => {
      await database.query("begin");
      try {
        await database.query("select set_config('atlas.token', $1, true)", [token]);
        await database.query("set local role atlas_casework");
        return (await database.query(statement, values)).rowCount;
      } catch (error) {
        return (error as Error).message;
      } finally {
        await database.query("rollback");
      }
    };
    const INSERT =
      "insert into casework.households (id, village_code, number, formerly_poor) values ($1, $2::text, $2 || '-9998', false)";
    expect(await tried(INSERT, [randomUUID(), "360828100900"])).toContain("row-level security");
    expect(await tried(INSERT, [randomUUID(), "360827100904"])).toContain("row-level security");
    expect(await tried(INSERT, [randomUUID(), "360827100900"])).toBe(1);
    const MOVE = "update casework.households set village_code = $2 where id = $1";
    expect(await tried(MOVE, [id, "360828100900"])).toContain("row-level security");
    const TOUCH =
      "update casework.households set lacks_funds = true where village_code >= $1 and village_code < $2";
    expect(await tried(TOUCH, ["360828", "360829"])).toBe(0);
    // A scope cannot be typed: who asks is looked up by the token, and the tables of people are closed.
    expect(
      await tried("select set_config('atlas.viewer', 'demo.county', true), * from access.people", []),
    ).toContain("permission denied");
  });

  it("keep leads, steps and entries for ever, and where a lead came from", async () => {
    await expect(
      asOwner(database, [
        [
          "update casework.leads set channel = case channel when 'INSPECTION' then 'SELF_REPORT' else 'INSPECTION' end where id = (select id from casework.leads order by id limit 1)",
          [],
        ],
      ]),
    ).rejects.toThrow("kept for ever");
    const { rows } = await database.query<{ name: string }>(
      `select relname as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
       where nspname in ('casework', 'audit', 'access') and relkind = 'r'
         and (has_table_privilege('atlas_casework', pg_class.oid, 'delete')
           or has_table_privilege('atlas_casework', pg_class.oid, 'truncate')
           or has_table_privilege('atlas_open', pg_class.oid, 'insert, update, delete'))`,
    );
    expect(rows).toEqual([]);
    await expect(
      database.query(
        "insert into casework.leads (id, village_code, channel, cause) values (gen_random_uuid(), '360827100900', null, 'WATER')",
      ),
    ).rejects.toThrow("channel");
  });

  it("show nothing in clear when the look cannot be noted", async () => {
    const { memberId } = await newHousehold(database, keysOf(atlas), { name: "测不留痕" });
    const name = `refuse_${memberId.slice(0, 8)}`;
    await database.query(
      `create function audit.${name}() returns trigger language plpgsql as $$ begin raise exception 'the audit is full'; end $$`,
    );
    await database.query(
      `create trigger ${name} before insert on audit.events for each row when (new.entity_id = '${memberId}') execute function audit.${name}()`,
    );
    const REVEAL =
      "mutation ($id: ID!) { revealMember(id: $id, purpose: FIELD_VISIT) { __typename ... on RevealedMember { name } } }";
    const reveal = async () =>
      graphql<{ revealMember: { name?: string } } | null>(
        url,
        REVEAL,
        { id: memberId },
        await signInAs(url, "demo.worker"),
      );
    try {
      const unnoted = await reveal();
      expect(unnoted.errors?.length).toBe(1);
      expect(JSON.stringify(unnoted)).not.toContain("测不留痕");
    } finally {
      await database.query(`drop trigger ${name} on audit.events`);
      await database.query(`drop function audit.${name}()`);
    }
    expect((await reveal()).data?.revealMember.name).toBe("测不留痕");
  });

  it("take nobody in twice, by the form with a network and by the form without one alike", async () => {
    const household = await newHousehold(database, keysOf(atlas));
    const idNumber = inventedIdNumber("1961-02-03", Math.floor(Math.random() * 1_000));
    const member = () => ({
      id: randomUUID(),
      householdId: household.id,
      relation: "OTHER",
      sex: "F",
      name: "测重复",
      idNumber,
      labour: "ABLE",
    });
    const SYNC = `mutation ($key: String!, $member: MemberInput!) { syncField(batchKey: $key, operations: [{ member: $member }]) {
      __typename ... on SyncedField { results { outcome refused { code message } } } } }`;
    const offline = (login: string) => ask(url, login, SYNC, { key: randomUUID(), member: member() });
    const RECORD = `mutation ($member: MemberInput!) { recordMember(member: $member) { __typename ${REFUSED} } }`;
    // A number of an earlier run on the same database is a duplicate already.
    await offline("demo.worker");
    const online = await ask(url, "demo.worker", RECORD, { member: member() });
    expect(online.code).toBe("POSSIBLE_DUPLICATE");
    expect((await offline("demo.worker")).results).toEqual([
      { outcome: "REFUSED", refused: { code: "POSSIBLE_DUPLICATE", message: online.message } },
    ]);
    const { rows } = await database.query<{ members: number }>(
      "select count(*)::int as members from casework.members where household_id = $1",
      [household.id],
    );
    expect(rows[0]?.members).toBeLessThanOrEqual(2);
  });
});
