import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { PLANTED } from "../server/demo/planted.ts";
import { projects as words } from "../web/i18n/projects.ts";
import { zh } from "../web/i18n/zh.ts";
import { atlases, graphql } from "./atlas.ts";
import { comeAs, keep, launch, rendered, settled, shareDrawn, visit } from "./browser.ts";
import { sqlOn } from "./tileClient.ts";

const TIMEOUT = 300_000;
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const atlas = atlases.at(-1);
const here = atlas?.url ?? "";
const url = here.replace("127.0.0.1", "localhost");
const w = words.zh;
const TROUBLED = ["AT_RISK", "STOPPED", "FAILED"];

interface Project {
  code: string;
  status: string;
  site: { coordinates: [number, number] };
  assets: { custodian: string | null }[];
  statusChanges: { to: string }[];
  years: { year: number }[];
}

const projectsOf = async (within: string): Promise<Project[]> => {
  const { data } = await graphql<{ industryProjects: { nodes: Project[] } }>(
    here,
    `query ($within: String!) { industryProjects(within: $within, first: 100) { nodes {
       code status site assets { custodian } statusChanges { to } years { year } } } }`,
    { within },
  );
  return data.industryProjects.nodes;
};

const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const found = await window.axe.run(document);
    return found.violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .map(({ html }) => html.slice(0, 160))
            .slice(0, 3)
            .join(" | ")}`,
      );
  });
};
const isWide = (page: Page) =>
  page.evaluate(() => {
    const main = document.querySelector("main");
    return (
      document.documentElement.scrollWidth > window.innerWidth ||
      (main?.scrollWidth ?? 0) > (main?.clientWidth ?? 0)
    );
  });
const loaded = async (page: Page) => {
  await page.locator("main h1").first().waitFor();
  await page.waitForFunction(() => document.querySelector(".page-loading") === null);
  await page.waitForLoadState("networkidle");
};

describe.runIf(inject("chromium") !== "")("projects, prices and assets in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it("rings the projects in trouble on the map, and shows the life, books and assets of one", {
    timeout: TIMEOUT,
  }, async () => {
    const all = await projectsOf("360827");
    const unkept = all.find(
      ({ assets, years }) => years.length > 0 && assets.some((asset) => asset.custodian === null),
    );
    if (!unkept) throw new Error("no project of Suichuan has an asset that nobody keeps");
    const [lng, lat] = unkept.site.coordinates;
    const { page, complaints } = await visit(
      browser,
      `${url}/?v=${lng},${lat},8.6&on=projects&r=project:${unkept.code}`,
      { width: 1280, height: 860 },
    );
    await settled(page);
    const ringed = await rendered(page, "project-troubled");
    expect(ringed.length).toBeGreaterThan(2);
    for (const { status } of ringed) expect(TROUBLED).toContain(status);
    expect(await shareDrawn(page, ["project-troubled"])).toBeGreaterThan(0.0005);
    const panel = page.locator("aside.detail");
    await panel.getByRole("heading", { name: w.lifecycle }).waitFor();
    expect(await panel.locator(".life-line li").count()).toBe(unkept.statusChanges.length);
    expect(await panel.locator(".life-line [aria-current=step] b").innerText()).toBe(
      zh.project.statuses[unkept.status as keyof typeof zh.project.statuses],
    );
    expect(await panel.locator(".sum-row").count()).toBe(unkept.years.length);
    await panel.getByText(w.assets.noCustodian).waitFor();
    // Nobody who is not signed in is offered to change anything.
    expect(await panel.locator(".change-status").count()).toBe(0);
    await keep(page, "projects-panel");
    await panel.locator(".life-line").scrollIntoViewIfNeeded();
    await page.context().close();
    expect(complaints).toEqual([]);
  });

  it("lets the county take a declared step, and no other is offered", { timeout: TIMEOUT }, async () => {
    // A project of its own: the demonstration must stay the same on both databases.
    const code = "PXBROWSER";
    const onDatabase = (text: string) => sqlOn(atlas?.databaseUrl ?? "", text, [code]);
    await onDatabase("delete from atlas.industry_projects where code = $1");
    await onDatabase(
      `insert into atlas.industry_projects (code, name, kind, status, status_since, county_code, village_code, investment_fen, point)
       select $1, '试点（模拟）', 'FARM', 'PLANNED', '2026-01-01', county_code, code, 0, point from atlas.villages where code = '360827100900'`,
    );
    const { page, complaints } = await visit(browser, `${url}/not-there`, { width: 1280, height: 860 });
    await comeAs(page, here, "demo.county");
    await page.goto(`${url}/?r=project:${code}`);
    const panel = page.locator("aside.detail");
    await panel.locator(".change-status summary").click();
    const options = await panel.locator(".change-status option").allInnerTexts();
    expect(options).toEqual([w.change.choose, zh.project.statuses.BUILDING, zh.project.statuses.CLOSED]);
    await panel.locator(".change-status select").selectOption("BUILDING");
    await panel.locator(".change-status input[type=date]").fill("2099-01-01");
    await panel.getByRole("button", { name: w.change.submit }).click();
    await panel.locator(".work-message").filter({ hasText: "2099-01-01" }).waitFor();
    await panel.locator(".change-status input[type=date]").fill("2026-10-08");
    await panel.getByRole("button", { name: w.change.submit }).click();
    await panel.locator(".life-line [aria-current=step]").filter({ hasText: "2026-10-08" }).waitFor();
    expect(await panel.locator(".life-line li").count()).toBe(2);
    await keep(page, "projects-change");
    const { data } = await graphql<{ industryProject: { status: string } }>(
      here,
      `{ industryProject(code: "${code}") { status } }`,
    );
    expect(data.industryProject.status).toBe("BUILDING");
    await onDatabase("delete from atlas.industry_projects where code = $1");
    await page.context().close();
    expect(complaints).toEqual([]);
  });

  it("shows the planted fall, whom it touches, and what if it went further", {
    timeout: TIMEOUT,
  }, async () => {
    const { page, complaints } = await visit(browser, `${url}/prices?within=3607`, {
      width: 1280,
      height: 1000,
    });
    await loaded(page);
    await page.locator(".price-chart svg[role=img]").waitFor();
    // The gravest product of the region is the one the page opens with.
    await page.getByRole("heading", { level: 2, name: "脐橙（模拟）" }).waitFor();
    await page.locator("#series").scrollIntoViewIfNeeded();
    await keep(page, "prices-chart");
    await page.locator("details summary").filter({ hasText: w.prices.table }).click();
    const crises = page.locator("section[aria-labelledby=series] tr[data-level=CRISIS]");
    expect(await crises.count()).toBe(5);
    expect(await page.locator("section[aria-labelledby=series] tbody tr").count()).toBe(48);
    const village = page.locator("section[aria-labelledby=affected] tbody a").first();
    expect(await village.getAttribute("href")).toMatch(/r=village:\d{12}/);
    await page.getByText(w.scenario.mark).first().waitFor();
    const scenario = page.locator("section.scenario");
    const cells = () => scenario.locator("table tbody tr").allInnerTexts();
    expect((await cells()).length).toBeGreaterThan(1);
    const slider = scenario.locator("input[type=range]");
    await slider.fill("0");
    await scenario.getByText(w.scenario.crossing(0)).waitFor();
    for (const row of await cells())
      for (const [, before, after] of row.matchAll(/([\d.]+) → ([\d.]+)/g)) expect(after).toBe(before);
    await slider.fill("80");
    await expect.poll(async () => (await cells()).some((row) => row.includes(w.scenario.crosses))).toBe(true);
    await keep(page, "prices");
    await scenario.scrollIntoViewIfNeeded();
    await keep(page, "prices-scenario");
    await page.getByRole("heading", { name: w.concentration.title }).scrollIntoViewIfNeeded();
    await keep(page, "prices-concentration");
    const market = page.locator("section[aria-labelledby=series] select").nth(1);
    await market.selectOption("demo-market-jian");
    await page.waitForURL(/market=demo-market-jian/);
    expect(await crises.count()).toBe(5);
    await page.context().close();
    expect(complaints).toEqual([]);
  });

  it("lists exactly the assets nobody keeps, with a way to the map", { timeout: TIMEOUT }, async () => {
    const { page, complaints } = await visit(browser, `${url}/assets`, { width: 1280, height: 860 });
    await loaded(page);
    expect(await page.locator("[data-asset]").count()).toBe(30);
    await page.getByLabel(w.assets.onlyUnkept).check();
    await expect
      .poll(() => page.locator("[data-asset]").count())
      .toBe(PLANTED.assetsWithoutCustodian.assets + 1);
    expect(await page.locator(".gap").filter({ hasText: w.assets.noCustodian }).count()).toBe(4);
    await keep(page, "assets");
    await page.locator("[data-asset] a").first().click();
    await page.locator("aside.detail").waitFor();
    await page.context().close();
    expect(complaints).toEqual([]);
  });

  it.each(["light", "dark"])(
    "has nothing serious for axe in %s, in English, on a phone, and scrolls down only",
    { timeout: TIMEOUT },
    async (theme) => {
      const troubles: string[] = [];
      for (const path of ["/prices?within=360781&", "/assets?"]) {
        const { page, complaints } = await visit(browser, `${url}${path}lang=en&theme=${theme}`, {
          width: 360,
          height: 780,
        });
        await loaded(page);
        if (path.startsWith("/prices")) await page.locator(".price-chart svg[role=img]").waitFor();
        await keep(page, `${path.slice(1, 7)}-${theme}`);
        troubles.push(
          ...(await violations(page)),
          ...((await isWide(page)) ? [`${path} scrolls sideways`] : []),
          ...complaints,
        );
        await page.context().close();
      }
      const [some] = await projectsOf("360781");
      const { page, complaints } = await visit(
        browser,
        `${url}/?r=project:${some?.code}&lang=en&theme=${theme}`,
        { width: 360, height: 780 },
      );
      await page.locator(".life-line").waitFor();
      troubles.push(...(await violations(page)), ...complaints);
      await keep(page, `project-${theme}`);
      await page.context().close();
      expect(troubles).toEqual([]);
    },
  );
});
