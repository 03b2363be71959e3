import { randomInt, randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CANARIES } from "../server/demo/canaries.ts";
import { inventedIdNumber } from "../server/identityNumbers.ts";
import { tileLayers } from "../server/tiles.ts";
import { graphql } from "./atlas.ts";
import { pngOf } from "./casework.ts";
import { newToken } from "./newToken.ts";
import { type OwnAtlas, ownAtlas, places } from "./ownAtlas.ts";
import { extentOf, tilesOver } from "./tileClient.ts";

const COUNTY = "360827";
const VILLAGE = "360827100900";

/** Typed in by this test, besides those that stand in the demonstration. No digit run of them is found by chance. */
const TYPED = {
  name: "曦钺珩",
  idNumber: inventedIdNumber("1959-07-17", randomInt(500, 990)),
  phone: "10031415926",
  bankAccount: "9558801593570246813",
  health: "隐翳之疾",
  words: "只对您说的话",
  password: "canary-password-7q9z",
  file: "canary-in-a-file",
} as const;
const SECRETS = [
  ...Object.values(TYPED),
  ...CANARIES.flatMap(({ name, idNumber, phone }) => [name, idNumber, phone]),
];
const NAME_OF = new Map(Object.entries(TYPED).map(([name, secret]) => [secret as string, name]));
/** Answers in which the caller's own word is repeated, and which: a wrong literal has to be named. */
const ECHOED: readonly string[] = [
  "/regions/ idNumber",
  "/reports/ phone",
  "/tiles/ phone",
  "demo.neighbour: wrong question idNumber",
];
/** What of the secrets stands in a text, as it is, escaped as JSON does, or as hexadecimal or Base64. */
const leaks = (text: string): string[] =>
  SECRETS.filter((secret) => {
    const bytes = Buffer.from(secret);
    const escaped = secret.replaceAll(
      /[^\u0020-\u007e]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16)}`,
    );
    return [secret, escaped, encodeURIComponent(secret), bytes.toString("hex")].some((form) =>
      text.includes(form),
    );
  });

/** Only who types a value or reveals it may read it in an answer; every other answer is kept here, with where it came from. */
interface Kept {
  readonly from: string;
  readonly text: string;
  /** What was asked with, in which a caller's own words stand. */
  readonly sent: string;
}

describe.each(places)("canaries at work on %s", (place) => {
  let atlas: OwnAtlas;
  let database: pg.Client;
  const kept: Kept[] = [];
  const as = new Map<string, Record<string, string>>();

  const ask = async (
    login: string | null,
    from: string,
    text: string,
    variables: Record<string, unknown> = {},
  ): Promise<Record<string, never> | null> => {
    const headers = login === null ? {} : as.get(login);
    const answer = await graphql<Record<string, never> | null>(atlas.url, text, variables, headers);
    kept.push({
      from: `${login ?? "nobody"}: ${from}`,
      text: JSON.stringify(answer),
      sent: text + JSON.stringify(variables),
    });
    return answer.data;
  };
  const get = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(`${atlas.url}${path}`, init);
    kept.push({
      from: path.slice(0, path.indexOf("/", 1) + 1) || path.slice(0, 8),
      text: Buffer.from(await response.arrayBuffer()).toString("utf8"),
      sent: decodeURIComponent(path) + (typeof init.body === "string" ? init.body : ""),
    });
    return response.status;
  };

  beforeAll(async () => {
    atlas = await ownAtlas({ ATLAS_LOG_LEVEL: "debug" }, place);
    database = new pg.Client({ connectionString: atlas.databaseUrl });
    await database.connect();
    for (const login of ["demo.worker", "demo.county", "demo.neighbour", "demo.province", "demo.auditor"])
      as.set(login, { cookie: `__Host-atlas=${await newToken(database, login, "SESSION")}` });
    await work();
  }, 180_000);
  afterAll(async () => {
    await database.end();
    await atlas.stop();
  });

  const REFUSED = "__typename ... on Refused { code message guards }";

  /** A day of work with the values in their places and in every wrong one. */
  async function work(): Promise<void> {
    const { name, idNumber, phone, bankAccount, health, words, password } = TYPED;
    const SIGN_IN =
      "mutation ($login: String!, $password: String!) { signIn(login: $login, password: $password) { __typename ... on SignInRefused { message } } }";
    await ask(null, "wrong password", SIGN_IN, { login: "demo.worker", password });
    await ask(null, "number as login", SIGN_IN, { login: idNumber, password: phone });
    await ask(null, "right password", SIGN_IN, {
      login: "demo.worker",
      password: "relapse-atlas-demonstration",
    });

    const [householdId, memberId, caseId, fileId] = Array.from({ length: 4 }, () => randomUUID());
    const member = { householdId, relation: "HEAD", sex: "F", name, idNumber, labour: "ABLE" };
    const RECORD_MEMBER = `mutation ($member: MemberInput!) { recordMember(member: $member) { ${REFUSED} } }`;
    await ask(
      "demo.worker",
      "household",
      `mutation ($id: ID!, $village: String!) { recordHousehold(household: { id: $id, villageCode: $village, formerlyPoor: false }) { ${REFUSED} } }`,
      { id: householdId, village: VILLAGE },
    );
    const whole = { ...member, id: memberId, phone, bankAccount, health };
    await ask("demo.worker", "member", RECORD_MEMBER, { member: whole });
    await ask("demo.worker", "duplicate", RECORD_MEMBER, { member: { ...member, id: randomUUID() } });
    await ask("demo.worker", "number as id", RECORD_MEMBER, { member: { ...whole, id: idNumber } });
    await ask("demo.worker", "number as place", RECORD_MEMBER, {
      member: { ...whole, householdId: idNumber },
    });
    await ask("demo.worker", "number as sex", RECORD_MEMBER, { member: { ...whole, sex: 1 } });
    await ask("demo.county", "number elsewhere", RECORD_MEMBER, {
      member: { ...whole, idNumber: `${idNumber}1` },
    });
    await ask(
      "demo.worker",
      "household shown",
      "query ($id: ID!) { household(id: $id) { id number members { id name idNumber phone bankAccount hasHealthRecord } } }",
      { id: householdId },
    );
    const REVEAL = `mutation ($id: ID!) { revealMember(id: $id, purpose: FIELD_VISIT) { ${REFUSED} ... on RevealedMember { name idNumber phone bankAccount health } } }`;
    const shown = await graphql(atlas.url, REVEAL, { id: memberId }, as.get("demo.worker"));
    expect(leaks(JSON.stringify(shown.data))).toEqual([name, idNumber, phone, bankAccount, health]);
    await ask("demo.neighbour", "reveal", REVEAL, { id: memberId });
    await ask("demo.province", "reveal", REVEAL, { id: memberId });
    await ask(
      "demo.neighbour",
      "find",
      "query ($n: String!) { householdByIdNumber(idNumber: $n) { number } }",
      {
        n: idNumber,
      },
    );

    await ask(
      null,
      "self-report",
      `mutation ($report: LeadReport!) { reportLead(report: $report) { ${REFUSED} } }`,
      { report: { villageCode: VILLAGE, cause: "ILLNESS", name, phone, words } },
    );
    await ask(
      null,
      "bad self-report",
      `mutation ($report: LeadReport!) { reportLead(report: $report) { ${REFUSED} } }`,
      { report: { villageCode: idNumber, cause: "ILLNESS", name: phone, phone: name, words } },
    );
    await ask(
      "demo.worker",
      "leads",
      `{ leads(within: "${VILLAGE}", first: 20) { nodes { id name phone hasWords } } }`,
    );
    const ITEM = `mutation ($item: LedgerItemInput!) { registerLedgerItem(item: $item) { ${REFUSED} } }`;
    const item = {
      id: randomUUID(),
      place: VILLAGE,
      foundBy: "INSPECTION",
      subject: "WATER",
      severity: "MINOR",
      description: `户主${idNumber}`,
      targetOn: "2099-12-31",
    };
    await ask("demo.worker", "ledger", ITEM, { item });
    await ask("demo.worker", "ledger day", ITEM, {
      item: { ...item, description: "水压不足", targetOn: "x" },
    });
    await ask(
      "demo.worker",
      "case",
      `mutation ($id: ID!, $householdId: ID!) { openCase(id: $id, householdId: $householdId) { ${REFUSED} } }`,
      { id: caseId, householdId },
    );
    await ask(
      "demo.worker",
      "step",
      `mutation ($id: ID!, $reason: String) { takeStep(caseId: $id, action: DISMISS, rowVersion: 1, reason: $reason, evidence: []) { ${REFUSED} } }`,
      { id: caseId, reason: `电话${phone}，卡号${bankAccount}，证件${idNumber}` },
    );
    await ask(
      "demo.worker",
      "attachment",
      `mutation ($id: ID!, $caseId: ID!, $content: String!) { addAttachment(id: $id, caseId: $caseId, kind: EVIDENCE, contentBase64: $content) { ${REFUSED} } }`,
      { id: fileId, caseId, content: pngOf(`${TYPED.file} ${idNumber}`) },
    );
    const BATCH = `mutation ($csv: String!, $id: ID!) { loadScreeningBatch(id: $id, county: "${COUNTY}", department: "WATER", dataDay: "2026-09-30", csv: $csv) {
      ${REFUSED} ... on ListRejected { message problems { row column code message } } } }`;
    const header = "id_number,item,value,day";
    for (const row of [
      `${idNumber},waterCutDays,9,2026-09-01`,
      `${name},waterCutDays,${phone},${idNumber}`,
      `${idNumber},${idNumber},${idNumber},${idNumber},${phone}`,
    ])
      await ask("demo.county", "list", BATCH, { id: randomUUID(), csv: `${header}\n${row}\n` });

    // Wrong questions with the values inlined, where a parser or a validator may repeat them.
    for (const text of [
      `{ householdByIdNumber(idNumber: "${idNumber}") { number `,
      `{ householdByIdNumber(idNumber: ${idNumber}) { number } }`,
      `{ householdByIdNumber(idNumber: "${idNumber}", phone: "${phone}") { number } }`,
      `mutation { recordMember(member: { idNumber: "${idNumber}", name: "${name}" }) { __typename } }`,
      `{ household(id: "${idNumber}") { id } case(id: "${phone}") { id } }`,
    ])
      await ask("demo.neighbour", "wrong question", text);
    await get("/graphql", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: `{"query": "${idNumber}`,
    });
    await get(
      `/graphql?query=${encodeURIComponent(`{ householdByIdNumber(idNumber: "${idNumber}") { number } }`)}`,
    );
    await get(`/regions/${encodeURIComponent(name)}/indicators.csv?period=${idNumber}`);
    await get(`/reports/${idNumber}/${phone}.html`);
    await get(`/tiles/villages/${phone}/1/1.pbf`);
  }

  it("stand in no answer to anybody who did not reveal them", () => {
    expect(kept.length).toBeGreaterThan(30);
    // A caller may be told the own word that does not fit, in the answer to the very question it stood in; nobody is
    // told a value of the register, nor a word of another question.
    const found = kept.map(({ from, text, sent }) => ({ from, text: leaks(text), sent: leaks(sent) }));
    expect(
      found.filter(({ text, sent }) => text.some((secret) => !sent.includes(secret))).map(({ from }) => from),
    ).toEqual([]);
    const echoed = found.flatMap(({ from, text }) => text.map((secret) => `${from} ${NAME_OF.get(secret)}`));
    expect(echoed.filter((echo) => !ECHOED.includes(echo))).toEqual([]);
    expect(echoed.length).toBeGreaterThan(0);
  });

  it("stand in no line the server wrote, at its most talkative", () => {
    expect(atlas.output()).toContain("ready");
    expect(atlas.output().length).toBeGreaterThan(200);
    expect(leaks(atlas.output())).toEqual([]);
  });

  it("stand nowhere in the database in clear, the audit included", async () => {
    const columns = await database.query<{ place: string; columns: string[] }>(
      `select format('%I.%I', table_schema, table_name) as place, array_agg(quote_ident(column_name)::text) as columns
       from information_schema.columns join information_schema.tables using (table_schema, table_name)
       where table_type = 'BASE TABLE' and table_schema in ('access', 'atlas', 'audit', 'casework')
         and data_type in ('text', 'jsonb', 'ARRAY', 'bytea')
       group by 1`,
    );
    expect(columns.rows.length).toBeGreaterThan(40);
    const forms = SECRETS.flatMap((secret) => [secret, Buffer.from(secret).toString("hex")]);
    for (const { place: table, columns: names } of columns.rows) {
      const { rows } = await database.query<{ count: string }>(
        `select count(*) from ${table} where concat_ws(' ', ${names.map((name) => `${name}::text`).join(", ")}) like any ($1)`,
        [forms.map((form) => `%${form}%`)],
      );
      expect([table, rows[0]?.count]).toEqual([table, "0"]);
    }
    // They did go in: what is sealed is there.
    const sealed = await database.query<{ count: string }>(
      `select count(*) from casework.identities identity join casework.members member on member.id = member_id
       where member.born_on = '1959-07-17' and bank_account_sealed is not null and health_sealed is not null`,
    );
    expect(Number(sealed.rows[0]?.count)).toBeGreaterThan(0);
    const files = await database.query(
      "select from casework.attachments where added_at > now() - interval '10 minutes'",
    );
    expect(files.rowCount).toBe(1);
  }, 300_000);

  it("stand in no tile from zoom 0 to 14 over their villages, whichever layer, and in no file of figures", async () => {
    const extent = await extentOf(atlas.databaseUrl, "outline", `atlas.villages where code = '${VILLAGE}'`);
    let bytes = 0;
    for (let zoom = 0; zoom <= 14; zoom += 1) {
      const [tile] = tilesOver(extent, zoom);
      if (!tile) throw new Error(`no tile of zoom ${zoom}`);
      const [z, x, y] = tile;
      for (const layer of tileLayers) {
        const address = `/tiles/${layer.name}/${z}/${x}/${y}.pbf`;
        const body = Buffer.from(await (await fetch(`${atlas.url}${address}`)).arrayBuffer()).toString(
          "utf8",
        );
        bytes += body.length;
        expect([address, leaks(body)]).toEqual([address, []]);
      }
    }
    expect(bytes).toBeGreaterThan(10_000);
    for (const path of [
      `/regions/${COUNTY}/indicators.csv?period=2026Q3`,
      `/regions/${COUNTY}/indicators.csv?period=2026Q3&level=township&lang=en`,
      `/reports/${COUNTY}/2026Q3.html`,
      "/reports/luoxiao/2026Q3.html",
      "/metrics",
    ]) {
      const response = await fetch(`${atlas.url}${path}`);
      expect([path, response.status]).toEqual([path, 200]);
      expect([path, leaks(await response.text())]).toEqual([path, []]);
    }
  }, 120_000);
});
