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
import { PageArgs, readPage } from "../connection.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import {
  HouseholdGrade,
  type HouseholdGradeName,
  RevealPurpose,
  type RevealPurposeName,
} from "../householdWords.ts";
import {
  AccountEntryInput,
  ConsentInput,
  GuaranteeIssueInput,
  HouseholdChange,
  HouseholdInput,
  HouseholdWhere,
  MemberChange,
  MemberInput,
} from "./arguments.ts";
import { recordHousehold, setGrade, updateHousehold } from "./changes.ts";
import {
  assessHousehold,
  closeGuaranteeIssue,
  giveConsent,
  householdAccount,
  openGuaranteeIssue,
  recordAccountEntry,
  reverseAccountEntry,
  withdrawConsent,
} from "./changesOfAccount.ts";
import { recordMember, revealMember, updateMember } from "./changesOfMembers.ts";
import {
  assessmentsByHousehold,
  consentsByHousehold,
  findByIdNumber,
  findHousehold,
  issuesByHousehold,
  membersByHousehold,
  selectHouseholds,
} from "./queries.ts";
import { RevealResult } from "./revealedType.ts";
import {
  Consent,
  GuaranteeIssue,
  Household,
  HouseholdAccount,
  HouseholdAssessment,
  HouseholdConnection,
  HouseholdMember,
  HouseholdResult,
} from "./type.ts";

@ArgsType()
class HouseholdsArgs extends PageArgs {
  @Field(() => String, {
    description: say("在此区域或村之内；CN 为全部辖区", "Inside this region or village; CN for all of yours"),
  })
  within!: string;
  @Field(() => HouseholdWhere, { nullable: true, description: say("条件", "Conditions") })
  where?: HouseholdWhere;
}

@ArgsType()
class VersionArgs {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => Int, { description: say("所见的版本", "Version that was seen") })
  rowVersion!: number;
}

@ArgsType()
class EndingArgs extends VersionArgs {
  @Field(() => String, { description: say("日期", "Day") })
  day!: string;
}

const ID_MADE_BY_CLIENT = say("客户端生成的标识", "Id made by the client, a UUID");

@Resolver(() => Household)
export class HouseholdResolver {
  @Query(() => Household, {
    nullable: true,
    description: say("一户；没有或不在辖区为空", "A household; null where there is none in your region"),
  })
  household(
    @Arg("id", () => ID, { description: say("标识", "Identity") }) id: string,
    @Ctx() context: Context,
  ) {
    return findHousehold(context, id);
  }

  @Query(() => HouseholdConnection, { description: say("农户，按编号", "Households by number") })
  households(@Args(() => HouseholdsArgs) args: HouseholdsArgs, @Ctx() context: Context) {
    return selectHouseholds(context, args.within, args.where ?? {}, readPage(args));
  }

  @Query(() => Household, {
    nullable: true,
    description: say(
      "按身份证号查户，只查辖区之内，查询留痕",
      "The household of an identity number, in your region only; the look is on record",
    ),
  })
  householdByIdNumber(
    @Arg("idNumber", () => String, { description: say("身份证号", "Identity number") }) idNumber: string,
    @Ctx() context: Context,
  ) {
    return findByIdNumber(context, idNumber);
  }

  @FieldResolver(() => [HouseholdMember], { description: say("成员，至多 200 人", "Members, at most 200") })
  members(@Root() { id }: Household, @Ctx() { load }: Context) {
    return load(membersByHousehold, id, undefined);
  }

  @FieldResolver(() => [Consent], { description: say("承诺授权，至多 200 条", "Consents, at most 200") })
  consents(@Root() { id }: Household, @Ctx() { load }: Context) {
    return load(consentsByHousehold, id, undefined);
  }

  @FieldResolver(() => [GuaranteeIssue], {
    description: say("三保障与饮水问题，至多 200 条", "Matters of guarantees and water, at most 200"),
  })
  guaranteeIssues(@Root() { id }: Household, @Ctx() { load }: Context) {
    return load(issuesByHousehold, id, undefined);
  }

  @FieldResolver(() => [HouseholdAssessment], {
    description: say("历次评估，新的在前，至多 200 次", "Assessments, newest first, at most 200"),
  })
  assessments(@Root() { id }: Household, @Ctx() { load }: Context) {
    return load(assessmentsByHousehold, id, undefined);
  }

  @FieldResolver(() => HouseholdAccount, {
    nullable: true,
    description: say("算账；没有成员为空", "Account; null where no member is recorded"),
  })
  account(
    @Arg("assessed", () => String, {
      nullable: true,
      description: say("评估日，默认今天", "Day, today by default"),
    })
    assessed: string | null,
    @Root() { id }: Household,
    @Ctx() context: Context,
  ) {
    return householdAccount(context, id, assessed ?? null);
  }

  @Mutation(() => HouseholdResult, { description: say("登记农户", "Record a household") })
  recordHousehold(
    @Arg("household", () => HouseholdInput, { description: say("农户", "Household") })
    household: HouseholdInput,
    @Ctx() context: Context,
  ) {
    return recordHousehold(context, household);
  }

  @Mutation(() => HouseholdResult, {
    description: say("更正农户情况", "Change what is known of a household"),
  })
  updateHousehold(
    @Args(() => VersionArgs) { id, rowVersion }: VersionArgs,
    @Arg("change", () => HouseholdChange, { description: say("改动", "Changes") }) change: HouseholdChange,
    @Ctx() context: Context,
  ) {
    return updateHousehold(context, id, rowVersion, change);
  }

  @Mutation(() => HouseholdResult, { description: say("调整分级", "Set the grade of a monitored household") })
  setGrade(
    @Args(() => VersionArgs) { id, rowVersion }: VersionArgs,
    @Arg("grade", () => HouseholdGrade, { description: say("分级", "Grade") }) grade: HouseholdGradeName,
    @Ctx() context: Context,
  ) {
    return setGrade(context, id, rowVersion, grade);
  }

  @Mutation(() => HouseholdResult, { description: say("登记成员", "Record a member") })
  recordMember(
    @Arg("member", () => MemberInput, { description: say("成员", "Member") }) member: MemberInput,
    @Ctx() context: Context,
  ) {
    return recordMember(context, member);
  }

  @Mutation(() => HouseholdResult, { description: say("更正成员", "Change a member") })
  updateMember(
    @Args(() => VersionArgs) { id, rowVersion }: VersionArgs,
    @Arg("change", () => MemberChange, { description: say("改动", "Changes") }) change: MemberChange,
    @Ctx() context: Context,
  ) {
    return updateMember(context, id, rowVersion, change);
  }

  @Mutation(() => RevealResult, {
    description: say(
      "查看一个成员的明文；须有用途，留痕，每人每天至多 50 次",
      "The clear values of a member, for a purpose, on record, at most 50 a day",
    ),
  })
  revealMember(
    @Arg("id", () => ID, { description: say("成员", "Member") }) id: string,
    @Arg("purpose", () => RevealPurpose, { description: say("用途", "What for") }) purpose: RevealPurposeName,
    @Ctx() context: Context,
  ) {
    return revealMember(context, id, purpose);
  }

  @Mutation(() => HouseholdResult, { description: say("登记一笔收支", "Record an entry of the account") })
  recordAccountEntry(
    @Arg("entry", () => AccountEntryInput, { description: say("收支", "Entry") }) entry: AccountEntryInput,
    @Ctx() context: Context,
  ) {
    return recordAccountEntry(context, entry);
  }

  @Mutation(() => HouseholdResult, { description: say("冲正一笔收支", "Take an entry of the account back") })
  reverseAccountEntry(
    @Arg("id", () => ID, { description: ID_MADE_BY_CLIENT }) id: string,
    @Arg("entryId", () => ID, { description: say("要冲正的一笔", "Entry to take back") }) entryId: string,
    @Ctx() context: Context,
  ) {
    return reverseAccountEntry(context, id, entryId);
  }

  @Mutation(() => HouseholdResult, { description: say("登记承诺授权", "Record a consent") })
  giveConsent(
    @Arg("consent", () => ConsentInput, { description: say("授权", "Consent") }) consent: ConsentInput,
    @Ctx() context: Context,
  ) {
    return giveConsent(context, consent);
  }

  @Mutation(() => HouseholdResult, { description: say("撤回承诺授权", "Withdraw a consent") })
  withdrawConsent(@Args(() => EndingArgs) ending: EndingArgs, @Ctx() context: Context) {
    return withdrawConsent(context, ending);
  }

  @Mutation(() => HouseholdResult, {
    description: say("登记三保障或饮水问题", "Open a matter of guarantees or water"),
  })
  openGuaranteeIssue(
    @Arg("issue", () => GuaranteeIssueInput, { description: say("问题", "Matter") })
    issue: GuaranteeIssueInput,
    @Ctx() context: Context,
  ) {
    return openGuaranteeIssue(context, issue);
  }

  @Mutation(() => HouseholdResult, {
    description: say("办结三保障或饮水问题", "Close a matter of guarantees or water"),
  })
  closeGuaranteeIssue(@Args(() => EndingArgs) ending: EndingArgs, @Ctx() context: Context) {
    return closeGuaranteeIssue(context, ending);
  }

  @Mutation(() => HouseholdResult, {
    description: say("算账并留存评估", "Reckon the account and keep the assessment"),
  })
  assessHousehold(
    @Arg("id", () => ID, { description: ID_MADE_BY_CLIENT }) id: string,
    @Arg("householdId", () => ID, { description: say("农户", "Household") }) householdId: string,
    @Ctx() context: Context,
  ) {
    return assessHousehold(context, id, householdId);
  }
}
