import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { scopesByCode } from "../regions/queries.ts";
import { medicalParityTable } from "./queries.ts";
import { MedicalParityTable } from "./type.ts";

@Resolver()
export class MedicalParityResolver {
  @Query(() => MedicalParityTable, {
    description: say(
      "医保政策对照：各县病种数、报销率与兜底线",
      "Medical parity: list length, reimbursement rate and local cap of counties side by side",
    ),
  })
  async medicalParity(
    @Arg("within", () => String, { description: say("在此区域之内", "Inside this region") }) within: string,
    @Arg("year", () => Int, {
      nullable: true,
      description: say("年度，默认最近一年", "Year, the latest by default"),
    })
    year: number | undefined,
    @Ctx() context: Context,
  ) {
    return medicalParityTable(context, await context.load(scopesByCode, within, undefined), year ?? null);
  }
}
