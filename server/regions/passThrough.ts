import { REGION_RISK_SERIES } from "../indicators/queries.ts";
import type { ObjectField } from "../passThrough.ts";
import { readPeriod, type SeriesArgs } from "../period.ts";
import { certainWord, type JsonList, type JsonObject, plain, text, word } from "../writtenJson.ts";
import { MEMBERS_OF_REGION, meantRegion } from "./queries.ts";

/** Risk month by month of the region that stands under an alias. */
const riskSeries = (alias: string): JsonList => ({
  items: {
    typename: "RegionRisk",
    fields: {
      score: plain("risk.score"),
      scoreShown: plain("floor(risk.score * 10 + 0.5) / 10"),
      level: word("risk.level"),
      status: certainWord("risk.status"),
      coverage: { sql: "risk.coverage" },
      villages: { sql: "risk.villages" },
      households: { sql: "risk.households" },
      period: certainWord("left(risk.period::text, 7)"),
      methodVersion: certainWord("risk.method_version"),
    },
  },
  rows: REGION_RISK_SERIES(alias),
  order: "risk.period",
  values: (args) => {
    const { from, to } = args as SeriesArgs;
    return { from: readPeriod(from) ?? null, to: readPeriod(to) ?? null };
  },
});

/** A region under an alias, as far as its own row and its months tell. */
const region = (alias: string): JsonObject => ({
  typename: "Region",
  fields: {
    id: certainWord(`'Region:' || ${alias}.code`),
    code: certainWord(`${alias}.code`),
    kind: certainWord(`${alias}.kind`),
    name: { sql: `to_json(${alias}.name)` },
    nameEn: text(`${alias}.name_en`),
    leadMinistry: text(`${alias}.lead_ministry`),
    center: { sql: `coalesce(st_asgeojson(${alias}.point, 6), 'null')` },
    isDemo: { sql: `${alias}.is_demo::text` },
    riskSeries: riskSeries(alias),
  },
});

/** `region(code)` with its months, and an area with those of its counties: what a comparison asks for. */
export const regionByCode: ObjectField = {
  name: "region",
  object: {
    ...region("region"),
    fields: {
      ...region("region").fields,
      members: { items: region("county"), rows: MEMBERS_OF_REGION, order: "county.code" },
    },
  },
  query: (args) => meantRegion((args as { code: string }).code),
};
