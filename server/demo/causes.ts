import { CAUSES, type Cause } from "../../geo/measures.ts";
import { quarterAfter } from "../../geo/quarters.ts";
import { PLANTED } from "./planted.ts";
import { Random } from "./random.ts";

/** Share of the watched households that have a cause, beside any others of theirs: illness is the largest everywhere. */
const USUAL: Readonly<Record<Cause, number>> = {
  ILLNESS: 0.44,
  SCHOOLING: 0.12,
  DISABILITY: 0.19,
  DISASTER: 0.05,
  ACCIDENT: 0.07,
  INDUSTRY_FAILURE: 0.06,
  JOB_INSTABILITY: 0.13,
  LABOUR_SHORTAGE: 0.17,
  HOUSING: 0.02,
  WATER: 0.01,
  EPIDEMIC: 0.01,
  OTHER: 0.03,
};

/** Share of them with a measure that answers the cause: relief is quick, work and produce are not. */
const ANSWERED: Readonly<Record<Cause, readonly [least: number, most: number]>> = {
  ILLNESS: [0.93, 0.99],
  SCHOOLING: [0.9, 0.99],
  DISABILITY: [0.9, 0.98],
  DISASTER: [0.7, 0.92],
  ACCIDENT: [0.82, 0.96],
  INDUSTRY_FAILURE: [0.58, 0.8],
  JOB_INSTABILITY: [0.66, 0.88],
  LABOUR_SHORTAGE: [0.84, 0.97],
  HOUSING: [0.78, 0.95],
  WATER: [0.8, 0.96],
  EPIDEMIC: [0.8, 0.96],
  OTHER: [0.7, 0.95],
};

export interface CauseCounts {
  readonly cause: Cause;
  readonly open: number;
  readonly matched: number;
}

/** What a county tells of the causes of the households it watches; a report in which nothing moved repeats the one before. */
export function causeCounts(county: string, quarter: string, watched: number): CauseCounts[] {
  const { zeroChange } = PLANTED;
  const stood = county === zeroChange.county && quarter.startsWith(zeroChange.from);
  const habits = new Random(county, "causes of the watched");
  const random = new Random(county, stood ? quarterAfter(quarter, -1) : quarter, "causes of the watched");
  return (Object.keys(CAUSES) as Cause[]).map((cause) => {
    const [least, most] = ANSWERED[cause];
    const share = USUAL[cause] * habits.between(0.8, 1.2);
    const answered = habits.between(least, most);
    const open = Math.round(watched * share * random.between(0.95, 1.05));
    const matched = Math.min(open, Math.round(open * answered * random.between(0.97, 1.005)));
    return { cause, open, matched };
  });
}
