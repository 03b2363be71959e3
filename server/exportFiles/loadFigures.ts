import { monthToDate } from "../../geo/codes.ts";
import { lastDayOfMonth, monthAfter, quarterOfDay } from "../../geo/quarters.ts";
import { SUB_INDEX_KEYS } from "../../geo/regionRules.ts";
import type { Context } from "../context.ts";
import { InputError } from "../errors.ts";
import { boolean, date, integer, number, queryable, string } from "../featureCollection.ts";
import { lastDayOfFunds, SUM_COLUMNS } from "../funds/queries.ts";
import { readPeriod, readQuarter } from "../period.ts";
import { scopeFilter } from "../regions/queries.ts";
import { currentPublication, subIndexLabel } from "../relapse/queries.ts";
import type { OpenList } from "./loadOpenRows.ts";

/** The publication of a quarter, the latest without one. @throws InputError where none is */
async function publicationOf(context: Context, quarter: string | undefined, shown: string | null) {
  const found = await currentPublication(context, quarter);
  if (found) return found;
  throw new InputError(
    "NOT_FOUND",
    shown === null ? "还没有发布任何季度。" : `${shown} 没有发布。`,
    shown === null ? "No quarter is published yet." : `${shown} is not published.`,
  );
}

/** Every village with its published score of a month. */
export const villageFigures: OpenList = {
  what: "VILLAGE_FIGURES",
  name: "village_figures",
  from: /* sql */ `
    from atlas.villages village
    left join atlas.village_risks risk on risk.village_code = village.code
      and risk.publication_id = :publication::int and risk.period = :month::date`,
  key: { sql: "village.code", type: "text" },
  featureId: "village.code::bigint",
  isDemo: "village.is_demo",
  period: "MONTH",
  place: {
    geometry: "coalesce(village.outline_json, st_asgeojson(village.point, 6))",
    columns: ["village.outline", "village.point"],
  },
  within: (scope) => scopeFilter(scope, "village.code", "village.county_code"),
  pin: async (context, { period }) => {
    const month = readPeriod(period);
    const publication = await publicationOf(context, month && quarterOfDay(month), period);
    const quarter = readQuarter(publication.period) ?? "";
    return {
      publication: publication.id,
      version: publication.version,
      month: month ?? monthAfter(quarter, 2),
    };
  },
  properties: {
    code: string("village.code", "村代码", "Code of the village"),
    name: string("village.name", "村名", "Name"),
    name_en: string("village.name_en", "英文名", "Name in English"),
    township_code: string("village.township_code", "乡镇代码", "Code of the township"),
    county_code: queryable(string("village.county_code", "县代码", "Code of the county")),
    period: string("to_char(:month::date, 'YYYY-MM')", "月份", "Month"),
    households: integer("nullif(village.households, 0)", "户数", "Households"),
    score: number("risk.score", "返贫风险分", "Relapse risk score, 0 to 100"),
    level: queryable(string("risk.level", "预警等级", "Warning level")),
    interval_low: number("risk.interval_low", "90% 区间下限", "Lower end of the 90% interval"),
    interval_high: number("risk.interval_high", "90% 区间上限", "Upper end of the 90% interval"),
    status: queryable(
      string("risk.status", "数据完整程度", "Completeness of data; no score when INSUFFICIENT"),
    ),
    coverage: number("risk.coverage", "已观测指标的权重", "Weight of observed components, 0 to 1"),
    version: integer(
      "case when risk.village_code is not null then :version::int end",
      "发布版本",
      "Version of the publication",
    ),
    is_demo: boolean("village.is_demo", "模拟数据", "Demonstration data"),
  },
};

/** Whether a village or report behind the index of a region is demonstration data. */
const INDEX_IS_DEMO = /* sql */ `(region.is_demo or case when region.kind = 'AREA' then exists (
    select from atlas.area_members member join atlas.villages village on village.county_code = member.county_code
    where member.area_code = region.code and member.member_to is null and village.is_demo)
  else exists (select from atlas.villages village
    where village.is_demo and village.code >= region.code and village.code < region.code || ':')
    or exists (select from atlas.county_quarters report where report.is_demo and report.quarter = published.quarter
      and report.county_code >= region.code and report.county_code < region.code || ':') end)`;

/** The published index of every region that has one in a quarter. */
export const regionIndices: OpenList = {
  what: "REGION_INDICES",
  name: "region_indices",
  from: /* sql */ `
    from atlas.region_indices published
    join atlas.regions region on region.code = published.region_code and published.publication_id = :publication::int`,
  key: { sql: "region.feature_id", type: "integer" },
  featureId: "region.feature_id",
  isDemo: INDEX_IS_DEMO,
  period: "QUARTER",
  place: {
    geometry: "st_asgeojson(coalesce(region.outline, region.point), 6)",
    columns: ["region.outline", "region.point"],
  },
  within: (scope, code) => regionsWithin(scope, code),
  pin: async (context, { period }) => {
    const publication = await publicationOf(context, readQuarter(period), period);
    return { publication: publication.id, version: publication.version, quarterName: publication.period };
  },
  properties: {
    code: string("region.code", "区域代码", "Code of the region"),
    name: string("region.name", "区域", "Name"),
    name_en: string("region.name_en", "英文名", "Name in English"),
    kind: queryable(string("region.kind", "层级", "Level")),
    period: string(":quarterName::text", "季度", "Quarter"),
    value: number("published.value", "规模性返贫指数", "Large-scale relapse index, 0 to 100"),
    level: queryable(string("published.level", "预警等级", "Warning level")),
    level_from_score: string("published.level_from_score", "按分数的等级", "Level by the score alone"),
    triggers: string("array_to_string(published.triggers, ' ')", "触发规则", "Rules that raised the level"),
    status: string("published.status", "数据完整程度", "Completeness of data"),
    coverage: number("published.coverage", "覆盖率", "Coverage, 0 to 1"),
    rank: integer("published.rank", "名次", "Rank"),
    rank_low: integer("published.rank_low", "名次区间下限", "Best rank of the interval"),
    rank_high: integer("published.rank_high", "名次区间上限", "Worst rank of the interval"),
    ...Object.fromEntries(
      SUB_INDEX_KEYS.map((key, index) => [
        key.toLowerCase(),
        number(`published.sub_indices[${index + 1}]`, subIndexLabel(key, "zh"), subIndexLabel(key, "en")),
      ]),
    ),
    version: integer(":version::int", "发布版本", "Version of the publication"),
    is_demo: boolean(INDEX_IS_DEMO, "模拟数据", "Demonstration data"),
  },
};

/** A region and those inside it; an area and its counties with their townships. */
export const regionsWithin: OpenList["within"] = (scope, code) => {
  const inside = scopeFilter(scope, "region.code", "left(region.code, 6)");
  return {
    where: `(region.kind <> 'AREA' and ${inside.where} or region.code = :within::text)`,
    values: { ...inside.values, within: code.trim().toLowerCase() },
  };
};

/** Balances of each pot of money, source by year by county by project, as of a day. */
export const fundBalances: OpenList = {
  what: "FUNDS",
  name: "funds",
  from: /* sql */ `
    from (select movement.pot, movement.source_key, movement.fiscal_year, movement.county_code, movement.project_code,
                 ${SUM_COLUMNS}
          from atlas.fund_movements movement where movement.day <= :asOf::date group by 1, 2, 3, 4, 5) balance
    join atlas.fund_sources source on source.key = balance.source_key
    left join atlas.regions county on county.code = balance.county_code
    left join atlas.industry_projects project on project.code = balance.project_code`,
  key: { sql: "balance.pot", type: "text" },
  featureId: null,
  isDemo: `balance."isDemo"`,
  period: "MONTH",
  place: null,
  within: (scope) => scopeFilter(scope, "balance.county_code", "balance.county_code"),
  pin: async (context, { period }) => {
    if (period === null) return { asOf: await context.load(lastDayOfFunds, "", undefined) };
    const month = monthToDate(period) ?? monthAfter(readQuarter(period) ?? "", 2);
    return { asOf: lastDayOfMonth(month) };
  },
  properties: {
    source: queryable(string("balance.source_key", "资金来源代号", "Key of the source")),
    source_name: string("source.name", "资金来源", "Source, in Chinese"),
    fiscal_year: queryable(integer("balance.fiscal_year", "年度", "Fiscal year")),
    county_code: queryable(string("balance.county_code", "县代码", "Code of the county")),
    county: string("county.name", "县", "County"),
    project_code: string("balance.project_code", "项目代码", "Code of the project"),
    project: string("project.name", "项目", "Project"),
    as_of: date(":asOf::date", "截至日期", "Day of the balance"),
    allocated_fen: integer("balance.allocated", "下达，分", "Allocated, fen"),
    disbursed_fen: integer("balance.disbursed", "支出，分", "Disbursed, fen"),
    settled_fen: integer("balance.settled", "报账，分", "Settled, fen"),
    returned_fen: integer("balance.returned", "收回，分", "Returned, fen"),
    carried_over_fen: integer(
      "balance.allocated - balance.disbursed - balance.returned",
      "结转，分",
      "Carried over, fen",
    ),
    last_moved_on: date(`balance."lastMovedOn"`, "最近变动", "Last movement"),
    is_demo: boolean(`balance."isDemo"`, "模拟数据", "Demonstration data"),
  },
};
