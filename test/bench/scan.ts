/**
 * How long a scan takes, and what the event loop feels of it.
 * Run it with `node --import tsx test/bench/scan.ts [villages] [replicates] [SPATIAL|SPACE_TIME|PROSPECTIVE]`.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { ScanField, ScanKind } from "../../geo/scan.ts";
import { runScan } from "../../server/indicators/runScan.ts";

const villages = Number(process.argv[2] ?? 5000);
const replicates = Number(process.argv[3] ?? 999);
const kind = (process.argv[4] ?? "SPATIAL") as ScanKind;
const periods = kind === "SPATIAL" ? 1 : 12;

const random = xoroshiro128plus(5);
const uniform = () => uniformFloat64(random);
const field: ScanField = {
  x: new Float64Array(villages).map(() => uniform() * 200_000),
  y: new Float64Array(villages).map(() => uniform() * 200_000),
  population: new Float64Array(villages).map(() => uniformInt(random, 100, 600)),
  periods,
  // Two cases per village on the mean, over all periods together.
  cases: new Float64Array(villages * periods).map(() =>
    periods === 1 ? uniformInt(random, 0, 4) : Number(uniform() < 1 / 6),
  ),
  expected: null,
};

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const since = performance.now();
const used = process.cpuUsage();
const result = await runScan(field, { kind, replicates });
const { user } = process.cpuUsage(used);
delay.disable();
console.log(
  `${kind}: ${villages} villages × ${periods} periods, ${result.totalCases} cases, ${result.windows} windows`,
);
console.log(
  `${replicates} replicates: ${((performance.now() - since) / 1000).toFixed(1)} s (${(user / 1e6).toFixed(1)} s of processor)`,
);
console.log(`longest delay of the event loop meanwhile: ${(delay.max / 1e6).toFixed(0)} ms`);
