import { createUnionType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { Role, type RoleName } from "../access/type.ts";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";
import { Refused } from "../refusals.ts";

const FOUND_BY = {
  INSPECTION: say("检查发现", "An inspection"),
  ALERT: say("预警", "An alert"),
  AUDIT: say("审计", "An audit"),
  PUBLIC_TIP: say("群众反映", "The public"),
  QUALITY: say("数据质量疑问", "A finding of data quality"),
  CAMPAIGN: say("集中排查", "An inspection campaign"),
};
export type FoundByName = keyof typeof FOUND_BY;
export const FoundBy = enumOf("FoundBy", say("问题来源", "How a problem was found"), FOUND_BY);

const SUBJECTS = {
  GUARANTEES: say("三保障", "The three guarantees"),
  WATER: say("饮水安全", "Drinking water"),
  RELOCATION: say("易地搬迁", "Relocation"),
  INDUSTRY: say("产业", "Industry"),
  PUBLIC_POSTS: say("公益岗位", "Public-welfare posts"),
  FUNDS: say("资金", "Funds"),
  PROCEDURE: say("认定程序", "The procedure"),
  DATA_QUALITY: say("数据质量", "Data quality"),
  OTHER: say("其他", "Other"),
};
export type SubjectName = keyof typeof SUBJECTS;
export const LedgerSubject = enumOf("LedgerSubject", say("问题类别", "What a problem is about"), SUBJECTS);

const SEVERITIES = {
  SERIOUS: say("严重", "Serious"),
  ORDINARY: say("一般", "Ordinary"),
  MINOR: say("轻微", "Minor"),
};
export type SeverityName = keyof typeof SEVERITIES;
export const LedgerSeverity = enumOf("LedgerSeverity", say("严重程度", "How bad a problem is"), SEVERITIES);

const STATUSES = {
  OPEN: say("待整改", "To be put right"),
  FIXED: say("已整改，待核验", "Put right, to be checked"),
  CLOSED: say("已销号", "Closed"),
  REOPENED: say("重新挂账", "Reopened"),
};
export type LedgerStatusName = keyof typeof STATUSES;
export const LedgerStatus = enumOf("LedgerStatus", say("台账状态", "Status of a problem"), STATUSES);

const ESCALATIONS = {
  REMINDER: say("提醒", "Reminder"),
  NOTICE: say("通报", "Notice"),
  INTERVIEW: say("约谈", "Interview"),
};
export type EscalationName = keyof typeof ESCALATIONS;
export const EscalationKind = enumOf("EscalationKind", say("督办方式", "Rung of the ladder"), ESCALATIONS);

@ObjectType({ description: say("一位同事", "A colleague") })
export class Colleague {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => String, { description: say("姓名", "Name") })
  name!: string;
  @Field(() => Role, { description: say("岗位", "Post") })
  role!: RoleName;
}

@ObjectType({ description: say("一次督办", "One rung of the ladder of an overdue problem") })
export class Escalation {
  @Field(() => Int, { description: say("第几级，1–3", "Rung, 1 to 3") })
  step!: number;
  @Field(() => EscalationKind, { description: say("方式", "What it is") })
  kind!: EscalationName;
  @Field(() => Date, { description: say("时间", "When") })
  at!: Date;
}

@ObjectType({ description: say("问题台账中的一条", "An entry of the problem ledger") })
export class LedgerItem {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => Int, { description: say("编号，重新挂账时不变", "Number, kept when it is reopened") })
  number!: number;
  @Field(() => String, {
    description: say("村代码，或补零的区域代码", "Code of the village, or of a region filled up with zeros"),
  })
  placeCode!: string;
  @Field(() => String, { description: say("地点名称", "Name of the place") })
  placeName!: string;
  @Field(() => FoundBy, { description: say("来源", "How it was found") })
  foundBy!: FoundByName;
  @Field(() => LedgerSubject, { description: say("类别", "What it is about") })
  subject!: SubjectName;
  @Field(() => String, { description: say("问题", "What is wrong") })
  description!: string;
  @Field(() => LedgerSeverity, { description: say("严重程度", "How bad") })
  severity!: SeverityName;
  @Field(() => LedgerStatus, { description: say("状态", "Status") })
  status!: LedgerStatusName;
  @Field(() => Colleague, { nullable: true, description: say("责任人", "Who must put it right") })
  owner!: Colleague | null;
  @Field(() => Colleague, {
    nullable: true,
    description: say(
      "拟移交给谁；接受之前仍由原责任人负责",
      "Who was asked to take it over; the owner answers until then",
    ),
  })
  handedTo!: Colleague | null;
  @Field(() => String, { description: say("整改目标日", "Day it must be over") })
  targetOn!: string;
  @Field(() => String, {
    description: say(
      "整改期限，由目标日按工作日倒排",
      "Day to put it right by, working days counted back from the target",
    ),
  })
  dueOn!: string;
  @Field(() => Boolean, { description: say("是否超期未整改", "Not put right in time") })
  isOverdue!: boolean;
  @Field(() => Colleague, { nullable: true, description: say("整改人", "Who put it right") })
  fixedBy!: Colleague | null;
  @Field(() => Date, { nullable: true, description: say("整改时间", "When it was put right") })
  fixedAt!: Date | null;
  @Field(() => String, { nullable: true, description: say("整改证据", "What shows it") })
  evidence!: string | null;
  @Field(() => Colleague, {
    nullable: true,
    description: say("核验人，不是整改人", "Who checked it, never the fixer"),
  })
  verifiedBy!: Colleague | null;
  @Field(() => Date, { nullable: true, description: say("核验时间", "When it was checked") })
  verifiedAt!: Date | null;
  @Field(() => [Escalation], { description: say("督办记录，至多三级", "Rungs so far, at most three") })
  escalations!: Escalation[];
  @Field(() => Date, { description: say("挂账时间", "When it was registered") })
  openedAt!: Date;
  @Field(() => Boolean, { description: say("是否模拟数据", "Invented") })
  isDemo!: boolean;
  @Field(() => Int, { description: say("版本，修改时给出", "Version, to be given with a change") })
  rowVersion!: number;
}

export const LedgerItemConnection = connectionOf(LedgerItem);

@ObjectType({
  description: say("整改人不能核验自己的整改", "Who put a problem right cannot be who checks it"),
})
export class FixerCannotVerify {
  @Field(() => String, { description: say("原因与应做的事", "Why, and what to do") })
  message!: string;
}

export const LedgerItemResult = createUnionType({
  name: "LedgerItemResult",
  description: say("台账条目，或未办理的原因", "The entry, or why nothing was done"),
  types: () => [LedgerItem, FixerCannotVerify, Refused] as const,
  resolveType: (value) => {
    if (value instanceof Refused) return Refused;
    return value instanceof FixerCannotVerify ? FixerCannotVerify : LedgerItem;
  },
});

@ObjectType({ description: say("一个区域的台账数", "Problems of a region, counted") })
export class LedgerCount {
  @Field(() => String, { description: say("区域代码", "Code of the region") })
  code!: string;
  @Field(() => String, { description: say("名称", "Name") })
  name!: string;
  @Field(() => Int, { description: say("待整改", "To be put right") })
  open!: number;
  @Field(() => Int, { description: say("待核验", "To be checked") })
  fixed!: number;
  @Field(() => Int, { description: say("已销号", "Closed") })
  closed!: number;
  @Field(() => Int, { description: say("重新挂账", "Reopened") })
  reopened!: number;
  @Field(() => Int, { description: say("其中超期", "Of them overdue") })
  overdue!: number;
}

@InputType({ description: say("台账条件，同时满足", "Which problems; all conditions hold") })
export class LedgerWhere {
  @Field(() => LedgerStatus, { nullable: true, description: say("状态", "Status") })
  status?: LedgerStatusName;
  @Field(() => Boolean, { nullable: true, description: say("是否超期", "Overdue or not") })
  overdue?: boolean;
  @Field(() => LedgerSubject, { nullable: true, description: say("类别", "Subject") })
  subject?: SubjectName;
  @Field(() => LedgerSeverity, { nullable: true, description: say("严重程度", "Severity") })
  severity?: SeverityName;
  @Field(() => FoundBy, { nullable: true, description: say("来源", "How they were found") })
  foundBy?: FoundByName;
  @Field(() => Boolean, {
    nullable: true,
    description: say("只要由我负责或移交给我的", "Only mine, or handed to me"),
  })
  mine?: boolean;
}

@InputType({ description: say("新的台账条目", "A new entry of the ledger") })
export class LedgerItemInput {
  @Field(() => ID, {
    description: say(
      "由客户端生成的 UUID；重复提交不会重复登记",
      "UUID made by the client; sending it again registers nothing twice",
    ),
  })
  id!: string;
  @Field(() => String, { description: say("村或区域代码", "Code of a village or region") })
  place!: string;
  @Field(() => FoundBy, { description: say("来源", "How it was found") })
  foundBy!: FoundByName;
  @Field(() => LedgerSubject, { description: say("类别", "Subject") })
  subject!: SubjectName;
  @Field(() => LedgerSeverity, { description: say("严重程度", "Severity") })
  severity!: SeverityName;
  @Field(() => String, {
    description: say(
      "问题，4 至 1000 字，不得含个人信息",
      "What is wrong, 4 to 1000 characters, nothing of a person",
    ),
  })
  description!: string;
  @Field(() => String, {
    description: say("整改目标日，如 2026-12-31", "Day it must be over, like 2026-12-31"),
  })
  targetOn!: string;
  @Field(() => ID, {
    nullable: true,
    description: say(
      "责任人；默认为驻村人员",
      "Who must put it right; who is posted to the village by default",
    ),
  })
  owner?: string;
}
