import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { indicators } from "../web/i18n/indicators.ts";
import { atlases, graphql } from "./atlas.ts";
import { comeAs, keep, launch, visit } from "./browser.ts";
import { signInAs } from "./signedIn.ts";

const TIMEOUT = 240_000;
const here = atlases.at(-1)?.url ?? "";
// The cookie of a session is of the host alone and secure: browsers take it on localhost only.
const url = here.replace("127.0.0.1", "localhost");
const words = indicators.zh.checks;

interface Check {
  key: string;
  label: string;
  findings: number;
  villages: { code: string; name: string; findings: number }[];
}
const checksOf = async (login: string, within: string) =>
  (
    await graphql<{ householdChecks: Check[] }>(
      here,
      `{ householdChecks(within: "${within}") { key label findings villages { code name findings } } }`,
      {},
      await signInAs(here, login),
    )
  ).data.householdChecks;

describe.runIf(inject("chromium") !== "")("household checks in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());
  const enter = async (login: string, viewport: { width: number; height: number }, path = "/checks") => {
    const session = await visit(browser, `${url}/not-there`, viewport);
    await comeAs(session.page, here, login);
    await session.page.goto(`${url}${path}`);
    return session;
  };

  it("show the county its rules and villages; a rule is chosen by keyboard, and a village is asked without naming a household or a rule", {
    timeout: TIMEOUT,
  }, async () => {
    const checks = await checksOf("demo.county", "360827");
    const check = [...checks].sort((one, other) => other.findings - one.findings)[0];
    const village = check?.villages[0];
    if (!check || !village) throw new Error("no finding in the demonstration register");
    const { page, complaints } = await enter("demo.county", { width: 1280, height: 900 });
    await page.locator("tr[data-rule]").first().waitFor();
    for (const { key, label, findings } of checks) {
      const cells = await page.locator(`tr[data-rule="${key}"]`).locator("th, td").allInnerTexts();
      expect(cells.slice(0, 2)).toEqual([label, String(findings)]);
    }
    await keep(page, "checks-county");
    await page.locator(`tr[data-rule="${check.key}"] button`).focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction((key) => location.search.includes(`rule=${key}`), check.key);
    const row = page.locator(`[data-village="${village.code}"]`);
    expect(await row.innerText()).toContain(words.found(String(village.findings)));
    const list = page.locator('section[aria-labelledby="check-findings"]');
    await list
      .locator("output")
      .filter({ hasText: `/ ${check.findings}` })
      .waitFor();
    expect(await list.locator("li.field-card").count()).toBe(Math.min(30, check.findings));

    await row.locator("summary").click();
    await row.locator("input[type=date]").fill("2099-11-30");
    await row.getByRole("button", { name: words.open }).click();
    await row.locator("[role=status]").waitFor();
    const { data } = await graphql<{
      ledger: { nodes: { description: string; placeCode: string; foundBy: string; targetOn: string }[] };
    }>(
      here,
      '{ ledger(within: "360827", last: 100, where: { subject: DATA_QUALITY }) { nodes { description placeCode foundBy targetOn } } }',
      {},
      await signInAs(here, "demo.county"),
    );
    const item = data.ledger.nodes.find(({ targetOn }) => targetOn === "2099-11-30");
    expect(item).toMatchObject({ placeCode: village.code, foundBy: "QUALITY" });
    expect(item?.description).toBe(words.description(village.name));
    expect(item?.description).not.toMatch(/\d/);

    // From a finding to the household it is about.
    await list.locator("a").first().click();
    await page.waitForURL(/\/households\/[0-9a-f-]{36}/);
    await page.locator("main h1").first().waitFor();
    await page.context().close();
    expect(complaints).toEqual([]);
  });

  it("show a village worker the own village alone, on a phone", { timeout: TIMEOUT }, async () => {
    const { data } = await graphql<{ viewer: { regions: string[] } }>(
      here,
      "{ viewer { regions } }",
      {},
      await signInAs(here, "demo.worker"),
    );
    const [own = ""] = data.viewer.regions;
    const checks = await checksOf("demo.worker", own);
    const total = checks.reduce((sum, { findings }) => sum + findings, 0);
    const { page, complaints } = await enter("demo.worker", { width: 360, height: 780 });
    const list = page.locator('section[aria-labelledby="check-findings"]');
    await list
      .locator("output")
      .filter({ hasText: `/ ${total}` })
      .waitFor();
    const places = await list.locator(".field-card-head span").allInnerTexts();
    expect(new Set(places).size).toBeLessThanOrEqual(1);
    if (total === 0) expect(await list.innerText()).toContain(words.none);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await keep(page, "checks-worker");
    await page.context().close();
    expect(complaints).toEqual([]);
  });

  it("say what failed, and wait in words, when the server does not answer", {
    timeout: TIMEOUT,
  }, async () => {
    const { page } = await enter("demo.county", { width: 800, height: 700 }, "/not-there");
    await page.route("**/graphql", async (route) => {
      const asked = route.request().postData() ?? "";
      if (!asked.includes('"operationName":"HouseholdChecks"')) return route.fallback();
      return route.fulfill({
        status: 200,
        contentType: "application/json",
        body: JSON.stringify({
          data: null,
          errors: [{ message: "暂时不能核对，请稍后再试。", extensions: { code: "UNAVAILABLE" } }],
        }),
      });
    });
    await page.goto(`${url}/checks`);
    await page.getByText("暂时不能核对，请稍后再试。").first().waitFor();
    await page.context().close();
  });
});
