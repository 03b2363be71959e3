import { ArgsType, Field, Float } from "type-graphql";
import { NearInput, readBbox, readNear } from "../bounds.ts";
import { type Page, PageArgs, readPage } from "../connection.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { GeoJSONPolygon, type Polygon } from "../geojson.ts";
import { readPeriod } from "../period.ts";
import { scopesByCode } from "../regions/queries.ts";
import type { VillageQuery } from "./queries.ts";
import { VillageFilter, VillageOrder } from "./type.ts";

@ArgsType()
export class VillagesArgs extends PageArgs {
  @Field(() => String, { nullable: true, description: say("在此区域之内", "Inside this region") })
  within?: string;
  @Field(() => [Float], {
    nullable: true,
    description: say(
      "代表点在此范围内：西、南、东、北，度",
      "Representative point in west, south, east, north, degrees",
    ),
  })
  bbox?: number[];
  @Field(() => NearInput, {
    nullable: true,
    description: say("距一点不超过若干米", "Within so many metres of a point"),
  })
  near?: NearInput;
  @Field(() => GeoJSONPolygon, {
    nullable: true,
    description: say("村界与此面相交", "Outline meets this polygon"),
  })
  intersects?: Polygon;
  @Field(() => VillageFilter, { nullable: true, description: say("筛选", "Filter") })
  where?: VillageFilter;
  @Field(() => VillageOrder, {
    nullable: true,
    description: say(
      "排序；给出 near 时默认由近到远，否则按代码",
      "Order; nearest first with near, else by code",
    ),
  })
  orderBy?: VillageOrder;
  @Field(() => String, {
    nullable: true,
    description: say("风险取此月，默认最新", "Risk of this month, the latest by default"),
  })
  period?: string;
}

/** Reads the arguments of `villages`. @throws InputError for each that makes no sense. */
export async function readVillagesArgs(
  args: VillagesArgs,
  context: Context,
): Promise<{ query: VillageQuery; page: Page }> {
  return {
    query: {
      scope: args.within == null ? undefined : await context.load(scopesByCode, args.within, undefined),
      bbox: readBbox(args.bbox),
      near: readNear(args.near),
      intersects: args.intersects ?? undefined,
      where: args.where ?? undefined,
      orderBy: args.orderBy ?? (args.near ? VillageOrder.DISTANCE : VillageOrder.CODE),
      period: readPeriod(args.period),
    },
    page: readPage(args),
  };
}
