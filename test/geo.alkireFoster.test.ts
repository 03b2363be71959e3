import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alkireFoster, type Dimension } from "../geo/alkireFoster.ts";
import { expectNear, readJson } from "./statisticsFixtures.ts";

interface Example {
  achievements: number[][];
  cutoffs: number[];
  k_dimensions: number;
  weights: number[];
  deprivation_matrix: number[][];
  expected: Record<"H" | "A" | "M0" | "G" | "M1" | "S" | "M2", number> & { c: number[]; poor: boolean[] };
}

describe("multidimensional poverty", () => {
  it("equals the worked example of Alkire and Foster (2011)", () => {
    const example = readJson<Example>("alkire_foster/worked_example_2011.json");
    const { achievements, cutoffs, weights, expected } = example;
    const dimensions = cutoffs.map((cutoff, place) => ({ cutoff, weight: weights[place] ?? Number.NaN }));
    const found = alkireFoster(achievements, dimensions, example.k_dimensions / dimensions.length);
    const figures = {
      H: found.headcountRatio,
      A: found.intensity,
      M0: found.adjustedHeadcountRatio,
      G: found.averageGap,
      M1: found.adjustedGap,
      S: found.severity,
      M2: found.adjustedSquaredGap,
    };
    for (const [name, value] of Object.entries(figures))
      expectNear(value, expected[name as keyof typeof figures], name);
    expect(found.persons.map((person) => person?.poor)).toEqual(expected.poor);
    expect(found.persons.map((person) => (person?.score ?? 9) * dimensions.length)).toEqual(expected.c);
    const censored = dimensions.map(
      (_, place) =>
        example.deprivation_matrix.filter((row, person) => expected.poor[person] && row[place] === 1).length /
        achievements.length,
    );
    expect(found.censoredHeadcounts).toEqual(censored);
  });

  const definition = readJson<{ indicators: string[]; weights: Record<string, number>; k: number[] }>(
    "alkire_foster/definition.json",
  );
  /** The global index's structure; achievement 1 is not deprived, 0 is. */
  const structure: Dimension[] = definition.indicators.map((name) => ({
    cutoff: 1,
    weight: definition.weights[name] ?? Number.NaN,
  }));

  it("follows the rule of the global index: k within rounding, incomplete rows dropped, parts that add up", () => {
    const row = fc.array(fc.constantFrom<(number | null)[]>(0, 0, 1, 1, 1, null), {
      minLength: 10,
      maxLength: 10,
    });
    const full: (number | null)[] = structure.map(() => 0);
    const persons = fc.array(fc.tuple(row, fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(persons, fc.constantFrom(...definition.k), (drawn, k) => {
        const people = [...drawn, [full, 1] as const];
        const measure = (group: readonly (readonly [readonly (number | null)[], number])[]) =>
          alkireFoster(
            group.map(([achievements]) => achievements),
            structure,
            k,
            group.map(([, stands]) => stands),
          );
        const found = measure(people);
        const complete = people.filter(([achievements]) => !achievements.includes(null));
        expect(found.persons.filter((person) => person !== null).length).toBe(complete.length);
        expect(measure(complete)).toEqual({
          ...found,
          persons: found.persons.filter((person) => person !== null),
        });
        expect(found.headcountRatio * (found.intensity ?? 9)).toBeCloseTo(found.adjustedHeadcountRatio, 12);
        expect(found.contributions?.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 12);
        // Every gap is whole here, so depth adds nothing to the count.
        expect(found.adjustedSquaredGap).toBeCloseTo(found.adjustedHeadcountRatio, 12);
        let total = 0;
        let population = 0;
        for (const person of complete) {
          total += measure([person]).adjustedHeadcountRatio * person[1];
          population += person[1];
        }
        expect(total / population).toBeCloseTo(found.adjustedHeadcountRatio, 12);
      }),
      { numRuns: 80 },
    );
  });

  it("counts two of six sixths as a third, and nobody poor as nothing to share out", () => {
    const third = definition.k[1] ?? Number.NaN;
    const deprived = (names: string[]) => definition.indicators.map((name) => (names.includes(name) ? 0 : 1));
    const poor = (names: string[]) => alkireFoster([deprived(names)], structure, third).persons[0]?.poor;
    expect(poor(["d_cm", "d_nutr"])).toBe(true);
    expect(poor(["d_elct", "d_wtr", "d_sani", "d_hsg", "d_ckfl", "d_asst"])).toBe(true);
    expect(poor(["d_cm", "d_elct", "d_wtr"])).toBe(false);
    expect(alkireFoster([deprived([])], structure, third)).toMatchObject({
      headcountRatio: 0,
      intensity: null,
      adjustedHeadcountRatio: 0,
      averageGap: null,
      severity: null,
      contributions: null,
    });
  });

  it("refuses what cannot be measured", () => {
    const one = [{ cutoff: 1, weight: 1 }];
    expect(() => alkireFoster([[1]], [{ cutoff: 1, weight: 0.9 }], 0.3)).toThrow("add up to 0.9");
    expect(() => alkireFoster([[1]], [{ cutoff: 0, weight: 1 }], 0.3)).toThrow("cut-off 0");
    expect(() => alkireFoster([[1]], one, 0)).toThrow("cut-off is 0");
    expect(() => alkireFoster([[1, 2]], one, 1)).toThrow("2 achievements for 1");
    expect(() => alkireFoster([[1]], one, 1, [])).toThrow("0 weights for 1");
    expect(() => alkireFoster([[1]], one, 1, [-1])).toThrow("stands for -1");
    expect(() => alkireFoster([[null]], one, 1)).toThrow("none of 1");
  });
});
