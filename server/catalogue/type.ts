import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { say } from "../describe.ts";

export enum ClassMethod {
  JENKS = "JENKS",
  QUANTILE = "QUANTILE",
  EQUAL_INTERVAL = "EQUAL_INTERVAL",
  GOALPOSTS = "GOALPOSTS",
}
registerEnumType(ClassMethod, {
  name: "ClassMethod",
  description: say(
    "分级方法；分级不是预警级别",
    "How values are put into classes; classes are not warning levels",
  ),
  valuesConfig: {
    JENKS: {
      description: say("自然断点（Fisher–Jenks 最优解）", "Natural breaks, the Fisher–Jenks optimum"),
    },
    QUANTILE: { description: say("等数", "Equal numbers") },
    EQUAL_INTERVAL: { description: say("等距", "Equal intervals") },
    GOALPOSTS: {
      description: say("目标值之间等距，各期可比", "Equal steps between the goalposts, comparable over time"),
    },
  },
});

@ObjectType({ description: say("一级", "One class") })
export class LegendClass {
  @Field(() => Float, { description: say("下界，含", "From, included") })
  from!: number;
  @Field(() => Float, { description: say("上界，最后一级含", "To, included in the last class") })
  to!: number;
  @Field(() => Int, { description: say("区域数", "Regions in it") })
  count!: number;
}

@ObjectType({
  description: say(
    "图例：分级与缺值数，同样的输入得同样的分级",
    "A legend: classes and missing values; the same input gives the same breaks",
  ),
})
export class Legend {
  @Field(() => ClassMethod, { description: say("方法", "Method") })
  method!: ClassMethod;
  @Field(() => [LegendClass], {
    description: say(
      "各级，由低到高；不同的值少时级数也少",
      "Classes, rising; fewer where there are fewer distinct values",
    ),
  })
  classes!: LegendClass[];
  @Field(() => Int, { description: say("缺值的区域数", "Regions without a value") })
  missing!: number;
  @Field(() => String, { description: say("季度", "Quarter") })
  period!: string;
}

@ObjectType({ description: say("目标值：达到时计 0 与 100", "Goalposts: the values that count 0 and 100") })
export class Goalposts {
  @Field(() => Float, { description: say("计 0 的值", "Counts 0") })
  low!: number;
  @Field(() => Float, { description: say("计 100 的值", "Counts 100") })
  high!: number;
}

@ObjectType({ description: say("指标目录中的一项", "An indicator of the catalogue") })
export class Indicator {
  @Field(() => String, { description: say("代号", "Key") })
  code!: string;
  @Field(() => String, { description: say("名称", "Label") })
  label!: string;
  @Field(() => String, { description: say("类别", "Family") })
  family!: string;
  @Field(() => String, { description: say("单位", "Unit") })
  unit!: string;
  @Field(() => String, {
    description: say("方向：高为差、低为差或无", "Direction: which way is worse, if any"),
  })
  direction!: string;
  @Field(() => String, { description: say("公式", "Formula") })
  formula!: string;
  @Field(() => String, { description: say("来源", "Source") })
  source!: string;
  @Field(() => String, { description: say("方法版本", "Method card") })
  methodVersion!: string;
  @Field(() => Goalposts, { nullable: true, description: say("目标值", "Goalposts") })
  goalposts!: Goalposts | null;
}

@ObjectType({ description: say("一个区域一个季度的一个指标值", "A figure of a region and quarter") })
export class IndicatorValue {
  @Field(() => String, { description: say("指标代号", "Key of the indicator") })
  indicator!: string;
  @Field(() => String, { description: say("季度，如 2026Q3", "Quarter, like 2026Q3") })
  period!: string;
  @Field(() => Float, {
    nullable: true,
    description: say("值；空为未报", "The figure; null where nobody delivered it"),
  })
  value!: number | null;
  @Field(() => Float, { nullable: true, description: say("分子合计", "Numerator, added up") })
  numerator!: number | null;
  @Field(() => Float, { nullable: true, description: say("分母合计", "Denominator, added up") })
  denominator!: number | null;
  @Field(() => Int, { description: say("该季第几版", "Version of the quarter") })
  version!: number;
  regionCode!: string;
}

@ObjectType({
  description: say(
    "比较矩阵的一行：一个区域的全部值，按指标、再按季度排列",
    "A row of the comparison: all values of one region, by indicator, then by quarter",
  ),
})
export class ComparisonRow {
  @Field(() => String, { description: say("区域代码", "Code of the region") })
  code!: string;
  @Field(() => String, { description: say("区域名称", "Its name") })
  name!: string;
  @Field(() => String, { nullable: true, description: say("英文名", "Name in English") })
  nameEn!: string | null;
  @Field(() => [[IndicatorValue]], {
    description: say(
      "values[指标][季度]，次序与请求一致",
      "values[indicator][period], in the order asked for",
    ),
  })
  values!: IndicatorValue[][];
}

@ObjectType({
  description: say(
    "比较：区域 × 指标 × 季度，次序与请求一致",
    "A comparison of regions, indicators and quarters, in the order asked for",
  ),
})
export class Comparison {
  @Field(() => [ComparisonRow], { description: say("各区域", "One row for each region") })
  rows!: ComparisonRow[];
  @Field(() => [String], { description: say("指标代号", "Keys of the indicators") })
  indicators!: string[];
  @Field(() => [String], { description: say("季度", "Quarters") })
  periods!: string[];
}

@ObjectType({
  description: say("一个区域的一个指标值，供地图着色", "One figure of one region, to colour a map"),
})
export class RegionValue {
  @Field(() => String, { description: say("区划代码", "Region code") })
  code!: string;
  @Field(() => String, { description: say("名称", "Name in Chinese") })
  name!: string;
  @Field(() => String, { nullable: true, description: say("英文名", "Name in English") })
  nameEn!: string | null;
  @Field(() => Int, { description: say("瓦片中的要素编号", "Feature id in vector tiles") })
  featureId!: number;
  @Field(() => Float, {
    nullable: true,
    description: say("值；空为未报", "The figure; null where nobody delivered it"),
  })
  value!: number | null;
  @Field(() => Float, { nullable: true, description: say("分子合计", "Numerator, added up") })
  numerator!: number | null;
  @Field(() => Float, { nullable: true, description: say("分母合计", "Denominator, added up") })
  denominator!: number | null;
}

@ObjectType({
  description: say("一个指标在一季的全部区域值", "One figure of all regions of a kind in a quarter"),
})
export class RegionValues {
  @Field(() => String, {
    description: say("季度；没有发布为空文本", "Quarter; empty where nothing is published"),
  })
  period!: string;
  @Field(() => String, { description: say("指标代号", "Key of the indicator") })
  indicator!: string;
  @Field(() => [RegionValue], {
    description: say("各区域，至多数千行", "Regions, at most some thousand rows"),
  })
  rows!: RegionValue[];
}
