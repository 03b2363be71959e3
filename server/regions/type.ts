import { Field, Float, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";
import { GeoJSONPoint } from "../geojson.ts";
import { Node } from "../node/type.ts";

export enum RegionKind {
  PROVINCE = "PROVINCE",
  PREFECTURE = "PREFECTURE",
  COUNTY = "COUNTY",
  TOWNSHIP = "TOWNSHIP",
  AREA = "AREA",
}
registerEnumType(RegionKind, {
  name: "RegionKind",
  description: say("区域类型", "Kind of region"),
  valuesConfig: {
    PROVINCE: { description: say("省级", "Province, 2 digits") },
    PREFECTURE: { description: say("地级", "Prefecture, 4 digits") },
    COUNTY: { description: say("县级", "County, 6 digits") },
    TOWNSHIP: { description: say("乡级", "Township, 9 digits") },
    AREA: { description: say("集中连片特困地区", "Contiguous poverty area") },
  },
});

@ObjectType({
  implements: Node,
  description: say(
    "区域：行政区划或集中连片特困地区",
    "A region: an administrative division or a contiguous poverty area",
  ),
})
export class Region extends Node {
  @Field(() => String, { description: say("区划代码；片区为英文短名", "Division code; the slug of an area") })
  code!: string;
  @Field(() => RegionKind, { description: say("类型", "Kind") })
  kind!: RegionKind;
  @Field(() => String, { description: say("名称", "Name in Chinese") })
  name!: string;
  @Field(() => String, { nullable: true, description: say("英文名", "Name in English") })
  nameEn!: string | null;
  @Field(() => String, { nullable: true, description: say("片区牵头部委", "Ministry that leads an area") })
  leadMinistry!: string | null;
  @Field(() => GeoJSONPoint, {
    nullable: true,
    description: say(
      "面内的点；乡镇没有公开坐标，为空",
      "A point inside; null for townships, whose location is not public",
    ),
  })
  center!: string | null;
  @Field(() => [Float], {
    nullable: true,
    description: say("西、南、东、北，度", "West, south, east, north in degrees"),
  })
  bbox!: number[] | null;
  @Field(() => Boolean, { description: say("是否为模拟数据", "Demonstration data") })
  isDemo!: boolean;
  parentCode!: string | null;
  provinceCode!: string | null;
}

@ObjectType({ description: say("一个县在片区中的起止日期", "A county's dated membership of an area") })
export class Membership {
  @Field(() => String, { description: say("起始日", "First day") })
  from!: string;
  @Field(() => String, {
    nullable: true,
    description: say("结束日；空为至今", "First day after; null while it lasts"),
  })
  to!: string | null;
  @Field(() => String, {
    nullable: true,
    description: say("2012 年名单中的旧名", "Name in the list of 2012 where it has changed"),
  })
  nameThen!: string | null;
  areaCode!: string;
  countyCode!: string;
}

export const RegionConnection = connectionOf(Region);
