import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { IndustryProject } from "../projects/type.ts";
import { Region, RegionKind } from "../regions/type.ts";
import { asOfArgument, readDay } from "./asOf.ts";
import { fundsOfProjects, fundsOfProjectsBySource, fundsOfRegions } from "./queries.ts";
import { FundRow, FundSums } from "./type.ts";

@Resolver(() => IndustryProject)
export class ProjectFundResolver {
  @FieldResolver(() => FundSums, {
    description: say("项目资金，各来源、各年度合计", "Money of the project, all sources and years"),
  })
  async funds(
    @Root() project: IndustryProject,
    @Arg("asOf", () => String, asOfArgument) asOf: string | undefined,
    @Ctx() context: Context,
  ) {
    return context.load(fundsOfProjects, project.code, await readDay(context, asOf));
  }

  @FieldResolver(() => [FundRow], {
    description: say(
      "项目资金按来源，各行相加等于合计，至多十余行",
      "Money of the project by source, at most a dozen rows that add up to its sums",
    ),
  })
  async fundsBySource(
    @Root() project: IndustryProject,
    @Arg("asOf", () => String, asOfArgument) asOf: string | undefined,
    @Ctx() context: Context,
  ) {
    return context.load(fundsOfProjectsBySource, project.code, await readDay(context, asOf));
  }
}

@Resolver(() => Region)
export class RegionFundResolver {
  @FieldResolver(() => FundSums, {
    nullable: true,
    description: say(
      "县及以上区域与片区的资金合计；县以下为空",
      "Money of a county, a division above it or an area; null below a county",
    ),
  })
  async funds(
    @Root() region: Region,
    @Arg("year", () => Int, {
      nullable: true,
      description: say("预算年度，默认全部", "Budget year, all by default"),
    })
    year: number | undefined,
    @Arg("asOf", () => String, asOfArgument) asOf: string | undefined,
    @Ctx() context: Context,
  ) {
    if (region.kind === RegionKind.TOWNSHIP) return null;
    const day = await readDay(context, asOf);
    return context.load(fundsOfRegions, region.code, { asOf: day, year: year ?? null });
  }
}
