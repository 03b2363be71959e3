import { boolean, type FeatureCollection, queryable, string } from "../featureCollection.ts";

/** Zones where building is bound by law. */
export const constraintCollection: FeatureCollection = {
  id: "constraints",
  zh: "约束区",
  en: "Constraint zones",
  from: "from atlas.constraint_zones zone",
  key: { sql: "zone.feature_id", type: "integer" },
  featureId: "zone.feature_id",
  geometry: "st_asgeojson(zone.outline, 6)",
  places: ["zone.outline"],
  tiles: "constraints",
  properties: {
    code: queryable(string("zone.code", "代码", "Code")),
    name: string("zone.name", "名称", "Name"),
    name_en: string("zone.name_en", "英文名", "Name in English"),
    kind: queryable(
      string(
        "zone.kind",
        "类型：FARMLAND 永久基本农田、WATER_SOURCE 饮用水水源保护区、ECOLOGY 生态保护红线",
        "FARMLAND, WATER_SOURCE or ECOLOGY",
      ),
    ),
    is_demo: boolean("zone.is_demo", "模拟数据", "Demonstration data"),
  },
};
