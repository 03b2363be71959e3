import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";

@ObjectType({
  description: say("一村不符某条规则的户数", "Households of a village that break a rule"),
})
export class CheckedVillage {
  @Field(() => String, { description: say("村代码", "Code of the village") })
  code!: string;
  @Field(() => String, { description: say("村名", "Name of the village") })
  name!: string;
  @Field(() => Int, { description: say("不符的户数", "Households that break the rule") })
  findings!: number;
}

@ObjectType({
  description: say("一条农户核查规则及其结果", "A rule that households are checked by, and its result"),
})
export class HouseholdCheck {
  @Field(() => String, { description: say("规则代号", "Key of the rule") })
  key!: string;
  @Field(() => String, { description: say("规则名称", "Name of the rule") })
  label!: string;
  @Field(() => Int, { description: say("适用并能判断的户数", "Households it is about and can be judged of") })
  checked!: number;
  @Field(() => Int, { description: say("其中不符的户数", "Of those, households that break it") })
  findings!: number;
  @Field(() => [CheckedVillage], {
    description: say(
      "各村不符的户数，多的在前，至多 1000 村",
      "The same by village, most first, at most 1,000 villages",
    ),
  })
  villages!: CheckedVillage[];
  @Field(() => String, { description: say("规则出处", "Where the rule is written") })
  source!: string;
  @Field(() => String, {
    description: say(
      "出处等级：OFFICIAL 官方，SECONDARY 转述，PROJECT 本项目",
      "Grade of the source: OFFICIAL, SECONDARY or PROJECT",
    ),
  })
  grade!: string;
  @Field(() => String, { description: say("生效日", "First day it holds") })
  validFrom!: string;
}

@ObjectType({
  description: say(
    "登记中自相矛盾的一处：需要核实，不是结论",
    "Where the register contradicts itself: to be asked about, never a judgement",
  ),
})
export class HouseholdFinding {
  @Field(() => String, { description: say("规则代号", "Key of the rule") })
  rule!: string;
  @Field(() => String, { description: say("规则名称", "Name of the rule") })
  label!: string;
  @Field(() => ID, { description: say("农户", "Household") })
  householdId!: string;
  @Field(() => String, { description: say("农户编号", "Number of the household") })
  householdNumber!: string;
  @Field(() => String, { description: say("村代码", "Code of the village") })
  villageCode!: string;
  @Field(() => String, { description: say("村名", "Name of the village") })
  villageName!: string;
  @Field(() => Boolean, {
    description: say("两数是金额（分）", "Whether both numbers are money, in fen"),
  })
  isMoney!: boolean;
  @Field(() => Float, { description: say("登记的数；金额为分", "What the register says; money in fen") })
  observed!: number;
  @Field(() => Float, { description: say("应比较的数；金额为分", "What it was held against; money in fen") })
  expected!: number;
}

@ObjectType({ description: say("农户疑问列表", "Findings about households") })
export class HouseholdFindingConnection extends connectionOf(HouseholdFinding) {}
