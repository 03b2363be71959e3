import type { Page } from "playwright-core";
import { PAGES } from "../web/access/viewer.ts";
import { graphql } from "./atlas.ts";
import { signInAs } from "./signedIn.ts";

/** Who walks through each page of work. */
export const WALKER: Record<(typeof PAGES)[number]["key"], string> = {
  tasks: "demo.worker",
  households: "demo.worker",
  checks: "demo.county",
  cases: "demo.county",
  screening: "demo.county",
  ledger: "demo.county",
  campaigns: "demo.county",
  teams: "demo.county",
  glass: "demo.township",
  siting: "demo.planner",
  events: "demo.county",
  keys: "demo.partner",
  imports: "demo.planner",
  audit: "demo.auditor",
  people: "demo.security",
  funds: "demo.county",
};

export interface Stop {
  name: string;
  path: string;
  login: string | null;
}

/** Every page of work, and those of one household, one case and the public. */
export async function stops(here: string): Promise<Stop[]> {
  const worker = await graphql<{ tasks: { householdId: string }[] }>(
    here,
    "{ tasks(mine: true, first: 100) { householdId } }",
    {},
    await signInAs(here, "demo.worker"),
  );
  const county = await graphql<{ cases: { nodes: { id: string }[] } }>(
    here,
    '{ cases(within: "360827", where: { state: COUNTY_DECISION }, first: 1) { nodes { id } } }',
    {},
    await signInAs(here, "demo.county"),
  );
  const household = worker.data.tasks.find(({ householdId }) => householdId)?.householdId;
  return [
    { name: "sign-in", path: "/sign-in", login: null },
    { name: "report", path: "/report", login: null },
    { name: "status", path: "/report/status", login: null },
    { name: "tables", path: "/tables", login: null },
    { name: "downloads", path: "/downloads", login: "demo.county" },
    ...PAGES.map(({ key, path }) => ({ name: key, path, login: WALKER[key] })),
    { name: "household", path: `/households/${household}`, login: "demo.worker" },
    { name: "case", path: `/cases/${county.data.cases.nodes[0]?.id}`, login: "demo.county" },
  ];
}

export const still = async (page: Page) => {
  await page.locator("main h1").first().waitFor();
  await page.waitForFunction(() => document.querySelector(".page-loading") === null);
  await page.waitForLoadState("networkidle");
};
/** Opens all that is folded, so that forms are looked at as well. */
export const unfold = (page: Page) =>
  page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
