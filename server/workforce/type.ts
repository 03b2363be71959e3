import { Field, Int, ObjectType } from "type-graphql";
import { Proportion } from "../assessments/type.ts";
import { say } from "../describe.ts";

const missing = say("空为未报", "Null where nobody delivered it").split("\n");
const counted = (zh: string, en: string) =>
  say(`${zh}；${missing[0]}`, `${en}; ${missing[1]?.toLowerCase()}`);

@ObjectType({
  description: say("一个区域一个季度的驻村与务工", "Resident work and labour export of a region and quarter"),
})
export class WorkforceRow {
  @Field(() => String, { description: say("区划代码", "Code of the region") })
  code!: string;
  @Field(() => String, { description: say("名称", "Name in Chinese") })
  name!: string;
  @Field(() => String, { nullable: true, description: say("英文名", "Name in English") })
  nameEn!: string | null;
  @Field(() => Proportion, {
    nullable: true,
    description: counted(
      "第一书记在岗的村 ÷ 应派驻的村",
      "Villages with a first secretary in post / villages that must have one",
    ),
  })
  firstSecretaries!: Proportion | null;
  @Field(() => Int, { nullable: true, description: counted("驻村工作队员", "Members of resident teams") })
  teamMembers!: number | null;
  @Field(() => Int, { nullable: true, description: counted("县内务工", "Workers within the county") })
  exportedWithinCounty!: number | null;
  @Field(() => Int, {
    nullable: true,
    description: counted("县外省内务工", "Workers outside the county, within the province"),
  })
  exportedWithinProvince!: number | null;
  @Field(() => Int, { nullable: true, description: counted("省外务工", "Workers outside the province") })
  exportedOutsideProvince!: number | null;
  @Field(() => Proportion, {
    nullable: true,
    description: counted("有组织输出 ÷ 务工人数", "Workers who went in an organised way / all of them"),
  })
  organised!: Proportion | null;
  @Field(() => Proportion, {
    nullable: true,
    description: counted("省外务工 ÷ 务工人数", "Workers outside the province / all of them"),
  })
  outsideProvince!: Proportion | null;
  @Field(() => Int, { description: say("已报的县数", "Counties that reported") })
  counties!: number;
  @Field(() => Int, { description: say("全部县数", "Counties there are") })
  countiesInAll!: number;
  @Field(() => Boolean, { description: say("是否含模拟数据", "Whether any of it is demonstration data") })
  isDemo!: boolean;
}

@ObjectType({ description: say("驻村与务工表", "A table of resident work and labour export") })
export class WorkforceTable {
  @Field(() => String, {
    nullable: true,
    description: say(
      "季度，如 2026Q3；没有任何数据为空",
      "Quarter, like 2026Q3; null where there is nothing",
    ),
  })
  quarter!: string | null;
  @Field(() => [String], {
    description: say("有数据的季度，至多数百季", "Quarters there are, at most some hundred"),
  })
  quarters!: string[];
  @Field(() => [WorkforceRow], {
    description: say("各区域，至多数百行", "Regions, at most some hundred rows"),
  })
  rows!: WorkforceRow[];
  @Field(() => WorkforceRow, { nullable: true, description: say("整个范围", "The whole of it") })
  whole!: WorkforceRow | null;
}
