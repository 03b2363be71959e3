import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";

@ObjectType({ description: say("请求数与代价", "Requests and what they cost") })
export class UsageCounts {
  @Field(() => Float, { description: say("请求数", "Requests") })
  requests!: number;
  @Field(() => Float, { description: say("答复的", "Answered") })
  answered!: number;
  @Field(() => Float, {
    description: say("因请求有误被拒绝的", "Refused, for something was wrong with them"),
  })
  refused!: number;
  @Field(() => Float, { description: say("因代价用完被拒绝的", "Refused, the budget being used up") })
  limited!: number;
  @Field(() => Float, { description: say("服务器出错的", "Failed by a fault of the server") })
  failed!: number;
  @Field(() => Float, { description: say("用去的代价", "Points spent") })
  cost!: number;
}

@ObjectType({ description: say("一天的用量", "Usage of a day") })
export class UsageDay extends UsageCounts {
  @Field(() => String, { description: say("日期（北京时间）", "Day, in China") })
  day!: string;
}

@ObjectType({ description: say("一种查询的用量", "Usage of one operation") })
export class UsageOperation extends UsageCounts {
  @Field(() => String, {
    description: say(
      "查询名，或 GraphQL 之外的入口；* 为当天第 200 种以外的合计",
      "Name of the operation, or a door beside GraphQL; * for all beyond 200 a day",
    ),
  })
  operation!: string;
  @Field(() => String, {
    description: say(
      "去掉取值后的查询文本的 SHA-256 前 16 位",
      "First 16 digits of the SHA-256 of the document without its values",
    ),
  })
  hash!: string;
}

@ObjectType({ description: say("用到的已弃用内容", "Something deprecated that was used") })
export class DeprecatedUse {
  @Field(() => String, { description: say("字段、参数或枚举值", "Field, argument or enum value") })
  element!: string;
  @Field(() => Float, { description: say("用到它的请求数", "Requests that used it") })
  requests!: number;
  @Field(() => String, { description: say("最近一天", "The last day") })
  lastDay!: string;
}

@ObjectType({
  description: say(
    "一把密钥的用量；不含变量与任何个人信息",
    "What a key used; no variable, nothing of a person",
  ),
})
export class KeyUsage {
  @Field(() => ID, { description: say("密钥标识", "The key") })
  keyId!: string;
  @Field(() => String, { description: say("密钥名称", "Its name") })
  name!: string;
  @Field(() => Int, { description: say("每分钟可用的代价", "Points it may spend per minute") })
  pointsPerMinute!: number;
  @Field(() => Int, {
    description: say(
      "这一分钟还剩的代价，以本服务进程计",
      "Points left this minute, as this server process counts",
    ),
  })
  pointsLeft!: number;
  @Field(() => UsageCounts, { description: say("合计", "In all") })
  total!: UsageCounts;
  @Field(() => [UsageDay], {
    description: say("逐日，由早到晚，至多 90 天", "By day, oldest first, at most 90 days"),
  })
  days!: UsageDay[];
  @Field(() => [UsageOperation], {
    description: say("逐查询，代价高的在前，至多 100 种", "By operation, the dearest first, at most 100"),
  })
  operations!: UsageOperation[];
  @Field(() => [DeprecatedUse], {
    description: say("用到的已弃用内容，至多 100 项", "Deprecated things used, at most 100"),
  })
  deprecated!: DeprecatedUse[];
}
