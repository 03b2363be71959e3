import { Field, Float, InputType, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";
import { Node } from "../node/type.ts";
import { resultOf } from "../refusals.ts";

export type EventKind =
  | "FLOOD"
  | "DROUGHT"
  | "EARTHQUAKE"
  | "GEOLOGICAL"
  | "STORM"
  | "COLD"
  | "FIRE"
  | "EPIDEMIC"
  | "ANIMAL_DISEASE"
  | "PEST"
  | "OTHER";
export const EventKind = enumOf<EventKind>("EventKind", say("突发事件的种类", "What happened"), {
  FLOOD: say("洪涝", "Flood"),
  DROUGHT: say("旱灾", "Drought"),
  EARTHQUAKE: say("地震", "Earthquake"),
  GEOLOGICAL: say("地质灾害", "Landslide or other geological disaster"),
  STORM: say("风雹、台风", "Storm or hail"),
  COLD: say("低温冷冻、雪灾", "Cold or snow"),
  FIRE: say("火灾", "Fire"),
  EPIDEMIC: say("疫情", "Epidemic"),
  ANIMAL_DISEASE: say("动物疫情", "Animal disease"),
  PEST: say("病虫害", "Crop pest"),
  OTHER: say("其他", "Other"),
});

export type EventGrade = "I" | "II" | "III" | "IV";
export const EventGrade = enumOf<EventGrade>(
  "EventGrade",
  say("法定四级，由重到轻", "The four legal grades, gravest first"),
  {
    I: say("特别重大，红色", "Especially grave, red"),
    II: say("重大，橙色", "Grave, orange"),
    III: say("较大，黄色", "Fairly grave, yellow"),
    IV: say("一般，蓝色", "Ordinary, blue"),
  },
);

export type EffectBasis = "DECLARED" | "GEOMETRY";
export const EffectBasis = enumOf<EffectBasis>(
  "EffectBasis",
  say("各县受灾户数的来历", "Where the households affected by county come from"),
  {
    DECLARED: say("应急部门按县上报", "Reported by county by the emergency office"),
    GEOMETRY: say("范围内各村之和", "The sum of the villages under the footprint"),
  },
);

@ObjectType({
  implements: Node,
  description: say("突发事件：灾害或重大公共事件", "A disaster or public emergency"),
})
export class EmergencyEvent extends Node {
  @Field(() => String, { description: say("代码", "Code") })
  code!: string;
  @Field(() => String, { description: say("名称", "Name in Chinese") })
  name!: string;
  @Field(() => String, { description: say("英文名", "Name in English") })
  nameEn!: string;
  @Field(() => EventKind, { description: say("种类", "What happened") })
  kind!: EventKind;
  @Field(() => EventGrade, { description: say("级别", "Legal grade") })
  grade!: EventGrade;
  @Field(() => String, { description: say("开始日", "First day") })
  startedOn!: string;
  @Field(() => String, {
    nullable: true,
    description: say("结束日；未结束为空", "Last day; null while it lasts"),
  })
  endedOn!: string | null;
  @Field(() => [Float], {
    nullable: true,
    description: say(
      "范围的西、南、东、北，度，至多四个数；没有范围为空",
      "West, south, east, north of the footprint in degrees, at most four numbers; null without one",
    ),
  })
  bbox!: number[] | null;
  @Field(() => Int, { description: say("范围涉及的村数", "Villages the footprint touches") })
  villagesTouched!: number;
  @Field(() => Int, {
    description: say(
      "受灾户数，各县之和，预警指数读的就是它",
      "Households affected, the sum of its counties: what the index reads",
    ),
  })
  affectedHouseholds!: number;
  @Field(() => EffectBasis, { description: say("受灾户数的来历", "Where the households come from") })
  effectBasis!: EffectBasis;
  @Field(() => Boolean, { description: say("是否为模拟数据", "Demonstration data") })
  isDemo!: boolean;
  @Field(() => Int, { description: say("版本，改动须带上", "Version, to be given with a change") })
  rowVersion!: number;
}

@ObjectType({ description: say("一个县的受灾户数", "Households affected in a county") })
export class EventEffect {
  @Field(() => Int, { description: say("受灾户数", "Households affected") })
  affectedHouseholds!: number;
  countyCode!: string;
}

@ObjectType({ description: say("范围涉及的一个村", "A village the footprint touches") })
export class EventVillage {
  @Field(() => Float, { description: say("在范围内的面积份额，0–1", "Share of its area inside, 0 to 1") })
  share!: number;
  @Field(() => Boolean, { description: say("代表点在范围内", "Its representative point lies inside") })
  pointInside!: boolean;
  @Field(() => Int, { nullable: true, description: say("当时的户数", "Its households at that time") })
  households!: number | null;
  @Field(() => Int, {
    nullable: true,
    description: say(
      "受灾户数：户数乘面积份额，四舍五入",
      "Households affected: households times share, halves up",
    ),
  })
  affectedHouseholds!: number | null;
  villageCode!: string;
  order!: number;
}

@InputType({ description: say("要登记的突发事件", "An emergency to be recorded") })
export class EventInput {
  @Field(() => String, {
    description: say(
      "由客户端生成的 UUID，重复提交不会重复登记",
      "A UUID made by the client; sent twice it is recorded once",
    ),
  })
  id!: string;
  @Field(() => String, {
    description: say("名称，4 至 100 字，不含个人信息", "Name, 4 to 100 characters, nothing of a person"),
  })
  name!: string;
  @Field(() => String, { nullable: true, description: say("英文名", "Name in English") })
  nameEn?: string;
  @Field(() => EventKind, { description: say("种类", "What happened") })
  kind!: EventKind;
  @Field(() => EventGrade, { description: say("级别", "Legal grade") })
  grade!: EventGrade;
  @Field(() => String, { description: say("开始日", "First day") })
  startedOn!: string;
  @Field(() => String, {
    nullable: true,
    description: say("结束日；未结束不填", "Last day; left out while it lasts"),
  })
  endedOn?: string;
}

export const EmergencyEventConnection = connectionOf(EmergencyEvent);
export const EventVillageConnection = connectionOf(EventVillage);
export const EmergencyEventResult = resultOf("EmergencyEventResult", EmergencyEvent);
