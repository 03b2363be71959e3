import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accountWindow,
  householdAccount,
  INCOME_KINDS,
  type IncomeEntry,
  type IncomeKind,
  RIGID_KINDS,
  type RigidEntry,
  type RigidKind,
} from "../geo/householdAccount.ts";
import { assessHousehold, type HouseholdCircumstances } from "../geo/householdCandidate.ts";
import { accountByMember, accountChange, previousAssessment } from "../geo/householdChange.ts";

const fixtures = new URL("../../shared/reference/fixtures/spec_v1/", import.meta.url);
const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(name, fixtures), "utf8"));
const KIND_OF_LETTER: Record<string, IncomeKind> = {
  W: "WAGE",
  B: "BUSINESS",
  C: "BUSINESS_COST",
  P: "PROPERTY",
  T: "TRANSFER",
};

interface GivenHousehold {
  id: string;
  persons: number;
  assessed: string;
  formerly_poor: boolean;
  entries: [string, number, string, boolean, boolean][];
  rigid: [RigidKind, number, number, string][];
  prev_net_fen: number | null;
  prev_persons: number | null;
  labourers: number;
  employed: number;
  lacks_funds: boolean;
  lacks_skills: boolean;
  sudden_event: boolean;
}

const kindOf = (letter: string): IncomeKind => {
  const kind = KIND_OF_LETTER[letter];
  if (kind === undefined) throw new RangeError(`no kind of income has the letter ${letter}`);
  return kind;
};

const HELD = "2026-04-15";
const circumstances: HouseholdCircumstances = {
  formerlyPoor: true,
  suddenEvent: false,
  labourers: 2,
  employed: 1,
  lacksFunds: false,
  lacksSkills: false,
  previous: null,
};
const wage = (amountFen: number, more: Partial<IncomeEntry> = {}): IncomeEntry => ({
  kind: "WAGE",
  amountFen,
  date: "2025-09-01",
  realised: true,
  oneOff: false,
  ...more,
});
const account = (entries: IncomeEntry[], rigid: RigidEntry[] = [], persons = 2) =>
  householdAccount({ persons, assessed: HELD, entries, rigid });

const someDay = fc
  .date({ min: new Date("2024-01-01"), max: new Date("2026-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const someEntry: fc.Arbitrary<IncomeEntry> = fc.record({
  kind: fc.constantFrom(...INCOME_KINDS),
  amountFen: fc.nat(50_000_000),
  date: someDay,
  realised: fc.boolean(),
  oneOff: fc.boolean(),
  member: fc.constantFrom("甲", "乙"),
});
const someRigid: fc.Arbitrary<RigidEntry> = fc.record({
  kind: fc.constantFrom(...RIGID_KINDS),
  grossFen: fc.nat(50_000_000),
  reimbursedFen: fc.nat(50_000_000),
  date: someDay,
});

describe("the household account", () => {
  it("equals the reference values of method card 1 for every household, to the fen", () => {
    const { line_fen_per_person: line, households } = read<{
      line_fen_per_person: number;
      households: GivenHousehold[];
    }>("households_input.json");
    const expected = new Map(
      read<({ id: string } & Record<string, unknown>)[]>("households_expected.json").map((row) => [
        row.id,
        row,
      ]),
    );
    const computed = households.map((given) => {
      const held = householdAccount({
        persons: given.persons,
        assessed: given.assessed,
        entries: given.entries.map(([letter, amountFen, date, realised, oneOff]) => ({
          kind: kindOf(letter),
          amountFen,
          date,
          realised,
          oneOff,
        })),
        rigid: given.rigid.map(([kind, grossFen, reimbursedFen, date]) => ({
          kind,
          grossFen,
          reimbursedFen,
          date,
        })),
      });
      const assessment = assessHousehold(
        held,
        {
          formerlyPoor: given.formerly_poor,
          suddenEvent: given.sudden_event,
          labourers: given.labourers,
          employed: given.employed,
          lacksFunds: given.lacks_funds,
          lacksSkills: given.lacks_skills,
          previous:
            given.prev_net_fen !== null && given.prev_persons !== null
              ? { netFen: given.prev_net_fen, persons: given.prev_persons }
              : null,
        },
        line,
      );
      return {
        id: given.id,
        window_start: held.window.firstDay,
        window_end: held.window.lastDay,
        wage_fen: held.income.WAGE,
        business_income_fen: held.income.BUSINESS,
        business_cost_fen: held.income.BUSINESS_COST,
        property_fen: held.income.PROPERTY,
        transfer_fen: held.income.TRANSFER,
        net_fen: held.netFen,
        rigid_fen: held.rigidFen,
        after_rigid_fen: held.afterRigidFen,
        per_capita_fen_floor: held.perCapitaFenFloor,
        after_rigid_per_capita_fen_floor: held.afterRigidPerCapitaFenFloor,
        stable_net_fen: held.stableNetFen,
        stable_above_line: assessment.stableAboveLine,
        excluded_unrealised_fen: held.excludedUnrealisedFen,
        entries_outside_window: held.entriesOutsideWindow,
        gap_to_line_fen: assessment.gapToLineFen,
        candidate: assessment.candidate,
        card: assessment.card,
        reasons: assessment.reasons,
      };
    });
    expect(computed.length).toBe(expected.size);
    expect(computed.length).toBeGreaterThanOrEqual(60);
    for (const row of computed) expect(row).toStrictEqual(expected.get(row.id));
  });

  it("takes the twelve full months before the month of assessment", () => {
    expect(accountWindow("2024-03-31")).toEqual({ firstDay: "2023-03-01", lastDay: "2024-02-29" });
    expect(accountWindow("2026-01-01")).toEqual({ firstDay: "2025-01-01", lastDay: "2025-12-31" });
    expect(account([wage(1, { date: "2025-03-31" }), wage(2, { date: "2025-04-01" })]).netFen).toBe(2);
    expect(account([wage(4, { date: "2026-03-31" }), wage(8, { date: "2026-04-01" })]).netFen).toBe(4);
  });

  it("follows every figure down to what became of each entry", () => {
    const held = account([wage(5), wage(7, { realised: false }), wage(9, { date: "2020-01-01" })]);
    expect(held.entries.map(({ treatment }) => treatment)).toEqual([
      "COUNTED",
      "UNREALISED",
      "OUTSIDE_WINDOW",
    ]);
    expect(held.excludedUnrealisedFen).toBe(7);
    expect(held.entriesOutsideWindow).toBe(1);
  });

  it("never changes the net income for an entry that was not realised", () => {
    fc.assert(
      fc.property(
        fc.array(someEntry, { maxLength: 20 }),
        fc.array(someRigid, { maxLength: 8 }),
        someEntry,
        (entries, rigid, extra) => {
          const before = account(entries, rigid);
          const after = account([...entries, { ...extra, realised: false }], rigid);
          expect([after.netFen, after.stableNetFen, after.afterRigidFen, after.income]).toEqual([
            before.netFen,
            before.stableNetFen,
            before.afterRigidFen,
            before.income,
          ]);
        },
      ),
    );
  });

  it("does not depend on the order of the entries", () => {
    const shuffled = fc
      .array(someEntry, { maxLength: 20 })
      .chain((entries) =>
        fc.tuple(
          fc.constant(entries),
          fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([entries, reordered]) => {
        const { entries: _a, ...first } = account(entries);
        const { entries: _b, ...second } = account(reordered);
        expect(second).toEqual(first);
      }),
    );
  });

  it("is below the line exactly when the net is less than line times persons, one fen deciding", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 2_000_000 }),
        fc.integer({ min: -3, max: 3 }),
        (persons, line, offset) => {
          const held = account([wage(Math.max(0, line * persons + offset))], [], persons);
          const { belowLine, candidate, gapToLineFen } = assessHousehold(held, circumstances, line);
          expect(belowLine).toBe(held.netFen < line * persons);
          expect(candidate === "UNSTABLE_OUT_OF_POVERTY").toBe(belowLine);
          expect(gapToLineFen).toBe(line * persons - held.netFen);
        },
      ),
    );
  });

  it("compares exactly where a product of doubles would not", () => {
    const previous = { netFen: 7_527_653_373_626_883, persons: 6 };
    const [netFen, persons] = [7_025_809_815_385_091, 8];
    const held = account([wage(netFen)], [], persons);
    expect(netFen * previous.persons * 10 <= previous.netFen * persons * 7).toBe(true);
    expect(assessHousehold(held, { ...circumstances, previous }, 1).incomeCollapse).toBe(false);
  });

  it("lets totals be the sum of their items, and the change of the changes", () => {
    const entries = fc.array(someEntry, { maxLength: 25 });
    fc.assert(
      fc.property(entries, fc.array(someRigid, { maxLength: 8 }), (all, rigid) => {
        const now = account(all, rigid);
        const before = householdAccount({
          persons: 2,
          assessed: previousAssessment(HELD),
          entries: all,
          rigid,
        });
        const sum = ({ income }: { income: Readonly<Record<IncomeKind, number>> }) =>
          income.WAGE + income.BUSINESS - income.BUSINESS_COST + income.PROPERTY + income.TRANSFER;
        const change = accountChange(now, before);
        expect(sum(now)).toBe(now.netFen);
        expect(sum(change)).toBe(change.netFen);
        expect(before.netFen + change.netFen).toBe(now.netFen);
        expect(RIGID_KINDS.reduce((total, kind) => total + change.rigid[kind], 0)).toBe(change.rigidFen);
        const members = accountByMember(now);
        expect(members.reduce((total, member) => total + member.netFen, 0)).toBe(now.netFen);
        expect(members.reduce((total, member) => total + member.rigidFen, 0)).toBe(now.rigidFen);
      }),
    );
  });

  it("lets the window before end where this one begins", () => {
    expect(accountWindow(previousAssessment(HELD)).lastDay).toBe("2025-03-31");
    expect(accountWindow(HELD).firstDay).toBe("2025-04-01");
    expect(previousAssessment("2024-02-29")).toBe("2023-02-01");
  });

  it("says what is wrong with an amount, a household or a day", () => {
    expect(() => account([], [], 0)).toThrow(/0 persons/);
    expect(() => account([wage(-1)])).toThrow(/-1 fen.*BUSINESS_COST/);
    expect(() => account([wage(0.5)])).toThrow(/whole fen/);
    expect(() => account([wage(1, { date: "2025-02-30" })])).toThrow(/"2025-02-30" is not a day/);
    expect(() => account([wage(2 ** 53 - 1), wage(2 ** 53 - 1)])).toThrow(/check the unit/);
    expect(() => assessHousehold(account([]), circumstances, 0)).toThrow(/a line of 0 fen/);
  });
});
