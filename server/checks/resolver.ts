import { Arg, Args, ArgsType, Ctx, Field, Query, Resolver } from "type-graphql";
import { PageArgs, readPage } from "../connection.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { InputError } from "../errors.ts";
import { placesWithin } from "../regions/queries.ts";
import { selectChecks, selectHouseholdFindings } from "./queries.ts";
import { HouseholdCheck, HouseholdFindingConnection } from "./type.ts";

const WITHIN = say("在此县、乡镇或村之内", "Inside this county, township or village");

@ArgsType()
class HouseholdFindingsArgs extends PageArgs {
  @Field(() => String, { description: WITHIN })
  within!: string;
  @Field(() => String, { nullable: true, description: say("只要此规则的", "Of this rule only") })
  rule?: string;
}

@Resolver()
export class HouseholdCheckResolver {
  @Query(() => [HouseholdCheck], {
    description: say(
      "以规则核对登记中的监测户，每条规则的户数，至多 100 条",
      "The register of watched households held against the rules: households by rule, at most 100 rules",
    ),
  })
  async householdChecks(
    @Arg("within", () => String, { description: WITHIN }) within: string,
    @Ctx() context: Context,
  ) {
    const province = provinceOf(within);
    return selectChecks(context, await placesWithin(context, within), province);
  }

  @Query(() => HouseholdFindingConnection, {
    description: say(
      "登记中自相矛盾的监测户，按规则与编号",
      "Watched households the register contradicts itself about, by rule and number",
    ),
  })
  async householdFindings(
    @Args(() => HouseholdFindingsArgs) args: HouseholdFindingsArgs,
    @Ctx() context: Context,
  ) {
    const province = provinceOf(args.within);
    const scope = await placesWithin(context, args.within);
    return selectHouseholdFindings(context, scope, province, args.rule ?? undefined, readPage(args));
  }
}

/** Every household of the place is looked at, so that a county is the largest. */
function provinceOf(within: string): string {
  if (/^[0-9]{6}([0-9]{3}){0,2}$/.test(within)) return within.slice(0, 2);
  throw new InputError(
    "BAD_USER_INPUT",
    `${within.slice(0, 20)} 不是县、乡镇或村的代码；请给出 6、9 或 12 位代码。`,
    `${within.slice(0, 20)} is no county, township or village; give a code of 6, 9 or 12 digits.`,
  );
}
