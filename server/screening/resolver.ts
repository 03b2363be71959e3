import { Arg, Args, ArgsType, Ctx, Field, ID, Int, Mutation, Query, Resolver } from "type-graphql";
import { PageArgs, readPage } from "../connection.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { refusing } from "../refusing.ts";
import { placesWithin } from "../regions/queries.ts";
import { answerAlert, settleContradiction } from "./answers.ts";
import { loadBatch } from "./changes.ts";
import { precisionOf, selectAlerts, selectBatches, selectContradictions } from "./queries.ts";
import {
  AlertAnswer,
  type AlertAnswerName,
  AlertConnection,
  AlertOrder,
  type AlertOrderName,
  AlertResult,
  AlertWhere,
  ContradictionConnection,
  ContradictionResult,
  ContradictionSettlement,
  RulePrecision,
  ScreeningBatchConnection,
  ScreeningBatchResult,
  type SettlementName,
} from "./type.ts";

@ArgsType()
class WithinArgs extends PageArgs {
  @Field(() => String, { description: say("在此区域或村之内", "Inside this region or village") })
  within!: string;
}

@ArgsType()
class AlertsArgs extends WithinArgs {
  @Field(() => AlertWhere, { nullable: true, description: say("条件", "Conditions") })
  where?: AlertWhere;
  @Field(() => AlertOrder, {
    nullable: true,
    description: say("顺序，默认先到期的在前", "Order; by default soonest due first"),
  })
  orderBy?: AlertOrderName;
}

@ArgsType()
class ContradictionsArgs extends WithinArgs {
  @Field(() => Boolean, { nullable: true, description: say("是否未处理", "Unsettled or not") })
  open?: boolean;
}

@ArgsType()
class ListArgs {
  @Field(() => ID, { description: say("由客户端生成的 UUID", "UUID made by the client") })
  id!: string;
  @Field(() => String, {
    description: say("部门代号，如 MEDICAL_INSURANCE", "Key of the department, like MEDICAL_INSURANCE"),
  })
  department!: string;
  @Field(() => String, { description: say("县代码", "Code of the county") })
  county!: string;
  @Field(() => String, {
    description: say("数据日期，如 2026-09-30", "Day the list describes, like 2026-09-30"),
  })
  dataDay!: string;
  @Field(() => String, {
    description: say(
      "CSV，表头 id_number,item,value,day；金额以元计；至多 5 MB（一次请求至多 1 MB）",
      "CSV with the header id_number,item,value,day; amounts in yuan; at most 5 MB (a request takes 1 MB)",
    ),
  })
  csv!: string;
  @Field(() => ID, {
    nullable: true,
    description: say("只比对这一户；须有其有效授权", "Compare this household only; it must have consented"),
  })
  household?: string;
}

@Resolver()
export class ScreeningResolver {
  @Query(() => ScreeningBatchConnection, {
    description: say("部门名单，新的在前", "Lists of departments, newest first"),
  })
  async screeningBatches(@Args(() => WithinArgs) args: WithinArgs, @Ctx() context: Context) {
    return selectBatches(context, await placesWithin(context, args.within), readPage(args));
  }

  @Query(() => AlertConnection, { description: say("预警", "Alerts") })
  async alerts(@Args(() => AlertsArgs) args: AlertsArgs, @Ctx() context: Context) {
    const scope = await placesWithin(context, args.within);
    return selectAlerts(context, scope, args.where ?? {}, args.orderBy ?? "DUE", readPage(args));
  }

  @Query(() => ContradictionConnection, {
    description: say("名单与登记的矛盾，按村排列", "Where lists and the register differ, by village"),
  })
  async contradictions(@Args(() => ContradictionsArgs) args: ContradictionsArgs, @Ctx() context: Context) {
    const scope = await placesWithin(context, args.within);
    return selectContradictions(context, scope, args.open ?? null, readPage(args));
  }

  @Query(() => RulePrecision, { description: say("一条规则的准确率", "How often a rule is right") })
  async rulePrecision(
    @Arg("rule", () => String, { description: say("规则代号", "Key of the rule") }) rule: string,
    @Arg("within", () => String, { description: say("在此区域之内", "Inside this region") }) within: string,
    @Ctx() context: Context,
  ) {
    return precisionOf(context, await placesWithin(context, within), rule);
  }

  @Mutation(() => ScreeningBatchResult, {
    description: say(
      "导入部门名单并比对；有一行错误就什么也不写，同一名单再次导入返回第一次的结果",
      "Load and compare a list; one bad row and nothing is written; the same list again returns the first batch",
    ),
  })
  loadScreeningBatch(@Args(() => ListArgs) args: ListArgs, @Ctx() context: Context) {
    return refusing(context, (run) =>
      loadBatch(run, context, { ...args, household: args.household ?? null }),
    );
  }

  @Mutation(() => AlertResult, { description: say("答复预警", "Answer an alert") })
  answerAlert(
    @Arg("id", () => ID, { description: say("预警", "The alert") }) id: string,
    @Arg("answer", () => AlertAnswer, { description: say("结论", "Answer") }) answer: AlertAnswerName,
    @Arg("rowVersion", () => Int, { description: say("所见的版本", "Version that was seen") })
    rowVersion: number,
    @Arg("reason", () => String, {
      nullable: true,
      description: say("原因，排除时必填", "Reason, demanded for a dismissal"),
    })
    reason: string | null,
    @Ctx() context: Context,
  ) {
    return answerAlert(context, { id, answer, reason: reason ?? null, rowVersion });
  }

  @Mutation(() => ContradictionResult, { description: say("处理矛盾", "Settle a contradiction") })
  settleContradiction(
    @Arg("id", () => ID, { description: say("矛盾", "The contradiction") }) id: string,
    @Arg("settlement", () => ContradictionSettlement, { description: say("哪边有误", "Which was wrong") })
    settlement: SettlementName,
    @Ctx() context: Context,
  ) {
    return settleContradiction(context, { id, settlement });
  }
}
