import { Field, Float, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";
import { Money } from "../money.ts";

@ObjectType({ description: say("项目一季的产出与收入", "Output and revenue of a project in one season") })
export class ProjectSeason {
  @Field(() => Int, { description: say("年份", "Year") })
  year!: number;
  @Field(() => Int, {
    description: say("季：1 春、2 夏、3 秋、4 冬", "Season: 1 spring, 2 summer, 3 autumn, 4 winter"),
  })
  season!: number;
  @Field(() => Float, {
    nullable: true,
    description: say("产量；未报为空", "Output; null where not delivered"),
  })
  output!: number | null;
  @Field(() => String, { nullable: true, description: say("产量单位", "Unit of the output") })
  outputUnit!: string | null;
  @Field(() => Money, {
    nullable: true,
    description: say("收入；未报为空", "Revenue; null where not delivered"),
  })
  revenue!: number | null;
  @Field(() => Money, {
    nullable: true,
    description: say("经营成本；未报为空", "Running costs; null where not delivered"),
  })
  cost!: number | null;
  @Field(() => String, {
    nullable: true,
    description: say("收获或结算日", "Day it was harvested or settled"),
  })
  harvestedOn!: string | null;
  @Field(() => String, { nullable: true, description: say("来源", "Source") })
  source!: string | null;
}

@ObjectType({
  description: say(
    "项目一年的产出与收入，由各季相加；有一季未报则该项为空",
    "A year of a project, its seasons added up; null where a season was not delivered",
  ),
})
export class ProjectYear {
  @Field(() => Int, { description: say("年份", "Year") })
  year!: number;
  @Field(() => Int, { description: say("季数", "Seasons") })
  seasons!: number;
  @Field(() => Float, {
    nullable: true,
    description: say("产量；单位不一时为空", "Output; null where the units differ"),
  })
  output!: number | null;
  @Field(() => String, { nullable: true, description: say("产量单位", "Unit of the output") })
  outputUnit!: string | null;
  @Field(() => Money, { nullable: true, description: say("收入", "Revenue") })
  revenue!: number | null;
  @Field(() => Money, { nullable: true, description: say("经营成本", "Running costs") })
  cost!: number | null;
}
