import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { PageArgs, readPage } from "../connection.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { InputError } from "../errors.ts";
import { Provenance, WarningLevel } from "../indicators/type.ts";
import { readQuarter } from "../period.ts";
import { regionsByAnyCode, regionsByCode, scopesByCode } from "../regions/queries.ts";
import { Region, RegionKind } from "../regions/type.ts";
import { villagesByCode } from "../villages/queries.ts";
import { Village } from "../villages/type.ts";
import {
  publicationsById,
  regionIndexSeries,
  regionIndicesOf,
  selectClusters,
  selectWarnings,
} from "./queries.ts";
import { Publication, RegionIndex, RiskCluster, Warning, WarningConnection } from "./type.ts";

@ArgsType()
class WarningsArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: say("在此区域之内", "Inside this region") })
  within?: string;
  @Field(() => RegionKind, {
    nullable: true,
    description: say("只要县或片区", "Only counties, or only areas"),
  })
  kind?: RegionKind;
  @Field(() => String, {
    nullable: true,
    description: say("季度，默认最新", "Quarter, the latest by default"),
  })
  period?: string;
  @Field(() => WarningLevel, {
    nullable: true,
    description: say("最低级别，默认蓝色", "Least level, blue by default"),
  })
  minLevel?: WarningLevel;
}

const quarterArgument = {
  nullable: true,
  description: say("季度，如 2026Q3，默认最新", "Quarter, like 2026Q3, the latest by default"),
};

@Resolver(() => Region)
export class RegionIndexOfRegionResolver {
  @FieldResolver(() => RegionIndex, {
    nullable: true,
    description: say(
      "规模性返贫指数，县与片区才有",
      "Large-scale relapse index, of counties and contiguous areas",
    ),
  })
  index(
    @Root() region: Region,
    @Arg("period", () => String, quarterArgument) period: string | undefined,
    @Ctx() { load }: Context,
  ) {
    return load(regionIndicesOf, region.code, readQuarter(period));
  }

  @FieldResolver(() => [RegionIndex], {
    description: say(
      "逐季指数，由早到晚，至多数百季",
      "The index quarter by quarter, oldest first, at most some hundred",
    ),
  })
  indexSeries(@Root() region: Region, @Ctx() { load }: Context) {
    return load(regionIndexSeries, region.code, undefined);
  }
}

@Resolver(() => RegionIndex)
export class RegionIndexResolver {
  @FieldResolver(() => Publication, { description: say("来自哪一次发布", "The publication it belongs to") })
  publication(@Root() index: RegionIndex, @Ctx() { load }: Context) {
    return load(publicationsById, index.publicationId, undefined);
  }

  @FieldResolver(() => Provenance, { description: say("来历", "Where it came from") })
  async provenance(@Root() index: RegionIndex, @Ctx() { load }: Context) {
    const publication = await load(publicationsById, index.publicationId, undefined);
    return { computedAt: publication?.computedAt ?? "", dataCutOff: publication?.dataCutOff ?? "" };
  }
}

@Resolver(() => Warning)
export class WarningResolver {
  @Query(() => WarningConnection, {
    description: say("一个季度的预警，由重到轻", "Warnings of a quarter, gravest first"),
  })
  async warnings(@Args(() => WarningsArgs) args: WarningsArgs, @Ctx() context: Context) {
    return selectWarnings(
      context,
      {
        scope: args.within == null ? undefined : await context.load(scopesByCode, args.within, undefined),
        kind: args.kind ?? undefined,
        quarter: readQuarter(args.period),
        minLevel: args.minLevel ?? WarningLevel.BLUE,
      },
      readPage(args),
    );
  }

  @FieldResolver(() => Region, { description: say("区域", "The region") })
  region(@Root() warning: Warning, @Ctx() { load }: Context) {
    return load(regionsByCode, warning.code, undefined);
  }
}

@Resolver(() => RiskCluster)
export class RiskClusterResolver {
  @Query(() => [RiskCluster], {
    description: say(
      "区域内新识别户的聚集区，最可能的在前",
      "Clusters of newly recognised households, most likely first; none of fewer than 10 households or 10 newly recognised",
    ),
  })
  async clusters(
    @Arg("within", () => String, {
      description: say("县或片区的代码", "Code of a county or contiguous area"),
    })
    within: string,
    @Arg("period", () => String, { description: say("季度，如 2026Q3", "Quarter, like 2026Q3") })
    period: string,
    @Ctx() context: Context,
  ) {
    const region = await context.load(regionsByAnyCode, within, undefined);
    if (!region) {
      const shown = within.slice(0, 40);
      throw new InputError(
        "BAD_USER_INPUT",
        `没有代码为 ${shown} 的区域；可用 search 查找。`,
        `No region has the code ${shown}; find it with search.`,
      );
    }
    return selectClusters(context, region.code, readQuarter(period));
  }

  @FieldResolver(() => [Village], { description: say("其中的行政村", "The villages inside") })
  async villages(@Root() cluster: RiskCluster, @Ctx() { load }: Context) {
    const villages = await Promise.all(
      cluster.villageCodes.map((code) => load(villagesByCode, code, undefined)),
    );
    return villages.filter((village) => village !== null);
  }
}
