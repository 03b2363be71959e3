import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  Float,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { InputError } from "../errors.ts";
import { readQuarter, SeriesArgs } from "../period.ts";
import { projectsByCode } from "../projects/queries.ts";
import { IndustryProject } from "../projects/type.ts";
import { settlementsByCode } from "../settlements/queries.ts";
import { Settlement } from "../settlements/type.ts";
import { setSettlementItem } from "./changes.ts";
import { recordSettlementSurvey } from "./changesOfSurveys.ts";
import { followUpProjects, selectSizeClasses, settlementItems, settlementSurveys } from "./queries.ts";
import {
  FollowUpProject,
  SettlementItem,
  SettlementItemKey,
  SettlementItemResult,
  SettlementItemState,
  SettlementSizeClass,
  SettlementSurvey,
  SettlementSurveyInput,
  SettlementSurveyResult,
} from "./type.ts";

@ArgsType()
class SettlementItemArgs {
  @Field(() => String, { description: say("安置区代码", "Code of the settlement") })
  settlement!: string;
  @Field(() => SettlementItemKey, { description: say("事项", "Which item") })
  item!: SettlementItemKey;
  @Field(() => SettlementItemState, { description: say("状态", "Its state") })
  state!: SettlementItemState;
  @Field(() => String, { description: say("状态起始日", "First day of the state") })
  since!: string;
  @Field(() => String, {
    nullable: true,
    description: say("未完成事项的完成期限", "Day an open item is to be done by"),
  })
  dueOn?: string;
  @Field(() => String, {
    defaultValue: "",
    description: say("说明，不含个人信息", "Note, nothing of a person"),
  })
  note!: string;
  @Field(() => Int, { description: say("所见的版本，没有登记时为 0", "Version that was seen, 0 for none") })
  rowVersion!: number;
}

const none = {};

@Resolver(() => Settlement)
export class ResettlementResolver {
  @Query(() => [SettlementSizeClass], {
    description: say(
      "今天的安置区规模分界，至多四级；各省可另定，默认为常用分界，不是官方规定",
      "Size classes as they hold today, at most four; a province may set its own, the default is common usage and not official",
    ),
  })
  settlementSizes(
    @Arg("province", () => String, {
      nullable: true,
      description: say("省级代码，默认全国", "Code of a province, the country by default"),
    })
    province: string | undefined,
    @Ctx() context: Context,
  ) {
    if (province != null && !/^[0-9]{2}$/.test(province))
      throw new InputError(
        "BAD_USER_INPUT",
        `省级代码 ${province.slice(0, 20)} 应为两位数字。`,
        `A province has a code of two digits, not ${province.slice(0, 20)}.`,
      );
    return selectSizeClasses(context, province ?? "");
  }

  @FieldResolver(() => [SettlementItem], {
    description: say(
      "公共服务与社区融入清单，至多 20 项",
      "The checklist of services and integration, at most 20 items",
    ),
  })
  items(@Root() settlement: Settlement, @Ctx() { load }: Context) {
    return load(settlementItems, settlement.code, undefined);
  }

  @FieldResolver(() => SettlementSurvey, {
    nullable: true,
    description: say("最近一次入住调查；没有调查过为空", "The latest survey; null where there was none"),
  })
  async survey(@Root() settlement: Settlement, @Ctx() { load }: Context) {
    return (await load(settlementSurveys, settlement.code, none)).at(-1) ?? null;
  }

  @FieldResolver(() => Float, {
    nullable: true,
    description: say("空置率，0–1；没有调查过为空", "Vacancy rate, 0 to 1; null where nobody surveyed"),
  })
  async vacancyRate(@Root() settlement: Settlement, @Ctx() { load }: Context) {
    return (await load(settlementSurveys, settlement.code, none)).at(-1)?.vacancyRate ?? null;
  }

  @FieldResolver(() => [SettlementSurvey], {
    description: say(
      "各季度入住调查，从旧到新，至多数十个",
      "Surveys by quarter, oldest first, some dozens at most",
    ),
  })
  surveys(
    @Root() settlement: Settlement,
    @Args(() => SeriesArgs) { from, to }: SeriesArgs,
    @Ctx() { load }: Context,
  ) {
    return load(settlementSurveys, settlement.code, { from: readQuarter(from), to: readQuarter(to) });
  }

  @FieldResolver(() => [FollowUpProject], {
    description: say(
      "后续产业，岗位多的在前，至多数十个",
      "Follow-up industry, most jobs first, some dozens at most",
    ),
  })
  followUpProjects(@Root() settlement: Settlement, @Ctx() { load }: Context) {
    return load(followUpProjects, settlement.code, undefined);
  }

  @FieldResolver(() => Boolean, {
    description: say("没有任何后续产业", "There is no follow-up industry at all"),
  })
  async lacksFollowUp(@Root() settlement: Settlement, @Ctx() { load }: Context) {
    return (await load(followUpProjects, settlement.code, undefined)).length === 0;
  }
}

@Resolver(() => FollowUpProject)
export class FollowUpProjectResolver {
  @FieldResolver(() => IndustryProject, { description: say("项目", "The project") })
  project(@Root() followUp: FollowUpProject, @Ctx() { load }: Context) {
    return load(projectsByCode, followUp.projectCode, undefined);
  }
}

@Resolver(() => SettlementSurvey)
export class SettlementSurveyResolver {
  @FieldResolver(() => Settlement, { description: say("所属安置区", "Its settlement") })
  settlement(@Root() survey: SettlementSurvey, @Ctx() { load }: Context) {
    return load(settlementsByCode, survey.settlementCode, undefined);
  }

  @Mutation(() => SettlementSurveyResult, {
    description: say(
      "登记或更正安置区一个季度的入住调查；限本县的乡镇与县级",
      "Record or correct the survey of a settlement and quarter; township and county posts of its county",
    ),
  })
  recordSettlementSurvey(
    @Arg("survey", () => SettlementSurveyInput, { description: say("调查", "The survey") })
    survey: SettlementSurveyInput,
    @Ctx() context: Context,
  ) {
    return recordSettlementSurvey(context, survey);
  }
}

@Resolver(() => SettlementItem)
export class SettlementItemResolver {
  @FieldResolver(() => Settlement, { description: say("所属安置区", "Its settlement") })
  settlement(@Root() item: SettlementItem, @Ctx() { load }: Context) {
    return load(settlementsByCode, item.settlementCode, undefined);
  }

  @Mutation(() => SettlementItemResult, {
    description: say(
      "登记安置区清单的一项；限本县的乡镇与县级",
      "Set an item of the checklist of a settlement; township and county posts of its county",
    ),
  })
  setSettlementItem(@Args(() => SettlementItemArgs) args: SettlementItemArgs, @Ctx() context: Context) {
    return setSettlementItem(context, { ...args, dueOn: args.dueOn ?? null });
  }
}
