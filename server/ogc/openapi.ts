import { type FeatureCollection, type FeatureProperty } from "../featureCollection.ts";
import { GEOJSON_TYPE, JSON_TYPE, SCHEMA_TYPE } from "./links.ts";
import { LIMITS, queryablesOf } from "./parameters.ts";

/** JSON schema of one property. */
export const schemaOf = ({ type, zh, en }: FeatureProperty, name: string) => ({
  title: name,
  description: `${zh} ${en}`,
  ...(type === "date" ? { type: "string", format: "date" } : { type }),
});

const answer = (description: string, type: string) => ({
  "200": { description, content: { [type]: { schema: { type: "object" } } } },
  "400": { description: "参数无效 A parameter is not valid" },
  "404": { description: "没有 There is none" },
});

const get = (operationId: string, summary: string, type = JSON_TYPE, parameters: object[] = []) => ({
  get: { operationId, summary, tags: ["atlas"], parameters, responses: answer(summary, type) },
});

/** The service as OpenAPI 3.0: GDAL reads the largest page from it, QGIS the queryables. */
export function openApi(base: string, collections: readonly FeatureCollection[]): object {
  return {
    openapi: "3.0.3",
    info: {
      title: "防返贫一张图 Relapse Atlas",
      description: "开放图层，遵循 OGC API – Features。 Open layers by OGC API – Features.",
      version: "1.0.0",
    },
    servers: [{ url: `${base}/ogc` }],
    tags: [{ name: "atlas" }],
    paths: {
      "/": get("landing", "首页 Landing page"),
      "/conformance": get("conformance", "遵循的标准 Conformance"),
      "/api": get("api", "本文档 This document"),
      "/collections": get("collections", "要素集 Collections"),
      "/tileMatrixSets": get("tileMatrixSets", "切片方案 Tile matrix sets"),
      "/tileMatrixSets/WebMercatorQuad": get("tileMatrixSet", "切片方案 Tile matrix set"),
      ...Object.fromEntries(collections.flatMap(pathsOf)),
    },
  };
}

function pathsOf(collection: FeatureCollection): [string, object][] {
  const { id, zh, en } = collection;
  const path = `/collections/${id}`;
  const featureId = {
    name: "featureId",
    in: "path",
    required: true,
    description: "要素编号 Number of the feature",
    schema: { type: "integer", format: "int64" },
  };
  return [
    [path, get(`${id}Collection`, `${zh} ${en}`)],
    [`${path}/items`, get(`${id}Items`, `${zh} ${en}`, GEOJSON_TYPE, itemParameters(collection))],
    [`${path}/items/{featureId}`, get(`${id}Item`, `${zh} ${en}`, GEOJSON_TYPE, [featureId])],
    [`${path}/queryables`, get(`${id}Queryables`, `可筛选的属性 Queryables: ${en}`, SCHEMA_TYPE)],
    [`${path}/tiles`, get(`${id}TileSets`, `矢量瓦片 Vector tiles: ${en}`)],
    [`${path}/tiles/WebMercatorQuad`, get(`${id}TileSet`, `矢量瓦片 Vector tiles: ${en}`)],
  ];
}

const inQuery = (name: string, description: string, schema: object, rest: object = {}) => ({
  name,
  in: "query",
  required: false,
  description,
  schema,
  ...rest,
});

function itemParameters(collection: FeatureCollection): object[] {
  return [
    inQuery("limit", "一页的要素数 Features of a page", {
      type: "integer",
      minimum: 1,
      maximum: LIMITS.most,
      default: LIMITS.fallback,
    }),
    inQuery("after", "上一页的 next 链接所带 As the link next of the page before has it", {
      type: "string",
      pattern: "^\\d{1,12}$",
    }),
    inQuery(
      "bbox",
      "西,南,东,北，度 West, south, east, north in degrees",
      { type: "array", minItems: 4, maxItems: 6, items: { type: "number" } },
      { style: "form", explode: false },
    ),
    inQuery("datetime", "时刻或区间，RFC 3339 An instant or interval by RFC 3339", { type: "string" }),
    ...queryablesOf(collection).map(([name, property]) => {
      const { description, ...schema } = schemaOf(property, name);
      return inQuery(name, description, schema);
    }),
  ];
}
