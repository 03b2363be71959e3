import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { commoditiesByCode } from "../projects/queries.ts";
import { Commodity } from "../projects/type.ts";
import { Region } from "../regions/type.ts";
import { productConcentrations } from "./queries.ts";
import { ProductConcentration, ProductShare } from "./type.ts";

@Resolver(() => Region)
export class RegionConcentrationResolver {
  @FieldResolver(() => ProductConcentration, {
    description: say("联结户的产品集中度", "How much of its linked households hangs on one product"),
  })
  productConcentration(@Root() region: Region, @Ctx() { load }: Context) {
    return load(productConcentrations, region.code, undefined);
  }
}

@Resolver(() => ProductShare)
export class ProductShareResolver {
  @FieldResolver(() => Commodity, { description: say("产品", "The product") })
  commodity(@Root() share: ProductShare, @Ctx() { load }: Context) {
    return load(commoditiesByCode, share.commodityCode, undefined);
  }
}

@Resolver(() => ProductConcentration)
export class ProductConcentrationResolver {
  @FieldResolver(() => Commodity, {
    nullable: true,
    description: say(
      "过于集中的产品；没有为空",
      "The product it is concentrated on; null where none reaches the line",
    ),
  })
  concentratedOn(@Root() concentration: ProductConcentration, @Ctx() { load }: Context) {
    return concentration.concentratedOn === null
      ? null
      : load(commoditiesByCode, concentration.concentratedOn, undefined);
  }
}
