import { boolean, type FeatureCollection, queryable, string } from "../featureCollection.ts";

/** Divisions and contiguous areas; an invented township has a point only, or nothing yet. */
export const regionCollection: FeatureCollection = {
  id: "regions",
  zh: "区划与片区",
  en: "Administrative divisions and contiguous poverty areas",
  from: "from atlas.regions region",
  key: { sql: "region.feature_id", type: "integer" },
  featureId: "region.feature_id",
  geometry: "st_asgeojson(coalesce(region.outline, region.point), 6)",
  places: ["region.outline", "region.point"],
  tiles: "regions",
  properties: {
    code: queryable(string("region.code", "代码", "Code")),
    name: string("region.name", "名称", "Name"),
    name_en: string("region.name_en", "英文名", "Name in English"),
    kind: queryable(
      string(
        "region.kind",
        "层级：PROVINCE 省、PREFECTURE 市、COUNTY 县、TOWNSHIP 乡镇、AREA 片区",
        "Level: PROVINCE, PREFECTURE, COUNTY, TOWNSHIP or AREA",
      ),
    ),
    parent_code: queryable(string("region.parent_code", "上级区划代码", "Code of the division above")),
    is_demo: boolean("region.is_demo", "模拟数据", "Demonstration data"),
  },
};
