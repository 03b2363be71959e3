import { Arg, Ctx, Query, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { InputError } from "../errors.ts";
import { readPeriod, readQuarter } from "../period.ts";
import { regionsByAnyCode } from "../regions/queries.ts";
import { villagesByCode } from "../villages/queries.ts";
import { explainRegion } from "./regionIndex.ts";
import { ScoreExplanation } from "./type.ts";
import { explainVillage } from "./villageScore.ts";

@Resolver(() => ScoreExplanation)
export class ScoreExplanationResolver {
  @Query(() => ScoreExplanation, {
    nullable: true,
    description: say(
      "一个村某月的风险分、或一个县或片区某季的指数为什么是这么多",
      "Why the score of a village and month, or the index of a county or area and quarter, is what it is",
    ),
  })
  async explainScore(
    @Arg("code", () => String, { description: say("村或区域的代码", "Code of a village or region") })
    code: string,
    @Arg("period", () => String, {
      description: say("村用月 2026-09，区域用季 2026Q3", "A month for a village, a quarter for a region"),
    })
    period: string,
    @Ctx() context: Context,
  ) {
    const village = /^\d{12}$/.test(code) ? await context.load(villagesByCode, code, undefined) : null;
    const explanation = village
      ? await explainVillage(context, village.code, readPeriod(period) ?? "")
      : await this.#ofRegion(context, code, period);
    if (explanation) return explanation;
    const shown = `${code.slice(0, 40)} ${period.slice(0, 20)}`;
    throw new InputError(
      "BAD_USER_INPUT",
      `${shown} 没有发布分数；村用月（2026-09），县与片区用季（2026Q3）。`,
      `No score is published for ${shown}; use a month (2026-09) for a village, a quarter (2026Q3) for a county or area.`,
    );
  }

  async #ofRegion(context: Context, code: string, period: string) {
    const region = await context.load(regionsByAnyCode, code, undefined);
    return region && explainRegion(context, region.code, readQuarter(period) ?? "");
  }
}
