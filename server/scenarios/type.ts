import { Field, Float, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";
import { WarningLevel } from "../indicators/type.ts";
import { Money } from "../money.ts";

@ObjectType({ description: say("情景下的一个县", "A county in the scenario") })
export class ScenarioCounty {
  @Field(() => Float, {
    nullable: true,
    description: say(
      "该产品占农村收入的份额；没有为空",
      "Share of rural income from the product; null where there is none",
    ),
  })
  incomeShare!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: say("价格分指数，已发布", "Price sub-index as published"),
  })
  priceBefore!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: say("价格分指数，情景", "Price sub-index in the scenario"),
  })
  priceAfter!: number | null;
  @Field(() => Float, { nullable: true, description: say("指数，已发布", "Index as published") })
  valueBefore!: number | null;
  @Field(() => Float, { nullable: true, description: say("指数，情景", "Index in the scenario") })
  valueAfter!: number | null;
  @Field(() => WarningLevel, { nullable: true, description: say("级别，已发布", "Level as published") })
  levelBefore!: WarningLevel | null;
  @Field(() => WarningLevel, { nullable: true, description: say("级别，情景", "Level in the scenario") })
  levelAfter!: WarningLevel | null;
  @Field(() => Boolean, { description: say("级别是否上升", "Whether it would cross into a graver level") })
  crosses!: boolean;
  code!: string;
}

@ObjectType({
  description: say(
    "情景下的一个项目。保本线为本项目自定：最近一个收支齐全的年份，收入按跌幅折减而成本不变，收入低于成本即低于保本",
    "A project in the scenario. Break-even is a rule of this project's own: of the latest year whose books are whole, revenue falls with the price and costs do not; below costs is below break-even",
  ),
})
export class ScenarioProject {
  @Field(() => Int, { description: say("区内联结户数", "Households of the region linked to it") })
  households!: number;
  @Field(() => Int, {
    nullable: true,
    description: say("账目年份；账目不齐为空", "Year of its books; null where they are not whole"),
  })
  year!: number | null;
  @Field(() => Money, { nullable: true, description: say("该年收入", "Revenue of the year") })
  revenue!: number | null;
  @Field(() => Money, { nullable: true, description: say("该年成本", "Costs of the year") })
  cost!: number | null;
  @Field(() => Boolean, {
    nullable: true,
    description: say("现已低于保本", "Below break-even without the fall"),
  })
  belowBefore!: boolean | null;
  @Field(() => Boolean, {
    nullable: true,
    description: say(
      "情景下低于保本；账目不齐为空",
      "Below break-even in the scenario; null where the books are not whole",
    ),
  })
  belowAfter!: boolean | null;
  code!: string;
}

@ObjectType({ description: say("情景触及的一个村", "A village the scenario touches") })
export class ScenarioVillage {
  @Field(() => Int, { description: say("联结该产品的户数", "Households linked to the product") })
  households!: number;
  @Field(() => Int, {
    description: say("其中所联结项目低于保本的户数", "Of them linked to projects below break-even"),
  })
  householdsBelow!: number;
  villageCode!: string;
}

@ObjectType({
  description: say(
    "价格下跌情景，不是预测：最近三个月的价格按比例下跌，其余不变，用发布时的方法与规则重算",
    "A fall of a price as a scenario, not a forecast: the latest three months fall by a share, nothing else moves, computed by the method and rules of the publication",
  ),
})
export class PriceScenario {
  @Field(() => Float, { description: say("跌幅，百分比", "Fall in percent") })
  fallPercent!: number;
  @Field(() => String, { description: say("季度", "Quarter") })
  period!: string;
  @Field(() => Float, {
    nullable: true,
    description: say("最近三个月均价，分", "Mean price of the latest three months, fen"),
  })
  priceBefore!: number | null;
  @Field(() => Float, { nullable: true, description: say("情景均价，分", "The same in the scenario, fen") })
  priceAfter!: number | null;
  @Field(() => Int, {
    description: say(
      "情景下连续低于前三年同月的月数",
      "Months in a row below the usual price in the scenario",
    ),
  })
  monthsBelow!: number;
  @Field(() => Int, { description: say("级别上升的县数", "Counties that would cross into a graver level") })
  countiesCrossing!: number;
  @Field(() => [ScenarioCounty], {
    description: say(
      "指数变动的县或有此收入的县，升得多的在前，至多 500 个",
      "Counties that live from it or move, those that rise most first, at most 500",
    ),
  })
  counties!: ScenarioCounty[];
  @Field(() => Int, { description: say("联结的存续项目数", "Living projects of the product") })
  projectsTotal!: number;
  @Field(() => Int, {
    description: say("情景下低于保本的项目数", "Of them below break-even in the scenario"),
  })
  projectsBelow!: number;
  @Field(() => Int, { description: say("账目不齐的项目数", "Of them without whole books") })
  projectsUnknown!: number;
  @Field(() => [ScenarioProject], {
    description: say(
      "低于保本的项目，户数多的在前，至多 500 个",
      "Projects below break-even, most households first, at most 500",
    ),
  })
  projects!: ScenarioProject[];
  @Field(() => Int, { description: say("联结该产品的户数", "Households linked to the product") })
  households!: number;
  @Field(() => Int, {
    description: say("其中所联结项目低于保本的户数", "Of them linked to projects below break-even"),
  })
  householdsBelow!: number;
  @Field(() => [ScenarioVillage], {
    description: say(
      "触及的村，户数多的在前，至多 500 个",
      "Villages touched, most households first, at most 500",
    ),
  })
  villages!: ScenarioVillage[];
  commodityCode!: string;
}
