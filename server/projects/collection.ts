import { boolean, date, type FeatureCollection, integer, queryable, string } from "../featureCollection.ts";

/** Industry projects, each at its point. */
export const projectCollection: FeatureCollection = {
  id: "projects",
  zh: "产业项目",
  en: "Industry projects",
  from: "from atlas.industry_projects project",
  key: { sql: "project.feature_id", type: "integer" },
  featureId: "project.feature_id",
  geometry: "st_asgeojson(project.point, 6)",
  places: ["project.point"],
  tiles: "projects",
  properties: {
    code: queryable(string("project.code", "代码", "Code")),
    name: string("project.name", "名称", "Name"),
    name_en: string("project.name_en", "英文名", "Name in English"),
    kind: queryable(string("project.kind", "类型", "Kind")),
    status: queryable(string("project.status", "状态", "Status")),
    status_since: date("project.status_since", "进入该状态的日期", "Day since when it has this status"),
    county_code: queryable(string("project.county_code", "县代码", "Code of the county")),
    investment_fen: integer("project.investment_fen", "投资，分", "Investment in fen, a hundredth of a yuan"),
    is_demo: boolean("project.is_demo", "模拟数据", "Demonstration data"),
  },
};
