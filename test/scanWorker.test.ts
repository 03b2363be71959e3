import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { describe, expect, it } from "vitest";
import { type ScanField, scanClusters } from "../geo/scan.ts";
import { runScan } from "../server/indicators/runScan.ts";

function fieldOf(villages: number, seed: number): ScanField {
  const random = xoroshiro128plus(seed);
  const numbers = (most: number) => new Float64Array(villages).map(() => uniformInt(random, 1, most));
  return {
    x: numbers(10_000),
    y: numbers(10_000),
    population: numbers(500),
    periods: 1,
    cases: numbers(6),
    expected: null,
  };
}

describe("a scan in its own thread", () => {
  const field = fieldOf(150, 9);

  it("answers exactly what the direct one answers, reports progress and lets timers fire meanwhile", async () => {
    let ticks = 0;
    const seen: number[] = [];
    const timer = setInterval(() => {
      if (seen.length > 0) ticks += 1;
    }, 1);
    const options = { replicates: 999, seed: 4 };
    const result = await runScan(field, options, { onProgress: (done) => seen.push(done) });
    clearInterval(timer);
    expect(result).toEqual(scanClusters(field, options));
    expect(result.clusters.length).toBeGreaterThan(0);
    expect(seen.at(-1)).toBe(999);
    // Counted only between the first report and the end: while the thread was computing.
    expect(ticks).toBeGreaterThan(0);
  });

  it("runs one at a time, in the order asked", async () => {
    const order: string[] = [];
    const ask = (name: string) =>
      runScan(field, { replicates: 20 }, { onProgress: () => order.push(name) }).then(() =>
        order.push(`${name} ended`),
      );
    await Promise.all([ask("first"), ask("second"), ask("third")]);
    const ends = ["first", "second", "third"].map((name) => order.indexOf(`${name} ended`));
    expect(ends).toEqual([...ends].sort((a, b) => a - b));
    for (const [before, after] of [
      ["first", "second"],
      ["second", "third"],
    ] as const)
      expect(order.indexOf(after)).toBeGreaterThan(order.lastIndexOf(before));
  });

  it("ends when aborted, running or waiting, and lets the next one run", async () => {
    const running = new AbortController();
    const waiting = new AbortController();
    const endless = { replicates: 50_000_000 };
    const first = runScan(field, endless, { signal: running.signal, onProgress: () => {} });
    const second = runScan(field, endless, { signal: waiting.signal });
    const third = runScan(field, { replicates: 9 });
    waiting.abort(new Error("no longer wanted"));
    await expect(second).rejects.toThrow("no longer wanted");
    running.abort();
    await expect(first).rejects.toThrow(/abort/i);
    expect((await third).replicates).toBe(9);
    await expect(runScan(field, endless, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });

  it("passes on why a field cannot be scanned", async () => {
    await expect(runScan({ ...field, population: new Float64Array(150) })).rejects.toThrow(RangeError);
    await expect(runScan(field, { replicates: 0 })).rejects.toThrow(/0 replicates/);
  });
});
