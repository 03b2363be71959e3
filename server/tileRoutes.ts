import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { monthToDate } from "../geo/codes.ts";
import { HttpError } from "./http.ts";
import type { Encoding, Made, MadeOnce } from "./madeOnce.ts";
import type { TileLayer, TilePart } from "./tileLayer.ts";
import { type TileServer, tileLayers } from "./tiles.ts";

const MOST_LAYERS = 8;
const DEEPEST_ZOOM = 22;

type ListedPart = Pick<TilePart, "name" | "fields" | "minZoom" | "maxZoom">;

export interface TileRouteOptions {
  tiles: TileServer;
  made: MadeOnce;
  /** Extent of all data, west, south, east, north; null while there is none. */
  extent: () => Promise<readonly [number, number, number, number] | null>;
}

/** GET /tiles/{layers}/{z}/{x}/{y}.pbf and /tiles/{layers}.json. */
export function serveTiles(app: FastifyInstance, { tiles, made, extent }: TileRouteOptions): void {
  app.get(
    "/tiles/:layers/:z/:x/:file",
    async (request: FastifyRequest<{ Params: Record<string, string> }>, reply) => {
      const { layers: names = "", z: zText = "", x: xText = "", file = "" } = request.params;
      const layers = readLayers(names);
      const period = readQuery(request.query as Record<string, unknown>);
      const [z, x, y] = [zText, xText, file.endsWith(".pbf") ? file.slice(0, -4) : ""].map(readWhole);
      const deepest = Math.max(...layers.map((layer) => layer.maxZoom));
      if (
        z === undefined ||
        x === undefined ||
        y === undefined ||
        z > DEEPEST_ZOOM ||
        x >= 2 ** z ||
        y >= 2 ** z ||
        z > deepest
      ) {
        throw new HttpError(
          404,
          "NOT_FOUND",
          `瓦片 ${zText}/${xText}/${file} 不存在：缩放级 0–${deepest}，行列号小于 2^z。`,
          `There is no tile ${zText}/${xText}/${file}: zoom 0 to ${deepest}, column and row below 2^z.`,
        );
      }
      const gone = goneWith(reply);
      const { tile, statements } = await tiles.get(layers, z, x, y, period, gone);
      reply.header("server-timing", `sql;desc="${statements} statements"`);
      return sendMade(request, reply, made, tile, "application/vnd.mapbox-vector-tile");
    },
  );

  app.get(
    "/tiles/:file",
    async (request: FastifyRequest<{ Params: { file: string } }>, reply: FastifyReply) => {
      const { file } = request.params;
      if (!file.endsWith(".json"))
        throw new HttpError(404, "NOT_FOUND", `没有 ${file}。`, `There is no ${file}.`);
      const layers = readLayers(file.slice(0, -".json".length));
      const names = layers.map((layer) => layer.name).join(",");
      const bounds = (await extent()) ?? [73, 3, 136, 54];
      const origin = `${request.protocol}://${request.host}`;
      return reply.type("application/json").send({
        tilejson: "3.0.0",
        name: names,
        tiles: [`${origin}/tiles/${names}/{z}/{x}/{y}.pbf`],
        vector_layers: layers.flatMap((layer) =>
          layer.parts
            .flatMap((part) => [part, ...(part.labels ? [part.labels] : [])])
            .map((part: ListedPart) => ({
              id: part.name,
              minzoom: Math.max(layer.minZoom, part.minZoom ?? 0),
              maxzoom: Math.min(layer.maxZoom, part.maxZoom ?? 24),
              fields: part.fields,
            })),
        ),
        bounds,
        minzoom: Math.min(...layers.map((layer) => layer.minZoom)),
        maxzoom: Math.max(...layers.map((layer) => layer.maxZoom)),
        attribution: "行政区划数据：天地图（2024年5月）",
      });
    },
  );
}

/** Says when whoever asked has hung up: then nobody needs the answer. */
export function goneWith(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once("close", () => {
    if (!reply.raw.writableEnded)
      gone.abort(new HttpError(499, "BAD_REQUEST", "请求已取消。", "The request was given up."));
  });
  return gone.signal;
}

/** Answers with what was made: 304 where it is known, 204 where it is empty, else compressed as asked. */
export async function sendMade(
  request: FastifyRequest,
  reply: FastifyReply,
  made: MadeOnce,
  one: Made,
  type: string,
): Promise<FastifyReply> {
  reply
    .header("etag", one.etag)
    .header("cache-control", "public, no-cache")
    .header("vary", "accept-encoding");
  if (matches(request.headers["if-none-match"], one.etag)) return reply.code(304).send();
  if (one.isEmpty) return reply.code(204).send();
  const encoding = preferredEncoding(request.headers["accept-encoding"]);
  const body = await made.body(one, encoding);
  if (encoding !== "identity") reply.header("content-encoding", encoding);
  return reply.type(type).send(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
}

/** In the order of the list, whatever the order of asking: one tile and not several of the same layers. */
function readLayers(names: string): TileLayer[] {
  const wanted = names.split(",");
  const layers = wanted.flatMap((name) => tileLayers.find((layer) => layer.name === name) ?? []);
  if (
    layers.length === wanted.length &&
    wanted.length <= MOST_LAYERS &&
    new Set(wanted).size === wanted.length
  )
    return tileLayers.filter((layer) => layers.includes(layer));
  const known = tileLayers.map((layer) => layer.name).join("、");
  throw new HttpError(
    404,
    "NOT_FOUND",
    `没有瓦片图层 ${names.slice(0, 80)}；有：${known}。`,
    `There is no tile layer ${names.slice(0, 80)}; there are ${known.replaceAll("、", ", ")}.`,
  );
}

function readQuery(query: Record<string, unknown>): string | null {
  for (const [name, value] of Object.entries(query)) {
    const date = name === "period" && typeof value === "string" ? monthToDate(value) : null;
    if (date !== null) return date;
    const shown = `${name}=${String(value)}`.slice(0, 60);
    throw new HttpError(
      400,
      "BAD_REQUEST",
      `瓦片参数 ${shown} 无效；只接受 period=2026-09 这样的月份。`,
      `Tile parameter ${shown} is not valid; only a month such as period=2026-09 is accepted.`,
    );
  }
  return null;
}

const readWhole = (text: string) => (/^\d{1,8}$/.test(text) ? Number(text) : undefined);

/** Whether an If-None-Match names the ETag, weakly or not. */
export function matches(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header
    .split(",")
    .some((candidate) => candidate.trim().replace(/^W\//, "") === etag || candidate.trim() === "*");
}

function preferredEncoding(header: string | string[] | undefined): Encoding {
  const accepted = String(header ?? "").toLowerCase();
  const refused = (name: string) => new RegExp(`\\b${name}\\s*;\\s*q=0(\\.0+)?\\s*(,|$)`).test(accepted);
  if (/\bbr\b/.test(accepted) && !refused("br")) return "br";
  return /\bgzip\b/.test(accepted) && !refused("gzip") ? "gzip" : "identity";
}
