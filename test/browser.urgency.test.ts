import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { URGENCIES } from "../geo/urgency.ts";
import { urgency } from "../web/i18n/urgency.ts";
import { atlases, graphql } from "./atlas.ts";
import { comeAs, keep, launch, settled, visit } from "./browser.ts";
import { signInAs } from "./signedIn.ts";

const TIMEOUT = 240_000;
const atlas = atlases.at(-1);
// The cookie of a session is of the host alone and secure: browsers take it on localhost only.
const url = (atlas?.url ?? "").replace("127.0.0.1", "localhost");

describe.runIf(inject("chromium") !== "")("urgency in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  const open = async (path: string, login: string | null) => {
    const session = await visit(browser, `${url}/not-there`, { width: 1180, height: 900 });
    if (login) await comeAs(session.page, atlas?.url ?? "", login);
    const asked: string[] = [];
    session.page.on("request", (request) => asked.push(`${request.url()} ${request.postData() ?? ""}`));
    await session.page.goto(`${url}${path}`);
    return { ...session, asked };
  };

  it.each(["zh", "en"] as const)(
    "counts in the panel of a region for who works there, in %s",
    {
      timeout: TIMEOUT,
    },
    async (language) => {
      const words = urgency[language];
      const { page, complaints } = await open(`/?lang=${language}&r=region:360827`, "demo.county");
      const panel = page.locator(".region-urgency");
      await panel.locator("li").first().waitFor();
      const { data } = await graphql<{
        alertsByUrgency: { urgency: keyof typeof words.levels; alerts: number }[];
      }>(
        atlas?.url ?? "",
        '{ alertsByUrgency(within: "360827") { urgency alerts } }',
        {},
        await signInAs(atlas?.url ?? "", "demo.county"),
      );
      expect(data.alertsByUrgency.map((count) => count.urgency)).toEqual([...URGENCIES]);
      const lines = await panel.locator("li").allInnerTexts();
      for (const [index, { urgency: level }] of data.alertsByUrgency.entries())
        expect(lines[index]).toContain(words.levels[level]);
      expect(await panel.innerText()).toContain(words.legend);
      await settled(page);
      await panel.scrollIntoViewIfNeeded();
      await keep(page, `urgency-panel-${language}`);
      await page.context().close();
      expect(complaints).toEqual([]);
    },
  );

  it("asks nothing of alerts for the public, and shows nothing of a county where the post does not work", {
    timeout: TIMEOUT,
  }, async () => {
    for (const [login, region] of [
      [null, "360827"],
      ["demo.planner", "360827"],
      ["demo.neighbour", "360827"],
    ] as const) {
      const { page, asked, complaints } = await open(`/?r=region:${region}`, login);
      await page.locator(".detail .region-quality").waitFor();
      await settled(page);
      await page.waitForLoadState("networkidle");
      expect([login, await page.locator(".region-urgency").count()]).toEqual([login, 0]);
      expect([login, asked.some((body) => body.includes("AlertsByUrgency"))]).toEqual([
        login,
        login === "demo.neighbour",
      ]);
      await page.context().close();
      expect(complaints).toEqual([]);
    }
  });

  it("says on the desk that the mark is by rule, beside the order that goes by it", {
    timeout: TIMEOUT,
  }, async () => {
    const { page, complaints } = await open("/screening", "demo.county");
    await page.locator(".urgency-legend").waitFor();
    expect(await page.locator(".urgency-legend").innerText()).toContain("规则得出，非人工填写");
    const order = page.getByLabel(urgency.zh.mostUrgentFirst);
    expect(await order.isChecked()).toBe(true);
    await order.uncheck();
    await page.waitForLoadState("networkidle");
    await keep(page, "urgency-desk");
    await page.context().close();
    expect(complaints).toEqual([]);
  });
});
