import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";

const STATES = {
  EMPLOYED: say("在业", "In work"),
  IDLE: say("无业，非本人意愿", "Without work against their will"),
  BY_CHOICE: say("自愿不就业", "Without work by choice"),
};
export type WorkStateName = keyof typeof STATES;
export const WorkState = enumOf("WorkState", say("就业状态", "Whether somebody is in work"), STATES);

@ObjectType({ description: say("一段已结束的就业状态", "A spell in or out of work that has ended") })
export class WorkSpell {
  @Field(() => WorkState, { description: say("状态", "State") })
  state!: WorkStateName;
  @Field(() => String, {
    nullable: true,
    description: say("何日起；不详为空", "Its first day; null where nobody knew"),
  })
  since!: string | null;
  @Field(() => String, {
    description: say("不再如此的第一天", "First day on which it was no longer so"),
  })
  endedOn!: string;
}

@InputType({ description: say("一名成员的就业状态", "Whether a member is in work") })
export class WorkInput {
  @Field(() => ID, { description: say("成员", "Member") })
  memberId!: string;
  @Field(() => Int, { description: say("所见的成员版本", "Version of the member that was seen") })
  rowVersion!: number;
  @Field(() => WorkState, { description: say("状态", "State") })
  state!: WorkStateName;
  @Field(() => String, {
    description: say(
      "何日起，形如 2026-09-01；前一状态到此为止",
      "Its first day, like 2026-09-01; what was before ends there",
    ),
  })
  since!: string;
}
