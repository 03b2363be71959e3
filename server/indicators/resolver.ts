import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { factSources, sourcesById, sourcesOfVillageMonths } from "../about/queries.ts";
import { DataSource } from "../about/type.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { toContributions, toProvenance, type VillageRiskRow, villageRiskParts } from "./queries.ts";
import { Contribution, Provenance, VillageFact, VillageRisk } from "./type.ts";

@Resolver(() => VillageRisk)
export class VillageRiskResolver {
  @FieldResolver(() => [Contribution], {
    description: say("各组成部分，相加等于得分", "The parts; they add up to the score"),
  })
  async contributions(@Root() risk: VillageRiskRow, @Ctx() { load, language }: Context) {
    const parts = await load(villageRiskParts, risk, undefined);
    return parts === null ? [] : toContributions(parts.contributions, risk.score, parts.imputed, language);
  }

  @FieldResolver(() => Provenance, { description: say("来历", "Where it came from") })
  async provenance(@Root() risk: VillageRiskRow, @Ctx() { load }: Context) {
    const parts = await load(villageRiskParts, risk, undefined);
    return {
      ...toProvenance(parts?.computedAt ?? new Date(0), risk.period),
      villageCode: risk.villageCode,
      period: risk.period,
    };
  }
}

@Resolver(() => Provenance)
export class ProvenanceResolver {
  @FieldResolver(() => [DataSource], { description: say("数据来源", "Deliveries it rests on") })
  sources(
    @Root() provenance: Provenance & { villageCode?: string; period?: string },
    @Ctx() context: Context,
  ) {
    const { villageCode, period } = provenance;
    return villageCode === undefined || period === undefined
      ? factSources(context)
      : context.load(sourcesOfVillageMonths, { villageCode, period }, undefined);
  }
}

@Resolver(() => VillageFact)
export class VillageFactResolver {
  @FieldResolver(() => DataSource, { nullable: true, description: say("来源", "Delivery it came from") })
  source(@Root() fact: VillageFact, @Ctx() { load }: Context) {
    return fact.sourceId === null ? null : load(sourcesById, fact.sourceId, undefined);
  }
}
