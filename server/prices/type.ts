import { Field, Float, Int, ObjectType } from "type-graphql";
import type { PriceAlarmLevel as LevelName } from "../../geo/priceAlarm.ts";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";
import { Money } from "../money.ts";

const LEVELS: Record<LevelName, string> = {
  INSUFFICIENT: say(
    "资料不足：前三年缺月过多，不判定",
    "Not judged: too many months of the three years before are missing",
  ),
  NORMAL: say("正常", "Normal: less than a quarter of a standard deviation below"),
  STRESS: say("关注：低于预期 0.25 个标准差", "Stress: from 0.25 standard deviations below"),
  ALERT: say("预警：低于预期 1 个标准差", "Alert: from 1 standard deviation below"),
  CRISIS: say(
    "严重：低于预期 2 个标准差，且跌幅不小于 15%",
    "Crisis: from 2 standard deviations below and a fall of 15 % or more",
  ),
};
export const PriceAlarmLevel = enumOf(
  "PriceAlarmLevel",
  say(
    "价格下跌的警报级别，按世界粮食计划署 ALPS 反向计算，见 geo/priceAlarm.ts",
    "Level of a fall of prices: the WFP's ALPS mirrored, see geo/priceAlarm.ts",
  ),
  LEVELS,
);

@ObjectType({ description: say("采价市场", "A market where prices are taken") })
export class Market {
  @Field(() => String, { description: say("代码", "Code") })
  code!: string;
  @Field(() => String, { description: say("名称", "Name in Chinese") })
  name!: string;
  @Field(() => String, { description: say("英文名", "Name in English") })
  nameEn!: string;
  @Field(() => Boolean, { description: say("是否为模拟数据", "Demonstration data") })
  isDemo!: boolean;
  countyCode!: string | null;
}

@ObjectType({ description: say("一个月的价格及其判定", "Price of one month, and how it is judged") })
export class PriceMonth {
  @Field(() => String, { description: say("月份", "Month") })
  period!: string;
  @Field(() => Money, { description: say("价格", "Price") })
  price!: number;
  @Field(() => Float, {
    nullable: true,
    description: say(
      "预期：前三年同月均价，分；资料不足为空",
      "Expected: mean of the same month in the three years before, fen; null where they do not suffice",
    ),
  })
  expected!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: say(
      "前三年各月对其同月均价的标准差，分",
      "Standard deviation of the three years before about the means of their months, fen",
    ),
  })
  deviation!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: say(
      "低于预期几个标准差，高于为负",
      "Standard deviations below the expected price, negative above it",
    ),
  })
  deviationsBelow!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: say(
      "比预期低多少，份额；高于为负",
      "Share of the expected price that was lost, negative for a rise",
    ),
  })
  fall!: number | null;
  @Field(() => Int, { description: say("连续低于预期的月数", "Months in a row below the expected price") })
  monthsBelow!: number;
  @Field(() => PriceAlarmLevel, { description: say("级别", "Level") })
  level!: LevelName;
}

@ObjectType({
  description: say("一种产品在一个月的价格警报", "How the price of a product stands in a month"),
})
export class PriceAlarm extends PriceMonth {
  @Field(() => Int, {
    description: say("区内联结该产品的户数", "Households of the region linked to the product"),
  })
  households!: number;
  @Field(() => Int, { description: say("其中涉及的村数", "Villages they live in") })
  villages!: number;
  @Field(() => Int, { description: say("涉及的项目数", "Projects they are linked to") })
  projects!: number;
  commodityCode!: string;
}

@ObjectType({ description: say("受一种产品价格影响的村", "A village that a product's price touches") })
export class AffectedVillage {
  @Field(() => Int, {
    description: say(
      "联结户数；一户在同一项目以几种方式联结只计一次",
      "Households linked; in several ways to one project counts once",
    ),
  })
  households!: number;
  villageCode!: string;
  projectCodes!: string[];
}
export const AffectedVillageConnection = connectionOf(AffectedVillage);
