import { Field, Float, Int, ObjectType } from "type-graphql";
import { CONCENTRATED_FROM } from "../../geo/productConcentration.ts";
import { say } from "../describe.ts";

@ObjectType({
  description: say("一种产品占联结户的份额", "Share of the linked households that live from one product"),
})
export class ProductShare {
  @Field(() => Int, { description: say("联结户数", "Households linked") })
  households!: number;
  @Field(() => Float, {
    description: say("占全部联结户的份额，0 至 1", "Share of all linked households, 0 to 1"),
  })
  share!: number;
  commodityCode!: string;
}

@ObjectType({
  description: say(
    `产品集中度：按户所在地，由各村相加重算；一户在同一项目以几种方式联结只计一次，失败与关闭的项目不计。占 ${CONCENTRATED_FROM * 100}% 起标为集中，此线为本项目自定`,
    `Concentration on products: counted where households live, added up from villages; a household linked in several ways counts once per project, failed and closed projects do not count. Flagged from ${CONCENTRATED_FROM * 100} %, a line of this project's own`,
  ),
})
export class ProductConcentration {
  @Field(() => Int, { description: say("全部联结户数", "All linked households") })
  households!: number;
  @Field(() => Int, {
    description: say(
      "其中联结无产品项目（车间、光伏等）的户数",
      "Of them linked to projects without a product (workshops, solar and others)",
    ),
  })
  withoutProduct!: number;
  @Field(() => [ProductShare], {
    description: say(
      "各产品，户数多的在前，至多数十种",
      "By product, most households first, some dozens at most",
    ),
  })
  products!: readonly ProductShare[];
  @Field(() => Float, {
    nullable: true,
    description: say(
      "赫芬达尔指数：各产品份额平方和，0 至 1；没有联结户为空",
      "Herfindahl index, the sum of squared shares of the products, 0 to 1; null without linked households",
    ),
  })
  herfindahl!: number | null;
  @Field(() => Float, { description: say("集中线", "Share from which a product is flagged") })
  threshold!: number;
  concentratedOn!: string | null;
}
