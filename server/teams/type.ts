import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";
import { resultOf } from "../refusals.ts";

export const TEAM_POSTS = ["FIRST_SECRETARY", "MEMBER"] as const;
export type TeamPostName = (typeof TEAM_POSTS)[number];
export const TeamPost = { FIRST_SECRETARY: "FIRST_SECRETARY", MEMBER: "MEMBER" } as const;
registerEnumType(TeamPost, {
  name: "TeamPost",
  description: say("驻村岗位", "Post in a resident village team"),
  valuesConfig: {
    FIRST_SECRETARY: { description: say("第一书记，每村一名", "First secretary, one a village") },
    MEMBER: { description: say("工作队员", "Member of the team") },
  },
});

@ObjectType({ description: say("驻村工作队的一名成员", "A member of a resident village team") })
export class TeamMember {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => String, { description: say("村代码", "Code of the village") })
  villageCode!: string;
  @Field(() => String, { description: say("村名", "Name of the village") })
  villageName!: string;
  @Field(() => ID, { description: say("人员", "Who") })
  personId!: string;
  @Field(() => String, { nullable: true, description: say("姓名", "Name") })
  name!: string | null;
  @Field(() => TeamPost, { description: say("驻村岗位", "Post in the team") })
  post!: TeamPostName;
  @Field(() => String, { description: say("派出单位", "Unit that sends the person") })
  unit!: string;
  @Field(() => String, { description: say("起始日", "First day") })
  since!: string;
  @Field(() => String, {
    nullable: true,
    description: say("终止日；在任为空", "Last day; null while posted"),
  })
  until!: string | null;
  @Field(() => ID, {
    nullable: true,
    description: say(
      "拟移交给谁；接受之前仍由现任负责",
      "Who is asked to take over; until then this one answers",
    ),
  })
  handedTo!: string | null;
  @Field(() => String, {
    nullable: true,
    description: say("拟接任者姓名", "Name of who is asked to take over"),
  })
  handedToName!: string | null;
  @Field(() => String, { nullable: true, description: say("接受移交之日", "Day the transfer was accepted") })
  acceptedOn!: string | null;
  @Field(() => String, { nullable: true, description: say("召回原因", "Why the person was recalled") })
  recalledReason!: string | null;
  @Field(() => Boolean, {
    description: say(
      "在岗且辖区包括该村；否则须换人",
      "At work and posted to the village; otherwise somebody else is needed",
    ),
  })
  isAtWork!: boolean;
  @Field(() => Int, { description: say("版本号", "Version") })
  rowVersion!: number;
}
export const TeamMemberConnection = connectionOf(TeamMember);
export const TeamMemberResult = resultOf("TeamMemberResult", TeamMember);

export const OPEN_WORK = ["TASK", "CASE", "HELPER", "MEASURE", "LEDGER_ITEM", "TEAM"] as const;
export type OpenWorkKindName = (typeof OPEN_WORK)[number];
export const OpenWorkKind = Object.fromEntries(OPEN_WORK.map((kind) => [kind, kind])) as Record<
  OpenWorkKindName,
  OpenWorkKindName
>;
registerEnumType(OpenWorkKind, {
  name: "OpenWorkKind",
  description: say("未了工作的种类", "Kind of open work"),
  valuesConfig: {
    TASK: { description: say("任务", "Task") },
    CASE: { description: say("办件", "Case") },
    HELPER: { description: say("帮扶责任", "Helper of a household") },
    MEASURE: { description: say("帮扶措施", "Measure") },
    LEDGER_ITEM: { description: say("台账问题", "Entry of the ledger") },
    TEAM: { description: say("驻村岗位", "Post in a village team") },
  },
});

@ObjectType({
  description: say(
    "无人负责的工作：负责人已停用，或辖区不再包括该村",
    "Work nobody answers for: its owner is disabled, or no longer posted to the village",
  ),
})
export class OrphanedWork {
  @Field(() => OpenWorkKind, { description: say("种类", "Kind") })
  kind!: OpenWorkKindName;
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => String, { description: say("村代码", "Code of the village") })
  villageCode!: string;
  @Field(() => String, { description: say("村名", "Name of the village") })
  villageName!: string;
  @Field(() => ID, { description: say("原负责人", "Who answered") })
  personId!: string;
  @Field(() => String, { nullable: true, description: say("姓名", "Name") })
  name!: string | null;
  @Field(() => String, { nullable: true, description: say("到期日", "Day it is due") })
  dueOn!: string | null;
  @Field(() => Int, { description: say("版本号", "Version") })
  rowVersion!: number;
}
