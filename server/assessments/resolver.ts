import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { scopesByCode } from "../regions/queries.ts";
import { assessmentTable } from "./queries.ts";
import {
  AssessmentKind,
  type AssessmentKindName,
  AssessmentTable,
  TableLevel,
  type TableLevelName,
} from "./type.ts";

@Resolver()
export class AssessmentResolver {
  @Query(() => AssessmentTable, {
    description: say(
      "考核结果：满意度、漏评、错退、识别准确，按区域与年度",
      "Assessment results: satisfaction, missed recognition, wrong exits and accuracy by region and year",
    ),
  })
  async assessments(
    @Arg("within", () => String, { description: say("在此区域之内", "Inside this region") }) within: string,
    @Arg("level", () => TableLevel, {
      defaultValue: TableLevel.COUNTY,
      description: say("行是哪一级", "What the rows are"),
    })
    level: TableLevelName,
    @Arg("kind", () => AssessmentKind, {
      defaultValue: AssessmentKind.THIRD_PARTY,
      description: say("谁来考核", "Who assesses"),
    })
    kind: AssessmentKindName,
    @Arg("year", () => Int, {
      nullable: true,
      description: say("年度，默认最近一年", "Year, the latest by default"),
    })
    year: number | undefined,
    @Ctx() context: Context,
  ) {
    const scope = await context.load(scopesByCode, within, undefined);
    return assessmentTable(context, { within, scope, level, kind, year: year ?? null });
  }
}
