import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Pool } from "pg";
import type { FeatureCollection } from "../featureCollection.ts";
import { HttpError } from "../http.ts";
import { readParameters } from "../publishedDoor.ts";
import { tileLayers } from "../tiles.ts";
import { featureCollections, findCollection } from "./collections.ts";
import {
  baseUrl,
  describedBy,
  GEOJSON_TYPE,
  JSON_TYPE,
  type Link,
  link,
  OPENAPI_TYPE,
  SCHEMA_TYPE,
} from "./links.ts";
import { openApi, schemaOf } from "./openapi.ts";
import { type ItemsQuery, queryablesOf, readItemsQuery } from "./parameters.ts";
import { countFeatures, selectExtent, selectFeature, selectFeatures } from "./queries.ts";
import { tileSet, tileSetItem, webMercatorQuad } from "./tileSets.ts";

const CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
const CONFORMS_TO = [
  "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
  "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
  "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
  "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
  "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
  "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
  "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
  "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
  "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
];

export interface OgcOptions {
  /** Reads open facts. */
  readonly pool: Pool;
  /** Where clients reach this server, when it cannot be told from the request. */
  readonly publicUrl: string | null;
}

type Asked = FastifyRequest<{ Params: { collection: string; feature: string } }>;

/** OGC API – Features (part 1, part 3 queryables) and the metadata of OGC API – Tiles, for the open collections. */
export function serveOgc(app: FastifyInstance, { pool, publicUrl }: OgcOptions): void {
  const at = (path: string, answer: (base: string, request: Asked, reply: FastifyReply) => unknown) =>
    app.get(`/ogc${path}`, async (request, reply) =>
      answer(baseUrl(request, publicUrl), request as Asked, reply),
    );
  const plain = (path: string, answer: (base: string, request: Asked) => unknown, type = JSON_TYPE) =>
    at(path, async (base, request, reply) => {
      readParameters(request.query, []);
      return reply.type(type).send(JSON.stringify(await answer(base, request)));
    });

  plain("", landing);
  plain("/", landing);
  plain("/conformance", () => ({ conformsTo: CONFORMS_TO }));
  plain("/api", (base) => openApi(base, featureCollections), OPENAPI_TYPE);
  plain("/collections", async (base) => ({
    links: [link(`${base}/ogc/collections`, "self")],
    collections: await Promise.all(featureCollections.map((each) => describe(pool, base, each))),
  }));
  plain("/collections/:collection", (base, { params }) =>
    describe(pool, base, findCollection(params.collection)),
  );
  plain(
    "/collections/:collection/queryables",
    (base, { params }) => queryables(base, findCollection(params.collection)),
    SCHEMA_TYPE,
  );
  at("/collections/:collection/items", async (base, request, reply) => {
    const collection = findCollection(request.params.collection);
    const query = readItemsQuery(collection, request.query as Record<string, unknown>);
    return reply.type(GEOJSON_TYPE).send(await page(pool, base, collection, query, request.url));
  });
  at("/collections/:collection/items/:feature", async (base, request, reply) => {
    readParameters(request.query, []);
    return reply.type(GEOJSON_TYPE).send(await one(pool, base, request.params));
  });
  plain("/tileMatrixSets", (base) => ({
    tileMatrixSets: [
      {
        id: "WebMercatorQuad",
        links: [link(`${base}/ogc/tileMatrixSets/WebMercatorQuad`, "self")],
      },
    ],
  }));
  plain("/tileMatrixSets/WebMercatorQuad", webMercatorQuad);
  plain("/collections/:collection/tiles", (base, { params }) => {
    const collection = findCollection(params.collection);
    return {
      links: [link(`${base}/ogc/collections/${collection.id}/tiles`, "self")],
      tilesets: [tileSetItem(base, collection)],
    };
  });
  plain("/collections/:collection/tiles/WebMercatorQuad", async (base, { params }) => {
    const collection = findCollection(params.collection);
    const layer = tileLayers.find(({ name }) => name === collection.tiles);
    if (!layer) throw new Error(`collection ${collection.id} names a tile layer that does not exist`);
    return tileSet(base, collection, layer, await selectExtent(pool, collection));
  });
}

const landing = (base: string) => ({
  title: "防返贫一张图 Relapse Atlas",
  description:
    "开放图层：区划、行政村、安置区、产业项目、飞地、约束区与突发事件。 Open layers: divisions, villages, settlements, projects, enclaves, constraint zones and emergencies.",
  links: [
    link(`${base}/ogc`, "self"),
    link(`${base}/ogc/api`, "service-desc", OPENAPI_TYPE),
    link(`${base}/ogc/conformance`, "conformance"),
    link(`${base}/ogc/collections`, "data"),
    link(`${base}/ogc/tileMatrixSets`, "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes"),
    link(`${base}/schema.graphql`, "related", "text/plain", "GraphQL"),
  ],
});

async function describe(pool: Pool, base: string, collection: FeatureCollection) {
  const { id, zh, en } = collection;
  const here = `${base}/ogc/collections/${id}`;
  const bbox = await selectExtent(pool, collection);
  return {
    id,
    title: `${zh} ${en}`,
    itemType: "feature",
    crs: [CRS84],
    ...(bbox ? { extent: { spatial: { bbox: [bbox], crs: CRS84 } } } : {}),
    links: [
      link(here, "self"),
      link(`${here}/items`, "items", GEOJSON_TYPE),
      link(`${here}/queryables`, "http://www.opengis.net/def/rel/ogc/1.0/queryables", SCHEMA_TYPE),
      link(`${here}/tiles`, "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector"),
      ...describedBy(`${here}/queryables`, SCHEMA_TYPE),
    ],
  };
}

const queryables = (base: string, collection: FeatureCollection) => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: `${base}/ogc/collections/${collection.id}/queryables`,
  type: "object",
  title: `${collection.zh} ${collection.en}`,
  properties: Object.fromEntries(
    queryablesOf(collection).map(([name, property]) => [name, schemaOf(property, name)]),
  ),
  additionalProperties: false,
});

/** A page of features as text: their JSON comes from the database as it is. */
async function page(
  pool: Pool,
  base: string,
  collection: FeatureCollection,
  query: ItemsQuery,
  url: string,
): Promise<string> {
  // Counted once, with the first page: every further one would count the same again.
  const [found, matched] = await Promise.all([
    selectFeatures(pool, collection, query),
    query.after === null ? countFeatures(pool, collection, query) : null,
  ]);
  const here = `${base}/ogc/collections/${collection.id}`;
  const asked = new URLSearchParams(new URL(url, "http://localhost").search);
  const items = (search: URLSearchParams) => `${here}/items${search.size > 0 ? `?${search}` : ""}`;
  const links: Link[] = [link(items(asked), "self", GEOJSON_TYPE), link(here, "collection")];
  if (found.next !== null) {
    const next = new URLSearchParams(asked);
    next.set("after", found.next);
    links.push(link(items(next), "next", GEOJSON_TYPE));
  }
  const head = {
    type: "FeatureCollection",
    timeStamp: new Date().toISOString(),
    ...(matched === null ? {} : { numberMatched: matched }),
    numberReturned: found.returned,
    links,
  };
  return `${JSON.stringify(head).slice(0, -1)},"features":[${found.features}]}`;
}

async function one(pool: Pool, base: string, params: Asked["params"]): Promise<string> {
  const collection = findCollection(params.collection);
  const id = /^\d{1,12}$/.test(params.feature) ? params.feature : null;
  const isInteger = id !== null && (collection.key.type === "text" || Number(id) < 2 ** 31);
  const feature = isInteger ? await selectFeature(pool, collection, id) : null;
  if (feature === null) {
    const shown = params.feature.slice(0, 40);
    throw new HttpError(
      404,
      "NOT_FOUND",
      `${collection.zh}中没有编号 ${shown}。`,
      `There is no feature ${shown} among ${collection.id}.`,
    );
  }
  const here = `${base}/ogc/collections/${collection.id}`;
  const links = [link(`${here}/items/${id}`, "self", GEOJSON_TYPE), link(here, "collection")];
  return `${feature.slice(0, -1)},"links":${JSON.stringify(links)}}`;
}
