import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { ACTIONS } from "../geo/procedure.ts";
import { county } from "../web/i18n/county.ts";
import { work } from "../web/i18n/work.ts";
import { atlases, graphql } from "./atlas.ts";
import { comeAs, keep, launch, visit } from "./browser.ts";
import { keysOf } from "./casework.ts";
import { signInAs } from "./signedIn.ts";
import { sqlOn } from "./tileClient.ts";

const TIMEOUT = 240_000;
const atlas = atlases.at(-1);
// The cookie of a session is of the host alone and secure: browsers take it on localhost only.
const url = (atlas?.url ?? "").replace("127.0.0.1", "localhost");
const zh = county.zh;

describe.runIf(inject("chromium") !== "")("the county's pages in a browser", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  const enter = async (path: string, login = "demo.county", viewport = { width: 1280, height: 900 }) => {
    const session = await visit(browser, `${url}/not-there`, viewport);
    // Not through the door: a code counts once, so each visit would wait half a minute for the next.
    await comeAs(session.page, atlas?.url ?? "", login);
    await session.page.goto(`${url}${path}`);
    return session;
  };
  const leave = async ({ page, complaints }: Awaited<ReturnType<typeof visit>>) => {
    await page.context().close();
    expect(complaints).toEqual([]);
  };
  const asCounty = async <Data>(query: string) =>
    graphql<Data>(atlas?.url ?? "", query, {}, await signInAs(atlas?.url ?? "", "demo.county"));
  const fold = (page: Page | Locator, title: string) =>
    page.locator("summary").filter({ hasText: title }).first().click();

  it("walks a case one step and lists every guard against the others", { timeout: TIMEOUT }, async () => {
    const { data } = await asCounty<{ cases: { nodes: { id: string }[] } }>(
      '{ cases(within: "360827", where: { state: COUNTY_DECISION }, first: 1) { nodes { id } } }',
    );
    const id = data.cases.nodes[0]?.id ?? "";
    const before = await asCounty<{
      case: {
        nextSteps: { action: keyof typeof ACTIONS; allowed: boolean; guards: { message: string }[] }[];
      };
    }>(`{ case(id: "${id}") { nextSteps { action allowed guards { message } } } }`);
    const session = await enter("/cases?state=COUNTY_DECISION");
    const { page } = session;
    await page.locator(`a[href="/cases/${id}"]`).click();
    await page.locator('.step-line [aria-current="step"]').filter({ hasText: "县级审批" }).waitFor();
    for (const step of before.data.case.nextSteps) {
      const card = page.locator(`[data-action="${step.action}"]`);
      expect(await card.innerText()).toContain(ACTIONS[step.action].zh);
      for (const guard of step.guards) expect(await card.innerText()).toContain(guard.message);
    }
    expect(before.data.case.nextSteps.map(({ action }) => action)).toContain("VERIFY_AGAIN");
    await keep(page, "county-case");
    const card = page.locator('[data-action="VERIFY_AGAIN"]');
    await fold(card, zh.cases.take);
    await card.locator("textarea").fill("收入材料须再核一次");
    await card.locator("input[type=checkbox]").check();
    await card.getByRole("button", { name: zh.common.send }).click();
    await page.locator('.step-line [aria-current="step"]').filter({ hasText: "入户核查" }).waitFor();
    await page.locator(".case-history").filter({ hasText: "收入材料须再核一次" }).waitFor();
    const after = await asCounty<{ case: { state: string } }>(`{ case(id: "${id}") { state } }`);
    expect(after.data.case.state).toBe("VERIFICATION");
    await leave(session);
  });

  it("refuses the fixer of a problem who would verify it, and keeps it open", {
    timeout: TIMEOUT,
  }, async () => {
    const session = await enter("/ledger?mine=false");
    const { page } = session;
    await fold(page, zh.ledger.register);
    const form = page.locator("form").first();
    const words = "水表井盖破损，须更换";
    await form.locator("select").nth(0).selectOption("WATER");
    await form.locator("select").nth(1).selectOption("ORDINARY");
    await form.locator("select").nth(2).selectOption("INSPECTION");
    await form.locator("input[type=date]").fill("2099-12-31");
    await form.locator("textarea").fill(words);
    await form.getByRole("button", { name: zh.ledger.register }).click();
    // Far in the future it is last of its column: the page of the viewer's own entries shows it.
    const created = async () =>
      (
        await asCounty<{ ledger: { nodes: { id: string; description: string; status: string }[] } }>(
          '{ ledger(within: "360827", last: 100, where: { subject: WATER }) { nodes { id description status } } }',
        )
      ).data.ledger.nodes.find(({ description }) => description === words);
    await expect.poll(created, { timeout: 20_000 }).toBeDefined();
    const item = await created();
    const card = page.locator(`[data-item="${item?.id}"]`);
    await card.waitFor();
    await fold(card, zh.ledger.fix);
    await card.locator("textarea").fill("井盖已更换，照片存档");
    await card.getByRole("button", { name: zh.ledger.fix }).click();
    const fixed = page.locator('[data-status="FIXED"]').locator(`[data-item="${item?.id}"]`);
    await fixed.waitFor();
    await fold(fixed, zh.ledger.verify);
    await fixed.locator("input[type=checkbox]").check();
    await fixed.getByRole("button", { name: zh.ledger.verify }).click();
    await fixed.getByText("不能核验销号").waitFor();
    expect((await created())?.status).toBe("FIXED");
    await keep(page, "county-ledger");
    await leave(session);
  });

  it("loads a list, shows its problems by row, and answers the alert it raised", {
    timeout: TIMEOUT,
  }, async () => {
    if (!atlas) throw new Error("no atlas");
    const keys = keysOf(atlas);
    const [member] = await sqlOn<{ id: string; household: string; sealed: Buffer; today: string }>(
      atlas.databaseUrl,
      `select member.id, household.id as household, identity.id_number_sealed as sealed,
              to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as today
       from casework.households household
       join casework.members member on member.household_id = household.id and member.left_on is null
       join casework.identities identity on identity.member_id = member.id
       join casework.consents consent on consent.household_id = household.id and 'COMPARISON' = any (consent.scope)
         and consent.given_on <= now()::date and consent.withdrawn_on is null
       where household.county_code = '360827'
         and not exists (select from casework.alerts alert where alert.household_id = household.id)
       order by household.id desc limit 1`,
    );
    if (!member) throw new Error("no consenting household");
    const idNumber = keys
      .open(member.sealed, { column: "casework.identities.id_number", row: member.id })
      .toString();
    const session = await enter("/screening");
    const { page } = session;
    const form = page.locator("section[aria-labelledby=screening-load] form");
    const give = async (row: string) =>
      form.locator("input[type=file]").setInputFiles({
        name: "list.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(`id_number,item,value,day\n${row}\n`),
      });
    await form.locator("select").selectOption("MEDICAL_INSURANCE");
    await form.locator("input[type=date]").fill(member.today);
    await give(`${idNumber},noSuchItem,28000,${member.today}`);
    expect(await form.innerText()).not.toContain(idNumber);
    await form.getByRole("button", { name: zh.screening.loadNow }).click();
    await page.getByText(zh.screening.problems(1)).waitFor();
    await give(`${idNumber},selfPaidMedicalCost,28000,${member.today}`);
    await form.getByRole("button", { name: zh.screening.loadNow }).click();
    await page.getByText(zh.screening.result(1, 1, 0, 1)).waitFor();
    const alertOf = () =>
      sqlOn<{ id: string; answer: string | null }>(
        atlas.databaseUrl,
        "select id, answer from casework.alerts where household_id = $1",
        [member.household],
      );
    const [alert] = await alertOf();
    const row = page.locator(`[data-alert="${alert?.id}"]`);
    await row.getByRole("button", { name: zh.screening.answer }).click();
    const dialog = page.locator("dialog[open]");
    await dialog.locator("select").selectOption("DISMISS");
    await dialog.locator("textarea").fill("医保已报销，入户核实无困难");
    await keep(page, "county-alert");
    await dialog.getByRole("button", { name: zh.common.send }).click();
    await row.waitFor({ state: "detached" });
    expect((await alertOf()).map(({ answer }) => answer)).toEqual(["DISMISS"]);
    await leave(session);
  });

  it("fits a phone and draws the campaign", { timeout: TIMEOUT }, async () => {
    for (const path of ["/cases", "/screening", "/ledger", "/campaigns"]) {
      const session = await enter(path, "demo.county", { width: 360, height: 740 });
      const { page } = session;
      await page.getByRole("heading", { level: 1 }).waitFor();
      if (path === "/campaigns") await page.locator(".progress-chart svg[role=img]").first().waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
      expect(await page.locator(".work-menu").innerText()).toContain(work.zh.pages.campaigns);
      await keep(page, `county-phone-${path.slice(1)}`);
      await leave(session);
    }
  });
});
