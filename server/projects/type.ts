import { Field, Float, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";
import { GeoJSONPoint } from "../geojson.ts";
import { Money } from "../money.ts";
import { Node } from "../node/type.ts";

export enum ProjectKind {
  FARM = "FARM",
  WORKSHOP = "WORKSHOP",
  PROCESSING = "PROCESSING",
  TOURISM = "TOURISM",
  ECOMMERCE = "ECOMMERCE",
  PHOTOVOLTAIC = "PHOTOVOLTAIC",
}
registerEnumType(ProjectKind, {
  name: "ProjectKind",
  description: say("产业项目类型", "Kind of industry project"),
  valuesConfig: {
    FARM: { description: say("种养基地", "Farm") },
    WORKSHOP: { description: say("帮扶车间", "Workshop") },
    PROCESSING: { description: say("加工厂", "Processing plant") },
    TOURISM: { description: say("乡村旅游", "Rural tourism") },
    ECOMMERCE: { description: say("电商", "E-commerce") },
    PHOTOVOLTAIC: { description: say("光伏电站", "Photovoltaic station") },
  },
});

export enum ProjectStatus {
  PLANNED = "PLANNED",
  BUILDING = "BUILDING",
  OPERATING = "OPERATING",
  AT_RISK = "AT_RISK",
  STOPPED = "STOPPED",
  FAILED = "FAILED",
  CLOSED = "CLOSED",
}
registerEnumType(ProjectStatus, {
  name: "ProjectStatus",
  description: say("项目状态", "Status of a project"),
  valuesConfig: {
    PLANNED: { description: say("谋划", "Planned") },
    BUILDING: { description: say("在建", "Being built") },
    OPERATING: { description: say("运营", "Operating") },
    AT_RISK: { description: say("有风险", "At risk") },
    STOPPED: { description: say("停产", "Stopped") },
    FAILED: { description: say("失败", "Failed") },
    CLOSED: { description: say("关闭", "Closed") },
  },
});

export enum BenefitMechanism {
  EMPLOYMENT = "EMPLOYMENT",
  DIVIDEND = "DIVIDEND",
  CONTRACT_FARMING = "CONTRACT_FARMING",
  LAND_RENT = "LAND_RENT",
  ENTRUSTED_FARMING = "ENTRUSTED_FARMING",
  SHARE_COOPERATION = "SHARE_COOPERATION",
}
registerEnumType(BenefitMechanism, {
  name: "BenefitMechanism",
  description: say("利益联结方式", "Benefit-linking mechanism"),
  valuesConfig: {
    EMPLOYMENT: { description: say("就业", "Employment") },
    DIVIDEND: { description: say("分红", "Share dividend") },
    CONTRACT_FARMING: { description: say("订单农业", "Contract farming") },
    LAND_RENT: { description: say("土地流转", "Land rent") },
    ENTRUSTED_FARMING: { description: say("委托帮扶", "Entrusted farming") },
    SHARE_COOPERATION: { description: say("股份合作", "Share co-operation") },
  },
});

@InputType({ description: say("产业项目筛选", "Filter of projects") })
export class IndustryProjectFilter {
  @Field(() => [ProjectKind], { nullable: true, description: say("类型之一", "One of these kinds") })
  kinds?: ProjectKind[];
  @Field(() => [ProjectStatus], { nullable: true, description: say("状态之一", "One of these statuses") })
  status?: ProjectStatus[];
  @Field(() => String, { nullable: true, description: say("产品代码", "Code of the product") })
  commodity?: string;
  @Field(() => Boolean, { nullable: true, description: say("是否模拟数据", "Demonstration data or not") })
  isDemo?: boolean;
}

@ObjectType({ implements: Node, description: say("产业项目", "An industry project") })
export class IndustryProject extends Node {
  @Field(() => String, { description: say("代码", "Code") })
  code!: string;
  @Field(() => String, { description: say("名称", "Name in Chinese") })
  name!: string;
  @Field(() => String, { nullable: true, description: say("英文名", "Name in English") })
  nameEn!: string | null;
  @Field(() => ProjectKind, { description: say("类型", "Kind") })
  kind!: ProjectKind;
  @Field(() => ProjectStatus, { description: say("状态", "Status") })
  status!: ProjectStatus;
  @Field(() => String, { nullable: true, description: say("进入该状态的日期", "First day of the status") })
  statusSince!: string | null;
  @Field(() => String, { nullable: true, description: say("原因", "Why") })
  statusReason!: string | null;
  @Field(() => GeoJSONPoint, { nullable: true, description: say("位置", "Where it stands") })
  site!: string | null;
  @Field(() => Money, { description: say("投入资金", "Money put in") })
  investment!: number;
  @Field(() => Float, {
    nullable: true,
    description: say("到查询点的大圆距离，米", "Great-circle distance to the point asked for, metres"),
  })
  distanceM!: number | null;
  @Field(() => Boolean, { description: say("是否为模拟数据", "Demonstration data") })
  isDemo!: boolean;
  @Field(() => Int, { description: say("版本，每次改动加一", "Grows with every change") })
  rowVersion!: number;
  /** Undefined where it has to be looked up when it is asked for. */
  linkedHouseholds?: number;
  countyCode!: string;
  villageCode!: string | null;
  commodityCode!: string | null;
}

@ObjectType({ description: say("项目联结的一个村的农户", "Households of one village linked to a project") })
export class ProjectLink {
  @Field(() => Int, { description: say("户数", "Households") })
  households!: number;
  @Field(() => BenefitMechanism, { description: say("利益联结方式", "How they benefit") })
  mechanism!: BenefitMechanism;
  villageCode!: string;
}

@ObjectType({ description: say("农副产品", "Farm produce whose price is followed") })
export class Commodity {
  @Field(() => String, { description: say("代码", "Code") })
  code!: string;
  @Field(() => String, { description: say("名称", "Name in Chinese") })
  name!: string;
  @Field(() => String, { nullable: true, description: say("英文名", "Name in English") })
  nameEn!: string | null;
  @Field(() => String, { description: say("计价单位", "Unit the price is for") })
  unit!: string;
}

@ObjectType({ description: say("一个月的价格", "Price of one month") })
export class CommodityPrice {
  @Field(() => String, { description: say("月份", "Month") })
  period!: string;
  @Field(() => Money, { description: say("产地价", "Farm-gate price") })
  price!: number;
}

export const IndustryProjectConnection = connectionOf(IndustryProject);
