import { Arg, Args, ArgsType, Ctx, Field, ID, Int, Mutation, Query, Resolver } from "type-graphql";
import { isDay } from "../../geo/days.ts";
import { PageArgs, readPage } from "../connection.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { InputError } from "../errors.ts";
import { RevealPurpose, type RevealPurposeName } from "../householdWords.ts";
import { dismissLead, finishTask, leadProgress, recordLead, reportLead, revealLead } from "./changes.ts";
import { countByChannel, selectLeads, selectTasks } from "./queries.ts";
import {
  ChannelCounts,
  LeadConnection,
  LeadInput,
  LeadProgress,
  LeadReport,
  LeadResult,
  LeadWhere,
  ReportLeadResult,
  RevealLeadResult,
  Task,
  TaskOutcome,
  TaskResult,
  type TaskResultName,
} from "./type.ts";

const WITHIN = say("在此区域或村之内；CN 为全部辖区", "Inside this region or village; CN for all of yours");

@ArgsType()
class LeadsArgs extends PageArgs {
  @Field(() => String, { description: WITHIN })
  within!: string;
  @Field(() => LeadWhere, { nullable: true, description: say("条件", "Conditions") })
  where?: LeadWhere;
}

@ArgsType()
class ChangeArgs {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => Int, { description: say("所见的版本", "Version that was seen") })
  rowVersion!: number;
}

/** @throws InputError for a day that is none, or more tasks than are given at once */
function refuse(ok: boolean, zh: string, en: string): void {
  if (!ok) throw new InputError("BAD_USER_INPUT", zh, en);
}

@Resolver()
export class LeadResolver {
  @Mutation(() => ReportLeadResult, {
    description: say(
      "农户自主申报，不需登录；每个地址每分钟至多 10 次",
      "A self-report without sign-in; at most 10 a minute from one address",
    ),
  })
  reportLead(
    @Arg("report", () => LeadReport, { description: say("申报", "Report") }) report: LeadReport,
    @Ctx() context: Context,
  ) {
    return reportLead(context, report);
  }

  @Query(() => LeadProgress, {
    nullable: true,
    description: say(
      "凭回执码查询进度；没有这个回执为空",
      "How a report stands; null for a code that was not given",
    ),
  })
  leadStatus(
    @Arg("receipt", () => String, { description: say("回执码", "Receipt code") }) receipt: string,
    @Ctx() context: Context,
  ) {
    return leadProgress(context, receipt);
  }

  @Query(() => LeadConnection, { description: say("线索，新的在前", "Leads, newest first") })
  leads(@Args(() => LeadsArgs) args: LeadsArgs, @Ctx() context: Context) {
    return selectLeads(context, args.within, args.where ?? {}, readPage(args));
  }

  @Query(() => ChannelCounts, { description: say("各渠道线索数", "Leads by channel") })
  leadsByChannel(
    @Arg("within", () => String, { description: WITHIN }) within: string,
    @Arg("from", () => String, { description: say("首日", "First day") }) from: string,
    @Arg("to", () => String, { description: say("末日", "Last day") }) to: string,
    @Ctx() context: Context,
  ) {
    refuse(isDay(from) && isDay(to), "日期须形如 2026-04-15。", "Days are written like 2026-04-15.");
    return countByChannel(context, { within, from, to });
  }

  @Query(() => [Task], { description: say("未完成的任务，先到期的在前", "Open tasks, soonest due first") })
  tasks(
    @Arg("overdue", () => Boolean, { nullable: true, description: say("只看逾期或未逾期", "Overdue or not") })
    overdue: boolean | null,
    @Arg("mine", () => Boolean, {
      nullable: true,
      description: say("只看我的或他人的", "Mine or those of others"),
    })
    mine: boolean | null,
    @Arg("first", () => Int, { defaultValue: 50, description: say("至多多少条，上限 100", "At most 100") })
    first: number,
    @Ctx() context: Context,
  ) {
    refuse(
      first >= 1 && first <= 100,
      `first 为 ${first}，应为 1–100。`,
      `first is ${first}; give 1 to 100.`,
    );
    return selectTasks(context, { overdue: overdue ?? null, mine: mine ?? null, first });
  }

  @Mutation(() => LeadResult, { description: say("登记排查发现的线索", "Record a lead found by inspection") })
  recordLead(
    @Arg("lead", () => LeadInput, { description: say("线索", "Lead") }) lead: LeadInput,
    @Ctx() context: Context,
  ) {
    return recordLead(context, lead);
  }

  @Mutation(() => LeadResult, { description: say("排除线索，须写明理由", "Dismiss a lead, with the reason") })
  dismissLead(
    @Args(() => ChangeArgs) { id, rowVersion }: ChangeArgs,
    @Arg("reason", () => String, { description: say("理由，4 至 200 字", "Reason, 4 to 200 characters") })
    reason: string,
    @Ctx() context: Context,
  ) {
    return dismissLead(context, { id, rowVersion, reason });
  }

  @Mutation(() => RevealLeadResult, {
    description: say("查看申报人所述明文，留痕，计入每日次数", "What a reporter told, on record and counted"),
  })
  revealLead(
    @Arg("id", () => ID, { description: say("线索", "Lead") }) id: string,
    @Arg("purpose", () => RevealPurpose, { description: say("用途", "What for") }) purpose: RevealPurposeName,
    @Ctx() context: Context,
  ) {
    return revealLead(context, id, purpose);
  }

  @Mutation(() => TaskResult, { description: say("完成任务", "Finish a task") })
  finishTask(
    @Args(() => ChangeArgs) { id, rowVersion }: ChangeArgs,
    @Arg("result", () => TaskOutcome, { description: say("结果", "What came of it") }) result: TaskResultName,
    @Arg("note", () => String, {
      nullable: true,
      description: say("说明，至多 300 字", "In words, at most 300 characters"),
    })
    note: string | null,
    @Ctx() context: Context,
  ) {
    return finishTask(context, { id, rowVersion, result, note: note ?? null });
  }
}
