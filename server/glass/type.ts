import { Field, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";
import { GuaranteeIssue, HouseholdMember } from "../households/type.ts";
import {
  HouseholdCategory,
  type HouseholdCategoryName,
  HouseholdGrade,
  type HouseholdGradeName,
  HouseholdStatus,
  type HouseholdStatusName,
} from "../householdWords.ts";
import { Colleague } from "../ledger/type.ts";
import { resultOf } from "../refusals.ts";

@ObjectType({
  description: say(
    "紧急查阅：有事由、限一户、至多三小时地查看辖区外的农户；是否有此户，答复相同",
    "Break-glass: one household outside the scope, for a reason, at most three hours; answered alike whether or not there is one",
  ),
})
export class BrokenGlass {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => String, { description: say("所填的户编号", "Number of the household as it was typed") })
  number!: string;
  @Field(() => String, { description: say("事由", "Reason") })
  reason!: string;
  @Field(() => Colleague, { nullable: true, description: say("查阅人", "Who broke the glass") })
  person!: Colleague | null;
  @Field(() => Boolean, { description: say("是否本人", "Whether it was the viewer") })
  isMine!: boolean;
  @Field(() => Date, { description: say("开始", "Since when") })
  brokenAt!: Date;
  @Field(() => Date, { description: say("自动结束", "When it ends by itself") })
  endsAt!: Date;
  @Field(() => Date, { nullable: true, description: say("提前结束", "When it was ended early") })
  endedAt!: Date | null;
  @Field(() => Boolean, { description: say("此刻仍可查看", "Whether it still shows something") })
  isLive!: boolean;
  @Field(() => Colleague, { nullable: true, description: say("县级知悉人", "Who of the county took note") })
  acknowledgedBy!: Colleague | null;
  @Field(() => Date, { nullable: true, description: say("县级知悉时间", "When the county took note") })
  acknowledgedAt!: Date | null;
  @Field(() => Int, { description: say("版本号", "Version") })
  rowVersion!: number;
}
export const BrokenGlassConnection = connectionOf(BrokenGlass);
export const BrokenGlassResult = resultOf("BrokenGlassResult", BrokenGlass);

@ObjectType({
  description: say(
    "紧急查阅中看到的一户，全部遮盖；每看一次留一条记录",
    "What a broken glass shows, masked; each look leaves an event",
  ),
})
export class HouseholdUnderGlass {
  @Field(() => BrokenGlass, { description: say("紧急查阅", "The broken glass") })
  glass!: BrokenGlass;
  @Field(() => Boolean, { description: say("有此编号的户", "Whether a household has the number") })
  isFound!: boolean;
  @Field(() => String, { nullable: true, description: say("村名", "Name of the village") })
  villageName!: string | null;
  @Field(() => HouseholdStatus, { nullable: true, description: say("状态", "Status") })
  status!: HouseholdStatusName | null;
  @Field(() => HouseholdCategory, { nullable: true, description: say("监测对象类别", "Category") })
  category!: HouseholdCategoryName | null;
  @Field(() => HouseholdGrade, { nullable: true, description: say("分级", "Grade") })
  grade!: HouseholdGradeName | null;
  @Field(() => Boolean, { nullable: true, description: say("脱贫户", "Lifted out of poverty") })
  formerlyPoor!: boolean | null;
  @Field(() => [HouseholdMember], { description: say("成员", "Members") })
  members!: HouseholdMember[];
  @Field(() => [GuaranteeIssue], { description: say("三保障与饮水问题", "Matters of guarantees and water") })
  guaranteeIssues!: GuaranteeIssue[];
}
