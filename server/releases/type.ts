import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";

export enum ReleaseTier {
  PLANNER = "PLANNER",
  PUBLIC = "PUBLIC",
}
registerEnumType(ReleaseTier, {
  name: "ReleaseTier",
  description: say(
    "发布层级：由查询者的岗位决定，不能用参数提高",
    "Tier of released counts: decided by who asks, no argument raises it",
  ),
  valuesConfig: {
    PLANNER: {
      description: say("规划与统筹岗位，不足 5 的不显示", "Who plans or coordinates; no count under 5"),
    },
    PUBLIC: {
      description: say("合作方与公众，不足 10 的不显示", "Partners and the public; no count under 10"),
    },
  },
});

export enum CellState {
  SHOWN = "SHOWN",
  SUPPRESSED = "SUPPRESSED",
}
registerEnumType(CellState, {
  name: "CellState",
  description: say("数是否显示", "Whether a count is shown"),
  valuesConfig: {
    SHOWN: { description: say("显示", "Shown") },
    SUPPRESSED: {
      description: say(
        "小数保护：太小，或为防止推算出太小的数",
        "Suppressed: too small, or kept back so that a small one cannot be worked out",
      ),
    },
  },
});

@ObjectType({ description: say("已发布的一个数", "One released count") })
export class ReleasedCell {
  @Field(() => String, { description: say("组成项代号", "Key of the component") })
  component!: string;
  @Field(() => String, { description: say("组成项名称", "Label of the component") })
  label!: string;
  @Field(() => CellState, { description: say("数是否显示", "Whether it is shown") })
  state!: CellState;
  @Field(() => Int, {
    nullable: true,
    description: say(
      "户数（JOBS 为人数）；小数保护时为空",
      "Households, persons for JOBS; null when suppressed",
    ),
  })
  numerator!: number | null;
  @Field(() => Int, {
    nullable: true,
    description: say("总数；小数保护时为空", "Out of so many; null when suppressed"),
  })
  denominator!: number | null;
  @Field(() => ReleaseTier, { description: say("发布层级", "Tier") })
  tier!: ReleaseTier;
  @Field(() => [String], {
    description: say(
      "已发布的县；片区的数只含这些县，至多数十个",
      "Counties that released it; the count of an area is of these alone, some dozens at most",
    ),
  })
  counties!: string[];
}

@ObjectType({
  description: say(
    "一个村或区域一个月由办案数据汇总发布的数",
    "Counts of a village or region and month, rolled up from casework and released",
  ),
})
export class ReleasedFigures {
  @Field(() => String, { description: say("月份", "Month") })
  period!: string;
  @Field(() => ReleaseTier, { description: say("发布层级", "Tier") })
  tier!: ReleaseTier;
  @Field(() => [ReleasedCell], { description: say("各组成项，至多 6 个", "The components, at most 6") })
  cells!: ReleasedCell[];
}

@ObjectType({
  description: say(
    "一次发布：一个县一个月的办案数据汇总，不再更改；更正为新的一次",
    "A release: the casework of a county and month, rolled up. Never changed; a correction is a new revision",
  ),
})
export class Release {
  @Field(() => Int, { description: say("编号", "Number") })
  id!: number;
  @Field(() => String, { description: say("县代码", "Code of the county") })
  countyCode!: string;
  @Field(() => String, { description: say("月份", "Month") })
  period!: string;
  @Field(() => Int, { description: say("第几次", "Revision; the highest counts") })
  revision!: number;
  @Field(() => Boolean, { description: say("是否为当前有效的一次", "Whether it is the one that counts") })
  isCurrent!: boolean;
  @Field(() => String, { description: say("方法版本", "Method card") })
  methodVersion!: string;
  @Field(() => String, { description: say("数据截止日", "Last day the counts are of") })
  dataCutOff!: string;
  @Field(() => String, { description: say("由谁发布", "Who asked for it") })
  releasedBy!: string;
  @Field(() => String, { description: say("发布时间", "When it was released") })
  releasedAt!: string;
  @Field(() => Boolean, { description: say("是否为模拟数据", "Demonstration data") })
  isDemo!: boolean;
  @Field(() => ReleaseTier, { description: say("您所见的层级", "The tier you see") })
  tier!: ReleaseTier;
  @Field(() => Int, { description: say("显示的数", "Counts shown") })
  shown!: number;
  @Field(() => Int, { description: say("小数保护的数", "Counts suppressed") })
  suppressed!: number;
}

export const ReleaseConnection = connectionOf(Release);
