import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { HouseholdMember } from "../households/type.ts";
import { spellsOfMembers } from "./queries.ts";
import { WorkSpell } from "./type.ts";

@Resolver(() => HouseholdMember)
export class WorkSpellResolver {
  @FieldResolver(() => [WorkSpell], {
    description: say(
      "已结束的就业状态，近的在前，至多 20 段",
      "Spells in and out of work that have ended, the latest first, at most 20",
    ),
  })
  workSpells(@Root() member: HouseholdMember, @Ctx() { load }: Context) {
    return load(spellsOfMembers, member.id, undefined);
  }
}
