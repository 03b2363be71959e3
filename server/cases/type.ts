import { createUnionType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { ACTIONS, type ActionKey } from "../../geo/procedure.ts";
import { type CaseState, EVIDENCE, type Evidence, STATES } from "../../geo/procedureFacts.ts";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";
import { ConsentRequired, Refused } from "../refusals.ts";
import { described } from "../words.ts";

export const StateOfCase = enumOf<CaseState>(
  "CaseState",
  say("认定程序的阶段", "State of the procedure"),
  described(STATES),
);
export const CaseAction = enumOf<ActionKey>(
  "CaseAction",
  say("认定程序的步骤", "A step of the procedure"),
  described(ACTIONS),
);
export const Paper = enumOf<Evidence>(
  "EvidencePaper",
  say("步骤所需的材料", "Papers that a step needs"),
  described(EVIDENCE),
);

@InputType({ description: say("一份材料及其所在", "A paper and what it is") })
export class EvidenceInput {
  @Field(() => Paper, { description: say("材料", "Paper") })
  paper!: Evidence;
  @Field(() => ID, {
    description: say(
      "附件、授权或入户任务的标识；须属于该户",
      "Id of the attachment, the consent or the visit; it must be of this household",
    ),
  })
  id!: string;
}

@InputType({ description: say("要哪些对象", "Which cases") })
export class CasesWhere {
  @Field(() => StateOfCase, { nullable: true, description: say("只要此阶段的", "In this state only") })
  state?: CaseState;
  @Field(() => Boolean, {
    nullable: true,
    description: say("只要超期的，或未超期的", "Overdue ones only, or the others"),
  })
  overdue?: boolean;
  @Field(() => Boolean, { nullable: true, description: say("只要由我负责的", "Mine only") })
  mine?: boolean;
}

@ObjectType({ description: say("未满足的一项条件", "A condition that is not met") })
export class GuardRefusal {
  @Field(() => String, { description: say("条件代码", "Code of the condition") })
  key!: string;
  @Field(() => String, { description: say("原因与应做的事", "Why, and what to do") })
  message!: string;
}

@ObjectType({
  description: say(
    "当前阶段的一个步骤，以及能否由您办理",
    "A step of the present state, and whether you may",
  ),
})
export class NextStep {
  @Field(() => CaseAction, { description: say("步骤", "Step") })
  action!: ActionKey;
  @Field(() => StateOfCase, { description: say("之后的阶段", "State it leads to") })
  to!: CaseState;
  @Field(() => Boolean, {
    description: say("备齐材料和理由后可以办理", "Possible once papers and reason are given"),
  })
  allowed!: boolean;
  @Field(() => [GuardRefusal], {
    description: say("未满足的条件，至多 20 项", "Conditions that are not met, at most 20"),
  })
  guards!: GuardRefusal[];
  @Field(() => [Paper], { description: say("所需材料，至多 7 种", "Papers it needs, at most 7") })
  evidence!: Evidence[];
  @Field(() => Boolean, { description: say("须写明理由", "A reason is demanded") })
  reasonRequired!: boolean;
}

@ObjectType({ description: say("已办的一步", "A step that was taken") })
export class CaseStep {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => CaseAction, { description: say("步骤", "Step") })
  action!: ActionKey;
  @Field(() => StateOfCase, { description: say("之前的阶段", "State before") })
  from!: CaseState;
  @Field(() => StateOfCase, { description: say("之后的阶段", "State after") })
  to!: CaseState;
  @Field(() => Date, { description: say("时间", "When") })
  at!: Date;
  @Field(() => String, {
    nullable: true,
    description: say("经办人；旧系统的步骤为空", "Who; null for steps of former systems"),
  })
  by!: string | null;
  @Field(() => String, { nullable: true, description: say("理由", "Reason") })
  reason!: string | null;
}

@ObjectType({ description: say("一个认定与帮扶对象的办理过程", "A case: from the lead to elimination") })
export class Case {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => ID, { description: say("农户标识", "Identity of the household") })
  householdId!: string;
  @Field(() => String, { description: say("农户编号", "Number of the household") })
  householdNumber!: string;
  @Field(() => ID, { nullable: true, description: say("来源线索", "Lead it came from") })
  leadId!: string | null;
  @Field(() => String, { description: say("村代码", "Code of the village") })
  villageCode!: string;
  @Field(() => String, { description: say("村名", "Name of the village") })
  villageName!: string;
  @Field(() => StateOfCase, { description: say("阶段", "State") })
  state!: CaseState;
  @Field(() => Date, { description: say("进入本阶段的时间", "Since when") })
  since!: Date;
  @Field(() => String, {
    nullable: true,
    description: say("本阶段期限，YYYY-MM-DD；没有期限为空", "Day it is due; null without a clock"),
  })
  due!: string | null;
  @Field(() => Boolean, { description: say("已超期", "Past its due day") })
  isOverdue!: boolean;
  @Field(() => String, {
    description: say(
      "建立或重新建立之日，按此日的规则办理",
      "Day it was opened, or opened again; its rules hold",
    ),
  })
  openedOn!: string;
  @Field(() => String, { nullable: true, description: say("认定日", "Day of recognition") })
  recognisedOn!: string | null;
  @Field(() => String, { nullable: true, description: say("风险消除日", "Day of elimination") })
  eliminatedOn!: string | null;
  @Field(() => String, { nullable: true, description: say("办结日", "Day it was closed") })
  closedOn!: string | null;
  @Field(() => String, {
    nullable: true,
    description: say("拟认定或已认定的类别", "Category proposed or recognised"),
  })
  category!: string | null;
  @Field(() => String, { nullable: true, description: say("拟定或已定的分级", "Grade proposed or set") })
  grade!: string | null;
  @Field(() => Boolean, {
    description: say(
      "旧规则下认定，不补办新步骤",
      "Recognised under the earlier rules; new steps are not demanded",
    ),
  })
  legacy!: boolean;
  @Field(() => String, { nullable: true, description: say("责任人", "Who answers for it") })
  owner!: string | null;
  @Field(() => Boolean, { description: say("由您负责", "It is yours") })
  isMine!: boolean;
  @Field(() => Int, { description: say("版本号，修改时带上", "Version; a change names the one it saw") })
  rowVersion!: number;
  provinceCode!: string;
}

@ObjectType({ description: say("一条规则及其出处", "A rule and where it is written") })
export class RuleExplained {
  @Field(() => String, { description: say("规则参数", "Parameter") })
  key!: string;
  @Field(() => String, { description: say("含义", "What it is") })
  label!: string;
  @Field(() => String, { description: say("取值", "Its value") })
  value!: string;
  @Field(() => Int, {
    nullable: true,
    description: say(
      "规则行编号；程序默认值为空",
      "Number of the rule's row; null for the default of the program",
    ),
  })
  ruleId!: number | null;
  @Field(() => String, {
    nullable: true,
    description: say("省代码；全国规则为空", "Province; null for the country"),
  })
  provinceCode!: string | null;
  @Field(() => String, { nullable: true, description: say("生效日", "First day it holds") })
  validFrom!: string | null;
  @Field(() => String, { nullable: true, description: say("出处", "Where it is written") })
  source!: string | null;
  @Field(() => String, {
    nullable: true,
    description: say("依据等级：OFFICIAL、SECONDARY、PROJECT", "Grade: OFFICIAL, SECONDARY or PROJECT"),
  })
  grade!: string | null;
}

@ObjectType({
  description: say("哪条规则决定了什么：按建立之日、所在省", "Which rule decided what, by day and province"),
})
export class CaseExplanation {
  @Field(() => String, { description: say("适用规则之日", "Day whose rules hold") })
  day!: string;
  @Field(() => String, { description: say("省代码", "Province") })
  provinceCode!: string;
  @Field(() => String, { nullable: true, description: say("本阶段期限", "Day the present state is due") })
  due!: string | null;
  @Field(() => String, {
    nullable: true,
    description: say("决定本期限的规则参数", "Parameter that decided the due day"),
  })
  dueRule!: string | null;
  @Field(() => [RuleExplained], { description: say("全部规则，至多 20 条", "All rules, at most 20") })
  rules!: RuleExplained[];
}

@ObjectType({ description: say("经办人不得审批自己经办的对象", "Who submitted a case does not decide it") })
export class SubmitterCannotDecide {
  @Field(() => String, { description: say("原因与应做的事", "Why, and what to do") })
  message!: string;
  @Field(() => [String], {
    description: say("全部未满足的条件，至多 20 项", "All conditions not met, at most 20"),
  })
  guards!: string[];
}

export const CaseConnection = connectionOf(Case);

const classOf = (value: object) => {
  for (const each of [Refused, ConsentRequired, SubmitterCannotDecide])
    if (value instanceof each) return each;
  return Case;
};
export const CaseResult = createUnionType({
  name: "CaseResult",
  description: say("办理后的对象，或未办理的原因", "The case, or why nothing was done"),
  types: () => [Case, Refused] as const,
  resolveType: (value) => (value instanceof Refused ? Refused : Case),
});
export const TakeStepResult = createUnionType({
  name: "TakeStepResult",
  description: say(
    "办理后的对象，或全部未满足的条件",
    "The case after the step, or all that stands against it",
  ),
  types: () => [Case, Refused, ConsentRequired, SubmitterCannotDecide] as const,
  resolveType: classOf,
});
