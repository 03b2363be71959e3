import { randomUUID } from "node:crypto";
import knexModule from "knex";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { takeDownForgotten } from "../server/notices/changesByDay.ts";
import { atlases } from "./atlas.ts";
import {
  type Answer,
  ask,
  asOwner,
  daysAgo,
  keysOf,
  newCase,
  newHousehold,
  OPEN,
  pngOf,
  REFUSED,
  TAKE,
} from "./casework.ts";

describe.each(atlases)("a case on $name", (atlas) => {
  const { url, databaseUrl } = atlas;
  const database = new pg.Client({ connectionString: databaseUrl });
  const keys = keysOf(atlas);
  beforeAll(() => database.connect());
  afterAll(() => database.end());

  /** Takes a step at the version the case has now. */
  async function take(
    login: string,
    caseId: string,
    action: string,
    evidence: Record<string, string> = {},
    reason: string | null = null,
  ): Promise<Answer> {
    const { rows } = await database.query("select row_version from casework.cases where id = $1", [caseId]);
    return ask(url, login, TAKE, {
      caseId,
      action,
      rowVersion: rows[0].row_version,
      reason,
      evidence: Object.entries(evidence).map(([paper, id]) => ({ paper, id })),
    });
  }

  async function attach(login: string, caseId: string, kind: string): Promise<string> {
    const id = randomUUID();
    const added = await ask(
      url,
      login,
      `mutation ($id: ID!, $caseId: ID!, $kind: AttachmentKind!, $content: String!) {
        addAttachment(id: $id, caseId: $caseId, kind: $kind, contentBase64: $content) { __typename ... on Attachment { id mediaType } ${REFUSED} } }`,
      { id, caseId, kind, content: pngOf(id) },
    );
    expect(added).toMatchObject({ __typename: "Attachment", id, mediaType: "image/png" });
    return id;
  }

  const POST = `mutation ($id: ID!, $caseId: ID!, $rowVersion: Int!) {
    postNotice(id: $id, caseId: $caseId, group: 3, rowVersion: $rowVersion) { __typename ... on Notice { id body days } ${REFUSED} } }`;
  async function post(caseId: string): Promise<Answer> {
    const { rows } = await database.query("select row_version from casework.cases where id = $1", [caseId]);
    return ask(url, "demo.worker", POST, { id: randomUUID(), caseId, rowVersion: rows[0].row_version });
  }

  /** The clock is the database's, so a notice that has hung long is one that the owner moves into the past. */
  const letDaysPass = (caseId: string, days: number) =>
    asOwner(database, [
      [
        "update casework.cases set state_since = state_since - make_interval(days => $2) where id = $1",
        [caseId, days],
      ],
      [
        `update casework.notices set posted_at = posted_at - make_interval(days => $2), take_down_at = take_down_at - make_interval(days => $2)
         where case_id = $1`,
        [caseId, days],
      ],
    ]);

  const assess = (householdId: string, village: string, day: string) =>
    asOwner(database, [
      [
        `insert into casework.assessments (id, household_id, village_code, assessed_on, persons, line_fen, net_fen, rigid_fen, stable_net_fen, candidate, detail)
         values ($1, $2, $3, $4, 1, 850000, 900000, 0, 900000, 'NONE', '{}')`,
        [randomUUID(), householdId, village, day],
      ],
    ]);

  it("goes from the lead to elimination and back by declared steps, each with its papers, people and days", async () => {
    const household = await newHousehold(database, keys, { poor: true, name: "测小试" });
    const id = randomUUID();
    const today = await daysAgo(database, 0);
    const opened = await ask(url, "demo.worker", OPEN, { id, householdId: household.id });
    expect(opened).toMatchObject({ __typename: "Case", id, state: "LEAD", openedOn: today });
    const again = await ask(url, "demo.worker", OPEN, { id, householdId: household.id });
    expect(again).toEqual(opened);
    expect(
      await ask(url, "demo.worker", OPEN, { id: randomUUID(), householdId: household.id }),
    ).toMatchObject({
      __typename: "Refused",
      code: "ALREADY_DONE",
    });

    expect(await take("demo.worker", id, "ASK_CONSENT")).toMatchObject({ state: "CONSENT" });
    expect(await take("demo.worker", id, "RECORD_CONSENT")).toMatchObject({
      __typename: "ConsentRequired",
      guards: ["EVIDENCE_MISSING", "CONSENT_LIVE"],
    });
    const consent = randomUUID();
    await asOwner(database, [
      [
        `insert into casework.consents (id, household_id, village_code, scope, form_version, given_on)
         values ($1, $2, $3, '{COMPARISON,PUBLICATION}', '1', $4)`,
        [consent, household.id, household.village, today],
      ],
    ]);
    expect(await take("demo.worker", id, "RECORD_CONSENT", { SIGNED_CONSENT: consent })).toMatchObject({
      state: "VERIFICATION",
    });

    expect(await take("demo.worker", id, "COMPLETE_VERIFICATION")).toMatchObject({
      __typename: "Refused",
      code: "GUARDS_FAILED",
      guards: ["EVIDENCE_MISSING", "VISITED", "ACCOUNT_ASSESSED"],
    });
    const visit = await attach("demo.worker", id, "VISIT_PHOTO");
    await assess(household.id, household.village, today);
    expect(await take("demo.worker", id, "COMPLETE_VERIFICATION", { VISIT_RECORD: visit })).toMatchObject({
      state: "COMPARISON",
    });
    const result = await attach("demo.county", id, "EVIDENCE");
    expect(await take("demo.county", id, "COMPLETE_COMPARISON", { COMPARISON_RESULT: result })).toMatchObject(
      {
        state: "VILLAGE_REVIEW",
      },
    );

    const minutes = await attach("demo.worker", id, "REVIEW_MINUTES");
    expect(await take("demo.worker", id, "PASS_VILLAGE_REVIEW", { MEETING_MINUTES: minutes })).toMatchObject({
      guards: ["CATEGORY_AND_CAUSE_NAMED"],
    });
    const PROPOSE = `mutation ($id: ID!, $category: HouseholdCategory!, $version: Int!) {
      proposeCategory(caseId: $id, category: $category, grade: BLUE, rowVersion: $version) { __typename ... on Case { rowVersion } ${REFUSED} } }`;
    const { rows: seen } = await database.query("select row_version from casework.cases where id = $1", [id]);
    const version = seen[0].row_version;
    expect(await ask(url, "demo.worker", PROPOSE, { id, category: "MARGINAL", version })).toMatchObject({
      code: "DOES_NOT_FIT",
    });
    expect(
      await ask(url, "demo.worker", PROPOSE, { id, category: "UNSTABLE_LIFTED_OUT", version }),
    ).toMatchObject({ rowVersion: version + 1 });
    expect(
      await ask(url, "demo.worker", PROPOSE, { id, category: "UNSTABLE_LIFTED_OUT", version }),
    ).toMatchObject({ code: "CONFLICT" });
    const risk = randomUUID();
    const ADD_RISK = `mutation ($risk: ID!, $id: ID!) {
      addRisk(id: $risk, caseId: $id, cause: JOB_INSTABILITY, isMain: true) { __typename ... on Risk { id rowVersion } ${REFUSED} } }`;
    expect(await ask(url, "demo.worker", ADD_RISK, { risk, id })).toMatchObject({ __typename: "Risk" });
    expect(await take("demo.worker", id, "PASS_VILLAGE_REVIEW", { MEETING_MINUTES: minutes })).toMatchObject({
      state: "NOTICE",
    });

    const notice = await post(id);
    expect(notice).toMatchObject({ __typename: "Notice", days: 5 });
    expect(notice.body).toContain("测*试");
    expect(notice.body).not.toContain("测小试");
    expect(await post(id)).toMatchObject({ code: "ALREADY_DONE" });
    const photo = await attach("demo.worker", id, "NOTICE_PHOTO");
    await letDaysPass(id, 4);
    expect(await take("demo.worker", id, "END_NOTICE", { NOTICE_PHOTOGRAPH: photo })).toMatchObject({
      guards: ["NOTICE_LONG_ENOUGH"],
    });
    await letDaysPass(id, 1);
    expect(await take("demo.worker", id, "END_NOTICE", { NOTICE_PHOTOGRAPH: photo })).toMatchObject({
      state: "TOWNSHIP_CHECK",
    });
    expect(await take("demo.worker", id, "PASS_TOWNSHIP_CHECK")).toMatchObject({
      guards: ["ROLE_NOT_ALLOWED"],
    });
    expect(await take("demo.township", id, "PASS_TOWNSHIP_CHECK")).toMatchObject({
      state: "COUNTY_DECISION",
    });
    // Who compared the data submitted the case too, two steps before the township did.
    expect(await take("demo.county", id, "RECOGNISE")).toMatchObject({
      __typename: "SubmitterCannotDecide",
      guards: ["DECIDER_IS_NOT_SUBMITTER"],
    });
    expect(await take("demo.county.head", id, "RECOGNISE")).toMatchObject({ state: "ANNOUNCEMENT" });
    const copy = await attach("demo.county", id, "EVIDENCE");
    expect(await take("demo.county", id, "ANNOUNCE", { ANNOUNCEMENT_COPY: copy })).toMatchObject({
      state: "ASSISTED",
    });
    const { rows: households } = await database.query(
      "select status, category, grade from casework.households where id = $1",
      [household.id],
    );
    expect(households).toEqual([{ status: "WATCHED", category: "UNSTABLE_LIFTED_OUT", grade: "BLUE" }]);

    // Everything that stands against elimination is told at once.
    expect(await take("demo.worker", id, "PROPOSE_ELIMINATION", { VISIT_RECORD: visit })).toMatchObject({
      guards: ["STABLE_INCOME", "MEASURE_TAKEN", "NO_OPEN_RISK"],
    });
    await asOwner(database, [
      ["update casework.cases set recognised_on = $2 where id = $1", [id, await daysAgo(database, 260)]],
    ]);
    await assess(household.id, household.village, await daysAgo(database, 250));
    const MEASURE = `mutation ($measure: MeasureInput!) { recordMeasure(measure: $measure) { __typename ... on Measure { id riskIds rowVersion } ${REFUSED} } }`;
    const measure = {
      id: randomUUID(),
      caseId: id,
      riskIds: [risk],
      kind: "SCHOOLING_AID",
      startedOn: today,
      costFen: 100,
    };
    const unfit = await ask(url, "demo.worker", MEASURE, { measure });
    expect(unfit).toMatchObject({ code: "DOES_NOT_FIT", guards: ["JOB_INSTABILITY"] });
    expect(unfit.message).toContain("公益岗位");
    expect(
      await ask(url, "demo.worker", MEASURE, { measure: { ...measure, kind: "TRAINING" } }),
    ).toMatchObject({
      __typename: "Measure",
      riskIds: [risk],
    });
    // The clock of assistance ran to the first measure.
    const { rows: assisted } = await database.query("select due_on from casework.cases where id = $1", [id]);
    expect(assisted).toEqual([{ due_on: null }]);
    await ask(
      url,
      "demo.worker",
      `mutation ($risk: ID!) { closeRisk(id: $risk, rowVersion: 1) { __typename ... on Risk { closedOn } ${REFUSED} } }`,
      { risk },
    );
    expect(await take("demo.worker", id, "PROPOSE_ELIMINATION", { VISIT_RECORD: visit })).toMatchObject({
      state: "ELIMINATION_REVIEW",
    });
    expect(
      await take("demo.worker", id, "PASS_ELIMINATION_REVIEW", { MEETING_MINUTES: minutes }),
    ).toMatchObject({ state: "ELIMINATION_NOTICE" });
    expect(await post(id)).toMatchObject({ __typename: "Notice" });
    await letDaysPass(id, 5);
    expect(
      await take("demo.worker", id, "END_ELIMINATION_NOTICE", { NOTICE_PHOTOGRAPH: photo }),
    ).toMatchObject({ state: "ELIMINATION_CHECK" });
    expect(await take("demo.township", id, "PASS_ELIMINATION_CHECK")).toMatchObject({
      state: "ELIMINATION_DECISION",
    });
    expect(await take("demo.county.head", id, "ELIMINATE")).toMatchObject({ state: "ELIMINATED" });
    expect(await take("demo.worker", id, "FLAG_AGAIN")).toMatchObject({ guards: ["REASON_REQUIRED"] });
    expect(await take("demo.worker", id, "FLAG_AGAIN", {}, "务工中断")).toMatchObject({ state: "LEAD" });

    const shown = await ask(
      url,
      "demo.township",
      "query ($id: ID!) { case(id: $id) { steps { action from to by } notices { kind } category nextSteps { action allowed } } }",
      { id },
    );
    const steps = shown.steps as { action: string; by: string }[];
    expect(steps).toHaveLength(15);
    expect(steps[0]).toMatchObject({
      action: "FLAG_AGAIN",
      from: "ELIMINATED",
      to: "LEAD",
      by: "演示·网格员",
    });
    expect(steps[1]).toMatchObject({ action: "ELIMINATE", by: "演示·县级审批" });
    const { rows: events } = await database.query(
      "select count(*)::int as count from audit.events where entity_id = $1",
      [id],
    );
    expect(events[0].count).toBe(1 + 15 + 1);
  }, 180_000);

  it("lets an objection send it back, and an elimination be rolled back with a reason", async () => {
    const household = await newHousehold(database, keys);
    const id = await newCase(database, household, { state: "NOTICE", category: "MARGINAL" });
    expect(await post(id)).toMatchObject({ __typename: "Notice" });
    const OBJECT = `mutation ($id: ID!, $reason: String!) {
      raiseObjection(caseId: $id, rowVersion: 1, reason: $reason) { __typename ... on Case { state } ${REFUSED} } }`;
    expect(await ask(url, "demo.worker", OBJECT, { id, reason: " " })).toMatchObject({
      guards: ["REASON_REQUIRED"],
    });
    expect(await ask(url, "demo.worker", OBJECT, { id, reason: "电话13812341234的人说" })).toMatchObject({
      code: "INVALID",
    });
    expect(await ask(url, "demo.worker", OBJECT, { id, reason: "有营业车辆" })).toMatchObject({
      state: "VERIFICATION",
    });
    const { rows } = await database.query("select id, objections from casework.notices where case_id = $1", [
      id,
    ]);
    expect(rows[0].objections).toBe(1);
    const DOWN = `mutation ($id: ID!) { takeDownNotice(id: $id) { __typename ... on Notice { takenDownAt } ${REFUSED} } }`;
    expect(await ask(url, "demo.worker", DOWN, { id: rows[0].id })).toMatchObject({
      guards: ["NOTICE_LONG_ENOUGH"],
    });
    await letDaysPass(id, 5);
    expect(await ask(url, "demo.worker", DOWN, { id: rows[0].id })).toMatchObject({ __typename: "Notice" });

    const forgotten = await newCase(database, await newHousehold(database, keys), {
      state: "NOTICE",
      category: "MARGINAL",
    });
    expect(await post(forgotten)).toMatchObject({ __typename: "Notice" });
    const hangs = async () =>
      (
        await database.query<{ down: boolean; events: number }>(
          `select notice.taken_down_at is not null as down,
             (select count(*)::int from audit.events where action = 'notice.takeDown' and entity_id = notice.id::text) as events
           from casework.notices notice where case_id = $1`,
          [forgotten],
        )
      ).rows[0];
    const knex = knexModule({ client: "pg", connection: databaseUrl, pool: { min: 0, max: 1 } });
    await letDaysPass(forgotten, 5);
    await takeDownForgotten(knex);
    expect(await hangs()).toEqual({ down: false, events: 0 });
    await letDaysPass(forgotten, 2);
    await takeDownForgotten(knex);
    await takeDownForgotten(knex);
    await knex.destroy();
    expect(await hangs()).toEqual({ down: true, events: 1 });

    const eliminated = await newCase(database, await newHousehold(database, keys), {
      state: "ELIMINATED",
      recognised_on: "2024-01-01",
      eliminated_on: "2025-01-01",
    });
    expect(await take("demo.county", eliminated, "ROLL_BACK_ELIMINATION")).toMatchObject({
      guards: ["REASON_REQUIRED"],
    });
    expect(await take("demo.county", eliminated, "ROLL_BACK_ELIMINATION", {}, "收入核算有误")).toMatchObject({
      state: "ASSISTED",
    });
  });

  it("demands no consent of a case opened before the rule, and demands it of one opened after", async () => {
    const before = await newCase(database, await newHousehold(database, keys), {
      opened_on: "2020-06-01",
      legacy: true,
    });
    const after = await newCase(database, await newHousehold(database, keys), { opened_on: "2021-05-01" });
    expect(await take("demo.worker", before, "VERIFY_UNDER_EARLIER_RULE")).toMatchObject({
      state: "VERIFICATION",
    });
    expect(await take("demo.worker", after, "VERIFY_UNDER_EARLIER_RULE")).toMatchObject({
      __typename: "Refused",
      guards: ["OPENED_BEFORE_CONSENT_RULE"],
    });
  });

  it("gives each province its own days, and says which row decided them", async () => {
    const { rows: counties } = await database.query<{ code: string }>(
      `select min(code) as code from atlas.regions where kind = 'COUNTY' and left(code, 2) in ('34', '62') group by left(code, 2) order by 1`,
    );
    const [anhui, gansu] = counties.map(({ code }) => `${code}001901`);
    const login = `two.provinces.${Date.now()}`;
    const created = await ask(
      url,
      "demo.security",
      'mutation ($login: String!) { createPerson(login: $login, name: "两省", role: TOWNSHIP, regions: ["34", "62"]) { password } }',
      { login },
    );
    const session = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        query:
          "mutation ($login: String!, $password: String!) { signIn(login: $login, password: $password) { __typename } }",
        variables: { login, password: created.password },
      }),
    });
    const cookie = `__Host-atlas=${/__Host-atlas=([\w-]+)/.exec(session.headers.get("set-cookie") ?? "")?.[1]}`;
    const rule = (province: string, days: number) =>
      database.query(
        `insert into atlas.rule_books (rule, province_code, valid_from, content, source, grade, recorded_at)
         values ('PROCEDURE', $1, '2024-01-01', jsonb_build_object('verificationWorkingDays', $2::int), 'test of provinces', 'SECONDARY', clock_timestamp())`,
        [province, days],
      );
    const openIn = async (village: string | undefined) => {
      const household = await newHousehold(database, keys, { village });
      return ask(url, cookie, OPEN, { id: randomUUID(), householdId: household.id });
    };
    await rule("62", 2);
    await rule("34", 4);
    const [first, second] = [await openIn(gansu), await openIn(anhui)];
    await rule("62", 8);
    const [third, fourth] = [await openIn(gansu), await openIn(anhui)];
    expect(String(first.due) < String(second.due)).toBe(true);
    expect(String(third.due) > String(second.due)).toBe(true);
    expect(fourth.due).toBe(second.due);
    const explained = await ask(
      url,
      cookie,
      "query ($id: ID!) { caseExplain(id: $id) { provinceCode due dueRule rules { key value ruleId provinceCode source grade } } }",
      { id: third.id },
    );
    expect(explained).toMatchObject({
      provinceCode: "62",
      due: third.due,
      dueRule: "verificationWorkingDays",
    });
    const rules = explained.rules as { key: string }[];
    expect(rules.find(({ key }) => key === "verificationWorkingDays")).toMatchObject({
      value: "8",
      provinceCode: "62",
      source: "test of provinces",
      grade: "SECONDARY",
    });
    expect(rules.find(({ key }) => key === "noticeDays")).toMatchObject({
      value: "5",
      provinceCode: null,
      grade: "OFFICIAL",
    });
    expect(rules.every((each) => (each as { ruleId?: number }).ruleId != null)).toBe(true);
  });

  it("is not there for another county, and lists what is late as SQL does", async () => {
    const id = await newCase(database, await newHousehold(database, keys), { due_on: "2025-01-02" });
    const mine = await ask(url, "demo.worker", "query ($id: ID!) { case(id: $id) { id isOverdue } }", { id });
    expect(mine).toMatchObject({ id, isOverdue: true });
    expect(
      await ask(url, "demo.neighbour", "query ($id: ID!) { case(id: $id) { __typename id } }", { id }).then(
        (answer) => answer?.id ?? null,
      ),
    ).toBeNull();
    expect(
      await ask(url, "demo.neighbour", TAKE, {
        caseId: id,
        action: "ASK_CONSENT",
        rowVersion: 1,
        evidence: [],
      }),
    ).toMatchObject({ code: "NOT_FOUND" });
    const listed = await ask(
      url,
      "demo.county",
      'query { cases(within: "360827", where: { overdue: true, state: LEAD }) { totalCount nodes { id due } } }',
    );
    const { rows } = await database.query(
      `select count(*)::int as count from casework.cases
       where county_code = '360827' and state = 'LEAD' and due_on < (now() at time zone 'Asia/Shanghai')::date`,
    );
    expect(listed.totalCount).toBe(rows[0].count);
    const days = (listed.nodes as { due: string }[]).map(({ due }) => due);
    expect(days).toEqual([...days].sort());
  });

  it("keeps attachments by what their bytes are, encrypted, and records each reading", async () => {
    const id = await newCase(database, await newHousehold(database, keys));
    const ADD = `mutation ($id: ID!, $caseId: ID!, $content: String!) {
      addAttachment(id: $id, caseId: $caseId, kind: EVIDENCE, contentBase64: $content) { __typename ... on Attachment { id byteLength sha256 } ${REFUSED} } }`;
    const content = pngOf("canary 三月");
    const attachment = randomUUID();
    const added = await ask(url, "demo.worker", ADD, { id: attachment, caseId: id, content });
    expect(added).toMatchObject({ __typename: "Attachment", id: attachment });
    const twice = await ask(url, "demo.worker", ADD, { id: randomUUID(), caseId: id, content });
    expect(twice).toEqual(added);
    const html = Buffer.from("<html>").toString("base64");
    expect(await ask(url, "demo.worker", ADD, { id: randomUUID(), caseId: id, content: html })).toMatchObject(
      { code: "INVALID" },
    );
    const { rows } = await database.query(
      "select position('canary'::bytea in content_sealed) as place from casework.attachments where id = $1",
      [attachment],
    );
    expect(rows).toEqual([{ place: 0 }]);
    const READ = `mutation ($id: ID!) { readAttachment(id: $id) { __typename ... on AttachmentContent { contentBase64 } ${REFUSED} } }`;
    expect(await ask(url, "demo.township", READ, { id: attachment })).toMatchObject({
      contentBase64: content,
    });
    expect(await ask(url, "demo.neighbour", READ, { id: attachment })).toMatchObject({ code: "NOT_FOUND" });
    const { rows: events } = await database.query(
      "select action from audit.events where entity_id = $1 order by id",
      [attachment],
    );
    expect(events.map(({ action }) => action)).toEqual(["attachment.add", "attachment.read"]);
  });
});
