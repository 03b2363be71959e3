import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parse } from "csv-parse/sync";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { exportWords } from "../web/i18n/exports.ts";
import { atlases } from "./atlas.ts";
import { comeAs, keep, launch, visit } from "./browser.ts";

const TIMEOUT = 240_000;
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const here = atlases.at(-1)?.url ?? "";
const url = here.replace("127.0.0.1", "localhost");
const PHONE = { width: 360, height: 780 };

const serious = async (page: Page) => {
  await page.evaluate(axeSource);
  return page.evaluate(async () =>
    (await window.axe.run(document)).violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`),
  );
};
const isWide = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

describe.runIf(inject("chromium") !== "")("the dialogue of a file", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it("gives the villages of a region to anybody, by keyboard on a phone, and lists the file in this tab alone", {
    timeout: TIMEOUT,
  }, async () => {
    const { zh } = exportWords;
    const { page, complaints } = await visit(browser, `${url}/?r=region:360827`, PHONE);
    const open = page.getByRole("button", { name: zh.open, exact: true });
    await open.waitFor();
    await open.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: zh.title });
    await dialog.waitFor();
    await dialog.getByLabel(zh.what).selectOption("VILLAGES");
    await dialog.getByLabel(zh.format).selectOption("GEOPACKAGE");
    expect(await serious(page)).toEqual([]);
    await keep(page, "exports-dialog");
    await dialog.getByRole("button", { name: zh.ask }).focus();
    await page.keyboard.press("Enter");
    const link = dialog.getByRole("link", { name: zh.download });
    await link.waitFor();
    await keep(page, "exports-done");
    expect(await dialog.locator("output").textContent()).toContain(zh.demo);
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    expect(download.suggestedFilename()).toMatch(/^行政村-遂川县-\d{4}-\d\d-\d\d\.gpkg$/);
    expect(
      readFileSync(await download.path())
        .subarray(0, 15)
        .toString(),
    ).toBe("SQLite format 3");

    await dialog.getByRole("link", { name: zh.mine }).click();
    await page.getByRole("heading", { name: zh.mine, level: 1 }).waitFor();
    const files = page.locator(".export-files > li");
    await files.getByRole("link", { name: zh.download }).waitFor();
    expect(await files.count()).toBe(1);
    expect([await serious(page), await isWide(page)]).toEqual([[], false]);
    await keep(page, "exports-page");
    const other = await visit(browser, `${url}/downloads`, PHONE);
    await other.page.getByText(zh.none).waitFor();
    expect([...complaints, ...other.complaints]).toEqual([]);
  });

  it("gives a county its households, masked, in English and in the dark", { timeout: TIMEOUT }, async () => {
    const { en } = exportWords;
    const { page, complaints } = await visit(browser, `${url}/not-there`, PHONE);
    await comeAs(page, here, "demo.county");
    await page.goto(`${url}/households?lang=en&theme=dark`);
    const open = page.getByRole("button", { name: en.open, exact: true });
    await open.waitFor();
    await open.click();
    const dialog = page.getByRole("dialog", { name: en.title });
    await dialog.getByText(en.masked, { exact: false }).waitFor();
    // Without a place there is nothing for a map.
    expect(await dialog.getByLabel(en.format).locator("option").count()).toBe(2);
    expect(await serious(page)).toEqual([]);
    await keep(page, "exports-households");
    await dialog.getByRole("button", { name: en.ask }).click();
    const link = dialog.getByRole("link", { name: en.download });
    await link.waitFor();
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    const rows = parse(readFileSync(await download.path()), { bom: true, columns: true }) as Record<
      string,
      string
    >[];
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.every(({ head }) => head === "" || /\*/.test(head ?? ""))).toBe(true);
    await page.goto(`${url}/downloads?lang=en`);
    await page.locator(".export-files > li").first().waitFor();
    expect(complaints).toEqual([]);
  });
});
