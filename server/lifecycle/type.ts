import { createUnionType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";
import { InstantScalar } from "../instant.ts";
import { IndustryProject, ProjectStatus } from "../projects/type.ts";
import { Refused } from "../refusals.ts";

@ObjectType({ description: say("项目状态的一次变更", "One change of the status of a project") })
export class ProjectStatusChange {
  @Field(() => ID, { description: say("标识", "Id") })
  id!: string;
  @Field(() => ProjectStatus, {
    nullable: true,
    description: say("原状态；首条记录为空", "Status before; null for the first one known"),
  })
  from!: ProjectStatus | null;
  @Field(() => ProjectStatus, { description: say("新状态", "Status after") })
  to!: ProjectStatus;
  @Field(() => String, { nullable: true, description: say("日期", "First day of the status after") })
  day!: string | null;
  @Field(() => String, { nullable: true, description: say("原因", "Why") })
  reason!: string | null;
  @Field(() => InstantScalar, { description: say("登记时间", "When it was recorded") })
  recordedAt!: Date;
}

@ObjectType({
  description: say("项目状态不能这样变更", "A project cannot go from this status to that"),
})
export class InvalidTransition {
  @Field(() => String, { description: say("原因与应做的事", "Why, and what to do") })
  message!: string;
  @Field(() => ProjectStatus, { description: say("现状态", "Present status") })
  from!: ProjectStatus;
  @Field(() => ProjectStatus, { description: say("所要的状态", "Status asked for") })
  to!: ProjectStatus;
  @Field(() => [ProjectStatus], {
    description: say("可以变更为，至多七种", "What it can become, at most seven"),
  })
  allowed!: readonly ProjectStatus[];
}

export const ChangeProjectStatusResult = createUnionType({
  name: "ChangeProjectStatusResult",
  description: say("变更后的项目，或未办理的原因", "The project as it is now, or why nothing was done"),
  types: () => [IndustryProject, InvalidTransition, Refused] as const,
  resolveType: (value) => {
    if (value instanceof Refused) return Refused;
    return value instanceof InvalidTransition ? InvalidTransition : IndustryProject;
  },
});

@InputType({ description: say("项目状态变更", "A change of the status of a project") })
export class ProjectStatusChangeInput {
  @Field(() => ID, {
    description: say(
      "由客户端生成的 UUID；重复提交不会重复变更",
      "UUID made by the client; sending it again changes nothing twice",
    ),
  })
  id!: string;
  @Field(() => String, { description: say("项目代码", "Code of the project") })
  project!: string;
  @Field(() => ProjectStatus, { description: say("新状态", "Status it comes to") })
  to!: ProjectStatus;
  @Field(() => String, { description: say("日期，如 2026-11-30", "Day, like 2026-11-30") })
  day!: string;
  @Field(() => String, {
    nullable: true,
    description: say(
      "原因，2 至 500 字，公开，不得含个人信息；有风险、停产、失败、关闭须填",
      "Why, 2 to 500 characters, public, nothing of a person; required for at risk, stopped, failed and closed",
    ),
  })
  reason?: string | null;
  @Field(() => Int, { description: say("所见的版本", "Version that was seen") })
  rowVersion!: number;
}
