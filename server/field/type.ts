import { Field, ID, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";
import { AccountKind, type AccountKindName } from "../householdWords.ts";
import { TaskOutcome, type TaskResultName } from "../leads/type.ts";
import { Money } from "../money.ts";
import { Refused, resultOf } from "../refusals.ts";
import { WorkState, type WorkStateName } from "../workSpells/type.ts";

const OUTCOMES = {
  APPLIED: say("已办理", "Done now"),
  ALREADY: say("早已办理，未改动", "Was done before; nothing changed"),
  CONFLICT: say("与现有记录冲突，两个版本一并返回", "Differs from what stands; both versions are given"),
  REFUSED: say("未办理", "Refused"),
};
export type SyncOutcomeName = keyof typeof OUTCOMES;
export const SyncOutcome = enumOf(
  "SyncOutcome",
  say("离线操作的结果", "What came of an operation"),
  OUTCOMES,
);

@ObjectType({ description: say("冲突中的一个版本", "One of the versions of a conflict") })
export class FieldVersion {
  @Field(() => Int, { nullable: true, description: say("版本", "Version") })
  rowVersion!: number | null;
  @Field(() => TaskOutcome, { nullable: true, description: say("任务结果", "What came of the task") })
  result!: TaskResultName | null;
  @Field(() => AccountKind, { nullable: true, description: say("收支类别", "Kind of the entry") })
  kind!: AccountKindName | null;
  @Field(() => WorkState, { nullable: true, description: say("就业状态", "In work or not") })
  work!: WorkStateName | null;
  @Field(() => String, { nullable: true, description: say("日期", "Day") })
  day!: string | null;
  @Field(() => Money, { nullable: true, description: say("金额", "Amount") })
  amountFen!: number | null;
  @Field(() => Money, { nullable: true, description: say("报销额", "Reimbursed") })
  reimbursedFen!: number | null;
}

@ObjectType({ description: say("一项离线操作的结果", "What came of one operation") })
export class SyncedOperation {
  @Field(() => ID, { description: say("任务、收支或成员的标识", "Id of the task, entry or member") })
  id!: string;
  @Field(() => SyncOutcome, { description: say("结果", "Outcome") })
  outcome!: SyncOutcomeName;
  @Field(() => Refused, { nullable: true, description: say("未办理的原因", "Why it was refused") })
  refused!: Refused | null;
  @Field(() => FieldVersion, { nullable: true, description: say("提交的版本", "Version that was sent") })
  given!: FieldVersion | null;
  @Field(() => FieldVersion, { nullable: true, description: say("现有的版本", "Version that stands") })
  present!: FieldVersion | null;
}

@ObjectType({ description: say("一批离线操作的结果，按提交顺序", "What came of a batch, in its order") })
export class SyncedField {
  @Field(() => [SyncedOperation], { description: say("各项", "Operations") })
  results!: SyncedOperation[];
}

export const SyncFieldResult = resultOf("SyncFieldResult", SyncedField);
