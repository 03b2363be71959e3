import { boolean, date, type FeatureCollection, queryable, string } from "../featureCollection.ts";

/** Disasters and public emergencies, each with its footprint where one was drawn. */
export const eventCollection: FeatureCollection = {
  id: "events",
  zh: "灾害与突发事件",
  en: "Disasters and public emergencies",
  from: "from atlas.emergency_events event",
  key: { sql: "event.feature_id", type: "integer" },
  featureId: "event.feature_id",
  geometry: "st_asgeojson(event.footprint, 6)",
  places: ["event.footprint"],
  time: { start: "event.started_on", end: "event.ended_on" },
  tiles: "events",
  properties: {
    code: queryable(string("event.code", "代码", "Code")),
    name: string("event.name", "名称", "Name"),
    name_en: string("event.name_en", "英文名", "Name in English"),
    kind: queryable(string("event.kind", "类型", "Kind")),
    grade: queryable(string("event.grade", "等级 I–IV", "Grade I to IV")),
    started_on: date("event.started_on", "开始日期", "First day"),
    ended_on: date("event.ended_on", "结束日期，空为未结束", "Last day; null while it goes on"),
    is_demo: boolean("event.is_demo", "模拟数据", "Demonstration data"),
  },
};
