import type { Knex } from "knex";
import { monthToDate } from "../../geo/codes.ts";
import type { Database } from "../db.ts";
import { StartError } from "../errors.ts";
import { type ReleasedArea, releaseAreas } from "./areas.ts";
import { countiesWithRegister, isOver, lastMonthOver, type Released, releaseCounty } from "./publish.ts";

export const USAGE =
  "npm run release -- --period 2026-10 [--county 360827]   把已结束月份的办案数据汇总发布，小数保护 rolls the casework of a closed month up, small counts hidden";

/** `npm run release -- --period 2026-10`: county by county, each in a transaction of its own. Safe to repeat and to interrupt. */
export async function release(
  { primary }: Pick<Database, "primary">,
  args: readonly string[],
): Promise<void> {
  const option = (name: string) => (args.includes(name) ? args[args.indexOf(name) + 1] : undefined);
  const given = option("--period");
  const month = given === undefined ? null : monthToDate(given);
  if (month === null || month.startsWith("0000")) {
    throw new StartError(
      `请给出月份：--period 2026-10（收到 ${given ?? "无"}）。`,
      `Give a month: --period 2026-10 (got ${given ?? "none"}).`,
    );
  }
  await refuseOpenMonth(primary, month);
  for (const county of await countiesAsked(primary, args.includes("--county"), option("--county"))) {
    const since = performance.now();
    const released = await releaseCounty(primary, county, month, "npm run release", { onMap: true });
    const seconds = ((performance.now() - since) / 1000).toFixed(1);
    console.log(sentenceOf(released, month.slice(0, 7), seconds));
  }
  for (const area of await releaseAreas(primary, month, "npm run release"))
    console.log(sentenceOfArea(area, month.slice(0, 7)));
}

function sentenceOfArea(
  { area, counties, outdated, shown, suppressed }: ReleasedArea,
  month: string,
): string {
  if (outdated.length > 0)
    return `${area} ${month} 合计未发布：${outdated.join("、")} 的办案数据已有变化，请先发布该县 totals not released: the casework of ${outdated.join(", ")} has changed, release it first`;
  return `${area} ${month} ${counties.length} 个县的合计已发布：显示 ${shown} 格，小数保护 ${suppressed} 格 totals of ${counties.length} counties released: ${shown} shown, ${suppressed} suppressed`;
}

async function refuseOpenMonth(knex: Knex, month: string): Promise<void> {
  if (await isOver(knex, month)) return;
  const last = (await lastMonthOver(knex)).slice(0, 7);
  throw new StartError(
    `${month.slice(0, 7)} 尚未结束，不能发布；可发布至 ${last}。`,
    `${month.slice(0, 7)} is not over yet and cannot be released; the last month that can is ${last}.`,
  );
}

async function countiesAsked(knex: Knex, isAsked: boolean, county: string | undefined): Promise<string[]> {
  const known = await countiesWithRegister(knex);
  if (known.length === 0) {
    throw new StartError(
      "没有任何县登记了农户，没有可发布的。",
      "No county has households in its register; there is nothing to release.",
    );
  }
  if (!isAsked) return known;
  if (county !== undefined && known.includes(county)) return [county];
  throw new StartError(
    `县 ${county ?? "（未给出）"} 没有农户台账，不能发布；有台账的县：${known.join("、")}。`,
    `County ${county ?? "(none given)"} has no households in its register; those that have: ${known.join(", ")}.`,
  );
}

function sentenceOf(released: Released, month: string, seconds: string): string {
  const { county, revision, isUnchanged, villages, suppressed, facts } = released;
  if (revision === null) {
    return `${county} 登记的农户不在任何已知的村，未发布 its households lie in no known village, nothing released`;
  }
  const hidden = `小数保护：规划 ${suppressed.PLANNER} 格、公开 ${suppressed.PUBLIC} 格`;
  const suppressedCells = `suppressed: ${suppressed.PLANNER} cells for planners, ${suppressed.PUBLIC} for the public`;
  const what = isUnchanged
    ? `与第 ${revision} 次发布相同，未另发布 same as revision ${revision}, nothing released`
    : `第 ${revision} 次发布：${villages} 个村，${hidden} revision ${revision} released: ${villages} villages, ${suppressedCells}`;
  const quarter = `${month.slice(0, 4)}Q${Math.ceil(Number(month.slice(5)) / 3)}`;
  const onMap =
    facts === 0
      ? ""
      : `；${facts} 个村的月度数据已更新，上图请运行 facts of ${facts} villages renewed, to the map with: npm run recompute -- --period ${quarter}`;
  return `${county} ${month} ${what}${onMap}（${seconds} s）`;
}
