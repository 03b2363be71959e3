import { readCode, readCount, readMonth, readOneOf, readVillageOfAnyKind, readYuan } from "./cells.ts";
import { count, headers } from "./columns.ts";
import { tableDataset } from "./table.ts";

export const projectLinks = tableDataset({
  name: "project-links",
  zh: "产业项目利益联结",
  en: "households linked to projects",
  table: "atlas.project_links",
  identity: ["project_code", "village_code", "mechanism"],
  division: {
    key: "project_code",
    sql: "(select county_code from atlas.industry_projects known where known.code = incoming.project_code)",
  },
  has: {},
  columns: [
    {
      key: "project_code",
      headers: headers("项目代码 project_code"),
      type: 'text collate "C"',
      required: true,
      of: { table: "atlas.industry_projects" },
      read: readCode,
    },
    {
      key: "village_code",
      headers: headers("村代码 village_code"),
      type: 'text collate "C"',
      required: true,
      of: { table: "atlas.villages" },
      read: readVillageOfAnyKind,
    },
    {
      key: "mechanism",
      headers: headers("联结机制 利益联结机制 联结方式 mechanism"),
      type: "text",
      required: true,
      read: readOneOf({
        EMPLOYMENT: "就业务工 务工就业 带动就业",
        DIVIDEND: "收益分红 分红",
        CONTRACT_FARMING: "订单农业 订单收购",
        LAND_RENT: "土地流转",
        ENTRUSTED_FARMING: "托养托管 托管",
        SHARE_COOPERATION: "股份合作 入股",
      }),
    },
    count("households", "联结户数 户数"),
  ],
});

/** Insert only: what is told otherwise than before is a revision of its own, and never written over. */
export const prices = tableDataset({
  name: "prices",
  zh: "农产品价格",
  en: "prices of farm produce",
  table: "atlas.market_prices",
  identity: ["commodity_code", "market_code", "period", "revision"],
  division: {
    key: "market_code",
    sql: "(select county_code from atlas.markets known where known.code = incoming.market_code)",
  },
  has: { source: true },
  columns: [
    {
      key: "commodity_code",
      headers: headers("产品代码 commodity_code commodity"),
      type: 'text collate "C"',
      required: true,
      of: { table: "atlas.commodities" },
      read: readCode,
    },
    {
      key: "market_code",
      headers: headers("市场代码 market_code market"),
      type: 'text collate "C"',
      required: true,
      of: { table: "atlas.markets" },
      read: readCode,
    },
    { key: "period", headers: headers("月份 period month"), type: "date", required: true, read: readMonth },
    {
      key: "revision",
      headers: headers("修订 revision"),
      type: "smallint",
      required: true,
      read: readCount(1_000),
    },
    {
      key: "price_fen",
      headers: headers("价格(元) 价格 price price_yuan"),
      type: "integer",
      needed: true,
      read: readYuan(1_000_000),
    },
  ],
  checks: [
    /* sql */ `
    select row_number as row, 'price_fen' as key, 'PRICE_TOLD_OTHERWISE' as code, round(incoming.price_fen / 100.0, 2)::text as value,
           json_build_object('stored', round(known.price_fen / 100.0, 2)) as detail
    from incoming_prices incoming join atlas.market_prices known using (commodity_code, market_code, period, revision)
    where known.price_fen <> incoming.price_fen`,
  ],
});
