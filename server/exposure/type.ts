import { Field, Float, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";
import { WarningLevel } from "../indicators/type.ts";
import { Money } from "../money.ts";

/** Two counts of the same thing, both named: whole villages by their point, and all villages by their share of area. */
@ObjectType({
  description: say("按两种算法的村、户、人", "Villages, households and people, counted in two ways"),
})
export class ExposedCount {
  @Field(() => Int, { description: say("范围触及的村数", "Villages the footprint touches") })
  villagesTouched!: number;
  @Field(() => Int, {
    description: say(
      "代表点在范围内的村数（整村算法）",
      "Villages whose representative point lies inside (whole villages)",
    ),
  })
  villagesInside!: number;
  @Field(() => Int, { description: say("整村算法的户数", "Households of the whole villages") })
  householdsInside!: number;
  @Field(() => Int, {
    description: say(
      "面积算法的户数：各村户数乘面积份额，四舍五入后相加",
      "Households by area: of each village households times share, halves up, added up",
    ),
  })
  householdsByArea!: number;
  @Field(() => Int, { description: say("整村算法的人口", "People of the whole villages") })
  populationInside!: number;
  @Field(() => Int, { description: say("面积算法的人口", "People by area") })
  populationByArea!: number;
  @Field(() => Int, {
    description: say(
      "触及而户数不详的村数，不计入户数",
      "Villages touched whose households nobody knows; not counted",
    ),
  })
  villagesWithoutHouseholds!: number;
}

@ObjectType({ description: say("一个县之内", "Inside one county") })
export class ExposedCounty extends ExposedCount {
  countyCode!: string;
}

@ObjectType({ description: say("一个预警级别的整村", "Whole villages of a warning level") })
export class ExposedLevel {
  @Field(() => WarningLevel, {
    nullable: true,
    description: say("级别；无分为空", "Level; null for those without a score"),
  })
  level!: WarningLevel | null;
  @Field(() => Int, { description: say("村数", "Villages") })
  villages!: number;
  @Field(() => Int, { description: say("户数", "Households") })
  households!: number;
}

@ObjectType({ description: say("范围触及的一个村", "A village the footprint touches") })
export class ExposedVillage {
  @Field(() => String, { description: say("代码", "Code") })
  code!: string;
  @Field(() => String, { description: say("名称", "Name") })
  name!: string;
  @Field(() => Float, { description: say("在范围内的面积份额，0–1", "Share of its area inside, 0 to 1") })
  share!: number;
  @Field(() => Boolean, { description: say("代表点在范围内", "Its representative point lies inside") })
  pointInside!: boolean;
  @Field(() => Int, { nullable: true, description: say("户数", "Households") })
  households!: number | null;
  @Field(() => WarningLevel, { nullable: true, description: say("最新级别", "Latest level") })
  level!: WarningLevel | null;
}

@ObjectType({ description: say("范围内的一个安置区、项目或飞地", "A settlement, project or enclave inside") })
export class ExposedPlace {
  @Field(() => String, { description: say("代码", "Code") })
  code!: string;
  @Field(() => String, { description: say("名称", "Name") })
  name!: string;
  @Field(() => Int, {
    description: say(
      "户数：安置区住户、项目联结户、飞地受益户",
      "Households: residents, linked, or beneficiaries of an enclave",
    ),
  })
  households!: number;
}

@ObjectType({ description: say("范围内的一类地物", "What stands inside, of one kind") })
export class ExposedPlaces {
  @Field(() => Int, { description: say("个数", "How many") })
  count!: number;
  @Field(() => Int, { description: say("户数合计", "Households in all") })
  households!: number;
  @Field(() => Money, {
    nullable: true,
    description: say(
      "投入资金：项目投资或飞地本金；安置区为空",
      "Money put in: of projects or enclaves; null for settlements",
    ),
  })
  money!: number | null;
  @Field(() => [ExposedPlace], {
    description: say("户数多的在前，至多 50 个", "Those of most households first, at most 50"),
  })
  largest!: ExposedPlace[];
}

@ObjectType({
  description: say(
    "一个范围之内有什么；只用公开的整村数，不含农户",
    "What lies inside a footprint, from published figures of whole villages only; no household is looked at",
  ),
})
export class Exposure {
  @Field(() => Float, { description: say("范围面积，平方千米", "Area of the footprint, km²") })
  areaKm2!: number;
  @Field(() => Int, { description: say("顶点数", "Vertices") })
  vertices!: number;
  @Field(() => ExposedCount, { description: say("合计，等于各县之和", "In all: the sum of the counties") })
  total!: ExposedCount;
  @Field(() => [ExposedCounty], {
    description: say(
      "各县，户数多的在前，至多数百个",
      "By county, the most households first, some hundreds at most",
    ),
  })
  counties!: ExposedCounty[];
  @Field(() => [ExposedLevel], {
    description: say(
      "整村按最新预警级别，由重到轻，至多 6 项",
      "Whole villages by their latest level, gravest first, at most 6",
    ),
  })
  levels!: ExposedLevel[];
  @Field(() => [ExposedVillage], {
    description: say(
      "触及的村，面积算法户数多的在前，至多 200 个",
      "Villages touched, the most households by area first, at most 200",
    ),
  })
  villages!: ExposedVillage[];
  @Field(() => ExposedPlaces, { description: say("范围内的安置区", "Settlements inside") })
  settlements!: ExposedPlaces;
  @Field(() => ExposedPlaces, {
    description: say(
      "范围内的产业项目及其联结户，一户在一个项目中只算一次",
      "Projects inside and the households tied to them; one tied to a project in several ways counts once",
    ),
  })
  projects!: ExposedPlaces;
  @Field(() => ExposedPlaces, {
    description: say("落在范围内的飞地承接地", "Enclaves whose host site lies inside"),
  })
  enclaves!: ExposedPlaces;
}
