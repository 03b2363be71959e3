import { BUFFER, EXTENT, HALF_WORLD, tileBounds } from "../../geo/vectorTile.ts";
import type { Context } from "../context.ts";
import type { FeatureProperty, PropertyType } from "../featureCollection.ts";
import { placesWithin, type Scope } from "../regions/queries.ts";
import type { Asked, Cell, ExportList, ExportRow } from "./list.ts";
import { PAGE_ROWS } from "./list.ts";
import type { WhatName } from "./words.ts";

/** A list of open facts, as SQL. */
export interface OpenList {
  readonly what: WhatName;
  readonly name: string;
  readonly from: string;
  readonly key: { readonly sql: string; readonly type: "text" | "integer" };
  readonly featureId: string | null;
  readonly properties: Readonly<Record<string, FeatureProperty>>;
  readonly isDemo: string;
  readonly period: "MONTH" | "QUARTER" | null;
  /** GeoJSON as text, and the geometries behind it, the first that there is; null for lists without a place. */
  readonly place: { readonly geometry: string; readonly columns: readonly string[] } | null;
  /** Rows of a region; a region that is not given keeps all. */
  readonly within: (
    scope: Scope,
    code: string,
  ) => { readonly where: string; readonly values: Record<string, unknown> };
  readonly pin?: ExportList["pin"];
}

const SQL_TYPES: Record<PropertyType, string> = {
  string: "text",
  integer: "bigint",
  number: "float8",
  boolean: "boolean",
  date: "date",
};

/** At small scales a tile would hold the whole country: what is more than this is left to deeper zooms. */
const MOST_IN_TILE = 20_000;

/** Makes what an export asks of a list from its SQL; every statement is short and of its own, page after page. */
export function openList(list: OpenList): ExportList {
  const { place, key } = list;
  const names = Object.keys(list.properties);
  const cells = Object.values(list.properties).map(
    ({ type, sql }, index) => `${type === "date" ? `(${sql})::text` : sql} as cell${index}`,
  );
  const toCells = (row: Record<string, unknown>): Cell[] =>
    names.map((_, index) => (row[`cell${index}`] ?? null) as Cell);
  const whole =
    place && (place.columns.length > 1 ? `coalesce(${place.columns.join(", ")})` : (place.columns[0] ?? ""));

  return {
    what: list.what,
    name: list.name,
    permission: null,
    ...(list.pin ? { pin: list.pin } : {}),
    columns: Object.entries(list.properties).map(([name, { type, zh, en }]) => ({ name, type, zh, en })),
    takes: {
      period: list.period,
      equal: Object.fromEntries(
        Object.entries(list.properties).flatMap(([name, { type, queryable }]) =>
          queryable ? [[name, type]] : [],
        ),
      ),
    },
    places: place && {
      extent: async (context, asked) => {
        const { from, values } = await rowsOf(list, context, asked);
        const [row] = await context.sql<{ extent: [number, number, number, number] | null }>(
          /* sql */ `
          select array[st_xmin(box), st_ymin(box), st_xmax(box), st_ymax(box)] as extent
          from (select st_extent(${whole})::geometry as box ${from}) boxes where box is not null`,
          values,
        );
        return row?.extent ?? null;
      },
      tile: async (context, asked, z, x, y) => {
        const { from, values } = await rowsOf(list, context, asked);
        const [west, south, east, north] = tileBounds(z, x, y);
        const margin = ((east - west) * BUFFER) / EXTENT;
        const box = "st_makeenvelope(:west::float8, :south::float8, :east::float8, :north::float8, 4326)";
        const rows = await context.sql<
          Record<string, unknown> & { id: number; place: Uint8Array; isDemo: boolean }
        >(
          /* sql */ `
          select * from (
            select ${list.featureId ?? "0"} as id, ${list.isDemo} as "isDemo", ${cells.join(", ")},
                   st_asbinary(st_simplify(st_transform(${whole}, 3857), :unit::float8, true), 'NDR') as place
            ${from} and (${inBox(place.columns, box)})
            order by ${key.sql} limit :most::int) drawn
          where place is not null`,
          {
            ...values,
            west: Math.max(-180, west - margin),
            // What Web Mercator shows at most; latitudes grow slower than longitudes, so the margin is enough.
            south: Math.max(-85, south - margin),
            east: Math.min(180, east + margin),
            north: Math.min(85, north + margin),
            unit: (2 * HALF_WORLD) / 2 ** z / EXTENT,
            most: MOST_IN_TILE,
          },
        );
        return {
          features: rows.map((row) => ({
            id: Number(row.id),
            geometry: row.place,
            isDemo: row.isDemo,
            cells: toCells(row),
          })),
        };
      },
    },
    count: async (context, asked) => {
      const { from, values } = await rowsOf(list, context, asked);
      const [row] = await context.sql<{ total: number; isDemo: boolean }>(
        `select count(*)::int as total, coalesce(bool_or(${list.isDemo}), false) as "isDemo" ${from}`,
        values,
      );
      return row ?? { total: 0, isDemo: false };
    },
    page: async (context, asked, after, needs) => {
      const { from, values } = await rowsOf(list, context, asked);
      const geometry = needs.geometry && place ? `${place.geometry} as geometry` : "null as geometry";
      const position =
        needs.position && whole
          ? `, round(st_x(st_pointonsurface(${whole}))::numeric, 6)::float8 as lon, round(st_y(st_pointonsurface(${whole}))::numeric, 6)::float8 as lat`
          : "";
      const rows = await context.sql<
        Record<string, unknown> & {
          key: string | number;
          id: number | null;
          geometry: string | null;
          isDemo: boolean;
        }
      >(
        /* sql */ `
        select ${key.sql} as key, ${list.featureId ?? "null::int"} as id, ${geometry}, ${list.isDemo} as "isDemo",
               ${cells.join(", ")} ${position}
        ${from} and (:after::${key.type} is null or ${key.sql} > :after::${key.type})
        order by ${key.sql} limit :pageRows::int`,
        { ...values, after, pageRows: PAGE_ROWS },
      );
      const last = rows.at(-1);
      return {
        rows: rows.map(
          (row): ExportRow => ({
            id: row.id === null ? null : Number(row.id),
            geometry: row.geometry,
            isDemo: row.isDemo,
            cells: [
              ...toCells(row),
              ...(needs.position && whole ? [(row.lon ?? null) as Cell, (row.lat ?? null) as Cell] : []),
            ],
          }),
        ),
        next: rows.length < PAGE_ROWS || !last ? null : String(last.key),
      };
    },
  };
}

/** The next place counts only for things that lack the one before. */
const inBox = (columns: readonly string[], box: string): string =>
  columns
    .map((column, index) =>
      [...columns.slice(0, index).map((former) => `${former} is null`), `${column} && ${box}`].join(" and "),
    )
    .join(" or ");

/** FROM and WHERE of what was asked for, with their values. */
async function rowsOf(list: OpenList, context: Context, asked: Asked) {
  const values: Record<string, unknown> = { ...asked.pinned };
  const where = ["true"];
  if (asked.regionCode !== null) {
    const inside = list.within(await placesWithin(context, asked.regionCode), asked.regionCode);
    where.push(inside.where);
    Object.assign(values, inside.values);
  }
  Object.entries(asked.conditions.equal ?? {}).forEach(([name, value], index) => {
    const property = list.properties[name];
    if (!property?.queryable) return;
    where.push(`${property.sql} = :equal${index}::text::${SQL_TYPES[property.type]}`);
    values[`equal${index}`] = value;
  });
  return { from: `${list.from} where ${where.join(" and ")}`, values };
}
