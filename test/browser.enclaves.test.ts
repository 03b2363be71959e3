import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { PLANTED } from "../server/demo/planted.ts";
import { enclave } from "../web/i18n/enclave.ts";
import { atlases, graphql } from "./atlas.ts";
import { comeAs, keep, launch, visit } from "./browser.ts";

const TIMEOUT = 300_000;
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const here = atlases.at(-1)?.url ?? "";
const url = here.replace("127.0.0.1", "localhost");
const CODE = PLANTED.enclaveInArrears.code;
const words = enclave.zh;

const gap = async () =>
  (await graphql<{ enclave: { dividendGap: number } }>(here, `{ enclave(code: "${CODE}") { dividendGap } }`))
    .data.enclave.dividendGap;

/** Serious and critical findings of axe within a part of the page. */
async function serious(page: Page, within: string): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async (selector) => {
    const { axe } = window as never as {
      axe: {
        run: (within: string) => Promise<{ violations: { id: string; impact: string; nodes: unknown[] }[] }>;
      };
    };
    const { violations } = await axe.run(selector);
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id} ${nodes.length}`);
  }, within);
}

describe.runIf(inject("chromium") !== "")("enclaves in the browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it("shows contract, returns and ledger, takes a payment in and back, and offers neither to the public", {
    timeout: TIMEOUT,
  }, async () => {
    const session = await visit(browser, `${url}/not-there`, { width: 1280, height: 900 });
    const { page } = session;
    await page.goto(`${url}/?r=enclave:${CODE}&off=counties,villages`);
    const panel = page.locator("aside.detail");
    await panel.getByText(words.contract.title).waitFor();
    await panel.locator("[data-entry]").first().waitFor();
    expect(await panel.getByText(words.ledger.record).count()).toBe(0);
    expect(await panel.locator(".dividend-chart rect.short").count()).toBe(2);

    await comeAs(page, here, "demo.province");
    await page.reload();
    await panel.getByText(words.ledger.record).waitFor();
    const before = await gap();
    await panel.getByText(words.ledger.record).click();
    const form = panel.locator("form.enclave-entry-form");
    await form.getByLabel(words.ledger.year).fill("2025");
    await form.getByLabel(words.ledger.day).fill("2026-03-31");
    await form.getByLabel(words.ledger.amount).fill("1000.55");
    await form.getByRole("button", { name: words.ledger.submit }).click();
    const payment = panel
      .locator("[data-entry=PAYMENT][data-reversed=false]")
      .filter({ hasText: "2026-03-31" });
    await payment.waitFor();
    expect(await gap()).toBe(before - 100_055);
    expect(await serious(page, "aside.detail")).toEqual([]);
    await panel.locator(".enclave-entries").scrollIntoViewIfNeeded();
    await keep(page, "enclave-ledger");

    await payment.getByText(words.ledger.reverse, { exact: true }).click();
    await payment.getByLabel(words.ledger.reason).fill("记错年份");
    await payment.getByRole("button", { name: words.ledger.submitReversal }).click();
    await panel.locator("[data-entry=REVERSAL]").first().waitFor();
    await panel.locator("[data-entry=PAYMENT][data-reversed=true]").first().waitFor();
    expect(await gap()).toBe(before);

    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(`${url}/?r=enclave:${CODE}&off=counties,villages&lang=en&theme=dark`);
    await panel.getByText(enclave.en.contract.title).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await panel.getByText(enclave.en.contract.title).scrollIntoViewIfNeeded();
    await keep(page, "enclave-panel-phone-dark");
    expect(session.complaints).toEqual([]);
    await page.context().close();
  });

  it("leads a planner from the villages in need over ranked hosts to an allocation with its prices", {
    timeout: TIMEOUT,
  }, async () => {
    const session = await visit(browser, `${url}/not-there`, { width: 1280, height: 900 });
    const { page } = session;
    await comeAs(page, here, "demo.planner");
    await page.goto(`${url}/siting`);
    const village = page.locator("[data-village]").first();
    await village.waitFor();
    const code = await village.getAttribute("data-village");
    await village.getByRole("button").click();
    const candidates = page.locator(`[data-candidates="${code}"]`);
    await candidates.locator(".card").first().waitFor();
    const { data } = await graphql<{
      enclaveCandidates: { ranked: { score: number }[]; excluded: unknown[] };
    }>(here, `{ enclaveCandidates(village: "${code}", first: 20) { ranked { score } excluded { limit } } }`);
    const shown = await candidates.locator(".candidate-score").allInnerTexts();
    expect(shown).toEqual(data.enclaveCandidates.ranked.map(({ score }) => score.toFixed(1)));
    expect(await candidates.locator(".card").first().locator(".score-parts li").count()).toBe(5);
    await candidates.locator("h2").scrollIntoViewIfNeeded();
    await keep(page, "siting-candidates");

    await page.getByLabel(words.siting.capacityShare).fill("10");
    await page.getByRole("button", { name: words.siting.run }).click();
    await page.locator("[data-allocation]").waitFor({ timeout: 120_000 });
    expect(await page.locator("[data-placement]").count()).toBeGreaterThan(5);
    expect(await page.locator("[data-limit=HOST_CAPACITY]").count()).toBeGreaterThan(0);
    await page.locator("#binding").scrollIntoViewIfNeeded();
    await keep(page, "siting-allocation");
    expect(await serious(page, "main")).toEqual([]);
    const link = await village.getByRole("link").getAttribute("href");
    expect(link).toContain(`r=village:${code}`);

    // A single county of the area: its villages alone, as many as the API counts.
    const counties = page
      .locator(".work-filter label", { hasText: words.siting.allCounties })
      .locator("select");
    await counties.selectOption("360827");
    const { data: own } = await graphql<{ villages: { totalCount: number } }>(
      here,
      '{ villages(within: "360827", where: { needsEnclave: true }) { totalCount } }',
    );
    const inCounty = page.locator("[data-village]");
    await expect
      .poll(async () =>
        (
          await inCounty.evaluateAll((rows) => rows.map((row) => row.getAttribute("data-village") ?? ""))
        ).every((each) => each.startsWith("360827")),
      )
      .toBe(true);
    await expect.poll(() => inCounty.count()).toBe(Math.min(own.villages.totalCount, 20));
    await counties.selectOption("");
    await expect
      .poll(async () => (await inCounty.first().getAttribute("data-village"))?.startsWith("360827"))
      .toBe(code?.startsWith("360827"));

    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(`${url}/siting?lang=en&theme=dark`);
    await page.locator("[data-village]").first().waitFor();
    await page.locator("[data-village]").first().getByRole("button").click();
    await page.locator("[data-candidates] .card").first().waitFor();
    await page.locator("[data-candidates] h2").scrollIntoViewIfNeeded();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await page.locator("main").innerText()).not.toMatch(/候选|影子/);
    await keep(page, "siting-phone-dark");
    expect(session.complaints).toEqual([]);
    await page.context().close();
  });
});
