import fc from "fast-check";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, it } from "vitest";
import { fullMonthsBetween } from "../geo/days.ts";
import {
  ACTION_KEYS,
  ACTIONS,
  type ActionKey,
  actionsFrom,
  mayBeginIn,
  refusals,
  TRANSITIONS,
} from "../geo/procedure.ts";
import { decisionDue, stepDue } from "../geo/procedureClocks.ts";
import {
  type CaseFacts,
  type CaseState,
  EVIDENCE,
  type Evidence,
  DEFAULT_PROCEDURE_RULES as RULES,
  rulesOfDay,
  STATES,
} from "../geo/procedureFacts.ts";
import { GUARDS, monthsStable } from "../geo/procedureGuards.ts";

const LINE = 850_000;
const stableOn = (day: string, perPersonFen = LINE) => ({
  day,
  stableNetFen: 3 * perPersonFen,
  persons: 3,
  lineFenPerPerson: LINE,
});
/** A case that nothing stands against. */
const good: CaseFacts = {
  state: "LEAD",
  now: new Date("2026-09-20T01:00:00Z"),
  actor: { person: "decider", role: "TOWNSHIP" },
  reason: "经核查",
  evidence: Object.keys(EVIDENCE) as Evidence[],
  openedOn: "2026-01-05",
  recognisedOn: "2026-01-20",
  consentGiven: true,
  consentWithdrawn: false,
  visited: true,
  accountAssessed: true,
  comparisonDone: true,
  categoryChosen: true,
  causes: 1,
  noticePostedAt: new Date("2026-09-15T01:00:00Z"),
  openObjections: 0,
  submitters: ["submitter"],
  measures: 1,
  openRisks: 0,
  openGuaranteeIssues: 0,
  labourers: 1,
  socialSecurityInPlace: true,
  assessments: [stableOn("2026-02-10"), stableOn("2026-05-10"), stableOn("2026-08-10")],
};
const COUNTY = { person: "decider", role: "COUNTY" } as const;
const keysOf = (action: ActionKey, facts: Partial<CaseFacts>, rules = RULES) =>
  refusals(action, { ...good, ...facts }, rules).map(({ key }) => key);

describe("the procedure", () => {
  it("leads a case from the lead to the elimination of its risk by the declared actions alone", () => {
    const path: ActionKey[] = [
      "ASK_CONSENT",
      "RECORD_CONSENT",
      "COMPLETE_VERIFICATION",
      "COMPLETE_COMPARISON",
      "PASS_VILLAGE_REVIEW",
      "END_NOTICE",
      "PASS_TOWNSHIP_CHECK",
      "RECOGNISE",
      "ANNOUNCE",
      "PROPOSE_ELIMINATION",
      "PASS_ELIMINATION_REVIEW",
      "END_ELIMINATION_NOTICE",
      "PASS_ELIMINATION_CHECK",
      "ELIMINATE",
    ];
    let state: CaseState = "LEAD";
    for (const action of path) {
      const role = ["RECOGNISE", "ELIMINATE"].includes(action) ? COUNTY : good.actor;
      expect([action, keysOf(action, { state, actor: role })]).toEqual([action, []]);
      state = ACTIONS[action].to;
    }
    expect(state).toBe("ELIMINATED");
  });

  it("lists all that stands against an elimination at once, in both languages", () => {
    const facts: CaseFacts = {
      ...good,
      state: "ASSISTED",
      actor: { person: "auditor", role: "COUNTY" },
      evidence: [],
      measures: 0,
      openRisks: 2,
      openGuaranteeIssues: 1,
      labourers: 0,
      assessments: [stableOn("2026-03-10"), stableOn("2026-09-09")],
    };
    const all = refusals("PROPOSE_ELIMINATION", facts, RULES);
    expect(all.map(({ key }) => key)).toEqual([
      "ROLE_NOT_ALLOWED",
      "EVIDENCE_MISSING",
      "STABLE_INCOME",
      "MEASURE_TAKEN",
      "NO_OPEN_RISK",
      "GUARANTEES_KEPT",
      "HAS_LABOUR",
    ]);
    for (const { zh, en } of all) {
      expect(zh).toMatch(/[\u4e00-\u9fff].*。$/);
      expect(en).toMatch(/^[A-Z"][^\u4e00-\u9fff]+\.$/);
    }
    expect(all.find(({ key }) => key === "STABLE_INCOME")?.en).toMatch(/for 6 months; it has for 5\./);
    expect(all.find(({ key }) => key === "NO_OPEN_RISK")?.zh).toContain("2 项");
  });

  it("lets each condition alone refuse, and no other speak for it", () => {
    const breaking: Record<keyof typeof GUARDS, Partial<CaseFacts>> = {
      CONSENT_LIVE: { consentGiven: false },
      OPENED_BEFORE_CONSENT_RULE: {},
      VISITED: { visited: false },
      ACCOUNT_ASSESSED: { accountAssessed: false },
      COMPARISON_DONE: { comparisonDone: false },
      CATEGORY_AND_CAUSE_NAMED: { causes: 0 },
      NOTICE_LONG_ENOUGH: { noticePostedAt: new Date("2026-09-15T01:00:00.001Z") },
      NO_OPEN_OBJECTION: { openObjections: 1 },
      DECIDER_IS_NOT_SUBMITTER: { submitters: ["submitter", "decider"] },
      STABLE_INCOME: { assessments: [stableOn("2026-02-10"), stableOn("2026-08-10", LINE - 1)] },
      MEASURE_TAKEN: { measures: 0 },
      NO_OPEN_RISK: { openRisks: 1 },
      GUARANTEES_KEPT: { openGuaranteeIssues: 1 },
      HAS_LABOUR: { labourers: 0 },
      HAS_NO_LABOUR: { labourers: 1 },
      SOCIAL_SECURITY_IN_PLACE: { socialSecurityInPlace: false },
    };
    const used = new Set<string>();
    for (const { action, from, roles, guards } of TRANSITIONS)
      for (const guard of guards) {
        used.add(guard);
        const proper: Partial<CaseFacts> = {
          state: from,
          actor: { person: "decider", role: roles[0] ?? "COUNTY" },
          labourers: (guards as readonly string[]).includes("HAS_NO_LABOUR") ? 0 : 1,
        };
        expect([action, guard, keysOf(action, { ...proper, ...breaking[guard] })]).toEqual([
          action,
          guard,
          [guard],
        ]);
      }
    expect([...used].sort()).toEqual(Object.keys(GUARDS).sort());
  });

  it("holds a notice for five times 24 hours and takes it up again at an objection", () => {
    const posted = new Date("2026-09-15T01:00:00Z").getTime();
    const refusedAfter = (hours: number, days = 5) =>
      keysOf(
        "END_NOTICE",
        { state: "NOTICE", noticePostedAt: new Date(posted), now: new Date(posted + hours * 3_600_000) },
        { ...RULES, noticeDays: days },
      );
    expect([refusedAfter(119.999), refusedAfter(120), refusedAfter(120, 7), refusedAfter(168, 7)]).toEqual([
      ["NOTICE_LONG_ENOUGH"],
      [],
      ["NOTICE_LONG_ENOUGH"],
      [],
    ]);
    expect(keysOf("END_NOTICE", { state: "NOTICE", noticePostedAt: null })).toEqual(["NOTICE_LONG_ENOUGH"]);
    expect(keysOf("OBJECT", { state: "NOTICE", reason: " " })).toEqual(["REASON_REQUIRED"]);
    expect(ACTIONS.OBJECT.to).toBe("VERIFICATION");
  });

  it("asks no consent of a case opened before the rule, but compares nobody who took it back", () => {
    const early = { openedOn: "2021-04-30", consentGiven: false };
    const late = { openedOn: "2021-05-01", consentGiven: false };
    expect(keysOf("VERIFY_UNDER_EARLIER_RULE", early)).toEqual([]);
    expect(keysOf("VERIFY_UNDER_EARLIER_RULE", late)).toEqual(["OPENED_BEFORE_CONSENT_RULE"]);
    expect(keysOf("COMPLETE_COMPARISON", { ...early, state: "COMPARISON" })).toEqual([]);
    expect(keysOf("COMPLETE_COMPARISON", { ...late, state: "COMPARISON" })).toEqual(["CONSENT_LIVE"]);
    expect(keysOf("COMPLETE_COMPARISON", { ...early, state: "COMPARISON", consentWithdrawn: true })).toEqual([
      "CONSENT_LIVE",
    ]);
  });

  it("takes over recognised households of before the rules where they stand, and nobody else", () => {
    const begin = (state: CaseState, day: string | null) => mayBeginIn(state, day, RULES);
    expect(begin("LEAD", null)).toBe(true);
    expect([begin("ASSISTED", "2020-06-01"), begin("ELIMINATED", "2020-06-01")]).toEqual([true, true]);
    expect([begin("ASSISTED", "2021-05-01"), begin("ASSISTED", null), begin("NOTICE", "2020-06-01")]).toEqual(
      [false, false, false],
    );
  });

  it("flags again and rolls back after elimination, each with its reason", () => {
    for (const [action, to] of [
      ["FLAG_AGAIN", "LEAD"],
      ["ROLL_BACK_ELIMINATION", "ASSISTED"],
    ] as const) {
      expect(keysOf(action, { state: "ELIMINATED", actor: COUNTY, reason: null })).toEqual([
        "REASON_REQUIRED",
      ]);
      expect(keysOf(action, { state: "ELIMINATED", actor: COUNTY })).toEqual([]);
      expect(keysOf(action, { state: "ASSISTED", actor: COUNTY })).toEqual(["WRONG_STATE"]);
      expect(ACTIONS[action].to).toBe(to);
    }
  });

  it("keeps a stable household without labour watched", () => {
    const stable = { state: "ASSISTED", actor: COUNTY, labourers: 0 } as const;
    expect(keysOf("KEEP_WATCHED", stable)).toEqual([]);
    expect(keysOf("KEEP_WATCHED", { ...stable, labourers: 2 })).toEqual(["HAS_NO_LABOUR"]);
    expect(actionsFrom("KEPT_WATCHED").sort()).toEqual(["CLOSE", "RESUME_ASSISTANCE"]);
  });

  it("counts stability from the unbroken row of assessments since recognition", () => {
    const months = (assessments: CaseFacts["assessments"], recognisedOn = "2025-01-01") =>
      monthsStable({ ...good, recognisedOn, assessments });
    expect(months([stableOn("2026-02-10"), stableOn("2026-08-10")])).toBe(6);
    expect(months([stableOn("2026-08-10"), stableOn("2026-02-10")])).toBe(6);
    expect(months([stableOn("2026-02-11"), stableOn("2026-08-10")])).toBe(5);
    expect(months([stableOn("2025-02-10"), stableOn("2026-05-10", 1), stableOn("2026-08-10")])).toBe(0);
    expect(months([stableOn("2026-02-10"), stableOn("2026-08-10", LINE - 1)])).toBe(-1);
    expect(months([stableOn("2026-02-10"), stableOn("2026-08-10")], "2026-06-01")).toBe(0);
    expect(months([])).toBe(-1);
    expect(fullMonthsBetween("2025-08-31", "2026-02-28")).toBe(6);
    expect(fullMonthsBetween("2025-08-31", "2026-02-27")).toBe(5);
  });

  it("judges an old case by the rules of its day", () => {
    const seven = { ...RULES, validFrom: "2024-01-01", noticeDays: 7 };
    expect(rulesOfDay([seven, RULES], "2023-12-31").noticeDays).toBe(5);
    expect(rulesOfDay([RULES, seven], "2024-01-01").noticeDays).toBe(7);
    expect(() => rulesOfDay([RULES], "2020-01-01")).toThrow(/no rules held on 2020-01-01/);
  });

  it("says when each step is due", () => {
    const calendar = { holidays: new Set(["2026-10-01", "2026-10-02"]), workdays: new Set(["2026-10-10"]) };
    expect(stepDue("VERIFICATION", "2026-09-30", RULES, calendar)).toBe("2026-10-07");
    expect(stepDue("COMPARISON", "2026-10-07", RULES, calendar)).toBe("2026-10-13");
    expect(stepDue("NOTICE", "2026-09-30", RULES, calendar)).toBe("2026-10-05");
    expect(stepDue("ASSISTED", "2026-09-30", RULES, calendar)).toBe("2026-10-10");
    expect(stepDue("DISMISSED", "2026-09-30", RULES, calendar)).toBeNull();
    expect(decisionDue("2026-09-30", RULES)).toBe("2026-10-15");
  });

  it("declares each step once, between declared states, and every state can be reached and left", () => {
    const states = Object.keys(STATES);
    const pairs = TRANSITIONS.map(({ action, from }) => `${action} ${from}`);
    expect(new Set(pairs).size).toBe(pairs.length);
    expect(
      TRANSITIONS.flatMap(({ from, to }) => [from, to]).filter((state) => !states.includes(state)),
    ).toEqual([]);
    const reached = new Set(["LEAD", ...TRANSITIONS.map(({ to }) => to)]);
    const left = new Set(["CLOSED", ...TRANSITIONS.map(({ from }) => from)]);
    expect([[...reached].sort(), [...left].sort()]).toEqual([[...states].sort(), [...states].sort()]);
  });
});

describe("ten thousand random walks", () => {
  /** What must have been so when a state was entered, written apart from the guards. */
  const entered: Partial<Record<CaseState, (facts: CaseFacts) => boolean>> = {
    COMPARISON: (facts) => facts.visited && (facts.consentGiven || facts.openedOn < "2021-05-01"),
    TOWNSHIP_CHECK: (facts) =>
      facts.noticePostedAt !== null &&
      facts.now.getTime() - facts.noticePostedAt.getTime() >= 432_000_000 &&
      facts.openObjections === 0,
    ANNOUNCEMENT: (facts) => facts.actor.role === "COUNTY" && !facts.submitters.includes(facts.actor.person),
    ELIMINATED: (facts) =>
      facts.actor.role === "COUNTY" &&
      !facts.submitters.includes(facts.actor.person) &&
      facts.labourers > 0 &&
      facts.measures > 0 &&
      facts.openRisks + facts.openGuaranteeIssues === 0,
    KEPT_WATCHED: (facts) => facts.labourers === 0 && facts.socialSecurityInPlace && facts.openRisks === 0,
  };

  it("never reach an undeclared state, take no undeclared step and pass no guard by", () => {
    const states = new Set(Object.keys(STATES));
    const declared = new Set(TRANSITIONS.map(({ action, from, to }) => `${action}: ${from} → ${to}`));
    const taken = new Set<string>();
    let refused = 0;
    const walk = (seed: number, steps: number) => {
      const generator = xoroshiro128plus(seed);
      const upTo = (most: number) => uniformInt(generator, 0, most);
      const mostly = () => upTo(11) > 0;
      const oneOf = <T>(from: readonly T[]): T => {
        const found = from[upTo(from.length - 1)];
        if (found === undefined) throw new RangeError("nothing to choose from");
        return found;
      };
      // Half of the walks begin at the lead, the others anywhere, or few would see an elimination.
      let state: CaseState = upTo(1) === 0 ? "LEAD" : oneOf(Object.keys(STATES) as CaseState[]);
      for (let step = 0; step < steps; step++) {
        const now = new Date(good.now.getTime() + step * 3_600_000);
        const facts: CaseFacts = {
          ...good,
          state,
          now,
          actor: {
            person: mostly() ? "decider" : "submitter",
            role: oneOf(["VILLAGE_WORKER", "TOWNSHIP", "COUNTY"] as const),
          },
          reason: mostly() ? "经核查" : null,
          evidence: mostly() ? good.evidence : [],
          openedOn: mostly() ? good.openedOn : "2020-01-01",
          consentGiven: mostly(),
          consentWithdrawn: !mostly(),
          visited: mostly(),
          noticePostedAt: new Date(now.getTime() - upTo(240) * 3_600_000),
          openObjections: mostly() ? 0 : 1,
          measures: mostly() ? 1 : 0,
          openRisks: mostly() ? 0 : 1,
          openGuaranteeIssues: mostly() ? 0 : 1,
          labourers: upTo(1),
          socialSecurityInPlace: mostly(),
          assessments: mostly() ? good.assessments : [],
        };
        const action: ActionKey =
          mostly() && actionsFrom(state).length > 0 ? oneOf(actionsFrom(state)) : oneOf(ACTION_KEYS);
        const against = refusals(action, facts, RULES);
        if (against.length > 0) {
          refused++;
          continue;
        }
        const to: CaseState = ACTIONS[action].to;
        const name = `${action}: ${state} → ${to}`;
        expect(declared.has(name) && states.has(to)).toBe(true);
        const holds = entered[to];
        // Objections and refusals lead back to ASSISTED and VERIFICATION, which ask nothing.
        if (holds !== undefined) expect([name, holds(facts)]).toEqual([name, true]);
        taken.add(name);
        state = to;
      }
    };
    fc.assert(fc.property(fc.integer(), fc.integer({ min: 5, max: 40 }), walk), { numRuns: 10_000 });
    expect([...declared].filter((name) => !taken.has(name))).toEqual([]);
    expect(refused).toBeGreaterThan(10_000);
  });
});
