import { Field, ID, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";
import { resultOf } from "../refusals.ts";

@ObjectType({ description: say("一户的帮扶责任人", "The named helper of a household") })
export class Helper {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => ID, { description: say("农户", "Household") })
  householdId!: string;
  @Field(() => ID, { description: say("责任人", "Who") })
  personId!: string;
  @Field(() => String, { nullable: true, description: say("姓名", "Name") })
  name!: string | null;
  @Field(() => String, { description: say("起始日", "First day") })
  since!: string;
  @Field(() => String, { nullable: true, description: say("终止日", "Last day") })
  until!: string | null;
  @Field(() => ID, {
    nullable: true,
    description: say(
      "拟移交给谁；接受之前仍由现责任人负责",
      "Who is asked to take over; until then this one answers",
    ),
  })
  handedTo!: string | null;
  @Field(() => String, { nullable: true, description: say("接受移交之日", "Day the transfer was accepted") })
  acceptedOn!: string | null;
  @Field(() => String, { nullable: true, description: say("召回原因", "Why the helper was recalled") })
  recalledReason!: string | null;
  @Field(() => Int, { description: say("版本号", "Version") })
  rowVersion!: number;
  villageCode!: string;
}

export const HelperResult = resultOf("HelperResult", Helper);
