/**
 * When an enclave is in trouble, and for whom: its households live in the villages whose money it holds, so that is
 * where they count, never at the host (method card, village score and region index, INDUSTRY). What makes an enclave
 * fail is this project's own rule, a default and not official; atlas.troubled_households() says the same in the
 * database, and the tests compare the two.
 */

/** Promised and received for a year, fen, by what was booked up to a day. */
export interface YearOfDividends {
  readonly year: number;
  readonly promisedFen: number;
  readonly paidFen: number;
}

export type EnclaveTrouble = "AT_RISK" | "FAILED";

/** As projects: failed counts whole, at risk by half. */
export const TROUBLE_WEIGHT: Record<EnclaveTrouble, number> = { AT_RISK: 0.5, FAILED: 1 };

/**
 * Failed where nothing at all came of the last promised year that is over; at risk where anything promised for a year
 * that is over is still owed; null otherwise. A year is over on its last day: it counts from the next January on.
 */
export function enclaveTrouble(years: readonly YearOfDividends[], inYear: number): EnclaveTrouble | null {
  const over = years.filter(({ year, promisedFen }) => year < inYear && promisedFen > 0);
  const last = over.reduce<YearOfDividends | null>(
    (latest, each) => (latest === null || each.year > latest.year ? each : latest),
    null,
  );
  if (last?.paidFen === 0) return "FAILED";
  return over.some(({ promisedFen, paidFen }) => paidFen < promisedFen) ? "AT_RISK" : null;
}
