import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { indicators } from "../web/i18n/indicators.ts";
import { zh } from "../web/i18n/zh.ts";
import { atlases, graphql } from "./atlas.ts";
import { keep, launch, visit } from "./browser.ts";
import { sqlOn } from "./tileClient.ts";

const TIMEOUT = 240_000;
const atlas = atlases.at(-1);
const url = atlas?.url ?? "";

describe.runIf(inject("chromium") !== "")("figures of a panel in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it("sets measures by cause beside the index of a region, as the API gives them", {
    timeout: TIMEOUT,
  }, async () => {
    const { data } = await graphql<{
      region: { measuresByCause: { openHouseholds: number | null; matchedHouseholds: number | null }[] };
    }>(
      url,
      '{ region(code: "luoxiao") { measuresByCause(period: "2026Q3") { openHouseholds matchedHouseholds } } }',
    );
    const { page, complaints } = await visit(browser, `${url}/?r=region:luoxiao&lang=en`, {
      width: 1280,
      height: 900,
    });
    const table = page.locator("table.by-cause");
    await table.waitFor();
    const rows = await table.locator("tbody tr").all();
    expect(rows.length).toBe(data.region.measuresByCause.length);
    for (const [index, row] of rows.entries()) {
      const { openHouseholds, matchedHouseholds } = data.region.measuresByCause[index] ?? {};
      const cells = await row.locator("td").allInnerTexts();
      expect(cells.slice(0, 2)).toEqual(
        openHouseholds == null
          ? [indicators.en.measures.suppressed]
          : [matchedHouseholds?.toLocaleString("en-US"), openHouseholds.toLocaleString("en-US")],
      );
    }
    await table.scrollIntoViewIfNeeded();
    await keep(page, "measures-by-cause");
    await page.context().close();
    expect(complaints).toEqual([]);
  });

  it("shows how far a county's data can be trusted, and what looks wrong in them, as the API says", {
    timeout: TIMEOUT,
  }, async () => {
    const code = "360827";
    const { data } = await graphql<{
      region: { dataQuality: { completeness: number; findings: number } };
      qualityFindings: { totalCount: number; nodes: { label: string; explanation: string }[] };
    }>(
      url,
      `{ region(code: "${code}") { dataQuality(period: "2026Q3") { completeness findings } }
         qualityFindings(within: "${code}", period: "2026Q3", first: 5) { totalCount nodes { label explanation } } }`,
      {},
      { "accept-language": "zh" },
    );
    const { page, complaints } = await visit(browser, `${url}/?r=region:${code}`, {
      width: 1280,
      height: 900,
    });
    const section = page.locator(".region-quality");
    await section.locator("dd").first().waitFor();
    const text = await section.innerText();
    expect(text).toContain(`${(100 * data.region.dataQuality.completeness).toFixed(1)}%`);
    const { totalCount, nodes } = data.qualityFindings;
    expect(text).toContain(
      totalCount === 0 ? indicators.zh.quality.none : indicators.zh.quality.findings(String(totalCount)),
    );
    expect(await section.locator("li").count()).toBe(nodes.length);
    for (const { label, explanation } of nodes) {
      expect(text).toContain(label);
      expect(text).toContain(explanation);
    }
    await section.scrollIntoViewIfNeeded();
    await keep(page, "region-quality");
    await page.context().close();
    expect(complaints).toEqual([]);
  });

  it("says of a village without enough data what is missing, with its weight, on a phone", {
    timeout: TIMEOUT,
  }, async () => {
    const [village] = await sqlOn<{ code: string }>(
      atlas?.databaseUrl ?? "",
      `select village_code as code from atlas.current_village_risks
       where period = '2026-09-01' and status = 'INSUFFICIENT' order by 1 limit 1`,
    );
    const { data } = await graphql<{ explainScore: { missing: { label: string; weight: number }[] } }>(
      url,
      `{ explainScore(code: "${village?.code}", period: "2026-09") { missing { label weight } } }`,
    );
    const { missing } = data.explainScore;
    expect(missing.length).toBeGreaterThan(0);
    const { page, complaints } = await visit(browser, `${url}/?r=village:${village?.code}`, {
      width: 390,
      height: 844,
    });
    const why = page.locator(".why-no-score");
    await why.locator("dt").first().waitFor();
    const w = indicators.zh.noScore;
    expect(await why.locator("dt").allInnerTexts()).toEqual(missing.map(({ label }) => label));
    const percent = (share: number) => `${Math.round(100 * share)}%`;
    const total = missing.reduce((sum, { weight }) => sum + weight, 0);
    expect(await why.innerText()).toContain(w.line(percent(total), percent(0.4)));
    expect(await page.locator(".risk-summary").first().innerText()).toContain(zh.status.INSUFFICIENT);
    await keep(page, "no-score");
    await page.context().close();
    expect(complaints).toEqual([]);
  });
});
