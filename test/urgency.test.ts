import { randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays } from "../geo/days.ts";
import type { ScreeningComparison, ScreeningUnit } from "../geo/screening.ts";
import { URGENCIES, type Urgency, type UrgencyRule, urgencyOf } from "../geo/urgency.ts";
import { workingDaysAfter } from "../server/workingDays.ts";
import { graphql } from "./atlas.ts";
import { newToken } from "./newToken.ts";
import { type OwnAtlas, ownAtlas, places } from "./ownAtlas.ts";

const DEFAULT: UrgencyRule = {
  dueSoonWorkingDays: 2,
  rulesAtOnce: 2,
  timesThreshold: 2,
  threats: ["DISASTER", "HOUSING", "WATER"],
};
/** Posts with screening.read, and their regions as they are written. */
const SCOPES: Readonly<Record<string, readonly string[]>> = {
  "demo.worker": ["360827100900", "360827100901"],
  "demo.township": ["360827100"],
  "demo.county": ["360827"],
  "demo.neighbour": ["360828"],
};
const PLACES = ["360827100900", "360827100", "360827", "360828", "3608", "36", "43", "luoxiao", "CN"];

interface Stored {
  id: string;
  task: string;
  village: string;
  household: string;
  rule: string;
  cause: string;
  unit: ScreeningUnit;
  comparison: ScreeningComparison;
  threshold: number | null;
  value: number | null;
  dueOn: string;
  open: boolean;
  owner: string | null;
}
const STORED = `
  select alert.id, task.id as task, alert.village_code as village, alert.household_id as household, rule.key as rule, rule.cause,
         rule.unit, rule.comparison, rule.threshold::float8 as threshold, alert.value::float8 as value,
         alert.due_on::text as "dueOn", alert.answer is null as open, owner.login as owner
  from casework.alerts alert join casework.screening_rules rule on rule.id = alert.rule_id
  join casework.tasks task on task.lead_id = alert.lead_id left join access.people owner on owner.id = task.owner_id`;

describe.each(places)("urgency on %s", (place) => {
  let atlas: OwnAtlas;
  let database: pg.Client;
  let today: string;
  let luoxiao: string[];
  const headers = new Map<string, Record<string, string>>();

  beforeAll(async () => {
    atlas = await ownAtlas({}, place);
    database = new pg.Client({ connectionString: atlas.databaseUrl });
    await database.connect();
    today =
      (await rows<{ today: string }>("select (now() at time zone 'Asia/Shanghai')::date::text as today"))[0]
        ?.today ?? "";
    luoxiao = (
      await rows<{ code: string }>(
        "select county_code as code from atlas.area_members where area_code = 'luoxiao' and member_to is null",
      )
    ).map(({ code }) => code);
    for (const login of [...Object.keys(SCOPES), "demo.area", "demo.planner"])
      headers.set(login, { cookie: `__Host-atlas=${await newToken(database, login, "SESSION")}` });
    await plant();
  }, 300_000);
  afterAll(async () => {
    await database?.end();
    await atlas?.stop();
  });

  const rows = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []) =>
    (await database.query<Row>(text, values)).rows;

  /** Every rule with every kind of day, value and company, in villages of two counties; one in seven is answered. */
  async function plant() {
    const members = await rows<{ member: string; household: string; village: string }>(
      `select distinct on (household.village_code, household.id)
              member.id as member, household.id as household, household.village_code as village
       from (select *, row_number() over (partition by village_code order by id) as place,
                    dense_rank() over (partition by county_code order by village_code) as village_place
             from casework.households where county_code in ('360827', '360828')) household
       join casework.members member on member.household_id = household.id and member.left_on is null
       where household.place <= 6 and household.village_place <= 20
       order by household.village_code, household.id, member.id`,
    );
    expect(members.length).toBeGreaterThan(100);
    const rules = await rows<{ id: number; cause: string; threshold: string | null }>(
      "select id, cause, threshold from casework.screening_rules order by id",
    );
    const days = [-3, -1, 0, 1, 2, 3, 9].map((shift) => addDays(today, shift));
    const [worker] = await rows<{ id: string }>("select id from access.people where login = 'demo.worker'");
    const batches = ["360827", "360828"].map((county) => ({
      id: randomUUID(),
      village_code: `${county}000000`,
      department_key: "WATER",
      content_sha256: `\\x${randomBytes(32).toString("hex")}`,
      data_day: today,
      rows_total: 1,
    }));
    let count = 0;
    const alerts = members.flatMap(({ member, household, village }, index) =>
      // One, two or three hits, the last of two often by the same rule as the first.
      Array.from({ length: 1 + (index % 3) }, (_, hit) => {
        count += 1;
        const rule = rules[(index + (index % 2) * hit) % rules.length];
        const isAnswered = count % 7 === 0;
        return {
          id: randomUUID(),
          batch_id: batches.find((batch) => batch.village_code.startsWith(village.slice(0, 6)))?.id,
          rule_id: rule?.id,
          household_id: household,
          member_id: member,
          village_code: village,
          value: rule?.threshold ? Number(rule.threshold) * (1 + (count % 3)) - (count % 2) : 1,
          matched_sha256: `\\x${randomBytes(32).toString("hex")}`,
          lead_id: randomUUID(),
          due_on: days[count % days.length],
          answer: isAnswered ? "RECOGNISE" : null,
          answered_at: isAnswered ? today : null,
          channel: "SCREENING",
          cause: rule?.cause,
          row_version: 1,
        };
      }),
    );
    const leads = alerts.map(({ lead_id, ...alert }) => ({ ...alert, id: lead_id, status: "RECEIVED" }));
    const tasks = alerts.map((alert) => ({
      ...alert,
      id: randomUUID(),
      kind: "VERIFY_ALERT",
      owner_id: alert.village_code < "360827100902" ? worker?.id : null,
      done_at: alert.answered_at,
      result: alert.answer && "CONFIRMED",
    }));
    const insert = (table: string, columns: string, given: object[]) =>
      database.query(
        `insert into casework.${table} (${columns})
         select ${columns} from jsonb_populate_recordset(null::casework.${table}, $1::jsonb)`,
        [JSON.stringify(given)],
      );
    await database.query("begin");
    await insert(
      "screening_batches",
      "id, village_code, department_key, content_sha256, data_day, rows_total",
      batches,
    );
    await insert("leads", "id, village_code, channel, household_id, cause, status", leads);
    await insert(
      "alerts",
      "id, batch_id, rule_id, household_id, member_id, village_code, value, matched_sha256, lead_id, due_on, answer, answered_at",
      alerts,
    );
    await insert(
      "tasks",
      "id, kind, village_code, lead_id, household_id, owner_id, due_on, done_at, result",
      tasks,
    );
    await database.query(
      "insert into audit.events (channel, action, entity_kind, entity_id) values ('COMMAND', 'test.prepare', 'Test', 'rows')",
    );
    await database.query("commit");
  }

  /** The oracle: rows as they are stored, and the formula. */
  async function expected(ruleOf: (village: string) => UrgencyRule = () => DEFAULT) {
    const stored = await rows<Stored>(STORED);
    const rulesOf = new Map<string, Set<string>>();
    for (const { household, rule, open } of stored)
      if (open) rulesOf.set(household, (rulesOf.get(household) ?? new Set()).add(rule));
    return stored.map((alert) => {
      const rule = ruleOf(alert.village);
      const days = { today, soonUntil: workingDaysAfter(today, rule.dueSoonWorkingDays) };
      const openRules = rulesOf.get(alert.household)?.size ?? 0;
      return { ...alert, urgency: alert.open ? urgencyOf({ ...alert, openRules }, rule, days) : null };
    });
  }
  const lies = (village: string, prefixes: readonly string[]) =>
    prefixes.some((prefix) => village.startsWith(prefix));
  const prefixesOf = (code: string) => (code === "luoxiao" ? luoxiao : code === "CN" ? [""] : [code]);
  const ask = async <Data>(query: string, login = "demo.county", variables = {}) => {
    const answer = await graphql<Data>(atlas.url, query, variables, headers.get(login));
    expect(answer.errors).toBeUndefined();
    return answer;
  };

  const ALERTS = `query ($within: String!, $open: Boolean, $after: String) {
    alerts(within: $within, where: { open: $open }, orderBy: URGENCY, first: 37, after: $after) {
      totalCount nodes { id urgency dueOn isOverdue } pageInfo { hasNextPage endCursor } } }`;
  interface Page {
    alerts: {
      totalCount: number;
      nodes: { id: string; urgency: Urgency | null; dueOn: string; isOverdue: boolean }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
  }
  async function listed(login: string, within: string) {
    const nodes: Page["alerts"]["nodes"] = [];
    for (let after: string | null = null; ; ) {
      const { alerts }: Page = (await ask<Page>(ALERTS, login, { within, after })).data;
      nodes.push(...alerts.nodes);
      after = alerts.pageInfo.endCursor;
      if (!alerts.pageInfo.hasNextPage) return nodes;
      expect(alerts.nodes).toHaveLength(37);
    }
  }

  it("says of every alert what the formula says, page by page and most urgent first", async () => {
    const all = await expected();
    for (const urgency of [...URGENCIES, null])
      expect(all.filter((alert) => alert.urgency === urgency).length).toBeGreaterThan(5);
    const rank = (urgency: Urgency | null) => (urgency === null ? 9 : URGENCIES.indexOf(urgency));
    for (const [login, scope] of Object.entries(SCOPES)) {
      const nodes = await listed(login, "36");
      const own = all.filter(({ village }) => lies(village, scope));
      expect(own.length).toBeGreaterThan(5);
      expect(nodes.map(({ id, urgency }) => [id, urgency])).toEqual(
        own
          .sort(
            (one, other) =>
              rank(one.urgency) - rank(other.urgency) ||
              (one.dueOn < other.dueOn ? -1 : one.dueOn > other.dueOn ? 1 : one.id < other.id ? -1 : 1),
          )
          .map(({ id, urgency }) => [id, urgency]),
      );
      for (const { urgency, isOverdue } of nodes) expect(urgency === "ORANGE").toBe(isOverdue);
    }
  });

  it("puts the soonest due first where nobody asks for another order, as before", async () => {
    const { data } = await ask<Page>('{ alerts(within: "360827", first: 500) { nodes { id dueOn } } }');
    const days = data.alerts.nodes.map(({ dueOn }) => dueOn);
    expect(days.length).toBeGreaterThan(50);
    expect(days).toEqual([...days].sort());
  });

  const COUNTS = "query ($within: String!) { alertsByUrgency(within: $within) { urgency alerts } }";
  interface Counts {
    alertsByUrgency: { urgency: Urgency; alerts: number }[];
  }

  it("counts by place and post, and says nothing of a region where nobody of the post works", async () => {
    const all = await expected();
    let counted = 0;
    const statements = new Set<number>();
    for (const [login, scope] of Object.entries(SCOPES))
      for (const within of PLACES) {
        const prefixes = prefixesOf(within);
        const answer = await ask<Counts>(COUNTS, login, { within });
        const isTheirs = scope.some((own) =>
          prefixes.some((asked) => own.startsWith(asked) || asked.startsWith(own)),
        );
        const seen = all.filter(({ village }) => lies(village, prefixes) && lies(village, scope));
        expect([login, within, answer.data.alertsByUrgency]).toEqual([
          login,
          within,
          isTheirs
            ? URGENCIES.map((urgency) => ({
                urgency,
                alerts: seen.filter((alert) => alert.urgency === urgency).length,
              }))
            : [],
        ]);
        counted += seen.filter(({ open }) => open).length;
        if (within.length === 6) statements.add(answer.statements);
      }
    expect(counted).toBeGreaterThan(500);
    // Whatever is counted takes as many statements as nothing.
    expect(statements.size).toBe(1);
    for (const login of ["demo.area", "demo.planner"]) {
      const { errors } = await graphql(atlas.url, COUNTS, { within: "360827" }, headers.get(login));
      expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    }
    const { errors } = await graphql(atlas.url, COUNTS, { within: "360827" });
    expect(errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
  });

  it("shows tasks that verify an alert as urgent as it is, and others as nothing, at the cost of one task", async () => {
    const all = await expected();
    const TASKS = "query ($first: Int!) { tasks(mine: true, first: $first) { id kind urgency } }";
    type Tasks = { tasks: { id: string; kind: string; urgency: Urgency | null }[] };
    const many = await ask<Tasks>(TASKS, "demo.worker", { first: 100 });
    const one = await ask<Tasks>(TASKS, "demo.worker", { first: 1 });
    expect(one.data.tasks).toHaveLength(1);
    expect(one.statements).toBe(many.statements);
    const urgencyByTask = new Map(all.map(({ task, urgency }) => [task, urgency]));
    const verifying = many.data.tasks.filter(({ id }) => urgencyByTask.has(id));
    expect(verifying.length).toBe(all.filter(({ owner, open }) => owner === "demo.worker" && open).length);
    expect(new Set(verifying.map(({ urgency }) => urgency)).size).toBeGreaterThan(1);
    for (const { id, urgency } of verifying) expect(urgency).toBe(urgencyByTask.get(id));
    const others = many.data.tasks.filter(({ kind }) => kind !== "VERIFY_ALERT");
    expect(others.length).toBeGreaterThan(0);
    for (const { urgency } of others) expect(urgency).toBeNull();
  });

  it("loses its urgency when it is answered, and a household with one rule less is as urgent as it is now", async () => {
    const before = await expected();
    const paired = before.find(
      ({ open, urgency, household, rule, id }) =>
        open &&
        urgency === "RED" &&
        before.some(
          (other) => other.household === household && other.rule !== rule && other.open && other.id !== id,
        ),
    );
    const { data } = await ask<{ answerAlert: { urgency: null; answer: string; rowVersion: number } }>(
      `mutation ($id: ID!) { answerAlert(id: $id, answer: RECOGNISE, rowVersion: 1) { ... on Alert { urgency answer rowVersion } } }`,
      lies(paired?.village ?? "", ["360827"]) ? "demo.county" : "demo.neighbour",
      { id: paired?.id },
    );
    expect(data.answerAlert).toEqual({ urgency: null, answer: "RECOGNISE", rowVersion: 2 });
    const nodes = [...(await listed("demo.county", "36")), ...(await listed("demo.neighbour", "36"))];
    const after = new Map((await expected()).map(({ id, urgency }) => [id, urgency]));
    for (const { id, urgency } of nodes) expect([id, urgency]).toEqual([id, after.get(id)]);
    expect(after.get(paired?.id ?? "")).toBeNull();
  });

  const INSERT = `insert into atlas.rule_books (rule, province_code, valid_from, content, source, grade)
    values ('URGENCY', $1, $2, $3, 'test', 'PROJECT')`;

  it("goes by the rule of the province from its day on; what the row does not name stays as the country has it", async () => {
    const counts = async () =>
      (await ask<Counts>(COUNTS, "demo.county", { within: "36" })).data.alertsByUrgency;
    const before = await counts();
    // Another province, and a day that has not come.
    await rows(INSERT, ["43", "2026-01-01", '{"threats": [], "rulesAtOnce": 9}']);
    await rows(INSERT, ["36", addDays(today, 1), '{"threats": [], "rulesAtOnce": 9}']);
    expect(await counts()).toEqual(before);
    await rows(INSERT, ["36", today, '{"threats": ["ACCIDENT"], "rulesAtOnce": 3, "dueSoonWorkingDays": 5}']);
    const own = { ...DEFAULT, threats: ["ACCIDENT"], rulesAtOnce: 3, dueSoonWorkingDays: 5 };
    const all = (await expected(() => own)).filter(({ village }) => lies(village, ["360827"]));
    const after = await counts();
    expect(after).not.toEqual(before);
    expect(after).toEqual(
      URGENCIES.map((urgency) => ({
        urgency,
        alerts: all.filter((alert) => alert.urgency === urgency).length,
      })),
    );
  });

  it("has a rule of its own for the country, called no official one, and takes no row that is not a rule", async () => {
    expect(
      await rows(
        "select content, grade, source from atlas.rule_books where rule = 'URGENCY' and province_code is null",
      ),
    ).toEqual([{ content: DEFAULT, grade: "PROJECT", source: expect.stringContaining("没有查到官方") }]);
    for (const [province, content] of [
      ["36", { dueSoon: 2 }],
      ["36", { dueSoonWorkingDays: 0 }],
      ["36", { rulesAtOnce: 1.5 }],
      ["36", { timesThreshold: "2" }],
      ["36", { threats: ["FLOOD"] }],
      ["36", { threats: "WATER" }],
      [null, { dueSoonWorkingDays: 3 }],
    ])
      await expect(rows(INSERT, [province, "2026-02-01", content])).rejects.toThrow("urgency_is_whole");
  });
});
