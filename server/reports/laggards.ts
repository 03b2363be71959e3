import type { Report, ReportedRegion } from "./queries.ts";

/** Figures about time kept and work done, in which a member can lag behind its region. */
export const WORK_FIGURES = [
  "LATE_RECOGNITION",
  "LATE_MEASURES",
  "MEASURES_MATCHING",
  "NOTICE_BREACHES",
  "OVERDUE_LEDGER",
  "FUND_CARRYOVER",
  "FUND_DISBURSED",
  "FUND_IDLE",
  "SILENT_VILLAGES",
] as const;

/** Where a small value is the bad one. */
const LOW_IS_WORSE: ReadonlySet<string> = new Set(["MEASURES_MATCHING", "FUND_DISBURSED"]);
const MOST_NAMED = 3;

export interface Laggards {
  readonly noReport: readonly ReportedRegion[];
  readonly improbableZeroNew: readonly ReportedRegion[];
  readonly implausibleZeroChange: readonly ReportedRegion[];
  /** For each figure, the worst members of those worse than the region as a whole, worst first. */
  readonly behind: readonly { readonly indicator: string; readonly members: readonly ReportedRegion[] }[];
}

/** Names who lags. Who did not deliver a figure is not worse in it: that is said apart, as a missing report. */
export function laggardsOf({
  region,
  members,
  figure,
  periods: [now],
}: Pick<Report, "region" | "members" | "figure" | "periods">): Laggards {
  const behind = WORK_FIGURES.map((indicator) => {
    const worse = LOW_IS_WORSE.has(indicator) ? -1 : 1;
    const valueIn = (code: string) => figure(indicator, code, now)?.value ?? null;
    const whole = valueIn(region.code);
    const lagging = members
      .flatMap((member) => {
        const value = valueIn(member.code);
        return value === null || whole === null || worse * (value - whole) <= 0 ? [] : [{ member, value }];
      })
      .sort(
        (one, other) => worse * (other.value - one.value) || (one.member.code < other.member.code ? -1 : 1),
      );
    return { indicator, members: lagging.slice(0, MOST_NAMED).map(({ member }) => member) };
  });
  return {
    noReport: members.filter((member) => figure("NO_REPORT", member.code, now)?.value === 1),
    improbableZeroNew: members.filter((member) => member.index?.silence?.improbableZeroNew === true),
    implausibleZeroChange: members.filter((member) => member.index?.silence?.implausibleZeroChange === true),
    behind: behind.filter((each) => each.members.length > 0),
  };
}

/** How many members are named at all. */
export const namedMembers = (laggards: Laggards): number =>
  new Set(
    [
      ...laggards.noReport,
      ...laggards.improbableZeroNew,
      ...laggards.implausibleZeroChange,
      ...laggards.behind.flatMap((each) => each.members),
    ].map((member) => member.code),
  ).size;
