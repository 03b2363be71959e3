import { Arg, Ctx, Query, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { placesWithin } from "../regions/queries.ts";
import { countByUrgency } from "./queries.ts";
import { UrgencyCount } from "./type.ts";

@Resolver()
export class UrgencyResolver {
  @Query(() => [UrgencyCount], {
    description: say(
      "待核查预警按紧急程度计数，只计您辖区之内的；至多四行，最紧急的在前；区域与您的辖区无关时为空",
      "Open alerts by urgency, of your own regions only; four rows at most, most urgent first; none where nothing of the region is yours",
    ),
  })
  async alertsByUrgency(
    @Arg("within", () => String, { description: say("在此区域或村之内", "Inside this region or village") })
    within: string,
    @Ctx() context: Context,
  ) {
    return countByUrgency(context, await placesWithin(context, within));
  }
}
