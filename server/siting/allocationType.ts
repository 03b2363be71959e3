import { Field, Float, InputType, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";
import { Money } from "../money.ts";
import { HostSite } from "./type.ts";

export const BindingKind = enumOf("BindingLimitKind", say("起作用的限制", "Kind of binding limit"), {
  HOST_CAPACITY: say("承接能力", "Capacity of a host"),
  VILLAGE_MONEY: say("村的资金", "Money of a village"),
  HOST_SHARE: say("一村投于一处的上限", "Most a village may place with one host"),
  BUDGET: say("总预算", "The whole budget"),
});

export const UnmetReason = enumOf(
  "UnmetReason",
  say("没有投完的原因", "Why money of a village is not placed"),
  {
    NO_HOST: say("没有满足硬约束的承接地", "No host passes the hard limits"),
    CAPACITY: say(
      "可选承接地的能力已用完，或余下的回报更低",
      "The hosts open to it are full, or others use them better",
    ),
    BUDGET: say("总预算已用完", "The budget is used up"),
    HOST_SHARE: say(
      "可选承接地太少，受一处上限所限",
      "Too few hosts are open to it for the limit of one host",
    ),
  },
);

@InputType({ description: say("飞地配置的条件", "What an allocation is asked for") })
export class EnclaveAllocationInput {
  @Field(() => String, {
    description: say(
      "在此区域之内、需要飞地的村，至多 5000 个",
      "Villages inside this region that need an enclave, at most 5,000",
    ),
  })
  within!: string;
  @Field(() => Float, { description: say("每村资金，整数分", "Money of each village, whole fen") })
  moneyFen!: number;
  @Field(() => Float, {
    nullable: true,
    description: say("总预算，整数分；默认不限", "Whole budget, fen; none by default"),
  })
  budgetFen?: number | null;
  @Field(() => Float, {
    defaultValue: 0.5,
    description: say(
      "一村投于一处的上限，占其资金的份额，0–1",
      "Most of its money a village may place with one host, 0 to 1",
    ),
  })
  mostOfOneHost!: number;
  @Field(() => Float, {
    defaultValue: 1,
    description: say(
      "每处承接能力可用的份额，0–1",
      "Share of the capacity of each host that may be used, 0 to 1",
    ),
  })
  capacityShare!: number;
  @Field(() => Float, {
    nullable: true,
    description: say(
      "道路里程上限，千米；默认按规则",
      "Longest way by road, kilometres; that of the rule by default",
    ),
  })
  farthestKm?: number | null;
}

@ObjectType({ description: say("一村投于一处的金额", "Money of a village placed with a host") })
export class AllocationPlacement {
  @Field(() => String, { description: say("村代码", "Code of the village") })
  villageCode!: string;
  @Field(() => String, { description: say("村名", "Name of the village") })
  villageName!: string;
  @Field(() => HostSite, { description: say("承接地", "The site") })
  site!: HostSite;
  @Field(() => Money, { description: say("金额", "Amount") })
  amount!: number;
  @Field(() => Float, { description: say("得分，0–100", "Score, 0 to 100") })
  score!: number;
  @Field(() => Float, {
    description: say(
      "每万元的价值：承诺年分红乘得分，元",
      "Value of 10,000 yuan: dividend offered times score, yuan a year",
    ),
  })
  value!: number;
  @Field(() => Boolean, {
    description: say(
      "低于该处最低投入额，须与他村合并或改投",
      "Below the smallest amount of the host: to be joined with others or moved",
    ),
  })
  belowSmallest!: boolean;
  @Field(() => String, { description: say("为什么", "Why, in a sentence") })
  sentence!: string;
}

@ObjectType({ description: say("起作用的限制及其影子价格", "A binding limit and its dual price") })
export class BindingLimit {
  @Field(() => BindingKind, { description: say("种类", "Kind") })
  kind!: keyof typeof BindingKind;
  @Field(() => String, { nullable: true, description: say("村代码", "Code of the village") })
  villageCode!: string | null;
  @Field(() => HostSite, { nullable: true, description: say("承接地", "The site") })
  site!: HostSite | null;
  @Field(() => Float, {
    description: say(
      "再放宽一万元，目标增加多少元",
      "What 10,000 yuan more of it would add to the objective, yuan a year",
    ),
  })
  price!: number;
  @Field(() => String, { description: say("一句话说明", "In a sentence") })
  sentence!: string;
}

@ObjectType({ description: say("没有投完的村", "A village whose money is not all placed") })
export class UnmetVillage {
  @Field(() => String, { description: say("村代码", "Code of the village") })
  villageCode!: string;
  @Field(() => String, { description: say("村名", "Name of the village") })
  villageName!: string;
  @Field(() => Money, { description: say("未投金额", "Money left") })
  amount!: number;
  @Field(() => UnmetReason, { description: say("原因", "Why") })
  reason!: keyof typeof UnmetReason;
  @Field(() => String, { description: say("一句话说明", "In a sentence") })
  sentence!: string;
}

@ObjectType({
  description: say(
    "飞地配置方案：线性规划的精确解，目标为各笔“承诺年分红 × 得分”之和",
    "An allocation: the exact optimum of a linear programme over the sum of dividend offered times score",
  ),
})
export class EnclaveAllocation {
  @Field(() => Float, { description: say("目标值，元/年", "Objective, yuan a year") })
  objective!: number;
  @Field(() => Float, {
    description: say(
      "对偶上界；与目标相等即为最优",
      "Bound by the dual prices; equal to the objective where that is optimal",
    ),
  })
  dualBound!: number;
  @Field(() => Int, { description: say("参与的村数", "Villages") })
  villages!: number;
  @Field(() => Int, { description: say("参与的承接地数", "Host sites") })
  hosts!: number;
  @Field(() => Money, { description: say("投出金额", "Money placed") })
  placed!: number;
  @Field(() => Money, { description: say("未投金额", "Money not placed") })
  unplaced!: number;
  @Field(() => Int, { description: say("列生成轮数", "Rounds of column generation") })
  rounds!: number;
  @Field(() => Int, { description: say("用到的列数", "Columns looked at by the solver") })
  columns!: number;
  @Field(() => String, {
    description: say(
      "方法、规则与最低投入额的处理",
      "Method, rules, and what is done about smallest amounts",
    ),
  })
  method!: string;
  placements!: AllocationPlacement[];
  binding!: BindingLimit[];
  unmet!: UnmetVillage[];
}
