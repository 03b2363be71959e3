import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { PRICE_ALARM_LEVELS } from "../../geo/priceAlarm.ts";
import { PageArgs, readPage } from "../connection.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { readPeriod, SeriesArgs } from "../period.ts";
import { commoditiesByCode, projectsByCode } from "../projects/queries.ts";
import { Commodity, IndustryProject } from "../projects/type.ts";
import { regionsByCode, scopesByCode } from "../regions/queries.ts";
import { Region } from "../regions/type.ts";
import { villagesByCode } from "../villages/queries.ts";
import { Village } from "../villages/type.ts";
import {
  exposures,
  judgedSeries,
  marketsOfCommodities,
  selectAffectedVillages,
  selectCommodities,
  toPriceMonth,
} from "./queries.ts";
import { AffectedVillage, AffectedVillageConnection, Market, PriceAlarm, PriceMonth } from "./type.ts";

const marketArgument = {
  nullable: true,
  description: say("市场代码；不给则为产地参考价", "Code of a market; the farm-gate reference without one"),
};

@ArgsType()
class MarketSeriesArgs extends SeriesArgs {
  @Field(() => String, marketArgument)
  market?: string;
}

@ArgsType()
class AffectedArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: say("在此区域之内", "Inside this region") })
  within?: string;
}

const scopeOf = ({ load }: Context, within: string | null | undefined) =>
  within == null ? undefined : load(scopesByCode, within, undefined);

@Resolver(() => Commodity)
export class CommodityPricesResolver {
  @Query(() => [Commodity], {
    description: say(
      "跟踪价格的农副产品，至多数百种",
      "Products whose price is followed, some hundreds at most",
    ),
  })
  commodities(@Ctx() context: Context) {
    return selectCommodities(context);
  }

  @Query(() => Commodity, { nullable: true, description: say("按代码取农副产品", "A product by code") })
  commodity(
    @Arg("code", () => String, { description: say("代码", "Code") }) code: string,
    @Ctx() { load }: Context,
  ) {
    return load(commoditiesByCode, code, undefined);
  }

  @Query(() => [PriceAlarm], {
    description: say(
      "区域内各产品的价格警报，重的在前，至多数百种；只看有存续项目联结农户的产品，按产地参考价",
      "How the prices of a region's products stand, gravest first, some hundreds at most: products with households of living projects, by the farm-gate reference",
    ),
  })
  async priceAlarms(
    @Arg("within", () => String, { nullable: true, description: say("在此区域之内", "Inside this region") })
    within: string | undefined,
    @Arg("period", () => String, {
      nullable: true,
      description: say("月份，默认各产品最新的月份", "Month, the latest of each product by default"),
    })
    period: string | undefined,
    @Ctx() context: Context,
  ) {
    const month = readPeriod(period);
    const products = await exposures(context, await scopeOf(context, within));
    const alarms = await Promise.all(
      products.map(async ({ commodity, ...exposure }) => {
        const series = await context.load(judgedSeries, commodity, { market: null });
        const judged = month ? series.find((each) => each.period === month) : series.at(-1);
        return judged ? [{ commodityCode: commodity, ...exposure, ...toPriceMonth(judged) }] : [];
      }),
    );
    const gravity = (alarm: PriceAlarm) => PRICE_ALARM_LEVELS.indexOf(alarm.level);
    return alarms
      .flat()
      .sort((one, other) => gravity(other) - gravity(one) || other.households - one.households);
  }

  @FieldResolver(() => [Market], {
    description: say("有此产品价格的市场，至多数百个", "Markets that know its price, some hundreds at most"),
  })
  markets(@Root() commodity: Commodity, @Ctx() { load }: Context) {
    return load(marketsOfCommodities, commodity.code, undefined);
  }

  @FieldResolver(() => [PriceMonth], {
    description: say(
      "逐月价格、预期与警报，至多数百个月",
      "Prices month by month with what was expected and how they are judged, oldest first",
    ),
  })
  async series(
    @Root() commodity: Commodity,
    @Args(() => MarketSeriesArgs) args: MarketSeriesArgs,
    @Ctx() { load }: Context,
  ) {
    const [from, to] = [readPeriod(args.from) ?? "", readPeriod(args.to) ?? "9999"];
    const series = await load(judgedSeries, commodity.code, { market: args.market ?? null });
    return series.filter(({ period }) => period >= from && period <= to).map(toPriceMonth);
  }

  @FieldResolver(() => PriceMonth, {
    nullable: true,
    description: say(
      "最新一个月的判定；没有价格为空",
      "How its latest month is judged; null without any price",
    ),
  })
  async alarm(
    @Root() commodity: Commodity,
    @Arg("market", () => String, marketArgument) market: string | undefined,
    @Ctx() { load }: Context,
  ) {
    const latest = (await load(judgedSeries, commodity.code, { market: market ?? null })).at(-1);
    return latest ? toPriceMonth(latest) : null;
  }

  @FieldResolver(() => AffectedVillageConnection, {
    description: say(
      "联结该产品存续项目的村，户数多的在前",
      "Villages linked to its living projects, most households first",
    ),
  })
  async affectedVillages(
    @Root() commodity: Commodity,
    @Args(() => AffectedArgs) args: AffectedArgs,
    @Ctx() context: Context,
  ) {
    const scope = await scopeOf(context, args.within);
    return selectAffectedVillages(context, commodity.code, scope, readPage(args));
  }
}

@Resolver(() => PriceAlarm)
export class PriceAlarmResolver {
  @FieldResolver(() => Commodity, { description: say("产品", "The product") })
  commodity(@Root() alarm: PriceAlarm, @Ctx() { load }: Context) {
    return load(commoditiesByCode, alarm.commodityCode, undefined);
  }
}

@Resolver(() => Market)
export class MarketResolver {
  @FieldResolver(() => Region, { nullable: true, description: say("所在县", "County it stands in") })
  county(@Root() market: Market, @Ctx() { load }: Context) {
    return market.countyCode === null ? null : load(regionsByCode, market.countyCode, undefined);
  }
}

@Resolver(() => AffectedVillage)
export class AffectedVillageResolver {
  @FieldResolver(() => Village, { description: say("村", "The village") })
  village(@Root() affected: AffectedVillage, @Ctx() { load }: Context) {
    return load(villagesByCode, affected.villageCode, undefined);
  }

  @FieldResolver(() => [IndustryProject], {
    description: say("相关项目，至多数百个", "The projects, some hundreds at most"),
  })
  projects(@Root() affected: AffectedVillage, @Ctx() { load }: Context) {
    return Promise.all(affected.projectCodes.map((code) => load(projectsByCode, code, undefined)));
  }
}
