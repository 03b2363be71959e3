import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { maskIdNumber, maskName, maskPhone } from "../geo/masks.ts";
import { CANARIES } from "../server/demo/canaries.ts";
import { inventedIdNumber } from "../server/identityNumbers.ts";
import { atlases, graphql } from "./atlas.ts";
import { signInAs } from "./signedIn.ts";

interface Member {
  id: string;
  name: string;
  idNumber: string;
  phone: string | null;
  isMinor: boolean;
  rowVersion: number;
}
interface Household {
  __typename: "Household";
  id: string;
  number: string;
  villageCode: string;
  status: string;
  grade: string | null;
  rowVersion: number;
  members: Member[];
  consents: { id: string; withdrawnOn: string | null }[];
  guaranteeIssues: { id: string; closedOn: string | null }[];
  assessments: { id: string; netFen: number; candidate: string }[];
}
interface Refused {
  __typename: "Refused";
  code: string;
  message: string;
}

const HOUSEHOLD = `__typename id number villageCode status grade rowVersion
  members { id name idNumber phone isMinor rowVersion } consents { id withdrawnOn } guaranteeIssues { id closedOn }
  assessments { id netFen candidate }`;
const RESULT = `... on Household { ${HOUSEHOLD} } ... on Refused { __typename code message }`;
/** A serial number for each run, so that a second run on the same database meets no number of the first. */
const someBirthday = () =>
  `19${40 + Math.floor(Math.random() * 50)}-0${1 + Math.floor(Math.random() * 9)}-1${Math.floor(Math.random() * 10)}`;

describe.each(atlases)("households on $name", ({ url, databaseUrl }) => {
  const database = new pg.Client({ connectionString: databaseUrl });
  beforeAll(() => database.connect());
  afterAll(() => database.end());

  const count = async (sql: string, values: unknown[] = []) =>
    Number((await database.query(sql, values)).rows[0].count);
  /** Events of these things only: other test files work on the same database. */
  const eventsOf = (...ids: (string | undefined)[]) =>
    count("select count(*) from audit.events where entity_id = any ($1)", [ids]);
  const as = async (login: string) => {
    const headers = await signInAs(url, login);
    return {
      ask: <Data>(query: string, variables: Record<string, unknown> = {}) =>
        graphql<Data>(url, query, variables, headers),
      /** A mutation that answers with a household or a refusal. */
      change: async (call: string, declared: string, variables: Record<string, unknown>) => {
        const { data, errors } = await graphql<{ result: Household | Refused }>(
          url,
          `mutation (${declared}) { result: ${call} { ${RESULT} } }`,
          variables,
          headers,
        );
        expect(errors).toBeUndefined();
        return data.result;
      },
    };
  };
  type Person = Awaited<ReturnType<typeof as>>;
  const done = (result: Household | Refused): Household => {
    if (result.__typename === "Refused") throw new Error(`${result.code}: ${result.message}`);
    return result;
  };
  const refused = (result: Household | Refused): Refused => {
    if (result.__typename === "Household") throw new Error(`${result.number} was changed`);
    return result;
  };
  const villageOfWorker = async (): Promise<string> =>
    (
      await database.query(
        "select min(region_code) as code from access.person_regions where person_id = (select id from access.people where login = 'demo.worker')",
      )
    ).rows[0].code;
  const recordHousehold = async (person: Person, id: string = randomUUID()) =>
    person.change("recordHousehold(household: $household)", "$household: HouseholdInput!", {
      household: { id, villageCode: await villageOfWorker(), formerlyPoor: false },
    });
  const recordMember = (person: Person, member: Record<string, unknown>) =>
    person.change("recordMember(member: $member)", "$member: MemberInput!", {
      member: { relation: "HEAD", sex: "F", name: "试登记", labour: "ABLE", ...member },
    });

  it("shows each post the households of its regions and nothing else", async () => {
    for (const [login, prefix] of [
      ["demo.township", null],
      ["demo.county", "360827"],
      ["demo.neighbour", "360828"],
    ] as const) {
      const { rows } = await database.query(
        "select region_code from access.person_regions where person_id = (select id from access.people where login = $1)",
        [login],
      );
      const scope = prefix ?? rows[0].region_code;
      const person = await as(login);
      const { data } = await person.ask<{
        households: { totalCount: number; nodes: { villageCode: string }[] };
      }>('{ households(within: "CN", first: 500) { totalCount nodes { villageCode } } }');
      const expected = await count(
        "select count(*) from casework.households where starts_with(village_code, $1)",
        [scope],
      );
      expect(expected).toBeGreaterThan(10);
      expect(data.households.totalCount).toBe(expected);
      expect(data.households.nodes.every(({ villageCode }) => villageCode.startsWith(scope))).toBe(true);
    }
    const province = await as("demo.province");
    const answer = await province.ask('{ households(within: "36") { totalCount } }');
    expect(answer.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    const foreign = (
      await database.query("select id from casework.households where village_code like '360828%' limit 1")
    ).rows[0].id;
    const worker = await as("demo.worker");
    const hidden = await worker.ask<{ household: null }>("query ($id: ID!) { household(id: $id) { id } }", {
      id: foreign,
    });
    expect(hidden.data.household).toBeNull();
  });

  it("masks every name, number and telephone it lists, whoever looks", async () => {
    for (const login of ["demo.worker", "demo.township", "demo.county", "demo.neighbour"]) {
      const person = await as(login);
      const { data } = await person.ask<{ households: { nodes: { members: Member[] }[] } }>(
        '{ households(within: "CN", first: 200) { nodes { members { id name idNumber phone isMinor rowVersion } } } }',
      );
      const members = data.households.nodes.flatMap((household) => household.members);
      expect(members.length).toBeGreaterThan(20);
      for (const { name, idNumber, phone } of members) {
        // Masking what is masked changes nothing; masking what is clear does.
        expect([maskName(name), maskIdNumber(idNumber, "CASEWORK"), phone && maskPhone(phone)]).toEqual([
          name,
          idNumber,
          phone,
        ]);
        expect(name).toContain("*");
      }
      const text = JSON.stringify(data);
      expect(text).not.toMatch(/\d{15}|1\d{10}/);
      for (const { name, idNumber, phone } of CANARIES)
        for (const secret of [name, idNumber, phone]) expect(text).not.toContain(secret);
    }
  });

  it("filters by status, category, grade, open guarantees and number as SQL does", async () => {
    const county = await as("demo.county");
    const totals = async (where: object) =>
      (
        await county.ask<{ households: { totalCount: number } }>(
          'query ($where: HouseholdWhere) { households(within: "360827", where: $where, first: 1) { totalCount } }',
          { where },
        )
      ).data.households.totalCount;
    const expected = (where: string) =>
      count(`select count(*) from casework.households household where county_code = '360827' and ${where}`);
    expect(await totals({ status: ["WATCHED"], category: ["MARGINAL"], grade: ["RED"] })).toBe(
      await expected("status = 'WATCHED' and category = 'MARGINAL' and grade = 'RED'"),
    );
    expect(await totals({ hasOpenGuarantee: true })).toBe(
      await expected(
        "exists (select from casework.guarantee_issues issue where issue.household_id = household.id and closed_on is null)",
      ),
    );
    const village = await villageOfWorker();
    expect(await totals({ number: `${village}-000` })).toBe(await expected(`number like '${village}-000%'`));
  });

  it("reckons the account of the window as SQL adds it up", async () => {
    const county = await as("demo.county");
    const { data } = await county.ask<{
      households: {
        nodes: {
          id: string;
          account: {
            netFen: number;
            rigidFen: number;
            firstDay: string;
            lastDay: string;
            lineFen: number;
            refusal: null;
            months: { net: number; rigid: number }[];
          };
        }[];
      };
    }>(
      '{ households(within: "360827", first: 25, where: { status: [WATCHED] }) { nodes { id account { netFen rigidFen firstDay lastDay lineFen refusal months { net rigid } } } } }',
    );
    expect(data.households.nodes).toHaveLength(25);
    for (const { id, account } of data.households.nodes) {
      const { rows } = await database.query(
        `select coalesce(sum(case when kind = 'BUSINESS_COST' then -amount_fen else amount_fen end)
             filter (where realised and kind in ('WAGE', 'BUSINESS', 'BUSINESS_COST', 'PROPERTY', 'TRANSFER')), 0)::int as net,
           coalesce(sum(greatest(amount_fen - reimbursed_fen, 0))
             filter (where kind not in ('WAGE', 'BUSINESS', 'BUSINESS_COST', 'PROPERTY', 'TRANSFER')), 0)::int as rigid
         from casework.account_entries entry where household_id = $1 and day between $2 and $3 and reverses is null
           and not exists (select from casework.account_entries later where later.reverses = entry.id)`,
        [id, account.firstDay, account.lastDay],
      );
      expect([account.netFen, account.rigidFen]).toEqual([rows[0].net, rows[0].rigid]);
      expect(account.months.reduce((sum, { net }) => sum + net, 0)).toBe(account.netFen);
      expect(account.months.reduce((sum, { rigid }) => sum + rigid, 0)).toBe(account.rigidFen);
      expect([account.lineFen, account.refusal]).toEqual([850_000, null]);
    }
  });

  it("records a household and its member once each, with one event each, however often they are sent", async () => {
    const worker = await as("demo.worker");
    const id = randomUUID();
    const first = done(await recordHousehold(worker, id));
    expect(done(await recordHousehold(worker, id))).toEqual(first);
    expect(await eventsOf(id)).toBe(1);
    const member = {
      id: randomUUID(),
      householdId: id,
      idNumber: inventedIdNumber("2015-05-05", Math.floor(Math.random() * 1_000)),
    };
    const once = done(await recordMember(worker, member));
    expect(once.members).toMatchObject([{ id: member.id, name: "试*记", isMinor: true }]);
    expect(done(await recordMember(worker, member)).members).toHaveLength(1);
    expect(await eventsOf(id, member.id)).toBe(2);
    const { rows } = await database.query(
      "select event::text as text from audit.events as event where entity_id = any ($1)",
      [[id, member.id]],
    );
    expect(JSON.stringify(rows)).not.toContain(member.idNumber);
  });

  it("answers a number that is known alike, wherever it is known, and writes nothing", async () => {
    const worker = await as("demo.worker");
    const household = done(await recordHousehold(worker));
    const idNumber = inventedIdNumber(someBirthday(), Math.floor(Math.random() * 1_000));
    done(await recordMember(worker, { id: randomUUID(), householdId: household.id, idNumber }));
    const neighbour = await as("demo.neighbour");
    const { data } = await neighbour.ask<{ households: { nodes: { id: string }[] } }>(
      '{ households(within: "CN", first: 1) { nodes { id } } }',
    );
    const here = refused(
      await recordMember(worker, {
        id: randomUUID(),
        householdId: household.id,
        idNumber: ` ${idNumber.slice(0, 6)} ${idNumber.slice(6).toLowerCase()}`,
      }),
    );
    const there = refused(
      await recordMember(neighbour, {
        id: randomUUID(),
        householdId: data.households.nodes[0]?.id,
        idNumber,
      }),
    );
    expect(here.code).toBe("POSSIBLE_DUPLICATE");
    expect(there).toEqual(here);
    const FIND = "query ($idNumber: String!) { householdByIdNumber(idNumber: $idNumber) { id } }";
    const found = await worker.ask<{ householdByIdNumber: { id: string } | null }>(FIND, { idNumber });
    expect(found.data.householdByIdNumber).toEqual({ id: household.id });
    const unseen = await neighbour.ask<{ householdByIdNumber: null }>(FIND, { idNumber });
    expect(unseen.data.householdByIdNumber).toBeNull();
    const wrong = `${idNumber.slice(0, 17)}${idNumber.endsWith("1") ? "2" : "1"}`;
    expect(
      refused(await recordMember(worker, { id: randomUUID(), householdId: household.id, idNumber: wrong }))
        .code,
    ).toBe("INVALID");
  });

  it("lets the later of two changes know, and nobody change what lies elsewhere", async () => {
    const worker = await as("demo.worker");
    const household = done(await recordHousehold(worker));
    const update = (person: Person, rowVersion: number) =>
      person.change(
        "updateHousehold(id: $id, rowVersion: $rowVersion, change: { lacksFunds: true })",
        "$id: ID!, $rowVersion: Int!",
        { id: household.id, rowVersion },
      );
    const outcomes = await Promise.all([update(worker, 1), update(worker, 1)]);
    expect(
      outcomes.map((each) => (each.__typename === "Refused" ? each.code : each.rowVersion)).sort(),
    ).toEqual([2, "CONFLICT"]);
    expect(refused(await update(await as("demo.neighbour"), 2)).code).toBe("NOT_FOUND");
    const grade = await worker.change("setGrade(id: $id, rowVersion: 2, grade: RED)", "$id: ID!", {
      id: household.id,
    });
    expect(refused(grade).code).toBe("GUARDS_FAILED");
  });

  it("empties what may be empty when it is given as null, and keeps what is left out", async () => {
    const worker = await as("demo.worker");
    const household = done(await recordHousehold(worker));
    const id = randomUUID();
    const idNumber = inventedIdNumber(someBirthday(), Math.floor(Math.random() * 1_000));
    done(await recordMember(worker, { id, householdId: household.id, idNumber }));
    const update = (rowVersion: number, change: Record<string, unknown>) =>
      worker.change(
        "updateMember(id: $id, rowVersion: $rowVersion, change: $change)",
        "$id: ID!, $rowVersion: Int!, $change: MemberChange!",
        { id, rowVersion, change },
      );
    const stands = async () =>
      (
        await database.query(
          `select disability_grade, left_on, phone_sealed is not null as phone, bank_account_sealed is not null as bank,
                  health_sealed is not null as health, name_sealed is not null as name
           from casework.members join casework.identities on member_id = id where id = $1`,
          [id],
        )
      ).rows[0];
    const filled = {
      disabilityGrade: 2,
      phone: "13912345678",
      bankAccount: "6222021234567890",
      health: "慢性病",
    };
    done(await update(1, filled));
    done(await update(2, { employed: true }));
    const full = { disability_grade: 2, left_on: null, phone: true, bank: true, health: true, name: true };
    expect(await stands()).toEqual(full);
    done(await update(3, { disabilityGrade: null, phone: null, health: "" }));
    expect(await stands()).toEqual({ ...full, disability_grade: null, phone: false, health: false });
    for (const field of ["name", "relation", "labour", "employed", "worksAway", "atSchool"])
      expect([field, refused(await update(4, { [field]: null })).code]).toEqual([field, "INVALID"]);
    const emptied = await worker.change(
      "updateHousehold(id: $id, rowVersion: 1, change: { lacksFunds: null })",
      "$id: ID!",
      { id: household.id },
    );
    expect(refused(emptied).code).toBe("INVALID");
  });

  it("keeps the register's smaller matters: consents, guarantees, entries taken back, assessments", async () => {
    const worker = await as("demo.worker");
    const { id: householdId } = done(await recordHousehold(worker));
    const ids = Array.from({ length: 5 }, () => randomUUID());
    done(
      await worker.change("giveConsent(consent: $consent)", "$consent: ConsentInput!", {
        consent: {
          id: ids[0],
          householdId,
          scope: ["COMPARISON"],
          formVersion: "2021",
          givenOn: "2026-01-05",
        },
      }),
    );
    const END = "$id: ID!, $day: String!";
    const early = await worker.change("withdrawConsent(id: $id, rowVersion: 1, day: $day)", END, {
      id: ids[0],
      day: "2025-01-05",
    });
    expect(refused(early).code).toBe("INVALID");
    const withdrawn = done(
      await worker.change("withdrawConsent(id: $id, rowVersion: 1, day: $day)", END, {
        id: ids[0],
        day: "2026-02-05",
      }),
    );
    expect(withdrawn.consents).toEqual([{ id: ids[0], withdrawnOn: "2026-02-05" }]);
    done(
      await worker.change("openGuaranteeIssue(issue: $issue)", "$issue: GuaranteeIssueInput!", {
        issue: { id: ids[1], householdId, kind: "WATER", openedOn: "2026-01-05" },
      }),
    );
    const closed = done(
      await worker.change("closeGuaranteeIssue(id: $id, rowVersion: 1, day: $day)", END, {
        id: ids[1],
        day: "2026-03-01",
      }),
    );
    expect(closed.guaranteeIssues).toEqual([{ id: ids[1], closedOn: "2026-03-01" }]);
    expect(await eventsOf(ids[0], ids[1])).toBe(4);

    const assess = () =>
      worker.change("assessHousehold(id: $id, householdId: $householdId)", "$id: ID!, $householdId: ID!", {
        id: ids[2],
        householdId,
      });
    expect(refused(await assess()).code).toBe("GUARDS_FAILED");
    done(
      await recordMember(worker, {
        id: randomUUID(),
        householdId,
        idNumber: inventedIdNumber(someBirthday(), Math.floor(Math.random() * 1_000)),
      }),
    );
    const { rows } = await database.query(
      "select to_char((now() at time zone 'Asia/Shanghai')::date - interval '2 months', 'YYYY-MM-DD') as day",
    );
    const entry = (id: string | undefined, amountFen: number) =>
      worker.change("recordAccountEntry(entry: $entry)", "$entry: AccountEntryInput!", {
        entry: { id, householdId, kind: "WAGE", day: rows[0].day, amountFen },
      });
    done(await entry(ids[3], 700_000));
    done(await entry(ids[4], 100_000));
    const reverse = (id: string) =>
      worker.change("reverseAccountEntry(id: $id, entryId: $entryId)", "$id: ID!, $entryId: ID!", {
        id,
        entryId: ids[4],
      });
    done(await reverse(randomUUID()));
    expect(refused(await reverse(randomUUID())).code).toBe("ALREADY_DONE");
    expect(done(await assess()).assessments).toEqual([
      { id: ids[2], netFen: 700_000, candidate: "MARGINAL" },
    ]);
    expect(done(await assess()).assessments).toHaveLength(1);
  });

  it("shows clear values for a purpose only, notes the look first and stops at fifty a day", async () => {
    const security = await as("demo.security");
    const village = await villageOfWorker();
    const login = `register.${randomUUID().slice(0, 8)}`;
    const created = await security.ask<{ createPerson: { person: { id: string }; password: string } }>(
      'mutation ($login: String!, $regions: [String!]!) { createPerson(login: $login, name: "测试网格员", role: VILLAGE_WORKER, regions: $regions) { person { id } password } }',
      { login, regions: [village, "430224"] },
    );
    const { person, password } = created.data.createPerson;
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        query:
          "mutation ($login: String!, $password: String!) { signIn(login: $login, password: $password) { __typename } }",
        variables: { login, password },
      }),
    });
    const cookie = `__Host-atlas=${/__Host-atlas=([\w-]+)/.exec(response.headers.get("set-cookie") ?? "")?.[1]}`;
    const ask = <Data>(query: string, variables: object = {}) =>
      graphql<Data>(url, query, { ...variables }, { cookie });

    const [canary] = CANARIES;
    const found = await ask<{ householdByIdNumber: { members: { id: string; name: string }[] } }>(
      "query ($idNumber: String!) { householdByIdNumber(idNumber: $idNumber) { members { id name } } }",
      { idNumber: canary.idNumber },
    );
    const member = found.data.householdByIdNumber.members.find(({ name }) => name === maskName(canary.name));
    const REVEAL = `mutation ($id: ID!) { revealMember(id: $id, purpose: FIELD_VISIT) {
      ... on RevealedMember { name idNumber phone leftToday } ... on Refused { code } } }`;
    const shown = await ask<{ revealMember: object }>(REVEAL, { id: member?.id });
    expect(shown.data.revealMember).toEqual({
      name: canary.name,
      idNumber: canary.idNumber,
      phone: canary.phone,
      leftToday: 49,
    });
    const { rows } = await database.query(
      "select action, entity_id, purpose, region_code, detail from audit.events where person_id = $1 and action = 'member.reveal'",
      [person.id],
    );
    expect(rows).toEqual([
      {
        action: "member.reveal",
        entity_id: member?.id,
        purpose: "FIELD_VISIT",
        region_code: village,
        detail: {},
      },
    ]);
    await database.query(
      `insert into audit.events (channel, person_id, action, entity_kind, entity_id)
       select 'SESSION', $1, 'member.reveal', 'Member', 'test' from generate_series(1, 49)`,
      [person.id],
    );
    const full = await ask<{ revealMember: { code: string } }>(REVEAL, { id: member?.id });
    expect(full.data.revealMember).toEqual({ code: "LIMIT_REACHED" });

    // A province without a monitoring line: sums, and no judgement.
    const elsewhere = await ask<{
      households: { nodes: { id: string; account: { lineFen: null; candidate: null; refusal: string } }[] };
    }>('{ households(within: "43", first: 1) { nodes { id account { lineFen candidate refusal } } } }');
    const [household] = elsewhere.data.households.nodes;
    expect(household?.account).toMatchObject({ lineFen: null, candidate: null });
    expect(household?.account.refusal).toContain("43");
    const assessed = await ask<{ assessHousehold: { code: string } }>(
      "mutation ($id: ID!, $householdId: ID!) { assessHousehold(id: $id, householdId: $householdId) { ... on Refused { code } } }",
      { id: randomUUID(), householdId: household?.id },
    );
    expect(assessed.data.assessHousehold.code).toBe("NO_MONITORING_LINE");
  });

  it("holds no clear canary in any row of the database", async () => {
    const { rows: tables } = await database.query(
      "select table_schema || '.' || table_name as name from information_schema.tables where table_schema in ('casework', 'audit', 'atlas') and table_type = 'BASE TABLE'",
    );
    const secrets = CANARIES.flatMap(({ name, idNumber, phone }) => [name, idNumber, phone]);
    const pattern = [...secrets, ...secrets.map((text) => Buffer.from(text).toString("hex"))].join("|");
    for (const { name } of tables.filter((table) => /^(casework|audit)\./.test(table.name)))
      expect([
        name,
        await count(`select count(*) from ${name} as row where row::text ~ $1`, [pattern]),
      ]).toEqual([name, 0]);
  });
});
