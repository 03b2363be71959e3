import { Field, Float, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";
import { RiskCause, type RiskCauseName } from "../riskCauses.ts";

@ObjectType({
  description: say(
    "一种致因的措施对因情况：已发布的一行。一户可有多个致因，各致因不能相加",
    "Measures matched to one cause, a published row. A household may have several causes: they do not add up",
  ),
})
export class MeasuresForCause {
  @Field(() => RiskCause, { description: say("致因", "Cause") })
  cause!: RiskCauseName;
  @Field(() => String, {
    description: say("指标代号，可用于比较与地图", "Key of the indicator, for comparisons and the map"),
  })
  indicator!: string;
  @Field(() => Int, {
    nullable: true,
    description: say(
      "季末此致因未消除的监测户；小数保护时为空",
      "Watched households with the cause open at the end of the quarter; null when suppressed",
    ),
  })
  openHouseholds!: number | null;
  @Field(() => Int, {
    nullable: true,
    description: say(
      "其中有对应在用措施的户",
      "Of them, with a measure in force that answers it; null when suppressed",
    ),
  })
  matchedHouseholds!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: say(
      "占比，0 至 1；没有这样的户或小数保护时为空",
      "Share, 0 to 1; null without such households and when suppressed",
    ),
  })
  share!: number | null;
  @Field(() => Boolean, {
    description: say("因小数保护而不显示", "Hidden, because a small count could be read from it"),
  })
  isSuppressed!: boolean;
}
