import { Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";
import { resultOf } from "../refusals.ts";
import { SettlementSize } from "../settlements/type.ts";
import { described } from "../words.ts";

export type SettlementItemKind = "SERVICE" | "INTEGRATION";
export const SettlementItemKind = enumOf<SettlementItemKind>(
  "SettlementItemKind",
  say("清单事项的类别", "Kind of an item of the checklist"),
  { SERVICE: say("公共服务", "A public service"), INTEGRATION: say("社区融入", "Community integration") },
);

export type SettlementItemState = "DONE" | "OPEN" | "NOT_NEEDED";
export const SettlementItemState = enumOf<SettlementItemState>(
  "SettlementItemState",
  say("清单事项的状态", "State of an item of the checklist"),
  {
    DONE: say("已完成", "Done"),
    OPEN: say("未完成", "Still open"),
    NOT_NEEDED: say("不适用", "Not needed here"),
  },
);

/** The checklist of a settlement, in the order in which it is shown; migrations/0016 refuses any other item. */
export const SETTLEMENT_ITEMS = {
  SCHOOL: { zh: "学校", en: "School within reach" },
  CLINIC: { zh: "卫生室", en: "Clinic on the site" },
  COMMUNITY_CENTRE: { zh: "社区服务中心", en: "Community service centre" },
  DRINKING_WATER: { zh: "饮用水", en: "Drinking water" },
  POWER: { zh: "供电", en: "Power" },
  TRANSPORT: { zh: "道路与公交", en: "Roads and buses" },
  WASTE: { zh: "污水与垃圾处理", en: "Sewage and waste" },
  SHOPS: { zh: "便民商店", en: "Shops" },
  RESIDENTS_COMMITTEE: { zh: "居民委员会或管理委员会", en: "Residents' committee" },
  PARTY_BRANCH: { zh: "党组织", en: "Party branch" },
  GRID_MANAGEMENT: { zh: "网格管理", en: "Grid management" },
  RESIDENCE_REGISTRATION: { zh: "户籍或居住证办理", en: "Household registration or residence permit" },
  PROPERTY_TITLE: { zh: "住房不动产登记", en: "Title to the dwelling" },
  SCHOOL_PLACES: { zh: "随迁子女入学", en: "School places for the children" },
  INSURANCE_TRANSFER: { zh: "医保社保转移接续", en: "Medical and social insurance carried over" },
  JOB_STATION: { zh: "就业服务站", en: "Job service station" },
  PROPERTY_MANAGEMENT: { zh: "物业管理", en: "Property management" },
  CULTURE: { zh: "文体活动", en: "Culture and sports" },
  LAND_RIGHTS_AT_ORIGIN: { zh: "迁出地承包地和林地权益", en: "Rights to farmland and forest at the origin" },
  CARE: { zh: "老人和儿童照护", en: "Care for the old and for children" },
} as const;
export type SettlementItemKey = keyof typeof SETTLEMENT_ITEMS;
export const SettlementItemKey = enumOf<SettlementItemKey>(
  "SettlementItemKey",
  say("清单事项", "Item of the checklist"),
  described(SETTLEMENT_ITEMS),
);

@ObjectType({ description: say("安置区清单的一项", "An item of the checklist of a settlement") })
export class SettlementItem {
  @Field(() => ID, { description: say("标识：安置区代码与事项", "Identity: settlement and item") })
  id!: string;
  @Field(() => SettlementItemKey, { description: say("事项", "Which item") })
  item!: SettlementItemKey;
  @Field(() => SettlementItemKind, { description: say("类别", "Its kind") })
  kind!: SettlementItemKind;
  @Field(() => String, { description: say("名称", "Its name") })
  label!: string;
  @Field(() => SettlementItemState, {
    nullable: true,
    description: say("状态；没有登记时为空", "Its state; null where nobody said"),
  })
  state!: SettlementItemState | null;
  @Field(() => String, { nullable: true, description: say("状态起始日", "First day of the state") })
  since!: string | null;
  @Field(() => String, {
    nullable: true,
    description: say("未完成事项的完成期限", "Day an open item is to be done by"),
  })
  dueOn!: string | null;
  @Field(() => Boolean, { description: say("已过期限", "Past its day") })
  isOverdue!: boolean;
  @Field(() => String, { description: say("说明，不含个人信息", "Note, nothing of a person") })
  note!: string;
  @Field(() => Int, {
    description: say("版本；没有登记时为 0", "Version; 0 where nobody said anything yet"),
  })
  rowVersion!: number;
  settlementCode!: string;
}
export const SettlementItemResult = resultOf("SettlementItemResult", SettlementItem);

@ObjectType({ description: say("一个季度的入住调查", "Survey of occupancy of a quarter") })
export class SettlementSurvey {
  @Field(() => String, { description: say("季度", "Quarter") })
  quarter!: string;
  @Field(() => String, { description: say("调查日", "Day of the survey") })
  surveyedOn!: string;
  @Field(() => Int, {
    description: say("第几次登记，更正须带上", "Revision, to be given with a correction"),
  })
  revision!: number;
  @Field(() => Int, { description: say("住房套数", "Dwellings") })
  dwellings!: number;
  @Field(() => Int, { description: say("有人居住的套数", "Dwellings lived in") })
  occupied!: number;
  @Field(() => Int, { description: say("空置套数", "Empty dwellings") })
  vacant!: number;
  @Field(() => Float, { description: say("空置率，0–1", "Vacancy rate, 0 to 1") })
  vacancyRate!: number;
  @Field(() => String, {
    nullable: true,
    description: say("空置最久的一套从哪天起无人居住", "Day from which the dwelling empty longest is empty"),
  })
  vacantSince!: string | null;
  @Field(() => Int, { description: say("返迁户数", "Households that live in their old home again") })
  returnedHouseholds!: number;
  @Field(() => Boolean, { description: say("是否为模拟数据", "Demonstration data") })
  isDemo!: boolean;
  settlementCode!: string;
}
export const SettlementSurveyResult = resultOf("SettlementSurveyResult", SettlementSurvey);

@InputType({ description: say("一个季度的入住调查", "A survey of occupancy of a quarter") })
export class SettlementSurveyInput {
  @Field(() => String, { description: say("安置区代码", "Code of the settlement") })
  settlement!: string;
  @Field(() => String, { description: say("季度，如 2026Q3", "Quarter, like 2026Q3") })
  quarter!: string;
  @Field(() => String, {
    description: say("调查日，不早于该季度", "Day of the survey, not before the quarter"),
  })
  surveyedOn!: string;
  @Field(() => Int, { description: say("住房套数", "Dwellings") })
  dwellings!: number;
  @Field(() => Int, { description: say("有人居住的套数", "Dwellings lived in") })
  occupied!: number;
  @Field(() => String, {
    nullable: true,
    description: say(
      "空置最久的一套从哪天起无人居住；没有空置或不知道则不填",
      "Day from which the dwelling empty longest is empty; left out where none is or nobody knows",
    ),
  })
  vacantSince?: string;
  @Field(() => Int, {
    description: say("返迁户数，不超过安置区户数", "Households gone back, at most those of the settlement"),
  })
  returnedHouseholds!: number;
  @Field(() => Int, {
    description: say(
      "所见的第几次登记，没有登记时为 0；同一内容重复提交只登记一次",
      "Revision that was seen, 0 for none; the same content sent twice is recorded once",
    ),
  })
  revision!: number;
}

@ObjectType({ description: say("后续产业的一个项目", "A project of the follow-up industry") })
export class FollowUpProject {
  @Field(() => Int, { description: say("带动本安置区户数", "Households of the settlement tied to it") })
  households!: number;
  @Field(() => Int, { description: say("居民在其中的就业岗位", "Jobs held by residents") })
  jobs!: number;
  projectCode!: string;
}

@ObjectType({ description: say("安置区规模分界", "From how many residents a size class holds") })
export class SettlementSizeClass {
  @Field(() => SettlementSize, { description: say("规模", "Size class") })
  size!: SettlementSize;
  @Field(() => Int, { description: say("居民人数下限", "Residents from which it holds") })
  residentsFrom!: number;
}
