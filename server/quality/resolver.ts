import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { PageArgs, readPage } from "../connection.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { readQuarter } from "../period.ts";
import { regionsByCode, scopesByCode } from "../regions/queries.ts";
import { Region } from "../regions/type.ts";
import { villagesByCode } from "../villages/queries.ts";
import { Village } from "../villages/type.ts";
import { dataQualities, selectFindings } from "./queries.ts";
import { DataQuality, QualityFinding, QualityFindingConnection } from "./type.ts";

@ArgsType()
class FindingsArgs extends PageArgs {
  @Field(() => String, { description: say("在此区域之内", "Inside this region") })
  within!: string;
  @Field(() => String, {
    nullable: true,
    description: say(
      "季度，如 2026Q3，或其中一月；默认最新",
      "Quarter, like 2026Q3, or a month of it; the latest by default",
    ),
  })
  period?: string;
  @Field(() => String, { nullable: true, description: say("只要此规则的", "Of this rule only") })
  rule?: string;
}

@Resolver(() => Region)
export class RegionQualityResolver {
  @FieldResolver(() => DataQuality, {
    nullable: true,
    description: say("数据质量，默认最新一季", "Quality of its data, of the latest quarter by default"),
  })
  dataQuality(
    @Root() region: Region,
    @Arg("period", () => String, {
      nullable: true,
      description: say(
        "季度，如 2026Q3，或其中一月；默认最新",
        "Quarter, like 2026Q3, or a month of it; the latest by default",
      ),
    })
    period: string | undefined,
    @Ctx() { load }: Context,
  ) {
    return load(dataQualities, region.code, readQuarter(period));
  }
}

@Resolver(() => QualityFinding)
export class QualityFindingResolver {
  @Query(() => QualityFindingConnection, {
    description: say(
      "一季数据中的疑问，按规则与地点排列",
      "What looks wrong in the data of a quarter, by rule and place",
    ),
  })
  async qualityFindings(@Args(() => FindingsArgs) args: FindingsArgs, @Ctx() context: Context) {
    const scope = await context.load(scopesByCode, args.within, undefined);
    return selectFindings(
      context,
      { scope, quarter: readQuarter(args.period), rule: args.rule ?? undefined },
      readPage(args),
    );
  }

  @FieldResolver(() => Region, { nullable: true, description: say("县", "The county") })
  region(@Root() finding: QualityFinding, @Ctx() { load }: Context) {
    return load(regionsByCode, finding.regionCode, undefined);
  }

  @FieldResolver(() => Village, {
    nullable: true,
    description: say("行政村；针对全县的疑问为空", "The village; null where it is about the whole county"),
  })
  village(@Root() finding: QualityFinding, @Ctx() { load }: Context) {
    return finding.villageCode === null ? null : load(villagesByCode, finding.villageCode, undefined);
  }
}
