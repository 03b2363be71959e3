import { mayWorkAt } from "../caseworkSql.ts";
import type { Context } from "../context.ts";
import { answeredOnce } from "../field/queries.ts";
import { readTask } from "../leads/queries.ts";
import type { Task } from "../leads/type.ts";
import { conflict, notFound, type Refused, refuse } from "../refusals.ts";
import { refusing, stop } from "../refusing.ts";
import { isUuid } from "../uuid.ts";
import { giveTask, giveTasks, lockLeftTasks, roleOf } from "./queries.ts";
import type { TasksHandedOver } from "./type.ts";

/** Who may finish a task: whoever can live in the village, and officials of its township and county. */
const FIELD = ["VILLAGE_WORKER", "TOWNSHIP", "COUNTY"];

/** One event of a deed names no more tasks than this; the rest go with the next. */
const MOST_TASKS = 500;

const unfit = (context: Context): Refused =>
  refuse(
    context,
    "INVALID",
    "接手人须是村、乡、县的在岗人员，且辖区包括任务所在村；请另选一人。",
    "Whoever takes over is a colleague of the village, township or county whose region takes in the village of the task; choose somebody else.",
  );

export interface OneTask {
  readonly id: string;
  readonly personId: string;
  readonly rowVersion: number;
}

/** Hands one open task to a colleague, who answers for it at once. */
export const handOverTask = (
  context: Context,
  { id, personId, rowVersion }: OneTask,
): Promise<Task | Refused> =>
  refusing(context, async ({ sql, record }) => {
    const task = (await readTask(sql, id)) ?? stop(notFound(context));
    if (task.doneAt !== null)
      stop(
        refuse(
          context,
          "ALREADY_DONE",
          "该任务已完成，不必移交。",
          "This task is done; there is nothing to hand over.",
        ),
      );
    if (task.ownerId === personId) return task;
    if (!(await mayWorkAt(sql, { personId, villageCode: task.villageCode, posts: FIELD })))
      stop(unfit(context));
    if (!(await giveTask(sql, { id, personId, rowVersion }))) stop(conflict(context, task.rowVersion));
    await record({
      action: "task.handOver",
      kind: "Task",
      id,
      regionCode: task.villageCode,
      detail: { from: task.ownerId, to: personId },
    });
    return (await readTask(sql, id)) ?? stop(notFound(context));
  });

export interface TasksOfOne {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  readonly village: string | null;
}

/** Hands everything that somebody left behind to one colleague: all of it, or nothing and why. */
export const handOverTasks = (
  context: Context,
  { key, from, to, village }: TasksOfOne,
): Promise<TasksHandedOver | Refused> =>
  refusing(context, async ({ sql, record }) => {
    if (!/^[A-Za-z0-9-]{8,64}$/.test(key) || !isUuid(from) || !isUuid(to))
      stop(
        refuse(
          context,
          "INVALID",
          "批次号为 8 至 64 个字母、数字或横线，人员以标识指明。",
          "The key has 8 to 64 letters, digits or hyphens, and people are named by their ids.",
        ),
      );
    return answeredOnce(context, sql, { key, content: { from, to, village } }, async () => {
      const tasks = (await lockLeftTasks(sql, { from, to, village })).slice(0, MOST_TASKS);
      if (tasks.length === 0)
        stop(
          refuse(
            context,
            "DOES_NOT_FIT",
            "此人在您的辖区内没有遗留的未了任务；在岗人员的任务请逐件移交。",
            "This person left no open task in your region; tasks of somebody at work are handed over one by one.",
          ),
        );
      if (!FIELD.includes((await roleOf(sql, to)) ?? "")) stop(unfit(context));
      const outside = tasks.filter(({ covered }) => !covered).length;
      if (outside > 0)
        stop(
          refuse(
            context,
            "INVALID",
            `${tasks.length} 件任务中有 ${outside} 件不在接手人的辖区内，一件也没有移交；请另选一人，或按村分别移交。`,
            `${outside} of ${tasks.length} tasks lie outside the region of whoever takes over, so none was handed over; choose somebody else, or hand them over village by village.`,
          ),
        );
      const ids = tasks.map(({ id }) => id);
      await giveTasks(sql, { ids, to });
      await record({
        action: "task.handOverAll",
        kind: "Person",
        id: from,
        regionCode: village ?? tasks[0]?.villageCode ?? null,
        detail: { to, tasks: ids },
      });
      return { tasks: ids.length };
    });
  });
