import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { PageArgs, readPage } from "../connection.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { readPeriod } from "../period.ts";
import { scopesByCode } from "../regions/queries.ts";
import { Region } from "../regions/type.ts";
import { Village } from "../villages/type.ts";
import { releasedFigures, selectReleases } from "./queries.ts";
import { Release, ReleaseConnection, ReleasedFigures } from "./type.ts";

const month = {
  nullable: true,
  description: say("月份，默认最近发布的", "Month, the last released by default"),
};

@ArgsType()
class ReleasesArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: say("在此区域之内", "Inside this region") })
  regionCode?: string;
  @Field(() => String, { nullable: true, description: say("月份", "Month") })
  period?: string;
}

@Resolver(() => Release)
export class ReleaseResolver {
  @Query(() => ReleaseConnection, {
    description: say(
      "办案数据汇总的各次发布，从新到旧；所见层级由岗位决定",
      "Releases of rolled-up casework, newest first; your post decides the tier you see",
    ),
  })
  async releases(@Args(() => ReleasesArgs) args: ReleasesArgs, @Ctx() context: Context) {
    const scope = args.regionCode ? await context.load(scopesByCode, args.regionCode, undefined) : undefined;
    return selectReleases(context, scope, readPeriod(args.period), readPage(args));
  }
}

const RELEASED = {
  nullable: true,
  description: say(
    "由办案数据汇总发布的数，小数保护；没有发布时为空",
    "Counts rolled up from casework, small ones hidden; null where nothing is released",
  ),
};

@Resolver(() => Region)
export class RegionReleaseResolver {
  @FieldResolver(() => ReleasedFigures, RELEASED)
  released(
    @Root() region: Region,
    @Arg("period", () => String, month) period: string | undefined,
    @Ctx() { load }: Context,
  ) {
    return load(releasedFigures, region.code, readPeriod(period));
  }
}

@Resolver(() => Village)
export class VillageReleaseResolver {
  @FieldResolver(() => ReleasedFigures, RELEASED)
  released(
    @Root() village: Village,
    @Arg("period", () => String, month) period: string | undefined,
    @Ctx() { load }: Context,
  ) {
    return load(releasedFigures, village.code, readPeriod(period));
  }
}
