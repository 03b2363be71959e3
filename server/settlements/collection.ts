import { boolean, date, type FeatureCollection, integer, queryable, string } from "../featureCollection.ts";

/** Relocation settlements, each at its point. */
export const settlementCollection: FeatureCollection = {
  id: "settlements",
  zh: "易地搬迁安置区",
  en: "Relocation settlements",
  from: "from atlas.settlements settlement",
  key: { sql: "settlement.feature_id", type: "integer" },
  featureId: "settlement.feature_id",
  geometry: "st_asgeojson(settlement.point, 6)",
  places: ["settlement.point"],
  tiles: "settlements",
  properties: {
    code: queryable(string("settlement.code", "代码", "Code")),
    name: string("settlement.name", "名称", "Name"),
    name_en: string("settlement.name_en", "英文名", "Name in English"),
    county_code: queryable(string("settlement.county_code", "县代码", "Code of the county")),
    residents: integer("settlement.residents", "安置人口", "Residents"),
    households: integer("settlement.households", "安置户数", "Households"),
    zero_employment_households: integer(
      "settlement.zero_employment_households",
      "零就业户",
      "Households with labour of which nobody is employed",
    ),
    opened_on: date("settlement.opened_on", "启用日期", "Day it opened"),
    is_demo: boolean("settlement.is_demo", "模拟数据", "Demonstration data"),
  },
};
