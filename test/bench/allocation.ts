/**
 * How long an allocation takes: 2,000 villages over 200 hosts by default.
 * Run it with `node --import tsx test/bench/allocation.ts [villages] [hosts]`.
 */
import { fileURLToPath } from "node:url";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { dualBound, type Problem } from "../../geo/allocation.ts";

/** Villages and hosts at random places of a square, hosts scarce: room for about two thirds of the money. */
export function randomProblem(villages: number, hosts: number, seed: number): Problem {
  const random = xoroshiro128plus(seed);
  const uniform = () => uniformFloat64(random);
  const money = Array.from({ length: villages }, () => 50 + Math.floor(100 * uniform()));
  const total = money.reduce((sum, each) => sum + each, 0);
  const weights = Array.from({ length: hosts }, () => 0.2 + uniform());
  const weight = weights.reduce((sum, each) => sum + each, 0);
  const offered = Array.from({ length: hosts }, () => 580 + 240 * uniform());
  const record = Array.from({ length: hosts }, () => (uniform() < 0.2 ? 0 : 0.6 + 0.4 * uniform()));
  const place = () => [uniform(), uniform()] as const;
  const seats = Array.from({ length: hosts }, place);
  const value = new Float64Array(villages * hosts);
  for (let v = 0; v < villages; v += 1) {
    const [x, y] = place();
    for (let h = 0; h < hosts; h += 1) {
      const [hx = 0, hy = 0] = seats[h] ?? [];
      const far = Math.hypot(x - hx, y - hy);
      value[v * hosts + h] =
        far > 0.7 ? Number.NaN : (offered[h] ?? 0) * (0.45 + 0.35 * (record[h] ?? 0) + 0.2 * (1 - far / 0.7));
    }
  }
  return {
    money,
    most: money.map((each) => each / 2),
    room: weights.map((each) => (total * 0.66 * each) / weight),
    budget: total * 0.6,
    value,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { runAllocation } = await import("../../server/siting/runAllocation.ts");
  const [villages, hosts] = [Number(process.argv[2] ?? 2_000), Number(process.argv[3] ?? 200)];
  for (const seed of [1, 2, 3]) {
    const problem = randomProblem(villages, hosts, seed);
    const since = performance.now();
    const used = process.cpuUsage();
    const solved = await runAllocation(problem);
    const seconds = (performance.now() - since) / 1000;
    const { user, system } = process.cpuUsage(used);
    const bound = dualBound(problem, solved.duals);
    console.log(
      `${villages} villages × ${hosts} hosts: ${seconds.toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of processor), ${solved.rounds} rounds, ${solved.columns} of ${villages * hosts} columns, objective ${solved.objective.toFixed(3)}, dual bound ${bound.toFixed(3)}`,
    );
  }
}
