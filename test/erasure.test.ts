import { execFile } from "node:child_process";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import knexModule, { type Knex } from "knex";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyAudit } from "../server/audit/command.ts";
import { sealEvents } from "../server/audit/queries.ts";
import { readConfig } from "../server/config.ts";
import { openDatabase } from "../server/db.ts";
import { COLUMNS, ERASED_WORDS as ERASED } from "../server/erasure/columns.ts";
import { inventedIdNumber } from "../server/identityNumbers.ts";
import { publish } from "../server/indicators/publish.ts";
import { type Keys, openKeys } from "../server/keys.ts";
import { sealTold } from "../server/leads/queries.ts";
import { readExactCounts } from "../server/releases/loadCounts.ts";
import { lastMonthOver, releaseCounty } from "../server/releases/publish.ts";
import { type GraphqlAnswer, graphql } from "./atlas.ts";
import { asOwner, keysOf, newCase, newHousehold, pngOf, VILLAGE } from "./casework.ts";
import { newToken } from "./newToken.ts";
import { copyOfKeys, type OwnAtlas, ownAtlas, places } from "./ownAtlas.ts";

const COUNTY = "360827";
const QUARTER = "2026-07-01";
const LONG_AGO = "2015-06-01";

/** Two who live in a household that is over, and one who left a household that is not; none of it is found by chance. */
const HEAD = {
  name: "楸旎赟",
  idNumber: inventedIdNumber("1957-03-11", 771),
  phone: "10027182818",
  bankAccount: "9558801618033988749",
  health: "痼疾甲乙丙",
};
const SPOUSE = { name: "荇菜嬛", idNumber: inventedIdNumber("1958-04-12", 772), phone: "10027182819" };
const LEFT = {
  name: "槿汐珏",
  idNumber: inventedIdNumber("1993-05-13", 773),
  phone: "10027182820",
  bankAccount: "9558801618033988756",
  health: "旧伤丁戊",
};
const STAYS = { name: "栀子璇", idNumber: inventedIdNumber("1966-06-14", 774), phone: "10027182821" };
const GONE = [HEAD, SPOUSE, LEFT].flatMap((person) => Object.values(person));

interface Answer {
  __typename: string;
  code?: string;
  message?: string;
  [field: string]: unknown;
}
interface Member {
  id: string;
  name: string;
  idNumber: string;
  phone: string | null;
  bankAccount: string | null;
  hasHealthRecord: boolean;
  birthYear: string;
  erasedOn: string | null;
  leftOn: string | null;
  rowVersion: number;
}
interface Household {
  id: string;
  rowVersion: number;
  erasedOn: string | null;
  members: Member[];
}
const MEMBERS =
  "id rowVersion erasedOn members { id name idNumber phone bankAccount hasHealthRecord birthYear erasedOn leftOn rowVersion }";
const ANSWER = `__typename ... on Household { ${MEMBERS} } ... on Refused { code message }`;

describe.each(places)("what identifies people, erased on %s", (place) => {
  let atlas: OwnAtlas;
  let database: pg.Client;
  let knex: Knex;
  let keys: Keys;
  const folder = place === "postgres" ? copyOfKeys() : null;
  const as = new Map<string, Record<string, string>>();
  /** What is sealed of those who will be erased, in hexadecimal, as it stood before. */
  let sealed: string[] = [];
  const over = { household: randomUUID(), head: randomUUID(), spouse: randomUUID(), case: "", file: "" };
  const home = { household: randomUUID(), left: randomUUID(), stays: randomUUID(), case: "" };

  const ask = async <Data = Record<string, Answer>>(
    login: string,
    text: string,
    variables: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ): Promise<GraphqlAnswer<Data>> =>
    graphql<Data>(atlas.url, text, variables, { ...as.get(login), ...headers });
  const change = async (login: string, text: string, variables: Record<string, unknown>): Promise<Answer> => {
    const { data, errors } = await ask(login, text, variables);
    expect(errors).toBeUndefined();
    return data.done ?? { __typename: "nothing" };
  };
  const erase = (login: string, what: "Member" | "Household", id: string, rowVersion: number) =>
    change(
      login,
      `mutation ($id: ID!, $rowVersion: Int!) { done: erase${what}(id: $id, rowVersion: $rowVersion, reason: ON_REQUEST) { ${ANSWER} } }`,
      { id, rowVersion },
    );
  const shown = async (id: string, headers: Record<string, string> = {}): Promise<Household> => {
    const { data } = await ask<{ household: Household }>(
      "demo.county",
      `query ($id: ID!) { household(id: $id) { ${MEMBERS} } }`,
      { id },
      headers,
    );
    return data.household;
  };
  const memberOf = ({ members }: Household, id: string): Member => {
    const found = members.find((member) => member.id === id);
    if (!found) throw new Error(`no member ${id}`);
    return found;
  };
  const recordMember = (householdId: string, id: string, given: Record<string, unknown>) =>
    change(
      "demo.worker",
      `mutation ($member: MemberInput!) { done: recordMember(member: $member) { ${ANSWER} } }`,
      { member: { id, householdId, relation: "HEAD", sex: "F", labour: "ABLE", ...given } },
    );
  const value = async <Value>(text: string, values: unknown[] = []): Promise<Value> =>
    (await database.query<{ value: Value }>(text, values)).rows[0]?.value as Value;

  beforeAll(async () => {
    atlas = await ownAtlas(folder ? { ATLAS_KEYS_DIRECTORY: folder.directory } : {}, place);
    keys = folder ? openKeys(folder.directory) : keysOf(atlas);
    database = new pg.Client({ connectionString: atlas.databaseUrl });
    await database.connect();
    knex = knexModule({ client: "pg", connection: atlas.databaseUrl, pool: { min: 0, max: 1 } });
    for (const login of ["demo.worker", "demo.county", "demo.neighbour"])
      as.set(login, { cookie: `__Host-atlas=${await newToken(database, login, "SESSION")}` });
    await settle();
  }, 180_000);
  afterAll(async () => {
    await knex?.destroy();
    await database?.end();
    await atlas?.stop();
    folder?.remove();
  });

  /** Two households as years of work leave them, with names in every place where words can stand. */
  async function settle(): Promise<void> {
    for (const id of [over.household, home.household])
      await change(
        "demo.worker",
        `mutation ($id: ID!) { done: recordHousehold(household: { id: $id, villageCode: "${VILLAGE}", formerlyPoor: false }) { ${ANSWER} } }`,
        { id },
      );
    await recordMember(over.household, over.head, HEAD);
    await recordMember(over.household, over.spouse, { ...SPOUSE, relation: "SPOUSE" });
    await recordMember(home.household, home.stays, STAYS);
    await recordMember(home.household, home.left, { ...LEFT, relation: "CHILD" });
    await change(
      "demo.worker",
      `mutation ($id: ID!) { done: updateMember(id: $id, change: { leftOn: "${LONG_AGO}" }, rowVersion: 1) { ${ANSWER} } }`,
      { id: home.left },
    );
    for (const [householdId, memberId] of [
      [over.household, over.head],
      [home.household, home.left],
    ])
      await change(
        "demo.worker",
        `mutation ($entry: AccountEntryInput!) { done: recordAccountEntry(entry: $entry) { ${ANSWER} } }`,
        {
          entry: {
            id: randomUUID(),
            householdId,
            memberId,
            kind: "WAGE",
            day: "2026-08-05",
            amountFen: 123_456,
          },
        },
      );
    const village = VILLAGE;
    over.case = await newCase(
      database,
      { id: over.household, memberId: over.head, village },
      { state: "DISMISSED", opened_on: "2014-01-01", closed_on: "2014-06-01" },
    );
    home.case = await newCase(
      database,
      { id: home.household, memberId: home.stays, village },
      { state: "LEAD" },
    );
    over.file = randomUUID();
    const [batch, told] = [randomUUID(), randomUUID()];
    const file = Buffer.from(pngOf(HEAD.idNumber), "base64");
    const words = (household: string, matter: string, name: string): [string, unknown[]][] => {
      const [lead, task] = [randomUUID(), randomUUID()];
      return [
        [
          "insert into casework.leads (id, village_code, channel, household_id, cause, told_sealed, receipt_sha256, status, dismissed_reason) values ($1, $2, 'SELF_REPORT', $3, 'ILLNESS', $4, $5, 'DISMISSED', $6)",
          [
            lead,
            village,
            household,
            sealTold(keys, lead, { name, phone: "10000000000", words: `${name}家里有难处` }),
            randomBytes(32),
            `与${name}核实，重复申报`,
          ],
        ],
        [
          "insert into casework.tasks (id, kind, village_code, case_id, due_on, done_at, result, note_sealed) values ($1, 'VISIT', $2, $3, $4, now(), 'DONE', $5)",
          [
            task,
            village,
            matter,
            LONG_AGO,
            keys.seal(`见到${name}`, { column: "casework.tasks.note", row: task }),
          ],
        ],
        [
          "insert into casework.helpers (id, household_id, village_code, person_id, since, until, recalled_reason) select $1, $2, $3, id, $4, $4, $5 from access.people where login = 'demo.worker'",
          [randomUUID(), household, village, LONG_AGO, `${name}反映长期不入户`],
        ],
        [
          "insert into casework.broken_glass (id, village_code, number, household_id, person_id, token_sha256, reason, ends_at) select $1, $2, household.number, household.id, person.id, $4, $5, now() + interval '1 hour' from casework.households household, access.people person where household.id = $3 and person.login = 'demo.planner'",
          [randomUUID(), village, household, randomBytes(32), `${name}返乡求助`],
        ],
        [
          "insert into casework.notices (id, case_id, village_code, kind, body, days, take_down_at) values ($1, $2, $3, 'RECOGNITION', $4, 5, now() + interval '6 days')",
          [randomUUID(), matter, village, `公示：${name}户`],
        ],
      ];
    };
    await asOwner(database, [
      ...words(over.household, over.case, HEAD.name),
      ...words(home.household, home.case, LEFT.name),
      ...words(home.household, home.case, STAYS.name),
      [
        "insert into casework.case_steps (id, case_id, village_code, action, from_state, to_state, at, reason) values ($1, $2, $3, 'CLOSE', 'DISMISSED', 'CLOSED', $4, $5)",
        [randomUUID(), over.case, village, `${LONG_AGO}T12:00:00+08:00`, `${HEAD.name}一家迁往外省`],
      ],
      [
        "insert into casework.case_steps (id, case_id, village_code, action, from_state, to_state, reason) values ($1, $2, $3, 'ASK_CONSENT', 'LEAD', 'CONSENT', $4)",
        [randomUUID(), home.case, village, `${LEFT.name}已离家`],
      ],
      [
        "insert into casework.attachments (id, case_id, village_code, kind, media_type, sha256, byte_length, content_sealed) values ($1, $2, $3, 'EVIDENCE', 'image/png', $4, $5, $6)",
        [
          over.file,
          over.case,
          village,
          createHash("sha256").update(file).digest(),
          file.length,
          keys.seal(file, { column: "casework.attachments.content", row: over.file }),
        ],
      ],
      [
        "insert into casework.consents (id, household_id, village_code, scope, form_version, form_sha256, given_on) values ($1, $2, $3, array['COMPARISON'], '2015', $4, $5)",
        [randomUUID(), over.household, village, randomBytes(32), LONG_AGO],
      ],
      [
        "insert into casework.screening_batches (id, village_code, department_key, content_sha256, data_day, rows_total) values ($1, $2, 'WATER', $3, $4, 1)",
        [batch, COUNTY.padEnd(12, "0"), randomBytes(32), LONG_AGO],
      ],
      ...[
        [over.household, over.head, HEAD.name],
        [home.household, home.left, LEFT.name],
      ].map(([household, member, name]): [string, unknown[]] => [
        "insert into casework.alerts (id, batch_id, rule_id, household_id, member_id, village_code, value, matched_sha256, due_on, answer, reason, answered_at) select $1, $2, min(id), $3, $4, $5, 9, $6, $7, 'DISMISS', $8, now() from casework.screening_rules",
        [randomUUID(), batch, household, member, village, randomBytes(32), LONG_AGO, `${name}家的水已接通`],
      ]),
    ]);
    // One that the public door was told is known by its receipt only.
    await asOwner(database, [
      [
        "insert into casework.leads (id, village_code, channel, cause, told_sealed) values ($1, $2, 'SELF_REPORT', 'ILLNESS', $3)",
        [told, village, sealTold(keys, told, { name: "另一户" })],
      ],
    ]);
  }

  /** Tables of some schemas, the whole database by default, in which one of the forms stands, in clear or in hexadecimal. */
  async function tablesWith(
    forms: readonly string[],
    schemas: readonly string[] = ["access", "atlas", "audit", "casework"],
  ): Promise<string[]> {
    const { rows: tables } = await database.query<{ place: string; columns: string[] }>(
      `select format('%I.%I', table_schema, table_name) as place, array_agg(quote_ident(column_name)::text) as columns
       from information_schema.columns join information_schema.tables using (table_schema, table_name)
       where table_type = 'BASE TABLE' and table_schema = any ($1)
         and data_type in ('text', 'jsonb', 'ARRAY', 'bytea')
       group by 1 order by 1`,
      [schemas],
    );
    expect(tables.length).toBeGreaterThan(schemas.length > 1 ? 40 : 25);
    const found: string[] = [];
    for (const { place: table, columns } of tables) {
      const count = await value<number>(
        `select count(*)::int as value from ${table} where concat_ws(' ', ${columns.map((column) => `${column}::text`).join(", ")}) like any ($1)`,
        [forms.map((form) => `%${form}%`)],
      );
      if (count > 0) found.push(table);
    }
    return found;
  }
  const inClear = (words: readonly string[]) =>
    words.flatMap((word) => [word, Buffer.from(word).toString("hex")]);

  /** Everything that is counted and published, as one text. */
  async function figures(): Promise<string> {
    const month = await lastMonthOver(knex);
    const counts: unknown[] = [];
    for (const of of [month, "2026-08-01", "2015-05-01", "2015-06-01"])
      counts.push(await knex.transaction((transaction) => readExactCounts(transaction, COUNTY, of)));
    const register = await ask(
      "demo.county",
      `query ($over: ID!, $home: ID!, $overCase: ID!, $homeCase: ID!) {
         households(within: "CN", first: 1) { totalCount }
         watched: households(within: "CN", where: { status: [WATCHED] }, first: 1) { totalCount }
         cases(within: "${COUNTY}", first: 1) { totalCount }
         over: household(id: $over) { number status formerlyPoor members { relation sex birthYear labour employed leftOn } account(assessed: "2026-11-15") { persons netFen rigidFen entries { amountFen day } } consents { scope givenOn } }
         home: household(id: $home) { number status members { relation sex birthYear labour leftOn } account(assessed: "2026-11-15") { persons netFen entries { amountFen day memberId } } }
         overCase: case(id: $overCase) { state openedOn closedOn steps { action from to at } notices { kind postedAt } attachments { sha256 byteLength } }
         homeCase: case(id: $homeCase) { state openedOn steps { action from to at } }
         leadsByChannel(within: "${COUNTY}", from: "2014-01-01", to: "2027-12-31") { total channels { channel leads } }
         village(code: "${VILLAGE}") { households population facts { key period numerator denominator } risk { scoreShown level } released { cells { component state numerator denominator } } }
       }`,
      { over: over.household, home: home.household, overCase: over.case, homeCase: home.case },
    );
    expect(register.errors).toBeUndefined();
    const csv = await fetch(`${atlas.url}/regions/${COUNTY}/indicators.csv?period=2026Q3&level=township`);
    expect(csv.status).toBe(200);
    const tables: string[] = [];
    for (const table of [
      "atlas.releases",
      "atlas.released_cells",
      "atlas.publications",
      "atlas.region_indices",
      "atlas.indicator_values",
      "casework.account_entries",
      "casework.assessments",
      "casework.cases",
      "casework.case_risks",
      "casework.measures",
      "casework.guarantee_issues",
      "casework.ended_work_spells",
    ])
      tables.push(
        `${table} ${await value<string>(`select count(*) || ' ' || coalesce(sum(hashtextextended(each::text, 0)), 0) as value from ${table} each`)}`,
      );
    for (const table of ["atlas.village_facts", "atlas.village_risks"])
      tables.push(
        `${table} ${await value<string>(`select count(*) || ' ' || coalesce(sum(hashtextextended(each::text, 0)), 0) as value from ${table} each where starts_with(village_code, '${COUNTY}')`)}`,
      );
    return JSON.stringify([counts, register.data, await csv.text(), tables]);
  }

  /** Whether the quarter, computed again, says the same as before; on one database, for it takes seconds. */
  async function published(): Promise<boolean> {
    if (place !== "postgres") return true;
    const product = await openDatabase(readConfig({ DATABASE_URL: atlas.databaseUrl }), () => {});
    const [quarter] = await publish(product.primary, [QUARTER]);
    await product.close();
    return quarter?.isUnchanged ?? false;
  }

  const eventsOf = (...ids: string[]) =>
    value<number>("select count(*)::int as value from audit.events where entity_id = any ($1)", [ids]);

  it("lists every column of casework that can hold words, bytes or a document, with what becomes of it", async () => {
    const { rows } = await database.query<{ table: string; column: string }>(
      `select table_name as table, column_name as column from information_schema.columns
       where table_schema = 'casework' and data_type in ('text', 'jsonb', 'ARRAY', 'bytea') order by 1, 2`,
    );
    const listed = Object.entries(COLUMNS).flatMap(([table, columns]) =>
      Object.keys(columns).map((column) => `${table}.${column}`),
    );
    expect(listed.sort()).toEqual(rows.map(({ table, column }) => `${table}.${column}`).sort());
  });

  it("stay where somebody is watched, at home, under way or too early, and to whom it is not given", async () => {
    const before = await eventsOf(over.household, home.household, over.head, home.stays, home.left);
    const stays = await erase("demo.county", "Member", home.stays, 1);
    expect(stays).toMatchObject({ code: "GUARDS_FAILED" });
    expect(stays.message).toContain("仍在户内");
    const open = await erase("demo.county", "Household", home.household, 1);
    expect(open).toMatchObject({ code: "GUARDS_FAILED" });
    expect(open.message).toContain("正在办理");
    const ordinary = await newHousehold(database, keys);
    const never = await erase("demo.county", "Household", ordinary.id, 1);
    expect(never.message).toContain("仍是在册农户");
    // A case that was only dismissed leaves the household where it lives.
    await newCase(database, ordinary, { state: "DISMISSED", opened_on: "2014-01-01", closed_on: LONG_AGO });
    expect((await erase("demo.county", "Household", ordinary.id, 1)).message).toContain("仍是在册农户");
    for (const status of ["WATCHED", "ELIMINATED"]) {
      const watched = await newHousehold(database, keys);
      await asOwner(database, [
        [
          "update casework.households set status = $2, category = 'MARGINAL', grade = 'YELLOW' where id = $1",
          [watched.id, status],
        ],
      ]);
      await newCase(database, watched, { state: "CLOSED", opened_on: "2014-01-01", closed_on: LONG_AGO });
      expect((await erase("demo.county", "Household", watched.id, 1)).message).toContain("仍在监测");
    }
    // The day on which it may be done is told, hand-checked: 60 months after the end.
    const recent = await newHousehold(database, keys);
    await newCase(database, recent, { state: "CLOSED", opened_on: "2024-01-01", closed_on: "2024-02-29" });
    expect((await erase("demo.county", "Household", recent.id, 1)).message).toBe(
      "2024-02-29 起须保存 60 个月，最早可于 2029-02-28 清除。",
    );
    await asOwner(database, [
      ["update casework.members set left_on = '2025-12-31' where id = $1", [recent.memberId]],
    ]);
    expect((await erase("demo.county", "Member", recent.memberId, 1)).message).toBe(
      "2025-12-31 起须保存 60 个月，最早可于 2030-12-31 清除。",
    );
    expect(await erase("demo.neighbour", "Member", home.left, 2)).toMatchObject({ code: "NOT_FOUND" });
    expect(await erase("demo.neighbour", "Household", over.household, 1)).toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await erase("demo.county", "Member", home.left, 1)).toMatchObject({ code: "CONFLICT" });
    expect(await erase("demo.county", "Member", randomUUID(), 1)).toMatchObject({ code: "NOT_FOUND" });
    const worker = await ask(
      "demo.worker",
      "mutation ($id: ID!) { done: eraseMember(id: $id, rowVersion: 2, reason: DIED) { __typename } }",
      {
        id: home.left,
      },
    );
    expect(worker.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    expect(await eventsOf(over.household, home.household, over.head, home.stays, home.left)).toBe(before);
    expect(await value("select count(*)::int as value from casework.erasures")).toBe(0);

    // The database refuses as well, whoever asks it: another post, another county, too early.
    for (const [login, household, member, code] of [
      ["demo.worker", home.household, home.left, "42501"],
      ["demo.neighbour", home.household, home.left, "42501"],
      ["demo.county", recent.id, recent.memberId, "23514"],
      ["demo.county", home.household, home.stays, "23514"],
      ["demo.county", ordinary.id, null, "23514"],
    ] as const) {
      const token = await newToken(database, login, "SESSION");
      await database.query("begin");
      await database.query(`set local atlas.token = '${token}'`);
      await database.query("set local role atlas_casework");
      const failure = await database
        .query("select casework.erase($1, $2, 'DIED', '{}')", [household, member])
        .then(
          () => null,
          (error: { code: string }) => error.code,
        );
      await database.query("rollback");
      expect([login, member, failure]).toEqual([login, member, code]);
    }
  });

  it("go for good, while every figure, step and seal stays byte for byte", { timeout: 240_000 }, async () => {
    const county = "test.erasure";
    const month = await lastMonthOver(knex);
    await releaseCounty(knex, COUNTY, month, county, { onMap: false });
    await published();
    await sealEvents(knex, keys);
    const { rows } = await database.query<{ bytes: Buffer | null }>(
      `select unnest(array[name_sealed, id_number_sealed, id_number_blind, phone_sealed, bank_account_sealed, health_sealed]) as bytes
       from casework.identities where member_id = any ($1)
       union all select told_sealed from casework.leads where household_id = $2
       union all select receipt_sha256 from casework.leads where household_id = $2
       union all select note_sealed from casework.tasks where case_id = $3
       union all select content_sealed from casework.attachments where case_id = $3
       union all select form_sha256 from casework.consents where household_id = $2
       union all select matched_sha256 from casework.alerts where member_id = any ($1)`,
      [[over.head, over.spouse, home.left], over.household, over.case],
    );
    sealed = rows.flatMap(({ bytes }) => (bytes === null ? [] : [bytes.toString("hex")]));
    expect(sealed.length).toBe(6 + 4 + 6 + 1 + 1 + 1 + 1 + 1 + 2);
    // What is looked for does stand there, in clear in words and sealed elsewhere.
    expect(await tablesWith([...inClear(GONE), ...sealed], ["casework"])).toEqual([
      "casework.alerts",
      "casework.attachments",
      "casework.broken_glass",
      "casework.case_steps",
      "casework.consents",
      "casework.helpers",
      "casework.identities",
      "casework.leads",
      "casework.notices",
      "casework.tasks",
    ]);
    const before = await figures();
    const audit = await value<string>(
      "select count(*) || ' ' || sum(hashtextextended(each::text, 0)) as value from audit.events each where id <= (select max(event_id) from audit.sealed_events)",
    );
    const lastSealed = await value<string>("select max(event_id)::text as value from audit.sealed_events");

    const whole = await erase(
      "demo.county",
      "Household",
      over.household,
      (await shown(over.household)).rowVersion,
    );
    expect(whole.__typename).toBe("Household");
    const one = await erase("demo.county", "Member", home.left, 2);
    expect(one.__typename).toBe("Household");

    expect(await tablesWith([...inClear(GONE), ...sealed])).toEqual([]);
    expect(await figures()).toBe(before);
    expect(await releaseCounty(knex, COUNTY, month, county, { onMap: false })).toMatchObject({
      isUnchanged: true,
    });
    expect(await published()).toBe(true);

    expect(
      await value(
        "select count(*) || ' ' || sum(hashtextextended(each::text, 0)) as value from audit.events each where id <= $1",
        [lastSealed],
      ),
    ).toBe(audit);
    await sealEvents(knex, keys);
    const verified = await verifyAudit({ primary: knex }, keys);
    expect(verified.faults).toEqual([]);
    if (folder) {
      const command = fileURLToPath(new URL("../dist/server/commands.js", import.meta.url));
      const { stdout } = await promisify(execFile)(process.execPath, [command, "audit:verify"], {
        env: {
          PATH: process.env.PATH ?? "",
          DATABASE_URL: atlas.databaseUrl,
          ATLAS_KEYS_DIRECTORY: folder.directory,
        },
      });
      expect(stdout).toContain("The audit is whole");
    }
  });

  it("leave a tombstone and one event that names no value, and words about others", async () => {
    const { rows: tombstones } = await database.query(
      `select member_id as member, reason, to_char(ended_on, 'YYYY-MM-DD') as "endedOn", retention_months as months,
              erased_on = (now() at time zone 'Asia/Shanghai')::date as "isToday",
              (select login from access.people where id = erased_by) as login
       from casework.erasures where household_id = any ($1) order by member_id nulls first`,
      [[over.household, home.household]],
    );
    const tombstone = {
      reason: "ON_REQUEST",
      endedOn: LONG_AGO,
      months: 60,
      isToday: true,
      login: "demo.county",
    };
    expect(tombstones).toEqual(
      [null, ...[over.head, over.spouse, home.left].map(String).sort()].map((member) => ({
        member,
        ...tombstone,
      })),
    );
    const { rows: events } = await database.query<{ action: string; detail: Record<string, unknown> }>(
      "select action, detail from audit.events where action in ('member.erase', 'household.erase') order by id",
    );
    const detail = { reason: "ON_REQUEST", endedOn: LONG_AGO, months: 60, rule: expect.any(Number) };
    expect(events).toEqual([
      { action: "household.erase", detail },
      { action: "member.erase", detail: { ...detail, texts: 7 } },
    ]);
    // Of the household that lives on, what names nobody who left stands as it was.
    const { rows: told } = await database.query<{ reason: string; told: boolean }>(
      "select dismissed_reason as reason, told_sealed is not null as told from casework.leads where household_id = $1 order by 2",
      [home.household],
    );
    expect(told).toEqual([
      { reason: ERASED, told: false },
      { reason: `与${STAYS.name}核实，重复申报`, told: true },
    ]);
    expect(
      await value(
        "select count(*)::int as value from casework.tasks where case_id = $1 and note_sealed is not null",
        [home.case],
      ),
    ).toBe(1);
    // History is kept from whoever is not erasing.
    await expect(
      database.query("update casework.case_steps set reason = '改写' where case_id = $1", [over.case]),
    ).rejects.toThrow();
    await expect(
      database.query("update casework.case_steps set reason = $2, to_state = 'LEAD' where case_id = $1", [
        over.case,
        ERASED,
      ]),
    ).rejects.toThrow();
  });

  it("are shown as erased, refused to a look, and answered as they stand when erased again", async () => {
    const nothing = { phone: null, bankAccount: null, hasHealthRecord: false };
    const chinese = await shown(over.household);
    expect(chinese.erasedOn).not.toBeNull();
    for (const id of [over.head, over.spouse])
      expect(memberOf(chinese, id)).toMatchObject({ name: "已清除", idNumber: "已清除", ...nothing });
    const english = await shown(home.household, { "accept-language": "en" });
    expect(english.erasedOn).toBeNull();
    expect(memberOf(english, home.left)).toMatchObject({
      name: "Erased",
      idNumber: "Erased",
      ...nothing,
      birthYear: "1993",
    });
    expect(memberOf(english, home.stays).name).toBe("栀*璇");
    const before = await eventsOf(over.household, over.head, home.left, over.file);
    const refused = [
      await change(
        "demo.county",
        "mutation ($id: ID!) { done: revealMember(id: $id, purpose: CORRECTION) { __typename ... on Refused { code message } } }",
        {
          id: home.left,
        },
      ),
      await change(
        "demo.county",
        `mutation ($id: ID!) { done: updateMember(id: $id, change: { name: "又一人" }, rowVersion: 3) { ${ANSWER} } }`,
        {
          id: home.left,
        },
      ),
      await change(
        "demo.county",
        "mutation ($id: ID!) { done: readAttachment(id: $id) { __typename ... on Refused { code message } } }",
        {
          id: over.file,
        },
      ),
    ];
    expect(refused.map(({ code }) => code)).toEqual(["ERASED", "ERASED", "ERASED"]);
    const again = await erase("demo.county", "Household", over.household, 1);
    expect(again).toMatchObject({ __typename: "Household", id: over.household });
    expect(await erase("demo.county", "Member", home.left, 1)).toMatchObject({ __typename: "Household" });
    expect(await eventsOf(over.household, over.head, home.left, over.file)).toBe(before);
    const alerts = await ask<{
      alerts: { nodes: { memberName: string; householdId: string; reason: string }[] };
    }>(
      "demo.county",
      `{ alerts(within: "${VILLAGE}", first: 100) { nodes { memberName householdId reason } } }`,
    );
    const households: string[] = [over.household, home.household];
    const own = alerts.data.alerts.nodes.filter(({ householdId }) => households.includes(householdId));
    expect(own.map(({ memberName, reason }) => [memberName, reason])).toEqual([
      ["已清除", ERASED],
      ["已清除", ERASED],
    ]);
  });

  it("are found by no number any more, and who comes back enters as somebody new", async () => {
    for (const { idNumber } of [HEAD, LEFT]) {
      const found = await ask<{ householdByIdNumber: null }>(
        "demo.county",
        "query ($n: String!) { householdByIdNumber(idNumber: $n) { id } }",
        { n: idNumber },
      );
      expect(found.data.householdByIdNumber).toBeNull();
    }
    expect(
      await recordMember(home.household, randomUUID(), { name: "重录", idNumber: STAYS.idNumber }),
    ).toMatchObject({
      code: "POSSIBLE_DUPLICATE",
    });
    expect(
      await recordMember(home.household, randomUUID(), {
        name: LEFT.name,
        idNumber: LEFT.idNumber,
        relation: "CHILD",
      }),
    ).toMatchObject({ __typename: "Household" });
  });

  it("may be erased as soon as the rule of the province and day says, the latest one first", async () => {
    const { id, memberId } = await newHousehold(database, keys);
    await asOwner(database, [
      [
        "update casework.members set left_on = (now() at time zone 'Asia/Shanghai')::date - 70 where id = $1",
        [memberId],
      ],
    ]);
    expect(await erase("demo.county", "Member", memberId, 1)).toMatchObject({ code: "GUARDS_FAILED" });
    const rule = `insert into atlas.rule_books (rule, province_code, valid_from, content, source, grade)
      values ('RETENTION', $1, (now() at time zone 'Asia/Shanghai')::date + $2::int, $3, 'test', 'PROJECT')`;
    await database.query(rule, ["36", 1, { monthsAfterEnd: 1 }]);
    await database.query(rule, ["43", -1, { monthsAfterEnd: 1 }]);
    await database.query(rule, [null, 0, { monthsAfterEnd: 1200 }]);
    expect(await erase("demo.county", "Member", memberId, 1)).toMatchObject({ code: "GUARDS_FAILED" });
    await database.query(rule, ["36", -1, { monthsAfterEnd: 2 }]);
    expect(await erase("demo.county", "Member", memberId, 1)).toMatchObject({ __typename: "Household", id });
    await expect(database.query(rule, ["36", 0, { monthsAfterEnd: 0 }])).rejects.toThrow(
      "retention_is_whole",
    );
    await expect(database.query(rule, ["36", 0, {}])).rejects.toThrow("retention_is_whole");
  });
});
