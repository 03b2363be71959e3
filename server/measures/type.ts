import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { type Cause, MEASURES, type Measure as MeasureName } from "../../geo/measures.ts";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";
import { Money } from "../money.ts";
import { resultOf } from "../refusals.ts";
import { RiskCause } from "../riskCauses.ts";
import { described } from "../words.ts";

export const MeasureKind = enumOf<MeasureName>(
  "MeasureKind",
  say("帮扶措施", "Kind of measure"),
  described(MEASURES),
);

const DISASTERS = {
  FLOOD: say("洪涝", "Flood"),
  GEOLOGICAL: say("地质灾害", "Landslide and the like"),
  DROUGHT: say("旱灾", "Drought"),
  BIOLOGICAL: say("生物灾害", "Pests"),
  METEOROLOGICAL: say("气象灾害", "Weather"),
  EARTHQUAKE: say("地震", "Earthquake"),
  OTHER: say("其他灾害", "Another disaster"),
};
export type DisasterKindName = keyof typeof DISASTERS;
export const DisasterKind = enumOf("DisasterKind", say("灾害类型", "Kind of disaster"), DISASTERS);

const FUNDS = {
  CENTRAL: say("中央资金", "Central funds"),
  PROVINCIAL: say("省级资金", "Provincial funds"),
  MUNICIPAL: say("市级资金", "Prefecture funds"),
  COUNTY: say("县级资金", "County funds"),
  SOCIAL: say("社会资金", "Donations"),
  NONE: say("不需资金", "None needed"),
};
export type FundSourceName = keyof typeof FUNDS;
export const FundSource = enumOf("MeasureFundSource", say("资金来源", "Where the money comes from"), FUNDS);

const EFFECTS = {
  EFFECTIVE: say("有效", "It works"),
  PARTLY: say("部分有效", "It works in part"),
  NONE: say("无效", "It does not work"),
};
export type MeasureEffectName = keyof typeof EFFECTS;
export const MeasureEffect = enumOf("MeasureEffect", say("帮扶成效", "Effect of a measure"), EFFECTS);

@ObjectType({ description: say("对象的一项风险", "A risk of a case") })
export class Risk {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => ID, { description: say("对象", "Case") })
  caseId!: string;
  @Field(() => RiskCause, { description: say("风险类型", "Cause") })
  cause!: Cause;
  @Field(() => DisasterKind, { nullable: true, description: say("灾害类型", "Kind of disaster") })
  disasterKind!: DisasterKindName | null;
  @Field(() => Boolean, { description: say("主要风险", "The main one") })
  isMain!: boolean;
  @Field(() => String, { description: say("发现日", "Day it was found") })
  openedOn!: string;
  @Field(() => String, { nullable: true, description: say("消除日", "Day it was gone") })
  closedOn!: string | null;
  @Field(() => Int, { description: say("针对它的措施数", "Measures that answer it") })
  measures!: number;
  @Field(() => [MeasureKind], {
    description: say("能够针对它的措施，至多 16 种", "Kinds that can answer it, at most 16"),
  })
  fitting!: MeasureName[];
  @Field(() => Int, { description: say("版本号", "Version") })
  rowVersion!: number;
  villageCode!: string;
}

@ObjectType({ description: say("一项帮扶措施", "A measure") })
export class Measure {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => ID, { description: say("对象", "Case") })
  caseId!: string;
  @Field(() => MeasureKind, { description: say("措施", "Kind") })
  kind!: MeasureName;
  @Field(() => FundSource, { nullable: true, description: say("资金来源", "Where the money comes from") })
  fundSource!: FundSourceName | null;
  @Field(() => Money, { description: say("花费", "Cost") })
  cost!: string;
  @Field(() => String, { nullable: true, description: say("责任人", "Who answers for it") })
  owner!: string | null;
  @Field(() => String, { description: say("开始日", "First day") })
  startedOn!: string;
  @Field(() => String, { nullable: true, description: say("结束日", "Last day") })
  endedOn!: string | null;
  @Field(() => MeasureEffect, {
    nullable: true,
    description: say("成效；未检查为空", "Effect, once checked"),
  })
  effect!: MeasureEffectName | null;
  @Field(() => String, { nullable: true, description: say("检查成效之日", "Day the effect was checked") })
  effectCheckedOn!: string | null;
  @Field(() => [ID], { description: say("所针对的风险，至多 12 项", "Risks it answers, at most 12") })
  riskIds!: string[];
  @Field(() => Int, { description: say("版本号", "Version") })
  rowVersion!: number;
  villageCode!: string;
}

@InputType({ description: say("一项新措施", "A new measure") })
export class MeasureInput {
  @Field(() => ID, { description: say("由您生成的 UUID", "A UUID you make") })
  id!: string;
  @Field(() => ID, { description: say("对象", "Case") })
  caseId!: string;
  @Field(() => [ID], { description: say("所针对的风险，至少一项", "Risks it answers, at least one") })
  riskIds!: string[];
  @Field(() => MeasureKind, { description: say("措施", "Kind") })
  kind!: MeasureName;
  @Field(() => FundSource, { nullable: true, description: say("资金来源", "Where the money comes from") })
  fundSource?: FundSourceName;
  @Field(() => Int, { defaultValue: 0, description: say("花费，整数分", "Cost in whole fen") })
  costFen!: number;
  @Field(() => String, { description: say("开始日，YYYY-MM-DD", "First day, YYYY-MM-DD") })
  startedOn!: string;
}

export const RiskResult = resultOf("RiskResult", Risk);
export const MeasureResult = resultOf("MeasureResult", Measure);
