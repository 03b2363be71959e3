import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import pg from "pg";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { atlases } from "./atlas.ts";
import { comeAs, keep, launch, visit } from "./browser.ts";
import { newLeftTasks } from "./casework.ts";
import { type Stop, still, stops, unfold, WALKER } from "./workPages.ts";

const TIMEOUT = 600_000;
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const atlas = atlases.at(-1);
const here = atlas?.url ?? "";
const url = here.replace("127.0.0.1", "localhost");

declare global {
  interface Window {
    axe: {
      run: (where: Document) => Promise<{
        violations: {
          id: string;
          impact: string | null;
          nodes: { html: string; failureSummary?: string }[];
        }[];
      }>;
    };
  }
}
const violations = (page: Page) =>
  page.evaluate(async () => {
    const { violations } = await window.axe.run(document);
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .map(({ html }) => html.slice(0, 160))
            .slice(0, 3)
            .join(" | ")}`,
      );
  });

/** What reaches farthest to the right, to be found by. */
const widest = (page: Page) =>
  page.evaluate(() => {
    const reach = (element: Element) => element.getBoundingClientRect().right;
    const [first] = [...document.querySelectorAll("main *")].sort((one, other) => reach(other) - reach(one));
    return first ? `${Math.round(reach(first))} px: ${first.outerHTML.slice(0, 160)}` : "nothing";
  });

/** Names of places and people, masked ones too, and of demonstration campaigns: they stay as they were written. */
const DATA =
  /(演示·[\u4e00-\u9fff]+|[\u4e00-\u9fff]\*[\u4e00-\u9fff]?|[\u4e00-\u9fff]+[村镇乡县市省区](?![\u4e00-\u9fff]))/g;

/** Chinese that stands in labels and controls of an English page; what people or the register wrote is data. */
const chineseControls = (page: Page) =>
  page.evaluate(() => {
    const found = new Set<string>();
    const isChinese = (text: string | null) => text !== null && /[\u4e00-\u9fff]/.test(text);
    const selector =
      "button, label, summary, th, h1, h2, h3, legend, dt, a, option, [aria-label], [placeholder], [title]";
    for (const element of document.querySelectorAll(selector)) {
      if (element.closest("[lang=zh-CN]:not(html), .demo-people, .people h2")) continue;
      for (const name of ["aria-label", "placeholder", "title"])
        if (isChinese(element.getAttribute(name))) found.add(`${name}: ${element.getAttribute(name)}`);
      if (!element.matches("button, label, summary, th, h1, h2, h3, legend, dt, a, option")) continue;
      const own = [...element.childNodes]
        .filter((node) => node.nodeType === Node.TEXT_NODE)
        .map((node) => node.textContent ?? "")
        .join("");
      if (isChinese(own)) found.add(`${element.tagName}.${element.className}: ${own.trim().slice(0, 60)}`);
    }
    return [...found];
  });

describe.runIf(inject("chromium") !== "")("every page of work", () => {
  let browser: Browser;
  beforeAll(async () => {
    // So that the forms of handing work over are among what is looked at.
    const database = new pg.Client({ connectionString: atlas?.databaseUrl ?? "" });
    await database.connect();
    await newLeftTasks(database, "测离岗页", 2);
    await database.end();
    browser = await launch();
  });
  afterAll(() => browser?.close());

  const walk = async (
    viewport: { width: number; height: number },
    look: string,
    at: (page: Page, stop: Stop) => Promise<unknown[]>,
  ) => {
    const troubles: unknown[] = [];
    for (const login of [null, ...new Set(Object.values(WALKER))]) {
      const session = await visit(browser, `${url}/not-there`, viewport);
      const { page } = session;
      if (login) await comeAs(page, here, login);
      for (const stop of (await stops(here)).filter((each) => each.login === login)) {
        await page.goto(`${url}${stop.path}?${look}`);
        await still(page);
        for (const trouble of await at(page, stop)) troubles.push({ page: stop.name, trouble });
      }
      troubles.push(...session.complaints);
      await page.context().close();
    }
    return troubles;
  };

  it.each(["light", "dark"])(
    "has nothing serious for axe in %s, unfolded, in English, on a phone, and scrolls down only",
    {
      timeout: TIMEOUT,
    },
    async (theme) => {
      const troubles = await walk(
        { width: 360, height: 780 },
        `lang=en&theme=${theme}`,
        async (page, stop) => {
          await keep(page, `work-${stop.name}-${theme}`);
          await unfold(page);
          await page.evaluate(axeSource);
          const isWide = await page.evaluate(
            () =>
              document.documentElement.scrollWidth > window.innerWidth ||
              (document.querySelector("main")?.scrollWidth ?? 0) >
                (document.querySelector("main")?.clientWidth ?? 0),
          );
          return [
            ...(await violations(page)),
            ...(isWide ? [`scrolls sideways: ${await widest(page)}`] : []),
            ...(await chineseControls(page)).filter((text) =>
              /[\u4e00-\u9fff]/.test(text.replaceAll(DATA, "")),
            ),
          ];
        },
      );
      expect(troubles).toEqual([]);
    },
  );
});
