import { escapeHtml, indicatorOf, MISSING, type Writing } from "./cells.ts";
import { causeName, rankOf, triggerList } from "./indexSections.ts";
import type { Laggards } from "./laggards.ts";
import type { Report, ReportedRegion } from "./queries.ts";

/** Members by index, or townships by village score, highest first. */
export function rankingSection({ members, figure, periods: [now] }: Report, writing: Writing): string {
  const { words } = writing;
  const w = words.members;
  if (members.length === 0) return `<p>${w.none}</p>`;
  const score = indicatorOf("VILLAGE_RISK")[writing.language];
  if (!members.some((member) => member.index !== null)) {
    return `${writing.table({
      name: "ranking",
      head: [w.name, score],
      rows: members.map((member) => [
        writing.nameOf(member),
        writing.figure(figure("VILLAGE_RISK", member.code, now)),
      ]),
    })}\n<p>${w.townships}</p>`;
  }
  const rows = members.map((member) => [
    writing.nameOf(member),
    writing.figure(figure("LARGE_SCALE_RELAPSE", member.code, now)),
    writing.level(member.index?.level ?? null),
    writing.level(member.index?.previousLevel ?? null),
    rankOf(member.index, member.code, writing),
    mainDriver(member, writing),
    (member.index?.silence?.states ?? []).map((state) => w.silenceShort[state]).join(words.joiner),
    writing.figure(figure("VILLAGE_RISK", member.code, now)),
  ]);
  return `${writing.table({
    name: "ranking",
    head: [
      w.name,
      words.index.value,
      words.index.level,
      words.index.previous,
      words.index.rank,
      w.driver,
      w.silence,
      score,
    ],
    rows,
    text: [0, 2, 3, 5, 6],
    kind: "ranking",
  })}\n<p>${w.rankNote}</p>`;
}

/** The part that adds most to a member's index. */
function mainDriver({ index }: ReportedRegion, writing: Writing): string {
  const [most] = [...(index?.contributions ?? [])].sort((one, other) => other.value - one.value);
  return most && most.value > 0 ? causeName(most.key, writing) : MISSING;
}

/** Who lags, by name and figure. */
export function laggardsSection(
  { region, figure, periods: [now] }: Report,
  laggards: Laggards,
  writing: Writing,
): string {
  const { words } = writing;
  const w = words.laggards;
  const names = (members: readonly ReportedRegion[]) => members.map(writing.nameOf).join(words.joiner);
  const silent = (
    [
      [w.noReport, laggards.noReport],
      [w.zeroNew, laggards.improbableZeroNew],
      [w.zeroChange, laggards.implausibleZeroChange],
    ] as const
  )
    .filter(([, members]) => members.length > 0)
    .map(([what, members]) => [what, names(members), ""]);
  const behind = laggards.behind.map(({ indicator, members }) => [
    indicatorOf(indicator)[writing.language],
    members
      .map((member) => `${writing.nameOf(member)} ${writing.figure(figure(indicator, member.code, now))}`)
      .join(words.joiner),
    writing.figure(figure(indicator, region.code, now)),
  ]);
  if (silent.length + behind.length === 0) return `<p>${w.none}</p>`;
  return `${writing.table({ name: "laggards", head: [w.what, w.who, w.whole], rows: [...silent, ...behind], text: [0, 1] })}\n<p>${w.note}</p>`;
}

/** Warnings inside the region, gravest first. */
export function warningsSection({ warnings }: Report, writing: Writing): string {
  const { words } = writing;
  if (warnings.length === 0) return `<p>${words.warnings.none}</p>`;
  return writing.table({
    name: "warnings",
    head: [
      words.members.name,
      words.index.level,
      words.index.previous,
      words.index.value,
      words.members.driver,
      words.warnings.triggers,
    ],
    rows: warnings.map((warning) => [
      escapeHtml(warning.name),
      writing.level(warning.level),
      writing.level(warning.previousLevel),
      writing.cell(
        { indicator: "LARGE_SCALE_RELAPSE", region: warning.code, period: warning.period },
        warning.value,
        writing.inUnit(warning.value, "SCORE"),
      ),
      warning.topDriver === null ? MISSING : causeName(warning.topDriver, writing),
      triggerList(warning.triggers, writing),
    ]),
    text: [0, 1, 2, 4, 5],
    kind: "warnings",
  });
}

/** Clusters the scan of this very region found. */
export function clustersSection({ clusters, region }: Report, writing: Writing): string {
  const w = writing.words.clusters;
  if (clusters.length === 0) return `<p>${w.none}</p>`;
  return `<p>${w.hint}</p>\n${writing.table({
    name: "clusters",
    head: [w.rank, w.where, w.villages, w.observed, w.expected, w.relativeRisk, w.p, w.households, w.radius],
    rows: clusters.map((cluster) => {
      const cell = (what: string, value: number | null, decimals: number, shownAs = value) =>
        writing.cell(
          { indicator: `CLUSTER.${cluster.rank}.${what}`, region: region.code, period: cluster.period },
          value,
          writing.number(shownAs ?? 0, decimals),
        );
      return [
        writing.number(cluster.rank),
        cluster.counties.map(escapeHtml).join(writing.words.joiner),
        cell("villages", cluster.villageCodes.length, 0),
        cell("observed", cluster.observed, 0),
        cell("expected", cluster.expected, 1),
        cell("relativeRisk", cluster.relativeRisk, 1),
        cell("p", cluster.p, 3),
        cell("households", cluster.households, 0),
        cell("radiusM", cluster.radiusM, 1, (cluster.radiusM ?? 0) / 1000),
      ];
    }),
    text: [0, 1],
  })}`;
}

/** Scores of the data of the region and its members, and what looks wrong in it. */
export function qualitySection(report: Report, writing: Writing): string {
  const { words } = writing;
  const w = words.quality;
  const judged = [report.region, ...report.members].filter((one) => one.quality !== null);
  if (judged.length === 0) return `<p>${w.unknown}</p>`;
  const rows = judged.map((one) => {
    const cell = (what: string, value: number | null, shown: (value: number) => string) =>
      writing.cell(
        { indicator: `DATA_QUALITY.${what}`, region: one.code, period: report.periods[0] },
        value,
        shown(value ?? 0),
      );
    return [
      writing.nameOf(one),
      cell("completeness", one.quality?.completeness ?? null, writing.share),
      cell("timeliness", one.quality?.timeliness ?? null, writing.share),
      cell("consistency", one.quality?.consistency ?? null, writing.share),
      cell("findings", one.quality?.findings ?? null, (value) => writing.number(value)),
    ];
  });
  const rest = report.findingCount - report.findings.length;
  const findings =
    report.findings.length === 0
      ? `<p>${w.none}</p>`
      : `<p>${w.hint}</p>\n${writing.table({
          name: "quality-findings",
          head: [w.region, words.meta.quarter, w.rule, w.seen],
          rows: report.findings.map((finding) => [
            escapeHtml(finding.name),
            finding.period,
            escapeHtml(finding.label),
            escapeHtml(finding.explanation),
          ]),
          text: [0, 1, 2, 3],
        })}${rest > 0 ? `\n<p>${w.more(rest)}</p>` : ""}`;
  return `${writing.table({ name: "quality", head: [w.region, w.completeness, w.timeliness, w.consistency, w.findings], rows })}\n${findings}`;
}
