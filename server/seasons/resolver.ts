import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { IndustryProject } from "../projects/type.ts";
import { projectSeasons, projectYears } from "./queries.ts";
import { ProjectSeason, ProjectYear } from "./type.ts";

@Resolver(() => IndustryProject)
export class ProjectSeasonsResolver {
  @FieldResolver(() => [ProjectSeason], {
    description: say("逐季产出与收入，至多数百季", "Season by season, oldest first, some hundreds at most"),
  })
  seasons(@Root() project: IndustryProject, @Ctx() { load }: Context) {
    return load(projectSeasons, project.code, undefined);
  }

  @FieldResolver(() => [ProjectYear], {
    description: say("逐年合计，至多数十年", "Sums by year, oldest first, some dozens at most"),
  })
  years(@Root() project: IndustryProject, @Ctx() { load }: Context) {
    return load(projectYears, project.code, undefined);
  }
}
