import type { Language } from "../errors.ts";
import { escapeHtml, Writing } from "./cells.ts";
import { csvOf } from "./csv.ts";
import { allSection, dispatchSection, membersSection } from "./dispatchSections.ts";
import { causeName, indexSection, silenceSection, testsSection } from "./indexSections.ts";
import { type Laggards, laggardsOf, namedMembers } from "./laggards.ts";
import {
  clustersSection,
  laggardsSection,
  qualitySection,
  rankingSection,
  warningsSection,
} from "./memberSections.ts";
import type { Report } from "./queries.ts";
import { STYLE } from "./style.ts";
import { themeSection } from "./themeSections.ts";

export interface WrittenReport {
  readonly html: string;
  /** Every table of the page by its name, as CSV. */
  readonly tables: ReadonlyMap<string, string>;
}

/** A report in one language. Only what is published goes in, and no clock: the same report twice is the same bytes. */
export function writeReport(report: Report, language: Language): WrittenReport {
  const writing = new Writing(language, tablesFolder(report.publication.period, language), report.versions);
  const html = pageOf(report, writing);
  const tables = new Map([...writing.tables].map(([name, table]) => [name, csvOf(table, writing, report)]));
  return { html, tables };
}

/** Folder of the tables beside the page, on the door and on disk alike. */
export const tablesFolder = (period: string, language: Language): string =>
  language === "en" ? `${period}.en` : period;

/** One self-contained page. */
function pageOf(report: Report, writing: Writing): string {
  const { words, language } = writing;
  const { region, publication } = report;
  const [, year = "", quarter = ""] = /^(\d{4})Q(\d)$/.exec(publication.period) ?? [];
  const title = words.title(words.quarter(year, quarter));
  const name = writing.nameOf(region);
  const laggards = laggardsOf(report);
  const sections: Record<keyof typeof words.sections, string> = {
    points: pointsSection(report, laggards, writing),
    index: indexSection(report, writing),
    tests: testsSection(report, writing),
    silence: silenceSection(report, writing),
    dispatch: dispatchSection(report, writing),
    ranking: rankingSection(report, writing),
    members: membersSection(report, writing),
    causes: themeSection(report, "causes", writing),
    measures: themeSection(report, "measures", writing),
    ledger: themeSection(report, "ledger", writing),
    funds: themeSection(report, "funds", writing),
    assessment: themeSection(report, "assessment", writing),
    protection: themeSection(report, "protection", writing),
    workforce: themeSection(report, "workforce", writing),
    laggards: laggardsSection(report, laggards, writing),
    warnings: warningsSection(report, writing),
    clusters: clustersSection(report, writing),
    quality: qualitySection(report, writing),
    all: allSection(report, writing),
    reading: `<ul>${words.reading.map((sentence) => `<li>${sentence}</li>`).join("")}</ul>`,
  };
  return `<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${name} ${title}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<p>${words.product}</p>
<h1>${name}<small>${title}</small></h1>
${region.isDemo ? `<p class="demo" role="note">${words.demo}</p>` : ""}
<p class="own">${words.own}</p>
${metaOf(report, writing)}
</header>
<main>
${Object.entries(sections)
  .map(
    ([key, body], place) =>
      `<section id="${key}"><h2>${place + 1}. ${words.sections[key as keyof typeof sections]}</h2>\n${body}\n</section>`,
  )
  .join("\n")}
</main>
<footer>${words.product} · ${name} · ${publication.period} · ${words.meta.versionOf(publication.version)}${region.isDemo ? ` · ${words.demoMark}` : ""}</footer>
</body>
</html>
`;
}

/** What the report is about and which publication it reads. */
function metaOf({ region, publication, methodVersions }: Report, writing: Writing): string {
  const { words } = writing;
  const w = words.meta;
  const share = (what: string, value: number | null) =>
    writing.cell(
      { indicator: what, region: region.code, period: publication.period },
      value,
      writing.share(value ?? 0),
    );
  const rows = [
    [w.code, region.code],
    [w.kind, words.kinds[region.kind]],
    [w.quarter, publication.period],
    [w.version, w.versionOf(publication.version)],
    [w.published, `${inChina(publication.computedAt)}${w.zone}`],
    [w.cutOff, publication.dataCutOff],
    [w.method, methodVersions.map(escapeHtml).join(words.joiner)],
    [w.coverage, share("PUBLICATION.coverage", publication.coverage)],
    [w.reported, share("PUBLICATION.reported", region.reported)],
    [w.checksum, publication.contentSha256.slice(0, 16)],
  ];
  return `<dl class="facts">${rows.map(([term, value]) => `<div><dt>${term}</dt><dd>${value}</dd></div>`).join("")}</dl>`;
}

/** A moment by the clocks of China, to the minute, whatever machine writes the report. */
function inChina(moment: string): string {
  const shifted = new Date(Date.parse(moment) + 8 * 3_600_000).toISOString();
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 16)}`;
}

const DRIVERS_NAMED = 3;

function pointsSection(report: Report, laggards: Laggards, writing: Writing): string {
  const { region, members, figure, periods, clusters, findingCount } = report;
  const [now, before] = periods;
  const { words } = writing;
  const w = words.points;
  const { index } = region;
  const warned = members.filter(
    (member) => member.index && member.index.level !== "NONE" && member.index.level !== null,
  );
  const ranked = members.filter((member) => member.index !== null);
  const drivers = [...(index?.contributions ?? [])]
    .filter((part) => part.value > 0)
    .sort((one, other) => other.value - one.value)
    .slice(0, DRIVERS_NAMED);
  const recognised = figure("NEWLY_RECOGNISED", region.code, now);
  const lagging = namedMembers(laggards);
  const points = [
    index === null
      ? ""
      : `${w.level(writing.level(index.level), writing.figure(figure("LARGE_SCALE_RELAPSE", region.code, now)))}${
          index.previousLevel === null ? "" : w.before(writing.level(index.previousLevel))
        }`,
    drivers.length === 0
      ? ""
      : w.drivers(drivers.map((part) => causeName(part.key, writing)).join(words.joiner)),
    recognised === null
      ? ""
      : w.recognised(
          writing.figure(recognised),
          writing.figure(figure("NEWLY_RECOGNISED", region.code, before)),
        ),
    ranked.length === 0 ? "" : w.warned(warned.length, ranked.length),
    lagging === 0 ? "" : w.laggards(lagging),
    clusters.length === 0 ? "" : w.clusters(clusters.length),
    findingCount === 0 ? "" : w.quality(writing.number(findingCount)),
  ].filter((point) => point !== "");
  return points.length === 0
    ? `<p>${w.noIndex}</p>`
    : `<ul class="points">${points.map((point) => `<li>${point}</li>`).join("")}</ul>`;
}
