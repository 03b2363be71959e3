import { Field, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";
import { Colleague } from "../ledger/type.ts";
import { resultOf } from "../refusals.ts";

@ObjectType({ description: say("集中排查某一天的进度，累计", "Progress of a campaign up to a day") })
export class CampaignDay {
  @Field(() => String, { description: say("日期", "Day") })
  day!: string;
  @Field(() => Int, { description: say("到当天应排查的村数", "Villages planned up to that day") })
  planned!: number;
  @Field(() => Int, {
    nullable: true,
    description: say(
      "到当天已排查的村数；以后的日子为空",
      "Villages checked up to that day; null for days to come",
    ),
  })
  checked!: number | null;
}

@ObjectType({
  description: say(
    "集中排查：一个区域逐村走一遍",
    "An inspection campaign: a dated round through every village of a region",
  ),
})
export class Campaign {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => String, { description: say("区域代码", "Code of the region") })
  regionCode!: string;
  @Field(() => String, { description: say("区域名称", "Name of the region") })
  regionName!: string;
  @Field(() => String, { description: say("名称", "Name") })
  name!: string;
  @Field(() => String, { description: say("开始日", "First day") })
  startsOn!: string;
  @Field(() => String, { description: say("结束日", "Last day") })
  endsOn!: string;
  @Field(() => Int, { description: say("全部村数", "Villages in all") })
  villages!: number;
  @Field(() => Int, { description: say("已排查村数", "Villages checked") })
  checked!: number;
  @Field(() => Int, {
    description: say("到今天应排查而未排查的村数", "Villages planned before today and not checked"),
  })
  late!: number;
  @Field(() => Int, {
    description: say("辖区内已排查户数", "Households checked, in the villages of your region"),
  })
  householdsChecked!: number;
  @Field(() => Int, {
    description: say("辖区内发现问题数", "Problems found, in the villages of your region"),
  })
  problems!: number;
  @Field(() => Date, { description: say("发起时间", "When it was opened") })
  openedAt!: Date;
  @Field(() => Boolean, { description: say("是否模拟数据", "Invented") })
  isDemo!: boolean;
  @Field(() => Int, { description: say("版本", "Version") })
  rowVersion!: number;
}

export const CampaignConnection = connectionOf(Campaign);

@ObjectType({ description: say("集中排查中的一个村", "A village of a campaign") })
export class CampaignVillage {
  @Field(() => ID, { description: say("所属集中排查", "The campaign") })
  campaignId!: string;
  @Field(() => String, { description: say("村代码", "Code of the village") })
  villageCode!: string;
  @Field(() => String, { description: say("村名", "Name of the village") })
  villageName!: string;
  @Field(() => String, { description: say("计划日", "Day planned") })
  plannedOn!: string;
  @Field(() => String, {
    nullable: true,
    description: say("排查日；未排查为空", "Day it was done; null while it was not"),
  })
  checkedOn!: string | null;
  @Field(() => Colleague, { nullable: true, description: say("排查人", "Who did it") })
  checkedBy!: Colleague | null;
  @Field(() => Int, { nullable: true, description: say("排查户数", "Households checked") })
  householdsChecked!: number | null;
  @Field(() => Int, { nullable: true, description: say("发现问题数", "Problems found") })
  problems!: number | null;
  @Field(() => Int, { description: say("版本，修改时给出", "Version, to be given with a change") })
  rowVersion!: number;
}

export const CampaignVillageConnection = connectionOf(CampaignVillage);
export const CampaignResult = resultOf("CampaignResult", Campaign);
export const CampaignVillageResult = resultOf("CampaignVillageResult", CampaignVillage);
