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
import { InputError } from "../errors.ts";
import { projectsByCode } from "../projects/queries.ts";
import { IndustryProject } from "../projects/type.ts";
import { regionsByCode, scopesByCode } from "../regions/queries.ts";
import { Region } from "../regions/type.ts";
import { asOfArgument, readDay } from "./asOf.ts";
import { recordMovement, reverseMovement, selectMovements } from "./changes.ts";
import { selectPots } from "./loadPots.ts";
import { allSources, type FundQuery, selectFunds, sourcesByKey } from "./queries.ts";
import {
  FundGrouping,
  type FundGroupingName,
  FundMovement,
  FundMovementConnection,
  FundMovementInput,
  FundMovementResult,
  FundPot,
  FundPotConnection,
  FundSource,
  FundTable,
} from "./type.ts";

@ArgsType()
class FundArgs extends PageArgs {
  @Field(() => String, {
    description: say("在此区域之内：县及以上，或片区", "Inside this county, a division above it, or an area"),
  })
  within!: string;
  @Field(() => Int, { nullable: true, description: say("预算年度，默认全部", "Budget year, all by default") })
  year?: number;
  @Field(() => String, {
    nullable: true,
    description: say("来源代号，默认全部", "Key of the source, all by default"),
  })
  source?: string;
  @Field(() => String, {
    nullable: true,
    description: say("项目代码，默认全部", "Code of the project, all by default"),
  })
  project?: string;
  @Field(() => String, asOfArgument)
  asOf?: string;
}

async function readFunds(context: Context, args: Omit<FundArgs, keyof PageArgs>): Promise<FundQuery> {
  const scope = await context.load(scopesByCode, args.within, undefined);
  if (scope.list === null && scope.from.length > 6)
    throw new InputError(
      "BAD_USER_INPUT",
      `资金只到县与项目，${scope.from} 是县以下的区域；请给县代码。`,
      `Money is known by county and project; ${scope.from} lies below a county, give the county.`,
    );
  return {
    scope,
    asOf: await readDay(context, args.asOf),
    year: args.year ?? null,
    source: args.source ?? null,
    project: args.project ?? null,
  };
}

@Resolver(() => FundTable)
export class FundResolver {
  @Query(() => [FundSource], {
    description: say("资金来源，至多数十个", "Where money comes from, at most some dozens"),
  })
  fundSources(@Ctx() context: Context) {
    return allSources(context);
  }

  @Query(() => FundTable, {
    description: say(
      "资金表：下达、支出、报账、结余，由项目加总到省与片区",
      "Funds allocated, disbursed, settled and carried over, added up from projects to provinces and areas",
    ),
  })
  async funds(
    @Arg("within", () => String, {
      description: say(
        "在此区域之内：县及以上，或片区",
        "Inside this county, a division above it, or an area",
      ),
    })
    within: string,
    @Arg("by", () => FundGrouping, {
      defaultValue: FundGrouping.SOURCE,
      description: say("怎样分行", "What the rows are"),
    })
    by: FundGroupingName,
    @Arg("year", () => Int, {
      nullable: true,
      description: say("预算年度，默认全部", "Budget year, all by default"),
    })
    year: number | undefined,
    @Arg("source", () => String, {
      nullable: true,
      description: say("来源代号，默认全部", "Key of the source, all by default"),
    })
    source: string | undefined,
    @Arg("asOf", () => String, asOfArgument) asOf: string | undefined,
    @Arg("first", () => Int, {
      defaultValue: 100,
      description: say("至多多少行，最多 500", "How many rows, at most 500"),
    })
    first: number,
    @Ctx() context: Context,
  ) {
    if (first < 1 || first > 500)
      throw new InputError(
        "PAGE_TOO_LARGE",
        `first ${first} 应为 1–500。`,
        `first ${first} must be 1 to 500.`,
      );
    return selectFunds(context, await readFunds(context, { within, year, source, asOf }), by, first);
  }

  @Query(() => FundPotConnection, {
    description: say(
      "支出慢的资金：支出率比年度进度落后超过当日当省规则（默认 20 个百分点）；本项目规则，非官方口径",
      "Slow money: further behind the calendar than the rule of the day and province, 20 points by default; not official",
    ),
  })
  async slowFunds(@Args(() => FundArgs) args: FundArgs, @Ctx() context: Context) {
    return selectPots(context, "SLOW", await readFunds(context, args), readPage(args));
  }

  @Query(() => FundPotConnection, {
    description: say(
      "闲置资金：有结余而没有变动的天数超过当日当省规则（默认 90 天）；本项目规则，非官方口径",
      "Idle money: something is left and nothing moved for more days than the rule of the day and province, 90 by default; not official",
    ),
  })
  async idleFunds(@Args(() => FundArgs) args: FundArgs, @Ctx() context: Context) {
    return selectPots(context, "IDLE", await readFunds(context, args), readPage(args));
  }

  @Query(() => FundMovementConnection, {
    description: say("资金变动，新的在前", "Movements of money, the latest first"),
  })
  async fundMovements(@Args(() => FundArgs) args: FundArgs, @Ctx() context: Context) {
    return selectMovements(context, await readFunds(context, args), readPage(args));
  }

  @Mutation(() => FundMovementResult, {
    description: say("登记一笔资金变动", "Record a movement of money"),
  })
  recordFundMovement(
    @Arg("movement", () => FundMovementInput, { description: say("变动", "The movement") })
    movement: FundMovementInput,
    @Ctx() context: Context,
  ) {
    return recordMovement(context, movement);
  }

  @Mutation(() => FundMovementResult, {
    description: say(
      "冲销一笔资金变动，记为今天；原笔保留",
      "Take a movement back, as of today; the original stays",
    ),
  })
  reverseFundMovement(
    @Arg("id", () => ID, {
      description: say("冲销一笔的 UUID，由客户端生成", "UUID of the reversal, made by the client"),
    })
    id: string,
    @Arg("movementId", () => ID, { description: say("冲销哪一笔", "Which movement") }) movementId: string,
    @Arg("document", () => String, {
      nullable: true,
      description: say("文号，不得含个人信息", "Number of the document, nothing of a person"),
    })
    document: string | undefined,
    @Ctx() context: Context,
  ) {
    return reverseMovement(context, { id, movementId, document: document ?? null });
  }
}

@Resolver(() => FundPot)
export class FundPotResolver {
  @FieldResolver(() => FundSource, { description: say("来源", "Where it comes from") })
  source(@Root() pot: FundPot, @Ctx() { load }: Context) {
    return load(sourcesByKey, pot.sourceKey, undefined);
  }
  @FieldResolver(() => Region, { nullable: true, description: say("县", "The county") })
  county(@Root() pot: FundPot, @Ctx() { load }: Context) {
    return load(regionsByCode, pot.countyCode, undefined);
  }
  @FieldResolver(() => IndustryProject, {
    nullable: true,
    description: say("项目；县级未分配资金为空", "Project; null for money of the county not assigned to one"),
  })
  project(@Root() pot: FundPot, @Ctx() { load }: Context) {
    return pot.projectCode === null ? null : load(projectsByCode, pot.projectCode, undefined);
  }
}

@Resolver(() => FundMovement)
export class FundMovementResolver {
  @FieldResolver(() => FundSource, { description: say("来源", "Where it comes from") })
  source(@Root() movement: FundMovement, @Ctx() { load }: Context) {
    return load(sourcesByKey, movement.sourceKey, undefined);
  }
  @FieldResolver(() => Region, { nullable: true, description: say("县", "The county") })
  county(@Root() movement: FundMovement, @Ctx() { load }: Context) {
    return load(regionsByCode, movement.countyCode, undefined);
  }
  @FieldResolver(() => IndustryProject, {
    nullable: true,
    description: say("项目；县级未分配资金为空", "Project; null for money of the county not assigned to one"),
  })
  project(@Root() movement: FundMovement, @Ctx() { load }: Context) {
    return movement.projectCode === null ? null : load(projectsByCode, movement.projectCode, undefined);
  }
}
