import type { Knex } from "knex";
import { type Backtest, backtest, type RegionQuarter, type Warned } from "../../geo/backtest.ts";
import type { Interval } from "../../geo/intervals.ts";
import { quarterName } from "../../geo/quarters.ts";
import type { WarningLevel } from "../../geo/villageRisk.ts";
import type { Database } from "../db.ts";
import { StartError } from "../errors.ts";
import { readLevelsAndRates } from "./loadLevelsAndRates.ts";

export const USAGE =
  "npm run backtest -- [--level YELLOW] [--within luoxiao] [--holdout 4]   用留出季度检验预警 tests the warnings on quarters held out";

const LEVELS: readonly WarningLevel[] = ["BLUE", "YELLOW", "ORANGE", "RED"];
const DEFAULT_HOLDOUT = 4;

/** Prints how well the published levels warned of the next quarter; the definition stands in geo/backtest.ts. */
export async function runBacktest({ primary }: Database, args: readonly string[]): Promise<void> {
  const level = readLevel(args);
  const holdout = readHoldout(args);
  const within = option(args, "--within") ?? null;
  const history = await historyOf(primary, within);
  for (const line of sentences(backtest(history, { level, holdout }), level)) console.log(line);
}

async function historyOf(knex: Knex, within: string | null): Promise<RegionQuarter[]> {
  const history = await readLevelsAndRates(knex, within);
  if (history.length > 0) return history;
  throw new StartError(
    `${within ?? "数据库"} 没有已发布的县级指数；请先运行 npm run refresh，或检查 --within。`,
    `${within ?? "The database"} has no published index of a county; run npm run refresh, or check --within.`,
  );
}

function option(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : (args[at + 1] ?? "");
}

function readLevel(args: readonly string[]): WarningLevel {
  const given = option(args, "--level") ?? "YELLOW";
  const level = LEVELS.find((each) => each === given);
  if (level) return level;
  throw new StartError(
    `没有级别 ${given}；请给出 ${LEVELS.join("、")}。`,
    `There is no level ${given}; give ${LEVELS.join(", ")}.`,
  );
}

function readHoldout(args: readonly string[]): number {
  const given = option(args, "--holdout") ?? String(DEFAULT_HOLDOUT);
  const holdout = Number(given);
  if (Number.isInteger(holdout) && holdout >= 1) return holdout;
  throw new StartError(
    `留出季度数 ${given} 无效；请给出 1 或更大的整数。`,
    `Hold-out of ${given} quarters; give a whole number of 1 or more.`,
  );
}

function* sentences(result: Backtest, level: WarningLevel): Generator<string> {
  const number = (value: number | null, digits: number) => (value === null ? "–" : value.toFixed(digits));
  const percent = (value: number | null) => (value === null ? "–" : `${number(100 * value, 1)} %`);
  const share = (value: number | null, interval: Interval | null) =>
    interval === null
      ? percent(value)
      : `${percent(value)} (95 %: ${percent(interval[0])} – ${percent(interval[1])})`;
  const alarms = ({ falseAlarmsPer100, falseAlarms95 }: Warned) =>
    `${number(falseAlarmsPer100, 1)}${falseAlarms95 ? ` (95 %: ${number(falseAlarms95[0], 1)} – ${number(falseAlarms95[1], 1)})` : ""}`;
  const quarters = result.heldOut.map(quarterName).join(" ");
  const { naive } = result;
  yield `规则：级别 ≥ ${level} 预警下一季；本项目口径，非官方 Rule: level ≥ ${level} warns of the next quarter; this project's own definition, not official`;
  yield `检验季度 quarters held out: ${quarters}`;
  yield `阈值（仅由此前季度得出）threshold, from earlier quarters only: ${number(result.threshold, 6)}`;
  yield `县季数 region-quarters: ${result.regionQuarters}`;
  yield `事件 events: ${result.events}   预警 warnings: ${result.warnings}   命中 hits: ${result.hits}`;
  yield `精确率 precision: ${share(result.precision, result.precision95)}`;
  yield `召回率 recall: ${share(result.recall, result.recall95)}`;
  yield `每百县季误报 false alarms per 100 region-quarters: ${alarms(result)}`;
  yield `平均提前季数 mean lead time in quarters: ${number(result.leadQuarters, 2)}`;
  yield `对照一：处处预警的精确率（基础率）to compare: precision of warning everywhere (base rate): ${percent(result.baseRate)}`;
  yield `对照二：本季有事件即预警下一季 to compare: an event now warns of another: warnings ${naive.warnings}, hits ${naive.hits}, precision ${share(naive.precision, naive.precision95)}, recall ${share(naive.recall, naive.recall95)}, false alarms per 100 ${alarms(naive)}`;
  yield "区间假定各县季相互独立，实际偏窄 Intervals take region-quarters for independent and are therefore too narrow";
}
