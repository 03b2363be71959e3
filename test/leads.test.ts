import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { workingDaysAfter } from "../server/workingDays.ts";
import { atlases, graphql } from "./atlas.ts";
import { signInAs } from "./signedIn.ts";

const REPORT = `mutation ($report: LeadReport!) { reportLead(report: $report) {
  __typename ... on LeadReceipt { receipt } ... on Refused { code } } }`;
const SYNC = `mutation ($key: String!, $operations: [FieldOperation!]!) { syncField(batchKey: $key, operations: $operations) {
  __typename ... on SyncedField { results { id outcome refused { code } given { rowVersion result amountFen } present { rowVersion result amountFen } } }
  ... on Refused { code } } }`;
/** Addresses are limited apart; a proxy on this machine is believed what it says. */
const fromSomewhere = () => ({
  "x-forwarded-for": `10.${Array.from({ length: 3 }, () => Math.floor(Math.random() * 250) + 1).join(".")}`,
});

describe.each(atlases)("leads on $name", ({ url, databaseUrl }) => {
  const database = new pg.Client({ connectionString: databaseUrl });
  let village = "";
  let today = "";
  beforeAll(async () => {
    await database.connect();
    const { rows } = await database.query(
      `select min(region_code) as village, to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as today
       from access.person_regions where person_id = (select id from access.people where login = 'demo.worker')`,
    );
    ({ village, today } = rows[0]);
  });
  afterAll(() => database.end());

  const count = async (sql: string, values: unknown[] = []) =>
    Number((await database.query(sql, values)).rows[0].count);
  const report = (id: string, headers: Record<string, string> = fromSomewhere(), more: object = {}) =>
    graphql<{ reportLead: { __typename: string; receipt?: string; code?: string } }>(
      url,
      REPORT,
      {
        report: {
          id,
          villageCode: village,
          name: "申报甲",
          phone: "10055556666",
          cause: "ILLNESS",
          words: "家人住院",
          ...more,
        },
      },
      headers,
    );
  const as = async (login: string) => {
    const headers = await signInAs(url, login);
    return <Data>(query: string, variables: object = {}) =>
      graphql<Data>(url, query, { ...variables }, headers);
  };

  it("takes a self-report without sign-in, makes its visit and shows with the receipt the status only", async () => {
    const id = randomUUID();
    const { data } = await report(id);
    const { receipt } = data.reportLead;
    expect(receipt).toMatch(/^([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}$/);
    const { rows } = await database.query(
      `select lead.channel, lead.received_by, task.kind, task.due_on, person.login,
              (select count(*)::int from audit.events where entity_id = lead.id::text and channel = 'PUBLIC') as events
       from casework.leads lead join casework.tasks task on task.lead_id = lead.id
       left join access.people person on person.id = task.owner_id where lead.id = $1`,
      [id],
    );
    expect(rows).toMatchObject([
      { channel: "SELF_REPORT", received_by: null, kind: "VISIT", login: "demo.worker", events: 1 },
    ]);
    const due = rows[0].due_on;
    expect(typeof due === "string" ? due : due.toLocaleDateString("sv-SE")).toBe(workingDaysAfter(today, 3));
    const status = await graphql(
      url,
      "query ($receipt: String!) { leadStatus(receipt: $receipt) { status since } }",
      {
        receipt: receipt?.toLowerCase().replaceAll("-", " "),
      },
    );
    expect(status.data).toEqual({ leadStatus: { status: "RECEIVED", since: today } });
    const unknown = await graphql(url, '{ leadStatus(receipt: "AAAA-BBBB") { status } }');
    expect(unknown.data).toEqual({ leadStatus: null });
    const stored = await database.query("select row::text as text from casework.leads as row where id = $1", [
      id,
    ]);
    expect(stored.rows[0].text).not.toMatch(/申报甲|10055556666/);
    expect((await report(id)).data.reportLead.__typename).toBe("Refused");
    expect(
      (await report(randomUUID(), fromSomewhere(), { villageCode: "999999999999" })).data.reportLead.code,
    ).toBe("NOT_FOUND");
    expect(
      (await report(randomUUID(), fromSomewhere(), { words: "长".repeat(301) })).data.reportLead.code,
    ).toBe("INVALID");
  });

  it("asks the eleventh self-report of an address within a minute to wait", async () => {
    const address = fromSomewhere();
    const statuses = [];
    // None of them is a report that stands: the door counts the knocking.
    for (let knock = 0; knock < 10; knock += 1)
      statuses.push((await report(randomUUID(), address, { villageCode: "999999999999" })).status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const eleventh = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...address },
      body: JSON.stringify({
        query: REPORT,
        variables: {
          report: { villageCode: village, name: "申报甲", phone: "10055556666", cause: "ILLNESS" },
        },
      }),
    });
    expect(eleventh.status).toBe(429);
    expect(Number(eleventh.headers.get("retry-after"))).toBeGreaterThan(0);
  });

  it("lists leads masked and in scope, reveals them on record and dismisses them with a reason", async () => {
    const id = randomUUID();
    await report(id);
    const worker = await as("demo.worker");
    const LEADS =
      '{ leads(within: "CN", first: 100, where: { status: [RECEIVED] }) { totalCount nodes { id name phone hasWords channel status } } }';
    type Leads = { leads: { totalCount: number; nodes: { id: string; name: string; phone: string }[] } };
    const { data } = await worker<Leads>(LEADS);
    expect(data.leads.nodes.find((lead) => lead.id === id)).toEqual({
      id,
      name: "申*甲",
      phone: "100****6666",
      hasWords: true,
      channel: "SELF_REPORT",
      status: "RECEIVED",
    });
    const neighbour = await as("demo.neighbour");
    const elsewhere = await neighbour<Leads>(LEADS);
    expect(elsewhere.data.leads.nodes.map((lead) => lead.id)).not.toContain(id);
    const revealed = await worker<{ revealLead: object }>(
      "mutation ($id: ID!) { revealLead(id: $id, purpose: FIELD_VISIT) { ... on RevealedLead { name phone words } } }",
      { id },
    );
    expect(revealed.data.revealLead).toEqual({ name: "申报甲", phone: "10055556666", words: "家人住院" });
    expect(
      await count("select count(*) from audit.events where action = 'lead.reveal' and entity_id = $1", [id]),
    ).toBe(1);
    const DISMISS = `mutation ($id: ID!, $reason: String!) { dismissLead(id: $id, rowVersion: 1, reason: $reason) {
      ... on Lead { status } ... on Refused { code } } }`;
    const dismiss = async (ask: typeof worker, reason: string) =>
      (await ask<{ dismissLead: object }>(DISMISS, { id, reason })).data.dismissLead;
    expect(await dismiss(worker, "电话13800001111核实")).toEqual({ code: "INVALID" });
    expect(await dismiss(neighbour, "收入稳定，无风险")).toEqual({ code: "NOT_FOUND" });
    expect(await dismiss(worker, "收入稳定，无风险")).toEqual({ status: "DISMISSED" });
    expect(await dismiss(worker, "收入稳定，无风险")).toEqual({ code: "CONFLICT" });
    expect(
      await count("select count(*) from casework.tasks where lead_id = $1 and done_at is null", [id]),
    ).toBe(0);
    await expect(
      database.query("update casework.leads set channel = 'SCREENING' where id = $1", [id]),
    ).rejects.toThrow("kept for ever");
  });

  it("counts leads by channel, and the channels sum to the total", async () => {
    const county = await as("demo.county");
    const { data } = await county<{
      leadsByChannel: { total: number; channels: { channel: string; leads: number }[] };
    }>(
      'query ($to: String!) { leadsByChannel(within: "360827", from: "2000-01-01", to: $to) { total channels { channel leads } } }',
      { to: today },
    );
    const { total, channels } = data.leadsByChannel;
    expect(channels.map(({ channel }) => channel)).toEqual(["SELF_REPORT", "INSPECTION", "SCREENING"]);
    expect(channels.reduce((sum, { leads }) => sum + leads, 0)).toBe(total);
    expect(total).toBe(await count("select count(*) from casework.leads where county_code = '360827'"));
    expect(total).toBeGreaterThan(300);
  });

  it("lists overdue tasks as SQL does, and records a lead of an inspection with its visit once", async () => {
    const county = await as("demo.county");
    const { data } = await county<{ tasks: { id: string; isOverdue: boolean }[] }>(
      "{ tasks(overdue: true, first: 100) { id isOverdue } }",
    );
    const { rows } = await database.query(
      `select id from casework.tasks where county_code = '360827' and done_at is null
         and due_on < (now() at time zone 'Asia/Shanghai')::date order by due_on, id limit 100`,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(data.tasks.map((task) => task.id)).toEqual(rows.map((row) => row.id));
    expect(data.tasks.every((task) => task.isOverdue)).toBe(true);
    const worker = await as("demo.worker");
    const lead = { id: randomUUID(), villageCode: village, cause: "WATER" };
    const RECORD =
      "mutation ($lead: LeadInput!) { recordLead(lead: $lead) { ... on Lead { id channel status } ... on Refused { code } } }";
    const record = async (ask: typeof worker) =>
      (await ask<{ recordLead: object }>(RECORD, { lead })).data.recordLead;
    expect(await record(worker)).toEqual({ id: lead.id, channel: "INSPECTION", status: "RECEIVED" });
    expect(await record(worker)).toEqual({ id: lead.id, channel: "INSPECTION", status: "RECEIVED" });
    expect(await count("select count(*) from casework.tasks where lead_id = $1", [lead.id])).toBe(1);
    expect(await count("select count(*) from audit.events where entity_id = $1", [lead.id])).toBe(1);
    lead.id = randomUUID();
    expect(await record(await as("demo.neighbour"))).toEqual({ code: "NOT_FOUND" });
  });

  it("takes a batch of offline work over once: three times sent changes nothing more, conflicts give both versions", async () => {
    const worker = await as("demo.worker");
    const lead = { id: randomUUID(), villageCode: village, cause: "HOUSING" };
    await worker("mutation ($lead: LeadInput!) { recordLead(lead: $lead) { __typename } }", { lead });
    const { rows } = await database.query("select id from casework.tasks where lead_id = $1", [lead.id]);
    const taskId = rows[0].id;
    const household = (
      await database.query(
        "select id from casework.households where village_code = $1 order by number limit 1",
        [village],
      )
    ).rows[0].id;
    const entry = {
      id: randomUUID(),
      householdId: household,
      kind: "WAGE",
      day: "2026-01-15",
      amountFen: 5_000,
    };
    const operations = [
      { visit: { taskId, rowVersion: 1, result: "CONFIRMED", note: "见到本人" } },
      { visit: { taskId, rowVersion: 1, result: "NOT_CONFIRMED" } },
      { entry },
      { entry: { ...entry, amountFen: 1 } },
      { entry: { ...entry, id: randomUUID(), reimbursedFen: 7 } },
    ];
    const key = `batch-${randomUUID()}`;
    const before = await count("select count(*) from audit.events");
    const send = async (batch: object[], as = key) =>
      (await worker<{ syncField: object }>(SYNC, { key: as, operations: batch })).data.syncField;
    const first = await send(operations);
    const nothing = { rowVersion: null, result: null, amountFen: null };
    expect(first).toEqual({
      __typename: "SyncedField",
      results: [
        { id: taskId, outcome: "APPLIED", refused: null, given: null, present: null },
        {
          id: taskId,
          outcome: "CONFLICT",
          refused: null,
          given: { ...nothing, rowVersion: 1, result: "NOT_CONFIRMED" },
          present: { ...nothing, rowVersion: 2, result: "CONFIRMED" },
        },
        { id: entry.id, outcome: "APPLIED", refused: null, given: null, present: null },
        {
          id: entry.id,
          outcome: "CONFLICT",
          refused: null,
          given: { ...nothing, amountFen: 1 },
          present: { ...nothing, amountFen: 5_000 },
        },
        {
          id: operations[4]?.entry?.id,
          outcome: "REFUSED",
          refused: { code: "INVALID" },
          given: null,
          present: null,
        },
      ],
    });
    expect(await count("select count(*) from audit.events")).toBe(before + 1);
    expect([await send(operations), await send(operations)]).toEqual([first, first]);
    expect(await count("select count(*) from audit.events")).toBe(before + 1);
    expect(await count("select count(*) from casework.account_entries where id = $1", [entry.id])).toBe(1);
    expect(await send([{ entry }])).toEqual({ __typename: "Refused", code: "OTHER_CONTENT" });
    expect(await send([{ entry, visit: operations[0]?.visit }], `batch-${randomUUID()}`)).toEqual({
      __typename: "Refused",
      code: "INVALID",
    });
  });
});
