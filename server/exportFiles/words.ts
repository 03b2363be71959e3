/** What a file can hold; the first seven are the collections of OGC API, by their ids. */
export const WHAT = {
  REGIONS: { zh: "区划与片区", en: "Divisions and contiguous areas" },
  VILLAGES: { zh: "行政村", en: "Villages" },
  SETTLEMENTS: { zh: "易地搬迁安置区", en: "Relocation settlements" },
  PROJECTS: { zh: "产业项目", en: "Industry projects" },
  ENCLAVES: { zh: "飞地", en: "Enclave investments" },
  CONSTRAINTS: { zh: "约束区", en: "Constraint zones" },
  EVENTS: { zh: "灾害与突发事件", en: "Disasters and emergencies" },
  VILLAGE_FIGURES: { zh: "行政村某月的风险分", en: "Scores of villages in a month" },
  REGION_INDICES: {
    zh: "区域某季度的规模性返贫指数",
    en: "Large-scale relapse index of regions in a quarter",
  },
  FUNDS: { zh: "资金余额", en: "Fund balances" },
  HOUSEHOLDS: {
    zh: "辖区农户，身份信息已脱敏",
    en: "Households of one's regions, with what identifies people masked",
  },
  CASES: { zh: "辖区监测对象", en: "Cases of one's regions" },
} as const;
export type WhatName = keyof typeof WHAT;

export const FORMATS = {
  CSV: { zh: "CSV 表格，带 BOM 的 UTF-8", en: "CSV, UTF-8 with a byte-order mark" },
  XLSX: { zh: "Excel 工作簿", en: "Excel workbook" },
  GEOJSON: { zh: "GeoJSON 文件（RFC 7946）", en: "GeoJSON (RFC 7946)" },
  GEOJSON_SEQ: { zh: "GeoJSON 序列，每行一个要素", en: "GeoJSON text sequence, a feature a line" },
  GEOPACKAGE: { zh: "GeoPackage 数据库", en: "GeoPackage" },
  FLATGEOBUF: { zh: "FlatGeobuf 文件", en: "FlatGeobuf" },
  PMTILES: { zh: "PMTiles 矢量瓦片", en: "PMTiles, vector tiles" },
} as const;
export type FormatName = keyof typeof FORMATS;

export const STATES = {
  QUEUED: { zh: "排队", en: "Waiting its turn" },
  RUNNING: { zh: "生成中", en: "Being made" },
  DONE: { zh: "可下载", en: "Ready" },
  FAILED: { zh: "失败", en: "Failed" },
  CANCELLED: { zh: "已取消", en: "Cancelled" },
  EXPIRED: { zh: "已过期", en: "Expired" },
} as const;
export type ExportStateName = keyof typeof STATES;

/** Stands in every file that holds invented rows. */
export const DEMONSTRATION = "演示数据 / demonstration data";
