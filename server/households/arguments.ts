import { Field, ID, InputType, Int } from "type-graphql";
import { say } from "../describe.ts";
import {
  AccountKind,
  type AccountKindName,
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

@InputType({ description: say("农户的条件", "Which households") })
export class HouseholdWhere {
  @Field(() => [HouseholdStatus], { nullable: true, description: say("状态", "Status") })
  status?: HouseholdStatusName[];
  @Field(() => [HouseholdCategory], { nullable: true, description: say("类别", "Category") })
  category?: HouseholdCategoryName[];
  @Field(() => [HouseholdGrade], { nullable: true, description: say("分级", "Grade") })
  grade?: HouseholdGradeName[];
  @Field(() => Boolean, {
    nullable: true,
    description: say("有未解决的三保障或饮水问题", "An open matter of guarantees or water"),
  })
  hasOpenGuarantee?: boolean;
  @Field(() => String, { nullable: true, description: say("户编号的开头", "Start of the number") })
  number?: string;
}

@InputType({ description: say("农户情况", "What is known of a household") })
export class HouseholdInput {
  @Field(() => ID, { description: say("客户端生成的标识", "Id made by the client, a UUID") })
  id!: string;
  @Field(() => String, { description: say("村代码", "Code of the village") })
  villageCode!: string;
  @Field(() => Boolean, { description: say("脱贫户", "Lifted out of poverty") })
  formerlyPoor!: boolean;
  @Field(() => Boolean, { nullable: true, description: say("缺资金", "Short of money") })
  lacksFunds?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: say("缺技术", "Short of skill") })
  lacksSkills?: boolean | null;
}

@InputType({ description: say("对农户的改动；不填的不变", "Changes of a household; what is left out stays") })
export class HouseholdChange {
  @Field(() => Boolean, { nullable: true, description: say("脱贫户", "Lifted out of poverty") })
  formerlyPoor?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: say("缺资金", "Short of money") })
  lacksFunds?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: say("缺技术", "Short of skill") })
  lacksSkills?: boolean | null;
}

@InputType({
  description: say(
    "对成员的改动；不填的不变，填 null 则清空（残疾等级、何日起无业、离户日期、电话、银行账号、病情可清空）",
    "Changes of a member; what is left out stays, null empties: disability grade, day since which without work, day of leaving, telephone, bank account, illness",
  ),
})
export class MemberChange {
  @Field(() => Relation, { nullable: true, description: say("与户主关系", "Relation to the head") })
  relation?: RelationName | null;
  @Field(() => Labour, { nullable: true, description: say("劳动能力", "Ability to work") })
  labour?: LabourName | null;
  @Field(() => Boolean, { nullable: true, description: say("在业", "In work") })
  employed?: boolean | null;
  @Field(() => String, {
    nullable: true,
    description: say("何日起无业；在业时不填", "Day since which without work; not for who is in work"),
  })
  idleSince?: string | null;
  @Field(() => Boolean, { nullable: true, description: say("自愿不就业", "Without work by choice") })
  idleByChoice?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: say("外出务工", "Works outside the county") })
  worksAway?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: say("在校", "At school") })
  atSchool?: boolean | null;
  @Field(() => Int, { nullable: true, description: say("残疾等级 1–4", "Grade of disability, 1 to 4") })
  disabilityGrade?: number | null;
  @Field(() => String, { nullable: true, description: say("离户日期", "Day the person left") })
  leftOn?: string | null;
  @Field(() => String, { nullable: true, description: say("姓名", "Name") })
  name?: string | null;
  @Field(() => String, { nullable: true, description: say("电话", "Telephone") })
  phone?: string | null;
  @Field(() => String, { nullable: true, description: say("银行账号", "Bank account") })
  bankAccount?: string | null;
  @Field(() => String, { nullable: true, description: say("病情", "Illness") })
  health?: string | null;
}

@InputType({ description: say("一个成员", "A member") })
export class MemberInput {
  @Field(() => ID, { description: say("客户端生成的标识", "Id made by the client, a UUID") })
  id!: string;
  @Field(() => ID, { description: say("农户", "Household") })
  householdId!: string;
  @Field(() => Relation, { description: say("与户主关系", "Relation to the head") })
  relation!: RelationName;
  @Field(() => Sex, { description: say("性别", "Sex") })
  sex!: SexName;
  @Field(() => String, { description: say("姓名", "Name") })
  name!: string;
  @Field(() => String, {
    description: say("身份证号；出生日期由此得出", "Identity number; the day of birth is read from it"),
  })
  idNumber!: string;
  @Field(() => Labour, { description: say("劳动能力", "Ability to work") })
  labour!: LabourName;
  @Field(() => Boolean, { nullable: true, description: say("在业", "In work") })
  employed?: boolean | null;
  @Field(() => String, {
    nullable: true,
    description: say("何日起无业；在业时不填", "Day since which without work; not for who is in work"),
  })
  idleSince?: string | null;
  @Field(() => Boolean, { nullable: true, description: say("自愿不就业", "Without work by choice") })
  idleByChoice?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: say("外出务工", "Works outside the county") })
  worksAway?: boolean | null;
  @Field(() => Boolean, { nullable: true, description: say("在校", "At school") })
  atSchool?: boolean | null;
  @Field(() => Int, { nullable: true, description: say("残疾等级 1–4", "Grade of disability, 1 to 4") })
  disabilityGrade?: number | null;
  @Field(() => String, { nullable: true, description: say("电话", "Telephone") })
  phone?: string | null;
  @Field(() => String, { nullable: true, description: say("银行账号", "Bank account") })
  bankAccount?: string | null;
  @Field(() => String, { nullable: true, description: say("病情", "Illness") })
  health?: string | null;
}

@InputType({ description: say("一笔收支", "An entry of the account") })
export class AccountEntryInput {
  @Field(() => ID, { description: say("客户端生成的标识", "Id made by the client, a UUID") })
  id!: string;
  @Field(() => ID, { description: say("农户", "Household") })
  householdId!: string;
  @Field(() => ID, { nullable: true, description: say("所属成员", "Member it belongs to") })
  memberId?: string | null;
  @Field(() => AccountKind, { description: say("类别", "Kind") })
  kind!: AccountKindName;
  @Field(() => String, { description: say("日期", "Day") })
  day!: string;
  @Field(() => Int, { description: say("金额，分", "Amount in fen") })
  amountFen!: number;
  @Field(() => Int, { nullable: true, description: say("报销额，分", "Reimbursed, in fen") })
  reimbursedFen?: number | null;
  @Field(() => Boolean, { nullable: true, description: say("已实现，默认是", "Realised, true by default") })
  realised?: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description: say("一次性，默认否", "Came once only, false by default"),
  })
  oneOff?: boolean | null;
}

@InputType({ description: say("一份承诺授权", "A consent") })
export class ConsentInput {
  @Field(() => ID, { description: say("客户端生成的标识", "Id made by the client, a UUID") })
  id!: string;
  @Field(() => ID, { description: say("农户", "Household") })
  householdId!: string;
  @Field(() => [ConsentScope], { description: say("授权范围", "What it allows") })
  scope!: ConsentScopeName[];
  @Field(() => String, { description: say("承诺书版本", "Version of the form") })
  formVersion!: string;
  @Field(() => String, {
    nullable: true,
    description: say("承诺书扫描件的 SHA-256", "SHA-256 of the signed form, 64 hexadecimal digits"),
  })
  formSha256?: string | null;
  @Field(() => String, { description: say("授权日期", "Day it was given") })
  givenOn!: string;
}

@InputType({ description: say("一个三保障或饮水问题", "A matter of guarantees or water") })
export class GuaranteeIssueInput {
  @Field(() => ID, { description: say("客户端生成的标识", "Id made by the client, a UUID") })
  id!: string;
  @Field(() => ID, { description: say("农户", "Household") })
  householdId!: string;
  @Field(() => GuaranteeKind, { description: say("类别", "Which") })
  kind!: GuaranteeKindName;
  @Field(() => String, { description: say("发现日期", "Day it was found") })
  openedOn!: string;
}
