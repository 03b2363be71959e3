import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { say } from "../describe.ts";

export enum WarningLevel {
  NONE = "NONE",
  BLUE = "BLUE",
  YELLOW = "YELLOW",
  ORANGE = "ORANGE",
  RED = "RED",
}
registerEnumType(WarningLevel, {
  name: "WarningLevel",
  description: say("预警级别", "Warning level"),
  valuesConfig: {
    NONE: { description: say("无预警", "No warning") },
    BLUE: { description: say("蓝色，Ⅳ级", "Blue, grade IV") },
    YELLOW: { description: say("黄色，Ⅲ级", "Yellow, grade III") },
    ORANGE: { description: say("橙色，Ⅱ级", "Orange, grade II") },
    RED: { description: say("红色，Ⅰ级", "Red, grade I") },
  },
});

export enum RiskStatus {
  OK = "OK",
  PARTIAL = "PARTIAL",
  INSUFFICIENT = "INSUFFICIENT",
}
registerEnumType(RiskStatus, {
  name: "RiskStatus",
  description: say("数据是否足够", "Whether the data suffice"),
  valuesConfig: {
    OK: { description: say("七项俱全", "All seven components delivered") },
    PARTIAL: { description: say("部分项取县域平均", "Some components taken from the county") },
    INSUFFICIENT: { description: say("缺报过多，不给分", "Too much missing, no score") },
  },
});

@ObjectType({
  description: say("得分的一个组成部分，各部分相加等于得分", "One part of a score; the parts add up to it"),
})
export class Contribution {
  @Field(() => String, { description: say("组成项代号", "Key of the component") })
  key!: string;
  @Field(() => String, { description: say("名称", "Label") })
  label!: string;
  @Field(() => Float, { description: say("对得分的贡献", "What it adds to the score") })
  value!: number;
  @Field(() => Float, {
    description: say("显示值，相加等于显示的得分", "Shown value; shown parts add up to the shown score"),
  })
  valueShown!: number;
  @Field(() => Float, {
    nullable: true,
    description: say("该项自身的分，0–100", "Score of the component alone, 0 to 100"),
  })
  subscore!: number | null;
  @Field(() => Float, { description: say("权重", "Weight") })
  weight!: number;
  @Field(() => Boolean, { description: say("是否取自县域平均", "Taken from the county, not delivered") })
  imputed!: boolean;
}

@ObjectType({ description: say("数字的来历", "Where a figure came from") })
export class Provenance {
  @Field(() => String, { description: say("计算时间", "When it was computed") })
  computedAt!: string;
  @Field(() => String, { description: say("数据截止日", "Data cut-off: last day of the month") })
  dataCutOff!: string;
}

@ObjectType({
  description: say(
    "行政村风险分，项目自定口径，非官方",
    "Village risk score: this project's own method, not official",
  ),
})
export class VillageRisk {
  @Field(() => Float, { nullable: true, description: say("得分，0–100", "Score, 0 to 100") })
  score!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: say("显示的得分，一位小数", "Score as shown, one decimal"),
  })
  scoreShown!: number | null;
  @Field(() => WarningLevel, { nullable: true, description: say("级别", "Level") })
  level!: WarningLevel | null;
  @Field(() => RiskStatus, { description: say("数据是否足够", "Whether the data suffice") })
  status!: RiskStatus;
  @Field(() => [Float], {
    nullable: true,
    description: say("90% 区间，下限与上限", "90 % interval, low and high"),
  })
  interval90!: number[] | null;
  @Field(() => Float, { description: say("实报权重占比", "Share of the weight that was delivered") })
  coverage!: number;
  @Field(() => String, { description: say("月份，如 2026-09", "Month, like 2026-09") })
  period!: string;
  @Field(() => String, { description: say("方法版本", "Method card") })
  methodVersion!: string;
}

@ObjectType({ description: say("某一级别的行政村数与户数", "Villages and households at a level") })
export class LevelCount {
  @Field(() => WarningLevel, {
    nullable: true,
    description: say("级别；空为无分", "Level; null without a score"),
  })
  level!: WarningLevel | null;
  @Field(() => Int, { description: say("行政村数", "Villages") })
  villages!: number;
  @Field(() => Int, { description: say("户数", "Households") })
  households!: number;
}

@ObjectType({
  description: say(
    "区域风险分：先汇总分子分母再计算，不取平均",
    "Risk score of a region: numerators and denominators are added up first, never averaged",
  ),
})
export class RegionRisk {
  @Field(() => Float, { nullable: true, description: say("得分，0–100", "Score, 0 to 100") })
  score!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: say("显示的得分，一位小数", "Score as shown, one decimal"),
  })
  scoreShown!: number | null;
  @Field(() => WarningLevel, { nullable: true, description: say("级别", "Level") })
  level!: WarningLevel | null;
  @Field(() => RiskStatus, { description: say("数据是否足够", "Whether the data suffice") })
  status!: RiskStatus;
  @Field(() => Float, { description: say("报送覆盖率", "Share delivered") })
  coverage!: number;
  @Field(() => [Contribution], { description: say("各组成部分", "The parts") })
  contributions!: Contribution[];
  @Field(() => [LevelCount], { description: say("各级别的行政村", "Villages by level") })
  levels!: LevelCount[];
  @Field(() => Int, { description: say("行政村数", "Villages") })
  villages!: number;
  @Field(() => Int, { description: say("户数", "Households") })
  households!: number;
  @Field(() => String, { description: say("月份", "Month") })
  period!: string;
  @Field(() => String, { description: say("方法版本", "Method card") })
  methodVersion!: string;
  @Field(() => Provenance, { description: say("来历", "Where it came from") })
  provenance!: Provenance;
}

@ObjectType({
  description: say("一个区域一个月的风险分，供地图着色", "Risk of one region in one month, to colour a map"),
})
export class RegionRiskValue {
  @Field(() => String, { description: say("区划代码", "Region code") })
  code!: string;
  @Field(() => String, { description: say("名称", "Name in Chinese") })
  name!: string;
  @Field(() => String, { nullable: true, description: say("英文名", "Name in English") })
  nameEn!: string | null;
  @Field(() => Int, { description: say("瓦片中的要素编号", "Feature id in vector tiles") })
  featureId!: number;
  @Field(() => Float, { nullable: true, description: say("得分", "Score") })
  score!: number | null;
  @Field(() => Float, { nullable: true, description: say("显示的得分", "Score as shown") })
  scoreShown!: number | null;
  @Field(() => WarningLevel, { nullable: true, description: say("级别", "Level") })
  level!: WarningLevel | null;
  @Field(() => RiskStatus, { description: say("数据是否足够", "Whether the data suffice") })
  status!: RiskStatus;
  @Field(() => Float, { description: say("报送覆盖率", "Share delivered") })
  coverage!: number;
  @Field(() => Int, { description: say("行政村数", "Villages") })
  villages!: number;
  @Field(() => Int, { description: say("户数", "Households") })
  households!: number;
}

@ObjectType({
  description: say("一个月一个组成项的原始数", "One component of a village's month, as delivered"),
})
export class VillageFact {
  @Field(() => String, { description: say("组成项代号", "Key of the component") })
  key!: string;
  @Field(() => String, { description: say("名称", "Label") })
  label!: string;
  @Field(() => String, { description: say("月份", "Month") })
  period!: string;
  @Field(() => Float, {
    nullable: true,
    description: say("分子；空为未报", "Numerator; null when not delivered"),
  })
  numerator!: number | null;
  @Field(() => Int, { nullable: true, description: say("分母", "Denominator") })
  denominator!: number | null;
  @Field(() => Float, { nullable: true, description: say("比率", "Rate") })
  rate!: number | null;
  @Field(() => Boolean, {
    description: say(
      "小数保护：已汇总，但不足 10 户，或为防止推算而不显示",
      "Suppressed: rolled up from casework, but under 10 or kept back so that nothing can be worked out",
    ),
  })
  isSuppressed!: boolean;
  @Field(() => Int, { description: say("修订号", "Revision") })
  revision!: number;
  sourceId!: number | null;
}
