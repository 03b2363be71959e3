import { CAUSE_KEYS, figureOfCause } from "../../geo/dispatchCauses.ts";
import { CAUSES } from "../../geo/measures.ts";
import { indicatorOf, type Writing } from "./cells.ts";
import type { Report } from "./queries.ts";

/** What a quarter is discussed by, each with its published figures in the order in which they are asked about. */
export const THEMES = {
  /** The drivers of large-scale relapse, side by side. */
  causes: [
    "INDEX_EMERGENCY",
    "INDEX_PRICE",
    "INDEX_UNEMPLOYMENT",
    "INDEX_INDUSTRY",
    "INDEX_RESETTLEMENT",
    "INDEX_IMPLEMENTATION",
  ],
  /** Which causes are answered by a measure (缺什么补什么), and where. */
  measures: CAUSE_KEYS.map(figureOfCause),
  ledger: ["LEDGER_ITEMS", "OVERDUE_LEDGER", "NOTICE_BREACHES", "LATE_RECOGNITION", "LATE_MEASURES"],
  funds: ["FUND_PAID", "FUND_CARRYOVER", "FUND_DISBURSED", "FUND_SETTLED", "FUND_IDLE"],
  assessment: ["SATISFACTION", "MISSED_RECOGNITION", "WRONG_EXIT", "RECOGNITION_ACCURACY"],
  protection: ["CHRONIC_LIST_LENGTH", "OUTPATIENT_REIMBURSEMENT", "LOCAL_CAP"],
  workforce: ["FIRST_SECRETARIES", "ORGANISED_EXPORT", "LABOUR_EXPORT_OUTSIDE_PROVINCE", "COLLECTIVE_INCOME"],
} as const satisfies Record<string, readonly string[]>;
export type Theme = keyof typeof THEMES;

/** The figures of a theme, member by member, with the region as a whole at the foot. */
export function themeSection(
  { region, members, figure, periods: [now] }: Report,
  theme: Theme,
  writing: Writing,
): string {
  const { words, language } = writing;
  const keys = THEMES[theme].filter((key) =>
    [region, ...members].some(({ code }) => figure(key, code, now) !== null),
  );
  if (keys.length === 0) return `<p>${words.themes.none}</p>`;
  const cells = (code: string) => keys.map((key) => writing.figure(figure(key, code, now)));
  return `<p>${words.themes[theme]}</p>
${writing.table({
  name: theme,
  head: [
    words.members.name,
    ...keys.map((key) => {
      const indicator = indicatorOf(key);
      // Columns of one kind: the sentence above says what they are, the head of each its cause.
      const cause = CAUSE_KEYS.find((each) => figureOfCause(each) === key);
      if (cause) return CAUSES[cause][language];
      return `${indicator[language]}${indicator.unit === "FEN" ? words.themes.money : ""}`;
    }),
  ],
  rows: members.map((member) => [writing.nameOf(member), ...cells(member.code)]),
  foot: [writing.nameOf(region), ...cells(region.code)],
  kind: "wide",
})}`;
}
