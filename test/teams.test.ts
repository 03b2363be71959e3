import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { atlases, graphql } from "./atlas.ts";
import { ask, asOwner, daysAgo, keysOf, newHousehold, REFUSED, VILLAGE } from "./casework.ts";
import { signInAs } from "./signedIn.ts";

const SHOWN = `{ __typename ... on TeamMember { id personId post unit since until handedTo acceptedOn recalledReason isAtWork rowVersion } ${REFUSED} }`;
const ASSIGN = `mutation ($id: ID!, $v: String!, $p: ID!, $post: TeamPost!, $unit: String!, $since: String) {
  assignTeamMember(id: $id, village: $v, personId: $p, post: $post, unit: $unit, since: $since) ${SHOWN} }`;
const HAND = `mutation ($id: ID!, $p: ID!, $n: Int!) { transferTeamMember(id: $id, personId: $p, rowVersion: $n) ${SHOWN} }`;
const ACCEPT = `mutation ($id: ID!, $n: Int!) { acceptTeamMember(id: $id, rowVersion: $n) ${SHOWN} }`;
const RECALL = `mutation ($id: ID!, $reason: String!, $n: Int!) { recallTeamMember(id: $id, reason: $reason, rowVersion: $n) ${SHOWN} }`;
const END = `mutation ($id: ID!, $until: String!, $n: Int!) { endTeamMember(id: $id, until: $until, rowVersion: $n) ${SHOWN} }`;

describe.each(atlases)("who answers for a village on $name", (atlas) => {
  const { url, databaseUrl } = atlas;
  const database = new pg.Client({ connectionString: databaseUrl });
  const people = new Map<string, string>();
  const id = (login: string) => people.get(login) ?? "";
  beforeAll(async () => {
    await database.connect();
    const { rows } = await database.query<{ id: string; login: string }>(
      "select id, login from access.people",
    );
    for (const row of rows) people.set(row.login, row.id);
    // A second run on one database finds the village as the first did.
    await asOwner(database, [["delete from casework.village_team where village_code = $1", [VILLAGE]]]);
  });
  afterAll(() => database.end());

  const assign = (login: string, values: Record<string, unknown> = {}) =>
    ask(url, login, ASSIGN, {
      id: randomUUID(),
      v: VILLAGE,
      p: id("demo.worker"),
      post: "FIRST_SECRETARY",
      unit: "县水利局",
      ...values,
    });

  /** Rows of a list, which has no outcome of its own. */
  const list = async <Row>(login: string, query: string, variables: Record<string, unknown> = {}) => {
    const { data } = await graphql<Record<string, Row[]>>(url, query, variables, await signInAs(url, login));
    return Object.values(data)[0] ?? [];
  };

  it("is a first secretary and members, posted, transferred once accepted, recalled with a reason, ended at a day", async () => {
    const since = await daysAgo(database, 40);
    const given = { id: randomUUID(), since };
    const secretary = await assign("demo.township", given);
    expect(secretary).toMatchObject({
      post: "FIRST_SECRETARY",
      unit: "县水利局",
      since,
      until: null,
      isAtWork: true,
    });
    expect(await assign("demo.township", given)).toEqual(secretary);
    expect((await assign("demo.township", { ...given, post: "MEMBER" })).code).toBe("OTHER_CONTENT");
    // One first secretary a village, and nobody twice.
    expect((await assign("demo.county", { p: id("demo.township") })).code).toBe("ALREADY_DONE");
    expect((await assign("demo.county", { post: "MEMBER" })).code).toBe("ALREADY_DONE");
    const member = await assign("demo.county", { p: id("demo.township"), post: "MEMBER", unit: "乡政府" });
    expect(member.__typename).toBe("TeamMember");

    const hand = (login: string, p: string, n = 1) => ask(url, login, HAND, { id: secretary.id, p, n });
    expect((await hand("demo.worker", id("demo.worker"))).code).toBe("INVALID");
    const handed = await hand("demo.worker", id("demo.county"));
    expect(handed).toMatchObject({ personId: id("demo.worker"), handedTo: id("demo.county"), until: null });
    expect((await hand("demo.worker", id("demo.county"))).code).toBe("CONFLICT");
    const accept = (login: string, n: number) => ask(url, login, ACCEPT, { id: secretary.id, n });
    expect((await accept("demo.township", 2)).code).toBe("FORBIDDEN");
    const next = await accept("demo.county", 2);
    expect(next).toMatchObject({ personId: id("demo.county"), post: "FIRST_SECRETARY", unit: "县水利局" });
    expect(next.since).toBe(await daysAgo(database, 0));
    expect((await accept("demo.county", 3)).code).toBe("ALREADY_DONE");

    const recall = (reason: string) => ask(url, "demo.county", RECALL, { id: next.id, reason, n: 1 });
    expect((await recall(" ")).code).toBe("INVALID");
    expect((await recall("电话10012345678")).code).toBe("INVALID");
    expect(await recall("长期不在村")).toMatchObject({ recalledReason: "长期不在村", until: next.since });
    const end = (until: string) => ask(url, "demo.county", END, { id: member.id, until, n: 1 });
    expect((await end("2999-01-01")).code).toBe("INVALID");
    expect(await end(String(member.since))).toMatchObject({ until: member.since, recalledReason: null });

    const events = await database.query<{ action: string }>(
      "select action from audit.events where entity_id = any ($1) order by id",
      [[secretary.id, next.id, member.id]],
    );
    expect(events.rows.map(({ action }) => action)).toEqual([
      "team.assign",
      "team.assign",
      "team.transfer",
      "team.accept",
      "team.recall",
      "team.end",
    ]);
  });

  it("is nobody posted elsewhere, for teams and for households alike", async () => {
    const keys = keysOf(atlas);
    const household = await newHousehold(database, keys);
    const ASSIGN_HELPER = `mutation ($id: ID!, $h: ID!, $p: ID!) { assignHelper(id: $id, householdId: $h, personId: $p) { __typename ... on Helper { id rowVersion } ${REFUSED} } }`;
    const helper = (p: string) =>
      ask(url, "demo.county", ASSIGN_HELPER, { id: randomUUID(), h: household.id, p });
    // The next county, a province, a planner of the whole country, nobody.
    for (const login of ["demo.neighbour", "demo.province", "demo.planner", "nobody"]) {
      expect([login, (await helper(id(login) || randomUUID())).code]).toEqual([login, "INVALID"]);
      expect((await assign("demo.county", { p: id(login) || randomUUID(), post: "MEMBER" })).code).toBe(
        "INVALID",
      );
    }
    const named = await helper(id("demo.worker"));
    expect(named.__typename).toBe("Helper");
    const TRANSFER = `mutation ($id: ID!, $p: ID!) { transferHelper(id: $id, personId: $p, rowVersion: 1) { __typename ${REFUSED} } }`;
    const hand = (p: string) => ask(url, "demo.county", TRANSFER, { id: named.id, p });
    expect((await hand(id("demo.neighbour"))).code).toBe("INVALID");
    expect((await hand(id("demo.township"))).__typename).toBe("Helper");
    // A village of the same township that the worker is not posted to.
    const { rows } = await database.query<{ code: string }>(
      "select code from atlas.villages where code like '360827100%' order by code limit 1 offset 4",
    );
    const next = await newHousehold(database, keys, { village: rows[0]?.code ?? "" });
    const beside = await ask(url, "demo.county", ASSIGN_HELPER, {
      id: randomUUID(),
      h: next.id,
      p: id("demo.worker"),
    });
    expect(beside.code).toBe("INVALID");
  });

  it("offers colleagues of the village to who is posted there, and to nobody else", async () => {
    const ASK = "query ($v: String!) { colleagues(village: $v) { id role } }";
    const colleagues = (login: string) => list<{ id: string }>(login, ASK, { v: VILLAGE });
    const shown = (await colleagues("demo.township")).map((each) => each.id);
    expect(shown).toEqual(expect.arrayContaining(["demo.worker", "demo.township", "demo.county"].map(id)));
    expect(shown).not.toContain(id("demo.neighbour"));
    expect(await graphql(url, ASK, { v: VILLAGE }, await signInAs(url, "demo.neighbour"))).toMatchObject({
      data: { colleagues: [] },
    });
  });

  it("lists the open work of who left or was posted elsewhere, until somebody else has it", async () => {
    const login = `left.${Date.now().toString(36)}`;
    const admin = await signInAs(url, "demo.security");
    const created = await graphql<{ createPerson: { person: { id: string } } }>(
      url,
      `mutation ($login: String!) { createPerson(login: $login, name: "测离岗", role: VILLAGE_WORKER, regions: ["${VILLAGE}"]) { person { id } } }`,
      { login },
      admin,
    );
    const person = created.data.createPerson.person.id;
    const household = await newHousehold(database, keysOf(atlas));
    const [task, helper] = [randomUUID(), randomUUID()];
    await asOwner(database, [
      [
        "insert into casework.tasks (id, kind, village_code, household_id, owner_id, due_on) values ($1, 'VISIT', $2, $3, $4, '2026-12-01')",
        [task, VILLAGE, household.id, person],
      ],
      [
        "insert into casework.helpers (id, household_id, village_code, person_id, since) values ($1, $2, $3, $4, '2026-01-01')",
        [helper, household.id, VILLAGE, person],
      ],
    ]);
    const team = await assign("demo.county", { p: person, post: "MEMBER" });
    const orphaned = async () => {
      const work = await list<{ kind: string; id: string; personId: string }>(
        "demo.county",
        'query { orphanedWork(within: "360827") { kind id personId name dueOn } }',
      );
      return work.filter((each) => each.personId === person).map(({ kind, id: which }) => [kind, which]);
    };
    const all = [
      ["TASK", task],
      ["HELPER", helper],
      ["TEAM", team.id],
    ];
    expect(await orphaned()).toEqual([]);
    const post = (regions: string[]) =>
      graphql(
        url,
        "mutation ($id: ID!, $regions: [String!]!) { setPersonRegions(id: $id, regions: $regions) { regions } }",
        { id: person, regions },
        admin,
      );
    await post(["360828"]);
    expect(await orphaned()).toEqual(all);
    await post(["360827100"]);
    expect(await orphaned()).toEqual([]);
    await graphql(url, "mutation ($id: ID!) { disablePerson(id: $id) }", { id: person }, admin);
    expect(await orphaned()).toEqual(all);
    // Another county's work is not listed to this one, nor this one's to the other.
    const others = await list("demo.neighbour", 'query { orphanedWork(within: "360827") { id } }');
    expect(others).toEqual([]);
    await ask(url, "demo.county", RECALL, { id: team.id, reason: "已离岗", n: 1 });
    expect(await orphaned()).toEqual(all.slice(0, 2));
  });
});
