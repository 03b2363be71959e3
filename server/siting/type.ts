import { Field, Float, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";
import { GeoJSONPoint } from "../geojson.ts";
import { Money } from "../money.ts";

export const NeedReasonEnum = enumOf(
  "EnclaveNeedReason",
  say("是否需要飞地的理由", "Why a village needs an enclave or not"),
  {
    MOSTLY_CONSTRAINED: say("一半以上的地在限制区内", "Half of its land or more lies in constraint zones"),
    LITTLE_CONSTRAINED: say("限制区占地不到一半", "Less than half of its land lies in constraint zones"),
    NO_VIABLE_PROJECT: say("没有在建、在营或规划的产业项目", "No project planned, building or operating"),
    HAS_VIABLE_PROJECT: say("已有产业项目", "It has such a project"),
  },
);

export const ScorePartKey = enumOf(
  "HostScorePartKey",
  say("承接地评分的组成项", "Part of the score of a host site"),
  {
    RECORD: say(
      "承接地已到期分红的兑付率",
      "Dividends of years that are over, paid of promised, at the host",
    ),
    DISTANCE: say(
      "道路里程（直线距离乘本项目假定的绕行系数），不是出行时间",
      "Length by road, from the straight distance by an assumed detour of this project; not a time of travel",
    ),
    SECTOR: say("该行业已到期分红的兑付率", "The same over all enclaves of its sector"),
    CAPACITY: say("投入后的承接余量", "Room left after the money is placed"),
    SPREAD: say(
      "不集中于一地：本村本金不在该处的份额",
      "Share of the village's principal that is not there yet",
    ),
  },
);

export const HardLimitKey = enumOf(
  "HostLimit",
  say("排除一处承接地的硬约束", "Hard limit that excludes a host site"),
  {
    OWN_COUNTY: say("在本县，不是飞地", "In the village's own county, so no enclave"),
    IN_CONSTRAINT_ZONE: say("在限制区内", "Inside a constraint zone"),
    TOO_FAR: say("太远", "Too far"),
    TOO_SMALL: say("低于最低投入额", "Below its smallest amount"),
    NO_CAPACITY: say("承接能力不足", "Not enough capacity"),
    DEPENDENCE: say("本村本金已过于集中于该处", "The village depends on it already"),
  },
);

@ObjectType({
  description: say(
    "是否需要飞地：限制区占地过半且没有在建、在营或规划项目",
    "Whether a village needs an enclave: half of its land constrained, and no project planned, building or operating",
  ),
})
export class EnclaveNeed {
  @Field(() => Boolean, { description: say("是否需要", "Whether it does") })
  needs!: boolean;
  @Field(() => Float, {
    description: say(
      "限制区占地份额，重叠只计一次，0–1",
      "Share of its land in constraint zones, overlaps counted once, 0 to 1",
    ),
  })
  constrainedShare!: number;
  @Field(() => Int, {
    description: say("在建、在营或规划的项目数", "Projects planned, building or operating"),
  })
  viableProjects!: number;
  @Field(() => [NeedReasonEnum], { description: say("理由，至多 2 条", "Reasons, at most 2") })
  reasons!: (keyof typeof NeedReasonEnum)[];
  @Field(() => String, { description: say("规则代号、生效日与来源", "Rule, since when, and its source") })
  rule!: string;
}

@ObjectType({ description: say("可承接飞地投资的地点", "A site that offers to take enclave investments") })
export class HostSite {
  @Field(() => String, { description: say("代码", "Code") })
  code!: string;
  @Field(() => String, { description: say("名称", "Name in Chinese") })
  name!: string;
  @Field(() => String, { nullable: true, description: say("英文名", "Name in English") })
  nameEn!: string | null;
  @Field(() => String, { description: say("所在县代码", "Code of its county") })
  countyCode!: string;
  @Field(() => String, { description: say("所在县", "Name of its county") })
  countyName!: string;
  @Field(() => String, { description: say("运营方", "Business that runs it") })
  operator!: string;
  @Field(() => String, { description: say("行业", "Line of business") })
  sector!: string;
  @Field(() => GeoJSONPoint, { description: say("位置", "Where it stands") })
  place!: string;
  @Field(() => Money, { description: say("可承接金额", "Money it can still take") })
  capacity!: number;
  @Field(() => Money, { description: say("单村最低投入额", "Smallest amount from a village") })
  smallest!: number;
  @Field(() => Int, {
    description: say("承诺年分红，本金的万分之几", "Dividend offered for a year, hundredths of a percent"),
  })
  promisedBasisPoints!: number;
  @Field(() => Float, {
    nullable: true,
    description: say(
      "已到期年份的分红兑付率，0–1；没有记录为空，不等于好",
      "Dividends paid of promised in years that are over, 0 to 1; null without a record, which is not a good one",
    ),
  })
  paidShare!: number | null;
  @Field(() => Boolean, { description: say("是否为模拟数据", "Demonstration data") })
  isDemo!: boolean;
}

@ObjectType({ description: say("评分的一项", "A part of a score") })
export class HostScorePart {
  @Field(() => ScorePartKey, { description: say("哪一项", "Which") })
  key!: keyof typeof ScorePartKey;
  @Field(() => Float, { description: say("得分率，0–1", "Share of the part reached, 0 to 1") })
  value!: number;
  @Field(() => Float, { description: say("权重，各项之和为 1", "Weight; all add up to 1") })
  weight!: number;
  @Field(() => Float, { description: say("得分：100 × 值 × 权重", "Points: 100 × value × weight") })
  points!: number;
  @Field(() => String, { description: say("依据", "What it rests on, in a sentence") })
  sentence!: string;
}

@ObjectType({ description: say("一处候选承接地及其得分", "A candidate with its score") })
export class EnclaveCandidate {
  @Field(() => Int, { description: say("名次", "Rank") })
  rank!: number;
  @Field(() => HostSite, { description: say("承接地", "The site") })
  site!: HostSite;
  @Field(() => Float, { description: say("总分，0–100", "Score, 0 to 100") })
  score!: number;
  @Field(() => Float, { description: say("直线距离，千米", "Straight distance, kilometres") })
  straightKm!: number;
  @Field(() => Float, { description: say("估计道路里程，千米", "Estimated length by road, kilometres") })
  roadKm!: number;
  @Field(() => [HostScorePart], { description: say("各组成项，至多 5 项", "Its parts, at most 5") })
  parts!: HostScorePart[];
}

@ObjectType({ description: say("被硬约束排除的承接地", "A site excluded by a hard limit") })
export class ExcludedHost {
  @Field(() => HostSite, { description: say("承接地", "The site") })
  site!: HostSite;
  @Field(() => HardLimitKey, { description: say("哪一条", "Which limit") })
  limit!: keyof typeof HardLimitKey;
  @Field(() => String, { description: say("说明", "Why, in a sentence") })
  sentence!: string;
}

@ObjectType({ description: say("一个村的飞地候选", "Where a village could place an enclave") })
export class EnclaveCandidates {
  @Field(() => String, { description: say("村代码", "Code of the village") })
  villageCode!: string;
  @Field(() => EnclaveNeed, { description: say("是否需要飞地", "Whether it needs one") })
  need!: EnclaveNeed;
  @Field(() => Money, { description: say("假定投入额", "Money it is asked for") })
  money!: number;
  @Field(() => [EnclaveCandidate], {
    description: say("候选，得分从高到低，至多 100 处", "Candidates, best first, at most 100"),
  })
  ranked!: EnclaveCandidate[];
  @Field(() => [ExcludedHost], { description: say("被排除的，至多 500 处", "Excluded ones, at most 500") })
  excluded!: ExcludedHost[];
  @Field(() => String, {
    description: say("权重与限值的代号、生效日与来源", "Weights and limits: key, since when, source"),
  })
  rule!: string;
}
