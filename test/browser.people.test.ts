import { URI } from "otpauth";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { people } from "../web/i18n/people.ts";
import { atlases, graphql } from "./atlas.ts";
import { comeAs, keep, launch, visit } from "./browser.ts";
import { signInAs } from "./signedIn.ts";
import { sqlOn } from "./tileClient.ts";

const TIMEOUT = 240_000;
const atlas = atlases.at(-1);
const here = atlas?.url ?? "";
const url = here.replace("127.0.0.1", "localhost");
const { zh } = people;

const signIn = async (login: string, password: string, code: string | null) =>
  (
    await graphql<{ signIn: { __typename: string } }>(
      here,
      "mutation ($login: String!, $password: String!, $code: String) { signIn(login: $login, password: $password, code: $code) { __typename } }",
      { login, password, code },
    )
  ).data.signIn.__typename;

/** Whether a key still opens the door. */
const opens = async (key: string) => {
  const { data } = await graphql<{ viewer: { login: string } | null } | null>(
    here,
    "{ viewer { login } }",
    {},
    { authorization: `Bearer ${key}` },
  );
  return data?.viewer?.login ?? null;
};

const codeOf = (uri: string) => URI.parse(uri).generate();

describe.runIf(inject("chromium") !== "")("the page of people and keys", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it("creates, locks out, resets and disables a person, and shows each secret once", {
    timeout: TIMEOUT,
  }, async () => {
    const session = await visit(browser, `${url}/not-there`, { width: 1280, height: 900 });
    const { page } = session;
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"], { origin: url });
    await comeAs(page, here, "demo.security");
    await page.goto(`${url}/people`);
    const login = `test.county-${Date.now().toString(36)}`;
    await page.getByText(zh.create.title).click();
    await page.locator("input[name=login]").fill(login);
    await page.locator("input[name=name]").fill("测试县办");
    await page.locator("select[name=role]").selectOption("COUNTY");
    const creating = page.locator("form").filter({ has: page.locator("input[name=login]") });
    expect(await creating.getByRole("button", { name: zh.create.submit, exact: true }).isDisabled()).toBe(
      true,
    );
    await creating.locator("input[name=region]").fill("万安县");
    await creating.locator('[data-code="360828"]').click();
    await creating.getByRole("button", { name: zh.create.submit, exact: true }).click();
    const once = page.locator("dialog[open]");
    await once.getByText(zh.once.lead).waitFor();
    const [password = "", factor = ""] = await once
      .locator("input")
      .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
    await once.getByRole("button", { name: zh.once.copy }).first().click();
    await once.getByText(zh.once.copied).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(password);
    await page.keyboard.press("Escape");
    expect(await once.isVisible()).toBe(true);
    await keep(page, "people-once");
    await once.getByRole("button", { name: zh.once.close }).click();
    await page.getByRole("searchbox").fill(login);
    const card = page.locator(`[data-person="${login}"]`);
    await card.getByText(zh.factor).waitFor();
    expect(await page.content()).not.toContain(password);
    expect(await signIn(login, password, codeOf(factor))).toBe("SignedIn");

    // Posted elsewhere by name, and by keyboard: Enter takes the first found.
    await card.getByText("江西省吉安市万安县").first().waitFor();
    await card.getByText(zh.picker.change).click();
    await card.locator("input[name=region]").fill("遂川县");
    await card.locator('[data-code="360827"]').waitFor();
    await card.locator("input[name=region]").press("Enter");
    await card.getByRole("button", { name: zh.picker.remove("江西省吉安市万安县") }).click();
    await card.getByRole("button", { name: zh.picker.submit }).click();
    await card.locator(".field-tags").getByText("江西省吉安市遂川县").waitFor();

    await sqlOn(
      atlas?.databaseUrl ?? "",
      "update access.people set locked_until = now() + interval '1 hour' where login = $1",
      [login],
    );
    await page.reload();
    await page.getByRole("searchbox").fill(login);
    await card.getByText(zh.isLocked).waitFor();
    await card.getByRole("button", { name: zh.unlock }).click();
    await card.getByText(zh.done).waitFor();
    await card.getByText(zh.isLocked).waitFor({ state: "detached" });

    await card.getByRole("button", { name: zh.reset }).click();
    await page.locator("dialog[open]").getByRole("button", { name: "确认" }).click();
    await once.getByText(zh.once.lead).waitFor();
    const [next = "", nextFactor = ""] = await once
      .locator("input")
      .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
    await once.getByRole("button", { name: zh.once.close }).click();
    expect(next).not.toBe(password);
    expect(nextFactor).not.toBe(factor);
    expect(await signIn(login, password, codeOf(nextFactor))).toBe("SignInRefused");
    expect(await signIn(login, next, codeOf(factor))).toBe("SignInRefused");
    expect(await signIn(login, next, codeOf(nextFactor))).toBe("SignedIn");

    await card.getByRole("button", { name: zh.disable }).click();
    await page.locator("dialog[open]").getByText(zh.disableAsk("测试县办")).waitFor();
    await page.locator("dialog[open]").getByRole("button", { name: "取消" }).click();
    await card.getByRole("button", { name: zh.disable }).click();
    await page.locator("dialog[open]").getByRole("button", { name: "确认" }).click();
    await card.getByText(zh.isDisabled).waitFor();
    expect(await signIn(login, next, codeOf(nextFactor))).toBe("SignInRefused");

    // Everybody knows the password of a demonstration person, and goes on knowing it.
    await page.getByRole("searchbox").fill("demo.planner");
    const demo = page.locator('[data-person="demo.planner"]');
    await demo.getByRole("button", { name: zh.disable }).waitFor();
    expect(await demo.getByRole("button", { name: zh.reset }).count()).toBe(0);
    const audited = await sqlOn<{ action: string }>(
      atlas?.databaseUrl ?? "",
      "select action from audit.events where entity_id = (select id::text from access.people where login = $1) order by id",
      [login],
    );
    expect(audited.map(({ action }) => action).filter((action) => action.startsWith("person."))).toEqual([
      "person.create",
      "person.regions",
      "person.unlock",
      "person.reset",
      "person.disable",
    ]);
    expect(session.complaints).toEqual([]);
    await page.context().close();
  });

  it("makes a key, changes over to another, and withdraws the old one alone", {
    timeout: TIMEOUT,
  }, async () => {
    const session = await visit(browser, `${url}/not-there`, { width: 360, height: 780 });
    const { page } = session;
    await comeAs(page, here, "demo.security");
    await graphql(
      here,
      'mutation { createPerson(login: "test.partner-keys", name: "测试合作方", role: PARTNER, regions: ["36"]) { password } }',
      {},
      await signInAs(here, "demo.security"),
    );
    await page.goto(`${url}/people`);
    await page.getByRole("searchbox").fill("test.partner-keys");
    const card = page.locator('[data-person="test.partner-keys"]');
    await card.locator("summary").filter({ hasText: zh.keys.title }).click();
    const make = async (label: string) => {
      await card.locator("input[name=label]").fill(label);
      await card.getByRole("button", { name: zh.keys.submit }).click();
    };
    const told = async () => {
      const once = page.locator("dialog[open]");
      const key = await once.locator("input").inputValue();
      await once.getByRole("button", { name: zh.once.close }).click();
      return key;
    };
    await make("甲系统");
    const first = await told();
    expect(first).toMatch(/^fpk_live_[0-9a-f]{12}_/);
    expect(await opens(first)).toBe("test.partner-keys");
    await make("甲系统，新");
    const second = await told();
    await card.locator("[data-key]").nth(1).waitFor();
    expect(await page.content()).not.toContain(second);
    await make("第三把");
    await card.getByText("已有两个有效密钥").waitFor();
    expect(await card.locator("input[name=label]").inputValue()).toBe("第三把");
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await keep(page, "people-keys");
    await card
      .locator(`[data-key="${first.slice(0, 21)}"]`)
      .getByRole("button", { name: zh.keys.withdraw })
      .click();
    await page.locator("dialog[open]").getByRole("button", { name: "确认" }).click();
    await card.locator(`[data-key="${first.slice(0, 21)}"]`).waitFor({ state: "detached" });
    expect(await opens(first)).toBeNull();
    expect(await opens(second)).toBe("test.partner-keys");
    await card
      .locator(`[data-key="${second.slice(0, 21)}"]`)
      .getByRole("button", { name: zh.keys.withdraw })
      .click();
    await page.locator("dialog[open]").getByRole("button", { name: "确认" }).click();
    await card.getByText(zh.keys.none).waitFor();
    expect(await opens(second)).toBeNull();
    expect(session.complaints).toEqual([]);
    await page.context().close();
  });

  it("is nobody's page but the security administrator's", { timeout: TIMEOUT }, async () => {
    const session = await visit(browser, `${url}/not-there`);
    const { page } = session;
    await comeAs(page, here, "demo.system");
    await page.goto(`${url}/people`);
    await page.getByRole("heading", { name: "您的岗位不使用这个页面" }).waitFor();
    const { errors } = await graphql(
      here,
      'mutation { resetPerson(id: "00000000-0000-4000-8000-000000000000") { password } }',
      {},
      await signInAs(here, "demo.system"),
    );
    expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    expect(session.complaints).toEqual([]);
    await page.context().close();
  });
});
