import { describe, expect, it } from "vitest";
import { FULL_DRILL, runDrill } from "./drills/scanPower.ts";

describe("the power of the scan, a small sample of test/drills/scanPower.ts", () => {
  it("finds at least 19 of 20 planted clusters and flags at most 2 of 20 fields without one", () => {
    const counts = runDrill({
      ...FULL_DRILL,
      fields: 20,
      villages: 120,
      plantedVillages: 10,
      replicates: 199,
    });
    expect(counts.found).toBeGreaterThanOrEqual(19);
    expect(counts.falseAlarms).toBeLessThanOrEqual(2);
  });

  it("finds nothing that was not planted: with a relative risk of 1 hardly a field counts as found", () => {
    const counts = runDrill({
      ...FULL_DRILL,
      fields: 20,
      villages: 60,
      plantedVillages: 6,
      relativeRisk: 1,
      replicates: 99,
    });
    expect(counts.found).toBeLessThanOrEqual(1);
  });
});
