import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { atlases, graphql } from "./atlas.ts";
import { ask, asOwner, keysOf, newHousehold, REFUSED, VILLAGE } from "./casework.ts";
import { signInAs } from "./signedIn.ts";

const ONE = `mutation ($id: ID!, $to: ID!, $n: Int!) { handOverTask(id: $id, personId: $to, rowVersion: $n) {
  __typename ... on Task { id ownerId rowVersion } ${REFUSED} } }`;
const ALL = `mutation ($key: String!, $from: ID!, $to: ID!, $v: String) { handOverTasks(key: $key, from: $from, to: $to, village: $v) {
  __typename ... on TasksHandedOver { tasks } ${REFUSED} } }`;
/** Of the same township, where the demonstration worker is not posted. */
const BESIDE = "360827100904";

describe.each(atlases)("tasks handed to a colleague on $name", (atlas) => {
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
  });
  afterAll(() => database.end());

  /** Somebody posted to the township, who is disabled where wanted. */
  async function newColleague(hasLeft: boolean): Promise<string> {
    const person = randomUUID();
    await database.query(
      `insert into access.people (id, login, name, role, password_hash, disabled_at) values ($1, $2, '测离岗', 'VILLAGE_WORKER', '$argon2id$none', ${hasLeft ? "now()" : "null"})`,
      [person, `handover.${person.slice(0, 8)}`],
    );
    await database.query(
      "insert into access.person_regions (person_id, region_code) values ($1, '360827100')",
      [person],
    );
    return person;
  }
  async function newTask(owner: string, village = VILLAGE, isDone = false): Promise<string> {
    const [task, household] = [randomUUID(), await newHousehold(database, keysOf(atlas), { village })];
    await asOwner(database, [
      [
        `insert into casework.tasks (id, kind, village_code, household_id, owner_id, due_on, done_at, result)
         values ($1, 'VISIT', $2, $3, $4, '2000-01-01', ${isDone ? "now(), 'DONE'" : "null, null"})`,
        [task, village, household.id, owner],
      ],
    ]);
    return task;
  }
  const one = (login: string, task: string, to: string, n = 1) => ask(url, login, ONE, { id: task, to, n });
  const all = (login: string, from: string, to: string, v: string | null = null, key = randomUUID()) =>
    ask(url, login, ALL, { key, from, to, v });
  const mine = async (login: string) => {
    const { data } = await graphql<{ tasks: { id: string }[] }>(
      url,
      "{ tasks(mine: true, first: 100) { id } }",
      {},
      await signInAs(url, login),
    );
    return data.tasks.map((task) => task.id);
  };
  const owners = async (tasks: readonly string[]) =>
    (
      await database.query<{ owner: string }>(
        "select owner_id as owner from casework.tasks where id = any ($1) order by array_position($1, id)",
        [tasks],
      )
    ).rows.map(({ owner }) => owner);
  const eventsOf = async (entity: string) =>
    (
      await database.query<{ action: string; detail: Record<string, unknown> }>(
        "select action, detail from audit.events where entity_id = $1 and action like 'task.%' order by id",
        [entity],
      )
    ).rows;

  it("one at a time: the new owner sees it among their tasks, the old one no longer, and one event says so", async () => {
    const task = await newTask(id("demo.township"));
    expect(await mine("demo.township")).toContain(task);
    const handed = await one("demo.county", task, id("demo.worker"));
    expect(handed).toMatchObject({ __typename: "Task", ownerId: id("demo.worker"), rowVersion: 2 });
    expect(await mine("demo.township")).not.toContain(task);
    expect(await mine("demo.worker")).toContain(task);
    // Sent again it is told as it stands; from another version it is a conflict.
    expect(await one("demo.county", task, id("demo.worker"))).toEqual(handed);
    expect((await one("demo.county", task, id("demo.county"))).code).toBe("CONFLICT");
    expect(await eventsOf(task)).toEqual([
      { action: "task.handOver", detail: { from: id("demo.township"), to: id("demo.worker") } },
    ]);
  });

  it("to nobody whose post or region does not fit, nor when it is done, nor by who may not", async () => {
    const task = await newTask(id("demo.township"), BESIDE);
    // Posted to other villages, to the next county, to a province, to no field work; nobody; somebody disabled.
    const unfit = ["demo.worker", "demo.neighbour", "demo.province", "demo.planner"].map(id);
    for (const to of [...unfit, randomUUID(), await newColleague(true), "nobody"]) {
      const refused = await one("demo.county", task, to);
      expect([to, refused.code]).toEqual([to, "INVALID"]);
      expect(refused.message).toContain("辖区");
    }
    const done = await newTask(id("demo.township"), VILLAGE, true);
    expect((await one("demo.county", done, id("demo.worker"))).code).toBe("ALREADY_DONE");
    expect((await one("demo.neighbour", task, id("demo.neighbour"))).code).toBe("NOT_FOUND");
    await expect(one("demo.worker", task, id("demo.worker"))).rejects.toThrow("FORBIDDEN");
    await expect(one("demo.province", task, id("demo.worker"))).rejects.toThrow("FORBIDDEN");
    expect(await owners([task])).toEqual([id("demo.township")]);
    expect(await eventsOf(task)).toEqual([]);
  });

  it("all that somebody left: every one of them or none, once, with one event", async () => {
    const left = await newColleague(true);
    const here = [await newTask(left), await newTask(left)];
    const beside = await newTask(left, BESIDE);
    const done = await newTask(left, VILLAGE, true);
    const refused = await all("demo.county", left, id("demo.worker"));
    expect(refused).toMatchObject({ code: "INVALID" });
    expect(refused.message).toMatch(/3 件任务中有 1 件/);
    for (const login of ["demo.neighbour", "demo.planner"])
      expect((await all("demo.county", left, id(login))).code).toBe("INVALID");
    expect(await owners([...here, beside])).toEqual([left, left, left]);

    const key = randomUUID();
    const given = await all("demo.county", left, id("demo.worker"), VILLAGE, key);
    expect(given).toMatchObject({ __typename: "TasksHandedOver", tasks: 2 });
    expect(await all("demo.county", left, id("demo.worker"), VILLAGE, key)).toEqual(given);
    expect((await all("demo.county", left, id("demo.township"), VILLAGE, key)).code).toBe("OTHER_CONTENT");
    expect(await owners([...here, beside, done])).toEqual([id("demo.worker"), id("demo.worker"), left, left]);
    expect(await mine("demo.worker")).toEqual(expect.arrayContaining(here));
    // The rest to somebody of the township; then there is nothing left, for the next county as for this one.
    expect(await all("demo.township", left, id("demo.township"))).toMatchObject({ tasks: 1 });
    const nothing = await all("demo.county", left, id("demo.township"));
    expect(nothing.code).toBe("DOES_NOT_FIT");
    expect(await all("demo.neighbour", left, id("demo.neighbour"))).toEqual(nothing);
    const events = await eventsOf(left);
    expect(events.map(({ action }) => action)).toEqual(["task.handOverAll", "task.handOverAll"]);
    expect(new Set(events[0]?.detail.tasks as string[])).toEqual(new Set(here));
    expect(events[1]?.detail).toEqual({ to: id("demo.township"), tasks: [beside] });
  });

  it("never all of somebody who is at work", async () => {
    const colleague = await newColleague(false);
    const task = await newTask(colleague);
    expect((await all("demo.county", colleague, id("demo.worker"))).code).toBe("DOES_NOT_FIT");
    expect(await owners([task])).toEqual([colleague]);
    await expect(all("demo.worker", colleague, id("demo.worker"))).rejects.toThrow("FORBIDDEN");
  });
});
