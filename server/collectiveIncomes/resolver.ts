import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import { TableLevel, type TableLevelName } from "../assessments/type.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { scopesByCode } from "../regions/queries.ts";
import { collectiveIncomeTable } from "./queries.ts";
import { CollectiveIncomeTable } from "./type.ts";

@Resolver()
export class CollectiveIncomeResolver {
  @Query(() => CollectiveIncomeTable, {
    description: say("村集体经济收入，按区域与年度", "Collective-economy income by region and year"),
  })
  async collectiveIncomes(
    @Arg("within", () => String, { description: say("在此区域之内", "Inside this region") }) within: string,
    @Arg("level", () => TableLevel, {
      defaultValue: TableLevel.COUNTY,
      description: say("行是哪一级", "What the rows are"),
    })
    level: TableLevelName,
    @Arg("year", () => Int, {
      nullable: true,
      description: say("年度，默认最近一年", "Year, the latest by default"),
    })
    year: number | undefined,
    @Ctx() context: Context,
  ) {
    const scope = await context.load(scopesByCode, within, undefined);
    return collectiveIncomeTable(context, { within, scope, level, year: year ?? null });
  }
}
