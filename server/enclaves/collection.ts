import { boolean, date, type FeatureCollection, queryable, string } from "../featureCollection.ts";

/** Enclave investments, each at the site that hosts it. */
export const enclaveCollection: FeatureCollection = {
  id: "enclaves",
  zh: "飞地",
  en: "Enclave investments",
  from: "from atlas.enclaves enclave",
  key: { sql: "enclave.feature_id", type: "integer" },
  featureId: "enclave.feature_id",
  geometry: "st_asgeojson(enclave.point, 6)",
  places: ["enclave.point"],
  tiles: "enclaves",
  properties: {
    code: queryable(string("enclave.code", "代码", "Code")),
    name: string("enclave.name", "名称", "Name"),
    name_en: string("enclave.name_en", "英文名", "Name in English"),
    host_code: queryable(string("enclave.host_code", "所在县代码", "Code of the county that hosts it")),
    operator: string("enclave.operator", "运营方", "Operator"),
    sector: queryable(string("enclave.sector", "行业", "Sector")),
    started_on: date("enclave.started_on", "投入日期", "Day of the investment"),
    is_demo: boolean("enclave.is_demo", "模拟数据", "Demonstration data"),
  },
};
