import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import iconv from "iconv-lite";
import pg from "pg";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { imports } from "../web/i18n/imports.ts";
import { keep, launch, rendered, settled, shareDrawn, visit } from "./browser.ts";
import { type OwnAtlas, ownAtlas, places } from "./ownAtlas.ts";

const TIMEOUT = 240_000;
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const { zh } = imports;

/** In GB18030, with a column nobody asks for that makes it long enough to be paused on its way. */
const table = () => {
  const note = "说明".repeat(4_000);
  const rows = Array.from(
    { length: 60 },
    (_, index) =>
      `360827100${300 + index},浏览器${index}村,泉江镇,${100 + index},${(114.5 + index / 500).toFixed(4)},26.33,${note}`,
  );
  return iconv.encode(["区划代码,名称,乡镇名称,户数,经度,纬度,备注", ...rows].join("\n"), "gb18030");
};
const swapped = () =>
  Buffer.from(
    JSON.stringify({
      type: "FeatureCollection",
      features: [401, 402, 403, 404].map((code, index) => ({
        type: "Feature",
        properties: { code: `360827100${code}`, name: `倒置${index}村`, households: 10 },
        geometry: { type: "Point", coordinates: [26.33 + index / 50, 114.52] },
      })),
    }),
  );

/** What axe finds serious on a page as it stands. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const axe = Reflect.get(window, "axe") as {
      run: (
        where: Document,
      ) => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
    };
    return (await axe.run(document)).violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
  });
}

describe.runIf(inject("chromium") !== "" && places.length > 0)("the page of imports", () => {
  let browser: Browser;
  let atlas: OwnAtlas;
  let url = "";
  let cookie = "";

  beforeAll(async () => {
    atlas = await ownAtlas({}, places.at(-1));
    url = atlas.url.replace("127.0.0.1", "localhost");
    cookie = randomBytes(32).toString("base64url");
    const database = new pg.Client({ connectionString: atlas.databaseUrl });
    await database.connect();
    // Nobody of the demonstration: the first real village ends their sign-ins.
    await database.query(
      `with made as (insert into access.people (login, name, role, password_hash)
                     values ('browser.importer', '县级导入', 'COUNTY', '$argon2id$x') returning id),
            posted as (insert into access.person_regions select id, '360827' from made)
       insert into access.tokens (sha256, person_id, kind, expires_at) select $1, id, 'SESSION', now() + interval '1 hour' from made`,
      [createHash("sha256").update(cookie).digest()],
    );
    await database.end();
    browser = await launch();
  }, TIMEOUT);
  afterAll(async () => {
    await browser?.close();
    await atlas?.stop();
  });

  const come = async (query = "", viewport = { width: 1280, height: 900 }) => {
    const session = await visit(browser, `${url}/not-there`, viewport);
    await session.page.context().addCookies([
      {
        name: "__Host-atlas",
        value: cookie,
        url: url.replace("http:", "https:"),
        secure: true,
        httpOnly: true,
      },
    ]);
    await session.page.goto(`${url}/imports${query}`);
    await session.page.locator("main h1").waitFor();
    return session;
  };
  const choose = (page: Page, name: string, buffer: Buffer) =>
    page.locator("input[type=file]").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
  const outcome = (page: Page, state: string) =>
    page.locator(`[data-outcome=${state}]`).waitFor({ timeout: 60_000 });

  it("takes a table in GB18030 from a paused upload to the map", { timeout: TIMEOUT }, async () => {
    const { page, complaints } = await come();
    await page.getByText(zh.pastNone).waitFor();
    // Slow enough to be paused; what is on its way when that happens comes to nothing.
    await page.route("**/imports/files/*", async (route) => {
      if (route.request().method() === "PATCH") await new Promise((resolve) => setTimeout(resolve, 300));
      await route.continue().catch(() => {});
    });
    await choose(page, "村名单.csv", table());
    await page.getByRole("button", { name: zh.pause }).click();
    await page.locator('[data-upload="PAUSED"]').waitFor();
    await keep(page, "imports-paused");
    await page.getByRole("button", { name: zh.resume }).click();
    await page.locator("#import-found").waitFor({ timeout: 60_000 });
    await page.unroute("**/imports/files/*");
    const found = page.locator("section", { has: page.locator("#import-found") });
    expect(await found.innerText()).toContain("GB18030");
    await settled(page);
    expect((await rendered(page, "imported-point")).length).toBeGreaterThan(10);
    expect(await shareDrawn(page, ["imported-point"])).toBeGreaterThan(0.001);
    expect(await page.locator(".import-sample").innerText()).toContain("浏览器0村");
    // A required column without a header: said, and nothing can be started.
    const tryIt = page.getByRole("button", { name: zh.dryRun, exact: true });
    const run = page.getByRole("button", { name: zh.run, exact: true });
    const code = page.locator('[data-column="code"] select');
    await code.selectOption("");
    await page.getByText(zh.missing("区划代码")).waitFor();
    expect([await tryIt.isDisabled(), await run.isDisabled()]).toEqual([true, true]);
    await code.selectOption("区划代码");
    expect([await tryIt.isDisabled(), await run.isDisabled()]).toEqual([false, true]);
    await tryIt.focus();
    await page.keyboard.press("Enter");
    await outcome(page, "CHECKED");
    await page.getByText(zh.checkedClean("60")).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("import-result");
    await keep(page, "imports-checked");
    // Other settings have to be tried again.
    await page.getByLabel(zh.modes.GOOD_ROWS).check();
    expect(await run.isDisabled()).toBe(true);
    await page.getByLabel(zh.modes.ATOMIC).check();
    await run.click();
    await outcome(page, "DONE");
    await page.getByText(zh.publish).waitFor();
    await page.getByText(zh.gone).waitFor();
    await keep(page, "imports-done");
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it("holds swapped coordinates until they are confirmed, and keeps what was begun when the page is left", {
    timeout: TIMEOUT,
  }, async () => {
    const { page, complaints } = await come();
    await choose(page, "倒置.geojson", swapped());
    await page.locator("#import-found").waitFor({ timeout: 60_000 });
    await page.getByText(zh.detectedShown).waitFor();
    await page.getByRole("button", { name: zh.dryRun, exact: true }).click();
    await page.getByText(zh.held).waitFor({ timeout: 60_000 });
    await keep(page, "imports-held");
    const { search } = new URL(page.url());
    await page.goto(`${url}/siting`);
    await page.goto(`${url}/imports${search}`);
    await page.getByRole("button", { name: zh.heldYes("4326", true) }).click();
    await outcome(page, "CHECKED");
    expect(await page.getByLabel(zh.swapAxes).isChecked()).toBe(true);
    await settled(page);
    expect((await rendered(page, "imported-point")).length).toBe(4);
    expect(complaints).toEqual([]);
    await page.context().close();
    // The same on a phone, in English: nothing serious for axe, nothing wider than the screen.
    for (const theme of ["light", "dark"]) {
      const phone = await come(`${search}&lang=en&theme=${theme}`, { width: 360, height: 780 });
      await phone.page.locator("[data-outcome=CHECKED]").waitFor();
      await settled(phone.page);
      await keep(phone.page, `imports-phone-${theme}`);
      expect(await violations(phone.page)).toEqual([]);
      const wide = await phone.page.evaluate(() => {
        const main = document.querySelector("main");
        return [
          document.documentElement.scrollWidth > window.innerWidth,
          (main?.scrollWidth ?? 0) > (main?.clientWidth ?? 0),
        ];
      });
      expect([theme, ...wide]).toEqual([theme, false, false]);
      expect(phone.complaints).toEqual([]);
      await phone.page.context().close();
    }
  });
});
