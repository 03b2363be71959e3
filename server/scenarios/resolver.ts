import { Args, ArgsType, Ctx, Field, FieldResolver, Float, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { InputError } from "../errors.ts";
import { readQuarter } from "../period.ts";
import { commoditiesByCode, projectsByCode } from "../projects/queries.ts";
import { Commodity, IndustryProject } from "../projects/type.ts";
import { regionsByCode, scopesByCode } from "../regions/queries.ts";
import { Region } from "../regions/type.ts";
import { villagesByCode } from "../villages/queries.ts";
import { Village } from "../villages/type.ts";
import { runPriceScenario } from "./queries.ts";
import { PriceScenario, ScenarioCounty, ScenarioProject, ScenarioVillage } from "./type.ts";

@ArgsType()
class ScenarioArgs {
  @Field(() => String, { description: say("在此区域之内", "Inside this region") })
  within!: string;
  @Field(() => String, { description: say("产品代码", "Code of the product") })
  commodity!: string;
  @Field(() => Float, { description: say("跌幅，0 至 100", "Fall in percent, 0 to 100") })
  fallPercent!: number;
  @Field(() => String, {
    nullable: true,
    description: say("季度，如 2026Q3，默认最新", "Quarter, like 2026Q3, the latest by default"),
  })
  period?: string;
}

@Resolver(() => PriceScenario)
export class PriceScenarioResolver {
  @Query(() => PriceScenario, {
    nullable: true,
    description: say(
      "价格下跌情景，不是预测；区域没有发布的指数为空",
      "A fall of a price as a scenario, not a forecast; null where nothing is published for the region",
    ),
  })
  async priceScenario(@Args(() => ScenarioArgs) args: ScenarioArgs, @Ctx() context: Context) {
    const { fallPercent, commodity } = args;
    if (!(fallPercent >= 0 && fallPercent <= 100))
      throw new InputError(
        "BAD_USER_INPUT",
        `跌幅 ${fallPercent} 应为 0 至 100。`,
        `A fall of ${fallPercent} percent is not valid; give 0 to 100.`,
      );
    if ((await context.load(commoditiesByCode, commodity, undefined)) === null)
      throw new InputError(
        "BAD_USER_INPUT",
        `没有代码为 ${commodity.slice(0, 40)} 的产品；可用 commodities 查看。`,
        `No product has the code ${commodity.slice(0, 40)}; commodities lists them.`,
      );
    const scope = await context.load(scopesByCode, args.within, undefined);
    return runPriceScenario(context, {
      scope,
      commodity,
      fall: fallPercent / 100,
      quarter: readQuarter(args.period),
    });
  }

  @FieldResolver(() => Commodity, { description: say("产品", "The product") })
  commodity(@Root() scenario: PriceScenario, @Ctx() { load }: Context) {
    return load(commoditiesByCode, scenario.commodityCode, undefined);
  }
}

@Resolver(() => ScenarioCounty)
export class ScenarioCountyResolver {
  @FieldResolver(() => Region, { description: say("县", "The county") })
  county(@Root() its: ScenarioCounty, @Ctx() { load }: Context) {
    return load(regionsByCode, its.code, undefined);
  }
}

@Resolver(() => ScenarioProject)
export class ScenarioProjectResolver {
  @FieldResolver(() => IndustryProject, { description: say("项目", "The project") })
  project(@Root() its: ScenarioProject, @Ctx() { load }: Context) {
    return load(projectsByCode, its.code, undefined);
  }
}

@Resolver(() => ScenarioVillage)
export class ScenarioVillageResolver {
  @FieldResolver(() => Village, { description: say("村", "The village") })
  village(@Root() its: ScenarioVillage, @Ctx() { load }: Context) {
    return load(villagesByCode, its.villageCode, undefined);
  }
}
