import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { field } from "../web/i18n/field.ts";
import { atlases, graphql } from "./atlas.ts";
import { comeAs, keep, launch, visit } from "./browser.ts";
import { newVisits } from "./casework.ts";
import { manifest } from "./manifest.ts";
import { signInAs } from "./signedIn.ts";

const TIMEOUT = 240_000;
const PHONE = { width: 390, height: 844 };
const atlas = atlases.at(-1);
// The session cookie is for secure places; to a browser the machine itself is one by this name.
const here = atlas?.url ?? "";
const url = here.replace("127.0.0.1", "localhost");
const { zh } = field;
/** What was said while the network was away, on purpose, is no complaint. */
const foreseen = /ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch dynamically imported module/;

async function ask<Data>(query: string, variables: Record<string, unknown> = {}) {
  const { data, errors } = await graphql<Data>(url, query, variables, await signInAs(here, "demo.worker"));
  expect(errors).toBeUndefined();
  return data;
}

const entriesOf = async (id: string) =>
  (
    await ask<{ household: { account: { entries: { id: string; amountFen: number }[] } } }>(
      "query ($id: ID!) { household(id: $id) { account { entries { id amountFen } } } }",
      { id },
    )
  ).household.account.entries;

const signIn = async (page: Page, login: string) => {
  await page.locator(".demo-people button").filter({ hasText: login }).first().click();
  await page.locator(".work-form button[type=submit]").click();
};

/** Everything the browser holds of this place, as text, by where it lies. */
const held = (page: Page) =>
  page.evaluate(async () => {
    const databases: Record<string, unknown> = {};
    for (const { name } of await indexedDB.databases()) {
      if (!name) continue;
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      for (const store of database.objectStoreNames) {
        const rows = await new Promise<unknown[]>((resolve, reject) => {
          const reading = database.transaction(store).objectStore(store).getAll();
          reading.onsuccess = () => resolve(reading.result);
          reading.onerror = () => reject(reading.error);
        });
        if (rows.length > 0) databases[`${name}.${store}`] = rows;
      }
      database.close();
    }
    const files: string[] = [];
    for (const name of await caches.keys())
      for (const request of await (await caches.open(name)).keys()) files.push(new URL(request.url).pathname);
    return {
      databases: JSON.stringify(databases),
      local: JSON.stringify(localStorage),
      session: JSON.stringify(sessionStorage),
      files,
      caches: await caches.keys(),
    };
  });

describe.runIf(inject("chromium") !== "")("field work without a network, from the first page on", () => {
  let browser: Browser;
  beforeAll(async () => {
    await newVisits(atlas?.databaseUrl ?? "", 3);
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it("opens offline, keeps an entry, sends it once, shows both versions of a conflict, and forgets all at sign-out", {
    timeout: TIMEOUT,
  }, async () => {
    const session = await visit(browser, `${url}/sign-in`, PHONE);
    const { page } = session;
    const network = (isThere: boolean) => page.context().setOffline(!isThere);
    await signIn(page, "demo.worker");
    await page.waitForURL("**/tasks");
    await page.getByText("离线可用").waitFor();
    await page.locator("a[href^='/households/']").first().click();
    await page.locator("#account").waitFor();
    const path = new URL(page.url()).pathname;
    const household = path.split("/").at(-1) ?? "";
    const number = (await page.locator("h1").innerText()).trim();
    const names = await page
      .locator("section[aria-labelledby=members] .field-card-head strong")
      .allInnerTexts();
    expect(names.length).toBeGreaterThan(0);
    await expect.poll(async () => (await held(page)).databases).toContain(household);

    const kept = await held(page);
    expect(kept.caches.length).toBe(1);
    expect(kept.files).toContain("/");
    expect(kept.files.filter((file) => file !== "/" && !file.startsWith("/assets/"))).toEqual([]);
    // Masked, and without numbers of identity, telephone or account and without money.
    expect(kept.databases).toContain(number);
    const { household: full } = await ask<{
      household: { members: { idNumber: string; phone: string | null }[]; account: { netFen: number } };
    }>("query ($id: ID!) { household(id: $id) { members { idNumber phone } account { netFen } } }", {
      id: household,
    });
    for (const { idNumber, phone } of full.members)
      for (const secret of [idNumber, phone]) if (secret) expect(kept.databases).not.toContain(secret);
    expect(kept.databases).not.toMatch(/Fen"|\b\d{17}[\dX]\b|\b1\d{10}\b/);

    // An amount that no entry has yet.
    const amountFen = 73_119 + 100 * (await entriesOf(household)).length;
    await network(false);
    await page.goto(`${url}/tasks`);
    await page.getByText(zh.queue.offline).waitFor();
    await page.getByText("没有网络，显示的是").waitFor();
    await page.locator("li.field-card").first().waitFor();
    expect(await page.locator(".work-who").innerText()).toContain("村级网格员");
    await keep(page, "offline-tasks");
    await page.goto(`${url}${path}`);
    await page.getByRole("heading", { level: 1, name: number }).waitFor();
    expect(
      await page.locator("section[aria-labelledby=members] .field-card-head strong").allInnerTexts(),
    ).toEqual(names);
    await page.getByText(zh.account.add, { exact: true }).click();
    await page.locator("select[name=kind]").selectOption("MEDICAL");
    await page.locator("input[name=amount]").fill((amountFen / 100).toFixed(2));
    await page.locator("input[name=day]").fill("2026-10-16");
    await page.getByRole("button", { name: zh.save, exact: true }).click();
    await page.getByText(zh.queue.waiting(1)).waitFor();
    await keep(page, "offline-household");
    await page.reload();
    await page.getByText(zh.queue.waiting(1)).waitFor();
    await page.goto(`${url}/households`);
    await page.getByRole("heading", { name: zh.offline.listTitle }).waitFor();
    await page.locator(`a[href="${path}"]`).waitFor();
    await page.goto(`${url}/audit`);
    await page.getByRole("heading", { name: zh.offline.pageNeeds }).waitFor();
    await page.getByRole("link", { name: zh.offline.toTasks }).click();

    // A task ended here without a network, and otherwise on the server meanwhile.
    const card = page.locator("li.field-card").last();
    const { tasks } = await ask<{ tasks: { id: string; rowVersion: number }[] }>(
      "{ tasks(mine: true, first: 100) { id rowVersion } }",
    );
    await card.getByRole("button", { name: zh.tasks.finish }).click();
    await card.locator("select[name=result]").selectOption("CONFIRMED");
    await card.getByRole("button", { name: zh.tasks.submit }).click();
    await page.getByText(zh.queue.waiting(2)).waitFor();
    const box = JSON.parse((await held(page)).local) as Record<string, string>;
    const visited = /"taskId":"([\w-]+)"/.exec(Object.values(box).join())?.[1];
    const task = tasks.find(({ id }) => id === visited);
    const ended = await ask<{ finishTask: { __typename: string } }>(
      `mutation ($id: ID!, $rowVersion: Int!) {
        finishTask(id: $id, rowVersion: $rowVersion, result: NOT_CONFIRMED, note: null) { __typename } }`,
      { ...task },
    );
    expect(ended.finishTask.__typename).toBe("Task");

    const before = await entriesOf(household);
    const batches: string[] = [];
    page.on("request", (request) => {
      const body = request.postData() ?? "";
      if (body.includes('"operationName":"SyncField"')) batches.push(body);
    });
    await network(true);
    await page.getByText(zh.queue.applied(1)).waitFor();
    const versions = page.locator(".field-versions");
    await versions.waitFor();
    expect(await versions.innerText()).toContain(zh.tasks.results.CONFIRMED);
    expect(await versions.innerText()).toContain(zh.tasks.results.NOT_CONFIRMED);
    await page.getByText("上次送出").waitFor();
    await keep(page, "offline-conflict");
    const after = await entriesOf(household);
    expect(after.length).toBe(before.length + 1);
    expect(after.filter((entry) => entry.amountFen === amountFen).length).toBe(1);
    // The same batch once more, as a phone sends it whose answer got lost: the same answer, and nothing twice.
    expect(batches.length).toBeGreaterThan(0);
    const { documentId, variables } = JSON.parse(batches[0] ?? "") as {
      documentId: string;
      variables: Record<string, unknown>;
    };
    const query = manifest[documentId] ?? "";
    const again = await ask<{ syncField: { results: { outcome: string }[] } }>(query, variables);
    expect(again.syncField.results.map(({ outcome }) => outcome)).toEqual(["APPLIED", "CONFLICT"]);
    expect(await entriesOf(household)).toEqual(after);

    await page.getByRole("button", { name: zh.queue.dismiss }).click();
    await page.getByRole("button", { name: "退出登录" }).click();
    await page.waitForURL("**/sign-in");
    await page.locator(".demo-people").waitFor();
    const left = await held(page);
    expect(left.databases).toBe("{}");
    expect(left.local).toBe("{}");
    expect(left.session).toBe("{}");
    expect(left.files.filter((file) => file !== "/" && !file.startsWith("/assets/"))).toEqual([]);
    await network(false);
    await page.goto(`${url}/tasks`);
    await page.getByRole("heading", { name: "请先登录" }).waitFor();
    expect(await page.locator("body").innerText()).not.toContain(number);
    expect(session.complaints.filter((complaint) => !foreseen.test(complaint))).toEqual([]);
    await page.context().close();
  });

  it("asks before it forgets what was not sent, ends the session later, and keeps nothing of other posts", {
    timeout: TIMEOUT,
  }, async () => {
    const session = await visit(browser, `${url}/sign-in`, PHONE);
    const { page } = session;
    const token = await comeAs(page, here, "demo.worker");
    await page.goto(`${url}/tasks`);
    await page.getByText("离线可用").waitFor();
    await page.context().setOffline(true);
    await page.reload();
    const card = page.locator("li.field-card").last();
    await card.getByRole("button", { name: zh.tasks.finish }).click();
    await card.locator("select[name=result]").selectOption("CONFIRMED");
    await card.getByRole("button", { name: zh.tasks.submit }).click();
    await page.getByText(zh.queue.waiting(1)).waitFor();
    await page.getByRole("button", { name: "退出登录" }).click();
    const dialog = page.locator("dialog[open]");
    await dialog.getByText(zh.offline.signOutWaiting(1)).waitFor();
    await keep(page, "offline-sign-out");
    await dialog.getByRole("button", { name: zh.cancel }).click();
    await page.getByText(zh.queue.waiting(1)).waitFor();
    await page.getByRole("button", { name: "退出登录" }).click();
    await dialog.getByRole("button", { name: "退出登录" }).click();
    await page.waitForURL("**/sign-in");
    expect((await held(page)).databases).toBe("{}");
    expect((await held(page)).local).toBe('{"atlas.sign-out":"1"}');
    // The cookie is still there: the first thing the page does with a network is to end that session.
    await page.context().setOffline(false);
    await page.goto(`${url}/tasks`);
    await page.getByRole("heading", { name: "请先登录" }).waitFor();
    expect((await held(page)).local).toBe("{}");
    const { data } = await graphql<{ viewer: unknown }>(
      url,
      "{ viewer { login } }",
      {},
      {
        cookie: `__Host-atlas=${token}`,
      },
    );
    expect(data.viewer).toBeNull();

    await comeAs(page, here, "demo.township");
    await page.goto(`${url}/tasks`);
    await page.getByRole("heading", { level: 1, name: zh.tasks.title }).waitFor();
    expect((await held(page)).databases).toBe("{}");
    expect(session.complaints.filter((complaint) => !foreseen.test(complaint))).toEqual([]);
    await page.context().close();
  });

  it("serves its worker so that a new build is found at once, and gives up the files of another build", {
    timeout: TIMEOUT,
  }, async () => {
    const answer = await fetch(`${url}/sw.js`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("no-cache");
    expect(answer.headers.get("content-type")).toMatch(/javascript/);
    expect(answer.headers.get("content-security-policy")).toContain("worker-src 'self'");
    const text = await answer.text();
    expect(text).not.toMatch(/https?:\/\//);
    const files = [...new Set([...text.matchAll(/\/assets\/[\w.-]+/g)].map(([file]) => file))];
    expect(files.length).toBeGreaterThan(8);
    for (const file of files) {
      const part = await fetch(`${url}${file}`, { method: "HEAD" });
      expect(part.status).toBe(200);
      expect(part.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    }

    const session = await visit(browser, `${url}/sign-in`, PHONE);
    const { page } = session;
    await page.evaluate(async () => {
      await (await caches.open("atlas-shell-of-another-build")).put("/assets/old.js", new Response("old"));
      await (await caches.open("of-somebody-else")).put("/assets/other.js", new Response("other"));
    });
    await comeAs(page, here, "demo.worker");
    await page.goto(`${url}/tasks`);
    await page.getByText("离线可用").waitFor();
    await expect
      .poll(async () => (await held(page)).caches.filter((name) => !/^atlas-shell-[0-9a-f]{16}$/.test(name)))
      .toEqual(["of-somebody-else"]);
    expect((await held(page)).files.filter((file) => /graphql|tiles/.test(file))).toEqual([]);
    expect(session.complaints).toEqual([]);
    await page.context().close();
  });
});
