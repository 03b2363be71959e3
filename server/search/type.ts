import { Field, Float, ObjectType, registerEnumType } from "type-graphql";
import { say } from "../describe.ts";
import { GeoJSONPoint } from "../geojson.ts";
import { RegionKind } from "../regions/type.ts";

export enum MappedKind {
  REGION = "REGION",
  VILLAGE = "VILLAGE",
  SETTLEMENT = "SETTLEMENT",
  PROJECT = "PROJECT",
  ENCLAVE = "ENCLAVE",
  EVENT = "EVENT",
}
registerEnumType(MappedKind, {
  name: "MappedKind",
  description: say("图上对象的类型", "Kind of mapped thing"),
  valuesConfig: {
    REGION: { description: say("区域", "Region") },
    VILLAGE: { description: say("行政村", "Village") },
    SETTLEMENT: { description: say("安置区", "Settlement") },
    PROJECT: { description: say("产业项目", "Industry project") },
    ENCLAVE: { description: say("飞地", "Enclave") },
    EVENT: { description: say("突发事件", "Disaster or public emergency") },
  },
});

@ObjectType({ description: say("一条搜索结果", "A search hit") })
export class SearchHit {
  @Field(() => MappedKind, { description: say("类型", "Kind") })
  kind!: MappedKind;
  @Field(() => String, { description: say("代码", "Code") })
  code!: string;
  @Field(() => String, { description: say("名称", "Name in Chinese") })
  name!: string;
  @Field(() => String, { nullable: true, description: say("英文名", "Name in English") })
  nameEn!: string | null;
  @Field(() => RegionKind, { nullable: true, description: say("区域的类型", "Kind of region") })
  regionKind!: RegionKind | null;
  @Field(() => String, {
    description: say(
      "所在的省、县，用于区分同名；突发事件为受灾户最多的县",
      "Province and county, to tell namesakes apart; of an event the county with the most households affected",
    ),
  })
  place!: string;
  @Field(() => GeoJSONPoint, { nullable: true, description: say("位置", "Where it is") })
  center!: string | null;
  @Field(() => [Float], {
    nullable: true,
    description: say("西、南、东、北，度", "West, south, east, north in degrees"),
  })
  bbox!: number[] | null;
  @Field(() => Boolean, { description: say("是否为模拟数据", "Demonstration data") })
  isDemo!: boolean;
}
