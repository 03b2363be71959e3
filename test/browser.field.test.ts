import pg from "pg";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { spells } from "../web/i18n/spells.ts";
import { atlases, graphql } from "./atlas.ts";
import { comeAs, keep, launch, visit } from "./browser.ts";
import { daysAgo, keysOf, newHousehold, newVisits } from "./casework.ts";
import { signInAs } from "./signedIn.ts";

const TIMEOUT = 240_000;
const PHONE = { width: 390, height: 844 };
const atlas = atlases.at(-1);
// The session cookie is for secure places; to a browser the machine itself is one by this name.
const url = (atlas?.url ?? "").replace("127.0.0.1", "localhost");

/** Asks as a demonstration person, beside the browser. */
async function ask<Data>(login: string, query: string, variables: Record<string, unknown> = {}) {
  const { data, errors } = await graphql<Data>(url, query, variables, await signInAs(url, login));
  expect(errors).toBeUndefined();
  return data;
}

const signIn = async (page: Page, login: string) => {
  await page.locator(".demo-people button").filter({ hasText: login }).first().click();
  await page.locator(".work-form button[type=submit]").click();
  await page.waitForURL("**/tasks");
};

/** The page keeps within the width of the phone. */
const isNarrow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);

interface Entries {
  household: { account: { entries: { id: string; kind: string; amountFen: number }[] } };
}
const entriesOf = async (id: string) =>
  (
    await ask<Entries>(
      "demo.worker",
      "query ($id: ID!) { household(id: $id) { account { entries { id kind amountFen } } } }",
      { id },
    )
  ).household.account.entries;

const reveals = async (member: string) =>
  (
    await ask<{ auditEvents: { totalCount: number } }>(
      "demo.auditor",
      'query ($id: String!) { auditEvents(where: { action: "member.reveal", entityId: $id }, first: 1) { totalCount } }',
      { id: member },
    )
  ).auditEvents.totalCount;

describe.runIf(inject("chromium") !== "")("field work on a phone, with the network blocked", () => {
  let browser: Browser;
  beforeAll(async () => {
    await newVisits(atlas?.databaseUrl ?? "", 1);
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it("finishes a task, sends an offline entry exactly once, and leaves one event for a look", {
    timeout: TIMEOUT,
  }, async () => {
    const session = await visit(browser, `${url}/sign-in`, PHONE);
    const { page } = session;
    await signIn(page, "demo.worker");
    const cards = page.locator("li.field-card");
    await cards.first().waitFor();
    await keep(page, "field-tasks");
    expect(await isNarrow(page)).toBe(true);
    const tasksBefore = await cards.count();
    await cards.last().getByRole("button", { name: "填写结果" }).click();
    await cards.last().locator("select[name=result]").selectOption("CONFIRMED");
    await cards.last().locator("textarea").fill("已入户，情况属实");
    await keep(page, "field-task-form");
    await cards.last().getByRole("button", { name: "完成任务" }).click();
    await page.getByText("任务已完成。").waitFor();
    await page.waitForFunction(
      (count) => document.querySelectorAll("li.field-card").length === count,
      tasksBefore - 1,
    );

    await page.getByRole("link", { name: "农户" }).first().click();
    await page.locator("a.field-card-head").first().waitFor();
    await page.locator("input[name=number]").fill("360827100900-0001");
    await page.getByRole("button", { name: "筛选" }).click();
    await page.waitForFunction(() => document.querySelector("output")?.textContent === "共 1 户");
    expect(page.url()).toBe(`${url}/households`);
    await page.locator("a.field-card-head").first().click();
    await page.locator("#account").waitFor();
    await keep(page, "field-household");
    expect(await isNarrow(page)).toBe(true);

    const household = page.url().split("/").at(-1) ?? "";
    const before = await entriesOf(household);
    await page.context().setOffline(true);
    await page.getByText("记一笔").click();
    await page.locator("select[name=kind]").first().selectOption("MEDICAL");
    await page.locator("input[name=amount]").fill("1280.55");
    await page.locator("input[name=day]").first().fill("2026-10-15");
    await page.getByRole("button", { name: "保存" }).first().click();
    await page.getByText("1 项等待送出").waitFor();
    const kept = await page.evaluate(() => JSON.stringify(localStorage));
    expect(kept).toContain("128055");
    const names = await page.locator(".field-card-head strong").allInnerTexts();
    for (const name of names) expect(kept).not.toContain(name);
    await page.locator(".field-queue").scrollIntoViewIfNeeded();
    await keep(page, "field-offline");
    // The answer to the first sending gets lost on its way back: the same batch goes again and counts once.
    let lost = 0;
    const batches: string[] = [];
    await page.route("**/graphql", async (route) => {
      const body = route.request().postData() ?? "";
      if (!body.includes('"operationName":"SyncField"')) return route.fallback();
      batches.push(JSON.stringify(JSON.parse(body).variables));
      if (lost > 0) return route.fallback();
      lost += 1;
      await route.fetch();
      return route.abort("connectionreset");
    });
    await page.context().setOffline(false);
    await page.waitForFunction(
      () => !document.querySelector(".field-queue")?.textContent?.includes("正在送出"),
    );
    await expect.poll(() => lost, { timeout: 30_000 }).toBe(1);
    await page.getByRole("button", { name: /立即送出/ }).click();
    await page.getByText("已送出 1 项。").waitFor();
    expect(batches.length).toBeGreaterThan(1);
    expect(new Set(batches).size).toBe(1);
    const after = await entriesOf(household);
    expect(after.length).toBe(before.length + 1);
    expect(after.filter(({ amountFen }) => amountFen === 128_055).length).toBe(1);
    await page.locator(".field-entry").filter({ hasText: "1,280.55" }).waitFor();

    const { household: register } = await ask<{ household: { members: { id: string; name: string }[] } }>(
      "demo.worker",
      "query ($id: ID!) { household(id: $id) { members { id name } } }",
      { id: household },
    );
    const [member] = register.members;
    if (!member) throw new Error("the household has no members");
    const looks = await reveals(member.id);
    await page
      .getByRole("button", { name: `查看明文 ${member.name}` })
      .first()
      .click();
    await page.locator("select[name=purpose]").selectOption("FIELD_VISIT");
    await keep(page, "field-reveal-dialog");
    await page.clock.install();
    await page.locator("dialog[open] button[type=submit]").click();
    const clear = page.locator(".field-clear");
    await clear.waitFor();
    expect(await clear.innerText()).toMatch(/\d{17}[\dX]/);
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toMatch(/\d{17}[\dX]/);
    await page.clock.fastForward(61_000);
    await clear.waitFor({ state: "detached" });
    expect(await page.locator("main").innerText()).not.toMatch(/\d{17}[\dX]/);
    expect(await reveals(member.id)).toBe(looks + 1);
    // What was said while the network was away, on purpose, is no complaint.
    const foreseen = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_RESET/;
    expect(session.complaints.filter((complaint) => !foreseen.test(complaint))).toEqual([]);
    await page.context().close();
  });

  it("records that a member is out of work and that it ended, without a network, and shows both", {
    timeout: TIMEOUT,
  }, async () => {
    const database = new pg.Client({ connectionString: atlas?.databaseUrl ?? "" });
    await database.connect();
    if (!atlas) throw new Error("there is no server");
    const { id, memberId } = await newHousehold(database, keysOf(atlas));
    const [lost, found] = [await daysAgo(database, 70), await daysAgo(database, 3)];
    const session = await visit(browser, `${url}/not-there`, { width: 360, height: 780 });
    const { page } = session;
    await comeAs(page, atlas.url, "demo.worker");
    await page.goto(`${url}/households/${id}?lang=zh`);
    const work = page.locator(".field-work");
    await work.waitFor();
    await page.context().setOffline(true);
    // By keyboard: the disclosure, the state, the day, the button.
    const record = async (state: string, since: string) => {
      await work.locator("select[name=state]").selectOption(state);
      await work.locator("input[name=since]").fill(since);
      await work.locator("input[name=since]").press("Enter");
      await work.getByText(spells.zh.kept).waitFor();
    };
    await work.locator("summary").focus();
    await page.keyboard.press("Enter");
    await record("IDLE", lost);
    await record("EMPLOYED", found);
    await page.getByText("2 项等待送出").waitFor();
    const kept = await page.evaluate(() => JSON.stringify(localStorage));
    expect(kept).toContain(lost);
    expect(kept).not.toContain(await page.locator(".field-card-head strong").first().innerText());
    expect(await isNarrow(page)).toBe(true);
    await keep(page, "field-work-offline");
    await page.context().setOffline(false);
    await page.getByText("已送出 2 项。").waitFor();
    await work.getByText(spells.zh.now(spells.zh.states.EMPLOYED, found)).waitFor();
    await work.getByText(spells.zh.before(spells.zh.states.IDLE, lost, found)).waitFor();
    const { rows } = await database.query<{ version: number; events: number }>(
      `select row_version as version, (select count(*)::int from audit.events where action = 'field.sync'
         and detail -> 'done' @> jsonb_build_array(jsonb_build_object('id', $1::text))) as events
       from casework.members where id::text = $1`,
      [memberId],
    );
    expect(rows).toEqual([{ version: 3, events: 1 }]);
    await keep(page, "field-work");
    const foreseen = /ERR_INTERNET_DISCONNECTED/;
    expect(session.complaints.filter((complaint) => !foreseen.test(complaint))).toEqual([]);
    await page.context().close();
    await database.end();
  });

  it("takes a self-report without sign-in and tells by its receipt how it stands", {
    timeout: TIMEOUT,
  }, async () => {
    const { page, complaints, requests } = await visit(browser, `${url}/report`, PHONE);
    expect(
      await page.locator("form input:not([type=hidden]), form select, form textarea").count(),
    ).toBeLessThanOrEqual(6);
    await page.locator(".field-village input").first().fill("绛坞");
    await page.locator(".field-village button").first().click();
    await page.locator("input[name=name]").fill("测小试");
    await page.locator("input[name=phone]").fill("13800000000");
    await page.locator("select[name=cause]").selectOption("ILLNESS");
    expect(await isNarrow(page)).toBe(true);
    await keep(page, "field-report");
    await page.locator("button[type=submit]").click();
    const receipt = (await page.locator(".field-receipt").innerText()).trim();
    expect(receipt.length).toBeGreaterThan(5);
    await keep(page, "field-receipt");
    await page.getByRole("link", { name: "查询进度" }).click();
    await page.locator("input[name=receipt]").fill(receipt);
    await page.locator("button[type=submit]").click();
    await page.getByText("已受理").waitFor();
    for (const part of ["测小试", "13800000000", receipt, encodeURIComponent("测小试")])
      expect(requests.filter((path) => path.includes(part))).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
