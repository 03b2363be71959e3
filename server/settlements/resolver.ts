import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Float, Query, Resolver, Root } from "type-graphql";
import { NearInput, OutlineArgs, readBbox, readKilometres, readNear, readOutline } from "../bounds.ts";
import { PageArgs, readPage } from "../connection.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { GeoJSONMultiPolygon } from "../geojson.ts";
import { projectsWithin } from "../projects/queries.ts";
import { IndustryProject } from "../projects/type.ts";
import { regionsByCode, scopesByCode } from "../regions/queries.ts";
import { Region } from "../regions/type.ts";
import { villagesByCode } from "../villages/queries.ts";
import { Village } from "../villages/type.ts";
import { selectSettlements, settlementOrigins, settlementOutlines, settlementsByCode } from "./queries.ts";
import { Settlement, SettlementConnection, SettlementFilter, SettlementOrigin } from "./type.ts";

@ArgsType()
class SettlementsArgs extends PageArgs {
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
  @Field(() => SettlementFilter, { nullable: true, description: say("筛选", "Filter") })
  where?: SettlementFilter;
}

@Resolver(() => Settlement)
export class SettlementResolver {
  @Query(() => Settlement, { nullable: true, description: say("按代码取安置区", "A settlement by code") })
  settlement(
    @Arg("code", () => String, { description: say("代码", "Code") }) code: string,
    @Ctx() { load }: Context,
  ) {
    return load(settlementsByCode, code, undefined);
  }

  @Query(() => SettlementConnection, { description: say("安置区列表", "Settlements") })
  async settlements(@Args(() => SettlementsArgs) args: SettlementsArgs, @Ctx() context: Context) {
    const scope = args.within == null ? undefined : await context.load(scopesByCode, args.within, undefined);
    return selectSettlements(
      context,
      { scope, bbox: readBbox(args.bbox), near: readNear(args.near), where: args.where ?? undefined },
      readPage(args),
    );
  }

  @FieldResolver(() => Region, { description: say("所在县", "Its county") })
  county(@Root() settlement: Settlement, @Ctx() { load }: Context) {
    return load(regionsByCode, settlement.countyCode, undefined);
  }

  @FieldResolver(() => GeoJSONMultiPolygon, {
    nullable: true,
    description: say("边界，如有测绘", "Boundary, where surveyed"),
  })
  outline(
    @Root() settlement: Settlement,
    @Args(() => OutlineArgs) args: OutlineArgs,
    @Ctx() { load }: Context,
  ) {
    return load(settlementOutlines, settlement.code, readOutline(args));
  }

  @FieldResolver(() => [SettlementOrigin], {
    description: say("迁出村，至多数百个", "Villages of origin, some hundreds at most"),
  })
  origins(@Root() settlement: Settlement, @Ctx() { load }: Context) {
    return load(settlementOrigins, settlement.code, undefined);
  }

  @FieldResolver(() => [IndustryProject], {
    description: say(
      "若干千米内的产业项目，由近到远，至多 100 个",
      "Projects within so many kilometres, nearest first, at most 100",
    ),
  })
  projectsWithin(
    @Root() settlement: Settlement,
    @Arg("km", () => Float, { description: say("千米，至多 100", "Kilometres, at most 100") }) km: number,
    @Ctx() { load }: Context,
  ) {
    return load(projectsWithin, settlement.code, { metres: readKilometres(km), of: "settlements" as const });
  }
}

@Resolver(() => SettlementOrigin)
export class SettlementOriginResolver {
  @FieldResolver(() => Village, { description: say("迁出村", "The village") })
  village(@Root() origin: SettlementOrigin, @Ctx() { load }: Context) {
    return load(villagesByCode, origin.villageCode, undefined);
  }
}
