import { quarterName, quarterToDate } from "../../geo/quarters.ts";
import type { Database } from "../db.ts";
import { StartError } from "../errors.ts";
import { refreshMaps } from "../readModels.ts";
import { publish } from "./publish.ts";

export const USAGE =
  "npm run recompute -- --period 2026Q3   重新计算一季的指标 computes the figures of a quarter again";

/** `npm run recompute -- --period 2026Q3`: publishes a new version of a quarter, or says that nothing changed. */
export async function recompute({ primary }: Database, args: readonly string[]): Promise<void> {
  const at = args.indexOf("--period");
  const given = at < 0 ? undefined : args[at + 1];
  const quarter = given === undefined ? null : quarterToDate(given);
  if (quarter === null) {
    throw new StartError(
      `请给出季度：--period 2026Q3（收到 ${given ?? "无"}）。`,
      `Give a quarter: --period 2026Q3 (got ${given ?? "none"}).`,
    );
  }
  const since = performance.now();
  const [result] = await publish(primary, [quarter], (sentence) => console.log(sentence));
  const seconds = ((performance.now() - since) / 1000).toFixed(1);
  if (!result) {
    throw new StartError(`${given} 没有数据。`, `There are no facts of ${given}.`);
  }
  const name = quarterName(quarter);
  if (result.isUnchanged) {
    console.log(
      `${name} 与第 ${result.version} 版相同，未发布新版（${seconds} 秒） same as version ${result.version}, nothing published (${seconds} s)`,
    );
    return;
  }
  await refreshMaps(primary, quarter, (sentence) => console.log(sentence));
  console.log(
    `${name} 第 ${result.version} 版已发布（计算 ${seconds} 秒） version ${result.version} published (computed in ${seconds} s)`,
  );
}
