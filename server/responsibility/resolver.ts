import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { Case } from "../cases/type.ts";
import type { Batch, Context } from "../context.ts";
import { say } from "../describe.ts";
import { selectCurrent } from "./queries.ts";
import { acceptHelper, assignHelper, recallHelper, transferHelper } from "./transfer.ts";
import { Helper, HelperResult } from "./type.ts";

const helpersOf: Batch<string, Helper | null> = async ({ casework }, householdIds) => {
  const helpers = await casework(({ sql }) => selectCurrent(sql, householdIds));
  const byHousehold = new Map(helpers.map((helper) => [helper.householdId, helper]));
  return householdIds.map((id) => byHousehold.get(id) ?? null);
};

@Resolver(() => Case)
export class HelperResolver {
  @FieldResolver(() => Helper, {
    nullable: true,
    description: say("帮扶责任人；没有为空", "The named helper; null for none"),
  })
  helper(@Root() matter: Case, @Ctx() context: Context) {
    return context.load(helpersOf, matter.householdId, undefined);
  }

  @Mutation(() => HelperResult, { description: say("指定帮扶责任人", "Name the helper of a household") })
  assignHelper(
    @Arg("id", () => ID, { description: say("由您生成的 UUID", "A UUID you make") }) id: string,
    @Arg("householdId", () => ID, { description: say("农户", "Household") }) householdId: string,
    @Arg("personId", () => ID, { description: say("责任人", "Who") }) personId: string,
    @Ctx() context: Context,
  ) {
    return assignHelper(context, { id, householdId, personId });
  }

  @Mutation(() => HelperResult, {
    description: say("提出移交，对方接受后生效", "Ask a colleague to take over; it holds once accepted"),
  })
  transferHelper(
    @Arg("id", () => ID, { description: say("现责任人记录", "Present helper") }) id: string,
    @Arg("personId", () => ID, { description: say("接任者", "Who takes over") }) personId: string,
    @Arg("rowVersion", () => Int, { description: say("您所见的版本", "The version you saw") })
    rowVersion: number,
    @Ctx() context: Context,
  ) {
    return transferHelper(context, { id, personId, rowVersion });
  }

  @Mutation(() => HelperResult, { description: say("接受移交", "Accept what was handed over") })
  acceptHelper(
    @Arg("id", () => ID, { description: say("移交的责任人记录", "Helper that was handed over") }) id: string,
    @Arg("rowVersion", () => Int, { description: say("您所见的版本", "The version you saw") })
    rowVersion: number,
    @Ctx() context: Context,
  ) {
    return acceptHelper(context, { id, rowVersion });
  }

  @Mutation(() => HelperResult, {
    description: say("召回不称职的责任人", "Recall a helper who is not effective"),
  })
  recallHelper(
    @Arg("id", () => ID, { description: say("责任人记录", "Helper") }) id: string,
    @Arg("reason", () => String, { description: say("原因", "Reason") }) reason: string,
    @Arg("rowVersion", () => Int, { description: say("您所见的版本", "The version you saw") })
    rowVersion: number,
    @Ctx() context: Context,
  ) {
    return recallHelper(context, { id, reason, rowVersion });
  }
}
