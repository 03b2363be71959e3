import { Arg, Args, ArgsType, Ctx, Field, ID, Int, Mutation, Query, Resolver } from "type-graphql";
import { PageArgs, readPage } from "../connection.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { InputError } from "../errors.ts";
import { placesWithin } from "../regions/queries.ts";
import { acceptItem, handOver, registerItem, reopenItem, submitFix, verifyItem } from "./changes.ts";
import { countItems, findItem, selectItems } from "./queries.ts";
import {
  LedgerCount,
  LedgerItem,
  LedgerItemConnection,
  LedgerItemInput,
  LedgerItemResult,
  LedgerWhere,
} from "./type.ts";

@ArgsType()
class LedgerArgs extends PageArgs {
  @Field(() => String, { description: say("在此区域或村之内", "Inside this region or village") })
  within!: string;
  @Field(() => LedgerWhere, { nullable: true, description: say("条件", "Conditions") })
  where?: LedgerWhere;
}

@ArgsType()
class ChangeArgs {
  @Field(() => ID, { description: say("台账标识", "The entry") })
  id!: string;
  @Field(() => Int, { description: say("所见的版本", "Version that was seen") })
  rowVersion!: number;
}

@Resolver()
export class LedgerResolver {
  @Query(() => LedgerItemConnection, {
    description: say("问题台账，先到期的在前", "The problem ledger, soonest due first"),
  })
  async ledger(@Args(() => LedgerArgs) args: LedgerArgs, @Ctx() context: Context) {
    return selectItems(context, await placesWithin(context, args.within), args.where ?? {}, readPage(args));
  }

  @Query(() => LedgerItem, {
    nullable: true,
    description: say("一条台账；没有或不在辖区为空", "An entry; null where there is none in your region"),
  })
  ledgerItem(
    @Arg("id", () => ID, { description: say("台账标识", "The entry") }) id: string,
    @Ctx() { casework }: Context,
  ) {
    return casework(({ sql }) => findItem(sql, id));
  }

  @Query(() => [LedgerCount], {
    description: say(
      "各下级区域的台账数：县，县内按乡镇，乡镇内按村",
      "Entries counted by county, within a county by township, within a township by village",
    ),
  })
  async ledgerCounts(
    @Arg("within", () => String, { description: say("在此区域之内", "Inside this region") }) within: string,
    @Arg("first", () => Int, {
      defaultValue: 100,
      description: say("至多多少个区域，最多 500", "How many regions, at most 500"),
    })
    first: number,
    @Ctx() context: Context,
  ) {
    if (first < 1 || first > 500)
      throw new InputError(
        "PAGE_TOO_LARGE",
        `first ${first} 应为 1–500。`,
        `first ${first} must be 1 to 500.`,
      );
    return countItems(context, await placesWithin(context, within), first);
  }

  @Mutation(() => LedgerItemResult, { description: say("登记问题", "Register a problem") })
  registerLedgerItem(
    @Arg("item", () => LedgerItemInput, { description: say("问题", "The problem") }) item: LedgerItemInput,
    @Ctx() context: Context,
  ) {
    return registerItem(context, item);
  }

  @Mutation(() => LedgerItemResult, {
    description: say(
      "移交；对方接受之前仍由原责任人负责",
      "Hand over; the owner answers until it is accepted",
    ),
  })
  handOverLedgerItem(
    @Args(() => ChangeArgs) which: ChangeArgs,
    @Arg("to", () => ID, { description: say("移交给谁", "To whom") }) to: string,
    @Ctx() context: Context,
  ) {
    return handOver(context, which, to);
  }

  @Mutation(() => LedgerItemResult, { description: say("接受移交", "Accept what was handed over") })
  acceptLedgerItem(@Args(() => ChangeArgs) which: ChangeArgs, @Ctx() context: Context) {
    return acceptItem(context, which);
  }

  @Mutation(() => LedgerItemResult, { description: say("提交整改", "Submit that it was put right") })
  submitLedgerFix(
    @Args(() => ChangeArgs) which: ChangeArgs,
    @Arg("evidence", () => String, {
      description: say("整改证据，不得含个人信息", "What shows it, nothing of a person"),
    })
    evidence: string,
    @Ctx() context: Context,
  ) {
    return submitFix(context, which, evidence);
  }

  @Mutation(() => LedgerItemResult, {
    description: say("核验销号，不能由整改人办理", "Check and close; never by who put it right"),
  })
  verifyLedgerItem(@Args(() => ChangeArgs) which: ChangeArgs, @Ctx() context: Context) {
    return verifyItem(context, which);
  }

  @Mutation(() => LedgerItemResult, {
    description: say(
      "核验不通过或复发，重新挂账，编号不变",
      "Reopen what was not put right, under its number",
    ),
  })
  reopenLedgerItem(
    @Args(() => ChangeArgs) which: ChangeArgs,
    @Arg("reason", () => String, { description: say("原因，不得含个人信息", "Why, nothing of a person") })
    reason: string,
    @Arg("targetOn", () => String, { description: say("新的目标日", "New day it must be over") })
    targetOn: string,
    @Ctx() context: Context,
  ) {
    return reopenItem(context, which, { reason, targetOn });
  }
}
