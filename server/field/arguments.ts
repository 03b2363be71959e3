import { Field, ID, InputType, Int } from "type-graphql";
import { say } from "../describe.ts";
import { AccountEntryInput, MemberInput } from "../households/arguments.ts";
import { TaskOutcome, type TaskResultName } from "../leads/type.ts";
import { WorkInput } from "../workSpells/type.ts";

@InputType({ description: say("离线完成的入户", "A visit made while offline") })
export class FieldVisit {
  @Field(() => ID, { description: say("任务", "Task") })
  taskId!: string;
  @Field(() => Int, { description: say("所见的版本", "Version that was seen") })
  rowVersion!: number;
  @Field(() => TaskOutcome, { description: say("结果", "What came of it") })
  result!: TaskResultName;
  @Field(() => String, {
    nullable: true,
    description: say("说明，至多 300 字", "In words, at most 300 characters"),
  })
  note?: string | null;
}

@InputType({ description: say("一项离线操作，恰填一项", "One operation made offline: exactly one field") })
export class FieldOperation {
  @Field(() => FieldVisit, { nullable: true, description: say("入户", "Visit") })
  visit?: FieldVisit | null;
  @Field(() => AccountEntryInput, { nullable: true, description: say("收支", "Entry of the account") })
  entry?: AccountEntryInput | null;
  @Field(() => MemberInput, { nullable: true, description: say("成员", "Member") })
  member?: MemberInput | null;
  @Field(() => WorkInput, { nullable: true, description: say("就业状态", "In work or not") })
  work?: WorkInput | null;
}
