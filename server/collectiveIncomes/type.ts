import { Field, Float, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";
import { Money } from "../money.ts";

@ObjectType({
  description: say(
    "一个区域一年的村集体经济收入",
    "Collective-economy income of a region's villages in a year",
  ),
})
export class CollectiveIncomeRow {
  @Field(() => String, { description: say("区划代码", "Code of the region") })
  code!: string;
  @Field(() => String, { description: say("名称", "Name in Chinese") })
  name!: string;
  @Field(() => String, { nullable: true, description: say("英文名", "Name in English") })
  nameEn!: string | null;
  @Field(() => Int, { description: say("已报的村数", "Villages that reported") })
  villages!: number;
  @Field(() => Int, { description: say("全部村数", "Villages there are") })
  villagesInAll!: number;
  @Field(() => Money, {
    nullable: true,
    description: say(
      "收入合计，分；空为未报",
      "Income of those villages, fen; null where nobody delivered it",
    ),
  })
  income!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: say("村均收入 = 合计 ÷ 已报村数，分", "Income / villages that reported, fen"),
  })
  perVillage!: number | null;
  @Field(() => Boolean, { description: say("是否含模拟数据", "Whether any of it is demonstration data") })
  isDemo!: boolean;
}

@ObjectType({ description: say("村集体经济收入表", "A table of collective-economy income") })
export class CollectiveIncomeTable {
  @Field(() => Int, {
    nullable: true,
    description: say("年度；没有任何数据为空", "Year; null where there is nothing"),
  })
  year!: number | null;
  @Field(() => [Int], {
    description: say("有数据的年度，至多数十年", "Years there are, at most some dozens"),
  })
  years!: number[];
  @Field(() => [CollectiveIncomeRow], {
    description: say("各区域，至多数百行", "Regions, at most some hundred rows"),
  })
  rows!: CollectiveIncomeRow[];
  @Field(() => CollectiveIncomeRow, { nullable: true, description: say("整个范围", "The whole of it") })
  whole!: CollectiveIncomeRow | null;
}
