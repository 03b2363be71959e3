import { boolean, type FeatureCollection, integer, number, queryable, string } from "../featureCollection.ts";

/** Villages with the risk of the latest published month; those without a boundary are points. */
export const villageCollection: FeatureCollection = {
  id: "villages",
  zh: "行政村",
  en: "Villages",
  from: "from atlas.villages village join atlas.village_cards card on card.code = village.code",
  key: { sql: "village.code", type: "text" },
  featureId: "village.code::bigint",
  geometry: "coalesce(village.outline_json, st_asgeojson(village.point, 6))",
  places: ["village.outline", "village.point"],
  tiles: "villages",
  properties: {
    code: queryable(string("village.code", "12 位代码", "Code of 12 digits")),
    name: string("village.name", "名称", "Name"),
    name_en: string("village.name_en", "英文名", "Name in English"),
    township_code: queryable(string("village.township_code", "乡镇代码", "Code of the township")),
    county_code: queryable(string("village.county_code", "县代码", "Code of the county")),
    households: integer("nullif(card.households, 0)", "户数", "Households"),
    population: integer("village.population", "人口", "Population"),
    poor_village: queryable(boolean("village.poor_village", "曾为贫困村", "Was a poor village")),
    period: string("left(card.period::text, 7)", "风险分的月份", "Month of the score"),
    score: number("card.score", "返贫风险分 0–100", "Relapse risk score, 0 to 100"),
    level: queryable(string("card.level", "预警等级", "Warning level")),
    status: queryable(
      string(
        "card.status",
        "数据完整程度；INSUFFICIENT 时没有分数",
        "Completeness of data; there is no score when INSUFFICIENT",
      ),
    ),
    coverage: number("card.coverage", "已观测指标的权重 0–1", "Weight of observed components, 0 to 1"),
    is_demo: boolean("village.is_demo", "模拟数据", "Demonstration data"),
  },
};
