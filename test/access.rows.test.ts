import { randomInt, randomUUID } from "node:crypto";
import type { MultiPolygon } from "geojson";
import { getNamedType, isObjectType, isUnionType } from "graphql";
import knexModule from "knex";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT_FIELDS } from "../server/access/fields.ts";
import { inventedIdNumber } from "../server/identityNumbers.ts";
import { escalateOverdue } from "../server/ledger/escalate.ts";
import { openAlarmItems } from "../server/ledger/openAlarms.ts";
import { takeDownForgotten } from "../server/notices/changesByDay.ts";
import { buildAtlasSchema } from "../server/schema.ts";
import { type GraphqlAnswer, graphql } from "./atlas.ts";
import { type Answer, keysOf, pngOf } from "./casework.ts";
import { ATTEMPTS, type Attempt } from "./caseworkMutations.ts";
import { newToken } from "./newToken.ts";
import { type OwnAtlas, ownAtlas, places } from "./ownAtlas.ts";
import { RowsOfPlaces } from "./rowsOfPlaces.ts";

/** Posts by letter, as in the attempts; X has no business in casework at all. */
const PEOPLE: Readonly<Record<string, string>> = {
  "demo.worker": "V",
  "demo.township": "T",
  "demo.county": "C",
  "demo.neighbour": "C",
  "demo.province": "P",
  "demo.area": "P",
  "demo.national": "N",
  "demo.planner": "X",
  "demo.partner": "X",
  "demo.auditor": "X",
  "demo.system": "X",
  "demo.security": "X",
};
const LOGINS = Object.keys(PEOPLE);
const DOORS = ["SESSION", "API_KEY"] as const;
type Door = (typeof DOORS)[number];

/**
 * A village in each kind of place, as the people above see them: own, in the same township, in the same county, in the next
 * county, elsewhere in the contiguous area, in another province of the area, in the province outside the area, in another one.
 */
const VILLAGES = `
  select code from (
    (select code, 1 as place from atlas.villages where code like '360827100%' order by code limit 1 offset 1)
    union all (select code, 2 from atlas.villages where code like '360827100%' order by code limit 1 offset 3)
    union all (select code, 3 from atlas.villages where code like '360827%' and code not like '360827100%' order by code limit 1)
    union all (select code, 4 from atlas.villages where code like '360828%' order by code limit 1)
    union all (select code, 5 from atlas.villages where code like '3607%' order by code limit 1)
    union all (select code, 6 from atlas.villages where code like '43%' order by code limit 1)
    union all (select code || '100200', 7 from atlas.regions where kind = 'COUNTY' and code like '3601%' and code not in
      (select county_code from atlas.area_members where area_code = 'luoxiao') order by code limit 1)
    union all (select code || '100200', 8 from atlas.regions where kind = 'COUNTY' and code like '45%' order by code limit 1)
  ) village order by place`;

/** The oracle: posts and regions as they are written, compared as text, without a function of the product. */
const SCOPES = `
  select person.login, village.code from access.people person
  join access.person_regions post on post.person_id = person.id
  join unnest($1::text[]) village (code) on post.region_code = 'CN' or starts_with(village.code, post.region_code)
    or left(village.code, 6) in (
      select county_code from atlas.area_members where area_code = post.region_code and member_to is null)`;

/** The oracle of what is shared by a county: whoever is posted to it, to what holds it, or to a part of it. */
const SCOPES_OF_COUNTIES = `
  select distinct person.login, village.code from access.people person
  join access.person_regions post on post.person_id = person.id
  join unnest($1::text[]) village (code) on post.region_code = 'CN' or starts_with(left(village.code, 6), post.region_code)
    or starts_with(post.region_code, left(village.code, 6)) or left(village.code, 6) in (
      select county_code from atlas.area_members where area_code = post.region_code and member_to is null)`;

/** A square of some two hundred metres well inside the county of each place. */
const FOOTPRINTS = `
  select village.code, st_asgeojson(st_multi(st_envelope(st_buffer(st_pointonsurface(county.outline), 0.001)))) as shape
  from unnest($1::text[]) village (code)
  join atlas.regions county on county.kind = 'COUNTY' and county.code = left(village.code, 6)`;

/** In the East China Sea, where nobody is posted. */
const AT_SEA: MultiPolygon = {
  type: "MultiPolygon",
  coordinates: [
    [
      [
        [125, 28],
        [125.01, 28],
        [125.01, 28.01],
        [125, 28.01],
        [125, 28],
      ],
    ],
  ],
};

/** What posts write outside the schema of casework. */
const OPEN_TABLES = [
  "dividends",
  "emergency_effects",
  "emergency_events",
  "enclave_entries",
  "enclave_postings",
  "event_footprints",
  "event_villages",
  "fund_movements",
  "industry_projects",
  "settlement_items",
  "settlement_surveys",
];

const REFUSALS = "... on Refused { code message guards }";
const schema = buildAtlasSchema();
const mutations = schema.getMutationType()?.getFields() ?? {};

/** What is asked of each answer: why it was refused, and of a batch what came of its operations. */
function selectionOf(name: string): string {
  const type = getNamedType(mutations[name]?.type);
  const members = isUnionType(type) ? type.getTypes() : isObjectType(type) ? [type] : [];
  const parts = members.flatMap((member) => {
    if (member.name === "Refused") return [REFUSALS];
    const fields = member.getFields();
    if (fields.message) return [`... on ${member.name} { message }`];
    return fields.results
      ? [`... on ${member.name} { results { outcome refused { code message guards } } }`]
      : [];
  });
  return `{ __typename ${parts.join(" ")} }`;
}

const OWN_VARIABLES = ["t", "n", "key", "x", "csv", "idNumber", "shape", "code"];
const typeOf = (attempt: Attempt, name: string) => {
  if (name === "shape" || name === "homeShape") return "GeoJSONMultiPolygon!";
  if (name === "t") return attempt.absent === undefined ? "ID!" : "String!";
  return ["n", "person", "home", "homeCase"].includes(name) ? "ID!" : "String!";
};

interface Document {
  readonly attempts: readonly Attempt[];
  readonly text: string;
}

/** Many attempts in one request, each under an alias and with variables of its own. */
function documentOf(attempts: readonly Attempt[]): Document {
  const declared = new Map<string, string>();
  const fields = attempts.map((attempt, index) => {
    const call = attempt.call.replaceAll(/\$(\w+)/g, (_, name: string) => {
      const variable = OWN_VARIABLES.includes(name) ? `${name}${index}` : name;
      declared.set(variable, typeOf(attempt, name));
      return `$${variable}`;
    });
    return `m${index}: ${attempt.name}(${call}) ${selectionOf(attempt.name)}`;
  });
  const variables = [...declared].map(([name, type]) => `$${name}: ${type}`).join(", ");
  return { attempts, text: `mutation (${variables}) { ${fields.join("\n")} }` };
}

const MOST_ALIASES = 14;
const chunks = <Item>(items: readonly Item[]): Item[][] =>
  Array.from({ length: Math.ceil(items.length / MOST_ALIASES) }, (_, index) =>
    items.slice(index * MOST_ALIASES, (index + 1) * MOST_ALIASES),
  );

const isDone = (answer: Answer): boolean =>
  Array.isArray(answer.results)
    ? (answer.results as { outcome: string }[]).every(({ outcome }) => outcome === "APPLIED")
    : !["Refused", "ConsentRequired", "SubmitterCannotDecide", "FixerCannotVerify"].includes(
        answer.__typename,
      );

/** Queries of one row with the fields that lead on from it; the row is one that a mutation is tried on too. */
const QUERIES = [
  {
    posts: "VTC",
    mutation: "assessHousehold",
    query:
      "household(id: $t) { id members { id } consents { id } guaranteeIssues { id } assessments { id } account { persons } }",
  },
  {
    posts: "VTC",
    mutation: "postNotice",
    query:
      "case(id: $t) { id steps { id } nextSteps { action } notices { id } attachments { id } risks { id } measures { id } helper { id } }",
  },
  { posts: "VTC", mutation: "postNotice", query: "caseExplain(id: $t) { day }" },
  { posts: "VTCPN", mutation: "submitLedgerFix", query: "ledgerItem(id: $t) { id escalations { kind } }" },
  { posts: "VTCPN", mutation: "checkVillage", query: "campaign(id: $t) { id progress { day } }" },
] as const;

/** Done again by another person or through the other door, they change nothing and leave no event. */
const ANSWERED_AS_IT_STANDS = [
  "closeEvent",
  "eraseHousehold",
  "eraseMember",
  "handOverTask",
  "recordSettlementSurvey",
  "setSettlementItem",
  "settleContradiction",
  "takeDownNotice",
];

const NOWHERE = "00000000-0000-4000-8000-000000000000";

it("names every mutation of casework: a new one has to be tried here", () => {
  // Breaking the glass is for what lies outside: test/glass.test.ts says what it shows and to whom.
  // Keys and webhooks belong to an organisation and lie in no region: test/partners.test.ts and test/webhooks.test.ts.
  // Imports stand in no place and are their maker's alone, and their rows are held to the region one by one: test/importJobs.test.ts.
  const classes = [
    "OPEN",
    "SIGNED_IN",
    "people.manage",
    "audit.read",
    "glass.break",
    "key.manage",
    "webhook.manage",
    "import.run",
  ];
  const known = Object.keys(mutations).filter((name) => !classes.includes(ROOT_FIELDS[name] ?? ""));
  expect([...new Set(ATTEMPTS.map(({ name }) => name))].sort()).toEqual(known.sort());
});

describe.each(places)("rows of other places on %s", { timeout: 300_000 }, (place) => {
  let atlas: OwnAtlas;
  let database: pg.Client;
  let villages: string[] = [];
  const scopes = new Map<string, Set<string>>();
  const scopesOfCounties = new Map<string, Set<string>>();
  const mayReach = ({ reach }: Pick<Attempt, "reach">, login: string, village: string) =>
    (reach === "COUNTY" ? scopesOfCounties : scopes).get(login)?.has(village) ?? false;
  const people = new Map<string, string>();
  const tokens = new Map<string, string>();
  /** By attempt, village and door, each its own row. */
  const targets = new Map<string, string>();
  const homes = new Map<string, Record<string, unknown>>();
  const footprints = new Map<string, MultiPolygon>();
  const known = new Set<string>();
  /** How many batches of the offline form were sent. */
  let batches = 0;
  const rowsOf = (attempt: Attempt, village: string, door: Door) =>
    targets.get(`${ATTEMPTS.indexOf(attempt)} ${village} ${door}`) ?? "";
  const headersOf = (login: string, door: Door): Record<string, string> => {
    const token = tokens.get(`${login} ${door}`) ?? "";
    return door === "SESSION" ? { cookie: `__Host-atlas=${token}` } : { authorization: `Bearer ${token}` };
  };

  beforeAll(async () => {
    atlas = await ownAtlas({}, place);
    database = new pg.Client({ connectionString: atlas.databaseUrl });
    await database.connect();
    await database.query(
      `insert into access.people (login, name, role, password_hash, disabled_at, is_demo)
       select login, '离岗者', 'VILLAGE_WORKER', '$argon2id$none', now(), true
       from unnest(array['left.first', 'left.second']) login`,
    );
    const found = await database.query<{ id: string; login: string }>("select id, login from access.people");
    for (const { id, login } of found.rows) people.set(login, id);
    villages = (await database.query<{ code: string }>(VILLAGES)).rows.map(({ code }) => code);
    for (const [reached, oracle] of [
      [scopes, SCOPES],
      [scopesOfCounties, SCOPES_OF_COUNTIES],
    ] as const) {
      const inside = await database.query<{ login: string; code: string }>(oracle, [villages]);
      for (const { login, code } of inside.rows)
        reached.set(login, new Set([...(reached.get(login) ?? []), code]));
    }
    const shapes = await database.query<{ code: string; shape: string }>(FOOTPRINTS, [villages]);
    for (const { code, shape } of shapes.rows) footprints.set(code, JSON.parse(shape) as MultiPolygon);
    const real = await database.query<{ code: string }>(
      "select code from atlas.villages where code = any ($1)",
      [villages],
    );
    for (const { code } of real.rows) known.add(code);
    for (const login of LOGINS)
      for (const door of DOORS) tokens.set(`${login} ${door}`, await newToken(database, login, door));
    const rule = await database.query<{ id: number }>("select min(id) as id from casework.screening_rules");
    const farCounty = villages[7]?.slice(0, 6) ?? "";
    const rows = new RowsOfPlaces({
      keys: keysOf(atlas),
      people,
      ruleId: rule.rows[0]?.id ?? 0,
      open: { footprints, villages: known, farCounty },
    });
    ATTEMPTS.forEach((attempt, index) => {
      for (const village of villages)
        for (const door of DOORS) targets.set(`${index} ${village} ${door}`, attempt.target(rows, village));
    });
    for (const login of LOGINS) {
      const village = villages.find((code) => scopes.get(login)?.has(code)) ?? "";
      if (PEOPLE[login] !== "X")
        homes.set(login, {
          home: rows.household(village),
          homeCase: rows.case(village),
          homeCounty: village.slice(0, 6),
          homeShape: footprints.get(village),
          "homeEvent SESSION": rows.open.event(village),
          "homeEvent API_KEY": rows.open.event(village),
        });
    }
    await rows.write(database);
    // What the server does by itself every half minute is done before anything is counted.
    const knex = knexModule({ client: "pg", connection: atlas.databaseUrl, pool: { min: 0, max: 1 } });
    await openAlarmItems(knex);
    await escalateOverdue(knex);
    await takeDownForgotten(knex);
    await knex.destroy();
  }, 120_000);
  afterAll(async () => {
    await database.end();
    await atlas.stop();
  });

  /** Every row of casework, and of the open facts that posts write, as one number a table, and how many events people left. */
  async function stateOf(): Promise<{ rows: Record<string, string>; events: string[] }> {
    const tables = await database.query<{ name: string }>(
      `select schemaname || '.' || tablename as name from pg_tables
       where schemaname = 'casework' and tablename <> 'replies' or schemaname = 'atlas' and tablename = any ($1) order by 1`,
      [OPEN_TABLES],
    );
    expect(tables.rows.length).toBeGreaterThan(OPEN_TABLES.length + 20);
    const rows: Record<string, string> = {};
    for (const { name } of tables.rows) {
      const { rows: sums } = await database.query<{ sum: string }>(
        `select count(*) || ' ' || coalesce(sum(hashtextextended(each::text, 0)), 0) as sum from ${name} each`,
      );
      rows[name] = sums[0]?.sum ?? "";
    }
    const events = await database.query<{ action: string }>(
      "select action from audit.events where channel in ('SESSION', 'API_KEY') order by id",
    );
    return { rows, events: events.rows.map(({ action }) => action) };
  }

  const fresh = () => `19${randomInt(50, 99)}-0${randomInt(1, 9)}-${randomInt(10, 28)}`;

  function run(
    { attempts, text }: Document,
    { login, door, village, isAbsent }: { login: string; door: Door; village: string; isAbsent: boolean },
  ): Promise<GraphqlAnswer<Record<string, Answer> | null>> {
    batches += attempts.filter(({ name }) => name === "syncField").length;
    const person = people.get(door === "SESSION" ? "demo.county" : "demo.county.head") ?? "";
    const home = homes.get(login);
    const variables: Record<string, unknown> = {
      v: village,
      person,
      ...home,
      homeEvent: home?.[`homeEvent ${door}`],
    };
    attempts.forEach((attempt, index) => {
      const values: Record<string, unknown> = {
        t: isAbsent ? (attempt.absent ?? NOWHERE) : rowsOf(attempt, village, door),
        n: randomUUID(),
        code: randomUUID(),
        key: randomUUID(),
        x: pngOf(randomUUID()),
        csv: `id_number,item,value,day\n${inventedIdNumber(fresh(), randomInt(999))},waterCutDays,9,2026-09-01\n`,
        idNumber: inventedIdNumber(fresh(), randomInt(999)),
        shape: isAbsent ? AT_SEA : footprints.get(village),
      };
      for (const [name, value] of Object.entries(values)) variables[`${name}${index}`] = value;
    });
    const used = Object.entries(variables).filter(([name]) => new RegExp(`\\$${name}\\b`).test(text));
    return graphql(atlas.url, text, Object.fromEntries(used), headersOf(login, door));
  }

  /** Runs the attempts of each person's post by both doors; people at the same time, the attempts of one after another. */
  async function each(
    visit: (ask: { login: string; door: Door; document: Document }) => Promise<void>,
  ): Promise<void> {
    for (const door of DOORS)
      await Promise.all(
        LOGINS.map(async (login) => {
          const own = ATTEMPTS.filter(({ posts }) => posts.includes(PEOPLE[login] ?? "X"));
          // What reaches equally far is asked together.
          for (const reach of [undefined, "COUNTY"])
            for (const attempts of chunks(own.filter((attempt) => attempt.reach === reach)))
              await visit({ login, door, document: documentOf(attempts) });
        }),
      );
  }

  it("are answered by every mutation exactly like rows that are not there, and nothing of it stays", async () => {
    const before = await stateOf();
    const wrong: string[] = [];
    let tried = 0;
    batches = 0;
    await each(async ({ login, door, document }) => {
      const outside = villages.filter((village) => !mayReach(document.attempts[0] ?? {}, login, village));
      let absent: Awaited<ReturnType<typeof run>> | undefined;
      for (const village of outside) {
        const asked = await run(document, { login, door, village, isAbsent: false });
        if (!absent || document.text.includes("$v:"))
          absent = await run(document, { login, door, village, isAbsent: true });
        const both = [asked, absent];
        document.attempts.forEach((attempt, index) => {
          const answers = both.map(({ data, errors }) => JSON.stringify([data?.[`m${index}`], errors ?? []]));
          tried += 1;
          const refused = asked.data?.[`m${index}`];
          if (answers[0] !== answers[1] || asked.errors || !refused || isDone(refused))
            wrong.push(`${login} ${attempt.name} ${village} by ${door}: ${answers.join(" but ")}`);
        });
      }
    });
    expect(wrong.slice(0, 8)).toEqual([]);
    // Every mutation, person of its posts, place outside and door: nothing is left out.
    const expected =
      DOORS.length *
      LOGINS.flatMap((login) =>
        ATTEMPTS.filter(({ posts }) => posts.includes(PEOPLE[login] ?? "X")).map(
          (attempt) => villages.filter((village) => !mayReach(attempt, login, village)).length,
        ),
      ).reduce((sum, count) => sum + count, 0);
    expect(tried).toBe(expected);
    expect(tried).toBeGreaterThan(2_800);
    const after = await stateOf();
    expect(after.rows).toEqual(before.rows);
    // A batch of the offline form is answered the same for ever: that it came is noted, whatever came of it.
    expect(after.events.slice(before.events.length)).toEqual(Array(batches).fill("field.sync"));
  });

  it("are refused to every other post before they are looked for, which is noted", async () => {
    const before = await stateOf();
    const wrong: string[] = [];
    let tried = 0;
    await Promise.all(
      LOGINS.map(async (login, turn) => {
        const nowhere = { home: NOWHERE, homeCase: NOWHERE, homeCounty: "360827", homeShape: AT_SEA };
        const events = { "homeEvent SESSION": NOWHERE, "homeEvent API_KEY": NOWHERE };
        homes.set(login, homes.get(login) ?? { ...nowhere, ...events });
        for (const [index, attempt] of ATTEMPTS.entries()) {
          if (attempt.posts.includes(PEOPLE[login] ?? "X")) continue;
          const document = documentOf([attempt]);
          for (const [step, door] of DOORS.entries()) {
            // Refused before anything is looked for: the places take turns, so that each is tried by each person.
            const village = villages[(index + turn + step) % villages.length] ?? "";
            const { errors } = await run(document, { login, door, village, isAbsent: false });
            tried += 1;
            if (errors?.[0]?.extensions.code !== "FORBIDDEN" || errors[0].path?.[0] !== "m0")
              wrong.push(`${login} ${attempt.name} by ${door}: ${JSON.stringify(errors)}`);
          }
        }
      }),
    );
    const expected = LOGINS.flatMap((login) =>
      ATTEMPTS.filter(({ posts }) => !posts.includes(PEOPLE[login] ?? "X")),
    ).length;
    expect(tried).toBe(expected * DOORS.length);
    expect(wrong.slice(0, 8)).toEqual([]);
    const after = await stateOf();
    expect(after.rows).toEqual(before.rows);
    expect(after.events.slice(before.events.length)).toEqual(Array(tried).fill("access.refuse"));
  });

  it("are shown by no query of one row and by no field that leads on from it, whose are not", async () => {
    const wrong: string[] = [];
    let shown = 0;
    for (const { posts, mutation, query } of QUERIES) {
      const attempt = ATTEMPTS.find(({ name }) => name === mutation);
      if (!attempt) throw new Error(`nothing tries ${mutation}`);
      const names = villages.map((_, index) => `$t${index}: ID!`).join(", ");
      const fields = villages.map((_, index) => `q${index}: ${query.replace("$t", `$t${index}`)}`);
      const document = `query (${names}) { ${fields.join(" ")} }`;
      const ask = async (login: string, door: Door) => {
        const ids = villages.map((village, index) => [`t${index}`, rowsOf(attempt, village, door)]);
        const headers = headersOf(login, door);
        const answer = await graphql(atlas.url, document, Object.fromEntries(ids), headers);
        const mayUse = posts.includes(PEOPLE[login] ?? "X");
        villages.forEach((village, index) => {
          const isShown = answer.data?.[`q${index}`] != null;
          const error = answer.errors?.find(({ path }) => path?.[0] === `q${index}`);
          if (isShown) shown += 1;
          const expected = mayUse && (scopes.get(login)?.has(village) ?? false);
          if (isShown !== expected || error?.extensions.code !== (mayUse ? undefined : "FORBIDDEN"))
            wrong.push(`${login} ${query} ${village} by ${door}: ${isShown} ${JSON.stringify(error)}`);
        });
      };
      for (const login of LOGINS) await Promise.all(DOORS.map((door) => ask(login, door)));
    }
    expect(wrong.slice(0, 8)).toEqual([]);
    expect(shown).toBeGreaterThan(60);
  });

  it("have no global id", async () => {
    const ids = [...targets.values()].filter((id) => id.includes("-")).slice(0, 400);
    for (const kind of ["Household", "Case", "LedgerItem", "Region", "Village", ""]) {
      const { data } = await graphql<{ nodes: unknown[] }>(
        atlas.url,
        "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }",
        { ids: ids.map((id) => (kind === "" ? id : `${kind}:${id}`)) },
        headersOf("demo.county", "SESSION"),
      );
      expect(new Set(data.nodes)).toEqual(new Set([null]));
    }
  });

  it("are changed where they are one's own: each mutation does its work there and leaves exactly one event", async () => {
    const before = await stateOf();
    const wrong: string[] = [];
    const done = new Set<string>();
    let events = 0;
    const repeated = new Set<string>();
    await each(async ({ login, door, document }) => {
      const inside = villages.filter((village) => mayReach(document.attempts[0] ?? {}, login, village));
      for (const village of inside) {
        const { data, errors } = await run(document, { login, door, village, isAbsent: false });
        document.attempts.forEach((attempt, index) => {
          const answer = data?.[`m${index}`];
          const which = `${attempt.name} ${ATTEMPTS.indexOf(attempt)} ${door}`;
          const code = answer?.code ?? "";
          const isThere = (attempt.absent?.length !== 12 && !attempt.needsVillage) || known.has(village);
          const isRight = attempt.isNeverTaken
            ? ["NOT_FOUND", "GUARDS_FAILED"].includes(code)
            : (code !== "NOT_FOUND") === isThere;
          if (!answer || errors || !isRight)
            wrong.push(`${login} ${which} ${village}: ${JSON.stringify([answer, errors])}`);
          if (!answer) return;
          if (isDone(answer)) done.add(which);
          // What stands already as it is asked for is answered as it stands.
          const isAgain = ANSWERED_AS_IT_STANDS.includes(attempt.name) && repeated.has(`${which} ${village}`);
          if (isDone(answer)) repeated.add(`${which} ${village}`);
          if ((isDone(answer) && !isAgain) || attempt.name === "syncField") events += 1;
        });
      }
    });
    expect(wrong.slice(0, 8)).toEqual([]);
    const idle = ATTEMPTS.flatMap((attempt, index) =>
      attempt.isNeverTaken ? [] : DOORS.map((door) => `${attempt.name} ${index} ${door}`),
    ).filter((which) => !done.has(which));
    expect(idle).toEqual([]);
    expect((await stateOf()).events.length - before.events.length).toBe(events);
  });
});
