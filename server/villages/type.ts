import { Field, Float, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";
import { GeoJSONPoint, GeoJSONPolygon, type Point, type Polygon } from "../geojson.ts";
import { RiskStatus, WarningLevel } from "../indicators/type.ts";
import { Money } from "../money.ts";
import { Node } from "../node/type.ts";

export enum VillageOrder {
  CODE = "CODE",
  RISK_DESC = "RISK_DESC",
  RISK_ASC = "RISK_ASC",
  HOUSEHOLDS_DESC = "HOUSEHOLDS_DESC",
  DISTANCE = "DISTANCE",
}
registerEnumType(VillageOrder, {
  name: "VillageOrder",
  description: say("行政村排序", "Order of villages"),
  valuesConfig: {
    CODE: { description: say("按代码", "By code") },
    RISK_DESC: { description: say("风险从高到低，无分的在后", "Riskiest first, those without a score last") },
    RISK_ASC: {
      description: say("风险从低到高，无分的在前", "Least risky first, those without a score first"),
    },
    HOUSEHOLDS_DESC: { description: say("户数从多到少", "Most households first") },
    DISTANCE: { description: say("由近到远，须与 near 同用", "Nearest first; needs near") },
  },
});

@InputType({
  description: say("行政村筛选，各条件同时成立", "Filter of villages; all conditions hold together"),
})
export class VillageFilter {
  @Field(() => [WarningLevel], { nullable: true, description: say("级别之一", "One of these levels") })
  levels?: WarningLevel[];
  @Field(() => [RiskStatus], { nullable: true, description: say("数据状态之一", "One of these statuses") })
  status?: RiskStatus[];
  @Field(() => Float, { nullable: true, description: say("最低得分", "Least score") })
  minScore?: number;
  @Field(() => Float, { nullable: true, description: say("最高得分", "Greatest score") })
  maxScore?: number;
  @Field(() => Int, { nullable: true, description: say("最少户数", "Fewest households") })
  minHouseholds?: number;
  @Field(() => Boolean, { nullable: true, description: say("是否出列村", "Was a registered poor village") })
  poorVillage?: boolean;
  @Field(() => Boolean, { nullable: true, description: say("是否模拟数据", "Demonstration data or not") })
  isDemo?: boolean;
  @Field(() => Boolean, {
    nullable: true,
    description: say(
      "是否需要飞地，规则见 needsEnclave",
      "Needs an enclave or not, by the rule of needsEnclave",
    ),
  })
  needsEnclave?: boolean;
  @Field(() => GeoJSONPolygon, {
    nullable: true,
    description: say("村界完全在此面之内", "Outline lies wholly inside this polygon"),
  })
  inside?: Polygon;
  @Field(() => GeoJSONPoint, {
    nullable: true,
    description: say("村界包含此点", "Outline contains this point"),
  })
  contains?: Point;
}

@ObjectType({
  implements: Node,
  description: say("行政村", "An administrative village, the unit of the map"),
})
export class Village extends Node {
  @Field(() => String, { description: say("区划代码，12 位", "Division code, 12 digits") })
  code!: string;
  @Field(() => String, { description: say("名称", "Name in Chinese") })
  name!: string;
  @Field(() => String, { nullable: true, description: say("英文名", "Name in English") })
  nameEn!: string | null;
  @Field(() => GeoJSONPoint, {
    nullable: true,
    description: say("代表点，在村界之内", "Representative point, inside the outline"),
  })
  center!: string | null;
  @Field(() => Int, { nullable: true, description: say("户数", "Households") })
  households!: number | null;
  @Field(() => Int, { nullable: true, description: say("人口", "Population") })
  population!: number | null;
  @Field(() => Int, { nullable: true, description: say("劳动力", "Labour force") })
  labourForce!: number | null;
  @Field(() => Int, { nullable: true, description: say("外出务工人数", "Migrant workers") })
  migrantWorkers!: number | null;
  @Field(() => Boolean, { nullable: true, description: say("是否出列村", "Was a registered poor village") })
  poorVillage!: boolean | null;
  @Field(() => String, {
    nullable: true,
    description: say("出列日期", "Day it left the register of poor villages"),
  })
  leftPovertyOn!: string | null;
  @Field(() => Money, {
    nullable: true,
    description: say("上年人均可支配收入", "Per-capita disposable income of the last year"),
  })
  perCapitaIncome!: number | null;
  @Field(() => Money, {
    nullable: true,
    description: say("上年村集体经济收入", "Collective-economy income of the last year"),
  })
  collectiveIncome!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: say(
      "到查询点的大圆距离，米；误差 0.4% 以内",
      "Great-circle distance to the point asked for, metres; within 0.4 %",
    ),
  })
  distanceM!: number | null;
  @Field(() => Boolean, { description: say("是否为模拟数据", "Demonstration data") })
  isDemo!: boolean;
  townshipCode!: string;
  countyCode!: string;
  latestPeriod!: string | null;
  /** The same where the row holds the latest published month; undefined where another was asked for. */
  publishedPeriod?: string | null;
  score!: number | null;
  scoreOrder!: number;
  level!: WarningLevel | null;
  status!: RiskStatus | null;
  coverage!: number | null;
  intervalLow!: number | null;
  intervalHigh!: number | null;
}

export const VillageConnection = connectionOf(Village);
