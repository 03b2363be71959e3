/**
 * What an enclave investment returns: the year in which it has paid back, and its internal rate of return.
 * Source: textbook capital budgeting (Brealey, Myers & Allen, Principles of Corporate Finance, ch. 5), with whole
 * years as periods: money placed in the year it was paid in, dividends in the year they are for.
 */
export interface YearlyDividend {
  readonly year: number;
  readonly promisedFen: number;
  readonly paidFen: number;
}

export interface Contract {
  /** Days like 2022-01-01. */
  readonly from: string;
  readonly to: string;
  readonly promisedBasisPoints: number;
  readonly returnsPrincipal: boolean;
}

export type PaybackBasis = "ACTUAL" | "PROJECTED" | "NEVER";
export interface Payback {
  /** Null where it never pays back within the contract. */
  readonly year: number | null;
  readonly basis: PaybackBasis;
}

export interface Flow {
  readonly year: number;
  /** Out below zero, in above. */
  readonly fen: number;
}

/** Calendar years whose last day lies within the contract: for each, one dividend is due. */
export function contractYears({ from, to }: Pick<Contract, "from" | "to">): number[] {
  const years: number[] = [];
  for (let year = Number(from.slice(0, 4)); `${year}-12-31` <= to; year += 1) years.push(year);
  return years;
}

/** The dividend of a year by contract, to the fen. */
export const yearlyPromise = (principalFen: number, { promisedBasisPoints }: Contract): number =>
  Math.round((principalFen * promisedBasisPoints) / 10_000);

/**
 * First year in which the dividends received reach the principal; where they have not yet, the year in which they will
 * if from the year after the last recorded one on the contract is kept. Returned principal is not counted: it is not earned.
 */
export function payback(
  principalFen: number,
  dividends: readonly YearlyDividend[],
  contract: Contract | null,
): Payback {
  let received = 0;
  let last = 0;
  for (const { year, paidFen } of [...dividends].sort((a, b) => a.year - b.year)) {
    received += paidFen;
    last = year;
    if (principalFen > 0 && received >= principalFen) return { year, basis: "ACTUAL" };
  }
  if (contract === null || principalFen <= 0) return { year: null, basis: "NEVER" };
  const promise = yearlyPromise(principalFen, contract);
  for (const year of contractYears(contract).filter((each) => each > last)) {
    received += promise;
    if (received >= principalFen) return { year, basis: "PROJECTED" };
  }
  return { year: null, basis: "NEVER" };
}

/** Money out and in so far, principal not returned counted as gone. */
export const flowsSoFar = (
  principalFen: number,
  placedYear: number,
  dividends: readonly YearlyDividend[],
): Flow[] => [
  { year: placedYear, fen: -principalFen },
  ...dividends.map(({ year, paidFen }) => ({ year, fen: paidFen })),
];

/** Money out and in if the contract is kept to its last year. */
export function contractedFlows(principalFen: number, placedYear: number, contract: Contract): Flow[] {
  const years = contractYears(contract);
  const promise = yearlyPromise(principalFen, contract);
  const end = Number(contract.to.slice(0, 4));
  return [
    { year: placedYear, fen: -principalFen },
    ...years.map((year) => ({ year, fen: promise })),
    ...(contract.returnsPrincipal ? [{ year: end, fen: principalFen }] : []),
  ];
}

/** Value of the flows in the first year at a rate. */
export function netPresentValue(flows: readonly Flow[], rate: number): number {
  const first = Math.min(...flows.map(({ year }) => year));
  return flows.reduce((sum, { year, fen }) => sum + fen / (1 + rate) ** (year - first), 0);
}

/** The same with the sign it has, whatever the rate: near -100 % the value in the last year instead, which stays finite. */
function worth(flows: readonly Flow[], rate: number): number {
  if (rate >= 0) return netPresentValue(flows, rate);
  const last = Math.max(...flows.map(({ year }) => year));
  return flows.reduce((sum, { year, fen }) => sum + fen * (1 + rate) ** (last - year), 0);
}

/** A fen that becomes ten thousand billion, or the other way round, in one year. */
const LOWEST_RATE = -1 + 1e-15;
const HIGHEST_RATE = 1e15;

/**
 * The rate at which the flows are worth nothing, by bisection. Where money goes out first and comes in later there is one
 * such rate above -100 % (Descartes' rule of signs: one change of sign, one root).
 * Null where the flows in their order do not change their sign exactly once: then there is none, or several.
 */
export function internalRateOfReturn(flows: readonly Flow[]): number | null {
  const byYear = new Map<number, number>();
  for (const { year, fen } of flows) byYear.set(year, (byYear.get(year) ?? 0) + fen);
  const yearly = [...byYear].sort(([a], [b]) => a - b).map(([year, fen]) => ({ year, fen }));
  const signs = yearly.flatMap(({ fen }) => (fen === 0 ? [] : [Math.sign(fen)]));
  const changes = signs.filter((sign, index) => index > 0 && sign !== signs[index - 1]).length;
  if (changes !== 1) return null;
  const isLoan = (signs[0] ?? 0) > 0;
  // Of an investment, below the rate it is worth more than nothing.
  const isBelow = (rate: number) => worth(yearly, rate) > 0 !== isLoan;
  let [low, high] = [LOWEST_RATE, HIGHEST_RATE];
  if (!isBelow(low) || isBelow(high)) return null;
  // 1 + rate is halved on its own scale, so that a rate near -100 % is as exact as one of a thousand percent.
  for (let step = 0; step < 200; step += 1) {
    const middle = Math.sqrt((1 + low) * (1 + high)) - 1;
    if (middle <= low || middle >= high) break;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
