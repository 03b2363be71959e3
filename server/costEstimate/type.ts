import { Field, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";

@ObjectType({ description: say("一个查询的代价", "What an operation costs") })
export class CostEstimate {
  @Field(() => Int, {
    description: say(
      "代价，与执行时 extensions.cost 相同",
      "Points, the same as in extensions.cost when it runs",
    ),
  })
  cost!: number;
  @Field(() => Int, { description: say("单个查询的上限", "The most one operation may cost") })
  limit!: number;
  @Field(() => Boolean, { description: say("不超过上限", "Within the limit") })
  isAllowed!: boolean;
  @Field(() => String, { nullable: true, description: say("超过上限时的说明", "What to do where it is not") })
  message!: string | null;
}
