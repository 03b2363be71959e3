import pg from "pg";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { people } from "../web/i18n/people.ts";
import { atlases } from "./atlas.ts";
import { comeAs, keep, launch, visit } from "./browser.ts";
import { newLeftTasks } from "./casework.ts";
import { still, stops, unfold, WALKER } from "./workPages.ts";

const TIMEOUT = 600_000;
const here = atlases.at(-1)?.url ?? "";
const url = here.replace("127.0.0.1", "localhost");
/** Enough for the longest page; one with more controls is walked as far as this. */
const MOST_STEPS = 700;

interface Walk {
  readonly order: readonly number[];
  readonly names: readonly string[];
  readonly invisible: readonly string[];
}

declare global {
  interface Window {
    __walk?: { order: number[]; invisible: string[]; controls: Element[] };
  }
}

/** Numbers every control that a mouse could use, in the order of the page, and notes where the focus comes by. */
const prepare = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const selector =
      "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex='-1'])";
    const controls = [...document.querySelectorAll(selector)].filter((element) => {
      const { width, height } = element.getBoundingClientRect();
      const isHidden = getComputedStyle(element).visibility === "hidden" || (width === 0 && height === 0);
      return (
        !isHidden && !element.matches(":disabled") && element.closest("dialog:not([open]), [inert]") === null
      );
    });
    const walk = { order: [] as number[], invisible: [] as string[], controls };
    window.__walk = walk;
    document.addEventListener("focusin", ({ target }) => {
      if (!(target instanceof Element)) return;
      walk.order.push(controls.indexOf(target));
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(target);
      const isOutlined = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 1;
      if (!isOutlined && boxShadow === "none") walk.invisible.push(target.outerHTML.slice(0, 120));
    });
    return controls.length;
  });

async function walkThrough(page: Page): Promise<Walk & { readonly isWhole: boolean }> {
  const controls = await prepare(page);
  // A day is typed in parts, each a stop of its own.
  const steps = Math.min(controls + 3 + 4 * (await page.locator("input[type=date]").count()), MOST_STEPS);
  for (let step = 0; step < steps; step += 1) await page.keyboard.press("Tab");
  const walk = await page.evaluate(() => ({
    order: window.__walk?.order ?? [],
    invisible: window.__walk?.invisible ?? [],
    names: (window.__walk?.controls ?? []).map((element) => element.outerHTML.slice(0, 120)),
  }));
  return { ...walk, isWhole: steps < MOST_STEPS };
}

describe.runIf(inject("chromium") !== "")("every page of work by keyboard alone", () => {
  let browser: Browser;
  beforeAll(async () => {
    // So that the forms of handing work over are among what is walked through.
    const database = new pg.Client({ connectionString: atlases.at(-1)?.databaseUrl ?? "" });
    await database.connect();
    await newLeftTasks(database, "测离岗键", 2);
    await database.end();
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it("reaches every control in the order of the page and shows where it is", {
    timeout: TIMEOUT,
  }, async () => {
    const troubles: unknown[] = [];
    let reached = 0;
    for (const login of [null, ...new Set(Object.values(WALKER))]) {
      const session = await visit(browser, `${url}/not-there`, { width: 1280, height: 900 });
      const { page } = session;
      if (login) await comeAs(page, here, login);
      for (const stop of (await stops(here)).filter((each) => each.login === login)) {
        await page.goto(`${url}${stop.path}`);
        await still(page);
        await unfold(page);
        const { order, names, invisible, isWhole } = await walkThrough(page);
        const seen = new Set(order);
        const wanted = isWhole ? names.length : Math.max(...order);
        const missed = names.slice(0, wanted).filter((name, index) => {
          // Of a group of radio buttons one is a stop; the others are reached by the arrows.
          return !seen.has(index) && !name.includes('type="radio"');
        });
        const known = order.filter((index) => index >= 0);
        // Once round, the walk begins again at the top; the parts of a day only make a short page go round twice.
        const turns = known.filter((index, at) => at > 0 && index < (known[at - 1] ?? 0));
        if (missed.length > 0) troubles.push({ page: stop.name, missed });
        if (turns.some((index) => index !== known[0]))
          troubles.push({ page: stop.name, order: known.join(" ") });
        if (invisible.length > 0) troubles.push({ page: stop.name, invisible: [...new Set(invisible)] });
        reached += seen.size;
      }
      troubles.push(...session.complaints);
      await page.context().close();
    }
    expect(troubles).toEqual([]);
    expect(reached).toBeGreaterThan(200);
  });

  it("opens a dialog by Enter, stays inside it, and comes back to where it was by Escape", {
    timeout: TIMEOUT,
  }, async () => {
    const session = await visit(browser, `${url}/not-there`, { width: 1280, height: 900 });
    const { page } = session;
    await comeAs(page, here, "demo.security");
    await page.goto(`${url}/people?lang=zh`);
    await still(page);
    const button = page
      .locator('[data-person="demo.planner"]')
      .getByRole("button", { name: people.zh.disable, exact: true });
    await button.focus();
    await page.keyboard.press("Enter");
    await page.locator("dialog[open]").waitFor();
    await keep(page, "keyboard-dialog");
    for (let step = 0; step < 8; step += 1) {
      await page.keyboard.press("Tab");
      const where = await page.evaluate(() => {
        const active = document.activeElement;
        // Between its last and its first control the focus may rest on the browser itself.
        return active === null || active === document.body || active.closest("dialog[open]") !== null;
      });
      expect(where).toBe(true);
    }
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
    // A disclosure and a box are worked by keys as well.
    const summary = page.locator('[data-person="demo.planner"] summary').first();
    await summary.focus();
    await page.keyboard.press("Enter");
    expect(await summary.evaluate((element) => element.closest("details")?.open)).toBe(true);
    await page.context().close();
    expect(session.complaints).toEqual([]);
  });
});
