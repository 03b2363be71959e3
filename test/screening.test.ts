import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { isHit, readScreeningValue } from "../geo/screening.ts";
import { inventedIdNumber } from "../server/identityNumbers.ts";
import { contentSha256 } from "../server/screening/compare.ts";
import { workingDaysAfter } from "../server/workingDays.ts";
import { atlases, graphql } from "./atlas.ts";
import { keysOf } from "./casework.ts";
import { signInAs } from "./signedIn.ts";
import { sqlOn } from "./tileClient.ts";

const COUNTY = "360827";
/** An invented number that nobody in the register has. */
const NOBODY = inventedIdNumber("1901-01-01", 1);
const wide = (text: string) => text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));

interface Batch {
  __typename: string;
  id: string;
  rowsTotal: number;
  rowsMatched: number;
  rowsWithoutConsent: number;
  alertsNew: number;
  code?: string;
  message?: string;
  total?: number;
  problems?: { row: number; column: string; code: string; message: string }[];
}
interface Alert {
  id: string;
  memberName: string;
  amount: number | null;
  value: number | null;
  matchedSha256: string;
  dueOn: string;
  leadId: string;
  rowVersion: number;
  householdId: string;
  rule: { key: string; version: number; grade: string };
}

const LOAD = /* GraphQL */ `
  mutation ($id: ID!, $department: String!, $county: String!, $dataDay: String!, $csv: String!, $household: ID) {
    loadScreeningBatch(id: $id, department: $department, county: $county, dataDay: $dataDay, csv: $csv, household: $household) {
      __typename
      ... on ScreeningBatch { id rowsTotal rowsMatched rowsWithoutConsent alertsNew }
      ... on ListRejected { message total problems { row column code message } }
      ... on ConsentRequired { message }
      ... on Refused { code message }
    }
  }`;
const ALERTS = /* GraphQL */ `
  query ($within: String!, $where: AlertWhere, $first: Int) {
    alerts(within: $within, where: $where, first: $first) {
      totalCount
      nodes { id memberName amount value matchedSha256 dueOn leadId rowVersion householdId rule { key version grade } }
    }
  }`;
const ANSWER = /* GraphQL */ `
  mutation ($id: ID!, $answer: AlertAnswer!, $rowVersion: Int!, $reason: String) {
    answerAlert(id: $id, answer: $answer, rowVersion: $rowVersion, reason: $reason) {
      __typename
      ... on Alert { answer rowVersion }
      ... on Refused { code message }
    }
  }`;

describe.each(atlases)("screening on $name", (atlas) => {
  const { url, databaseUrl } = atlas;
  const keys = keysOf(atlas);
  let county: Record<string, string>;
  let today: string;
  /** Numbers of members whose household consents, and of some whose household does not. */
  let consenting: { member: string; household: string; number: string; name: string }[];
  let silent: { member: string; household: string; number: string }[];

  beforeAll(async () => {
    county = await signInAs(url, "demo.county");
    const peopleOf = async (consents: boolean) => {
      const rows = await sqlOn<{ member: string; household: string; sealed: Buffer; nameSealed: Buffer }>(
        databaseUrl,
        `select distinct on (household.id) member.id as member, household.id as household,
                identity.id_number_sealed as sealed, identity.name_sealed as "nameSealed"
         from casework.households household
         join casework.members member on member.household_id = household.id and member.left_on is null
         join casework.identities identity on identity.member_id = member.id
         where household.county_code = $1 and $2 = exists (
           select from casework.consents consent where consent.household_id = household.id
             and 'COMPARISON' = any (scope) and given_on <= now()::date and withdrawn_on is null)
         order by household.id, member.id limit 40`,
        [COUNTY, consents],
      );
      return rows.map(({ member, household, sealed, nameSealed }) => ({
        member,
        household,
        number: keys.open(sealed, { column: "casework.identities.id_number", row: member }).toString(),
        name: keys.open(nameSealed, { column: "casework.identities.name", row: member }).toString(),
      }));
    };
    consenting = await peopleOf(true);
    silent = await peopleOf(false);
    const [now] = await sqlOn<{ today: string }>(
      databaseUrl,
      "select to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as today",
    );
    today = now?.today ?? "";
    expect(consenting.length).toBeGreaterThan(30);
    expect(silent.length).toBeGreaterThan(5);
  });

  const numberAt = (people: { number: string }[], index: number) => people[index]?.number ?? "";
  const listOf = (rows: (string | number)[][]) =>
    ["id_number,item,value,day", ...rows.map((row) => row.join(","))].join("\n");
  const load = async (department: string, csv: string, more: Record<string, unknown> = {}) => {
    const variables = { id: randomUUID(), department, county: COUNTY, dataDay: today, csv, ...more };
    const { data, errors } = await graphql<{ loadScreeningBatch: Batch }>(url, LOAD, variables, county);
    expect(errors).toBeUndefined();
    return data.loadScreeningBatch;
  };
  const count = async (text: string, values: unknown[] = []) =>
    Number((await sqlOn<{ count: string }>(databaseUrl, `select count(*) from ${text}`, values))[0]?.count);

  it("opens one alert, one lead and one task for each hit, only where the household consents", async () => {
    // Every run has amounts of its own, for the same fact is told once.
    const over = 10_000 + (Date.now() % 90_000);
    const csv = listOf([
      [numberAt(consenting, 0), "selfPaidMedicalCost", over, today],
      [numberAt(consenting, 1), "selfPaidMedicalCost", "10000.00", today],
      [numberAt(consenting, 2), "selfPaidMedicalCost", "9999.99", today],
      [numberAt(silent, 0), "selfPaidMedicalCost", over, today],
      [NOBODY, "selfPaidMedicalCost", over, today],
    ]);
    const before = await count("casework.leads where channel = 'SCREENING'");
    const batch = await load("MEDICAL_INSURANCE", csv);
    expect(batch).toMatchObject({
      __typename: "ScreeningBatch",
      rowsTotal: 5,
      rowsMatched: 3,
      rowsWithoutConsent: 1,
    });
    const stored = await sqlOn(
      databaseUrl,
      `select alert.member_id, alert.value::int, rule.key, rule.version, lead.channel, lead.status, lead.household_id,
              task.kind, task.owner_id is not distinct from access.worker_of(alert.village_code) as "isWorker",
              to_char(alert.due_on, 'YYYY-MM-DD') as due, to_char(task.due_on, 'YYYY-MM-DD') as "taskDue"
       from casework.alerts alert join casework.screening_rules rule on rule.id = rule_id
       join casework.leads lead on lead.id = lead_id join casework.tasks task on task.lead_id = lead.id
       where batch_id = $1 order by alert.value desc`,
      [batch.id],
    );
    expect(stored.length).toBe(batch.alertsNew);
    expect(stored[0]).toEqual({
      member_id: consenting[0]?.member,
      value: over * 100,
      key: "SELF_PAID_MEDICAL",
      version: 1,
      channel: "SCREENING",
      status: "RECEIVED",
      household_id: consenting[0]?.household,
      kind: "VERIFY_ALERT",
      isWorker: true,
      due: workingDaysAfter(today, 5),
      taskDue: workingDaysAfter(today, 5),
    });
    expect(await count("casework.leads where channel = 'SCREENING'")).toBe(before + batch.alertsNew);
    expect(await count("casework.alerts where household_id = $1", [silent[0]?.household])).toBe(0);
    expect(await count("audit.events where entity_id = $1", [batch.id])).toBe(1);

    // Renamed, with rows in another order, one of them twice and written in full-width digits: nothing new.
    const [header = "", ...rows] = csv.split("\n");
    const again = [header, ...rows.reverse(), (rows[0] ?? "").replace(/^\S+?,/, wide)].join("\r\n");
    const events = await count("audit.events where action = 'screening.load'");
    const second = await load("MEDICAL_INSURANCE", again);
    expect(second).toEqual({ ...batch });
    expect(await count("casework.leads where channel = 'SCREENING'")).toBe(before + batch.alertsNew);
    expect(await count("audit.events where action = 'screening.load'")).toBe(events);
    // A longer list tells the same facts once more: they are not told again.
    const longer = await load(
      "MEDICAL_INSURANCE",
      `${csv}\n${numberAt(consenting, 3)},selfPaidMedicalCost,${over + 1},${today}`,
    );
    expect(longer).toMatchObject({ rowsTotal: 6, alertsNew: 1 });
  });

  it("shows alerts with their rule and a masked name, to who is posted there only", async () => {
    const { data } = await graphql<{ alerts: { totalCount: number; nodes: Alert[] } }>(
      url,
      ALERTS,
      { within: COUNTY, where: { rule: "SELF_PAID_MEDICAL", open: true }, first: 500 },
      county,
    );
    expect(data.alerts.totalCount).toBe(
      await count(
        `casework.alerts alert join casework.screening_rules rule on rule.id = rule_id
         where county_code = $1 and answer is null and rule.key = 'SELF_PAID_MEDICAL'`,
        [COUNTY],
      ),
    );
    const shown = data.alerts.nodes.find((alert) => alert.householdId === consenting[0]?.household);
    expect(shown?.rule).toEqual({ key: "SELF_PAID_MEDICAL", version: 1, grade: "PROJECT" });
    expect(shown?.matchedSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(shown?.memberName).toContain("*");
    const answer = JSON.stringify(data);
    for (const { number, name } of consenting) {
      expect(answer).not.toContain(number);
      expect(answer).not.toContain(name);
    }
    const neighbour = await signInAs(url, "demo.neighbour");
    const other = await graphql<{ alerts: { totalCount: number } }>(
      url,
      ALERTS,
      { within: COUNTY },
      neighbour,
    );
    expect(other.data.alerts.totalCount).toBe(0);
    const planner = await signInAs(url, "demo.planner");
    const none = await graphql(url, ALERTS, { within: COUNTY }, planner);
    expect(none.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });

  it("writes nothing of a list with a bad row, and tells row, column and code without any cell", async () => {
    const good = numberAt(consenting, 5);
    const mistyped = good.slice(0, 17) + (good.endsWith("1") ? "2" : "1");
    const csv = listOf([
      [good, "selfPaidMedicalCost", "20000", today],
      [mistyped, "selfPaidMedicalCost", "20000", today],
      [good, "shoeSize", "42", today],
      [good, "selfPaidMedicalCost", good, today],
      [good, "selfPaidMedicalCost", "20000", "2999-01-01"],
      [good, "selfPaidMedicalCost", "20000"],
    ]);
    const before = await count("casework.screening_batches");
    const rejected = await load("MEDICAL_INSURANCE", csv);
    expect(rejected).toMatchObject({ __typename: "ListRejected", total: 5 });
    expect(rejected.problems?.map(({ row, column, code }) => [row, column, code])).toEqual([
      [3, "id_number", "BAD_ID_NUMBER"],
      [4, "item", "UNKNOWN_ITEM"],
      [5, "value", "BAD_VALUE"],
      [6, "day", "BAD_DAY"],
      [7, "", "WRONG_COLUMN_COUNT"],
    ]);
    expect(JSON.stringify(rejected)).not.toMatch(/\d{15}/);
    expect(await count("casework.screening_batches")).toBe(before);
    const headless = await load("MEDICAL_INSURANCE", "number,item,value,day\n1,2,3,4");
    expect(headless.problems).toMatchObject([{ row: 1, column: "id_number", code: "MISSING_COLUMN" }]);
    const quoted = await load("MEDICAL_INSURANCE", 'id_number,item,value,day\n"1,2,3,4');
    expect(quoted.problems).toMatchObject([{ code: "SYNTAX_BROKEN" }]);
  });

  it("refuses to compare one household without consent, and notes that it did", async () => {
    const row = (number: string) => listOf([[number, "selfPaidMedicalCost", "31000", today]]);
    const household = silent[1]?.household ?? "";
    const refused = await load("MEDICAL_INSURANCE", row(numberAt(silent, 1)), { household });
    expect(refused.__typename).toBe("ConsentRequired");
    expect(
      await count("audit.events where action = 'screening.refuse' and entity_id = $1", [household]),
    ).toBeGreaterThan(0);
    const withConsent = consenting[6]?.household ?? "";
    const accepted = await load("MEDICAL_INSURANCE", row(numberAt(consenting, 6)), {
      household: withConsent,
    });
    expect(accepted).toMatchObject({ __typename: "ScreeningBatch", rowsMatched: 1 });
    const elsewhere = await load("MEDICAL_INSURANCE", row(numberAt(consenting, 6)), {
      household: randomUUID(),
    });
    expect(elsewhere).toMatchObject({ __typename: "Refused", code: "NOT_FOUND" });
  });

  it("stops comparing when consent is withdrawn", async () => {
    const { household = "", number = "" } = consenting[7] ?? {};
    const client = (text: string) => sqlOn(databaseUrl, text);
    await client(`
      with withdrawn as (
        update casework.consents set withdrawn_on = (now() at time zone 'Asia/Shanghai')::date
        where household_id = '${household}' returning id)
      insert into audit.events (channel, action, entity_kind, entity_id)
      select 'COMMAND', 'consent.withdraw', 'Consent', id::text from withdrawn`);
    const batch = await load("WATER", listOf([[number, "waterCutDays", 7 + (Date.now() % 3_000), today]]));
    expect(batch).toMatchObject({ rowsMatched: 0, rowsWithoutConsent: 1, alertsNew: 0 });
  });

  it("answers an alert once: recognised leaves the lead for its case, dismissed needs a reason", async () => {
    const days = 30 + (Date.now() % 3_000);
    await load(
      "HUMAN_RESOURCES",
      listOf([10, 11, 12].map((index) => [numberAt(consenting, index), "joblessDays", days, today])),
    );
    const asked = { within: COUNTY, where: { rule: "JOB_LOST", open: true }, first: 500 };
    const { data } = await graphql<{ alerts: { nodes: Alert[] } }>(url, ALERTS, asked, county);
    const [first, second, third] = data.alerts.nodes.filter((alert) => alert.value === days);
    const answer = async (variables: Record<string, unknown>, headers = county) =>
      (await graphql<{ answerAlert: { __typename: string; code?: string } }>(url, ANSWER, variables, headers))
        .data.answerAlert;
    const neighbour = await signInAs(url, "demo.neighbour");
    expect(await answer({ id: first?.id, answer: "RECOGNISE", rowVersion: 1 }, neighbour)).toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await answer({ id: first?.id, answer: "RECOGNISE", rowVersion: 7 })).toMatchObject({
      code: "CONFLICT",
    });
    expect(await answer({ id: first?.id, answer: "RECOGNISE", rowVersion: 1 })).toMatchObject({
      __typename: "Alert",
    });
    expect(await answer({ id: first?.id, answer: "DISMISS", rowVersion: 2, reason: "x" })).toMatchObject({
      code: "ALREADY_DONE",
    });
    expect(await answer({ id: second?.id, answer: "DISMISS", rowVersion: 1 })).toMatchObject({
      code: "INVALID",
    });
    expect(
      await answer({ id: second?.id, answer: "DISMISS", rowVersion: 1, reason: "入户核实已重新就业" }),
    ).toMatchObject({ __typename: "Alert" });
    const stored = await sqlOn(
      databaseUrl,
      `select lead.status, lead.dismissed_reason, task.result, task.done_at is not null as done
       from unnest($1::uuid[]) with ordinality as asked (id, place)
       join casework.leads lead on lead.id = asked.id join casework.tasks task on task.lead_id = lead.id order by place`,
      [[first?.leadId, second?.leadId]],
    );
    expect(stored).toEqual([
      { status: "RECEIVED", dismissed_reason: null, result: "CONFIRMED", done: true },
      { status: "DISMISSED", dismissed_reason: "入户核实已重新就业", result: "NOT_CONFIRMED", done: true },
    ]);
    expect(await count("audit.events where action = 'alert.answer' and entity_id = $1", [first?.id])).toBe(1);
    // What only the database refuses is told in the same shape: a character it cannot hold.
    const unfit = { id: third?.id, answer: "DISMISS", rowVersion: 1, reason: "已重新\u0000就业" };
    expect(await answer(unfit)).toMatchObject({ code: "INVALID" });
  });

  it("ends no task of an alert without its answer: confirmed it is recognised, otherwise it asks for the reason", async () => {
    const days = 5_000 + (Date.now() % 4_000);
    const list = listOf([13, 14].map((index) => [numberAt(consenting, index), "joblessDays", days, today]));
    await load("HUMAN_RESOURCES", list);
    const tasks = await sqlOn<{ id: string; alert: string }>(
      databaseUrl,
      `select task.id, alert.id as alert from casework.alerts alert join casework.tasks task on task.lead_id = alert.lead_id
       where alert.value = $1 order by alert.id`,
      [days],
    );
    expect(tasks).toHaveLength(2);
    const finish = async (id: string | undefined, result: string) =>
      (
        await graphql<{ finishTask: { __typename: string; guards?: string[] } }>(
          url,
          `mutation ($id: ID!, $result: TaskOutcome!) { finishTask(id: $id, rowVersion: 1, result: $result) {
            __typename ... on Refused { code message guards } } }`,
          { id, result },
          county,
        )
      ).data.finishTask;
    for (const result of ["NOT_CONFIRMED", "DONE"])
      expect(await finish(tasks[0]?.id, result)).toMatchObject({ guards: ["ALERT_ANSWERED"] });
    expect(await count("casework.tasks where id = $1 and done_at is null", [tasks[0]?.id])).toBe(1);
    expect(await finish(tasks[1]?.id, "CONFIRMED")).toEqual({ __typename: "Task" });
    const answered = await sqlOn(
      databaseUrl,
      "select id, answer, answered_by is not null as by from casework.alerts where value = $1 order by id",
      [days],
    );
    expect(answered).toEqual([
      { id: tasks[0]?.alert, answer: null, by: false },
      { id: tasks[1]?.alert, answer: "RECOGNISE", by: true },
    ]);
    const events = await sqlOn(databaseUrl, "select action, detail from audit.events where entity_id = $1", [
      tasks[1]?.id,
    ]);
    expect(events).toEqual([{ action: "task.finish", detail: { result: "CONFIRMED", answer: "RECOGNISE" } }]);
  });

  it("tells how often a rule was right, with an interval", async () => {
    const QUERY = `query { rulePrecision(rule: "JOB_LOST", within: "${COUNTY}") {
      pushed answered recognised precision { value low high } precisionOfAnswered { value } } }`;
    interface Precision {
      pushed: number;
      answered: number;
      recognised: number;
      precision: { value: number; low: number; high: number };
    }
    const { data } = await graphql<{ rulePrecision: Precision }>(url, QUERY, {}, county);
    const [oracle] = await sqlOn(
      databaseUrl,
      `select count(*)::int as pushed, count(answer)::int as answered, (count(*) filter (where answer = 'RECOGNISE'))::int as recognised
       from casework.alerts join casework.screening_rules rule on rule.id = rule_id where key = 'JOB_LOST' and county_code = $1`,
      [COUNTY],
    );
    const { precision, ...counts } = data.rulePrecision;
    expect(counts).toMatchObject(oracle ?? {});
    expect(precision.value).toBeCloseTo(counts.recognised / counts.pushed, 12);
    expect(precision.low).toBeLessThan(precision.value);
    expect(precision.high).toBeGreaterThan(precision.value);
    const never = await graphql<{ rulePrecision: Precision }>(
      url,
      QUERY.replace("JOB_LOST", "WATER_CUT"),
      {},
      county,
    );
    expect(never.data.rulePrecision.precision === null).toBe(never.data.rulePrecision.pushed === 0);
  });

  it("stores where list and register differ, once, until it is settled", async () => {
    const { member = "", number = "" } = consenting[15] ?? {};
    const [registered] = await sqlOn<{ employed: boolean }>(
      databaseUrl,
      "select employed from casework.members where id = $1",
      [member],
    );
    const [yes, no] = registered?.employed ? ["是", "否"] : ["否", "是"];
    await load("HUMAN_RESOURCES", listOf([[number, "employed", yes ?? "", today]]));
    expect(await count("casework.contradictions where member_id = $1", [member])).toBe(0);
    await load("HUMAN_RESOURCES", listOf([[number, "employed", no ?? "", today]]));
    await load("PUBLIC_SECURITY", listOf([[number, "died", "yes", today]]));
    const { data } = await graphql<{
      contradictions: { nodes: { id: string; item: string; householdId: string }[] };
    }>(
      url,
      `{ contradictions(within: "${COUNTY}", open: true, first: 500) { nodes { id item householdId registered reported } } }`,
      {},
      county,
    );
    const found = data.contradictions.nodes.filter((row) => row.householdId === consenting[15]?.household);
    expect(found.map((row) => row.item).sort()).toEqual(["died", "employed"]);
    const SETTLE = /* GraphQL */ `
      mutation ($id: ID!, $settlement: ContradictionSettlement!) {
        settleContradiction(id: $id, settlement: $settlement) {
          __typename
          ... on Contradiction { settlement }
          ... on Refused { code }
        }
      }`;
    const settle = async (settlement: string) =>
      (await graphql<{ settleContradiction: object }>(url, SETTLE, { id: found[0]?.id, settlement }, county))
        .data.settleContradiction;
    expect(await settle("LIST_WRONG")).toMatchObject({ settlement: "LIST_WRONG" });
    expect(await settle("LIST_WRONG")).toMatchObject({ settlement: "LIST_WRONG" });
    expect(await settle("REGISTER_CORRECTED")).toMatchObject({ code: "ALREADY_DONE" });
    expect(
      await count("audit.events where action = 'contradiction.settle' and entity_id = $1", [found[0]?.id]),
    ).toBe(1);
  });

  it("lets only the county load a list, for its own county", async () => {
    const csv = listOf([[numberAt(consenting, 0), "selfPaidMedicalCost", "12000", today]]);
    const variables = {
      id: randomUUID(),
      department: "MEDICAL_INSURANCE",
      county: COUNTY,
      dataDay: today,
      csv,
    };
    const township = await signInAs(url, "demo.township");
    expect((await graphql(url, LOAD, variables, township)).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    const neighbour = await signInAs(url, "demo.neighbour");
    const { data } = await graphql<{ loadScreeningBatch: Batch }>(url, LOAD, variables, neighbour);
    expect(data.loadScreeningBatch).toMatchObject({ __typename: "Refused", code: "NOT_FOUND" });
    expect(await load("ASTROLOGY", csv)).toMatchObject({ code: "INVALID" });
    expect(await load("MEDICAL_INSURANCE", csv, { dataDay: "2999-01-01" })).toMatchObject({
      code: "INVALID",
    });
  });
});

describe("values of lists", () => {
  it("are read exactly: every amount in yuan to its fen", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999_999 }), (fen) => {
        const yuan = `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, "0")}`;
        return readScreeningValue("FEN", yuan) === fen;
      }),
    );
    expect(readScreeningValue("FEN", "0.3")).toBe(30);
    expect(["-1", "1e5", "1,000", "0.299", ""].map((text) => readScreeningValue("FEN", text))).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(["是", "NO", "1", "maybe"].map((text) => readScreeningValue("YES", text))).toEqual([
      1,
      0,
      1,
      null,
    ]);
    expect(["1", "4", "0", "5"].map((text) => readScreeningValue("GRADE", text))).toEqual([1, 4, null, null]);
  });

  it("hit when the threshold is met", () => {
    expect([29, 30, 31].map((value) => isHit({ comparison: "AT_LEAST", threshold: 30 }, value))).toEqual([
      false,
      true,
      true,
    ]);
    expect([1, 2, 3].map((value) => isHit({ comparison: "AT_MOST", threshold: 2 }, value))).toEqual([
      true,
      true,
      false,
    ]);
    expect([0, 1].map((value) => isHit({ comparison: "IS_TRUE", threshold: null }, value))).toEqual([
      false,
      true,
    ]);
  });

  it("of one list have one hash in any order, and another when any of them differs", () => {
    const fact = fc.record({
      blind: fc.constantFrom("aa", "bb", "cc"),
      item: fc.constantFrom("x", "y"),
      value: fc.integer({ min: 0, max: 5 }),
      day: fc.constantFrom("2026-01-01", "2026-01-02"),
    });
    fc.assert(
      fc.property(fc.array(fact, { minLength: 1 }), (facts) => {
        const hash = contentSha256(facts);
        expect(contentSha256([...facts].reverse())).toBe(hash);
        expect(contentSha256([...facts, ...facts])).toBe(hash);
        expect(contentSha256([...facts, { blind: "dd", item: "x", value: 1, day: "2026-01-01" }])).not.toBe(
          hash,
        );
      }),
    );
  });
});
