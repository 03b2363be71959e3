import { Ctx, Query, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { selectAbout } from "./queries.ts";
import { About } from "./type.ts";

@Resolver(() => About)
export class AboutResolver {
  @Query(() => About, { description: say("本库装有什么数据", "What this atlas holds") })
  about(@Ctx() context: Context) {
    return selectAbout(context, context.mapReviewNumber);
  }
}
