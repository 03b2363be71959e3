import { randomUUID } from "node:crypto";
import pg from "pg";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ACTION_KEYS, ACTIONS, type Action, actionsFrom, TRANSITIONS } from "../geo/procedure.ts";
import { type CaseState, type Evidence, STATES } from "../geo/procedureFacts.ts";
import { atlases } from "./atlas.ts";
import {
  type Answer,
  ask,
  asOwner,
  keysOf,
  newCase,
  newHousehold,
  REFUSED,
  TAKE,
  VILLAGE,
} from "./casework.ts";

describe.each(atlases)("the procedure on $name", (atlas) => {
  const { url, databaseUrl } = atlas;
  const database = new pg.Client({ connectionString: databaseUrl });
  const keys = keysOf(atlas);
  beforeAll(() => database.connect());
  afterAll(() => database.end());

  it("stands in the database as geo/ declares it, effects and all", async () => {
    const { rows } = await database.query(
      `select from_state as "from", action, to_state as "to", roles, effects from casework.procedure_steps`,
    );
    const text = (row: object) => JSON.stringify(row);
    const declared = TRANSITIONS.map(({ from, action, to, roles, effects }) => ({
      from,
      action,
      to,
      roles,
      effects,
    }));
    expect(rows.map(text).sort()).toEqual(declared.map(text).sort());
    const { rows: first } = await database.query(
      `select column_default as state from information_schema.columns
       where table_schema = 'casework' and table_name = 'cases' and column_name = 'state'`,
    );
    expect(first[0].state).toBe("'LEAD'::text");
  });

  it("finds the demonstration cases where their steps lead, though they were loaded all at once", async () => {
    const states = () =>
      database
        .query(
          `select matter.id, state, state_since, submitted_by, recognised_on, eliminated_on, closed_on,
                  household.status, household.category, household.grade
           from casework.cases matter join casework.households household on household.id = household_id
           join chosen on chosen.id = matter.id order by matter.id`,
        )
        .then(({ rows }) => rows);
    await database.query("begin");
    try {
      await database.query(
        `create temp table chosen on commit drop as
         select case_id as id from (select distinct on (case_id) case_id, from_state from casework.case_steps order by case_id, at) first
         where from_state = 'LEAD' and (select count(*) from casework.cases other where household_id =
           (select household_id from casework.cases where id = case_id)) = 1
           -- Other tests move notices of their own cases into the past, which their steps then do not fit.
           and not exists (select from casework.case_steps later where later.case_id = first.case_id
                           and later.at > (select min(applied_at) from public.atlas_migrations))
         order by case_id limit 150`,
      );
      await database.query(
        "create temp table steps on commit drop as select step.* from casework.case_steps step join chosen on chosen.id = case_id",
      );
      const before = await states();
      expect(new Set(before.map(({ state }) => state)).size).toBeGreaterThan(5);
      await database.query("delete from casework.case_steps where case_id in (select id from chosen)");
      await database.query(
        `update casework.cases set state = 'LEAD', state_since = opened_on, submitted_by = null, recognised_on = null,
           eliminated_on = null, closed_on = null where id in (select id from chosen)`,
      );
      await database.query(
        `update casework.households set status = 'ORDINARY', category = null, grade = null where id in (
           select household_id from casework.cases matter join chosen on chosen.id = matter.id)`,
      );
      await database.query(
        `insert into casework.case_steps (id, case_id, village_code, action, from_state, to_state, by_person, at, reason)
         select id, case_id, village_code, action, from_state, to_state, by_person, at, reason from steps order by at`,
      );
      const moved = before.filter(({ recognised_on }) => recognised_on !== null);
      expect(moved.length).toBeGreaterThan(50);
      const after = await states();
      expect(after.filter(({ recognised_on }) => recognised_on !== null)).toEqual(moved);
      expect(after.map(({ status, category, grade, ...matter }) => matter)).toEqual(
        before.map(({ status, category, grade, ...matter }) => matter),
      );
    } finally {
      await database.query("rollback");
    }
  });

  it("lets 10,000 random steps straight on the database reach no undeclared state, and no decision by who submitted", async () => {
    // 200 cases, begun in every state, for most walks end early; every other one is of the time before the rules, which ask no notice of it.
    const cases: string[] = Array.from({ length: 200 }, () => randomUUID());
    await asOwner(database, [
      [
        `insert into casework.households (id, village_code, number, formerly_poor, is_demo)
         select id, $2::text, $2 || '-' || place, false, true from (
           select id, coalesce((select max(right(number, 4)::int) from casework.households where village_code = $2), 0)
                    + 1000 + row_number() over () as place from unnest($1::uuid[]) id) new`,
        [cases, "360827100901"],
      ],
      [
        `insert into casework.cases (id, household_id, village_code, legacy, is_demo, state)
         select id, id, $2, place % 2 = 0, true, ($3::text[])[1 + place % 18] from unnest($1::uuid[]) with ordinality new (id, place)`,
        [cases, "360827100901", Object.keys(STATES)],
      ],
    ]);
    const { rows: people } = await database.query(
      "select id from access.people where login in ('demo.worker', 'demo.township', 'demo.county') order by login",
    );
    // Half of the tries name a step that is declared for the state; the rest any action from and to any state.
    // In batches, for on the embedded database a transaction keeps everybody else waiting.
    for (let batch = 0; batch < 20; batch += 1)
      await asOwner(database, [
        [
          "select set_config('atlas.try', $1, true)",
          [
            JSON.stringify({
              cases,
              people: people.map(({ id }) => id),
              states: Object.keys(STATES),
              actions: ACTION_KEYS,
              seed: batch / 20,
            }),
          ],
        ],
        [
          `do $$
        declare
          given jsonb := current_setting('atlas.try')::jsonb;
          step casework.procedure_steps; matter casework.cases; any_step casework.procedure_steps;
        begin
          perform setseed((given->>'seed')::float8);
          for number in 1..500 loop
            select * into matter from casework.cases where id = (given->'cases'->>floor(random() * 200)::int)::uuid;
            select * into step from casework.procedure_steps where from_state = matter.state order by random() limit 1;
            any_step.from_state := given->'states'->>floor(random() * 18)::int;
            any_step.action := given->'actions'->>floor(random() * jsonb_array_length(given->'actions'))::int;
            any_step.to_state := given->'states'->>floor(random() * 18)::int;
            if step is null or random() < 0.5 then
              step := any_step;
              if random() < 0.5 then step.from_state := matter.state; end if;
            end if;
            begin
              insert into casework.case_steps (id, case_id, village_code, action, from_state, to_state, by_person, at)
              values (gen_random_uuid(), matter.id, matter.village_code, step.action, step.from_state, step.to_state,
                      (given->'people'->>floor(random() * 3)::int)::uuid, clock_timestamp());
            exception when check_violation or serialization_failure or unique_violation then null;
            end;
          end loop;
        end $$`,
          [],
        ],
      ]);
    const { rows: steps } = await database.query(
      `select case_id, action, from_state, to_state, by_person from casework.case_steps where case_id = any($1) order by case_id, at`,
      [cases],
    );
    // Of 10,000 tries; the rest was refused.
    expect(steps.length).toBeGreaterThan(500);
    expect(steps.length).toBeLessThan(7_500);
    const undeclared = steps.filter(
      (step) =>
        !TRANSITIONS.some(
          ({ from, action, to }) =>
            from === step.from_state && action === step.action && to === step.to_state,
        ),
    );
    expect(undeclared).toEqual([]);
    expect(new Set(steps.map(({ to_state }) => to_state)).size).toBeGreaterThan(10);
    const { rows: ends } = await database.query("select id, state from casework.cases where id = any($1)", [
      cases,
    ]);
    const startOf = (id: string) => Object.keys(STATES)[(cases.findIndex((each) => each === id) + 1) % 18];
    for (const { id, state } of ends) {
      const own = steps.filter(({ case_id }) => case_id === id);
      own.forEach((step, index) => {
        expect(step.from_state).toBe(own[index - 1]?.to_state ?? startOf(id));
      });
      expect(state).toBe(own.at(-1)?.to_state ?? startOf(id));
      let submitters = new Set<string>();
      for (const { action, by_person } of own) {
        const { effects }: Action = ACTIONS[action as keyof typeof ACTIONS];
        if (effects.includes("DECIDES")) expect(submitters.has(by_person)).toBe(false);
        if (effects.includes("DECIDES") || effects.includes("REOPENS")) submitters = new Set();
        if (effects.includes("SUBMITS")) submitters.add(by_person);
      }
    }
  }, 180_000);

  it("lets nobody write a state, not even with the statements the application may run", async () => {
    const id = await newCase(database, await newHousehold(database, keys));
    await database.query("begin; set local role atlas_casework");
    await expect(
      database.query("update casework.cases set state = 'ASSISTED' where id = $1", [id]),
    ).rejects.toMatchObject({ code: "42501" });
    await database.query("rollback");
  });

  it("answers 300 random requests through the API as geo/procedure.ts does, and none with an error", async () => {
    const random = xoroshiro128plus(20_260_401);
    const pick = <Item>(items: readonly Item[]): Item =>
      items[uniformInt(random, 0, items.length - 1)] as Item;
    const people = {
      "demo.worker": "VILLAGE_WORKER",
      "demo.township": "TOWNSHIP",
      "demo.county": "COUNTY",
      "demo.county.head": "COUNTY",
    } as const;
    const starts: CaseState[] = [
      "LEAD",
      "CONSENT",
      "VERIFICATION",
      "COMPARISON",
      "VILLAGE_REVIEW",
      "TOWNSHIP_CHECK",
      "COUNTY_DECISION",
      "ANNOUNCEMENT",
      "ASSISTED",
      "ELIMINATION_REVIEW",
      "ELIMINATED",
      "DISMISSED",
    ];
    const cases: { id: string; papers: Record<Evidence, string> }[] = [];
    for (let number = 0; number < 12; number += 1) cases.push(await prepared(starts[number] ?? "LEAD"));
    let taken = 0;
    for (let number = 0; number < 300; number += 1) {
      const { id, papers } = pick(cases);
      const login = pick(Object.keys(people) as (keyof typeof people)[]);
      const { rows } = await database.query(
        "select state, row_version as version from casework.cases where id = $1",
        [id],
      );
      const state = rows[0].state as CaseState;
      // Mostly what is declared, so that the walk gets somewhere.
      const key = pick(
        uniformInt(random, 0, 3) === 0 ? ACTION_KEYS : [...actionsFrom(state), "REOPEN" as const],
      );
      const action: Action = ACTIONS[key];
      const [reason, withPapers] = [pick([null, "经核实"]), uniformInt(random, 0, 4) > 0];
      const answer: Answer = await ask(url, login, TAKE, {
        caseId: id,
        action: key,
        rowVersion: rows[0].version,
        reason,
        evidence: withPapers ? action.evidence.map((paper) => ({ paper, id: papers[paper] })) : [],
      });
      const general = [
        !action.from.includes(state) && "WRONG_STATE",
        !action.roles.includes(people[login]) && "ROLE_NOT_ALLOWED",
        !withPapers && action.evidence.length > 0 && "EVIDENCE_MISSING",
        action.reasonRequired && reason === null && "REASON_REQUIRED",
      ].filter((guard) => guard !== false);
      const guards = answer.guards ?? [];
      const shown = `${number} ${login} ${key} in ${state}: ${JSON.stringify(answer)}`;
      if (answer.__typename === "Case") {
        taken += 1;
        expect(general, shown).toEqual([]);
        expect(answer.state, shown).toBe(action.to);
      } else {
        expect(answer.code ?? "GUARDS_FAILED", shown).toBe("GUARDS_FAILED");
        expect(guards.slice(0, general.length), shown).toEqual(general);
        const rest = guards.slice(general.length);
        expect(
          rest.filter((guard) => !(action.guards as readonly string[]).includes(guard)),
          shown,
        ).toEqual([]);
        expect(guards.length, shown).toBeGreaterThan(0);
      }
    }
    expect(taken).toBeGreaterThan(40);
  }, 180_000);

  /** A household of which most is known: consent, visit, account, category, no open risk, a measure. */
  async function prepared(state: CaseState): Promise<{ id: string; papers: Record<Evidence, string> }> {
    const household = await newHousehold(database, keys);
    const id = await newCase(database, household, {
      state,
      category: "MARGINAL",
      legacy: true,
      opened_on: "2024-01-01",
      closed_on: state === "DISMISSED" ? "2024-02-01" : null,
      recognised_on: "2024-03-01",
    });
    const file = async (kind: string) => {
      const attachment = randomUUID();
      await asOwner(database, [
        [
          `insert into casework.attachments (id, case_id, village_code, kind, media_type, sha256, byte_length, content_sealed, added_at)
           values ($1, $2, $3, $4, 'image/png', sha256(convert_to($5, 'UTF8')), 8, '\\x00', now() + interval '1 hour')`,
          [attachment, id, VILLAGE, kind, attachment],
        ],
      ]);
      return attachment;
    };
    const [form, visit, minutes, photo, evidence] = [
      await file("CONSENT_FORM"),
      await file("VISIT_PHOTO"),
      await file("REVIEW_MINUTES"),
      await file("NOTICE_PHOTO"),
      await file("EVIDENCE"),
    ];
    const assessment = `insert into casework.assessments (id, household_id, village_code, assessed_on, persons, line_fen, net_fen, rigid_fen, stable_net_fen, candidate, detail)
      values ($1, $2, $3, (now() at time zone 'Asia/Shanghai')::date - $4::int, 1, 850000, 900000, 0, 900000, 'NONE', '{}')`;
    await asOwner(database, [
      [
        `insert into casework.consents (id, household_id, village_code, scope, form_version, given_on)
         values ($1, $2, $3, '{COMPARISON}', '1', '2024-01-01')`,
        [randomUUID(), household.id, VILLAGE],
      ],
      [assessment, [randomUUID(), household.id, VILLAGE, 250]],
      [assessment, [randomUUID(), household.id, VILLAGE, 0]],
      [
        `insert into casework.measures (id, case_id, household_id, village_code, kind, started_on) values ($1, $2, $3, $4, 'TRAINING', current_date)`,
        [randomUUID(), id, household.id, VILLAGE],
      ],
    ]);
    return {
      id,
      papers: {
        SIGNED_CONSENT: form,
        REFUSAL_RECORD: evidence,
        VISIT_RECORD: visit,
        COMPARISON_RESULT: evidence,
        MEETING_MINUTES: minutes,
        NOTICE_PHOTOGRAPH: photo,
        ANNOUNCEMENT_COPY: evidence,
      },
    };
  }
});

describe.each(atlases)("measures and helpers on $name", (atlas) => {
  const { url, databaseUrl } = atlas;
  const database = new pg.Client({ connectionString: databaseUrl });
  const keys = keysOf(atlas);
  beforeAll(() => database.connect());
  afterAll(() => database.end());

  const RISK = `mutation ($id: ID!, $caseId: ID!, $cause: RiskCause!) { addRisk(id: $id, caseId: $caseId, cause: $cause) { __typename ... on Risk { id fitting rowVersion } ${REFUSED} } }`;
  const MEASURE = `mutation ($measure: MeasureInput!) { recordMeasure(measure: $measure) { __typename ... on Measure { id cost riskIds rowVersion } ${REFUSED} } }`;

  it("lists risks that nobody answered in time as SQL does, until a measure answers them", async () => {
    const household = await newHousehold(database, keys);
    const id = await newCase(database, household, { state: "ASSISTED", recognised_on: "2025-01-01" });
    const risk = randomUUID();
    expect(await ask(url, "demo.worker", RISK, { id: risk, caseId: id, cause: "HOUSING" })).toMatchObject({
      fitting: ["HOUSING_REPAIR"],
    });
    expect(
      await ask(url, "demo.worker", RISK, { id: randomUUID(), caseId: id, cause: "HOUSING" }),
    ).toMatchObject({ code: "ALREADY_DONE" });
    expect(
      await ask(url, "demo.worker", RISK, { id: randomUUID(), caseId: id, cause: "DISASTER" }),
    ).toMatchObject({ code: "INVALID" });
    const LATE = `query ($days: Int!) { risksWithoutMeasure(within: "${VILLAGE.slice(0, 9)}", days: $days, first: 100) { id } }`;
    const late = async (days: number) => {
      const { risks } = { risks: await ask(url, "demo.worker", LATE, { days }) };
      return (Object.values(risks) as { id: string }[]).map((each) => each.id);
    };
    expect(await late(10)).not.toContain(risk);
    await asOwner(database, [
      ["update casework.case_risks set opened_on = opened_on - 11 where id = $1", [risk]],
    ]);
    expect(await late(10)).toContain(risk);
    expect(await late(11)).not.toContain(risk);
    const measure = {
      id: randomUUID(),
      caseId: id,
      riskIds: [risk],
      kind: "HOUSING_REPAIR",
      startedOn: "2026-01-05",
      costFen: 3_000_000,
      fundSource: "COUNTY",
    };
    expect(await ask(url, "demo.worker", MEASURE, { measure: { ...measure, riskIds: [] } })).toMatchObject({
      guards: ["OPEN_RISK_NAMED"],
    });
    const recorded = await ask(url, "demo.worker", MEASURE, { measure });
    expect(recorded).toMatchObject({ cost: 3_000_000, riskIds: [risk] });
    expect(await ask(url, "demo.worker", MEASURE, { measure })).toEqual(recorded);
    expect(await late(10)).not.toContain(risk);
    const END = `mutation ($id: ID!, $day: String!, $version: Int!) { endMeasure(id: $id, endedOn: $day, rowVersion: $version) { __typename ... on Measure { endedOn rowVersion } ${REFUSED} } }`;
    expect(
      await ask(url, "demo.worker", END, { id: measure.id, day: "2025-12-31", version: 1 }),
    ).toMatchObject({ code: "INVALID" });
    expect(
      await ask(url, "demo.worker", END, { id: measure.id, day: "2026-01-06", version: 1 }),
    ).toMatchObject({ endedOn: "2026-01-06" });
    const CHECK = `mutation ($id: ID!, $version: Int!) { checkMeasureEffect(id: $id, effect: PARTLY, rowVersion: $version) { __typename ... on Measure { effect } ${REFUSED} } }`;
    expect(await ask(url, "demo.worker", CHECK, { id: measure.id, version: 1 })).toMatchObject({
      code: "CONFLICT",
    });
    expect(await ask(url, "demo.worker", CHECK, { id: measure.id, version: 2 })).toMatchObject({
      effect: "PARTLY",
    });
    expect(await late(10)).toContain(risk);
  });

  it("hands a household over only when the other accepts, and recalls with a reason", async () => {
    const household = await newHousehold(database, keys);
    const caseId = await newCase(database, household);
    const { rows } = await database.query("select login, id from access.people where is_demo");
    const idOf = Object.fromEntries(rows.map(({ login, id }) => [login, id])) as Record<string, string>;
    const SHOWN =
      "{ __typename ... on Helper { id personId handedTo until rowVersion } ... on Refused { code } }";
    const helper = randomUUID();
    const ASSIGN = `mutation ($id: ID!, $h: ID!, $p: ID!) { assignHelper(id: $id, householdId: $h, personId: $p) ${SHOWN} }`;
    const assigned = { id: helper, h: household.id, p: idOf["demo.worker"] };
    expect(await ask(url, "demo.county", ASSIGN, { ...assigned, p: idOf["demo.auditor"] })).toMatchObject({
      code: "INVALID",
    });
    expect(await ask(url, "demo.county", ASSIGN, assigned)).toMatchObject({ personId: assigned.p });
    expect(await ask(url, "demo.county", ASSIGN, { ...assigned, id: randomUUID() })).toMatchObject({
      code: "ALREADY_DONE",
    });
    const HAND = `mutation ($id: ID!, $p: ID!) { transferHelper(id: $id, personId: $p, rowVersion: 1) ${SHOWN} }`;
    expect(await ask(url, "demo.worker", HAND, { id: helper, p: idOf["demo.township"] })).toMatchObject({
      personId: assigned.p,
      handedTo: idOf["demo.township"],
      until: null,
    });
    const now = async () =>
      (
        await ask(
          url,
          "demo.worker",
          "query ($id: ID!) { case(id: $id) { helper { id personId rowVersion } } }",
          { id: caseId },
        )
      ).helper as { id: string; personId: string; rowVersion: number };
    expect((await now()).personId).toBe(idOf["demo.worker"]);
    const ACCEPT = `mutation ($id: ID!) { acceptHelper(id: $id, rowVersion: 2) ${SHOWN} }`;
    expect(await ask(url, "demo.county", ACCEPT, { id: helper })).toMatchObject({ code: "FORBIDDEN" });
    expect(await ask(url, "demo.township", ACCEPT, { id: helper })).toMatchObject({
      personId: idOf["demo.township"],
      until: null,
    });
    const next = await now();
    expect(next.personId).toBe(idOf["demo.township"]);
    const RECALL = `mutation ($id: ID!, $reason: String!) { recallHelper(id: $id, reason: $reason, rowVersion: 1) ${SHOWN} }`;
    expect(await ask(url, "demo.county", RECALL, { id: next.id, reason: " " })).toMatchObject({
      code: "INVALID",
    });
    expect(await ask(url, "demo.county", RECALL, { id: next.id, reason: "三个月未走访" })).toMatchObject({
      id: next.id,
    });
    expect(await now()).toBeNull();
    const { rows: events } = await database.query(
      "select action from audit.events where detail->>'household' = $1 order by id",
      [household.id],
    );
    expect(events.map(({ action }) => action)).toEqual([
      "helper.assign",
      "helper.transfer",
      "helper.accept",
      "helper.recall",
    ]);
  });
});
