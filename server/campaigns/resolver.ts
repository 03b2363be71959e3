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
import { placesWithin } from "../regions/queries.ts";
import { checkVillage, openCampaign } from "./changes.ts";
import { findCampaign, progressOf, selectCampaigns, selectVillages } from "./queries.ts";
import {
  Campaign,
  CampaignConnection,
  CampaignDay,
  CampaignResult,
  CampaignVillageConnection,
  CampaignVillageResult,
} from "./type.ts";

@ArgsType()
class CampaignsArgs extends PageArgs {
  @Field(() => String, { description: say("经过此区域或村的", "Through this region or village") })
  within!: string;
}

@ArgsType()
class VillagesArgs extends PageArgs {
  @Field(() => ID, { description: say("集中排查", "The campaign") })
  campaign!: string;
  @Field(() => Boolean, { nullable: true, description: say("是否已排查", "Checked or not") })
  checked?: boolean;
}

@ArgsType()
class OpenArgs {
  @Field(() => ID, {
    description: say(
      "由客户端生成的 UUID；重复提交不会重复发起",
      "UUID made by the client; sending it again opens nothing twice",
    ),
  })
  id!: string;
  @Field(() => String, {
    description: say("省、市、县或乡镇代码", "Code of a province, prefecture, county or township"),
  })
  region!: string;
  @Field(() => String, { description: say("名称", "Name") })
  name!: string;
  @Field(() => String, { description: say("开始日，如 2026-11-02", "First day, like 2026-11-02") })
  startsOn!: string;
  @Field(() => String, { description: say("结束日", "Last day") })
  endsOn!: string;
}

@ArgsType()
class CheckArgs {
  @Field(() => ID, { description: say("集中排查", "The campaign") })
  campaign!: string;
  @Field(() => String, { description: say("村代码", "Code of the village") })
  village!: string;
  @Field(() => Int, { description: say("排查户数", "Households checked") })
  householdsChecked!: number;
  @Field(() => Int, { description: say("发现问题数", "Problems found") })
  problems!: number;
  @Field(() => Int, { description: say("所见的版本", "Version that was seen") })
  rowVersion!: number;
}

@Resolver(() => Campaign)
export class CampaignResolver {
  @Query(() => CampaignConnection, {
    description: say("集中排查，新的在前", "Inspection campaigns, newest first"),
  })
  async campaigns(@Args(() => CampaignsArgs) args: CampaignsArgs, @Ctx() context: Context) {
    return selectCampaigns(context, await placesWithin(context, args.within), readPage(args));
  }

  @Query(() => Campaign, {
    nullable: true,
    description: say(
      "一次集中排查；没有或与辖区无关为空",
      "A campaign; null where none goes through your region",
    ),
  })
  campaign(
    @Arg("id", () => ID, { description: say("集中排查", "The campaign") }) id: string,
    @Ctx() { casework }: Context,
  ) {
    return casework(({ sql }) => findCampaign(sql, id));
  }

  @FieldResolver(() => [CampaignDay], {
    description: say(
      "逐日计划与实际，累计，至多 1000 天",
      "Planned against done, day by day, added up; at most 1,000 days",
    ),
  })
  progress(@Root() { id }: Campaign, @Ctx() { load }: Context) {
    return load(progressOf, id, undefined);
  }

  @Query(() => CampaignVillageConnection, {
    description: say(
      "一次集中排查中辖区内的村，先计划的在前",
      "Villages of a campaign in your region, soonest planned first",
    ),
  })
  campaignVillages(@Args(() => VillagesArgs) args: VillagesArgs, @Ctx() context: Context) {
    const which = { campaignId: args.campaign, checked: args.checked ?? null };
    return selectVillages(context, which, readPage(args));
  }

  @Mutation(() => CampaignResult, {
    description: say(
      "发起集中排查，全部村按工作日倒排",
      "Open a campaign; every village is planned, counted back from the end",
    ),
  })
  openCampaign(@Args(() => OpenArgs) args: OpenArgs, @Ctx() context: Context) {
    return openCampaign(context, args);
  }

  @Mutation(() => CampaignVillageResult, {
    description: say("登记一个村已排查，或更正", "Say that a village was checked, or correct it"),
  })
  checkVillage(@Args(() => CheckArgs) args: CheckArgs, @Ctx() context: Context) {
    return checkVillage(context, args);
  }
}
