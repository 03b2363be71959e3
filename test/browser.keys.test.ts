import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { partners } from "../web/i18n/partners.ts";
import { people } from "../web/i18n/people.ts";
import { atlases, graphql } from "./atlas.ts";
import { comeAs, keep, launch, visit } from "./browser.ts";

const atlas = atlases.at(-1);
const here = atlas?.url ?? "";
const url = here.replace("127.0.0.1", "localhost");
const { zh } = partners;

const statusOf = async (key: string) =>
  (await graphql(here, '{ region(code: "360827") { name } }', {}, { authorization: `Bearer ${key}` })).status;

describe.runIf(inject("chromium") !== "")("the page of a partner's keys", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it("makes a key, replaces its secret, shows what it used and revokes it, on a phone", {
    timeout: 240_000,
  }, async () => {
    const { page, complaints } = await visit(browser, url, { width: 360, height: 740 });
    await comeAs(page, url, "demo.partner");
    await page.goto(`${url}/keys`);
    await page.getByText(zh.keys.create, { exact: true }).first().click();
    const form = page.getByRole("form", { name: zh.keys.create });
    await form.getByLabel(zh.keys.name).fill("测页面");
    await form.getByLabel(zh.keys.points).fill("5000");
    await form.getByRole("button", { name: zh.keys.create }).click();
    const once = page.getByRole("dialog", { name: people.zh.once.title });
    const first = await once.getByLabel(zh.keys.secret).inputValue();
    await once.getByRole("button", { name: people.zh.once.close }).click();
    expect([await statusOf(first), await statusOf(first)]).toEqual([200, 200]);
    const card = page.locator('[data-key="测页面"]');
    await card.getByRole("button", { name: zh.keys.rotate }).click();
    const second = await once.getByLabel(zh.keys.secret).inputValue();
    await once.getByRole("button", { name: people.zh.once.close }).click();
    expect([await statusOf(first), await statusOf(second)]).toEqual([200, 200]);
    await page.reload();
    await card.locator("summary", { hasText: "近 30 天用量" }).click();
    await card.locator("caption", { hasText: zh.usage.byDay }).waitFor();
    expect(await card.locator("tbody tr").first().locator("td").first().textContent()).toBe("4");
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    const farthest = await card
      .locator("h3, dl, small, code, summary, .work-table")
      .evaluateAll((parts) => Math.max(...parts.map((part) => part.getBoundingClientRect().right)));
    expect(farthest).toBeLessThanOrEqual(360);
    await keep(page, "keys-phone");
    await card.getByRole("button", { name: zh.keys.revokeSecret }).first().click();
    await page.getByRole("dialog").getByRole("button").last().click();
    await card.getByRole("button", { name: zh.keys.rotate }).waitFor();
    expect([await statusOf(first), await statusOf(second)]).toEqual([401, 200]);
    await card.getByRole("button", { name: zh.keys.revoke, exact: true }).click();
    await page.getByRole("dialog").getByRole("button").last().click();
    await card.waitFor({ state: "detached" });
    expect(await statusOf(second)).toBe(401);
    expect(complaints).toEqual([]);
  });
});
