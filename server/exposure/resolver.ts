import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { readFootprint } from "../footprint.ts";
import { GeoJSONMultiPolygon, type MultiPolygon } from "../geojson.ts";
import { regionsByCode } from "../regions/queries.ts";
import { Region } from "../regions/type.ts";
import { exposureOf } from "./queries.ts";
import { ExposedCounty, Exposure } from "./type.ts";

@Resolver(() => ExposedCounty)
export class ExposureResolver {
  @Query(() => Exposure, {
    description: say(
      "“假如”：一个画出或上传的范围之内有什么；至多 10000 个顶点、300000 平方千米",
      "What if: what lies inside a footprint that was drawn or uploaded; at most 10,000 vertices and 300,000 km²",
    ),
  })
  exposure(
    @Arg("footprint", () => GeoJSONMultiPolygon, { description: say("范围", "The footprint") })
    footprint: MultiPolygon,
    @Ctx() context: Context,
  ) {
    return exposureOf(context, readFootprint(footprint));
  }

  @FieldResolver(() => Region, { nullable: true, description: say("县", "The county") })
  county(@Root() county: ExposedCounty, @Ctx() { load }: Context) {
    return load(regionsByCode, county.countyCode, undefined);
  }
}
