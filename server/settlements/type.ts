import { Field, Float, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";
import { GeoJSONPoint } from "../geojson.ts";
import { Node } from "../node/type.ts";

export enum SettlementSize {
  SMALL = "SMALL",
  MEDIUM = "MEDIUM",
  LARGE = "LARGE",
  EXTRA_LARGE = "EXTRA_LARGE",
}
registerEnumType(SettlementSize, {
  name: "SettlementSize",
  description: say(
    "安置区规模；分界按省按日期可定，见 settlementSizes，默认为常用值",
    "Size class; the limits are dated rules by province, see settlementSizes, and common usage by default",
  ),
  valuesConfig: {
    SMALL: { description: say("小型，默认不足 800 人", "Small, under 800 residents by default") },
    MEDIUM: { description: say("中型，默认 800–2999 人", "Medium, 800 to 2,999 by default") },
    LARGE: { description: say("大型，默认 3000–9999 人", "Large, 3,000 to 9,999 by default") },
    EXTRA_LARGE: {
      description: say("特大型，默认 1 万人及以上", "Extra large, 10,000 and above by default"),
    },
  },
});

@InputType({ description: say("安置区筛选", "Filter of settlements") })
export class SettlementFilter {
  @Field(() => [SettlementSize], { nullable: true, description: say("规模之一", "One of these sizes") })
  sizes?: SettlementSize[];
  @Field(() => Boolean, {
    nullable: true,
    description: say("有无零就业家庭", "Has households in which nobody works"),
  })
  hasZeroEmployment?: boolean;
  @Field(() => Boolean, {
    nullable: true,
    description: say("有无后续产业：true 为没有", "Lacks any follow-up industry"),
  })
  lacksFollowUp?: boolean;
  @Field(() => Boolean, { nullable: true, description: say("是否模拟数据", "Demonstration data or not") })
  isDemo?: boolean;
}

@ObjectType({ implements: Node, description: say("易地扶贫搬迁集中安置区", "A relocation settlement") })
export class Settlement extends Node {
  @Field(() => String, { description: say("代码", "Code") })
  code!: string;
  @Field(() => String, { description: say("名称", "Name in Chinese") })
  name!: string;
  @Field(() => String, { nullable: true, description: say("英文名", "Name in English") })
  nameEn!: string | null;
  @Field(() => GeoJSONPoint, { nullable: true, description: say("位置", "Where it stands") })
  site!: string | null;
  @Field(() => SettlementSize, { description: say("规模", "Size class") })
  size!: SettlementSize;
  @Field(() => Int, { description: say("居民人数", "Residents") })
  residents!: number;
  @Field(() => Int, { description: say("户数", "Households") })
  households!: number;
  @Field(() => Int, { description: say("有劳动力的户数", "Households with labour") })
  householdsWithLabour!: number;
  @Field(() => Int, { description: say("零就业家庭", "Households with labour in which nobody works") })
  zeroEmploymentHouseholds!: number;
  @Field(() => Int, { description: say("劳动力", "Labour force") })
  labourForce!: number;
  @Field(() => Int, { description: say("在业人数", "Persons in work") })
  employed!: number;
  @Field(() => Float, { nullable: true, description: say("就业率，0–1", "Employment rate, 0 to 1") })
  employmentRate!: number | null;
  @Field(() => Boolean, { description: say("有学校", "Has a school") })
  hasSchool!: boolean;
  @Field(() => Boolean, { description: say("有卫生室", "Has a clinic") })
  hasClinic!: boolean;
  @Field(() => Boolean, { description: say("有社区服务中心", "Has a community centre") })
  hasCommunityCentre!: boolean;
  @Field(() => Int, { description: say("未完成的社区融入事项", "Integration items still open") })
  integrationItemsOpen!: number;
  @Field(() => Int, { description: say("社区融入事项总数", "Integration items") })
  integrationItemsTotal!: number;
  @Field(() => String, {
    nullable: true,
    description: say("首批入住日", "Day the first households moved in"),
  })
  openedOn!: string | null;
  @Field(() => Float, {
    nullable: true,
    description: say("到查询点的大圆距离，米", "Great-circle distance to the point asked for, metres"),
  })
  distanceM!: number | null;
  @Field(() => Boolean, { description: say("是否为模拟数据", "Demonstration data") })
  isDemo!: boolean;
  countyCode!: string;
}

@ObjectType({ description: say("一个迁出村", "A village the residents came from") })
export class SettlementOrigin {
  @Field(() => Int, { description: say("迁出户数", "Households moved") })
  households!: number;
  @Field(() => Int, { description: say("迁出人数", "Persons moved") })
  people!: number;
  villageCode!: string;
}

export const SettlementConnection = connectionOf(Settlement);
