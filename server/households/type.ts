import { Field, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";
import {
  AccountKind,
  type AccountKindName,
  Candidate,
  type CandidateName,
  ConsentScope,
  type ConsentScopeName,
  GuaranteeKind,
  type GuaranteeKindName,
  HouseholdCategory,
  type HouseholdCategoryName,
  HouseholdGrade,
  type HouseholdGradeName,
  HouseholdStatus,
  type HouseholdStatusName,
  Labour,
  type LabourName,
  Relation,
  type RelationName,
  Sex,
  type SexName,
} from "../householdWords.ts";
import { Money } from "../money.ts";
import { resultOf } from "../refusals.ts";

@ObjectType({
  description: say("家庭成员，身份信息已脱敏", "A member, with what identifies the person masked"),
})
export class HouseholdMember {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => Relation, { description: say("与户主关系", "Relation to the head") })
  relation!: RelationName;
  @Field(() => Sex, { description: say("性别", "Sex") })
  sex!: SexName;
  @Field(() => String, { description: say("出生年份", "Year of birth") })
  birthYear!: string;
  @Field(() => Boolean, { description: say("未满 18 周岁", "Under 18") })
  isMinor!: boolean;
  @Field(() => Labour, { description: say("劳动能力", "Ability to work") })
  labour!: LabourName;
  @Field(() => Boolean, { description: say("在业", "In work") })
  employed!: boolean;
  @Field(() => String, {
    nullable: true,
    description: say(
      "何日起无业；在业或不详时为空",
      "Day since which without work; null for who is in work, or not known",
    ),
  })
  idleSince!: string | null;
  @Field(() => String, {
    nullable: true,
    description: say(
      "何日起在业；无业或不详时为空",
      "Day since which in work; null without work, or not known",
    ),
  })
  employedSince!: string | null;
  @Field(() => Boolean, { description: say("自愿不就业", "Without work by choice") })
  idleByChoice!: boolean;
  @Field(() => Boolean, { description: say("外出务工", "Works outside the county") })
  worksAway!: boolean;
  @Field(() => Boolean, { description: say("在校", "At school") })
  atSchool!: boolean;
  @Field(() => Boolean, {
    description: say("有残疾；等级须查看明文", "Disabled; the grade is shown by revealing"),
  })
  isDisabled!: boolean;
  @Field(() => Boolean, {
    description: say("有病情记录；内容须查看明文", "An illness is on record; shown by revealing"),
  })
  hasHealthRecord!: boolean;
  @Field(() => String, { description: say("姓名，脱敏", "Name, masked") })
  name!: string;
  @Field(() => String, { description: say("身份证号，脱敏", "Identity number, masked") })
  idNumber!: string;
  @Field(() => String, { nullable: true, description: say("电话，脱敏", "Telephone, masked") })
  phone!: string | null;
  @Field(() => String, { nullable: true, description: say("银行账号，脱敏", "Bank account, masked") })
  bankAccount!: string | null;
  @Field(() => String, { nullable: true, description: say("离户日期", "Day the person left") })
  leftOn!: string | null;
  @Field(() => String, {
    nullable: true,
    description: say(
      "个人信息清除日期；清除后姓名与证件号显示为“已清除”",
      "Day on which what identifies the person was erased; name and number then read Erased",
    ),
  })
  erasedOn!: string | null;
  @Field(() => Int, { description: say("版本", "Version") })
  rowVersion!: number;
}

@ObjectType({ description: say("承诺授权", "Consent and authorisation") })
export class Consent {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => [ConsentScope], { description: say("授权范围", "What it allows") })
  scope!: ConsentScopeName[];
  @Field(() => String, { description: say("承诺书版本", "Version of the form") })
  formVersion!: string;
  @Field(() => String, { description: say("授权日期", "Day it was given") })
  givenOn!: string;
  @Field(() => String, { nullable: true, description: say("撤回日期", "Day it was withdrawn") })
  withdrawnOn!: string | null;
  @Field(() => Int, { description: say("版本", "Version") })
  rowVersion!: number;
}

@ObjectType({ description: say("三保障与饮水安全问题", "A matter of the three guarantees or of water") })
export class GuaranteeIssue {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => GuaranteeKind, { description: say("类别", "Which") })
  kind!: GuaranteeKindName;
  @Field(() => String, { description: say("发现日期", "Day it was found") })
  openedOn!: string;
  @Field(() => String, { nullable: true, description: say("解决日期", "Day it was solved") })
  closedOn!: string | null;
  @Field(() => Int, { description: say("版本", "Version") })
  rowVersion!: number;
}

@ObjectType({ description: say("算账的一项合计", "Sum of one kind") })
export class AccountSum {
  @Field(() => AccountKind, { description: say("类别", "Kind") })
  kind!: AccountKindName;
  @Field(() => Money, { description: say("合计，报销后", "Sum, after reimbursement") })
  amount!: number;
}

@ObjectType({ description: say("一个月的收支", "One month of the account") })
export class AccountMonth {
  @Field(() => String, { description: say("月份", "Month") })
  month!: string;
  @Field(() => Money, { description: say("纯收入", "Net income") })
  net!: number;
  @Field(() => Money, { description: say("刚性支出", "Rigid spending") })
  rigid!: number;
}

@ObjectType({ description: say("一笔收支", "One entry of the account") })
export class AccountEntry {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => ID, { nullable: true, description: say("所属成员", "Member it belongs to") })
  memberId!: string | null;
  @Field(() => AccountKind, { description: say("类别", "Kind") })
  kind!: AccountKindName;
  @Field(() => String, { description: say("日期", "Day") })
  day!: string;
  @Field(() => Money, { description: say("金额", "Amount") })
  amountFen!: number;
  @Field(() => Money, { description: say("报销额", "Reimbursed") })
  reimbursedFen!: number;
  @Field(() => Boolean, { description: say("已实现", "Realised; what is only expected never counts") })
  realised!: boolean;
  @Field(() => Boolean, { description: say("一次性", "Came once only") })
  oneOff!: boolean;
  @Field(() => ID, { nullable: true, description: say("冲正的一笔", "Entry it takes back") })
  reverses!: string | null;
  @Field(() => Boolean, { description: say("已被冲正", "Was taken back") })
  isReversed!: boolean;
}

@ObjectType({
  description: say("家庭算账：评估日之前十二个整月", "Account of the twelve full months before a day"),
})
export class HouseholdAccount {
  @Field(() => String, { description: say("评估日", "Day of assessment") })
  assessed!: string;
  @Field(() => String, { description: say("首日", "First day") })
  firstDay!: string;
  @Field(() => String, { description: say("末日", "Last day") })
  lastDay!: string;
  @Field(() => Int, { description: say("人数", "Persons") })
  persons!: number;
  @Field(() => Money, { description: say("纯收入", "Net income") })
  netFen!: number;
  @Field(() => Money, { description: say("刚性支出", "Rigid spending after reimbursement") })
  rigidFen!: number;
  @Field(() => Money, { description: say("扣除刚性支出后", "Net income after rigid spending") })
  afterRigidFen!: number;
  @Field(() => Money, { description: say("稳定纯收入，不含一次性收入", "Net income without one-off income") })
  stableNetFen!: number;
  @Field(() => Money, { description: say("人均纯收入", "Net income per head") })
  perCapitaFenFloor!: number;
  @Field(() => Money, { description: say("扣除刚性支出后人均", "Per head after rigid spending") })
  afterRigidPerCapitaFenFloor!: number;
  @Field(() => Money, { description: say("未实现、不计入", "Not realised, not counted") })
  excludedUnrealisedFen!: number;
  @Field(() => [AccountSum], { description: say("收入分项", "Income by kind") })
  income!: AccountSum[];
  @Field(() => [AccountSum], { description: say("刚性支出分项", "Rigid spending by kind") })
  rigid!: AccountSum[];
  @Field(() => [AccountMonth], { description: say("逐月变化", "Month by month") })
  months!: AccountMonth[];
  @Field(() => [AccountEntry], {
    description: say("窗口内各笔，至多 500 笔", "Entries of the window, at most 500"),
  })
  entries!: AccountEntry[];
  @Field(() => Money, {
    nullable: true,
    description: say("监测线，每人每年；未公布为空", "Monitoring line; null where none is known"),
  })
  lineFen!: number | null;
  @Field(() => String, { nullable: true, description: say("监测线出处", "Where the line is written") })
  lineSource!: string | null;
  @Field(() => String, {
    nullable: true,
    description: say("为何不作判定", "Why nothing is judged: no line is known"),
  })
  refusal!: string | null;
  @Field(() => Candidate, { nullable: true, description: say("按数字的类别", "Class by the figures") })
  candidate!: CandidateName | null;
  @Field(() => HouseholdGrade, { nullable: true, description: say("按数字的分级", "Grade by the figures") })
  card!: HouseholdGradeName | null;
  @Field(() => [String], { description: say("判定理由", "Reasons") })
  reasons!: string[];
}

@ObjectType({ description: say("一次评估，开案的线索，不作认定", "An assessment: it never decides a case") })
export class HouseholdAssessment {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => String, { description: say("评估日", "Day") })
  assessedOn!: string;
  @Field(() => Int, { description: say("人数", "Persons") })
  persons!: number;
  @Field(() => Money, { description: say("监测线", "Monitoring line") })
  lineFen!: number;
  @Field(() => Money, { description: say("纯收入", "Net income") })
  netFen!: number;
  @Field(() => Money, { description: say("刚性支出", "Rigid spending") })
  rigidFen!: number;
  @Field(() => Money, { description: say("稳定纯收入", "Stable net income") })
  stableNetFen!: number;
  @Field(() => Candidate, { description: say("类别", "Class") })
  candidate!: CandidateName;
  @Field(() => HouseholdGrade, { nullable: true, description: say("分级", "Grade") })
  grade!: HouseholdGradeName | null;
}

@ObjectType({ description: say("农户", "A household") })
export class Household {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => String, { description: say("户编号", "Number") })
  number!: string;
  @Field(() => String, { description: say("村代码", "Code of the village") })
  villageCode!: string;
  @Field(() => String, { nullable: true, description: say("村名", "Name of the village") })
  villageName!: string | null;
  @Field(() => HouseholdCategory, { nullable: true, description: say("监测对象类别", "Category") })
  category!: HouseholdCategoryName | null;
  @Field(() => HouseholdGrade, { nullable: true, description: say("分级", "Grade") })
  grade!: HouseholdGradeName | null;
  @Field(() => HouseholdStatus, { description: say("状态", "Status") })
  status!: HouseholdStatusName;
  @Field(() => Boolean, { description: say("脱贫户", "Lifted out of poverty") })
  formerlyPoor!: boolean;
  @Field(() => Boolean, { description: say("缺资金", "Short of money") })
  lacksFunds!: boolean;
  @Field(() => Boolean, { description: say("缺技术", "Short of skill") })
  lacksSkills!: boolean;
  @Field(() => Boolean, { description: say("模拟数据", "Invented") })
  isDemo!: boolean;
  @Field(() => String, {
    nullable: true,
    description: say("全户个人信息清除日期", "Day on which the household as a whole was erased"),
  })
  erasedOn!: string | null;
  @Field(() => Int, { description: say("版本", "Version") })
  rowVersion!: number;
  @Field(() => Date, { description: say("最近改动", "Last change") })
  changedAt!: Date;
}

export const HouseholdConnection = connectionOf(Household);
export const HouseholdResult = resultOf("HouseholdResult", Household);
