import { Arg, Ctx, ID, Int, Mutation, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { TaskResult } from "../leads/type.ts";
import { handOverTask, handOverTasks } from "./changes.ts";
import { TasksHandedOverResult } from "./type.ts";

@Resolver()
export class HandOverResolver {
  @Mutation(() => TaskResult, {
    description: say(
      "把一件未了任务移交给同事，即时生效",
      "Hand one open task to a colleague, who answers at once",
    ),
  })
  handOverTask(
    @Arg("id", () => ID, { description: say("任务", "Task") }) id: string,
    @Arg("personId", () => ID, { description: say("接手人", "Who takes over") }) personId: string,
    @Arg("rowVersion", () => Int, { description: say("您所见的版本", "The version you saw") })
    rowVersion: number,
    @Ctx() context: Context,
  ) {
    return handOverTask(context, { id, personId, rowVersion });
  }

  @Mutation(() => TasksHandedOverResult, {
    description: say(
      "把离岗人员遗留的全部未了任务移交给一名同事，一次至多 500 件；要么全部移交，要么一件不动",
      "Hand every open task that somebody left behind to one colleague, at most 500 at once: all of them or none",
    ),
  })
  handOverTasks(
    @Arg("key", () => String, {
      description: say("批次号，重复提交只办一次", "Key of the deed; sent again, it is done once"),
    })
    key: string,
    @Arg("from", () => ID, { description: say("离岗的人", "Who left") }) from: string,
    @Arg("to", () => ID, { description: say("接手人", "Who takes over") }) to: string,
    @Arg("village", () => String, {
      nullable: true,
      description: say("只限此村，默认辖区内全部", "Of this village only; all of your region by default"),
    })
    village: string | null,
    @Ctx() context: Context,
  ) {
    return handOverTasks(context, { key, from, to, village: village ?? null });
  }
}
