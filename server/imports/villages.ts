import type { Cell } from "../copy.ts";
import { readingOf } from "../regions/pinyin.ts";
import { vacuumVillages } from "../villages/readModel.ts";
import {
  readBoolean,
  readCoordinate,
  readCount,
  readDate,
  readName,
  readVillageCode,
  readYuan,
} from "./cells.ts";
import type { Column, Dataset } from "./type.ts";
import { findProblems, findWarnings } from "./villageChecks.ts";
import { compareVillages, writeVillages } from "./villageWrite.ts";

/** Far above any real village: what lies beyond is another unit or a slip. */
const MOST_HOUSEHOLDS = 100_000;
const MOST_PERSONS = 500_000;
const MOST_INCOME_YUAN = 10_000_000;
const MOST_COLLECTIVE_INCOME_YUAN = 10_000_000_000;

const headers = (text: string) => text.split(" ");

/** A header in another unit (万元) is not listed, so such a column is ignored and never taken for yuan. */
const columns: readonly Column[] = [
  {
    key: "code",
    headers: headers("区划代码 行政区划代码 村代码 行政村代码 代码 code village_code"),
    required: true,
    read: readVillageCode,
  },
  {
    key: "name",
    headers: headers("名称 村名 行政村 行政村名称 村名称 name village village_name"),
    required: true,
    read: readName,
  },
  { key: "name_en", headers: headers("英文名 英文名称 name_en english_name"), read: readName },
  { key: "township", headers: headers("乡镇名称 乡镇 所属乡镇 township township_name"), read: readName },
  {
    key: "households",
    headers: headers("户数 总户数 常住户数 households"),
    read: readCount(MOST_HOUSEHOLDS),
  },
  {
    key: "population",
    headers: headers("人口 常住人口 总人口 人口数 population"),
    read: readCount(MOST_PERSONS),
  },
  {
    key: "labour_force",
    headers: headers("劳动力 劳动力人数 labour_force labor_force"),
    read: readCount(MOST_PERSONS),
  },
  {
    key: "migrant_workers",
    headers: headers("外出务工 外出务工人数 务工人数 migrant_workers"),
    read: readCount(MOST_PERSONS),
  },
  { key: "poor_village", headers: headers("出列村 是否出列村 是否贫困村 poor_village"), read: readBoolean },
  { key: "left_poverty_on", headers: headers("出列时间 出列日期 left_poverty_on"), read: readDate },
  {
    key: "per_capita_income",
    headers: headers("人均可支配收入(元) 人均可支配收入 per_capita_income per_capita_income_yuan"),
    read: readYuan(MOST_INCOME_YUAN),
  },
  {
    key: "collective_income",
    headers: headers("村集体经济收入(元) 村集体经济收入 collective_income collective_income_yuan"),
    read: readYuan(MOST_COLLECTIVE_INCOME_YUAN),
  },
  { key: "lon", headers: headers("经度 东坐标 lon lng longitude easting"), read: readCoordinate },
  { key: "lat", headers: headers("纬度 北坐标 lat latitude northing"), read: readCoordinate },
];

const plainColumns = columns.map(({ key }) => key).filter((key) => key !== "lon" && key !== "lat");

function staged(values: ReadonlyMap<string, Cell>): readonly Cell[] {
  const name = values.get("name");
  const { pinyin, initials } = readingOf(typeof name === "string" ? name : "");
  return [...plainColumns.map((key) => values.get(key)), pinyin, initials];
}

const TYPES: Readonly<Record<string, string>> = {
  code: 'text collate "C"',
  households: "integer",
  population: "integer",
  labour_force: "integer",
  migrant_workers: "integer",
  poor_village: "boolean",
  left_poverty_on: "date",
  per_capita_income: "bigint",
  collective_income: "bigint",
};

export const villages: Dataset = {
  name: "villages",
  zh: "行政村",
  en: "villages",
  columns,
  identity: ["code"],
  division: { key: "code", sql: "incoming.code" },
  stagingTable: "incoming_villages",
  stagedColumns: [...plainColumns, "pinyin", "initials"].map((name) => ({
    name,
    type: TYPES[name] ?? "text",
  })),
  staged,
  reference: /* sql */ `
    select code, st_x(point) as x, st_y(point) as y from atlas.villages where code = any (?::text[]) and point is not null`,
  findProblems,
  compare: compareVillages,
  findWarnings,
  write: writeVillages,
  afterCommit: vacuumVillages,
};
