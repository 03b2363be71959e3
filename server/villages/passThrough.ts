import { METHOD_VERSION } from "../../geo/villageRisk.ts";
import { keyset } from "../connection.ts";
import type { PagesField } from "../passThrough.ts";
import { certainWord, type JsonObject, plain, text, word } from "../writtenJson.ts";
import { readVillagesArgs, type VillagesArgs } from "./arguments.ts";
import { detailJoin, VILLAGE_ORDERS, villageFilter } from "./queries.ts";

const detail = <Value extends { sql: string }>(value: Value) => ({ ...value, detail: true });

const village: JsonObject = {
  typename: "Village",
  fields: {
    id: certainWord("'Village:' || card.code"),
    code: certainWord("card.code"),
    name: { sql: "to_json(card.name)" },
    center: { sql: "coalesce(st_asgeojson(card.point, 6), 'null')" },
    households: plain("nullif(card.households, 0)"),
    poorVillage: plain("card.poor_village"),
    isDemo: { sql: "card.is_demo::text" },
    nameEn: detail(text("village.name_en")),
    population: detail(plain("village.population")),
    labourForce: detail(plain("village.labour_force")),
    migrantWorkers: detail(plain("village.migrant_workers")),
    outline: detail({ sql: "coalesce(village.outline_json, 'null')" }),
    risk: {
      typename: "VillageRisk",
      nullWhen: "card.period is null or card.status is null",
      fields: {
        score: plain("card.score"),
        scoreShown: plain("floor(card.score * 10 + 0.5) / 10"),
        level: word("card.level"),
        status: certainWord("card.status"),
        interval90: { sql: "coalesce('[' || card.interval_low || ',' || card.interval_high || ']', 'null')" },
        coverage: { sql: "coalesce(card.coverage, 0)" },
        period: certainWord("left(card.period::text, 7)"),
        methodVersion: certainWord(`'${METHOD_VERSION}'::text`),
      },
    },
  },
};

/** At most a square degree: a thousand villages or so, for which the index of points is right whatever else is asked. */
const isSmall = ([west = 0, south = 0, east = 0, north = 0]: readonly number[]) =>
  (east - west) * (north - south) <= 1;

/** `villages(…)`, for lists on the map and for partners who page through all of them. */
export const villagePages: PagesField = {
  name: "villages",
  connection: "VillageConnection",
  node: village,
  query: async (context, args, withDetail) => {
    const { query, page } = await readVillagesArgs(args as VillagesArgs, context);
    // Distances and the check of a drawn polygon are the general way's.
    if (query.near || query.intersects || query.where?.inside) return null;
    const { from, values } = villageFilter(query);
    const order = VILLAGE_ORDERS[query.orderBy];
    const keys = keyset(order, page);
    const source = withDetail ? from.replace(" where ", ` ${detailJoin} where `) : from;
    return {
      rows: `${source} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`,
      values: { ...values, ...keys.values },
      byKey: query.bbox !== undefined && isSmall(query.bbox),
      order,
      page,
    };
  },
};
