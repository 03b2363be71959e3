import { Field, Float, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";

@ObjectType({
  description: say(
    "一个区域一季数据的质量：完整、及时、一致",
    "Quality of the data of a region and quarter: complete, in time, consistent",
  ),
})
export class DataQuality {
  @Field(() => Float, {
    nullable: true,
    description: say(
      "完整性：应报数据中已报的占比，0–1",
      "Completeness: share of the figures asked for that came, 0 to 1",
    ),
  })
  completeness!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: say(
      "及时性：应报调度表中按时的占比，0–1",
      "Timeliness: share of the reports due that came in time, 0 to 1",
    ),
  })
  timeliness!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: say(
      "一致性：受检数据行中无疑问的占比，0–1",
      "Consistency: share of the checked rows without a finding, 0 to 1",
    ),
  })
  consistency!: number | null;
  @Field(() => Int, { description: say("疑问数", "Findings") })
  findings!: number;
  @Field(() => String, { description: say("季度，如 2026Q3", "Quarter, like 2026Q3") })
  period!: string;
}

@ObjectType({
  description: say(
    "一条数据疑问：需要核实，不是结论",
    "Something in the data that deserves a question; never a judgement",
  ),
})
export class QualityFinding {
  @Field(() => String, { description: say("规则代号", "Key of the rule") })
  rule!: string;
  @Field(() => String, { description: say("规则名称", "Name of the rule") })
  label!: string;
  @Field(() => String, { description: say("看到了什么，一句话", "What was seen, in a sentence") })
  explanation!: string;
  @Field(() => String, {
    description: say("月份或季度，如 2026-08、2026Q3", "Month or quarter, like 2026-08 or 2026Q3"),
  })
  period!: string;
  @Field(() => Float, { nullable: true, description: say("看到的数", "What was seen") })
  observed!: number | null;
  @Field(() => Float, { nullable: true, description: say("应有的数", "What was to be expected") })
  expected!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: say("若无异常，出现此情形的概率", "How likely what was seen is, where that can be said"),
  })
  probability!: number | null;
  regionCode!: string;
  /** Null where the finding is about the whole county. */
  villageCode!: string | null;
  /** Orders the findings of a rule. */
  place!: string;
}

export const QualityFindingConnection = connectionOf(QualityFinding);
