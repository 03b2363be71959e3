import { isDay } from "../../geo/days.ts";
import type { FeatureCollection, FeatureProperty } from "../featureCollection.ts";
import { HttpError } from "../http.ts";

/** GDAL takes pages of the largest size it is told of. */
export const LIMITS = { fallback: 100, most: 1_000 };

/** Features of one page, as a client asked for them. */
export interface ItemsQuery {
  readonly limit: number;
  /** The last key of the page before. */
  readonly after: string | null;
  /** One box, or two where it crosses the antimeridian: west, south, east, north. */
  readonly boxes: readonly (readonly [number, number, number, number])[];
  /** First and last day that count; null is open. */
  readonly days: { readonly from: string | null; readonly to: string | null } | null;
  /** Values of queryable properties. */
  readonly equal: Readonly<Record<string, string | number | boolean>>;
}

const refuse = (zh: string, en: string): never => {
  throw new HttpError(400, "BAD_REQUEST", zh, en);
};

export const queryablesOf = (collection: FeatureCollection): [string, FeatureProperty][] =>
  Object.entries(collection.properties).filter(([, property]) => property.queryable);

/** Reads the query string of a page of items. @throws HttpError 400 with the value and what to do. */
export function readItemsQuery(collection: FeatureCollection, query: Record<string, unknown>): ItemsQuery {
  const queryables = new Map(queryablesOf(collection));
  const known = ["limit", "after", "bbox", "datetime", ...queryables.keys()];
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(query)) {
    const shown = `${name}=${String(value)}`.slice(0, 80);
    if (!known.includes(name) || typeof value !== "string" || /\p{Cc}/u.test(value))
      return refuse(
        `参数 ${shown} 无效；可用 ${known.join("、")}，各一次。`,
        `Parameter ${shown} is not valid; there are ${known.join(", ")}, each once.`,
      );
    given[name] = value;
  }
  const equal = Object.fromEntries(
    Object.entries(given).flatMap(([name, text]) => {
      const property = queryables.get(name);
      return property ? [[name, readValue(name, property, text)]] : [];
    }),
  );
  return {
    limit: readLimit(given.limit),
    after: readAfter(given.after),
    boxes: readBoxes(given.bbox),
    days: readDays(given.datetime),
    equal,
  };
}

function readLimit(text: string | undefined): number {
  if (text === undefined) return LIMITS.fallback;
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  // The standard lets a server give fewer than asked for, so that one address works everywhere.
  if (limit >= 1) return Math.min(limit, LIMITS.most);
  return refuse(
    `limit=${text.slice(0, 20)} 无效；应为 1–${LIMITS.most} 的整数。`,
    `limit=${text.slice(0, 20)} is not valid; give a whole number from 1 to ${LIMITS.most}.`,
  );
}

function readAfter(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (/^\d{1,12}$/.test(text)) return text;
  return refuse(
    `after=${text.slice(0, 20)} 无效；请沿用上一页的 next 链接。`,
    `after=${text.slice(0, 20)} is not valid; follow the link "next" of the page before.`,
  );
}

function readBoxes(text: string | undefined): ItemsQuery["boxes"] {
  if (text === undefined) return [];
  const numbers = text
    .split(",")
    .map((part) => (/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(part) ? Number(part) : Number.NaN));
  // With heights there are six: ours are all on the ground.
  const [west = 0, south = 0, east = 0, north = 0] =
    numbers.length === 6 ? [numbers[0], numbers[1], numbers[3], numbers[4]] : numbers;
  const isValid =
    (numbers.length === 4 || numbers.length === 6) &&
    numbers.every(Number.isFinite) &&
    [west, east].every((degrees) => Math.abs(degrees) <= 180) &&
    [south, north].every((degrees) => Math.abs(degrees) <= 90) &&
    south <= north;
  if (!isValid)
    return refuse(
      `bbox=${text.slice(0, 80)} 无效；应为 西,南,东,北，单位度。`,
      `bbox=${text.slice(0, 80)} is not valid; give west,south,east,north in degrees.`,
    );
  return west <= east
    ? [[west, south, east, north]]
    : [
        [west, south, 180, north],
        [-180, south, east, north],
      ];
}

/** An instant, or an interval with open ends as `..` or nothing. Ours are days of China, so of an instant its day counts. */
function readDays(text: string | undefined): ItemsQuery["days"] {
  if (text === undefined) return null;
  const parts = text.split("/");
  const [from, to] = parts.map((part) => (part === ".." || part === "" ? null : readDay(part)));
  const isValid =
    (parts.length === 1 && from != null) ||
    (parts.length === 2 &&
      from !== undefined &&
      to !== undefined &&
      (from === null || to === null || from <= to));
  if (!isValid)
    return refuse(
      `datetime=${text.slice(0, 80)} 无效；例如 2026-07-01T00:00:00Z 或 2026-07-01/..。`,
      `datetime=${text.slice(0, 80)} is not valid; write 2026-07-01T00:00:00Z or 2026-07-01/.. for example.`,
    );
  return { from: from ?? null, to: (parts.length === 1 ? from : to) ?? null };
}

/** The day in China of a day or an RFC 3339 instant; undefined for anything else. */
function readDay(text: string): string | undefined {
  if (isDay(text)) return text;
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i.test(text)) return undefined;
  const instant = Date.parse(text);
  if (Number.isNaN(instant)) return undefined;
  return new Date(instant + 8 * 3_600_000).toISOString().slice(0, 10);
}

function readValue(name: string, property: FeatureProperty, text: string): string | number | boolean {
  switch (property.type) {
    case "boolean":
      if (text === "true" || text === "false") return text === "true";
      break;
    case "integer":
    case "number":
      if (/^-?\d{1,15}(\.\d{1,15})?$/.test(text)) return Number(text);
      break;
    case "date":
      if (isDay(text)) return text;
      break;
    case "string":
      return text;
  }
  const shown = `${name}=${text}`.slice(0, 60);
  return refuse(
    `${shown} 无效；类型应为 ${property.type}。`,
    `${shown} is not valid; give a ${property.type}.`,
  );
}
