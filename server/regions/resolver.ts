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
  Query,
  Resolver,
  Root,
} from "type-graphql";
import { OutlineArgs, readBbox, readOutline } from "../bounds.ts";
import { PageArgs, readPage, selectedFields } from "../connection.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { GeoJSONMultiPolygon } from "../geojson.ts";
import { PARTS_FIELDS, regionRiskSeries, regionRiskValues } from "../indicators/queries.ts";
import { RegionRisk, RegionRiskValue } from "../indicators/type.ts";
import { readPeriod, SeriesArgs } from "../period.ts";
import { DETAIL_FIELDS, villagesOfRegions } from "../villages/queries.ts";
import { VillageConnection, VillageOrder } from "../villages/type.ts";
import {
  childrenOfRegions,
  memberships,
  regionOutlines,
  regionsByAnyCode,
  regionsByCode,
  scopesByCode,
  selectRegions,
} from "./queries.ts";
import { Membership, Region, RegionConnection, RegionKind } from "./type.ts";

@ArgsType()
class RegionsArgs extends PageArgs {
  @Field(() => RegionKind, { nullable: true, description: say("类型", "Kind") })
  kind?: RegionKind;
  @Field(() => String, { nullable: true, description: say("在此区域之内", "Inside this region") })
  within?: string;
  @Field(() => String, {
    nullable: true,
    description: say("名称、拼音、首字母或代码", "Name, pinyin, initials or code"),
  })
  search?: string;
  @Field(() => [Float], {
    nullable: true,
    description: say("西、南、东、北，度", "West, south, east, north in degrees"),
  })
  bbox?: number[];
}

@ArgsType()
class RegionVillagesArgs extends PageArgs {
  @Field(() => VillageOrder, {
    nullable: true,
    description: say(
      "排序；按风险时取最新发布的月份",
      "Order; by risk means that of the latest published month",
    ),
  })
  orderBy?: VillageOrder;
}

@Resolver(() => Region)
export class RegionResolver {
  @Query(() => Region, {
    nullable: true,
    description: say(
      "按代码取区域；旧代码会找到现行区域",
      "A region by code; a retired code finds its successor",
    ),
  })
  region(
    @Arg("code", () => String, { description: say("区划代码或片区短名", "Division code or slug of an area") })
    code: string,
    @Ctx() { load }: Context,
  ) {
    return load(regionsByAnyCode, code, undefined);
  }

  @Query(() => RegionConnection, { description: say("区域列表", "Regions") })
  async regions(@Args(() => RegionsArgs) args: RegionsArgs, @Ctx() context: Context) {
    const scope =
      args.within === undefined || args.within === null
        ? undefined
        : await context.load(scopesByCode, args.within, undefined);
    return selectRegions(
      context,
      { kind: args.kind, search: args.search, bbox: readBbox(args.bbox), scope },
      readPage(args),
    );
  }

  @Query(() => [RegionRiskValue], {
    description: say(
      "一类区域在一个月的风险分，供地图着色；数量以区域数为限",
      "Risk of all regions of a kind in one month, to colour a map; as many as there are regions",
    ),
  })
  async regionRisks(
    @Arg("kind", () => RegionKind, { description: say("类型", "Kind") }) kind: RegionKind,
    @Arg("within", () => String, { nullable: true, description: say("在此区域之内", "Inside this region") })
    within: string | undefined,
    @Arg("period", () => String, {
      nullable: true,
      description: say("月份，默认最新", "Month, the latest by default"),
    })
    period: string | undefined,
    @Ctx() context: Context,
  ) {
    const scope =
      within === undefined || within === null ? null : await context.load(scopesByCode, within, undefined);
    return regionRiskValues(context, kind, scope, readPeriod(period));
  }

  @FieldResolver(() => Region, { nullable: true, description: say("上级区域", "The division above") })
  parent(@Root() region: Region, @Ctx() { load }: Context) {
    return region.parentCode === null ? null : load(regionsByCode, region.parentCode, undefined);
  }

  @FieldResolver(() => Region, {
    nullable: true,
    description: say("所在省；跨省片区为空", "Its province; null for an area that spans several"),
  })
  province(@Root() region: Region, @Ctx() { load }: Context) {
    return region.provinceCode === null ? null : load(regionsByCode, region.provinceCode, undefined);
  }

  @FieldResolver(() => [Region], {
    description: say("片区的成员县，至多数百个", "Counties of an area, some hundreds at most"),
  })
  async members(@Root() region: Region, @Ctx() { load }: Context) {
    return region.kind === RegionKind.AREA
      ? (await load(memberships, region, undefined)).map((member) => member.region)
      : [];
  }

  @FieldResolver(() => [Region], { description: say("所属的片区", "Areas a county belongs to") })
  async areas(@Root() region: Region, @Ctx() { load }: Context) {
    return region.kind === RegionKind.COUNTY
      ? (await load(memberships, region, undefined)).map((member) => member.region)
      : [];
  }

  @FieldResolver(() => [Membership], {
    description: say("片区与县的起止日期", "Dated memberships of an area or a county"),
  })
  memberships(@Root() region: Region, @Ctx() { load }: Context) {
    return region.kind === RegionKind.AREA || region.kind === RegionKind.COUNTY
      ? load(memberships, region, undefined)
      : [];
  }

  @FieldResolver(() => GeoJSONMultiPolygon, { nullable: true, description: say("边界", "Boundary") })
  outline(@Root() region: Region, @Args(() => OutlineArgs) args: OutlineArgs, @Ctx() { load }: Context) {
    return load(regionOutlines, region.code, readOutline(args));
  }

  @FieldResolver(() => RegionConnection, { description: say("下级区域", "Divisions below") })
  children(@Root() region: Region, @Args(() => PageArgs) args: PageArgs, @Ctx() { load }: Context) {
    return load(childrenOfRegions, region.code, readPage(args));
  }

  @FieldResolver(() => VillageConnection, { description: say("区内行政村", "Villages of the region") })
  villages(
    @Root() region: Region,
    @Args(() => RegionVillagesArgs) args: RegionVillagesArgs,
    @Ctx() { load }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const selected = selectedFields(info);
    return load(villagesOfRegions, region, {
      page: readPage(args),
      orderBy: args.orderBy ?? VillageOrder.CODE,
      detail: DETAIL_FIELDS.some((field) => selected.has(field)),
    });
  }

  @FieldResolver(() => RegionRisk, {
    nullable: true,
    description: say("风险分，默认最新一月", "Risk score, of the latest month by default"),
  })
  async risk(
    @Root() region: Region,
    @Arg("period", () => String, {
      nullable: true,
      description: say("月份，默认最新", "Month, the latest by default"),
    })
    period: string | undefined,
    @Ctx() { load }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const month = readPeriod(period);
    const range = month ? { from: month, to: month } : { latest: true };
    return (await load(regionRiskSeries, region.code, { ...range, parts: selectsParts(info) }))[0] ?? null;
  }

  @FieldResolver(() => [RegionRisk], {
    description: say("逐月风险分，至多数百个月", "Risk month by month, oldest first"),
  })
  riskSeries(
    @Root() region: Region,
    @Args(() => SeriesArgs) args: SeriesArgs,
    @Ctx() { load }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const range = { from: readPeriod(args.from), to: readPeriod(args.to) };
    return load(regionRiskSeries, region.code, { ...range, parts: selectsParts(info) });
  }
}

function selectsParts(info: GraphQLResolveInfo): boolean {
  const selected = selectedFields(info);
  return PARTS_FIELDS.some((field) => selected.has(field));
}

@Resolver(() => Membership)
export class MembershipResolver {
  @FieldResolver(() => Region, { description: say("片区", "The area") })
  area(@Root() membership: Membership, @Ctx() { load }: Context) {
    return load(regionsByCode, membership.areaCode, undefined);
  }

  @FieldResolver(() => Region, { description: say("县", "The county") })
  county(@Root() membership: Membership, @Ctx() { load }: Context) {
    return load(regionsByCode, membership.countyCode, undefined);
  }
}
