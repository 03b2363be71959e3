import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { Settlement } from "../settlements/type.ts";
import { Village } from "../villages/type.ts";
import { nearestServices } from "./queries.ts";
import { NearestService } from "./type.ts";

const description = say(
  "最近的学校、卫生院室、集市和帮扶车间，至多 4 处；直线距离",
  "The nearest school, clinic, market and workshop, 4 at most, in a straight line",
);

@Resolver(() => Village)
export class VillageReachResolver {
  @FieldResolver(() => [NearestService], { description })
  nearestServices(@Root() village: Village, @Ctx() { load }: Context) {
    return load(nearestServices, village.code, { of: "VILLAGE" as const });
  }
}

@Resolver(() => Settlement)
export class SettlementReachResolver {
  @FieldResolver(() => [NearestService], { description })
  nearestServices(@Root() settlement: Settlement, @Ctx() { load }: Context) {
    return load(nearestServices, settlement.code, { of: "SETTLEMENT" as const });
  }
}
