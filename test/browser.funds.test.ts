import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { funds } from "../web/i18n/funds.ts";
import { atlases, graphql } from "./atlas.ts";
import { keep, launch, settled, shareDrawn, visit } from "./browser.ts";

const TIMEOUT = 240_000;
const here = atlases.at(-1)?.url ?? "";
const url = here.replace("127.0.0.1", "localhost");
const { zh } = funds;

describe.runIf(inject("chromium") !== "")("funds, tables and the colours of counties", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it("leads from an area down to the projects of a county, and lists what is slow and what is idle", {
    timeout: TIMEOUT,
  }, async () => {
    const { data } = await graphql<{ funds: { rowCount: number }; slow: { totalCount: number } }>(
      here,
      '{ funds(within: "360781", by: PROJECT) { rowCount } slow: slowFunds(within: "360781") { totalCount } }',
    );
    const session = await visit(browser, `${url}/funds`, { width: 1280, height: 900 });
    const { page } = session;
    await page.getByRole("button", { name: "瑞金市" }).waitFor();
    expect(await page.locator("table.sortable tbody tr").count()).toBe(23);
    await keep(page, "funds-area");
    await page.getByRole("button", { name: "瑞金市" }).click();
    await page.waitForURL("**/*within=360781*");
    await page.getByText(zh.funds.unassigned("瑞金市")).waitFor();
    expect(await page.locator("table.sortable tbody tr").count()).toBe(data.funds.rowCount);
    await page.getByText(`${zh.funds.slow} ${data.slow.totalCount}`).waitFor();
    await keep(page, "funds-county");
    expect(session.complaints).toEqual([]);
    await page.context().close();
  });

  it("shows the money of a region in its panel, as the API adds it up, with the way to all of it", {
    timeout: TIMEOUT,
  }, async () => {
    const { data } = await graphql<{
      funds: { rows: { name: string }[] };
      slow: { totalCount: number };
      idle: { totalCount: number };
    }>(
      here,
      `{ funds(within: "360781", by: SOURCE) { rows { name } }
         slow: slowFunds(within: "360781") { totalCount } idle: idleFunds(within: "360781") { totalCount } }`,
    );
    const session = await visit(browser, `${url}/?r=region:360781`, { width: 360, height: 740 });
    const { page } = session;
    const section = page
      .locator("section")
      .filter({ has: page.getByRole("heading", { name: zh.funds.title }) });
    await section.locator("table tbody tr").first().waitFor();
    expect(await section.locator("tbody th").allInnerTexts()).toEqual(
      data.funds.rows.map(({ name }) => name),
    );
    const said = async (label: string) =>
      (await section.locator("dl > div").filter({ hasText: label }).locator("dd").first().innerText()).trim();
    expect(await said(zh.funds.slow)).toBe(String(data.slow.totalCount));
    expect(await said(zh.funds.idle)).toBe(String(data.idle.totalCount));
    await section.scrollIntoViewIfNeeded();
    await keep(page, "region-funds-phone");
    await section.getByRole("link", { name: zh.funds.whole }).click();
    await page.waitForURL("**/funds?within=360781");
    expect(session.complaints).toEqual([]);
    await page.context().close();
  });

  it("sorts a table and downloads exactly what it shows", { timeout: TIMEOUT }, async () => {
    const session = await visit(browser, `${url}/tables?table=parity`, { width: 1280, height: 900 });
    const { page } = session;
    await page.getByRole("button", { name: zh.tables.listLength }).click();
    const shown = await page
      .locator("table.sortable tr")
      .evaluateAll((lines) =>
        lines.map((line) => [...line.children].map((cell) => cell.textContent?.trim() ?? "")),
      );
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: zh.csv }).click(),
    ]);
    const text = readFileSync(await download.path(), "utf8");
    const lines = parse(text, { bom: true });
    expect(lines).toEqual(shown);
    const lengths = shown.slice(1).flatMap(([, length]) => (length === "—" ? [] : [Number(length)]));
    expect(lengths).toEqual([...lengths].sort((a, b) => b - a));
    await keep(page, "tables-parity");
    expect(session.complaints).toEqual([]);
    await page.context().close();
  });

  it("colours counties by any published figure, with the classes of the API, in the address", {
    timeout: TIMEOUT,
  }, async () => {
    const { data } = await graphql<{
      indicator: { label: string; legend: { missing: number; classes: { count: number }[] } };
    }>(
      here,
      '{ indicator(code: "SATISFACTION") { label legend(kind: COUNTY, period: "2026Q3") { missing classes { count } } } }',
    );
    const session = await visit(browser, `${url}/`, { width: 1280, height: 900 });
    const { page } = session;
    await settled(page);
    await page.getByLabel(zh.colour.label).selectOption("SATISFACTION");
    await page.waitForURL("**/*i=SATISFACTION*");
    await page.locator("section.legend h2", { hasText: data.indicator.label }).waitFor();
    const counts = await page.locator("section.legend .classes b").allInnerTexts();
    const { legend } = data.indicator;
    expect(counts.map(Number)).toEqual([...legend.classes.map(({ count }) => count), legend.missing]);
    await settled(page);
    expect(await shareDrawn(page, ["county-fill"])).toBeGreaterThan(0.02);
    await keep(page, "map-satisfaction");
    expect(session.complaints).toEqual([]);
    await page.context().close();
  });
});
