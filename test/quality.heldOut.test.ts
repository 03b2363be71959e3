import { describe, expect, it } from "vitest";
import { judgeField } from "./heldOutFields.ts";

/** Seeds nobody looked at while thresholds were chosen; more of them in test/drills/qualityHeldOut.ts. */
const SEEDS = [1, 2, 3, 4];

describe("data quality of fields the thresholds were not chosen on", () => {
  const fields = SEEDS.map(judgeField);
  const rules = Object.keys(fields[0]?.planted ?? {});

  it.each(rules)("finds every planted case of %s, and at most 5 % of what carries none", (rule) => {
    let [planted, hit, falsely, clean] = [0, 0, 0, 0];
    for (const field of fields) {
      const truth = new Set(field.planted[rule]);
      const found = field.found[rule] ?? [];
      planted += truth.size;
      hit += found.filter((place) => truth.has(place)).length;
      falsely += found.filter((place) => !truth.has(place)).length;
      clean += (rule.startsWith("OUTLIER") ? field.villages : field.counties) - truth.size;
    }
    console.log(
      `${rule}: ${hit} of ${planted} planted found, ${falsely} false alarms among ${clean} (${((100 * falsely) / clean).toFixed(2)} %)`,
    );
    expect(planted).toBeGreaterThan(0);
    expect(hit).toBe(planted);
    expect(falsely / clean).toBeLessThanOrEqual(0.05);
  });
});
