import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { buildSchema, parse } from "graphql";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deprecatedIn } from "../server/usage/operations.ts";
import { atlases, graphql } from "./atlas.ts";
import { newToken } from "./newToken.ts";
import { signInAs } from "./signedIn.ts";

interface Secret {
  start: string;
}
interface Key {
  id: string;
  name: string;
  scopes: string[];
  regions: string[];
  pointsPerMinute: number;
  rowVersion: number;
  secrets: Secret[];
}
interface Answer {
  __typename: string;
  code?: string;
  message?: string;
  secret?: string;
  key?: Key;
  id?: string;
  rowVersion?: number;
  secrets?: Secret[];
  keys?: Key[];
}

const KEY = "id name scopes regions pointsPerMinute rowVersion secrets { start }";
const ANSWER = `__typename ... on Refused { code message } ... on KeyMade { secret key { ${KEY} } } ... on OrganisationKey { ${KEY} }`;
const ORGANISATION = `__typename ... on Refused { code message } ... on Organisation { id rowVersion keys { ${KEY} } }`;
const CREATE = `mutation ($id: ID!, $key: KeyInput!, $days: Int! = 30) { createOrganisationKey(id: $id, key: $key, days: $days) { ${ANSWER.replace(/ \.\.\. on OrganisationKey.*/, "")} } }`;
const CHANGE = `mutation ($id: ID!, $v: Int!, $key: KeyInput!) { changeOrganisationKey(id: $id, rowVersion: $v, key: $key) { __typename ... on Refused { code message } ... on OrganisationKey { ${KEY} } } }`;
const ROTATE = `mutation ($id: ID!, $v: Int!) { rotateOrganisationKey(id: $id, rowVersion: $v) { __typename ... on Refused { code message } ... on KeyMade { secret key { ${KEY} } } } }`;
const REVOKE = `mutation ($id: ID!, $v: Int!, $start: String) { revokeOrganisationKey(id: $id, rowVersion: $v, start: $start) { __typename ... on Refused { code message } ... on OrganisationKey { ${KEY} } } }`;
const FOUND = `mutation ($id: ID!, $name: String!, $grant: GrantInput!) { createOrganisation(id: $id, name: $name, grant: $grant) { ${ORGANISATION} } }`;
const GRANT = `mutation ($id: ID!, $v: Int!, $name: String!, $grant: GrantInput!) { grantOrganisation(id: $id, rowVersion: $v, name: $name, grant: $grant) { ${ORGANISATION} } }`;

it("finds what is deprecated in a document: fields, arguments, values", () => {
  const schema = buildSchema(`
    type Query { old: Int @deprecated(reason: "new") new(by: By, was: Int @deprecated(reason: "by")): Int }
    enum By { NAME CODE @deprecated(reason: "NAME") }`);
  const found = deprecatedIn(schema, parse("{ old new(by: CODE, was: 1) ... on Query { old } }"));
  expect(found).toEqual(["By.CODE", "Query.new(was)", "Query.old"]);
  expect(deprecatedIn(schema, parse("{ new(by: NAME) }"))).toEqual([]);
});

describe.each(atlases)("partner organisations on $name", ({ url, databaseUrl }) => {
  const database = new pg.Client({ connectionString: databaseUrl });
  let admin: Record<string, string>;
  const organisation = randomUUID();
  const login = `partner.${organisation.slice(0, 8)}`;
  let manager: Record<string, string>;
  let personId = "";

  const ask = async (
    headers: Record<string, string>,
    document: string,
    variables: object = {},
  ): Promise<Answer> => {
    const { data, errors } = await graphql<Record<string, Answer>>(url, document, { ...variables }, headers);
    expect(errors).toBeUndefined();
    return Object.values(data)[0] ?? { __typename: "null" };
  };
  const limits = (more: Partial<Omit<Key, "id">> = {}) => ({
    name: "测密钥",
    scopes: ["OPEN_DATA", "CHANGES"],
    regions: ["CN"],
    pointsPerMinute: 2_000,
    ...more,
  });
  const bearer = (secret: string | undefined) => ({ authorization: `Bearer ${secret}` });
  const events = async (id: string) => {
    const { rows } = await database.query<{ action: string }>(
      "select action from audit.events where entity_id = $1 order by id",
      [id],
    );
    return rows.map(({ action }) => action);
  };
  const statusOf = async (secret: string | undefined, query = "{ about { villages } }") =>
    (await graphql(url, query, {}, bearer(secret))).status;

  beforeAll(async () => {
    await database.connect();
    admin = await signInAs(url, "demo.security");
    const grant = {
      scopes: ["OPEN_DATA", "CHANGES"],
      regions: ["36", "luoxiao"],
      pointsPerMinute: 10_000,
      mostKeys: 3,
    };
    const founded = await ask(admin, FOUND, { id: organisation, name: "测合作单位", grant });
    expect(founded).toMatchObject({ __typename: "Organisation", id: organisation, keys: [] });
    // The same id again is the same organisation.
    expect(await ask(admin, FOUND, { id: organisation, name: "测合作单位", grant })).toEqual(founded);
    const created = await graphql<{ createPerson: { person: { id: string } } }>(
      url,
      `mutation ($login: String!) { createPerson(login: $login, name: "测管理人", role: PARTNER, regions: ["CN"]) { person { id } } }`,
      { login },
      admin,
    );
    personId = created.data.createPerson.person.id;
    const APPOINT = `mutation ($p: ID!, $o: ID!) { appointKeyManager(personId: $p, organisationId: $o, managesKeys: true) { ${ORGANISATION} } }`;
    expect((await ask(admin, APPOINT, { p: personId, o: organisation })).__typename).toBe("Organisation");
    manager = { cookie: `__Host-atlas=${await newToken(database, login, "SESSION")}` };
    expect(await events(organisation)).toEqual(["organisation.create"]);
    expect(await events(personId)).toEqual(["person.create", "organisation.appoint"]);
  });
  afterAll(() => database.end());

  it("create, name, limit, replace and revoke their keys, each with one event, within the grant", async () => {
    const id = randomUUID();
    const made = await ask(manager, CREATE, { id, key: limits() });
    expect(made.key).toMatchObject({ id, name: "测密钥", secrets: [{ start: made.secret?.slice(0, 21) }] });
    expect(await statusOf(made.secret)).toBe(200);
    expect(await ask(manager, CREATE, { id, key: limits() })).toMatchObject({ code: "ALREADY_DONE" });
    const renamed = await ask(manager, CHANGE, { id, v: 1, key: limits({ name: "测改名" }) });
    expect(renamed).toMatchObject({ name: "测改名", rowVersion: 2 });
    expect(await ask(manager, CHANGE, { id, v: 1, key: limits() })).toMatchObject({ code: "CONFLICT" });
    const rotated = await ask(manager, ROTATE, { id, v: 2 });
    expect([await statusOf(made.secret), await statusOf(rotated.secret)]).toEqual([200, 200]);
    expect(await ask(manager, ROTATE, { id, v: 3 })).toMatchObject({ code: "LIMIT_REACHED" });
    const start = made.secret?.slice(0, 21);
    expect((await ask(manager, REVOKE, { id, v: 3, start })).secrets).toEqual([
      { start: rotated.secret?.slice(0, 21) },
    ]);
    expect([await statusOf(made.secret), await statusOf(rotated.secret)]).toEqual([401, 200]);
    expect((await ask(manager, REVOKE, { id, v: 4 })).secrets).toEqual([]);
    expect(await statusOf(rotated.secret)).toBe(401);
    expect(await ask(manager, REVOKE, { id, v: 5 })).toMatchObject({ code: "NOT_FOUND" });
    expect(await events(id)).toEqual(["key.create", "key.change", "key.rotate", "key.revoke", "key.revoke"]);
  });

  it("cannot go beyond what was granted: uses, regions, points, number", async () => {
    const refused = async (more: Partial<Key>) =>
      (await ask(manager, CREATE, { id: randomUUID(), key: limits(more) })).message ?? "done";
    expect(await refused({ scopes: ["WEBHOOKS"] })).toContain("WEBHOOKS");
    expect(await refused({ regions: ["43"] })).toContain("43");
    expect(await refused({ regions: ["999999"] })).toContain("999999");
    expect(await refused({ pointsPerMinute: 10_001 })).toContain("10001");
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    // Counties of the area are granted with it, also those of the other province.
    const keys = await Promise.all(
      ids
        .slice(0, 1)
        .map((id) => ask(manager, CREATE, { id, key: limits({ regions: ["360827", "430224"] }) })),
    );
    expect(keys[0]?.__typename).toBe("KeyMade");
    for (const id of ids.slice(1)) await ask(manager, CREATE, { id, key: limits() });
    expect(await refused({})).toMatch(/3/);
    for (const id of ids) await ask(manager, REVOKE, { id, v: 1 });
    expect(await events(ids[0] ?? "")).toEqual(["key.create", "key.revoke"]);
  });

  it("have keys that do what they were made for and ask for their regions, and no more once the grant shrinks", async () => {
    const id = randomUUID();
    const { secret } = await ask(manager, CREATE, {
      id,
      key: limits({ scopes: ["OPEN_DATA"], regions: ["360827"] }),
    });
    const tries = async (query: string) => {
      const { status, errors } = await graphql(url, query, {}, bearer(secret));
      return errors ? `${status} ${errors[0]?.extensions.code}` : `${status}`;
    };
    // Each twice: an operation that was answered before goes another way.
    for (let time = 0; time < 2; time += 1) {
      expect(await tries('{ villages(within: "360827", first: 1) { nodes { code } } }')).toBe("200");
      expect(await tries('{ village(code: "360827100900") { name } }')).toBe("200");
      expect(await tries('{ villages(within: "360828", first: 1) { nodes { code } } }')).toBe(
        "403 FORBIDDEN",
      );
      expect(await tries("{ villages(first: 1) { nodes { code } } }")).toBe("403 FORBIDDEN");
      expect(await tries('query { ...f } fragment f on Query { region(code: "36") { name } }')).toBe(
        "403 FORBIDDEN",
      );
      expect(await tries("{ changes(first: 1) { cursor } }")).toBe("403 FORBIDDEN");
      expect(await tries("{ viewer { login } }")).toBe("200");
    }
    const { rows } = await database.query<{ v: number }>(
      "select row_version as v from access.organisations where id = $1",
      [organisation],
    );
    const grant = { scopes: ["CHANGES"], regions: ["36"], pointsPerMinute: 10_000, mostKeys: 3 };
    const smaller = await ask(admin, GRANT, { id: organisation, v: rows[0]?.v, name: "测合作单位", grant });
    expect(await tries('{ village(code: "360827100900") { name } }')).toBe("403 FORBIDDEN");
    await ask(admin, GRANT, {
      id: organisation,
      v: smaller.rowVersion,
      name: "测合作单位",
      grant: { ...grant, scopes: ["OPEN_DATA", "CHANGES"], regions: ["36", "luoxiao"] },
    });
    expect(await tries('{ village(code: "360827100900") { name } }')).toBe("200");
    await ask(manager, REVOKE, { id, v: 1 });
  });

  it("do not find each other's keys, and a key manages none", async () => {
    const other = await signInAs(url, "demo.partner");
    const id = randomUUID();
    const { secret } = await ask(other, CREATE, { id, key: limits({ scopes: ["OPEN_DATA", "WEBHOOKS"] }) });
    expect(secret).toMatch(/^fpk_live_/);
    for (const document of [ROTATE, REVOKE])
      expect(await ask(manager, document, { id, v: 1 })).toMatchObject({ code: "NOT_FOUND" });
    expect(await ask(manager, CHANGE, { id, v: 1, key: limits() })).toMatchObject({ code: "NOT_FOUND" });
    expect(await ask(bearer(secret), REVOKE, { id, v: 1 })).toMatchObject({ code: "FORBIDDEN" });
    const mine = await ask(
      manager,
      `{ organisation { ${ORGANISATION.replace(/^.*on Organisation \{/, "").replace(/\}$/, "")} } }`,
    );
    expect(mine.keys?.map((key) => key.id)).not.toContain(id);
    await ask(other, REVOKE, { id, v: 1 });
  });

  it("see what each key used by day and operation, what it cost, and what was deprecated", async () => {
    const id = randomUUID();
    const { secret } = await ask(manager, CREATE, { id, key: limits({ pointsPerMinute: 1_000 }) });
    const NAMED = "query Small($code: String!) { village(code: $code) { name } }";
    const first = await graphql(url, NAMED, { code: "360827100900" }, bearer(secret));
    await graphql(url, NAMED, { code: "360827100901" }, bearer(secret));
    const twice = ['{ region(code: "36") { name } }', '{ region(code: "360827") { name } }'];
    for (const query of twice) await graphql(url, query, {}, bearer(secret));
    await graphql(url, "{ nothing }", {}, bearer(secret));
    const large = '{ villages(within: "36", first: 250) { nodes { code name } } }';
    const outcomes = [await statusOf(secret, large), await statusOf(secret, large)];
    expect(outcomes).toEqual([200, 429]);
    const usage = async (headers: Record<string, string>, path = "/partners/me/usage") => {
      const response = await fetch(`${url}${path}`, { headers });
      return { status: response.status, body: (await response.json()) as { keys: Usage[] } };
    };
    interface Counts {
      requests: number;
      answered: number;
      refused: number;
      limited: number;
      failed: number;
      cost: number;
    }
    interface Usage {
      keyId: string;
      name: string;
      pointsPerMinute: number;
      pointsLeft: number;
      total: Counts;
      days: (Counts & { day: string })[];
      operations: (Counts & { operation: string; hash: string })[];
      deprecated: { element: string; requests: number }[];
    }
    const [key] = (await usage(bearer(secret))).body.keys;
    const cost = first.extensions?.cost ?? 0;
    expect(key).toMatchObject({ keyId: id, name: "测密钥", pointsPerMinute: 1_000, deprecated: [] });
    expect(key?.total).toMatchObject({ requests: 7, answered: 5, refused: 1, limited: 1, failed: 0 });
    expect(key?.operations.find(({ operation }) => operation === "Small")).toMatchObject({
      requests: 2,
      cost: 2 * cost,
    });
    // Two documents that differ in a value are one operation.
    expect(
      key?.operations
        .filter(({ operation }) => operation === "")
        .map(({ requests }) => requests)
        .sort(),
    ).toEqual([1, 2, 2]);
    expect(key?.days).toHaveLength(1);
    expect(key?.total.cost).toBe(key?.operations.reduce((sum, each) => sum + each.cost, 0));
    expect(key?.pointsLeft).toBeLessThan(250);
    // The manager sees all keys of the organisation, by GraphQL as by JSON.
    const { data } = await graphql<{ keyUsage: Usage[] }>(
      url,
      "{ keyUsage { keyId total { requests cost } } }",
      {},
      manager,
    );
    expect(data.keyUsage.find(({ keyId }) => keyId === id)?.total).toMatchObject({ cost: key?.total.cost });
    const keys = (await usage(manager)).body.keys.map(({ keyId }) => keyId);
    expect(keys).toEqual(data.keyUsage.map(({ keyId }) => keyId));
    expect((await usage(bearer(secret), "/partners/me/usage?days=91")).status).toBe(400);
    expect((await usage({})).status).toBe(401);
    const personal = await newToken(database, "demo.security", "API_KEY");
    await graphql(url, "{ people { liveKeys } }", {}, bearer(personal));
    expect((await usage(bearer(personal))).body.keys[0]?.deprecated).toEqual([
      { element: "Person.liveKeys", requests: 1, lastDay: expect.any(String) },
    ]);
    // No value that was asked with stands anywhere.
    const { rows } = await database.query<{ text: string }>(
      "select string_agg(to_jsonb(usage)::text, ' ') as text from partners.key_usage usage where key_id = $1",
      [id],
    );
    expect(rows[0]?.text).not.toContain("360827");
    await ask(manager, REVOKE, { id, v: 1 });
  });

  it("keeps at most 200 operations of a key and day apart, all others together", async () => {
    const key = randomUUID();
    const { storeUsage } = await import("../server/usage/changes.ts");
    const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
    const row = (n: number) => ({
      keyId: key,
      operation: `Op${n}`,
      hash: n.toString(16).padStart(16, "0"),
      requests: 1,
      answered: 1,
      refused: 0,
      limited: 0,
      failed: 0,
      cost: 3,
    });
    await storeUsage(
      pool,
      Array.from({ length: 150 }, (_, n) => row(n)),
      [],
    );
    await storeUsage(
      pool,
      Array.from({ length: 300 }, (_, n) => row(n)),
      [],
    );
    await pool.end();
    const { rows } = await database.query<{ apart: number; requests: number; cost: number; rest: number }>(
      `select count(*)::int as apart, sum(requests)::int as requests, sum(cost)::int as cost,
              sum(requests) filter (where operation = '*')::int as rest from partners.key_usage where key_id = $1`,
      [key],
    );
    expect(rows[0]?.apart).toBeLessThanOrEqual(201);
    expect(rows[0]).toMatchObject({ requests: 450, cost: 1_350 });
    expect(rows[0]?.rest).toBeGreaterThan(0);
  });

  it("stop altogether when the partnership ends", async () => {
    const { secret } = await ask(manager, CREATE, { id: randomUUID(), key: limits() });
    const { rows } = await database.query<{ v: number }>(
      "select row_version as v from access.organisations where id = $1",
      [organisation],
    );
    const END = `mutation ($id: ID!, $v: Int!) { disableOrganisation(id: $id, rowVersion: $v) { ${ORGANISATION} } }`;
    expect((await ask(admin, END, { id: organisation, v: rows[0]?.v })).keys).toEqual([]);
    expect(await statusOf(secret)).toBe(401);
    expect(await ask(manager, CREATE, { id: randomUUID(), key: limits() })).toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe.each(atlases)("estimateCost of $name", ({ url }) => {
  const ESTIMATE =
    "query ($d: String!, $v: String) { estimateCost(document: $d, variables: $v) { cost limit isAllowed message } }";
  interface Estimate {
    estimateCost: { cost: number; limit: number; isAllowed: boolean; message: string | null };
  }
  const folder = new URL("operations/", import.meta.url);

  it("says of every document what the door then charges, without running any", async () => {
    const names = readdirSync(folder);
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) {
      const document = readFileSync(new URL(name, folder), "utf8");
      const charged = await graphql(url, document);
      const estimated = await graphql<Estimate>(url, ESTIMATE, { d: document });
      expect([name, estimated.errors, estimated.data?.estimateCost]).toMatchObject([
        name,
        undefined,
        { cost: charged.extensions?.cost, isAllowed: true, message: null },
      ]);
      expect([name, estimated.statements]).toEqual([name, 0]);
    }
  });

  it("gives a document over the limit its cost and the sentence, and one that is wrong an error", async () => {
    const large =
      "query($n: Int) { villages(first: $n) { nodes { projects(first: 500) { nodes { code } } } } }";
    const { data, errors } = await graphql<Estimate>(url, ESTIMATE, { d: large, v: '{"n": 500}' });
    expect(errors).toBeUndefined();
    expect(data.estimateCost.cost).toBe(1 + 500 * (1 + 1 + 500 * 2));
    expect(data.estimateCost.isAllowed).toBe(false);
    expect(data.estimateCost.message).toContain(String(data.estimateCost.cost));
    for (const [d, v] of [
      ["{ nothing }", null],
      ["{ about {", null],
      ["query A { about { villages } } query B { about { villages } }", null],
      ["{ about { villages } }", "[]"],
      ["query($n: Int!) { villages(first: $n) { nodes { code } } }", '{"n": "x"}'],
    ])
      expect((await graphql(url, ESTIMATE, { d, v })).errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  });
});
