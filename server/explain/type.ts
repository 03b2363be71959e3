import { Field, Float, ObjectType } from "type-graphql";
import { say } from "../describe.ts";
import { RiskStatus, WarningLevel } from "../indicators/type.ts";
import { Publication } from "../relapse/type.ts";

@ObjectType({ description: say("一个部分所依据的一个数", "A figure a part rests on") })
export class ScoreInput {
  @Field(() => String, { description: say("名称", "What it is") })
  label!: string;
  @Field(() => Float, { nullable: true, description: say("分子", "Numerator") })
  numerator!: number | null;
  @Field(() => Float, { nullable: true, description: say("分母", "Denominator") })
  denominator!: number | null;
  @Field(() => String, {
    nullable: true,
    description: say(
      "分子与分母的单位：FEN 为人民币分；空为计数",
      "Unit of numerator and denominator: FEN for hundredths of a yuan; null for counts",
    ),
  })
  unit!: "FEN" | null;
  @Field(() => Float, { nullable: true, description: say("值", "Value") })
  value!: number | null;
}

@ObjectType({ description: say("分数的一个部分及其由来", "A part of a score and where it came from") })
export class ScorePart {
  @Field(() => String, { description: say("代号", "Key") })
  key!: string;
  @Field(() => String, { description: say("名称", "Label") })
  label!: string;
  @Field(() => Float, { description: say("权重", "Weight") })
  weight!: number;
  @Field(() => Float, {
    nullable: true,
    description: say("自身的分，0–100", "Score of the part alone, 0 to 100"),
  })
  subscore!: number | null;
  @Field(() => Float, {
    description: say("对总分的贡献，相加等于总分", "What it adds; the parts add up to the score"),
  })
  value!: number;
  @Field(() => Float, {
    description: say("显示值，相加等于显示的总分", "Shown value; shown parts add up to the shown score"),
  })
  valueShown!: number;
  @Field(() => Float, { nullable: true, description: say("分子，照报送", "Numerator, as delivered") })
  numerator!: number | null;
  @Field(() => Float, { nullable: true, description: say("分母，照报送", "Denominator, as delivered") })
  denominator!: number | null;
  @Field(() => Float, { nullable: true, description: say("原始占比", "Rate as delivered") })
  rate!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: say("收缩后的占比", "Rate after smoothing within the county"),
  })
  smoothedRate!: number | null;
  @Field(() => Float, { nullable: true, description: say("计 0 的目标值", "Goalpost that counts 0") })
  goalpostLow!: number | null;
  @Field(() => Float, { nullable: true, description: say("计 100 的目标值", "Goalpost that counts 100") })
  goalpostHigh!: number | null;
  @Field(() => Boolean, { description: say("是否取自同县或同类的均值", "Whether county or peers stand in") })
  imputed!: boolean;
  @Field(() => Boolean, {
    description: say(
      "小数保护：本村的数不足 10 户，或为防止推算而不显示",
      "Suppressed: the village's own count is under 10 or kept back so that nothing can be worked out",
    ),
  })
  isSuppressed!: boolean;
  @Field(() => String, { nullable: true, description: say("数据来源", "Delivery it came from") })
  source!: string | null;
  @Field(() => String, { nullable: true, description: say("数据日期", "Date of the data") })
  sourceDate!: string | null;
  @Field(() => [ScoreInput], { description: say("所依据的数", "The figures it rests on") })
  inputs!: ScoreInput[];
}

@ObjectType({
  description: say("没有自己数据的一项", "A part without data of its own"),
})
export class MissingPart {
  @Field(() => String, { description: say("代号", "Key") })
  key!: string;
  @Field(() => String, { description: say("名称", "Label") })
  label!: string;
  @Field(() => Float, { description: say("规则中的权重", "Weight by the rules") })
  weight!: number;
  @Field(() => Boolean, {
    description: say("有数据，因小数保护不显示", "There are data, hidden because they are small"),
  })
  isSuppressed!: boolean;
}

@ObjectType({ description: say("一个分数为什么是这么多", "Why a score is what it is") })
export class ScoreExplanation {
  @Field(() => String, { description: say("村或区域的代码", "Code of the village or region") })
  code!: string;
  @Field(() => String, {
    description: say("时期：村为月，区域为季", "Period: a month for a village, a quarter for a region"),
  })
  period!: string;
  @Field(() => Float, { nullable: true, description: say("总分", "Score") })
  score!: number | null;
  @Field(() => Float, { nullable: true, description: say("显示的总分", "Score as shown") })
  scoreShown!: number | null;
  @Field(() => RiskStatus, { description: say("数据是否足够", "Whether the data suffice") })
  status!: RiskStatus;
  @Field(() => WarningLevel, { nullable: true, description: say("级别", "Level") })
  level!: WarningLevel | null;
  @Field(() => Float, { description: say("实报权重占比", "Share of the weight that was delivered") })
  coverage!: number;
  @Field(() => String, { description: say("方法版本", "Method card") })
  methodVersion!: string;
  @Field(() => [ScorePart], { description: say("各部分", "The parts") })
  parts!: ScorePart[];
  @Field(() => [MissingPart], {
    description: say(
      "没有自己数据的各项，至多 8 项；没有分数时，这就是原因",
      "Parts without data of their own, at most 8; where there is no score, they are why",
    ),
  })
  missing!: MissingPart[];
  @Field(() => Float, {
    nullable: true,
    description: say(
      "缺失权重超过此数就不评分；区域的指数没有这条线，为空",
      "No score where more weight than this is missing; null for the index of a region, which has no such line",
    ),
  })
  mostMissing!: number | null;
  @Field(() => Publication, { description: say("来自哪一次发布", "The publication it belongs to") })
  publication!: Publication;
}
