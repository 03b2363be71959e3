import fc from "fast-check";
import loadHighs from "highs";
import { describe, expect, it } from "vitest";
import { dualBound, type Problem, reducedValue } from "../geo/allocation.ts";
import { runAllocation } from "../server/siting/runAllocation.ts";
import { type Solved, solveAllocation } from "../server/siting/solve.ts";
import { randomProblem } from "./bench/allocation.ts";

const highs = await loadHighs();

const problemOf = (value: number[][], more: Partial<Problem> = {}): Problem => ({
  money: value.map(() => 1),
  most: value.map(() => 5),
  room: (value[0] ?? []).map(() => 100),
  budget: Number.POSITIVE_INFINITY,
  value: Float64Array.from(value.flat()),
  ...more,
});
const amountOf = (solved: Solved, pair: number) => solved.amounts.get(pair) ?? 0;

/** The whole programme with every column at once, in the words of an LP file: another way to the same optimum. */
function wholeProgramme({ money, most, room, budget, value }: Problem): number {
  const hosts = room.length;
  const pairs = [...value.keys()].filter((pair) => !Number.isNaN(value[pair]));
  if (pairs.length === 0) return 0;
  const x = (pair: number) => `x${pair}`;
  const sum = (of: number[]) => of.map(x).join(" + ");
  const rows = [
    ...money.map((limit, v) => [pairs.filter((pair) => Math.floor(pair / hosts) === v), limit] as const),
    ...room.map((limit, h) => [pairs.filter((pair) => pair % hosts === h), limit] as const),
    ...(Number.isFinite(budget) ? [[pairs, budget] as const] : []),
  ].filter(([of]) => of.length > 0);
  const solution = highs.solve(
    `Maximize\n obj: ${pairs.map((pair) => `${value[pair]} ${x(pair)}`).join(" + ")}\nSubject To\n${rows
      .map(([of, limit], index) => ` r${index}: ${sum(of)} <= ${limit}`)
      .join("\n")}\nBounds\n${pairs
      .map((pair) => ` 0 <= ${x(pair)} <= ${most[Math.floor(pair / hosts)]}`)
      .join("\n")}\nEnd`,
    { output_flag: false },
  );
  return solution.ObjectiveValue;
}

/** Nothing over a limit; a price only where its limit is used up; worth what the duals say. */
function expectOptimal(problem: Problem, solved: Solved): void {
  const hosts = problem.room.length;
  const used = { village: problem.money.map(() => 0), host: problem.room.map(() => 0), budget: 0 };
  for (const [pair, amount] of solved.amounts) {
    const v = Math.floor(pair / hosts);
    expect(Number.isNaN(problem.value[pair])).toBe(false);
    expect(amount).toBeLessThanOrEqual((problem.most[v] ?? 0) + 1e-6);
    used.village[v] = (used.village[v] ?? 0) + amount;
    used.host[pair % hosts] = (used.host[pair % hosts] ?? 0) + amount;
    used.budget += amount;
    // What is placed below its most is worth exactly its prices.
    const gain = reducedValue(problem, solved.duals, pair);
    expect(gain).toBeGreaterThan(-1e-5);
    if (amount < (problem.most[v] ?? 0) - 1e-6) expect(Math.abs(gain)).toBeLessThan(1e-5);
  }
  const check = (amount: number, limit: number, price: number) => {
    expect(amount).toBeLessThanOrEqual(limit + 1e-6);
    if (price > 1e-5) expect(amount).toBeCloseTo(limit, 5);
  };
  problem.money.forEach((limit, v) => {
    check(used.village[v] ?? 0, limit, solved.duals.village[v] ?? 0);
  });
  problem.room.forEach((limit, h) => {
    check(used.host[h] ?? 0, limit, solved.duals.host[h] ?? 0);
  });
  check(used.budget, problem.budget, solved.duals.budget);
  const size = Math.max(1, Math.abs(solved.objective));
  expect(Math.abs(dualBound(problem, solved.duals) - solved.objective)).toBeLessThan(1e-5 * size);
}

describe("an allocation solved by hand", () => {
  it("gives a scarce host to whom it is worth most, and says what more of it is worth", () => {
    // Village 1 gains 10 or 4, village 2 gains 8 or 7; host 1 has room for 1.5. So 1 and 0.5 there, 0.5 at host 2.
    const problem = problemOf(
      [
        [10, 4],
        [8, 7],
      ],
      { room: [1.5, 9] },
    );
    const solved = solveAllocation(highs, problem);
    expect(solved.objective).toBeCloseTo(10 + 0.5 * 8 + 0.5 * 7, 9);
    expect([0, 1, 2, 3].map((pair) => amountOf(solved, pair))).toEqual([1, 0, 0.5, 0.5]);
    // One more at host 1 moves village 2 there: 8 instead of 7.
    expect(solved.duals.host[0]).toBeCloseTo(1, 9);
    expect(solved.duals.host[1]).toBe(0);
    expect(solved.duals.village[0]).toBeCloseTo(9, 9);
    expect(solved.duals.village[1]).toBeCloseTo(7, 9);
    const wider = solveAllocation(highs, { ...problem, room: [1.6, 9] });
    expect(wider.objective - solved.objective).toBeCloseTo(0.1 * 1, 9);
    expectOptimal(problem, solved);
  });

  it("spreads the money of a village over hosts, at the price of the limit", () => {
    // At most 0.6 with one host: 0.6 × 10 + 0.4 × 6; one more unit of that limit gains 10 - 6.
    const problem = problemOf([[10, 6]], { most: [0.6] });
    const solved = solveAllocation(highs, problem);
    expect(solved.objective).toBeCloseTo(8.4, 9);
    expect(reducedValue(problem, solved.duals, 0)).toBeCloseTo(4, 9);
    expect(solved.duals.village[0]).toBeCloseTo(6, 9);
    expectOptimal(problem, solved);
  });

  it("spends a budget where it is worth most, and leaves what no host may take", () => {
    // 1 at 10 and half a unit at 5; the last village has no host.
    const problem = problemOf([[10], [5], [Number.NaN]], { budget: 1.5 });
    const solved = solveAllocation(highs, problem);
    expect(solved.objective).toBeCloseTo(12.5, 9);
    expect(solved.duals.budget).toBeCloseTo(5, 9);
    expect(solved.duals.village).toEqual([expect.closeTo(5, 9), 0, 0]);
    expect(amountOf(solved, 2)).toBe(0);
    expectOptimal(problem, solved);
    const nobody = problemOf([[Number.NaN, Number.NaN]]);
    expect(solveAllocation(highs, nobody)).toMatchObject({ objective: 0, amounts: new Map() });
  });
});

describe("an allocation by column generation", () => {
  it("is optimal on random problems: feasible, complementary, as much worth as its dual and as the whole programme", () => {
    const amounts = fc.integer({ min: 1, max: 50 });
    fc.assert(
      fc.property(
        fc.array(amounts, { minLength: 1, maxLength: 8 }),
        fc.array(amounts, { minLength: 1, maxLength: 7 }),
        fc.integer({ min: 1, max: 10 }),
        fc.option(fc.integer({ min: 1, max: 200 })),
        fc.array(
          fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 900 }) }, fc.constant(Number.NaN)),
          {
            minLength: 56,
            maxLength: 56,
          },
        ),
        (money, room, most, budget, values) => {
          const problem: Problem = {
            money,
            most: money.map((each) => (each * most) / 10),
            room,
            budget: budget ?? Number.POSITIVE_INFINITY,
            value: Float64Array.from(values.slice(0, money.length * room.length)),
          };
          // One column at a time, so that the search really has to find the others.
          const solved = solveAllocation(highs, problem, { first: 1, more: 1 });
          expectOptimal(problem, solved);
          expect(solved.objective).toBeCloseTo(wholeProgramme(problem), 4);
        },
      ),
      { numRuns: 150 },
    );
  });

  it("equals the whole programme for 120 villages and 40 hosts with an eighth of its columns or so", () => {
    const problem = randomProblem(120, 40, 7);
    const solved = solveAllocation(highs, problem, { first: 2, more: 2 });
    expectOptimal(problem, solved);
    expect(solved.rounds).toBeGreaterThan(1);
    expect(solved.columns).toBeLessThan(120 * 40 * 0.5);
    const whole = wholeProgramme(problem);
    expect(Math.abs(solved.objective - whole) / whole).toBeLessThan(1e-9);
  });

  it("runs in a thread one at a time: another is refused while it runs, a known one answered from memory", async () => {
    const [first, second] = [randomProblem(60, 20, 1), randomProblem(60, 20, 2)];
    const running = runAllocation(first);
    await expect(runAllocation(second)).rejects.toMatchObject({
      extensions: { code: "TOO_MANY_REQUESTS", http: { status: 429 } },
    });
    const solved = await running;
    expectOptimal(first, solved);
    const again = runAllocation(second);
    expect(await runAllocation(first)).toBe(solved);
    expectOptimal(second, await again);
  });
});
