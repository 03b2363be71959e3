import { INDICATORS } from "../indicators/catalog.ts";
import { unitName } from "../indicators/units.ts";
import { escapeHtml, indicatorOf, MISSING, type Writing } from "./cells.ts";
import type { Report } from "./queries.ts";

/** The quarterly dispatch 按季调度 in the order in which it is reported; groups are named in the words. */
const DISPATCH: readonly (readonly string[])[] = [
  [
    "MONITORED_HOUSEHOLDS",
    "MONITORED_PERSONS",
    "UNSTABLE_HOUSEHOLDS",
    "MARGINAL_HOUSEHOLDS",
    "SUDDEN_HOUSEHOLDS",
    "UNSTABLE_PERSONS",
    "MARGINAL_PERSONS",
    "SUDDEN_PERSONS",
    "NEWLY_RECOGNISED",
    "ELIMINATED",
    "NET_CHANGE",
    "RECORDS_CHANGED",
  ],
  ["CLUES", "SELF_REPORTED", "INSPECTED", "SCREENED"],
  ["RECOGNITION_DAYS", "LATE_RECOGNITION", "MEASURE_DAYS", "LATE_MEASURES", "MEASURES_MATCHING"],
  [
    "NO_REPORT",
    "SILENT_VILLAGES",
    "VILLAGES_WITHOUT_REPORT",
    "NOTICE_BREACHES",
    "LEDGER_ITEMS",
    "OVERDUE_LEDGER",
  ],
  ["WORKERS_CHANGE", "MIGRANTS_CHANGE", "IDLE_LABOUR", "TROUBLED_PROJECTS", "FUND_PAID", "FUND_CARRYOVER"],
];

/** Columns of the members' table: what is asked about first. */
const OF_MEMBERS = [
  "MONITORED_HOUSEHOLDS",
  "NEWLY_RECOGNISED",
  "ELIMINATED",
  "NET_CHANGE",
  "RECOGNITION_DAYS",
  "LATE_MEASURES",
  "MEASURES_MATCHING",
  "OVERDUE_LEDGER",
  "FUND_PAID",
  "WORKERS_CHANGE",
] as const;

/** The dispatch of the region: now, the quarter before, a year before. */
export function dispatchSection({ region, figure, periods }: Report, writing: Writing): string {
  const { words, language } = writing;
  const w = words.dispatch;
  const groups = DISPATCH.map((keys, group) => {
    const rows = keys
      .filter((key) => figure(key, region.code, periods[0]) !== null)
      .map((key) => {
        const indicator = indicatorOf(key);
        return [
          indicator[language],
          words.units[indicator.unit] ?? unitName(indicator.unit, language),
          ...periods.map((period) => writing.figure(figure(key, region.code, period))),
        ];
      });
    return rows.length === 0
      ? ""
      : `<h3>${w.groups[group]}</h3>\n${writing.table({ name: `dispatch-${group + 1}`, head: [w.figure, w.unit, ...periods], rows, text: [0, 1], kind: "dispatch" })}`;
  }).join("\n");
  const funds = figure("FUND_PAID", region.code, periods[0]);
  if (groups.trim() === "") return `<p>${words.members.townships}</p>`;
  if (funds === null || funds.numerator === null || funds.denominator === null) return groups;
  const sum = (what: string, fen: number) =>
    writing.cell(
      { indicator: `FUND_PAID.${what}`, region: region.code, period: periods[0] },
      fen,
      writing.yuan(fen),
    );
  return `${groups}\n<p>${w.funds(sum("numerator", funds.numerator), sum("denominator", funds.denominator))}</p>`;
}

/** The dispatch member by member. */
export function membersSection({ members, figure, periods: [now] }: Report, writing: Writing): string {
  const { words, language } = writing;
  if (members.length === 0) return `<p>${words.members.none}</p>`;
  const columns = OF_MEMBERS.filter((key) => members.some((member) => figure(key, member.code, now)));
  if (columns.length === 0) return `<p>${words.members.townships}</p>`;
  return writing.table({
    name: "members",
    head: [words.members.name, ...columns.map((key) => indicatorOf(key)[language])],
    rows: members.map((member) => [
      writing.nameOf(member),
      ...columns.map((key) => writing.figure(figure(key, member.code, now))),
    ]),
    kind: "wide",
  });
}

/** Every published figure of the region, with what it is. */
export function allSection({ region, figure, periods: [now] }: Report, writing: Writing): string {
  const { words, language } = writing;
  const rows = INDICATORS.flatMap((indicator) => {
    const value = figure(indicator.key, region.code, now);
    if (value === null) return [];
    const sums =
      value.numerator === null || value.denominator === null
        ? MISSING
        : `${sumOf(value.numerator, writing)} / ${sumOf(value.denominator, writing)}${indicator.sumsIn ? ` ${unitName(indicator.sumsIn, language)}` : ""}`;
    return [
      [
        `${indicator[language]}<br><code>${indicator.key}</code>`,
        writing.figure(value),
        sums,
        escapeHtml(indicator.formula[language]),
      ],
    ];
  });
  return writing.table({
    name: "all",
    head: [words.dispatch.figure, now, words.all.sums, words.all.formula],
    rows,
    text: [0, 3],
    kind: "all",
  });
}

const sumOf = (value: number, writing: Writing) => writing.number(value, Number.isInteger(value) ? 0 : 2);
