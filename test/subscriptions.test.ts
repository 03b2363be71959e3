import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { type ClientRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { createClient } from "graphql-sse";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Events, Hub } from "../server/subscriptions/hub.ts";
import { atlases, graphql } from "./atlas.ts";
import { asOwner, keysOf, newCase, newHousehold, OPEN, ask as work } from "./casework.ts";
import { newToken } from "./newToken.ts";
import { startAtlas, stopChild } from "./setup.ts";
import { signInAs } from "./signedIn.ts";

interface Message {
  data?: Record<string, Record<string, unknown>>;
  errors?: { message: string; extensions: { code: string } }[];
}

/** A subscription as a program would hold it, with what it has heard so far. */
class Subscriber {
  readonly heard: Message[] = [];
  status = 0;
  refusal = "";
  isComplete = false;
  isClosed = false;
  response: IncomingMessage | null = null;
  #request: ClientRequest | null = null;
  #text = "";

  static open(
    url: string,
    headers: Record<string, string>,
    query: string,
    variables: object = {},
  ): Promise<Subscriber> {
    const subscriber = new Subscriber();
    return new Promise((resolve, reject) => {
      subscriber.#request = httpRequest(
        `${url}/graphql/stream`,
        {
          method: "POST",
          agent: false,
          headers: {
            "content-type": "application/json",
            accept: "text/event-stream",
            "accept-language": "en",
            ...headers,
          },
        },
        (response) => {
          subscriber.status = response.statusCode ?? 0;
          subscriber.response = response;
          response.setEncoding("utf8");
          response.on("data", (chunk: string) => subscriber.#read(chunk));
          response.on("close", () => {
            subscriber.isClosed = true;
            if (subscriber.status !== 200) resolve(subscriber);
          });
          response.on("error", () => {});
          if (subscriber.status === 200) resolve(subscriber);
        },
      );
      subscriber.#request.on("error", reject);
      subscriber.#request.end(JSON.stringify({ query, variables }));
    });
  }

  #read(chunk: string) {
    this.#text += chunk;
    if (this.status !== 200) {
      this.refusal = this.#text;
      return;
    }
    const parts = this.#text.split("\n\n");
    this.#text = parts.pop() ?? "";
    for (const part of parts) {
      const [, event, data = ""] = /^event: (\w+)\ndata: ?(.*)$/s.exec(part) ?? [];
      if (event === "next") this.heard.push(JSON.parse(data) as Message);
      if (event === "complete") this.isComplete = true;
    }
  }

  get codes(): string[] {
    return this.heard.flatMap(({ errors }) => errors?.map(({ extensions }) => extensions.code) ?? []);
  }
  close() {
    this.#request?.on("error", () => {});
    this.#request?.destroy();
  }
}

const until = async (isSo: () => boolean, what: string) => {
  for (let tries = 0; tries < 300; tries += 1) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited in vain: ${what}`);
};
const aWhile = (ms = 700) => new Promise((resolve) => setTimeout(resolve, ms));

const CASES =
  "subscription ($r: String!) { caseChanged(regionCode: $r) { id state rowVersion villageCode } }";
const WARNINGS =
  "subscription ($r: String!) { warningChanged(regionCode: $r) { level previousLevel period region { code name } } }";

describe("events of a subscriber", () => {
  it("wait for a while and no longer: a hundred, then it is over", async () => {
    const hub = new Hub();
    const events = hub.cases();
    for (let n = 0; n < 100; n += 1) hub.tellCase(String(n));
    expect(events.endReason).toBe(null);
    hub.tellCase("too many");
    expect(events.endReason).toBe("SLOW_READER");
    const heard: string[] = [];
    for await (const event of events) heard.push(event);
    expect(heard).toEqual([]);
  });

  it("come in order and end where somebody leaves", async () => {
    let left = 0;
    const events = new Events<number>(() => {
      left += 1;
    });
    events.push(1);
    events.push(2);
    const heard: number[] = [];
    for await (const event of events) {
      heard.push(event);
      if (event === 2) break;
    }
    events.push(3);
    expect([heard, left]).toEqual([[1, 2], 1]);
  });
});

describe.each(atlases)("subscriptions of $name", (atlas) => {
  const { url, databaseUrl, name } = atlas;
  const database = new pg.Client({ connectionString: databaseUrl });
  const children: ChildProcess[] = [];
  const open: Subscriber[] = [];
  /** Another process on the same database; the embedded one has only one. */
  let other = url;

  const subscribe = async (
    where: string,
    headers: Record<string, string>,
    query: string,
    variables: object,
  ) => {
    const subscriber = await Subscriber.open(where, headers, query, variables);
    open.push(subscriber);
    return subscriber;
  };
  const changedCase = async () => newCase(database, await newHousehold(database, keysOf(atlas)));
  const touch = (id: string) =>
    asOwner(database, [["update casework.cases set row_version = row_version + 1 where id = $1", [id]]]);
  const ids = ({ heard }: Subscriber) => heard.flatMap(({ data }) => (data ? [data.caseChanged?.id] : []));

  beforeAll(async () => {
    await database.connect();
    if (name === "postgres")
      other = (
        await startAtlas(
          "a second process",
          { DATABASE_URL: databaseUrl, ATLAS_KEYS_DIRECTORY: inject("keysDirectory") },
          children,
        )
      ).url;
  });
  afterAll(async () => {
    for (const subscriber of open) subscriber.close();
    await Promise.all(children.map(stopChild));
    await database.end();
  });

  it("tell of cases on the other process, each as whoever listens may see it", async () => {
    const county = await signInAs(url, "demo.county");
    const neighbour = await signInAs(url, "demo.neighbour");
    const here = await subscribe(url, county, CASES, { r: "360827" });
    const there = await subscribe(other, county, CASES, { r: "CN" });
    const elsewhere = await subscribe(other, county, CASES, { r: "360828" });
    const outside = await subscribe(other, neighbour, CASES, { r: "CN" });
    expect([here, there, elsewhere, outside].map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const household = await newHousehold(database, keysOf(atlas));
    const opened = await work(url, "demo.worker", OPEN, {
      id: randomUUID(),
      householdId: household.id,
      leadId: null,
    });
    await until(() => ids(here).length > 0 && ids(there).length > 0, "the case");
    expect(ids(there)).toContain(opened.id);
    expect(there.heard[0]?.data?.caseChanged).toMatchObject({
      villageCode: household.village,
      state: opened.state,
    });
    await aWhile();
    expect([ids(elsewhere), ids(outside)]).toEqual([[], []]);
    // A library that speaks the protocol hears the same.
    const client = createClient({ url: `${other}/graphql/stream`, headers: county, retryAttempts: 0 });
    const heard: unknown[] = [];
    const stop = client.subscribe<Record<string, unknown>>(
      { query: CASES, variables: { r: "360827" } },
      { next: ({ data }) => heard.push(data), error: () => {}, complete: () => {} },
    );
    for (let tries = 0; heard.length === 0 && tries < 40; tries += 1) {
      await touch(String(opened.id));
      await aWhile(250);
    }
    stop();
    expect(heard[0]).toMatchObject({ caseChanged: { id: opened.id } });
  });

  it("ask again for every event who listens: a post elsewhere hears nothing, a session that was ended is closed", async () => {
    const admin = await signInAs(url, "demo.security");
    const login = `listens.${randomUUID().slice(0, 8)}`;
    const { data } = await graphql<{ createPerson: { person: { id: string } } }>(
      url,
      `mutation ($login: String!) { createPerson(login: $login, name: "测订阅", role: COUNTY, regions: ["360827"]) { person { id } } }`,
      { login },
      admin,
    );
    const token = await newToken(database, login, "SESSION");
    const listener = await subscribe(other, { cookie: `__Host-atlas=${token}` }, CASES, { r: "CN" });
    const first = await changedCase();
    await until(() => ids(listener).includes(first), "the first case");
    const post = (region: string) =>
      graphql(
        url,
        "mutation ($id: ID!, $r: [String!]!) { setPersonRegions(id: $id, regions: $r) { id } }",
        { id: data.createPerson.person.id, r: [region] },
        admin,
      );
    await post("360828");
    const second = await changedCase();
    await aWhile();
    await post("360827");
    const third = await changedCase();
    await until(() => ids(listener).includes(third), "the third case");
    expect(ids(listener)).not.toContain(second);
    // Listening alone keeps nobody signed in.
    await database.query(
      "update access.tokens set used_at = now() - interval '10 minutes' where person_id = $1",
      [data.createPerson.person.id],
    );
    const fourth = await changedCase();
    await until(() => ids(listener).includes(fourth), "the fourth case");
    const { rows } = await database.query<{ idle: boolean }>(
      "select used_at < now() - interval '9 minutes' as idle from access.tokens where person_id = $1",
      [data.createPerson.person.id],
    );
    expect(rows[0]?.idle).toBe(true);
    await database.query("update access.tokens set revoked_at = now() where person_id = $1", [
      data.createPerson.person.id,
    ]);
    const heard = ids(listener).length;
    await changedCase();
    await until(() => listener.isComplete, "the end");
    expect(ids(listener)).toHaveLength(heard);
    expect(listener.codes).toEqual(["UNAUTHENTICATED"]);
  });

  it("refuse whoever may not listen, and what is no subscription", async () => {
    const statusOf = async (
      headers: Record<string, string>,
      query: string,
      variables: object = { r: "CN" },
    ) => {
      const { status, refusal } = await subscribe(url, headers, query, variables);
      return `${status} ${/"code":"(\w+)"/.exec(refusal)?.[1] ?? ""}`;
    };
    expect(await statusOf({}, CASES)).toBe("401 UNAUTHENTICATED");
    expect(await statusOf(await signInAs(url, "demo.auditor"), CASES)).toBe("403 FORBIDDEN");
    expect(await statusOf({ authorization: "Bearer no-such-key-at-all-000" }, WARNINGS)).toBe(
      "401 UNAUTHENTICATED",
    );
    expect(await statusOf({}, "{ about { villages } }")).toBe("400 BAD_REQUEST");
    expect(await statusOf({}, "subscription { nothing }")).toBe("400 GRAPHQL_VALIDATION_FAILED");
    expect(await statusOf({}, "subscription {")).toBe("400 GRAPHQL_PARSE_FAILED");
    const plain = await fetch(`${url}/graphql/stream`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: WARNINGS, variables: { r: "CN" } }),
    });
    expect(plain.status).toBe(400);
    // A page of another site could send this without asking first.
    const form = await fetch(`${url}/graphql/stream`, {
      method: "POST",
      headers: { "content-type": "text/plain", accept: "text/event-stream" },
      body: JSON.stringify({ query: WARNINGS, variables: { r: "CN" } }),
    });
    expect(form.status).toBeGreaterThanOrEqual(400);
    const { status } = await graphql(url, WARNINGS, { r: "CN" });
    expect(status).toBeGreaterThanOrEqual(400);
  });

  /** What a publication notes when levels change; the trigger itself is tried in test/changes.test.ts. */
  const warn = (codes: readonly string[]) =>
    database.query(
      `insert into atlas.open_changes (kind, what, period, codes, feature_ids)
       values ('WARNING', 'UPDATED', (select to_char(max(quarter), 'YYYY"Q"Q') from atlas.publications where is_current), $1, $2)`,
      [codes, codes.map(() => 1)],
    );
  const published = async (): Promise<string[]> =>
    (
      await database.query<{ code: string }>(
        `select region_code as code from atlas.region_indices index join atlas.publications publication on publication.id = publication_id
         where is_current and index.quarter = (select max(quarter) from atlas.publications where is_current) and level is not null
           and region_code ~ '^[0-9]{6}$' order by 1`,
      )
    ).rows.map(({ code }) => code);

  it("tell everybody of warnings inside the region they name", async () => {
    const codes = await published();
    const jiangxi = codes.filter((code) => code.startsWith("36"));
    expect(jiangxi.length).toBeGreaterThan(0);
    expect(jiangxi.length).toBeLessThan(codes.length);
    const country = await subscribe(other, {}, WARNINGS, { r: "CN" });
    const province = await subscribe(url, {}, WARNINGS, { r: "36" });
    const area = await subscribe(other, {}, WARNINGS, { r: "luoxiao" });
    await warn([...codes, "110101"]);
    const heardBy = ({ heard }: Subscriber) =>
      heard.map(({ data }) => (data?.warningChanged?.region as { code: string } | undefined)?.code);
    await until(() => heardBy(country).length >= codes.length && heardBy(area).length > 0, "the warnings");
    await until(() => heardBy(province).length >= jiangxi.length, "those of the province");
    await aWhile(300);
    expect([heardBy(country), heardBy(province)]).toEqual([codes, jiangxi]);
    const { data } = await graphql<{ warnings: { nodes: { level: string; region: { code: string } }[] } }>(
      url,
      "{ warnings(minLevel: NONE, first: 100) { nodes { level region { code } } } }",
    );
    const level = new Map(data.warnings.nodes.map((node) => [node.region.code, node.level]));
    for (const { data: heard } of country.heard) {
      const warning = heard?.warningChanged as { level: string; region: { code: string } };
      expect([warning.region.code, warning.level]).toEqual([
        warning.region.code,
        level.get(warning.region.code),
      ]);
    }
  });

  it("are bounded: ten of a session, and whoever does not read is let go with a word of why", async () => {
    const session = { cookie: `__Host-atlas=${await newToken(database, "demo.planner", "SESSION")}` };
    const ten = await Promise.all(
      Array.from({ length: 10 }, () => subscribe(url, session, WARNINGS, { r: "CN" })),
    );
    expect(ten.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(await subscribe(url, session, WARNINGS, { r: "CN" })).toMatchObject({ status: 429 });
    for (const subscriber of ten) subscriber.close();
    await aWhile(300);
    const large =
      'subscription { warningChanged(regionCode: "CN") { region { code outline(precision: 7) } } }';
    const slow = await subscribe(url, session, large, {});
    slow.response?.pause();
    const codes = await published();
    for (let round = 0; round < 40 && !slow.isComplete; round += 1)
      await warn([...codes, ...codes, ...codes]);
    await aWhile(1_500);
    slow.response?.resume();
    await until(() => slow.isClosed || slow.isComplete, "the end of the slow one");
    expect(slow.codes).toEqual(["SLOW_READER"]);
    expect(slow.heard.length).toBeLessThan(40 * 3 * codes.length);
    // The place is free again.
    expect((await subscribe(url, session, WARNINGS, { r: "CN" })).status).toBe(200);
  });
});
