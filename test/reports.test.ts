import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { escapeHtml } from "../server/reports/cells.ts";
import { laggardsOf } from "../server/reports/laggards.ts";
import type { ReportedRegion } from "../server/reports/queries.ts";
import { THEMES } from "../server/reports/themeSections.ts";
import { LEVEL_SIGNS, reportWords } from "../server/reports/words.ts";
import { en } from "../web/i18n/en.ts";
import { zh } from "../web/i18n/zh.ts";
import { levelSign } from "../web/risk/levels.ts";
import { atlases, graphql } from "./atlas.ts";
import { send } from "./send.ts";

const run = promisify(execFile);
const command = fileURLToPath(new URL("../dist/server/commands.js", import.meta.url));

/** Unrounded values of a figure in a report, wherever it stands. */
const valuesOf = (html: string, indicator: string, region: string, period = "2026Q3") =>
  [
    ...html.matchAll(
      new RegExp(
        `<data value="([^"]*)" data-indicator="${indicator.replaceAll(".", "\\.")}" data-region="${region}" data-period="${period}" data-version="\\d+">`,
        "g",
      ),
    ),
  ].map(([, value]) => value);

describe("the words of the report", () => {
  it("are those of the map for levels, rules and states", () => {
    for (const [report, map] of [
      [reportWords.zh, zh],
      [reportWords.en, en],
    ] as const) {
      expect(report.triggers).toEqual(map.index.triggers);
      expect(report.silence.states).toEqual(map.index.states);
      expect(report.demo).toBe(map.demo.banner);
      for (const level of ["NONE", "BLUE", "YELLOW", "ORANGE", "RED"] as const)
        expect(map.level[level].slice(0, 1)).toBe(report.levels[level].slice(0, 1));
    }
    expect(LEVEL_SIGNS).toEqual(levelSign);
  });

  it("never let a name become markup", () => {
    expect(escapeHtml(`<b onclick="x('y')">&`)).toBe("&lt;b onclick=&quot;x(&#39;y&#39;)&quot;&gt;&amp;");
  });
});

describe("who lags", () => {
  const place = (code: string) => ({ code, index: null }) as ReportedRegion;
  const values: Record<string, Record<string, number | null>> = {
    LATE_MEASURES: { all: 0.1, a: 0.3, b: 0.1, c: 0.2, d: 0.4, e: 0.5, f: null },
    MEASURES_MATCHING: { all: 0.5, a: 0.6, b: 0.4, c: 0.5, d: 0.5, e: 0.5, f: null },
    NO_REPORT: { a: 0, b: 0, c: 0, d: 0, e: 0, f: 1 },
  };
  it("is named worst first, three at most, never for an equal figure, and apart for a missing one", () => {
    const laggards = laggardsOf({
      region: place("all"),
      members: [..."abcdef"].map(place),
      periods: ["2026Q3", "2026Q2", "2025Q3"],
      figure: (indicator, regionCode, period) => {
        const value = values[indicator]?.[regionCode];
        return value === undefined
          ? null
          : { indicator, regionCode, period, value, numerator: null, denominator: null, version: 1 };
      },
    });
    expect(
      laggards.behind.map(({ indicator, members }) => [indicator, members.map(({ code }) => code).join("")]),
    ).toEqual([
      ["LATE_MEASURES", "eda"],
      ["MEASURES_MATCHING", "b"],
    ]);
    expect(laggards.noReport.map(({ code }) => code)).toEqual(["f"]);
  });
});

describe.each(atlases)("the quarterly report on $name", ({ url }) => {
  it("tells of an area what the API tells: index, parts, tests, ranks, clusters, quality", async () => {
    const html = await (await fetch(`${url}/reports/luoxiao/2026Q3.html`)).text();
    const { data } = await graphql<{
      region: {
        index: { contributions: { key: string; value: number }[]; coverage: number };
        dataQuality: { completeness: number; findings: number };
        members: { code: string; name: string; index: { rank: number; rankInterval: number[] } }[];
      };
      clusters: { rank: number; observed: number; relativeRisk: number; p: number; households: number }[];
      warnings: { totalCount: number; nodes: { region: { code: string }; value: number }[] };
    }>(
      url,
      `{ region(code: "luoxiao") { index(period: "2026Q3") { coverage contributions { key value } }
           dataQuality(period: "2026Q3") { completeness findings }
           members { code name index(period: "2026Q3") { rank rankInterval } } }
         clusters(within: "luoxiao", period: "2026Q3") { rank observed relativeRisk p households }
         warnings(within: "luoxiao", period: "2026Q3", first: 500) { totalCount nodes { region { code } value } } }`,
    );
    const shown = (indicator: string, value: number, region = "luoxiao") =>
      expect(valuesOf(html, indicator, region), indicator).toContain(JSON.stringify(value));
    const { index, dataQuality, members } = data.region;
    expect(index.contributions).toHaveLength(8);
    for (const part of index.contributions) shown(`INDEX_${part.key}.contribution`, part.value);
    shown("LARGE_SCALE_RELAPSE.coverage", index.coverage);
    shown("DATA_QUALITY.completeness", dataQuality.completeness);
    shown("DATA_QUALITY.findings", dataQuality.findings);
    expect(members.length).toBeGreaterThan(20);
    for (const { code, index: its } of members) {
      shown("LARGE_SCALE_RELAPSE.rank", its.rank, code);
      shown("LARGE_SCALE_RELAPSE.rankLow", its.rankInterval[0] ?? -1, code);
      shown("LARGE_SCALE_RELAPSE.rankHigh", its.rankInterval[1] ?? -1, code);
    }
    expect(data.clusters.length).toBeGreaterThan(0);
    for (const cluster of data.clusters) {
      for (const what of ["observed", "relativeRisk", "p", "households"] as const)
        shown(`CLUSTER.${cluster.rank}.${what}`, cluster[what]);
    }
    const section = /<section id="warnings">([\s\S]*?)<\/section>/.exec(html)?.[1] ?? "";
    for (const warning of data.warnings.nodes)
      expect(valuesOf(section, "LARGE_SCALE_RELAPSE", warning.region.code)).toEqual([
        JSON.stringify(warning.value),
      ]);
    expect(section.match(/<tr>/g)).toHaveLength(data.warnings.totalCount + 1);
  });

  it("names who did not report and whose zero is improbable, as planted, and marks demonstration data", async () => {
    const html = await (await fetch(`${url}/reports/luoxiao/2026Q3.html`)).text();
    const laggards = /<section id="laggards">([\s\S]*?)<\/section>/.exec(html)?.[1] ?? "";
    expect(laggards).toMatch(/未报送<\/th><td>汝城县/);
    expect(laggards).toMatch(/零变化不可信，须核查<\/th><td>茶陵县/);
    expect(laggards).toMatch(/零新增不大可信，须核查<\/th><td>茶陵县、永新县/);
    expect(html).toContain(reportWords.zh.demo);
    expect(html).toContain(reportWords.zh.own);
  });

  it("is one file that asks for nothing, in either language", async () => {
    for (const [lang, tag] of [
      ["zh", "zh-CN"],
      ["en", "en"],
    ]) {
      const html = await (await fetch(`${url}/reports/360827/2026Q3.html?lang=${lang}`)).text();
      expect(html).toContain(`<html lang="${tag}">`);
      expect(html).not.toMatch(/<script|\bsrc=|url\(|@import|https?:/);
      expect(html.match(/<section id=/g)).toHaveLength(20);
      expect(html).not.toContain("undefined");
      expect(html).not.toContain("NaN");
    }
  });

  it("gives every table as CSV: the figures of the page unrounded, each with the published row it is of", async () => {
    const html = await (await fetch(`${url}/reports/luoxiao/2026Q3.html`)).text();
    const paths = [...html.matchAll(/<a href="([^"]+)">CSV<\/a>/g)].map(([, path = ""]) => path);
    expect(html.match(/<table/g)).toHaveLength(paths.length);
    const inPage = new Set(
      [
        ...html.matchAll(
          /<data value="([^"]*)" data-indicator="([^"]*)" data-region="([^"]*)" data-period="([^"]*)" data-version="(\d+)">/g,
        ),
      ].map(([, value, ...row]) => `${row.slice(0, 3).join(" ")} v${row[3]} = ${value}`),
    );
    let compared = 0;
    for (const path of paths) {
      const text = await (await fetch(`${url}/reports/luoxiao/${path}`)).text();
      const [head = [], ...lines] = parse(text, { relax_column_count: false }) as string[][];
      expect(head.at(-1)).toBe("模拟数据");
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) {
        expect(line.at(-1)).toBe("模拟");
        head.forEach((title, column) => {
          const row = line[column + 1] ?? "";
          // A rank stands with its interval in one cell, and a test with the name of its figure.
          const isFigure = /^(-?[\d.]+(e[+-]?\d+)?)?$/.test(line[column] ?? "");
          if (!head[column + 1]?.startsWith(`${title} `) || row === "" || !isFigure) return;
          expect(inPage).toContain(`${row} = ${line[column]}`);
          compared += 1;
        });
      }
    }
    expect(compared).toBeGreaterThan(500);
    const english = await (await fetch(`${url}/reports/luoxiao/2026Q3.en/ranking.csv`)).text();
    expect(english).toContain("Suichuan");
  });

  it("sets the themes of a quarter side by side: causes, ledger, funds, assessment, protection, workforce, as the API gives them", async () => {
    const html = await (await fetch(`${url}/reports/luoxiao/2026Q3.html`)).text();
    const { data } = await graphql<{
      compare: { rows: { code: string; values: { value: number | null }[][] }[] };
    }>(
      url,
      `query ($regions: [String!]!, $indicators: [String!]!) {
         compare(regions: $regions, indicators: $indicators, periods: ["2026Q3"]) { rows { code values { value } } } }`,
      { regions: ["luoxiao", "360827", "431026"], indicators: Object.values(THEMES).flat() },
    );
    let told = 0;
    for (const [theme, keys] of Object.entries(THEMES)) {
      const section = new RegExp(`<section id="${theme}">([\\s\\S]*?)</section>`).exec(html)?.[1] ?? "";
      for (const { code, values } of data.compare.rows)
        for (const key of keys) {
          const at = Object.values(THEMES).flat().indexOf(key);
          const value = values[at]?.[0]?.value ?? null;
          if (value === null) continue;
          expect(valuesOf(section, key, code), `${theme} ${key} ${code}`).toEqual([JSON.stringify(value)]);
          told += 1;
        }
    }
    expect(told).toBeGreaterThan(50);
  });

  it("answers 304 to a known ETag and refuses what is not there in a sentence", async () => {
    const path = "/reports/36/2026Q2.html";
    const first = await fetch(url + path);
    await first.text();
    const again = await fetch(url + path, {
      headers: { "if-none-match": first.headers.get("etag") ?? "" },
    });
    expect(again.status).toBe(304);
    for (const [other, status, value] of [
      ["nowhere/2026Q3.html", 404, "nowhere"],
      ["36/2026Q9.html", 400, "2026Q9"],
      ["36/1999Q1.html", 404, "1999Q1"],
      ["36/2026Q3.pdf", 404, "2026Q3.pdf"],
      ["36/2026Q3.html?lang=fr", 400, "fr"],
      ["36/2026Q3/nothing.csv", 404, "nothing.csv"],
      ["36/2026Q3/ranking", 404, "ranking"],
      ["36/2026Q9/ranking.csv", 400, "2026Q9"],
    ] as const) {
      const answer = await send(url, { headers: { accept: "text/html" } }, `/reports/${other}`);
      expect(answer.status).toBe(status);
      expect(answer.body.errors[0]?.message).toContain(value);
    }
  });

  it("answers for every kind of region, a township without an index included", async () => {
    for (const code of ["36", "3608", "360827", "360827100"]) {
      const response = await fetch(`${url}/reports/${code}/2026Q3.html`);
      expect(response.status).toBe(200);
      expect(valuesOf(await response.text(), "VILLAGE_RISK", code).length).toBeGreaterThan(0);
    }
  });
});

describe("the report command", () => {
  const folder = mkdtempSync(join(tmpdir(), "atlas-report-"));
  const data = join(folder, "data");
  beforeAll(() => cpSync(inject("embeddedDirectory"), data, { recursive: true }));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const report = (...args: string[]) =>
    run(process.execPath, [command, "report", ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH, ATLAS_DATA_DIRECTORY: data },
    });

  it("writes the same bytes twice, those of the door, and without a region one file for each area", {
    timeout: 240_000,
  }, async () => {
    await report("--quarter", "2026Q3");
    await report("--quarter", "2026Q3", "--region", "luoxiao", "--output", "again.html");
    const [first, again] = ["reports/luoxiao/2026Q3.html", "again.html"].map((name) =>
      readFileSync(join(folder, name), "utf8"),
    );
    expect(again).toBe(first);
    expect(first).toBe(await (await fetch(`${atlases[0]?.url}/reports/luoxiao/2026Q3.html`)).text());
    const linked = [...(first ?? "").matchAll(/<a href="([^"]+\.csv)">/g)].map(([, path = ""]) => path);
    expect(linked.length).toBeGreaterThan(10);
    for (const path of linked) {
      const file = readFileSync(join(folder, "reports/luoxiao", path), "utf8");
      expect(readFileSync(join(folder, path), "utf8")).toBe(file);
      // fetch drops the byte-order mark that Excel needs.
      expect(file.slice(1)).toBe(await (await fetch(`${atlases[0]?.url}/reports/luoxiao/${path}`)).text());
    }
  });

  it("refuses a region that is not there", { timeout: 240_000 }, async () => {
    await expect(report("--quarter", "2026Q3", "--region", "nowhere")).rejects.toThrow(/nowhere/);
  });
});
