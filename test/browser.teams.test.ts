import { randomUUID } from "node:crypto";
import pg from "pg";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { teams } from "../web/i18n/teams.ts";
import { atlases, graphql } from "./atlas.ts";
import { comeAs, keep, launch, visit } from "./browser.ts";
import { newLeftTasks } from "./casework.ts";
import { signInAs } from "./signedIn.ts";

const TIMEOUT = 240_000;
const atlas = atlases.at(-1);
const here = atlas?.url ?? "";
const url = here.replace("127.0.0.1", "localhost");
const { zh } = teams;

const mine = async (login: string) => {
  const { data } = await graphql<{ tasks: { id: string }[] }>(
    here,
    "{ tasks(mine: true, first: 100) { id } }",
    {},
    await signInAs(here, login),
  );
  return data.tasks.map(({ id }) => id);
};

describe.runIf(inject("chromium") !== "")("the page of village teams", () => {
  let browser: Browser;
  const database = new pg.Client({ connectionString: atlas?.databaseUrl ?? "" });
  beforeAll(async () => {
    await database.connect();
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await database.end();
  });

  it("hands one task of who left to a colleague and then the others together, on a phone and by keyboard", {
    timeout: TIMEOUT,
  }, async () => {
    const name = `测离岗${randomUUID().slice(0, 4)}`;
    const tasks = await newLeftTasks(database, name, 3);
    const session = await visit(browser, `${url}/not-there`, { width: 360, height: 780 });
    const { page } = session;
    await comeAs(page, here, "demo.county");
    await page.goto(`${url}/teams?lang=zh`);
    const rows = page.locator("section[aria-labelledby=orphaned] tbody tr").filter({ hasText: name });
    await rows.first().waitFor();
    expect(await rows.count()).toBe(3);
    const all = page
      .locator("details")
      .filter({ hasText: `${zh.handOverAll} · ${name} · ${zh.taskCount("3")}` });
    expect(await all.count()).toBe(1);

    // One, by keyboard alone.
    const [first] = tasks;
    const fold = rows.first().locator("details");
    await fold.locator("summary").focus();
    await page.keyboard.press("Enter");
    const choice = fold.locator("select");
    await choice.locator("option", { hasText: "村级" }).first().waitFor({ state: "attached" });
    await choice.focus();
    const worker = await choice
      .locator("option")
      .evaluateAll(
        (options) => (options as HTMLOptionElement[]).find(({ text }) => text.includes("村级"))?.value ?? "",
      );
    await choice.selectOption(worker);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText(zh.handedOver).waitFor();
    await page.waitForFunction(
      (who) =>
        [...document.querySelectorAll("section[aria-labelledby=orphaned] tbody tr")].filter((row) =>
          row.textContent?.includes(who),
        ).length === 2,
      name,
    );
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
    ).toBe(true);
    await keep(page, "teams-hand-over");

    // The two that are left, together.
    const both = page
      .locator("details")
      .filter({ hasText: `${zh.handOverAll} · ${name} · ${zh.taskCount("2")}` });
    await both.locator("summary").click();
    await both.locator("select option", { hasText: "村级" }).first().waitFor({ state: "attached" });
    await both.locator("select").selectOption(worker);
    await both.getByRole("button", { name: zh.handOverAll, exact: true }).click();
    await rows.first().waitFor({ state: "detached" });
    expect(tasks).toContain(first);
    const { rows: owners } = await database.query<{ login: string }>(
      `select person.login from casework.tasks task join access.people person on person.id = task.owner_id where task.id = any ($1)`,
      [tasks],
    );
    const [owner] = new Set(owners.map(({ login }) => login));
    expect(new Set(owners.map(({ login }) => login)).size).toBe(1);
    expect(await mine(owner ?? "")).toEqual(expect.arrayContaining(tasks));
    expect(session.complaints).toEqual([]);
    await page.context().close();
  });
});
