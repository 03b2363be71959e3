import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import pg from "pg";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { erasure } from "../web/i18n/erasure.ts";
import { atlases } from "./atlas.ts";
import { comeAs, keep, launch, visit } from "./browser.ts";
import { asOwner, keysOf, newHousehold } from "./casework.ts";

const TIMEOUT = 240_000;
const atlas = atlases.at(-1);
const url = (atlas?.url ?? "").replace("127.0.0.1", "localhost");

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Serious and critical findings of axe on the page. */
async function serious(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as never as {
      axe: {
        run: () => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => ["serious", "critical"].includes(impact))
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}

describe.runIf(inject("chromium") !== "")("erasing on the page of a household", () => {
  let browser: Browser;
  let database: pg.Client;
  beforeAll(async () => {
    database = new pg.Client({ connectionString: atlas?.databaseUrl ?? "" });
    await database.connect();
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await database?.end();
  });

  it("is asked of the county once more, refused with the day, and done by keyboard on a narrow phone", {
    timeout: TIMEOUT,
  }, async () => {
    if (!atlas) throw new Error("there is no server");
    const words = erasure.zh;
    const { id, memberId } = await newHousehold(database, keysOf(atlas), { name: "测离户" });
    const leave = (day: string) =>
      asOwner(database, [["update casework.members set left_on = $2 where id = $1", [memberId, day]]]);
    await leave("2024-03-15");
    const session = await visit(browser, `${url}/not-there`, { width: 360, height: 780 });
    const { page } = session;
    await comeAs(page, atlas.url, "demo.county");
    await page.goto(`${url}/households/${id}?lang=zh`);
    const section = page.locator("section[aria-labelledby=erasure]");
    const send = async () => {
      await section.locator("select[name=whom]").selectOption(memberId);
      await section.locator("select[name=reason]").selectOption("RETENTION_ENDED");
      await section.locator("button[type=submit]").press("Enter");
      const dialog = section.locator("dialog[open]");
      await dialog.waitFor();
      expect(await dialog.innerText()).toContain(words.confirm);
      await keep(page, "erasure-confirm");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
    };
    await section.locator("summary").focus();
    await page.keyboard.press("Enter");
    await send();
    await section.getByText("最早可于 2029-03-15 清除").waitFor();
    await keep(page, "erasure-refused");
    expect(await serious(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

    await leave("2015-03-15");
    await send();
    await section.getByText(words.done).waitFor();
    const card = page.locator("li.field-card").first();
    await card.getByText("个人信息已于").waitFor();
    expect(await card.locator("strong").first().innerText()).toBe("已清除");
    expect(await card.getByRole("button", { name: "查看明文" }).count()).toBe(0);
    await keep(page, "erasure-done");
    expect(await serious(page)).toEqual([]);
    expect(session.complaints).toEqual([]);

    // Whoever else works with the household is not offered it.
    await comeAs(page, atlas.url, "demo.worker");
    await page.goto(`${url}/households/${id}?lang=en`);
    await page.getByText("Erased", { exact: true }).first().waitFor();
    expect(await page.locator("section[aria-labelledby=erasure]").count()).toBe(0);
    await page.context().close();
  });
});
