import { Arg, Ctx, Query, Resolver } from "type-graphql";
import { TableLevel, type TableLevelName } from "../assessments/type.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { readQuarter } from "../period.ts";
import { scopesByCode } from "../regions/queries.ts";
import { workforceTable } from "./queries.ts";
import { WorkforceTable } from "./type.ts";

@Resolver()
export class WorkforceResolver {
  @Query(() => WorkforceTable, {
    description: say(
      "驻村与务工：第一书记、工作队、务工去向与组织化率",
      "First secretaries, resident teams, destinations of labour export and how much of it is organised",
    ),
  })
  async workforce(
    @Arg("within", () => String, { description: say("在此区域之内", "Inside this region") }) within: string,
    @Arg("level", () => TableLevel, {
      defaultValue: TableLevel.COUNTY,
      description: say("行是哪一级", "What the rows are"),
    })
    level: TableLevelName,
    @Arg("quarter", () => String, {
      nullable: true,
      description: say("季度，如 2026Q3，默认最近一季", "Quarter, like 2026Q3, the latest by default"),
    })
    quarter: string | undefined,
    @Ctx() context: Context,
  ) {
    const scope = await context.load(scopesByCode, within, undefined);
    return workforceTable(context, { within, scope, level, quarter: readQuarter(quarter) ?? null });
  }
}
