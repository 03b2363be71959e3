import { randomInt, randomUUID } from "node:crypto";
import { join } from "node:path";
import pg from "pg";
import { inject } from "vitest";
import { type Keys, openKeys } from "../server/keys.ts";
import { graphql } from "./atlas.ts";
import type { TestAtlas } from "./setup.ts";
import { signInAs } from "./signedIn.ts";

/** The first demonstration village of the demonstration worker. */
export const VILLAGE = "360827100900";

/** Keys of a server under test: those of the embedded one lie in its data directory. */
export function keysOf({ name, databaseUrl }: TestAtlas): Keys {
  const folder = new URL(databaseUrl).searchParams.get("host") ?? "";
  return openKeys(name === "embedded" ? join(folder, "keys") : inject("keysDirectory"));
}

/** Runs statements as the owner of the database, in one transaction with the event it demands. */
export async function asOwner(
  database: pg.Client,
  statements: readonly (readonly [sql: string, values: unknown[]])[],
): Promise<void> {
  await database.query("begin");
  try {
    for (const [sql, values] of statements) await database.query(sql, values);
    await database.query(
      "insert into audit.events (channel, action, entity_kind, entity_id) values ('COMMAND', 'test.prepare', 'Test', 'test')",
    );
    await database.query("commit");
  } catch (error) {
    await database.query("rollback");
    throw error;
  }
}

export interface TestHousehold {
  readonly id: string;
  readonly memberId: string;
  readonly village: string;
}

/** A household of one member, invented, whose identity number nobody can have. */
export async function newHousehold(
  database: pg.Client,
  keys: Keys,
  { village = VILLAGE, poor = false, labour = "ABLE", name = "测小试" } = {},
): Promise<TestHousehold> {
  const [id, memberId] = [randomUUID(), randomUUID()];
  const idNumber = `99999919700101${randomInt(1_000, 9_999)}`;
  await asOwner(database, [
    [
      `insert into casework.households (id, village_code, number, formerly_poor, is_demo)
       select $1, $2::text, $2 || '-' || max(free), $3, true from generate_series(5000, 8999) free
       where not exists (select from casework.households where number = $2 || '-' || free)`,
      [id, village, poor],
    ],
    [
      `insert into casework.members (id, household_id, village_code, relation, sex, born_on, labour)
       values ($1, $2, $3, 'HEAD', 'F', '1970-01-01', $4)`,
      [memberId, id, village, labour],
    ],
    [
      `insert into casework.identities (member_id, village_code, name_sealed, id_number_sealed, id_number_blind)
       values ($1, $2, $3, $4, $5)`,
      [
        memberId,
        village,
        keys.seal(name, { column: "casework.identities.name", row: memberId }),
        keys.seal(idNumber, { column: "casework.identities.id_number", row: memberId }),
        keys.blind(`${idNumber} ${memberId}`),
      ],
    ],
  ]);
  return { id, memberId, village };
}

/** A case in any state, as a former system would have left it. */
export async function newCase(
  database: pg.Client,
  household: TestHousehold,
  columns: Record<string, unknown> = {},
): Promise<string> {
  const id = randomUUID();
  const values = {
    id,
    household_id: household.id,
    village_code: household.village,
    is_demo: true,
    ...columns,
  };
  const names = Object.keys(values);
  await asOwner(database, [
    [
      `insert into casework.cases (${names.join(", ")}) values (${names.map((_, index) => `$${index + 1}`).join(", ")})`,
      Object.values(values),
    ],
  ]);
  return id;
}

/**
 * Visits of the demonstration worker, due last of all, for a test that ends some: the demonstration has three, and another
 * run on the same database would find none left.
 */
export async function newVisits(databaseUrl: string, count: number): Promise<void> {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    await asOwner(database, [
      [
        `insert into casework.tasks (id, kind, village_code, household_id, owner_id, due_on)
         select gen_random_uuid(), 'VISIT', household.village_code, household.id, person.id, '2099-12-31'
         from casework.households household, access.people person, generate_series(1, $1)
         where household.number = $2 and person.login = 'demo.worker'`,
        [count, `${VILLAGE}-0001`],
      ],
    ]);
  } finally {
    await database.end();
  }
}

/** Open visits in the first village of somebody who was posted to its township and is disabled. */
export async function newLeftTasks(database: pg.Client, name: string, count: number): Promise<string[]> {
  const person = randomUUID();
  const tasks = Array.from({ length: count }, () => randomUUID());
  await asOwner(database, [
    [
      `insert into access.people (id, login, name, role, password_hash, disabled_at)
       values ($1::uuid, 'left.' || $1::uuid, $2, 'VILLAGE_WORKER', '$argon2id$none', now())`,
      [person, name],
    ],
    [
      `insert into casework.tasks (id, kind, village_code, household_id, owner_id, due_on)
       select task.id, 'VISIT', household.village_code, household.id, $2, '2000-01-01'
       from unnest($1::uuid[]) task (id), casework.households household where household.number = $3`,
      [tasks, person, `${VILLAGE}-0001`],
    ],
  ]);
  return tasks;
}

/** Days before today in Shanghai, by the clock of the database. */
export const daysAgo = async (database: pg.Client, days: number): Promise<string> =>
  (
    await database.query<{ day: string }>(
      "select to_char((now() at time zone 'Asia/Shanghai')::date - $1::int, 'YYYY-MM-DD') as day",
      [days],
    )
  ).rows[0]?.day ?? "";

/** The smallest files of their kinds; a text after them makes each another file. */
export const pngOf = (text: string) =>
  Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.from(text)]).toString("base64");

export interface Answer {
  __typename: string;
  code?: string;
  message?: string;
  guards?: string[];
  id?: string;
  state?: string;
  rowVersion?: number;
  due?: string | null;
  [field: string]: unknown;
}

/** Runs one mutation or query as a demonstration person and gives its only field. */
export async function ask(
  url: string,
  login: string,
  document: string,
  variables: Record<string, unknown> = {},
): Promise<Answer> {
  const headers = login.includes("=") ? { cookie: login } : await headersOf(url, login);
  const { data, errors } = await graphql<Record<string, Answer>>(url, document, variables, headers);
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return Object.values(data)[0] ?? { __typename: "null" };
}

const headers = new Map<string, Promise<Record<string, string>>>();
function headersOf(url: string, login: string): Promise<Record<string, string>> {
  const key = `${url} ${login}`;
  const found = headers.get(key) ?? signInAs(url, login);
  headers.set(key, found);
  return found;
}

const CASE = "__typename ... on Case { id state rowVersion due openedOn }";
export const REFUSED = "... on Refused { code message guards }";
export const TAKE = /* GraphQL */ `
  mutation ($caseId: ID!, $action: CaseAction!, $rowVersion: Int!, $reason: String, $evidence: [EvidenceInput!]!) {
    takeStep(caseId: $caseId, action: $action, rowVersion: $rowVersion, reason: $reason, evidence: $evidence) {
      ${CASE} ${REFUSED} ... on ConsentRequired { message guards } ... on SubmitterCannotDecide { message guards } } }`;
export const OPEN = `mutation ($id: ID!, $householdId: ID, $leadId: ID) { openCase(id: $id, householdId: $householdId, leadId: $leadId) { ${CASE} ${REFUSED} } }`;
