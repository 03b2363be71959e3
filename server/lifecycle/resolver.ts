import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { PROJECT_STEPS } from "../../geo/projectLifecycle.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { IndustryProject, ProjectStatus } from "../projects/type.ts";
import { changeProjectStatus } from "./changes.ts";
import { statusChanges } from "./queries.ts";
import { ChangeProjectStatusResult, ProjectStatusChange, ProjectStatusChangeInput } from "./type.ts";

@Resolver(() => IndustryProject)
export class ProjectLifecycleResolver {
  @FieldResolver(() => [ProjectStatusChange], {
    description: say(
      "状态变更记录，早的在前，至多数十条",
      "How its status changed, oldest first, some dozens at most",
    ),
  })
  statusChanges(@Root() project: IndustryProject, @Ctx() { load }: Context) {
    return load(statusChanges, project.code, undefined);
  }

  @FieldResolver(() => [ProjectStatus], {
    description: say("可以变更为哪些状态，至多七种", "Statuses it can come to from here, at most seven"),
  })
  nextStatuses(@Root() project: IndustryProject) {
    return PROJECT_STEPS[project.status];
  }

  @Mutation(() => ChangeProjectStatusResult, {
    description: say(
      "变更项目状态；乡镇与县办理辖区内的项目",
      "Change the status of a project; townships and counties do so in their region",
    ),
  })
  changeProjectStatus(
    @Arg("change", () => ProjectStatusChangeInput, { description: say("变更", "The change") })
    change: ProjectStatusChangeInput,
    @Ctx() context: Context,
  ) {
    return changeProjectStatus(context, change);
  }
}
