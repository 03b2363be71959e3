import { Field, ID, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";
import { resultOf } from "../refusals.ts";

@ObjectType({ description: say("一份公示，按张贴的原文", "A public notice, as it was posted") })
export class Notice {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => String, {
    description: say("RECOGNITION 认定或 ELIMINATION 风险消除", "RECOGNITION or ELIMINATION"),
  })
  kind!: "RECOGNITION" | "ELIMINATION";
  @Field(() => String, { description: say("公示原文，姓名已遮蔽", "Its text, with the name masked") })
  body!: string;
  @Field(() => Int, { description: say("公示天数", "Full days it stands") })
  days!: number;
  @Field(() => Date, { description: say("张贴时间", "When it was posted") })
  postedAt!: Date;
  @Field(() => Date, { description: say("最早可撤下的时间", "When it may be taken down") })
  takeDownAt!: Date;
  @Field(() => Date, { nullable: true, description: say("撤下时间", "When it was taken down") })
  takenDownAt!: Date | null;
  @Field(() => Int, { description: say("异议数", "Objections") })
  objections!: number;
}

export const NoticeResult = resultOf("NoticeResult", Notice);
