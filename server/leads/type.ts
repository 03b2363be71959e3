import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import type { Urgency as UrgencyName } from "../../geo/urgency.ts";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";
import { resultOf } from "../refusals.ts";
import { RiskCause, type RiskCauseName } from "../riskCauses.ts";
import { Urgency } from "../urgency/type.ts";

const CHANNELS = {
  SELF_REPORT: say("农户自主申报", "Household self-report"),
  INSPECTION: say("基层干部排查", "Worker inspection"),
  SCREENING: say("部门筛查预警", "Department screening"),
};
export type LeadChannelName = keyof typeof CHANNELS;
export const LEAD_CHANNELS = Object.keys(CHANNELS) as LeadChannelName[];
export const LeadChannel = enumOf(
  "LeadChannel",
  say("发现渠道，永久保留", "How it was found; never changes"),
  CHANNELS,
);

const STATUSES = {
  RECEIVED: say("已受理", "Received"),
  IN_CASE: say("已进入认定程序", "In the procedure"),
  DISMISSED: say("已排除", "Dismissed"),
};
export type LeadStatusName = keyof typeof STATUSES;
export const LeadState = enumOf("LeadState", say("线索状态", "Status of a lead"), STATUSES);

const TASKS = {
  VISIT: say("入户核查", "Visit the household"),
  VERIFY_ALERT: say("核实预警", "Verify an alert"),
  FOLLOW_UP: say("回访", "Follow up"),
};
export type TaskKindName = keyof typeof TASKS;
export const TaskKind = enumOf("TaskKind", say("任务类型", "Kind of a task"), TASKS);

const RESULTS = {
  CONFIRMED: say("属实", "Confirmed"),
  NOT_CONFIRMED: say("不属实", "Not confirmed"),
  DONE: say("已完成", "Done"),
};
export type TaskResultName = keyof typeof RESULTS;
export const TaskOutcome = enumOf("TaskOutcome", say("任务结果", "What came of a task"), RESULTS);

@InputType({ description: say("自主申报，至多六项", "A self-report, six fields at most") })
export class LeadReport {
  @Field(() => ID, {
    nullable: true,
    description: say("客户端生成的标识，防重复提交", "Id made by the client: the same is taken once"),
  })
  id?: string | null;
  @Field(() => String, { description: say("村代码", "Code of the village") })
  villageCode!: string;
  @Field(() => String, { description: say("姓名", "Name") })
  name!: string;
  @Field(() => String, { description: say("电话", "Telephone") })
  phone!: string;
  @Field(() => RiskCause, { description: say("主要困难", "What the trouble is") })
  cause!: RiskCauseName;
  @Field(() => String, {
    nullable: true,
    description: say("说明，至多 300 字", "In words, at most 300 characters"),
  })
  words?: string | null;
}

@InputType({ description: say("排查发现的线索", "A lead found by inspection") })
export class LeadInput {
  @Field(() => ID, { description: say("客户端生成的标识", "Id made by the client, a UUID") })
  id!: string;
  @Field(() => String, { description: say("村代码", "Code of the village") })
  villageCode!: string;
  @Field(() => ID, { nullable: true, description: say("农户", "Household") })
  householdId?: string | null;
  @Field(() => RiskCause, { description: say("风险类型", "Cause") })
  cause!: RiskCauseName;
  @Field(() => String, {
    nullable: true,
    description: say("说明，至多 300 字", "In words, at most 300 characters"),
  })
  words?: string | null;
}

@InputType({ description: say("线索的条件", "Which leads") })
export class LeadWhere {
  @Field(() => [LeadState], { nullable: true, description: say("状态", "Status") })
  status?: LeadStatusName[];
  @Field(() => [LeadChannel], { nullable: true, description: say("渠道", "Channel") })
  channel?: LeadChannelName[];
  @Field(() => [RiskCause], { nullable: true, description: say("风险类型", "Cause") })
  cause?: RiskCauseName[];
}

@ObjectType({ description: say("申报回执；只显示这一次", "Receipt of a self-report; shown this once") })
export class LeadReceipt {
  @Field(() => String, {
    description: say("回执码，凭此查询进度", "Code with which the status is asked for"),
  })
  receipt!: string;
}

@ObjectType({
  description: say("申报进度，不含任何个人信息", "How a self-report stands, and nothing of the person"),
})
export class LeadProgress {
  @Field(() => LeadState, { description: say("状态", "Status") })
  status!: LeadStatusName;
  @Field(() => String, { description: say("自何日起", "Since") })
  since!: string;
}

@ObjectType({ description: say("一条线索", "A lead") })
export class Lead {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => String, { description: say("村代码", "Code of the village") })
  villageCode!: string;
  @Field(() => String, { nullable: true, description: say("村名", "Name of the village") })
  villageName!: string | null;
  @Field(() => LeadChannel, { description: say("发现渠道", "How it was found") })
  channel!: LeadChannelName;
  @Field(() => RiskCause, { description: say("风险类型", "Cause") })
  cause!: RiskCauseName;
  @Field(() => ID, { nullable: true, description: say("农户", "Household, once it is known") })
  householdId!: string | null;
  @Field(() => Date, { description: say("受理时间", "When it came") })
  receivedAt!: Date;
  @Field(() => LeadState, { description: say("状态", "Status") })
  status!: LeadStatusName;
  @Field(() => String, { nullable: true, description: say("排除理由", "Why it was dismissed") })
  dismissedReason!: string | null;
  @Field(() => String, { nullable: true, description: say("申报人，脱敏", "Who reported, masked") })
  name!: string | null;
  @Field(() => String, { nullable: true, description: say("电话，脱敏", "Telephone, masked") })
  phone!: string | null;
  @Field(() => Boolean, { description: say("有文字说明，须查看明文", "There are words; shown by revealing") })
  hasWords!: boolean;
  @Field(() => Int, { description: say("版本", "Version") })
  rowVersion!: number;
}

@ObjectType({ description: say("申报人所述明文；查看已留痕", "What a reporter told; the look is on record") })
export class RevealedLead {
  @Field(() => ID, { description: say("线索", "Lead") })
  id!: string;
  @Field(() => String, { nullable: true, description: say("姓名", "Name") })
  name!: string | null;
  @Field(() => String, { nullable: true, description: say("电话", "Telephone") })
  phone!: string | null;
  @Field(() => String, { nullable: true, description: say("说明", "Words") })
  words!: string | null;
  @Field(() => Int, { description: say("今日还可查看次数", "Looks left today") })
  leftToday!: number;
}

@ObjectType({ description: say("一个渠道的线索数", "Leads of one channel") })
export class ChannelCount {
  @Field(() => LeadChannel, { description: say("渠道", "Channel") })
  channel!: LeadChannelName;
  @Field(() => Int, { description: say("线索数", "Leads") })
  leads!: number;
}

@ObjectType({ description: say("各渠道线索数", "Leads by channel") })
export class ChannelCounts {
  @Field(() => Int, { description: say("合计", "All of them") })
  total!: number;
  @Field(() => [ChannelCount], { description: say("各渠道", "By channel") })
  channels!: ChannelCount[];
}

@ObjectType({ description: say("一项任务", "A task") })
export class Task {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => TaskKind, { description: say("类型", "Kind") })
  kind!: TaskKindName;
  @Field(() => String, { description: say("村代码", "Code of the village") })
  villageCode!: string;
  @Field(() => String, { nullable: true, description: say("村名", "Name of the village") })
  villageName!: string | null;
  @Field(() => ID, { nullable: true, description: say("线索", "Lead") })
  leadId!: string | null;
  @Field(() => ID, { nullable: true, description: say("对象", "Case") })
  caseId!: string | null;
  @Field(() => ID, { nullable: true, description: say("农户", "Household") })
  householdId!: string | null;
  @Field(() => String, { nullable: true, description: say("户编号", "Number of the household") })
  householdNumber!: string | null;
  @Field(() => ID, {
    nullable: true,
    description: say("责任人；无人驻村为空", "Who; null while nobody is posted there"),
  })
  ownerId!: string | null;
  @Field(() => Boolean, { description: say("是我的任务", "Mine") })
  isMine!: boolean;
  @Field(() => String, { description: say("到期日", "Day it is due") })
  dueOn!: string;
  @Field(() => Boolean, { description: say("已逾期", "Overdue") })
  isOverdue!: boolean;
  @Field(() => Urgency, {
    nullable: true,
    description: say(
      "所核实预警的紧急程度，按今日的规则得出；不来自预警或已答复为空",
      "How urgent the alert it verifies is, by the rules of today; null without an alert and once it is answered",
    ),
  })
  urgency!: UrgencyName | null;
  @Field(() => Date, { nullable: true, description: say("完成时间", "When it was done") })
  doneAt!: Date | null;
  @Field(() => TaskOutcome, { nullable: true, description: say("结果", "What came of it") })
  result!: TaskResultName | null;
  @Field(() => Int, { description: say("版本", "Version") })
  rowVersion!: number;
}

export const LeadConnection = connectionOf(Lead);
export const ReportLeadResult = resultOf("ReportLeadResult", LeadReceipt);
export const LeadResult = resultOf("LeadResult", Lead);
export const RevealLeadResult = resultOf("RevealLeadResult", RevealedLead);
export const TaskResult = resultOf("TaskResult", Task);
