import { createHmac, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "../server/config.ts";
import { isReachable } from "../server/webhooks/address.ts";
import { isPublicHost, post } from "../server/webhooks/post.ts";
import { backoffSeconds } from "../server/webhooks/signature.ts";
import { atlases, graphql } from "./atlas.ts";
import { type OwnAtlas, ownAtlas, places } from "./ownAtlas.ts";
import { signInAs } from "./signedIn.ts";

interface Received {
  delivery: string;
  attempt: number;
  signature: string;
  text: string;
  body: { id: string; kind: string; what: string; code: string | null; count?: number; since?: string };
  status: number;
}

/** A receiver as a partner would run one: keeps what came, answers what it is told to. */
class Receiver {
  readonly received: Received[] = [];
  /** Statuses of the next answers; 200 afterwards. */
  readonly answers: number[] = [];
  answerOf: (code: string | null) => number | undefined = () => undefined;
  redirected = 0;
  readonly #server: Server = createServer((request, response) => void this.#take(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
  async #take(request: IncomingMessage, response: ServerResponse) {
    if (request.url === "/elsewhere") this.redirected += 1;
    let text = "";
    for await (const chunk of request) text += chunk;
    const body = JSON.parse(text) as Received["body"];
    const status = this.answerOf(body.code) ?? this.answers.shift() ?? 200;
    this.received.push({
      delivery: String(request.headers["x-atlas-delivery"]),
      attempt: Number(request.headers["x-atlas-attempt"]),
      signature: String(request.headers["x-atlas-signature"]),
      text,
      body,
      status,
    });
    response.writeHead(status, status === 302 ? { location: "/elsewhere" } : {}).end("ok");
  }
  get arrived(): Received[] {
    return this.received.filter(({ status }) => status === 200);
  }
  stop = () => new Promise((resolve) => this.#server.close(resolve));
}

const until = async (isSo: () => boolean | Promise<boolean>, what: string) => {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited in vain: ${what}`);
};

interface Answer {
  __typename: string;
  code?: string;
  message?: string;
  secret?: string;
  webhook?: { id: string };
  isEnabled?: boolean;
  notice?: string | null;
  rowVersion?: number;
  state?: string;
}
const HOOK = "id url kinds isEnabled notice pending rowVersion";
const CREATE = `mutation ($id: ID!, $url: String!, $kinds: [ChangeKind!]! = [PROJECT]) { createWebhook(id: $id, url: $url, kinds: $kinds) {
  __typename ... on Refused { code message } ... on WebhookMade { secret webhook { ${HOOK} } } } }`;
const CHANGE = `mutation ($id: ID!, $v: Int!, $on: Boolean!) { changeWebhook(id: $id, rowVersion: $v, kinds: [PROJECT], isEnabled: $on) {
  __typename ... on Refused { code message } ... on Webhook { ${HOOK} } } }`;
const DELETE = `mutation ($id: ID!, $v: Int!) { deleteWebhook(id: $id, rowVersion: $v) { __typename ... on Refused { code message } ... on Webhook { ${HOOK} } } }`;
const REPLAY = `mutation ($id: ID!) { replayDelivery(id: $id) { __typename ... on Refused { code message } ... on WebhookDelivery { id state } } }`;
const LIST = `query ($id: ID!) { webhookDeliveries(webhookId: $id, first: 50) { totalCount nodes { id code state attempts lastStatus } } }`;

async function ask(
  url: string,
  headers: Record<string, string>,
  document: string,
  variables: object,
): Promise<Answer> {
  const { data, errors } = await graphql<Record<string, Answer>>(url, document, { ...variables }, headers);
  expect(errors).toBeUndefined();
  return Object.values(data)[0] ?? { __typename: "null" };
}

describe("where a webhook may lead", () => {
  const closed = { loopback: false };

  it("is no private, loopback, link-local or metadata address, however it is written", () => {
    const inner = (
      "127.0.0.1 127.1.2.3 0.0.0.0 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 100.100.100.200 " +
      "198.18.0.1 224.0.0.1 255.255.255.255 192.0.2.1 ::1 :: fe80::1 fc00::1 fd12::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 " +
      "64:ff9b::7f00:1 2002:7f00:1:: 2001::1 ff02::1 fd00:ec2::254 100::1"
    ).split(" ");
    expect(inner.filter((address) => isReachable(address, closed))).toEqual([]);
    const outer = [
      "8.8.8.8",
      "114.114.114.114",
      "172.32.0.1",
      "100.63.255.255",
      "2400:3200::1",
      "2606:4700::1111",
    ];
    expect(outer.filter((address) => !isReachable(address, closed))).toEqual([]);
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const [a = 0, b = 0] = address.split(".").map(Number);
        const isInner =
          a === 0 ||
          a === 10 ||
          a === 127 ||
          a >= 224 ||
          (a === 192 && b === 168) ||
          (a === 172 && b >= 16 && b < 32);
        if (isInner) expect(isReachable(address, closed)).toBe(false);
        expect(isReachable(`::ffff:${address}`, closed)).toBe(false);
      }),
    );
  });

  it("is asked again at the connection: a name that answers differently by then is not connected to", async () => {
    const answers = [["93.184.215.14"], ["127.0.0.1"]];
    const resolve = async () => (answers.shift() ?? []).map((address) => ({ address, family: 4 }));
    expect(await isPublicHost("rebinds.example", { reach: closed, resolve })).toBe(true);
    expect(await post("https://rebinds.example/", "{}", {}, { reach: closed, resolve })).toEqual({
      status: null,
      error: "ENOTPUBLIC",
    });
    // One inner address among several spoils all.
    const mixed = async () => ["93.184.215.14", "10.0.0.1"].map((address) => ({ address, family: 4 }));
    expect(await isPublicHost("mixed.example", { reach: closed, resolve: mixed })).toBe(false);
    expect(await post("https://mixed.example/", "{}", {}, { reach: closed, resolve: mixed })).toMatchObject({
      error: "ENOTPUBLIC",
    });
    // Registered while tests allowed it, and no more.
    expect(await post("http://127.0.0.1:9/", "{}", {}, { reach: closed })).toEqual({
      status: null,
      error: "address not allowed",
    });
  });

  it("is waited for five seconds, and of a long answer little is read", async () => {
    let written = 0;
    const server = createServer((request, response) => {
      if (request.url === "/silent") return;
      const pour = setInterval(() => {
        written += 1;
        response.write("x".repeat(4_096));
      }, 5);
      response.writeHead(200).on("close", () => clearInterval(pour));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const open = { reach: { loopback: true } };
    const silent = post(`${at}/silent`, "{}", {}, open);
    expect(await post(`${at}/endless`, "{}", {}, open)).toEqual({ status: 200, error: null });
    expect(written).toBeLessThan(50);
    expect(await silent).toEqual({ status: null, error: "no answer in 5 s" });
    server.closeAllConnections();
    server.close();
  });

  it("is never this machine in production", () => {
    expect(readConfig({ ATLAS_WEBHOOKS_ON_LOOPBACK: "yes" }).webhooksOnLoopback).toBe("yes");
    expect(() => readConfig({ ATLAS_WEBHOOKS_ON_LOOPBACK: "yes", NODE_ENV: "production" })).toThrow(
      "for tests",
    );
  });

  it("waits twice as long after each failure, up to an hour, never less than half of it", () => {
    const waits = Array.from({ length: 20 }, (_, n) => [backoffSeconds(n + 1, 0), backoffSeconds(n + 1, 1)]);
    expect(waits.slice(0, 4)).toEqual([
      [0.5, 1],
      [1, 2],
      [2, 4],
      [4, 8],
    ]);
    expect(waits.at(-1)).toEqual([1_800, 3_600]);
  });
});

describe.each(atlases)("registering webhooks on $name", ({ url }) => {
  it("takes public https addresses on port 443 and nothing else", async () => {
    const partner = await signInAs(url, "demo.partner");
    const wrong = [
      "http://partner.example/hook",
      "https://partner.example:8443/hook",
      "https://user:word@partner.example/",
      "https://localhost/",
      "https://metadata.google.internal/",
      "https://intranet/",
      "https://127.0.0.1/",
      "https://2130706433/",
      "https://0x7f.1/",
      "https://[::1]/",
      "https://[::ffff:10.0.0.1]/",
      "https://169.254.169.254/latest/meta-data",
      "https://10.1.2.3/",
      "https://no-such-name.example/",
      "ftp://partner.example/",
      "not an address",
    ];
    for (const each of wrong)
      expect([each, (await ask(url, partner, CREATE, { id: randomUUID(), url: each })).code]).toEqual([
        each,
        "INVALID",
      ]);
    const { data } = await graphql<{ webhooks: unknown[] }>(url, "{ webhooks { id } }", {}, partner);
    expect(data.webhooks).toEqual([]);
  });
});

describe.each(places)("webhooks of %s", (place) => {
  let atlas: OwnAtlas;
  const receiver = new Receiver();
  const database = () => new pg.Client({ connectionString: atlas.databaseUrl });
  let address = "";
  let partner: Record<string, string>;
  const hook = randomUUID();
  let secret = "";

  const run = async (...statements: [sql: string, values?: unknown[]][]) => {
    const client = database();
    await client.connect();
    try {
      for (const [sql, values] of statements) await client.query(sql, values);
    } finally {
      await client.end();
    }
  };
  const value = async (sql: string): Promise<unknown> => {
    const client = database();
    await client.connect();
    const { rows } = await client.query<{ value: unknown }>(sql).finally(() => client.end());
    return rows[0]?.value;
  };
  const rename = (code: string, name: string): [string, unknown[]] => [
    "update atlas.industry_projects set name = $2 where code = $1",
    [code, name],
  ];
  const projects = async (): Promise<string[]> =>
    (await value("select array_agg(code order by code) as value from atlas.industry_projects")) as string[];
  const list = async () =>
    (
      await graphql<{
        webhookDeliveries: {
          totalCount: number;
          nodes: { id: string; state: string; attempts: number; lastStatus: number | null }[];
        };
      }>(atlas.url, LIST, { id: hook }, partner)
    ).data.webhookDeliveries;

  beforeAll(async () => {
    atlas = await ownAtlas({ ATLAS_WEBHOOKS_ON_LOOPBACK: "yes" }, place);
    address = await receiver.start();
    partner = await signInAs(atlas.url, "demo.partner");
    const made = await ask(atlas.url, partner, CREATE, { id: hook, url: `${address}/hook` });
    expect(made.__typename).toBe("WebhookMade");
    secret = made.secret ?? "";
    expect(await ask(atlas.url, partner, CREATE, { id: hook, url: `${address}/hook` })).toMatchObject({
      code: "ALREADY_DONE",
    });
  });
  afterAll(async () => {
    await receiver.stop();
    await atlas?.stop();
  });

  it("are down three times and then get each event once, in order of each thing, signed", async () => {
    const [first = "", second = ""] = await projects();
    receiver.answers.push(503, 503, 503);
    await run(rename(first, "一"), rename(first, "二"), rename(second, "甲"), rename(first, "三"));
    await until(() => receiver.arrived.length >= 4, "four events");
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(receiver.received.filter(({ status }) => status === 503)).toHaveLength(3);
    expect(receiver.arrived).toHaveLength(4);
    expect(new Set(receiver.arrived.map(({ delivery }) => delivery)).size).toBe(4);
    // What failed came again under its own identity, and nothing later of the same thing came before it.
    const order = (await list()).nodes.map(({ id }) => id).reverse();
    const ofFirst = receiver.arrived
      .filter(({ body }) => body.code === first)
      .map(({ delivery }) => delivery);
    expect(ofFirst).toEqual(order.filter((id) => ofFirst.includes(id)));
    expect(ofFirst).toHaveLength(3);
    for (const { signature, text, delivery, body } of receiver.received) {
      const [, seconds = "", digest] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
      expect(digest).toBe(createHmac("sha256", secret).update(`${seconds}.${text}`).digest("hex"));
      expect(Math.abs(Date.now() / 1_000 - Number(seconds))).toBeLessThan(120);
      expect(body).toMatchObject({ id: delivery, kind: "PROJECT", what: "UPDATED" });
    }
    const { nodes, totalCount } = await list();
    expect([totalCount, new Set(nodes.map(({ state }) => state))]).toEqual([4, new Set(["DELIVERED"])]);
    expect(nodes.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(7);
  });

  it("hold one thing back while it fails, and let others pass", async () => {
    const [, , third = "", fourth = ""] = await projects();
    const before = receiver.arrived.length;
    receiver.answerOf = (code) => (code === third ? 500 : undefined);
    await run(rename(third, "一"), rename(third, "二"), rename(fourth, "甲"));
    await until(() => receiver.arrived.length > before, "the other thing");
    expect(receiver.arrived.slice(before).map(({ body }) => body.code)).toEqual([fourth]);
    expect(
      receiver.received
        .filter(({ body }) => body.code === third)
        .every(({ delivery }, _, [one]) => delivery === one?.delivery),
    ).toBe(true);
    receiver.answerOf = () => undefined;
    await until(() => receiver.arrived.length === before + 3, "what was held back");
  });

  it("are told once of many things at once, with where to read them", async () => {
    const before = receiver.received.length;
    await run([
      "update atlas.industry_projects set name = name || '号' where code = any ($1)",
      [(await projects()).slice(0, 150)],
    ]);
    await until(() => receiver.received.length > before, "the one delivery");
    const { body } = receiver.received[before] ?? {};
    expect(body).toMatchObject({ code: null, count: 150, what: "UPDATED" });
    const { data } = await graphql<{ changes: { changes: { kind: string; what: string }[] } }>(
      atlas.url,
      "query ($since: String) { changes(since: $since, first: 150) { changes { kind what } } }",
      { since: body?.since },
    );
    expect(data.changes.changes).toHaveLength(150);
    expect(new Set(data.changes.changes.map(({ kind, what }) => `${kind} ${what}`))).toEqual(
      new Set(["PROJECT UPDATED"]),
    );
    expect(receiver.received).toHaveLength(before + 1);
  });

  it("get one again when asked, follow no redirect, and are not found by another organisation", async () => {
    const [last] = (await list()).nodes;
    const before = receiver.received.length;
    expect(await ask(atlas.url, partner, REPLAY, { id: last?.id })).toMatchObject({ state: "PENDING" });
    await until(() => receiver.received.length > before, "the replay");
    expect(receiver.received[before]?.delivery).toBe(last?.id);
    receiver.answers.push(302);
    await ask(atlas.url, partner, REPLAY, { id: last?.id });
    await until(() => receiver.received.length > before + 2, "the attempt after the redirect");
    expect(receiver.redirected).toBe(0);
    expect(receiver.received[before + 2]).toMatchObject({ delivery: last?.id, attempt: 2 });
    const planner = await signInAs(atlas.url, "demo.planner");
    expect((await graphql(atlas.url, LIST, { id: hook }, planner)).errors?.[0]?.extensions.code).toBe(
      "FORBIDDEN",
    );
    await run([
      "update access.people set manages_keys = false, organisation_id = null where login = 'demo.partner'",
    ]);
    expect((await list()).totalCount).toBe(0);
    expect(await ask(atlas.url, partner, REPLAY, { id: last?.id })).toMatchObject({ code: "FORBIDDEN" });
    await run([
      "update access.people set manages_keys = true, organisation_id = (select id from access.organisations where is_demo) where login = 'demo.partner'",
    ]);
  });

  it("are switched off after failing for a day, with a word of it, and go on when switched on again", async () => {
    const [first = ""] = await projects();
    receiver.answers.push(500, 500);
    await run(
      [`update partners.webhooks set failing_since = now() - interval '25 hours'`],
      rename(first, "末"),
    );
    const own = async () =>
      (
        await graphql<{ webhooks: Required<Answer>[] }>(
          atlas.url,
          `{ webhooks { ${HOOK} } }`,
          {},
          { ...partner, "accept-language": "en" },
        )
      ).data.webhooks[0];
    await until(async () => (await own())?.isEnabled === false, "the end of it");
    expect((await own())?.notice).toContain("Switched off");
    expect(
      await value(
        "select action as value from audit.events where entity_kind = 'Webhook' order by id desc limit 1",
      ),
    ).toBe("webhook.disable");
    const before = receiver.arrived.length;
    receiver.answers.length = 0;
    const again = await ask(atlas.url, partner, CHANGE, { id: hook, v: (await own())?.rowVersion, on: true });
    expect(again).toMatchObject({ isEnabled: true, notice: null });
    await until(() => receiver.arrived.length > before, "what waited");
    expect(await ask(atlas.url, partner, DELETE, { id: hook, v: again.rowVersion })).toMatchObject({
      isEnabled: false,
    });
    const sealed = (await value("select secret_sealed as value from partners.webhooks")) as Buffer;
    expect(sealed.includes(Buffer.from(secret))).toBe(false);
  });
});
