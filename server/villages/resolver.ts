import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, Float, Info, Query, Resolver, Root } from "type-graphql";
import { OutlineArgs, readKilometres, readOutline } from "../bounds.ts";
import { PageArgs, readPage, selectedFields } from "../connection.ts";
import { villageConstraints } from "../constraints/queries.ts";
import { ConstraintShare } from "../constraints/type.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { enclavesOfVillages } from "../enclaves/queries.ts";
import { EnclaveConnection } from "../enclaves/type.ts";
import { GeoJSONMultiPolygon } from "../geojson.ts";
import { villageFacts, villageRiskSeries, villageRisks } from "../indicators/queries.ts";
import { VillageFact, VillageRisk } from "../indicators/type.ts";
import { readPeriod, SeriesArgs } from "../period.ts";
import { projectsOfVillages, projectsWithin } from "../projects/queries.ts";
import { IndustryProject, IndustryProjectConnection } from "../projects/type.ts";
import { regionsByCode } from "../regions/queries.ts";
import { Region } from "../regions/type.ts";
import { settlementsWithin } from "../settlements/queries.ts";
import { Settlement } from "../settlements/type.ts";
import { readVillagesArgs, VillagesArgs } from "./arguments.ts";
import { DETAIL_FIELDS, latestRisk, selectVillages, villageOutlines, villagesByCode } from "./queries.ts";
import { Village, VillageConnection } from "./type.ts";

const kilometres = { description: say("千米，至多 100", "Kilometres, at most 100") };

@Resolver(() => Village)
export class VillageResolver {
  @Query(() => Village, { nullable: true, description: say("按代码取行政村", "A village by code") })
  village(
    @Arg("code", () => String, { description: say("12 位代码", "Code of 12 digits") }) code: string,
    @Ctx() { load }: Context,
  ) {
    return load(villagesByCode, code, undefined);
  }

  @Query(() => VillageConnection, { description: say("行政村列表", "Villages") })
  async villages(
    @Args(() => VillagesArgs) args: VillagesArgs,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const selected = selectedFields(info);
    const { query, page } = await readVillagesArgs(args, context);
    return selectVillages(
      context,
      query,
      page,
      DETAIL_FIELDS.some((field) => selected.has(field)),
    );
  }

  @FieldResolver(() => Region, { description: say("所在乡镇", "Its township") })
  township(@Root() village: Village, @Ctx() { load }: Context) {
    return load(regionsByCode, village.townshipCode, undefined);
  }

  @FieldResolver(() => Region, { description: say("所在县", "Its county") })
  county(@Root() village: Village, @Ctx() { load }: Context) {
    return load(regionsByCode, village.countyCode, undefined);
  }

  @FieldResolver(() => GeoJSONMultiPolygon, { nullable: true, description: say("村界", "Boundary") })
  outline(@Root() village: Village, @Args(() => OutlineArgs) args: OutlineArgs, @Ctx() { load }: Context) {
    return load(villageOutlines, village.code, readOutline(args));
  }

  @FieldResolver(() => VillageRisk, {
    nullable: true,
    description: say("风险分，默认最新一月", "Risk score, of the latest month by default"),
  })
  risk(
    @Root() village: Village,
    @Arg("period", () => String, {
      nullable: true,
      description: say("月份，默认最新", "Month, the latest by default"),
    })
    period: string | undefined,
    @Ctx() { load }: Context,
  ) {
    const month = readPeriod(period);
    return month === undefined || month === village.latestPeriod
      ? latestRisk(village)
      : load(villageRisks, village.code, month);
  }

  @FieldResolver(() => [VillageRisk], {
    description: say("逐月风险分，至多数百个月", "Risk month by month, oldest first"),
  })
  riskSeries(@Root() village: Village, @Args(() => SeriesArgs) args: SeriesArgs, @Ctx() { load }: Context) {
    return load(villageRiskSeries, village.code, { from: readPeriod(args.from), to: readPeriod(args.to) });
  }

  @FieldResolver(() => [VillageFact], {
    description: say("七个组成项的原始数", "The seven components as delivered"),
  })
  facts(
    @Root() village: Village,
    @Arg("period", () => String, {
      nullable: true,
      description: say("月份，默认最新", "Month, the latest by default"),
    })
    period: string | undefined,
    @Ctx() { load }: Context,
  ) {
    return load(villageFacts, village.code, readPeriod(period) ?? village.publishedPeriod ?? undefined);
  }

  @FieldResolver(() => [Settlement], {
    description: say(
      "若干千米内的安置区，由近到远，至多 100 个",
      "Settlements within so many kilometres, nearest first, at most 100",
    ),
  })
  settlementsWithin(
    @Root() village: Village,
    @Arg("km", () => Float, kilometres) km: number,
    @Ctx() { load }: Context,
  ) {
    return load(settlementsWithin, village.code, { metres: readKilometres(km) });
  }

  @FieldResolver(() => [IndustryProject], {
    description: say(
      "若干千米内的产业项目，由近到远，至多 100 个",
      "Projects within so many kilometres, nearest first, at most 100",
    ),
  })
  projectsWithin(
    @Root() village: Village,
    @Arg("km", () => Float, kilometres) km: number,
    @Ctx() { load }: Context,
  ) {
    return load(projectsWithin, village.code, { metres: readKilometres(km), of: "villages" as const });
  }

  @FieldResolver(() => IndustryProjectConnection, {
    description: say("联结本村农户的产业项目", "Projects tied to its households"),
  })
  projects(@Root() village: Village, @Args(() => PageArgs) args: PageArgs, @Ctx() { load }: Context) {
    return load(projectsOfVillages, village.code, readPage(args));
  }

  @FieldResolver(() => EnclaveConnection, { description: say("本村出资的飞地", "Enclaves it invested in") })
  enclaves(@Root() village: Village, @Args(() => PageArgs) args: PageArgs, @Ctx() { load }: Context) {
    return load(enclavesOfVillages, village.code, readPage(args));
  }

  @FieldResolver(() => [ConstraintShare], {
    description: say("各类限制区占本村面积的份额", "Share of its land in each kind of constraint zone"),
  })
  constraints(@Root() village: Village, @Ctx() { load }: Context) {
    return load(villageConstraints, village.code, undefined);
  }
}
