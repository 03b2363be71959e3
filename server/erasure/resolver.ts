import { Arg, Args, ArgsType, Ctx, Field, ID, Int, Mutation, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { HouseholdResult } from "../households/type.ts";
import { eraseHousehold, eraseMember } from "./changes.ts";
import { ErasureReason, type ErasureReasonName } from "./type.ts";

@ArgsType()
class ErasedArgs {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => Int, { description: say("所见的版本", "Version that was seen") })
  rowVersion!: number;
}

@Resolver()
export class ErasureResolver {
  @Mutation(() => HouseholdResult, {
    description: say(
      "清除一名已离户成员的个人信息，不可恢复；须满保存期（规则 RETENTION），数字与办理过程不变",
      "Erase what identifies a member who left, for good, once the time of retention (rule RETENTION) is over; figures and steps stay",
    ),
  })
  eraseMember(
    @Args(() => ErasedArgs) { id, rowVersion }: ErasedArgs,
    @Arg("reason", () => ErasureReason, { description: say("原因", "Kind of reason") })
    reason: ErasureReasonName,
    @Ctx() context: Context,
  ) {
    return eraseMember(context, { id, reason, rowVersion });
  }

  @Mutation(() => HouseholdResult, {
    description: say(
      "清除一户全部成员的个人信息、文字与附件，不可恢复；须对象已终止、不再监测且满保存期",
      "Erase what identifies everybody of a household, its words and files, for good: its case closed, no longer watched, the time of retention over",
    ),
  })
  eraseHousehold(
    @Args(() => ErasedArgs) { id, rowVersion }: ErasedArgs,
    @Arg("reason", () => ErasureReason, { description: say("原因", "Kind of reason") })
    reason: ErasureReasonName,
    @Ctx() context: Context,
  ) {
    return eraseHousehold(context, { id, reason, rowVersion });
  }
}
