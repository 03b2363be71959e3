import { Field, Float, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";

const KINDS = {
  THIRD_PARTY: say("第三方评估", "By a third party"),
  CROSS_PROVINCE: say("省际交叉考核", "By another province"),
  PROVINCIAL: say("省级考核", "By the province"),
};
export type AssessmentKindName = keyof typeof KINDS;
export const AssessmentKind = enumOf("AssessmentKind", say("谁来考核", "Who assesses"), KINDS);

const LEVELS = {
  COUNTY: say("县", "Counties"),
  PREFECTURE: say("市；没有市的县列为自身", "Prefectures; a county without one stands as itself"),
  PROVINCE: say("省", "Provinces"),
};
export type TableLevelName = keyof typeof LEVELS;
export const TableLevel = enumOf(
  "TableLevel",
  say("表的行是哪一级；上级由县相加", "What the rows of a table are; higher ones are added up from counties"),
  LEVELS,
);

@ObjectType({
  description: say(
    "一个比例及其分子分母；上级先加分子分母再除，从不平均",
    "A share with its two sums; larger regions add the sums up first and never average",
  ),
})
export class Proportion {
  @Field(() => Float, { description: say("分子", "Numerator") })
  numerator!: number;
  @Field(() => Float, { description: say("分母", "Denominator") })
  denominator!: number;
  @Field(() => Float, {
    nullable: true,
    description: say("比例；分母为 0 时为空", "The share; null where there is nothing to divide by"),
  })
  share!: number | null;
}

@ObjectType({ description: say("一个区域一年的考核结果", "Assessment results of a region and year") })
export class AssessmentRow {
  @Field(() => String, { description: say("区划代码", "Code of the region") })
  code!: string;
  @Field(() => String, { description: say("名称", "Name in Chinese") })
  name!: string;
  @Field(() => String, { nullable: true, description: say("英文名", "Name in English") })
  nameEn!: string | null;
  @Field(() => Proportion, {
    nullable: true,
    description: say("群众满意度；空为未报", "Households satisfied; null where nobody delivered it"),
  })
  satisfaction!: Proportion | null;
  @Field(() => Proportion, {
    nullable: true,
    description: say("漏评率；空为未报", "Missed recognition; null where nobody delivered it"),
  })
  missedRecognition!: Proportion | null;
  @Field(() => Proportion, {
    nullable: true,
    description: say("错退率；空为未报", "Wrong exits; null where nobody delivered it"),
  })
  wrongExit!: Proportion | null;
  @Field(() => Proportion, {
    nullable: true,
    description: say("识别准确率；空为未报", "Accuracy of recognition; null where nobody delivered it"),
  })
  accuracy!: Proportion | null;
  @Field(() => Int, {
    nullable: true,
    description: say("调查户数；空为未报", "Households visited; null where nobody delivered it"),
  })
  surveyedHouseholds!: number | null;
  @Field(() => Int, { description: say("有结果的县数", "Counties with any result") })
  counties!: number;
  @Field(() => Int, { description: say("全部县数", "Counties there are") })
  countiesInAll!: number;
  @Field(() => Boolean, { description: say("是否含模拟数据", "Whether any of it is demonstration data") })
  isDemo!: boolean;
}

@ObjectType({ description: say("考核结果表", "A table of assessment results") })
export class AssessmentTable {
  @Field(() => Int, {
    nullable: true,
    description: say("年度；没有任何结果为空", "Year; null where there is no result at all"),
  })
  year!: number | null;
  @Field(() => [Int], {
    description: say("有结果的年度，至多数十年", "Years with results, at most some dozens"),
  })
  years!: number[];
  @Field(() => [AssessmentRow], {
    description: say("各区域，至多数百行", "Regions, at most some hundred rows"),
  })
  rows!: AssessmentRow[];
  @Field(() => AssessmentRow, { nullable: true, description: say("整个范围", "The whole of it") })
  whole!: AssessmentRow | null;
}
