import { refreshSettlementFlows } from "../settlements/readModel.ts";
import { readCode, readDate, readVillageOfAnyKind } from "./cells.ts";
import { COUNTY, code, count, exceeds, flag, headers, name, nameEn } from "./columns.ts";
import { tableDataset } from "./table.ts";

const STORED = "(select county_code from atlas.settlements known where known.code = incoming.code)";

/** The households that moved are the households that live there; told once for each settlement, at its first row. */
const sumsDiffer = (rows: string, wanted: string) => /* sql */ `
  select (select min(row_number) from ${rows} where code = counted.code) as row, 'households' as key, 'SUM_DIFFERS' as code, code as value,
         json_build_object('sum', sum, 'whole', whole) as detail
  from (${wanted}) counted where sum <> whole`;

export const settlements = tableDataset({
  name: "settlements",
  zh: "易地扶贫搬迁安置区",
  en: "relocation settlements",
  table: "atlas.settlements",
  identity: ["code"],
  division: {
    key: "county_code",
    sql: `coalesce(incoming.county_code, ${STORED})`,
    stored: STORED,
  },
  has: { demo: true, version: true, source: true, readings: true },
  place: "point",
  placeNeeded: true,
  search: "SETTLEMENT",
  columns: [
    code("安置区代码 安置点代码 代码"),
    name,
    nameEn,
    {
      key: "county_code",
      headers: headers("县代码 所在县 区划代码 county_code county"),
      type: 'text collate "C"',
      needed: true,
      of: COUNTY,
      read: readCode,
    },
    count("residents", "安置人口 居住人口 人口"),
    count("households", "安置户数 户数"),
    count("households_with_labour", "有劳动力户数 有劳动力家庭"),
    count("zero_employment_households", "零就业家庭 零就业户数"),
    count("labour_force", "劳动力 劳动力人数"),
    count("employed", "就业人数 已就业"),
    flag("has_school", "有学校 学校"),
    flag("has_clinic", "有卫生室 卫生室"),
    flag("has_community_centre", "有社区服务中心 社区服务中心"),
    count("integration_items_open", "未完成融入事项 社区融入未完成"),
    count("integration_items_total", "融入事项 社区融入事项"),
    { key: "opened_on", headers: headers("入住日期 入住时间 opened_on"), type: "date", read: readDate },
  ],
  checks: [
    exceeds("incoming_settlements", "households_with_labour", "households"),
    exceeds("incoming_settlements", "zero_employment_households", "households_with_labour"),
    exceeds("incoming_settlements", "employed", "labour_force"),
    exceeds("incoming_settlements", "integration_items_open", "integration_items_total"),
    sumsDiffer(
      "incoming_settlements",
      `select incoming.code, incoming.households as whole, sum(origin.households) as sum
       from incoming_settlements incoming join atlas.settlement_origins origin on origin.settlement_code = incoming.code
       where incoming.households is not null group by 1, 2`,
    ),
  ],
});

export const settlementOrigins = tableDataset({
  name: "settlement-origins",
  zh: "安置区来源村",
  en: "origins of settlements",
  table: "atlas.settlement_origins",
  identity: ["settlement_code", "village_code"],
  division: {
    key: "settlement_code",
    sql: "(select county_code from atlas.settlements known where known.code = incoming.settlement_code)",
  },
  has: {},
  columns: [
    {
      key: "settlement_code",
      headers: headers("安置区代码 安置点代码 settlement_code"),
      type: 'text collate "C"',
      required: true,
      of: { table: "atlas.settlements" },
      read: readCode,
    },
    {
      key: "village_code",
      headers: headers("来源村代码 迁出村代码 村代码 village_code"),
      type: 'text collate "C"',
      required: true,
      of: { table: "atlas.villages" },
      read: readVillageOfAnyKind,
    },
    count("households", "搬迁户数 户数"),
    count("people", "搬迁人口 人口"),
  ],
  checks: [
    exceeds("incoming_settlement_origins", "households", "people"),
    sumsDiffer(
      "(select row_number, settlement_code as code from incoming_settlement_origins) rows",
      `select settlement.code, settlement.households as whole, sum(origin.households) as sum
       from (select settlement_code, village_code, households from incoming_settlement_origins
             union all
             select settlement_code, village_code, households from atlas.settlement_origins stored
             where not exists (select from incoming_settlement_origins incoming
                               where (incoming.settlement_code, incoming.village_code) = (stored.settlement_code, stored.village_code))) origin
       join atlas.settlements settlement on settlement.code = origin.settlement_code
       where settlement.code in (select settlement_code from incoming_settlement_origins)
       group by 1, 2`,
    ),
  ],
  refresh: refreshSettlementFlows,
});
