import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checked, HOUSEHOLD_FACTS, type HouseholdFacts, toHouseholdRule } from "../server/checks/rules.ts";
import { atlases, graphql } from "./atlas.ts";
import { asOwner, daysAgo, keysOf, newCase, newHousehold } from "./casework.ts";
import { signInAs } from "./signedIn.ts";

interface Page {
  totalCount: number;
  nodes: {
    rule: string;
    householdId: string;
    villageCode: string;
    isMoney: boolean;
    observed: number;
    expected: number;
  }[];
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
}
interface Check {
  key: string;
  checked: number;
  findings: number;
  grade: string;
}
const FINDINGS = `query ($within: String!, $rule: String, $first: Int, $after: String) {
  householdFindings(within: $within, rule: $rule, first: $first, after: $after) {
    totalCount pageInfo { endCursor hasNextPage } nodes { rule householdId villageCode isMoney observed expected } } }`;
const CHECKS = `query ($within: String!) { householdChecks(within: $within) { key checked findings source grade } }`;

describe.each(atlases)("the register held against its rules on $name", (atlas) => {
  const { url, databaseUrl } = atlas;
  const database = new pg.Client({ connectionString: databaseUrl });
  const keys = keysOf(atlas);
  const planted = new Map<string, string>();
  /** The only field of an answer to the county office. */
  async function read<Value>(document: string, variables: Record<string, unknown>): Promise<Value> {
    const answer = await graphql<Record<string, Value>>(
      url,
      document,
      variables,
      await signInAs(url, "demo.county"),
    );
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return Object.values(answer.data)[0] as Value;
  }
  let village = "";

  beforeAll(async () => {
    await database.connect();
    const long = await daysAgo(database, 70);
    const today = await daysAgo(database, 0);
    /** A recognised household with a cause, an account and a measure, as far as asked for. */
    const household = async (
      key: string,
      {
        cause = "OTHER",
        labour = "WEAK",
        closed = false,
        measure = "TEMPORARY_AID" as string | null,
        wage = 5_000_000,
        transfer = 100_000,
        medical = 0,
        disability = null as number | null,
      },
    ) => {
      const made = await newHousehold(database, keys, { labour });
      village = made.village;
      const matter = await newCase(database, made, {
        state: "ASSISTED",
        recognised_on: long,
        opened_on: long,
      });
      const entry = (kind: string, amount: number): [string, unknown[]] => [
        `insert into casework.account_entries (id, household_id, village_code, kind, day, amount_fen)
         values ($1, $2, $3, $4, date_trunc('month', $5::date)::date - 40, $6)`,
        [randomUUID(), made.id, made.village, kind, today, amount],
      ];
      await asOwner(database, [
        [
          "update casework.households set status = 'WATCHED', category = 'SUDDEN_SEVERE_DIFFICULTY' where id = $1",
          [made.id],
        ],
        [
          "update casework.members set employed = true, disability_grade = $2 where id = $1",
          [made.memberId, disability],
        ],
        [
          `insert into casework.case_risks (id, case_id, household_id, village_code, cause, is_main, opened_on, closed_on)
           values ($1, $2, $3, $4, $5, true, $6, $7)`,
          [randomUUID(), matter, made.id, made.village, cause, long, closed ? today : null],
        ],
        [
          `insert into casework.assessments (id, household_id, village_code, assessed_on, persons, line_fen, net_fen, rigid_fen,
             stable_net_fen, candidate, detail) values ($1, $2, $3, $4, 1, 1, 1, 0, 1, 'NONE', '{}')`,
          [randomUUID(), made.id, made.village, today],
        ],
        ...[entry("WAGE", wage), entry("TRANSFER", transfer), entry("MEDICAL", medical)],
        ...(measure === null
          ? []
          : [
              [
                `insert into casework.measures (id, case_id, household_id, village_code, kind, started_on) values ($1, $2, $3, $4, $5, $6)`,
                [randomUUID(), matter, made.id, made.village, measure, long],
              ] as [string, unknown[]],
            ]),
      ]);
      planted.set(made.id, key);
    };
    await household("", {});
    await household("", { cause: "ILLNESS", medical: 300_000 });
    await household("JOB_CAUSE_NEEDS_LABOUR", { cause: "JOB_INSTABILITY" });
    await household("LABOUR_CAUSE_BUT_ABLE", { cause: "LABOUR_SHORTAGE", labour: "ABLE" });
    await household("ILLNESS_CAUSE_NEEDS_EXPENSE", { cause: "ILLNESS" });
    await household("HOUSING_CAUSE_NEEDS_REPAIR", { cause: "HOUSING" });
    await household("WATER_CAUSE_NEEDS_WORKS", { cause: "WATER" });
    await household("SCHOOLING_ENDED_WITHOUT_AID", { cause: "SCHOOLING", closed: true });
    await household("RECOGNISED_WITHOUT_MEASURE", { measure: null });
    await household("ALLOWANCE_NEEDS_TRANSFER", { measure: "SUBSISTENCE_ALLOWANCE", transfer: 0 });
    await household("SEVERE_DISABILITY_NEEDS_TRANSFER", { disability: 1, transfer: 0 });
    await household("WAGE_TOO_SMALL", { wage: 9_999 });
  });
  afterAll(() => database.end());

  it("finds each planted contradiction by its rule, and none in a household without", async () => {
    const county = village.slice(0, 6);
    const { nodes } = await read<Page>(FINDINGS, { within: county, first: 500 });
    const ours = nodes.filter(({ householdId }) => planted.has(householdId));
    expect(ours.map(({ householdId, rule }) => [householdId, rule]).sort()).toEqual(
      [...planted].filter(([, key]) => key !== "").sort(),
    );
    expect(ours.find(({ rule }) => rule === "WAGE_TOO_SMALL")).toMatchObject({
      observed: 9_999,
      expected: 10_000,
      isMoney: true,
    });
    expect(ours.find(({ rule }) => rule === "RECOGNISED_WITHOUT_MEASURE")).toMatchObject({ isMoney: false });
  });

  it("counts by rule what the pages hold, page by page without gap or repetition", async () => {
    const within = village.slice(0, 6);
    const checks = await read<Check[]>(CHECKS, { within });
    expect(checks.length).toBe(11);
    const all: string[] = [];
    let after: string | null = null;
    do {
      const page: Page = await read<Page>(FINDINGS, { within, first: 7, after });
      all.push(...page.nodes.map(({ rule, householdId }) => `${rule} ${householdId}`));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(all).size).toBe(all.length);
    for (const { key, checked: held, findings, grade } of checks) {
      expect(all.filter((one) => one.startsWith(`${key} `)).length, key).toBe(findings);
      expect(held).toBeGreaterThanOrEqual(findings);
      expect(grade).toBe("SECONDARY");
    }
  });

  it("counts the same by village, most first", async () => {
    const within = village.slice(0, 6);
    const { nodes } = await read<Page>(FINDINGS, { within, first: 500 });
    const checks = await read<(Check & { villages: { code: string; findings: number }[] })[]>(
      "query ($within: String!) { householdChecks(within: $within) { key checked findings grade villages { code findings } } }",
      { within },
    );
    for (const { key, findings, villages } of checks) {
      const its = nodes.filter(({ rule }) => rule === key);
      const counted = new Map<string, number>();
      for (const { villageCode } of its) counted.set(villageCode, (counted.get(villageCode) ?? 0) + 1);
      expect(new Map(villages.map((each) => [each.code, each.findings])), key).toEqual(counted);
      expect(villages.reduce((sum, each) => sum + each.findings, 0)).toBe(findings);
      expect(villages.map((each) => each.findings)).toEqual(
        villages.map((each) => each.findings).sort((one, other) => other - one),
      );
    }
    expect(checks.some(({ villages }) => villages.length > 0)).toBe(true);
  });

  it("is for whoever works on the households, each of their own places, whatever they ask for", async () => {
    const within = village.slice(0, 6);
    const county = await read<Page>(FINDINGS, { within, first: 500 });
    for (const login of ["demo.worker", "demo.township"]) {
      const as = await signInAs(url, login);
      const { data } = await graphql<{ viewer: { regions: string[] } }>(
        url,
        "{ viewer { regions } }",
        {},
        as,
      );
      const regions = data.viewer.regions;
      const own = county.nodes.filter(({ villageCode }) =>
        regions.some((region) => villageCode.startsWith(region)),
      );
      const answer = await graphql<{ householdFindings: Page }>(url, FINDINGS, { within, first: 500 }, as);
      expect([login, answer.errors]).toEqual([login, undefined]);
      expect(answer.data.householdFindings.nodes).toEqual(own);
      expect(own.length).toBeLessThan(county.totalCount);
    }
    for (const login of ["demo.province", "demo.planner", "demo.auditor"]) {
      const { errors } = await graphql(url, FINDINGS, { within }, await signInAs(url, login));
      expect([login, errors?.[0]?.extensions?.code]).toEqual([login, "FORBIDDEN"]);
    }
    const { errors } = await graphql(url, FINDINGS, { within });
    expect(errors?.[0]?.extensions?.code).toBe("UNAUTHENTICATED");
    expect(await read<Page>(FINDINGS, { within: "360828" })).toMatchObject({ totalCount: 0 });
    const wide = await graphql(url, FINDINGS, { within: "36" }, await signInAs(url, "demo.county"));
    expect(wide.errors?.[0]?.message).toMatch(/36/);
  });
});

describe("rules of households", () => {
  const content = {
    key: "A_RULE",
    when: { left: ["job_risks"], operator: ">=", right: [1] },
    must: { left: ["wage_fen"], operator: ">", right: [0] },
    zh: "甲",
    en: "A",
  };
  const nothing = Object.fromEntries(HOUSEHOLD_FACTS.map((fact) => [fact, null])) as HouseholdFacts;

  it("come from closed lists", () => {
    for (const [wrong, sentence] of [
      [{ ...content, must: { ...content.must, operator: "like" } }, /operator "like"/],
      [{ ...content, when: { ...content.when, left: ["id"] } }, /names "id"/],
      [{ ...content, when: undefined }, /operator undefined/],
      [{ ...content, key: "a" }, /has the key "a"/],
      [{ ...content, zh: "" }, /name in both languages/],
    ] as const)
      expect(() => toHouseholdRule(wrong, "row 1")).toThrow(sentence);
  });

  it("judge nothing the register does not say", () => {
    const rule = toHouseholdRule(content, "row 1");
    expect(checked(rule, nothing)).toEqual({ applies: false, broken: null });
    expect(checked(rule, { ...nothing, job_risks: 1 })).toEqual({ applies: false, broken: null });
    expect(checked(rule, { ...nothing, job_risks: 0, wage_fen: 0 })).toEqual({
      applies: false,
      broken: null,
    });
    expect(checked(rule, { ...nothing, job_risks: 1, wage_fen: 0 })).toEqual({
      applies: true,
      broken: { observed: 0, expected: 0 },
    });
    expect(checked(rule, { ...nothing, job_risks: 1, wage_fen: 1 })).toEqual({ applies: true, broken: null });
  });
});
