import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Cause } from "../../geo/measures.ts";
import { Case } from "../cases/type.ts";
import type { Batch, Context } from "../context.ts";
import { say } from "../describe.ts";
import { placesWithin } from "../regions/queries.ts";
import { RiskCause } from "../riskCauses.ts";
import { selectMeasures, selectRisks, selectUnanswered } from "./queries.ts";
import { addRisk, changeMeasure, closeRisk, recordMeasure } from "./record.ts";
import {
  DisasterKind,
  type DisasterKindName,
  Measure,
  MeasureEffect,
  type MeasureEffectName,
  MeasureInput,
  MeasureResult,
  Risk,
  RiskResult,
} from "./type.ts";

const risksOf: Batch<string, Risk[]> = async ({ casework }, ids) => {
  const risks = await casework(({ sql }) => selectRisks(sql, ids));
  return ids.map((id) => risks.filter((risk) => risk.caseId === id).slice(0, 100));
};
const measuresOf: Batch<string, Measure[]> = async ({ casework }, ids) => {
  const measures = await casework(({ sql }) => selectMeasures(sql, ids));
  return ids.map((id) => measures.filter((measure) => measure.caseId === id).slice(0, 100));
};

@Resolver(() => Case)
export class MeasureResolver {
  @FieldResolver(() => [Risk], {
    description: say("风险，未消除的在前，至多 100 项", "Risks, open ones first, at most 100"),
  })
  risks(@Root() matter: Case, @Ctx() context: Context) {
    return context.load(risksOf, matter.id, undefined);
  }

  @FieldResolver(() => [Measure], { description: say("帮扶措施，至多 100 项", "Measures, at most 100") })
  measures(@Root() matter: Case, @Ctx() context: Context) {
    return context.load(measuresOf, matter.id, undefined);
  }

  @Query(() => [Risk], {
    description: say(
      "认定后多日仍无措施的风险，最早的在前",
      "Risks without a measure so long after recognition, the oldest first",
    ),
  })
  async risksWithoutMeasure(
    @Arg("within", () => String, { description: say("在此区域或村之内", "Inside this region or village") })
    within: string,
    @Arg("days", () => Int, { defaultValue: 10, description: say("认定后的天数", "Days since recognition") })
    days: number,
    @Arg("first", () => Int, {
      defaultValue: 50,
      description: say("至多多少项，不超过 100", "How many, up to 100"),
    })
    first: number,
    @Ctx() context: Context,
  ) {
    const scope = await placesWithin(context, within);
    return selectUnanswered(
      context,
      scope,
      Math.min(Math.max(days, 0), 3_660),
      Math.min(Math.max(first, 1), 100),
    );
  }

  @Mutation(() => RiskResult, { description: say("登记风险", "Name a risk") })
  addRisk(
    @Arg("id", () => ID, { description: say("由您生成的 UUID", "A UUID you make") }) id: string,
    @Arg("caseId", () => ID, { description: say("对象", "Case") }) caseId: string,
    @Arg("cause", () => RiskCause, { description: say("风险类型", "Cause") }) cause: Cause,
    @Arg("disasterKind", () => DisasterKind, {
      nullable: true,
      description: say("灾害类型", "Kind of disaster"),
    })
    disasterKind: DisasterKindName | null,
    @Arg("isMain", () => Boolean, { defaultValue: false, description: say("主要风险", "The main one") })
    isMain: boolean,
    @Ctx() context: Context,
  ) {
    return addRisk(context, { id, caseId, cause, disasterKind: disasterKind ?? null, isMain });
  }

  @Mutation(() => RiskResult, { description: say("风险已消除", "A risk is gone") })
  closeRisk(
    @Arg("id", () => ID, { description: say("风险", "Risk") }) id: string,
    @Arg("rowVersion", () => Int, { description: say("您所见的版本", "The version you saw") })
    rowVersion: number,
    @Ctx() context: Context,
  ) {
    return closeRisk(context, id, rowVersion);
  }

  @Mutation(() => MeasureResult, {
    description: say("登记措施，须针对风险", "Record a measure that answers a risk"),
  })
  recordMeasure(
    @Arg("measure", () => MeasureInput, { description: say("措施", "The measure") }) measure: MeasureInput,
    @Ctx() context: Context,
  ) {
    return recordMeasure(context, measure);
  }

  @Mutation(() => MeasureResult, { description: say("结束措施", "End a measure") })
  endMeasure(
    @Arg("id", () => ID, { description: say("措施", "Measure") }) id: string,
    @Arg("endedOn", () => String, { description: say("最后一日，YYYY-MM-DD", "Last day, YYYY-MM-DD") })
    endedOn: string,
    @Arg("rowVersion", () => Int, { description: say("您所见的版本", "The version you saw") })
    rowVersion: number,
    @Ctx() context: Context,
  ) {
    return changeMeasure(context, { id, rowVersion, endedOn, effect: null });
  }

  @Mutation(() => MeasureResult, { description: say("检查措施的成效", "Check what came of a measure") })
  checkMeasureEffect(
    @Arg("id", () => ID, { description: say("措施", "Measure") }) id: string,
    @Arg("effect", () => MeasureEffect, { description: say("成效", "Effect") }) effect: MeasureEffectName,
    @Arg("rowVersion", () => Int, { description: say("您所见的版本", "The version you saw") })
    rowVersion: number,
    @Ctx() context: Context,
  ) {
    return changeMeasure(context, { id, rowVersion, endedOn: null, effect });
  }
}
