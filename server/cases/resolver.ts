import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  ID,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import type { ActionKey } from "../../geo/procedure.ts";
import { PageArgs, readPage } from "../connection.ts";
import type { Batch, Context } from "../context.ts";
import { say } from "../describe.ts";
import {
  HouseholdCategory,
  type HouseholdCategoryName,
  HouseholdGrade,
  type HouseholdGradeName,
} from "../householdWords.ts";
import { placesWithin } from "../regions/queries.ts";
import { selectCase, selectCases, selectSteps } from "./queries.ts";
import { explainCase, nextSteps, openCase, proposeCategory, takeStep } from "./steps.ts";
import {
  Case,
  CaseAction,
  CaseConnection,
  CaseExplanation,
  CaseResult,
  CaseStep,
  CasesWhere,
  EvidenceInput,
  NextStep,
  TakeStepResult,
} from "./type.ts";

@ArgsType()
class CasesArgs extends PageArgs {
  @Field(() => String, { description: say("在此区域或村之内", "Inside this region or village") })
  within!: string;
  @Field(() => CasesWhere, { nullable: true, description: say("条件", "Conditions") })
  where?: CasesWhere;
}

const stepsOf: Batch<string, CaseStep[]> = async ({ casework }, ids) => {
  const steps = await casework(({ sql }) => selectSteps(sql, ids));
  return ids.map((id) => steps.filter((step) => step.caseId === id));
};

@Resolver(() => Case)
export class CaseResolver {
  @Query(() => Case, {
    nullable: true,
    description: say("一个对象；不在辖区为空", "One case; null outside your regions"),
  })
  case(
    @Arg("id", () => ID, { description: say("标识", "Identity") }) id: string,
    @Ctx() { casework }: Context,
  ) {
    return casework(({ sql }) => selectCase(sql, id));
  }

  @Query(() => CaseConnection, {
    description: say("辖区内的对象，最急的在前", "Cases of your regions, the most urgent first"),
  })
  async cases(@Args(() => CasesArgs) args: CasesArgs, @Ctx() context: Context) {
    return selectCases(context, await placesWithin(context, args.within), args.where ?? {}, readPage(args));
  }

  @Query(() => CaseExplanation, {
    nullable: true,
    description: say(
      "对象按哪些规则办理，各出自何处",
      "By which rules a case is judged, and where each is written",
    ),
  })
  caseExplain(
    @Arg("id", () => ID, { description: say("标识", "Identity") }) id: string,
    @Ctx() context: Context,
  ) {
    return explainCase(context, id);
  }

  @FieldResolver(() => [NextStep], {
    description: say("当前阶段的步骤，至多 20 个", "Steps of the present state, at most 20"),
  })
  nextSteps(@Root() matter: Case, @Ctx() context: Context) {
    return context.load(nextSteps, matter, undefined);
  }

  @FieldResolver(() => [CaseStep], {
    description: say("全程记录，最近的在前，至多 200 步", "Every step, the latest first, at most 200"),
  })
  steps(@Root() matter: Case, @Ctx() context: Context) {
    return context.load(stepsOf, matter.id, undefined);
  }

  @Mutation(() => CaseResult, {
    description: say("为线索或农户建立对象", "Open a case for a lead or a household"),
  })
  openCase(
    @Arg("id", () => ID, {
      description: say("由您生成的 UUID；重复提交不会重复建立", "A UUID you make; again changes nothing"),
    })
    id: string,
    @Arg("leadId", () => ID, { nullable: true, description: say("线索", "Lead") }) leadId: string | null,
    @Arg("householdId", () => ID, { nullable: true, description: say("农户", "Household") })
    householdId: string | null,
    @Ctx() context: Context,
  ) {
    return openCase(context, { id, leadId: leadId ?? null, householdId: householdId ?? null });
  }

  @Mutation(() => TakeStepResult, { description: say("办理一步", "Take a step") })
  takeStep(
    @Arg("caseId", () => ID, { description: say("对象", "Case") }) caseId: string,
    @Arg("action", () => CaseAction, { description: say("步骤", "Step") }) action: ActionKey,
    @Arg("rowVersion", () => Int, { description: say("您所见的版本", "The version you saw") })
    rowVersion: number,
    @Arg("reason", () => String, {
      nullable: true,
      description: say("理由，至多 500 字", "Reason, at most 500 characters"),
    })
    reason: string | null,
    @Arg("evidence", () => [EvidenceInput], { defaultValue: [], description: say("材料", "Papers") })
    evidence: EvidenceInput[],
    @Ctx() context: Context,
  ) {
    return takeStep(context, {
      caseId,
      action,
      rowVersion,
      reason: reason ?? null,
      evidence: evidence.slice(0, 20),
    });
  }

  @Mutation(() => CaseResult, {
    description: say("拟定类别与分级，认定时生效", "Propose category and grade; they hold from recognition"),
  })
  proposeCategory(
    @Arg("caseId", () => ID, { description: say("对象", "Case") }) caseId: string,
    @Arg("category", () => HouseholdCategory, { description: say("类别", "Category") })
    category: HouseholdCategoryName,
    @Arg("grade", () => HouseholdGrade, { nullable: true, description: say("分级", "Grade") })
    grade: HouseholdGradeName | null,
    @Arg("rowVersion", () => Int, { description: say("您所见的版本", "The version you saw") })
    rowVersion: number,
    @Ctx() context: Context,
  ) {
    return proposeCategory(context, { caseId, category, grade: grade ?? null, rowVersion });
  }
}
