import { createUnionType, Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import type { Urgency as UrgencyName } from "../../geo/urgency.ts";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";
import { Colleague } from "../ledger/type.ts";
import { Money } from "../money.ts";
import { ConsentRequired, Refused, resultOf } from "../refusals.ts";
import { Urgency } from "../urgency/type.ts";

const ANSWERS = {
  RECOGNISE: say("属实，进入认定程序", "True; the procedure begins"),
  DISMISS: say("排除，须说明原因", "Dismissed, with a reason"),
};
export type AlertAnswerName = keyof typeof ANSWERS;
export const AlertAnswer = enumOf("AlertAnswer", say("预警核查结论", "Answer to an alert"), ANSWERS);

const SETTLEMENTS = {
  REGISTER_CORRECTED: say("登记有误，已更正", "The register was wrong and is corrected"),
  LIST_WRONG: say("名单有误", "The list is wrong"),
};
export type SettlementName = keyof typeof SETTLEMENTS;
export const ContradictionSettlement = enumOf(
  "ContradictionSettlement",
  say("矛盾处理", "How a contradiction was settled"),
  SETTLEMENTS,
);

@ObjectType({ description: say("行业部门", "A department that sends lists") })
export class Department {
  @Field(() => String, { description: say("代号", "Key") })
  key!: string;
  @Field(() => String, { description: say("名称", "Name") })
  name!: string;
}

@ObjectType({ description: say("预警规则的一个版本", "A version of a rule of screening") })
export class ScreeningRule {
  @Field(() => String, { description: say("规则代号", "Key of the rule") })
  key!: string;
  @Field(() => Int, { description: say("版本", "Version") })
  version!: number;
  @Field(() => Department, { description: say("部门", "Department") })
  department!: Department;
  @Field(() => String, { description: say("数据项代号", "Data item of the list") })
  item!: string;
  @Field(() => String, { description: say("数据项名称", "Name of the item") })
  label!: string;
  @Field(() => String, {
    description: say("单位：FEN 分、DAYS 天、GRADE 级、YES 是否", "Unit: FEN, DAYS, GRADE or YES"),
  })
  unit!: string;
  @Field(() => String, { description: say("比较方式", "AT_LEAST, AT_MOST or IS_TRUE") })
  comparison!: string;
  @Field(() => Float, { nullable: true, description: say("界限，以单位计", "Threshold, in the unit") })
  threshold!: number | null;
  @Field(() => String, { description: say("指向的风险", "Risk a hit points at") })
  cause!: string;
  @Field(() => String, { description: say("开始执行日", "First day it holds") })
  validFrom!: string;
  @Field(() => Int, { description: say("核查期限，工作日", "Working days to answer") })
  answerWorkingDays!: number;
  @Field(() => String, { description: say("来源", "Where it comes from") })
  source!: string;
  @Field(() => String, {
    description: say(
      "依据等级：OFFICIAL、SECONDARY、PROJECT（本项目默认）",
      "OFFICIAL, SECONDARY, or PROJECT for our own default",
    ),
  })
  grade!: string;
}

@ObjectType({
  description: say(
    "一份已比对的部门名单；除命中外不留存名单内容",
    "A list that was compared; of its rows nothing is kept but the hits",
  ),
})
export class ScreeningBatch {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => String, { description: say("县代码", "Code of the county") })
  countyCode!: string;
  @Field(() => Department, { description: say("部门", "Department") })
  department!: Department;
  @Field(() => String, { description: say("数据日期", "Day the list describes") })
  dataDay!: string;
  @Field(() => Int, { description: say("总行数", "Rows") })
  rowsTotal!: number;
  @Field(() => Int, { description: say("比对到的行数", "Rows of members with a live consent") })
  rowsMatched!: number;
  @Field(() => Int, {
    description: say("未获授权、不予比对的行数", "Rows of members without a live consent: not compared"),
  })
  rowsWithoutConsent!: number;
  @Field(() => Int, { description: say("新增预警数", "Alerts it opened") })
  alertsNew!: number;
  @Field(() => Colleague, { nullable: true, description: say("导入人", "Who loaded it") })
  loadedBy!: Colleague | null;
  @Field(() => Date, { description: say("导入时间", "When it was loaded") })
  loadedAt!: Date;
}
export const ScreeningBatchConnection = connectionOf(ScreeningBatch);

@ObjectType({ description: say("名单中的一处错误", "Something wrong in a row of a list") })
export class ListProblem {
  @Field(() => Int, { description: say("行号，表头为第 1 行", "Line; the header is line 1") })
  row!: number;
  @Field(() => String, { description: say("列名", "Column") })
  column!: string;
  @Field(() => String, { description: say("固定代码", "Code") })
  code!: string;
  @Field(() => String, { description: say("问题与应做的事", "What is wrong, and what to do") })
  message!: string;
}

@ObjectType({ description: say("名单有误，没有写入任何内容", "The list has mistakes; nothing was written") })
export class ListRejected {
  @Field(() => String, { description: say("说明", "Summary") })
  message!: string;
  @Field(() => Int, { description: say("错误总数", "Problems in all") })
  total!: number;
  @Field(() => [ListProblem], { description: say("前面的，至多 100 处", "The first of them, at most 100") })
  problems!: ListProblem[];
}

const SPECIAL = [ListRejected, ConsentRequired, Refused] as const;
export const ScreeningBatchResult = createUnionType({
  name: "ScreeningBatchResult",
  description: say("比对结果，或未办理的原因", "The comparison, or why nothing was done"),
  types: () => [ScreeningBatch, ...SPECIAL] as const,
  resolveType: (value) => SPECIAL.find((type) => value instanceof type) ?? ScreeningBatch,
});

@ObjectType({
  description: say(
    "一条预警：须入户核实并答复，不是结论",
    "An alert: to be verified in the field and answered, never a judgement",
  ),
})
export class Alert {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => ScreeningRule, { description: say("规则及版本", "Rule and version") })
  rule!: ScreeningRule;
  @Field(() => ID, { description: say("来自哪份名单", "List it came from") })
  batchId!: string;
  @Field(() => ID, { description: say("农户", "Household") })
  householdId!: string;
  @Field(() => String, { description: say("户编号", "Number of the household") })
  householdNumber!: string;
  @Field(() => String, { description: say("村代码", "Code of the village") })
  villageCode!: string;
  @Field(() => String, { description: say("成员姓名，已脱敏", "Name of the member, masked") })
  memberName!: string;
  @Field(() => Money, { nullable: true, description: say("金额，单位为分的项目", "Amount, of items in fen") })
  amount!: number | null;
  @Field(() => Int, { nullable: true, description: say("数值，天或级", "Value, of items in days or grades") })
  value!: number | null;
  @Field(() => String, {
    description: say(
      "比对值的 SHA-256，同一事实只报一次",
      "SHA-256 of the matched values: the same fact is one alert",
    ),
  })
  matchedSha256!: string;
  @Field(() => ID, { nullable: true, description: say("线索", "Lead it opened") })
  leadId!: string | null;
  @Field(() => Date, { description: say("预警时间", "When it was opened") })
  openedAt!: Date;
  @Field(() => String, { description: say("核查期限", "Day the answer is due") })
  dueOn!: string;
  @Field(() => Boolean, { description: say("是否超期未核查", "Not answered in time") })
  isOverdue!: boolean;
  @Field(() => Urgency, {
    nullable: true,
    description: say(
      "紧急程度，按今日的规则得出；已核查为空",
      "How urgent, by the rules of today; null once it is answered",
    ),
  })
  urgency!: UrgencyName | null;
  @Field(() => AlertAnswer, {
    nullable: true,
    description: say("结论；未核查为空", "Answer; null while there is none"),
  })
  answer!: AlertAnswerName | null;
  @Field(() => String, { nullable: true, description: say("原因", "Reason") })
  reason!: string | null;
  @Field(() => Colleague, { nullable: true, description: say("核查人", "Who answered") })
  answeredBy!: Colleague | null;
  @Field(() => Date, { nullable: true, description: say("答复时间", "When it was answered") })
  answeredAt!: Date | null;
  @Field(() => Int, { description: say("版本，修改时给出", "Version, to be given with a change") })
  rowVersion!: number;
}
export const AlertConnection = connectionOf(Alert);
export const AlertResult = resultOf("AlertResult", Alert);

const ORDERS = {
  DUE: say("先到期的在前", "Soonest due first"),
  URGENCY: say("最紧急的在前，已核查的在后", "Most urgent first, answered ones last"),
};
export type AlertOrderName = keyof typeof ORDERS;
export const AlertOrder = enumOf("AlertOrder", say("预警的顺序", "Order of alerts"), ORDERS);

@InputType({ description: say("预警条件，同时满足", "Which alerts; all conditions hold") })
export class AlertWhere {
  @Field(() => Boolean, { nullable: true, description: say("是否待核查", "Unanswered or not") })
  open?: boolean;
  @Field(() => Boolean, { nullable: true, description: say("是否超期", "Overdue or not") })
  overdue?: boolean;
  @Field(() => String, { nullable: true, description: say("规则代号", "Key of the rule") })
  rule?: string;
}

@ObjectType({
  description: say("名单与登记不一致之处", "Where a list and the register say different things"),
})
export class Contradiction {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => ID, { description: say("来自哪份名单", "List it came from") })
  batchId!: string;
  @Field(() => ID, { description: say("农户", "Household") })
  householdId!: string;
  @Field(() => String, { description: say("户编号", "Number of the household") })
  householdNumber!: string;
  @Field(() => String, { description: say("村代码", "Code of the village") })
  villageCode!: string;
  @Field(() => String, { description: say("成员姓名，已脱敏", "Name of the member, masked") })
  memberName!: string;
  @Field(() => String, { description: say("数据项", "Item") })
  item!: string;
  @Field(() => String, { description: say("登记为", "What the register says") })
  registered!: string;
  @Field(() => String, { description: say("名单为", "What the list says") })
  reported!: string;
  @Field(() => Date, { description: say("发现时间", "When it was found") })
  foundAt!: Date;
  @Field(() => ContradictionSettlement, {
    nullable: true,
    description: say("处理；未处理为空", "How it was settled; null while it is not"),
  })
  settlement!: SettlementName | null;
  @Field(() => Date, { nullable: true, description: say("处理时间", "When it was settled") })
  settledAt!: Date | null;
  @Field(() => Colleague, { nullable: true, description: say("处理人", "Who settled it") })
  settledBy!: Colleague | null;
}
export const ContradictionConnection = connectionOf(Contradiction);
export const ContradictionResult = resultOf("ContradictionResult", Contradiction);

@ObjectType({ description: say("比例及其 95% Wilson 区间", "A share with its 95 % interval after Wilson") })
export class Share {
  @Field(() => Float, { description: say("比例，0–1", "Share, 0 to 1") })
  value!: number;
  @Field(() => Float, { description: say("区间下限", "Lower end of the interval") })
  low!: number;
  @Field(() => Float, { description: say("区间上限", "Upper end of the interval") })
  high!: number;
}

@ObjectType({
  description: say("一条规则推送了多少，属实多少", "How much a rule pushed, and how much of it was true"),
})
export class RulePrecision {
  @Field(() => String, { description: say("规则代号，含各版本", "Key of the rule, all its versions") })
  rule!: string;
  @Field(() => Int, { description: say("推送数", "Alerts pushed") })
  pushed!: number;
  @Field(() => Int, { description: say("已核查数", "Of them answered") })
  answered!: number;
  @Field(() => Int, { description: say("属实数", "Of them recognised") })
  recognised!: number;
  @Field(() => Share, {
    nullable: true,
    description: say("属实占推送；没有推送为空", "Recognised of the pushed; null where none was"),
  })
  precision!: Share | null;
  @Field(() => Share, {
    nullable: true,
    description: say("属实占已核查；没有核查为空", "Recognised of the answered; null where none was"),
  })
  precisionOfAnswered!: Share | null;
}
