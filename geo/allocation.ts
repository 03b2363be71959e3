/**
 * Where the money of many villages goes best, as a linear programme over pairs of village and host:
 *
 *   maximise   Σ value_vh x_vh
 *   subject to Σ_h x_vh ≤ money_v,  Σ_v x_vh ≤ room_h,  Σ x_vh ≤ budget,  0 ≤ x_vh ≤ most_v
 *
 * It is solved with few of its columns: those that the duals of the present solution make worth more than they cost are
 * added until there is none (column generation, Dantzig & Wolfe 1960; Desrosiers & Lübbecke 2005). A solution from
 * which no column prices out is one of the whole programme, so nothing is lost by leaving columns out.
 */
export interface Problem {
  /** Money of each village, and the most it may place with one host. */
  readonly money: readonly number[];
  readonly most: readonly number[];
  /** Money each host may take. */
  readonly room: readonly number[];
  /** Infinity where there is none. */
  readonly budget: number;
  /** Value of one unit of money of a village at a host, village by village; NaN where a limit excludes the pair. */
  readonly value: Float64Array;
}

/** A column of the programme: village × hosts + host. */
export type Pair = number;

export interface Duals {
  readonly village: readonly number[];
  readonly host: readonly number[];
  readonly budget: number;
}

export interface Solution {
  readonly objective: number;
  readonly amounts: ReadonlyMap<Pair, number>;
  readonly duals: Duals;
}

const hostsOf = ({ room }: Problem) => room.length;

/** The best few hosts of each village: with what a search begins. */
export function firstColumns(problem: Problem, perVillage: number): Pair[] {
  const hosts = hostsOf(problem);
  return problem.money.flatMap((_, village) => {
    const row = Array.from({ length: hosts }, (__, host) => village * hosts + host).filter(
      (pair) => (problem.value[pair] ?? Number.NaN) > 0,
    );
    row.sort((a, b) => (problem.value[b] ?? 0) - (problem.value[a] ?? 0) || a - b);
    return row.slice(0, perVillage);
  });
}

/** What one unit of a pair would add at these prices, above what it takes from others. */
export const reducedValue = (problem: Problem, duals: Duals, pair: Pair): number => {
  const hosts = hostsOf(problem);
  const village = Math.floor(pair / hosts);
  return (
    (problem.value[pair] ?? Number.NaN) -
    (duals.village[village] ?? 0) -
    (duals.host[pair % hosts] ?? 0) -
    duals.budget
  );
};

/** Columns not yet in the programme that are worth more than they cost: for each village the best few. */
export function pricedOut(
  problem: Problem,
  duals: Duals,
  present: ReadonlySet<Pair>,
  { perVillage, tolerance }: { perVillage: number; tolerance: number },
): Pair[] {
  const hosts = hostsOf(problem);
  return problem.money.flatMap((_, village) => {
    const found: { pair: Pair; gain: number }[] = [];
    for (let pair = village * hosts; pair < (village + 1) * hosts; pair += 1) {
      if (present.has(pair)) continue;
      const gain = reducedValue(problem, duals, pair);
      if (gain > tolerance) found.push({ pair, gain });
    }
    found.sort((a, b) => b.gain - a.gain || a.pair - b.pair);
    return found.slice(0, perVillage).map(({ pair }) => pair);
  });
}

/**
 * Value of the dual programme: no allocation can be worth more (weak duality). Where it equals the objective, the
 * allocation is optimal and the prices are true.
 */
export function dualBound(problem: Problem, duals: Duals): number {
  const hosts = hostsOf(problem);
  let bound = duals.budget === 0 ? 0 : duals.budget * problem.budget;
  problem.money.forEach((money, village) => {
    bound += (duals.village[village] ?? 0) * money;
  });
  problem.room.forEach((room, host) => {
    bound += (duals.host[host] ?? 0) * room;
  });
  for (let pair = 0; pair < problem.value.length; pair += 1) {
    const gain = reducedValue(problem, duals, pair);
    if (gain > 0) bound += gain * (problem.most[Math.floor(pair / hosts)] ?? 0);
  }
  return bound;
}
