import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import { LARGEST_PAGE, readPage } from "../connection.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { readPlace, selectChanges } from "./queries.ts";
import { ChangeFeed, ChangeKind, type ChangeKindName } from "./type.ts";

@Resolver()
export class ChangeResolver {
  @Query(() => ChangeFeed, {
    description: say(
      "公开数据的变更流：按提交先后，一条不漏，含删除；逐条重读即可与开放要素集保持一致",
      "Feed of changes of the open data: in the order of commits, without a gap, deletions included; who reads each changed thing again keeps a copy equal to the open collections",
    ),
  })
  changes(
    @Arg("since", () => String, {
      nullable: true,
      description: say(
        "上次得到的 cursor；不填从头开始",
        "The cursor of last time; from the beginning without one",
      ),
    })
    since: string | null,
    @Arg("first", () => Int, {
      defaultValue: LARGEST_PAGE,
      description: say("至多多少条，最多 500", "How many at most, 500 at most"),
    })
    first: number,
    @Arg("kinds", () => [ChangeKind], {
      nullable: true,
      description: say("只要这些种类", "Only these kinds"),
    })
    kinds: ChangeKindName[] | null,
    @Ctx() context: Context,
  ) {
    const page = readPage({ first, after: since ?? undefined });
    return selectChanges(context, page, readPlace(page), kinds ?? null);
  }
}
