import { Arg, Args, ArgsType, Ctx, Field, ID, Int, Mutation, Query, Resolver } from "type-graphql";
import { PageArgs, readPage } from "../connection.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { Colleague } from "../ledger/type.ts";
import { placesWithin } from "../regions/queries.ts";
import {
  acceptTeamMember,
  assignTeamMember,
  endTeamMember,
  recallTeamMember,
  transferTeamMember,
} from "./changes.ts";
import { selectColleagues, selectOrphaned, selectTeams } from "./queries.ts";
import { OrphanedWork, TeamMemberConnection, TeamMemberResult, TeamPost, type TeamPostName } from "./type.ts";

@ArgsType()
class TeamsArgs extends PageArgs {
  @Field(() => String, { description: say("在此区域或村之内", "Inside this region or village") })
  within!: string;
  @Field(() => Boolean, { nullable: true, description: say("是否在任", "Still posted or not") })
  current?: boolean;
}

@ArgsType()
class PostingArgs {
  @Field(() => ID, { description: say("由您生成的 UUID", "A UUID you make") })
  id!: string;
  @Field(() => String, { description: say("村代码", "Code of the village") })
  village!: string;
  @Field(() => ID, { description: say("人员", "Who") })
  personId!: string;
  @Field(() => TeamPost, { description: say("驻村岗位", "Post in the team") })
  post!: TeamPostName;
  @Field(() => String, { description: say("派出单位", "Unit that sends the person") })
  unit!: string;
  @Field(() => String, {
    nullable: true,
    description: say("起始日，默认今天", "First day, today by default"),
  })
  since?: string;
}

@ArgsType()
class NamedArgs {
  @Field(() => ID, { description: say("成员记录", "Member of the team") })
  id!: string;
  @Field(() => Int, { description: say("您所见的版本", "The version you saw") })
  rowVersion!: number;
}

@Resolver()
export class TeamResolver {
  @Query(() => TeamMemberConnection, {
    description: say(
      "驻村工作队，按村，第一书记在前",
      "Resident village teams, by village, first secretaries first",
    ),
  })
  async villageTeams(@Args(() => TeamsArgs) args: TeamsArgs, @Ctx() context: Context) {
    const scope = await placesWithin(context, args.within);
    return selectTeams(context, scope, args.current ?? null, readPage(args));
  }

  @Query(() => [Colleague], {
    description: say(
      "辖区包括该村的村、乡、县在岗人员，至多 200 人",
      "Colleagues of village, township and county posted to where the village lies, at most 200",
    ),
  })
  colleagues(
    @Arg("village", () => String, { description: say("村代码", "Code of the village") }) village: string,
    @Ctx() context: Context,
  ) {
    return selectColleagues(context, village);
  }

  @Query(() => [OrphanedWork], {
    description: say(
      "无人负责的未了工作，先到期的在前，至多 500 件",
      "Open work nobody answers for, soonest due first, at most 500 pieces",
    ),
  })
  async orphanedWork(
    @Arg("within", () => String, { description: say("在此区域或村之内", "Inside this region or village") })
    within: string,
    @Ctx() context: Context,
  ) {
    return selectOrphaned(context, await placesWithin(context, within));
  }

  @Mutation(() => TeamMemberResult, {
    description: say("选派驻村人员", "Post somebody to the team of a village"),
  })
  assignTeamMember(@Args(() => PostingArgs) posting: PostingArgs, @Ctx() context: Context) {
    return assignTeamMember(context, { ...posting, since: posting.since ?? null });
  }

  @Mutation(() => TeamMemberResult, {
    description: say("提出移交，对方接受后生效", "Ask a colleague to take over; it holds once accepted"),
  })
  transferTeamMember(
    @Args(() => NamedArgs) named: NamedArgs,
    @Arg("personId", () => ID, { description: say("接任者", "Who takes over") }) personId: string,
    @Ctx() context: Context,
  ) {
    return transferTeamMember(context, { ...named, personId });
  }

  @Mutation(() => TeamMemberResult, { description: say("接受移交", "Accept what was handed over") })
  acceptTeamMember(@Args(() => NamedArgs) named: NamedArgs, @Ctx() context: Context) {
    return acceptTeamMember(context, named);
  }

  @Mutation(() => TeamMemberResult, { description: say("任满离任", "End a posting at the end of its term") })
  endTeamMember(
    @Args(() => NamedArgs) named: NamedArgs,
    @Arg("until", () => String, { description: say("终止日", "Last day") }) until: string,
    @Ctx() context: Context,
  ) {
    return endTeamMember(context, { ...named, until });
  }

  @Mutation(() => TeamMemberResult, {
    description: say("召回不称职的驻村人员", "Recall a member who is not effective"),
  })
  recallTeamMember(
    @Args(() => NamedArgs) named: NamedArgs,
    @Arg("reason", () => String, { description: say("原因", "Reason") }) reason: string,
    @Ctx() context: Context,
  ) {
    return recallTeamMember(context, { ...named, reason });
  }
}
