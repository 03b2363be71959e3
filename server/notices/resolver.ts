import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from "type-graphql";
import { Case, CaseResult } from "../cases/type.ts";
import type { Batch, Context } from "../context.ts";
import { say } from "../describe.ts";
import { postNotice, raiseObjection, takeDownNotice } from "./post.ts";
import { selectNotices } from "./queries.ts";
import { Notice, NoticeResult } from "./type.ts";

const noticesOf: Batch<string, Notice[]> = async ({ casework }, ids) => {
  const notices = await casework(({ sql }) => selectNotices(sql, ids));
  return ids.map((id) => notices.filter((notice) => notice.caseId === id).slice(0, 50));
};

@Resolver(() => Case)
export class NoticeResolver {
  @FieldResolver(() => [Notice], { description: say("公示，至多 50 份", "Notices, at most 50") })
  notices(@Root() matter: Case, @Ctx() context: Context) {
    return context.load(noticesOf, matter.id, undefined);
  }

  @Mutation(() => NoticeResult, {
    description: say(
      "按规定内容生成并张贴公示",
      "Render and post the notice, with nothing in it but what may be",
    ),
  })
  postNotice(
    @Arg("id", () => ID, { description: say("由您生成的 UUID", "A UUID you make") }) id: string,
    @Arg("caseId", () => ID, { description: say("对象", "Case") }) caseId: string,
    @Arg("group", () => Int, { description: say("村民小组号", "Number of the villagers' group") })
    group: number,
    @Arg("rowVersion", () => Int, { description: say("您所见的对象版本", "Version of the case you saw") })
    rowVersion: number,
    @Ctx() context: Context,
  ) {
    return postNotice(context, { id, caseId, group, rowVersion });
  }

  @Mutation(() => CaseResult, {
    description: say("登记公示异议，退回核查", "Record an objection; the case goes back"),
  })
  raiseObjection(
    @Arg("caseId", () => ID, { description: say("对象", "Case") }) caseId: string,
    @Arg("rowVersion", () => Int, { description: say("您所见的对象版本", "Version of the case you saw") })
    rowVersion: number,
    @Arg("reason", () => String, { description: say("异议内容", "What is objected") }) reason: string,
    @Ctx() context: Context,
  ) {
    return raiseObjection(context, { caseId, rowVersion, reason });
  }

  @Mutation(() => NoticeResult, {
    description: say("期满撤下公示", "Take a notice down when its days are over"),
  })
  takeDownNotice(
    @Arg("id", () => ID, { description: say("公示", "Notice") }) id: string,
    @Ctx() context: Context,
  ) {
    return takeDownNotice(context, id);
  }
}
