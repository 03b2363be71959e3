import { readDate, readOneOf } from "./cells.ts";
import { code, headers, name, nameEn } from "./columns.ts";
import { tableDataset } from "./table.ts";

/** What lies in several counties belongs where its middle lies. */
const countyOf = (outline: string) => /* sql */ `
  (select county.code from atlas.regions county
   where county.kind = 'COUNTY' and st_intersects(county.outline, st_pointonsurface(${outline})) limit 1)`;

const divisionBy = (stored: string) => ({
  key: "code",
  sql: countyOf(`coalesce(incoming.outline, ${stored})`),
  stored: countyOf(stored),
});

export const constraintZones = tableDataset({
  name: "constraint-zones",
  zh: "限制区",
  en: "constraint zones",
  table: "atlas.constraint_zones",
  identity: ["code"],
  division: divisionBy("(select outline from atlas.constraint_zones known where known.code = incoming.code)"),
  has: { demo: true, source: true },
  place: "outline",
  placeNeeded: true,
  columns: [
    code("限制区代码 代码"),
    name,
    nameEn,
    {
      key: "kind",
      headers: headers("类型 限制区类型 kind"),
      type: "text",
      needed: true,
      read: readOneOf({
        FARMLAND: "永久基本农田 基本农田",
        WATER_SOURCE: "水源地保护区 水源保护区 饮用水水源保护区",
        ECOLOGY: "生态保护红线 生态保护区",
      }),
    },
  ],
});

export const events = tableDataset({
  name: "events",
  zh: "灾害与突发事件",
  en: "disasters and emergencies",
  table: "atlas.emergency_events",
  identity: ["code"],
  division: divisionBy(
    "(select footprint from atlas.emergency_events known where known.code = incoming.code)",
  ),
  has: { demo: true, version: true, source: true, readings: true },
  place: "footprint",
  // Villages are found by the footprint; what has none is declared by the people it happened to.
  placeNeeded: true,
  search: "EVENT",
  columns: [
    code("事件代码 代码"),
    name,
    { ...nameEn, needed: true },
    {
      key: "kind",
      headers: headers("类型 事件类型 kind"),
      type: "text",
      needed: true,
      read: readOneOf({
        FLOOD: "洪涝 洪水",
        DROUGHT: "干旱 旱灾",
        EARTHQUAKE: "地震",
        GEOLOGICAL: "地质灾害 滑坡 泥石流",
        STORM: "风暴 台风 风雹",
        COLD: "低温冷冻 冻灾 雪灾",
        FIRE: "火灾",
        EPIDEMIC: "疫情 传染病",
        ANIMAL_DISEASE: "动物疫病 动物疫情",
        PEST: "病虫害",
        OTHER: "其他",
      }),
    },
    {
      key: "grade",
      headers: headers("等级 级别 grade"),
      type: "text",
      needed: true,
      read: readOneOf({
        I: "特别重大 Ⅰ级 1",
        II: "重大 Ⅱ级 2",
        III: "较大 Ⅲ级 3",
        IV: "一般 Ⅳ级 4",
      }),
    },
    {
      key: "started_on",
      headers: headers("开始日期 发生日期 started_on"),
      type: "date",
      needed: true,
      read: readDate,
    },
    { key: "ended_on", headers: headers("结束日期 ended_on"), type: "date", read: readDate },
  ],
  checks: [
    /* sql */ `
    select row_number as row, 'ended_on' as key, 'ENDS_BEFORE_IT_BEGINS' as code, ended_on::text as value,
           json_build_object('start', started_on) as detail from incoming_events where ended_on < started_on`,
  ],
});
