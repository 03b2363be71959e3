import { Arg, Args, ArgsType, Ctx, Field, ID, Int, Mutation, Query, Resolver } from "type-graphql";
import { PageArgs, readPage } from "../connection.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { acknowledgeGlass, breakGlass, endGlass } from "./changes.ts";
import { lookThrough, selectBroken } from "./queries.ts";
import { BrokenGlassConnection, BrokenGlassResult, HouseholdUnderGlass } from "./type.ts";

@ArgsType()
class BrokenArgs extends PageArgs {
  @Field(() => Boolean, {
    nullable: true,
    description: say("县级是否已知悉", "Whether the county took note"),
  })
  acknowledged?: boolean;
  @Field(() => Boolean, { nullable: true, description: say("只看本人的", "Only one's own") })
  mine?: boolean;
}

@ArgsType()
class BreakArgs {
  @Field(() => ID, { description: say("由您生成的 UUID", "A UUID you make") })
  id!: string;
  @Field(() => String, {
    description: say("户编号，见农户手中的凭证", "Number of the household, from the paper it carries"),
  })
  number!: string;
  @Field(() => String, { description: say("事由", "Reason") })
  reason!: string;
  @Field(() => Int, {
    defaultValue: 60,
    description: say("时长，5 至 180 分钟", "For how long, 5 to 180 minutes"),
  })
  minutes!: number;
}

@Resolver()
export class GlassResolver {
  @Query(() => BrokenGlassConnection, {
    description: say(
      "紧急查阅：本人的、本县农户被查的，审计员看全部",
      "Broken glasses: one's own and those of the households one keeps; the auditor sees all",
    ),
  })
  brokenGlass(@Args(() => BrokenArgs) args: BrokenArgs, @Ctx() context: Context) {
    const where = { acknowledged: args.acknowledged ?? null, mine: args.mine ?? null };
    return selectBroken(context, where, readPage(args));
  }

  @Query(() => HouseholdUnderGlass, {
    nullable: true,
    description: say(
      "经紧急查阅看一户；每看一次留痕，已结束为空",
      "The household behind one's glass; each look leaves an event; null once it is over",
    ),
  })
  householdUnderGlass(
    @Arg("id", () => ID, { description: say("紧急查阅", "The broken glass") }) id: string,
    @Ctx() context: Context,
  ) {
    return lookThrough(context, id);
  }

  @Mutation(() => BrokenGlassResult, {
    description: say(
      "紧急查阅辖区外的一户：须写事由，至多三小时，告知该县；是否有此户，答复相同",
      "Break the glass of one household outside the regions: for a reason, at most three hours, its county is told; answered alike whether or not there is one",
    ),
  })
  breakGlass(@Args(() => BreakArgs) asked: BreakArgs, @Ctx() context: Context) {
    return breakGlass(context, asked);
  }

  @Mutation(() => BrokenGlassResult, { description: say("提前结束查阅", "End one's look before its time") })
  endGlass(
    @Arg("id", () => ID, { description: say("紧急查阅", "The broken glass") }) id: string,
    @Ctx() context: Context,
  ) {
    return endGlass(context, id);
  }

  @Mutation(() => BrokenGlassResult, { description: say("县级知悉", "The county takes note") })
  acknowledgeGlass(
    @Arg("id", () => ID, { description: say("紧急查阅", "The broken glass") }) id: string,
    @Arg("rowVersion", () => Int, { description: say("您所见的版本", "The version you saw") })
    rowVersion: number,
    @Ctx() context: Context,
  ) {
    return acknowledgeGlass(context, id, rowVersion);
  }
}
