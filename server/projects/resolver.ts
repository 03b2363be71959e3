import type { GraphQLResolveInfo } from "graphql";
import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  Float,
  Info,
  Int,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import { NearInput, readBbox, readNear } from "../bounds.ts";
import { PageArgs, readPage, selectedFields } from "../connection.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { readPeriod, SeriesArgs } from "../period.ts";
import { regionsByCode, scopesByCode } from "../regions/queries.ts";
import { Region } from "../regions/type.ts";
import { villagesByCode } from "../villages/queries.ts";
import { Village } from "../villages/type.ts";
import {
  commoditiesByCode,
  commodityPrices,
  linkedHouseholds,
  projectLinks,
  projectsByCode,
  selectProjects,
} from "./queries.ts";
import {
  Commodity,
  CommodityPrice,
  IndustryProject,
  IndustryProjectConnection,
  IndustryProjectFilter,
  ProjectLink,
} from "./type.ts";

@ArgsType()
class ProjectsArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: say("在此区域之内", "Inside this region") })
  within?: string;
  @Field(() => [Float], {
    nullable: true,
    description: say("西、南、东、北，度", "West, south, east, north in degrees"),
  })
  bbox?: number[];
  @Field(() => NearInput, {
    nullable: true,
    description: say("距一点不超过若干米", "Within so many metres of a point"),
  })
  near?: NearInput;
  @Field(() => IndustryProjectFilter, { nullable: true, description: say("筛选", "Filter") })
  where?: IndustryProjectFilter;
}

@Resolver(() => IndustryProject)
export class IndustryProjectResolver {
  @Query(() => IndustryProject, { nullable: true, description: say("按代码取产业项目", "A project by code") })
  industryProject(
    @Arg("code", () => String, { description: say("代码", "Code") }) code: string,
    @Ctx() { load }: Context,
  ) {
    return load(projectsByCode, code, undefined);
  }

  @Query(() => IndustryProjectConnection, { description: say("产业项目列表", "Industry projects") })
  async industryProjects(
    @Args(() => ProjectsArgs) args: ProjectsArgs,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const scope = args.within == null ? undefined : await context.load(scopesByCode, args.within, undefined);
    return selectProjects(
      context,
      { scope, bbox: readBbox(args.bbox), near: readNear(args.near), where: args.where ?? undefined },
      readPage(args),
      selectedFields(info).has("linkedHouseholds"),
    );
  }

  @FieldResolver(() => Region, { description: say("所在县", "Its county") })
  county(@Root() project: IndustryProject, @Ctx() { load }: Context) {
    return load(regionsByCode, project.countyCode, undefined);
  }

  @FieldResolver(() => Village, { nullable: true, description: say("所在村", "The village it stands in") })
  village(@Root() project: IndustryProject, @Ctx() { load }: Context) {
    return project.villageCode === null ? null : load(villagesByCode, project.villageCode, undefined);
  }

  @FieldResolver(() => Commodity, { nullable: true, description: say("主要产品", "Main product") })
  commodity(@Root() project: IndustryProject, @Ctx() { load }: Context) {
    return project.commodityCode === null ? null : load(commoditiesByCode, project.commodityCode, undefined);
  }

  @FieldResolver(() => Int, { description: say("联结户数", "Households linked") })
  linkedHouseholds(@Root() project: IndustryProject, @Ctx() { load }: Context) {
    return project.linkedHouseholds ?? load(linkedHouseholds, project.code, undefined);
  }

  @FieldResolver(() => [ProjectLink], {
    description: say("联结的村与户，至多数百行", "Villages and households tied to it, some hundreds at most"),
  })
  links(@Root() project: IndustryProject, @Ctx() { load }: Context) {
    return load(projectLinks, project.code, undefined);
  }
}

@Resolver(() => ProjectLink)
export class ProjectLinkResolver {
  @FieldResolver(() => Village, { description: say("农户所在村", "Village of the households") })
  village(@Root() link: ProjectLink, @Ctx() { load }: Context) {
    return load(villagesByCode, link.villageCode, undefined);
  }
}

@Resolver(() => Commodity)
export class CommodityResolver {
  @FieldResolver(() => [CommodityPrice], {
    description: say("逐月价格，至多数百个月", "Prices month by month, oldest first"),
  })
  prices(@Root() commodity: Commodity, @Args(() => SeriesArgs) args: SeriesArgs, @Ctx() { load }: Context) {
    return load(commodityPrices, commodity.code, { from: readPeriod(args.from), to: readPeriod(args.to) });
  }
}
