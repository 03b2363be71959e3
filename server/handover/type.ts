import { Field, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";
import { resultOf } from "../refusals.ts";

@ObjectType({ description: say("已移交的任务", "Tasks that were handed over") })
export class TasksHandedOver {
  @Field(() => Int, { description: say("件数", "How many") })
  tasks!: number;
}
export const TasksHandedOverResult = resultOf("TasksHandedOverResult", TasksHandedOver);
