import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { en } from "../web/i18n/en.ts";
import { zh } from "../web/i18n/zh.ts";
import { atlases, graphql } from "./atlas.ts";
import { comeAs, keep, launch, rendered, settled, shareDrawn, visit } from "./browser.ts";
import { signInAs } from "./signedIn.ts";

const TIMEOUT = 240_000;
const atlas = atlases.at(-1);
const here = atlas?.url ?? "";
const url = here.replace("127.0.0.1", "localhost");
const words = zh.campaignMap;

interface Campaign {
  id: string;
  name: string;
  villages: number;
  checked: number;
  late: number;
}
const newest = async () => {
  const { data } = await graphql<{ campaigns: { nodes: Campaign[] } }>(
    here,
    '{ campaigns(within: "360827", first: 1) { nodes { id name villages checked late } } }',
    {},
    await signInAs(here, "demo.county"),
  );
  const [campaign] = data.campaigns.nodes;
  if (!campaign) throw new Error("there is no campaign to draw");
  return campaign;
};

describe.runIf(inject("chromium") !== "")("campaigns on the map", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it("leads from a campaign to its villages on the map, with the counts of the API, and back", {
    timeout: TIMEOUT,
  }, async () => {
    const campaign = await newest();
    const session = await visit(browser, `${url}/not-there`, { width: 1280, height: 800 });
    const { page } = session;
    await comeAs(page, here, "demo.county");
    await page.goto(`${url}/campaigns`);
    const link = page.locator(`[data-campaign="${campaign.id}"]`).getByRole("link", { name: words.show });
    await link.waitFor();
    await page.waitForFunction(
      (name) => [...document.querySelectorAll("a")].some((a) => a.textContent === name && /v=/.test(a.href)),
      words.show,
    );
    await link.click();
    await page.waitForURL(`**/*c=${campaign.id}*`);
    await settled(page);
    const legend = page.locator("section.legend");
    await legend.getByText(words.title).waitFor();
    const counts = await legend.locator(".classes b").allInnerTexts();
    const { villages, checked, late } = campaign;
    expect(counts.map(Number)).toEqual([checked, late, villages - checked - late]);
    expect(await legend.innerText()).toContain(words.source);
    const drawn = await rendered(page, "campaign-village");
    expect(drawn.length).toBeGreaterThan(5);
    expect(new Set(drawn.map((village) => village.campaign))).toEqual(new Set([campaign.id]));
    expect(await shareDrawn(page, ["campaign-village", "campaign-late"])).toBeGreaterThan(0.02);
    expect(await page.evaluate(() => window.__atlasMap?.getLayoutProperty("county-fill", "visibility"))).toBe(
      "none",
    );
    await keep(page, "campaigns-map");

    await page.evaluate(() => window.__atlasMap?.jumpTo({ center: [114.5, 26.3], zoom: 6.5 }));
    await settled(page);
    expect((await rendered(page, "campaign-county")).length).toBeGreaterThan(0);
    expect(await shareDrawn(page, ["campaign-county"])).toBeGreaterThan(0.002);
    await page.goto(`${page.url()}&lang=en&theme=dark`);
    await settled(page);
    await page.locator("section.legend").getByText(en.campaignMap.counties).waitFor();
    await keep(page, "campaigns-map-dark");
    await page.getByRole("link", { name: en.campaignMap.back }).click();
    await page.waitForURL("**/campaigns*");
    expect(session.complaints).toEqual([]);
    await page.context().close();
  });

  it("is not offered, asked for or drawn where nobody is signed in", { timeout: TIMEOUT }, async () => {
    const campaign = await newest();
    const session = await visit(browser, `${url}/?on=campaigns&c=${campaign.id}`);
    const { page, requests } = session;
    await settled(page);
    expect(await rendered(page, "campaign-county")).toEqual([]);
    expect(requests.filter((path) => path.startsWith("/tiles/campaigns"))).toEqual([]);
    expect(await page.locator(".layers").innerText()).not.toContain(zh.layers.campaigns);
    await page.locator("section.legend").getByText(zh.legend.counties).first().waitFor();
    expect(session.complaints).toEqual([]);
    await page.context().close();
  });
});
