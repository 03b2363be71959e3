import { randomUUID } from "node:crypto";
import fc from "fast-check";
import knexModule, { type Knex } from "knex";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDays } from "../geo/days.ts";
import { monthAfter } from "../geo/quarters.ts";
import { readExactCounts } from "../server/releases/loadCounts.ts";
import { lastMonthOver } from "../server/releases/publish.ts";
import { atlases, graphql } from "./atlas.ts";
import { type Answer, ask, asOwner, daysAgo, keysOf, newHousehold } from "./casework.ts";
import { signInAs } from "./signedIn.ts";

type State = "EMPLOYED" | "IDLE" | "BY_CHOICE";
interface Work {
  readonly memberId: string;
  readonly rowVersion: number;
  readonly state: State;
  readonly since: string;
}
interface Result {
  id: string;
  outcome: string;
  refused: { code: string; message: string } | null;
  given: Record<string, unknown> | null;
  present: Record<string, unknown> | null;
}
const SYNC = `mutation ($key: String!, $operations: [FieldOperation!]!) {
  syncField(batchKey: $key, operations: $operations) { __typename ... on Refused { code message guards }
    ... on SyncedField { results { id outcome refused { code message } given { rowVersion work day } present { rowVersion work day } } } } }`;
const SHOWN = `query ($id: ID!) { household(id: $id) { members {
  id employed employedSince idleSince idleByChoice rowVersion workSpells { state since endedOn } } } }`;

describe.each(atlases)("work of the members of a household on $name", (atlas) => {
  const { url, databaseUrl } = atlas;
  const database = new pg.Client({ connectionString: databaseUrl });
  let knex: Knex;
  let today = "";
  beforeAll(async () => {
    await database.connect();
    knex = knexModule({ client: "pg", connection: databaseUrl, pool: { min: 0, max: 1 } });
    today = await daysAgo(database, 0);
  });
  afterAll(async () => {
    await database.end();
    await knex.destroy();
  });

  const send = async (
    works: readonly Work[],
    key = randomUUID(),
    login = "demo.worker",
  ): Promise<Result[]> => {
    const answer: Answer = await ask(url, login, SYNC, { key, operations: works.map((work) => ({ work })) });
    expect(answer.__typename).toBe("SyncedField");
    return answer.results as Result[];
  };
  const member = async (household: string) => {
    const { data } = await graphql<{ household: { members: Record<string, unknown>[] } }>(
      url,
      SHOWN,
      { id: household },
      await signInAs(url, "demo.worker"),
    );
    return data.household.members[0] ?? {};
  };
  const eventsOf = async (id: string) =>
    (
      await database.query<{ detail: Record<string, unknown> }>(
        `select detail from audit.events where action = 'field.sync' and detail -> 'done' @> jsonb_build_array(jsonb_build_object('id', $1::text))`,
        [id],
      )
    ).rows.length;

  it("is recorded since a day, ends on a day, is kept, counts once and leaves one event a batch", async () => {
    const { id, memberId } = await newHousehold(database, keysOf(atlas));
    const [found, lost, again] = [90, 40, 5].map((days) => addDays(today, -days));
    if (!found || !lost || !again) throw new Error("no days");
    const work = (rowVersion: number, state: State, since: string): Work => ({
      memberId,
      rowVersion,
      state,
      since,
    });
    // Nobody knew before: the register has them without work, since nobody knows when.
    const [first] = await send([work(1, "EMPLOYED", found)]);
    expect(first).toMatchObject({ id: memberId, outcome: "APPLIED", refused: null });
    const key = randomUUID();
    const lose = [work(2, "IDLE", lost)];
    const answer = await send(lose, key);
    expect(answer[0]?.outcome).toBe("APPLIED");
    // Sent again after the answer got lost, three times in all, and once more by another batch.
    expect(await send(lose, key)).toEqual(answer);
    expect(await send(lose, key)).toEqual(answer);
    expect((await send(lose))[0]?.outcome).toBe("ALREADY");
    expect(await member(id)).toMatchObject({
      employed: false,
      idleSince: lost,
      idleByChoice: false,
      employedSince: null,
      rowVersion: 3,
      workSpells: [
        { state: "EMPLOYED", since: found, endedOn: lost },
        { state: "IDLE", since: null, endedOn: found },
      ],
    });
    // Two of one batch: found work, and the day put right.
    const two = await send([work(3, "EMPLOYED", addDays(again, -1)), work(4, "EMPLOYED", again)]);
    expect(two.map(({ outcome }) => outcome)).toEqual(["APPLIED", "APPLIED"]);
    const shown = await member(id);
    expect(shown).toMatchObject({ employed: true, employedSince: again, idleSince: null, rowVersion: 5 });
    expect(shown.workSpells).toMatchObject([{ state: "IDLE", since: lost, endedOn: again }, {}, {}]);
    expect(await eventsOf(memberId)).toBe(3);
    // Somebody else was faster: both versions are given and nothing is written.
    expect(await send([work(3, "BY_CHOICE", today)])).toMatchObject([
      {
        outcome: "CONFLICT",
        given: { rowVersion: 3, work: "BY_CHOICE", day: today },
        present: { rowVersion: 5, work: "EMPLOYED", day: again },
      },
    ]);
    expect(await member(id)).toEqual(shown);
    expect(await eventsOf(memberId)).toBe(3);
  });

  it("is refused where it cannot be: a day that is none, to come or out of order, and who is no labourer", async () => {
    const { id, memberId } = await newHousehold(database, keysOf(atlas));
    await send([{ memberId, rowVersion: 1, state: "EMPLOYED", since: addDays(today, -30) }]);
    const before = await member(id);
    const refused = async (changes: Partial<Work>, login = "demo.worker") => {
      const given: Work = { memberId, rowVersion: 2, state: "IDLE", since: today, ...changes };
      const [result] = await send([given], randomUUID(), login);
      expect(result?.outcome).toBe("REFUSED");
      return result?.refused?.code;
    };
    expect(await refused({ since: "2026-02-31" })).toBe("INVALID");
    expect(await refused({ since: addDays(today, 1) })).toBe("INVALID");
    expect(await refused({ since: addDays(today, -31) })).toBe("INVALID");
    expect(await refused({ memberId: randomUUID() })).toBe("NOT_FOUND");
    expect(await refused({ memberId: "nobody" })).toBe("NOT_FOUND");
    // Of another county: as if there were nobody.
    expect(await refused({}, "demo.neighbour")).toBe("NOT_FOUND");
    for (const changed of [
      "born_on = ((now() at time zone 'Asia/Shanghai')::date - interval '16 years' + interval '1 day')::date",
      "born_on = ((now() at time zone 'Asia/Shanghai')::date - interval '60 years')::date",
      "at_school = true",
      "labour = 'NONE'",
      "left_on = (now() at time zone 'Asia/Shanghai')::date",
    ]) {
      const other = await newHousehold(database, keysOf(atlas));
      await asOwner(database, [[`update casework.members set ${changed} where id = $1`, [other.memberId]]]);
      expect([changed, await refused({ memberId: other.memberId, rowVersion: 1 })]).toEqual([
        changed,
        "DOES_NOT_FIT",
      ]);
    }
    expect(await member(id)).toEqual(before);
  });

  it("keeps spells that follow each other without gap or overlap, whatever is told in whatever order", async () => {
    const told = fc.record({
      state: fc.constantFrom<State>("EMPLOYED", "IDLE", "BY_CHOICE"),
      daysAgo: fc.integer({ min: -1, max: 60 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(told, { minLength: 1, maxLength: 25 }), async (story) => {
        const { id, memberId } = await newHousehold(database, keysOf(atlas));
        // The model: what stands, what has ended, and what a worker who always reads again would be told.
        let now: { state: State; since: string | null; rowVersion: number } = {
          state: "IDLE",
          since: null,
          rowVersion: 1,
        };
        const ended: { state: State; since: string | null; endedOn: string }[] = [];
        const works: Work[] = [];
        const expected = story.map(({ state, daysAgo: days }) => {
          const since = addDays(today, -days);
          works.push({ memberId, rowVersion: now.rowVersion, state, since });
          if (state === now.state && since === now.since) return "ALREADY";
          const [former, earlier] = ended;
          const last = former?.endedOn ?? null;
          const moves = former !== undefined && former.endedOn === now.since;
          const began = former?.since ?? earlier?.endedOn ?? null;
          const first = state !== now.state ? (now.since ?? last) : moves ? began : last;
          if (since > today || (first !== null && since < first)) return "REFUSED";
          if (state === now.state && moves) former.endedOn = since;
          if (state !== now.state) ended.unshift({ state: now.state, since: now.since, endedOn: since });
          now = { state, since, rowVersion: now.rowVersion + 1 };
          return "APPLIED";
        });
        expect((await send(works)).map(({ outcome }) => outcome)).toEqual(expected);
        const shown = await member(id);
        expect(shown.workSpells).toEqual(ended.slice(0, 20));
        expect([shown.employedSince ?? shown.idleSince, shown.rowVersion]).toEqual([
          now.since,
          now.rowVersion,
        ]);
        const days = [...ended].reverse().flatMap(({ since, endedOn }) => [since ?? endedOn, endedOn]);
        expect(days).toEqual([...days].sort());
      }),
      { numRuns: 12 },
    );
  });

  it("moves the count of idle labour of a month only while somebody is idle for more than a month at its end", async () => {
    const month = await lastMonthOver(knex);
    const nextMonth = monthAfter(month, 1);
    // A village that no other test writes to, for the count is of everybody in it.
    const { rows } = await database.query<{ code: string }>(
      "select max(code) as code from atlas.villages where code like '360827%'",
    );
    const village = rows[0]?.code ?? "";
    const { memberId } = await newHousehold(database, keysOf(atlas), { village });
    let rowVersion = 1;
    const record = async (state: State, since: string) => {
      const [result] = await send([{ memberId, rowVersion, state, since }], randomUUID(), "demo.county");
      expect(result).toMatchObject({ outcome: "APPLIED", refused: null });
      rowVersion += 1;
    };
    const idle = async () => {
      const counted = await knex.transaction((transaction) => readExactCounts(transaction, "360827", month));
      return counted.find((each) => each.village === village)?.counts.JOBS?.numerator ?? 0;
    };
    const unknown = await idle();
    await record("EMPLOYED", addDays(month, -20));
    const base = await idle();
    expect(base).toBe(unknown - 1);
    // Lost on the first day of the month: not more than a month at its end.
    await record("IDLE", month);
    expect(await idle()).toBe(base);
    await record("IDLE", addDays(month, -1));
    expect(await idle()).toBe(base + 1);
    await record("BY_CHOICE", addDays(nextMonth, -1));
    expect(await idle()).toBe(base);
    // It ended a day later, when the month was over: the month keeps it.
    const other = await newHousehold(database, keysOf(atlas), { village });
    const works = [
      { state: "EMPLOYED", since: addDays(month, -20) },
      { state: "IDLE", since: addDays(month, -1) },
      { state: "EMPLOYED", since: nextMonth },
    ] as const;
    const results = await send(
      works.map((work, index) => ({ ...work, memberId: other.memberId, rowVersion: index + 1 })),
      randomUUID(),
      "demo.county",
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(["APPLIED", "APPLIED", "APPLIED"]);
    expect(await idle()).toBe(base + 1);
  });
});
