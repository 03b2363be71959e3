import type { Finding } from "./qualityFindings.ts";

/** What the scores of a county are made of; sums over counties make those of any region. */
export interface QualitySums {
  /** Figures of villages: delivered of those asked for. */
  readonly delivered: number;
  readonly asked: number;
  /** Quarterly reports: in time of those due. */
  readonly inTime: number;
  readonly due: number;
  /** Rows without a finding of those that came: village months, and the report. */
  readonly sound: number;
  readonly checked: number;
  readonly findings: number;
}

export interface QualityScores {
  /** Null where nothing was asked for, due or checked. */
  readonly completeness: number | null;
  readonly timeliness: number | null;
  readonly consistency: number | null;
  readonly findings: number;
}

const share = (part: number, whole: number) => (whole > 0 ? Math.min(1, part / whole) : null);

/** Adds up and divides once; shares are never averaged. */
export function qualityScores(counties: readonly QualitySums[]): QualityScores {
  const sum = (key: keyof QualitySums) => counties.reduce((total, county) => total + county[key], 0);
  return {
    completeness: share(sum("delivered"), sum("asked")),
    timeliness: share(sum("inTime"), sum("due")),
    consistency: share(sum("sound"), sum("checked")),
    findings: sum("findings"),
  };
}

/** Rules about all figures of a county and month; their findings cast doubt on every row of it. */
const OF_WHOLE_MONTHS: ReadonlySet<string> = new Set(["COPY_FORWARD", "DIGIT_HEAPING"]);
/** Rules about when a report came: they are told by timeliness, and not again by consistency. */
const OF_DELIVERY: ReadonlySet<string> = new Set(["NO_REPORT", "LATE_REPORT"]);

/**
 * Rows of a county that no finding rests on.
 * @param rows village months that came, by month.
 * @param doubtful villages and months with a finding of their own, "360827100901 2026-09-01".
 * @param reported whether a report came.
 */
export function soundRows(
  rows: ReadonlyMap<string, number>,
  doubtful: ReadonlySet<string>,
  findings: readonly Finding[],
  quarter: string,
  reported: boolean,
): { sound: number; checked: number } {
  const whole = new Set(findings.filter(({ rule }) => OF_WHOLE_MONTHS.has(rule)).map(({ period }) => period));
  let sound = 0;
  let checked = 0;
  for (const [month, count] of rows) {
    checked += count;
    if (whole.has(month)) continue;
    sound += count;
    for (const place of doubtful) if (place.endsWith(month)) sound -= 1;
  }
  if (reported) {
    checked += 1;
    const doubted = findings.some(
      ({ rule, village, period }) =>
        village === "" &&
        period === quarter &&
        !OF_DELIVERY.has(rule) &&
        !OF_WHOLE_MONTHS.has(rule) &&
        rule !== "BULK_EDIT",
    );
    if (!doubted) sound += 1;
  }
  return { sound, checked };
}
