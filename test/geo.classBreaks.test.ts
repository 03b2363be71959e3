import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Classification,
  classNumberOf,
  equalIntervalClasses,
  fixedClasses,
  headTailClasses,
  jenksClasses,
  quantileClasses,
} from "../geo/classBreaks.ts";
import { column, expectNear, readJson, readRows } from "./statisticsFixtures.ts";

interface Optimum {
  k: number;
  optimal_within_ss: number;
  total_ss: number;
  gvf: number;
  class_min: number[];
  class_max: number[];
  class_size: number[];
  fisher_breaks_classInt: number[];
  jenks_breaks_classInt: number[];
}

const boundsOf = ({ classes }: Classification) => [
  ...classes.map(({ from }) => from),
  classes.at(-1)?.to ?? Number.NaN,
];

describe("Fisher–Jenks classes", () => {
  const jenks71 = readJson<Record<string, Record<string, Optimum>>>("jenks71/expected_jenks.json");
  const columbus = readJson<Record<string, Record<string, Optimum>>>("columbus/expected_summary.json");
  const north = readJson<Record<string, Record<string, Optimum>>>("nc_sids/expected_summary.json");
  const tracts = readRows("columbus/values.csv");
  const sets = [
    ["Illinois", column(readRows("jenks71/values.csv"), "value"), jenks71.jenks, 9],
    ["CRIME", column(tracts, "CRIME"), columbus.jenks_CRIME, 6],
    ["INC", column(tracts, "INC"), columbus.jenks_INC, 6],
    ["rate74", column(readRows("nc_sids/values.csv"), "rate74_per1000"), north.jenks_rate74, 6],
  ] as const;

  it.each(sets)(
    "of %s are the optimum for every number of classes, members exact",
    (_, values, wanted, partitions) => {
      const optima = Object.values(wanted ?? {});
      expect(optima.length).toBe(partitions);
      for (const optimum of optima) {
        const found = jenksClasses(values, optimum.k);
        const { classes } = found;
        expectNear(
          (1 - found.goodnessOfFit) * optimum.total_ss,
          optimum.optimal_within_ss,
          `squares within ${optimum.k} classes`,
        );
        expectNear(found.goodnessOfFit, optimum.gvf, `fit of ${optimum.k} classes`);
        expect(classes.map(({ count }) => count)).toEqual(optimum.class_size);
        classes.forEach(({ from, lowest, highest }, place) => {
          expectNear(lowest, optimum.class_min[place] ?? Number.NaN, `least value of class ${place}`);
          expectNear(highest, optimum.class_max[place] ?? Number.NaN, `greatest value of class ${place}`);
          expect(from).toBe(lowest);
          expectNear(
            highest,
            optimum.jenks_breaks_classInt[place + 1] ?? Number.NaN,
            "bound as classInt's jenks",
          );
          const next = classes[place + 1];
          if (next)
            expectNear(
              ((highest ?? 0) + (next.lowest ?? 0)) / 2,
              optimum.fisher_breaks_classInt[place + 1] ?? Number.NaN,
              "bound as classInt's fisher",
            );
        });
        values.forEach((value, unit) => {
          expect(classNumberOf(value, classes)).toBe(found.classNumbers[unit]);
        });
      }
    },
  );
});

describe("other classes of the Illinois values", () => {
  const values = column(readRows("jenks71/values.csv"), "value");
  const reference = readJson<Record<"quantile7_type7" | "equal5" | "headtails", number[]>>(
    "jenks71/expected_jenks.json",
  );

  it("have the reference bounds: quantiles, equal intervals, head and tail", () => {
    for (const [found, wanted] of [
      [quantileClasses(values, 5), reference.quantile7_type7],
      [equalIntervalClasses(values, 5), reference.equal5],
      [headTailClasses(values), reference.headtails],
    ] as const) {
      const bounds = boundsOf(found);
      expect(bounds.length).toBe(wanted.length);
      bounds.forEach((bound, place) => {
        expectNear(bound, wanted[place] ?? Number.NaN, `bound ${place}`);
      });
    }
  });

  it("cut the head again while it is small", () => {
    const heavy = [...Array(64).fill(1), ...Array(16).fill(10), ...Array(4).fill(100), 1000];
    const classes = headTailClasses(heavy).classes;
    expect(classes.map(({ count }) => count)).toEqual([80, 4, 1]);
    expect(headTailClasses([1, 2, 3], 0.9).classes.map(({ count }) => count)).toEqual([1, 1, 1]);
  });
});

describe("classes", () => {
  const methods = [jenksClasses, quantileClasses, equalIntervalClasses];

  it("become fewer where distinct values are, and keep missing values apart", () => {
    for (const method of methods) {
      const found = method([3, null, 3, 8, null, 8], 5);
      expect(found.classNumbers).toEqual([0, null, 0, 1, null, 1]);
      expect(found.missing).toBe(2);
      expect(found.goodnessOfFit).toBe(1);
      expect(method([4, 4, null], 5)).toMatchObject({
        classes: [{ from: 4, to: 4, count: 2, lowest: 4, highest: 4 }],
        classNumbers: [0, 0, null],
      });
      expect(method([null], 3)).toEqual({ classes: [], classNumbers: [null], missing: 1, goodnessOfFit: 1 });
      expect(() => method([1], 0)).toThrow("0 classes");
      expect(() => method([Number.NaN], 2)).toThrow("NaN");
    }
    expect(headTailClasses([]).classes).toEqual([]);
  });

  it("between fixed bounds take values outside into the outer ones and may be empty", () => {
    const found = fixedClasses([-5, 0, 19.9, 20, 100, 170, null], [0, 20, 35, 100]);
    expect(found.classNumbers).toEqual([0, 0, 0, 1, 2, 2, null]);
    expect(found.classes[1]).toEqual({ from: 20, to: 35, count: 1, lowest: 20, highest: 20 });
    expect(fixedClasses([1], [0, 20, 35]).classes[1]).toMatchObject({
      count: 0,
      lowest: null,
      highest: null,
    });
    expect(() => fixedClasses([1], [0, 0, 1])).toThrow("0, 0, 1");
    expect(() => fixedClasses([1], [0])).toThrow(RangeError);
    expect(() => headTailClasses([1], 1)).toThrow("head share of 1");
  });

  it("hold every value once, in rising order, and Jenks' fit best", () => {
    const list = fc.array(fc.option(fc.integer({ min: -40, max: 40 })), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(list, fc.integer({ min: 1, max: 7 }), (values, count) => {
        const [jenks, ...others] = methods.map((method) => {
          const found = method(values, count);
          const present = values.filter((value) => value !== null);
          expect(found.classes.reduce((sum, entry) => sum + entry.count, 0)).toBe(present.length);
          expect(found.classes.length).toBeLessThanOrEqual(Math.min(count, new Set(present).size));
          values.forEach((value, place) => {
            const number = found.classNumbers[place] ?? null;
            expect(number === null).toBe(value === null);
            if (value === null || number === null) return;
            const entry = found.classes[number];
            expect(value).toBeGreaterThanOrEqual(entry?.from ?? Number.NaN);
            expect(value).toBeLessThanOrEqual(entry?.to ?? Number.NaN);
            expect(classNumberOf(value, found.classes)).toBe(number);
          });
          return found;
        });
        for (const other of others)
          expect(jenks?.goodnessOfFit).toBeGreaterThanOrEqual(other.goodnessOfFit - 1e-9);
      }),
      { numRuns: 150 },
    );
  });
});
