import { Ajv2020 } from "ajv/dist/2020.js";
import formatsPlugin from "ajv-formats";

/**
 * JSON schemas of what the OGC doors and TileJSON answer, written after the texts of the standards: the members they
 * require, and the kinds of those they name. OGC API – Features 17-069r4, OGC API – Tiles 20-057, Two Dimensional Tile
 * Matrix Set 17-083r4, TileJSON 3.0.0.
 */
interface Schema {
  readonly required: readonly string[];
  readonly [keyword: string]: unknown;
}

const OGC = "http://www.opengis.net/def/";
const text = { type: "string", minLength: 1 };
const uri = { type: "string", format: "uri" };
const links = { type: "array", minItems: 1, items: { $ref: "link" } };
const matrixSize = { type: "integer", minimum: 1 };
const zoom = { type: "integer", minimum: 0, maximum: 30 };
const degrees = { type: "number", minimum: -180, maximum: 180 };

/** An array that has a link of each of these relations. */
const linksWith = (...relations: string[]) => ({
  allOf: [
    links,
    ...relations.map((relation) => ({
      contains: { type: "object", properties: { rel: { const: relation } }, required: ["rel"] },
    })),
  ],
});

const SCHEMAS: Record<string, Schema> = {
  link: {
    type: "object",
    required: ["href", "rel"],
    properties: {
      // A template of an address is none yet.
      href: text,
      rel: text,
      type: { type: "string", pattern: "^[\\w.+-]+/[\\w.+-]+(;.*)?$" },
      hreflang: text,
      title: text,
      length: { type: "integer", minimum: 0 },
      templated: { type: "boolean" },
    },
    if: { properties: { templated: { const: true } }, required: ["templated"] },
    else: { properties: { href: { type: "string", format: "uri" } } },
  },
  landing: {
    type: "object",
    required: ["links"],
    properties: {
      title: text,
      description: text,
      links: linksWith("self", "service-desc", "conformance", "data", `${OGC}rel/ogc/1.0/tiling-schemes`),
    },
  },
  conformance: {
    type: "object",
    required: ["conformsTo"],
    properties: { conformsTo: { type: "array", minItems: 1, uniqueItems: true, items: uri } },
  },
  collection: {
    type: "object",
    required: ["id", "links"],
    properties: {
      id: text,
      title: text,
      description: text,
      itemType: { const: "feature" },
      crs: { type: "array", minItems: 1, items: uri, contains: { const: `${OGC}crs/OGC/1.3/CRS84` } },
      extent: {
        type: "object",
        properties: {
          spatial: {
            type: "object",
            required: ["bbox"],
            properties: {
              bbox: {
                type: "array",
                minItems: 1,
                items: { type: "array", items: { type: "number" }, minItems: 4, maxItems: 4 },
              },
              crs: { enum: [`${OGC}crs/OGC/1.3/CRS84`, `${OGC}crs/OGC/0/CRS84h`] },
            },
          },
        },
      },
      links: linksWith("items", `${OGC}rel/ogc/1.0/tilesets-vector`),
    },
  },
  collections: {
    type: "object",
    required: ["links", "collections"],
    properties: {
      links: linksWith("self"),
      collections: { type: "array", minItems: 1, items: { $ref: "collection" } },
    },
  },
  features: {
    type: "object",
    required: ["type", "features"],
    properties: {
      type: { const: "FeatureCollection" },
      timeStamp: { type: "string", format: "date-time" },
      numberMatched: { type: "integer", minimum: 0 },
      numberReturned: { type: "integer", minimum: 0 },
      links: linksWith("self"),
      features: {
        type: "array",
        items: {
          type: "object",
          required: ["type", "geometry", "properties"],
          properties: {
            type: { const: "Feature" },
            id: { type: ["string", "integer"] },
            geometry: {
              type: ["object", "null"],
              required: ["type", "coordinates"],
              properties: {
                type: {
                  enum: ["Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"],
                },
                coordinates: { type: "array", minItems: 1 },
              },
            },
            properties: { type: ["object", "null"] },
          },
        },
      },
    },
  },
  tileMatrixSets: {
    type: "object",
    required: ["tileMatrixSets"],
    properties: {
      tileMatrixSets: {
        type: "array",
        minItems: 1,
        items: {
          type: "object",
          required: ["links"],
          properties: { id: text, title: text, uri, links: linksWith("self") },
        },
      },
    },
  },
  tileMatrixSet: {
    type: "object",
    required: ["crs", "tileMatrices"],
    properties: {
      id: text,
      title: text,
      uri,
      crs: uri,
      orderedAxes: { type: "array", minItems: 2, items: text },
      wellKnownScaleSet: uri,
      tileMatrices: {
        type: "array",
        minItems: 1,
        items: {
          type: "object",
          required: [
            "id",
            "scaleDenominator",
            "cellSize",
            "pointOfOrigin",
            "tileWidth",
            "tileHeight",
            "matrixWidth",
            "matrixHeight",
          ],
          properties: {
            id: text,
            scaleDenominator: { type: "number", exclusiveMinimum: 0 },
            cellSize: { type: "number", exclusiveMinimum: 0 },
            cornerOfOrigin: { enum: ["topLeft", "bottomLeft"] },
            pointOfOrigin: { type: "array", items: { type: "number" }, minItems: 2, maxItems: 2 },
            tileWidth: matrixSize,
            tileHeight: matrixSize,
            matrixWidth: matrixSize,
            matrixHeight: matrixSize,
          },
        },
      },
    },
  },
  tileSetItem: {
    type: "object",
    required: ["dataType", "crs", "links"],
    properties: {
      title: text,
      dataType: { enum: ["map", "vector", "coverage"] },
      crs: uri,
      tileMatrixSetURI: uri,
      links: linksWith("self", `${OGC}rel/ogc/1.0/tiling-scheme`),
    },
  },
  tileSets: {
    type: "object",
    required: ["tilesets"],
    properties: {
      links: linksWith("self"),
      tilesets: { type: "array", minItems: 1, items: { $ref: "tileSetItem" } },
    },
  },
  tileSet: {
    allOf: [{ $ref: "tileSetItem" }],
    type: "object",
    required: ["dataType", "crs", "links"],
    properties: {
      links: linksWith("item"),
      boundingBox: {
        type: "object",
        required: ["lowerLeft", "upperRight"],
        properties: {
          lowerLeft: { type: "array", items: { type: "number" }, minItems: 2, maxItems: 2 },
          upperRight: { type: "array", items: { type: "number" }, minItems: 2, maxItems: 2 },
          crs: uri,
        },
      },
      layers: {
        type: "array",
        minItems: 1,
        items: {
          type: "object",
          required: ["id", "dataType"],
          properties: {
            id: text,
            dataType: { enum: ["map", "vector", "coverage"] },
            minTileMatrix: { type: "string", pattern: "^\\d+$" },
            maxTileMatrix: { type: "string", pattern: "^\\d+$" },
            propertiesSchema: {
              type: "object",
              required: ["type", "properties"],
              properties: { type: { const: "object" }, properties: { type: "object" } },
            },
          },
        },
      },
    },
  },
  tileJson: {
    type: "object",
    required: ["tilejson", "tiles", "vector_layers"],
    properties: {
      tilejson: { const: "3.0.0" },
      name: text,
      tiles: {
        type: "array",
        minItems: 1,
        items: { type: "string", pattern: "^https?://.*\\{z\\}.*\\{x\\}.*\\{y\\}" },
      },
      attribution: text,
      bounds: { type: "array", items: degrees, minItems: 4, maxItems: 4 },
      minzoom: zoom,
      maxzoom: zoom,
      vector_layers: {
        type: "array",
        minItems: 1,
        items: {
          type: "object",
          required: ["id", "fields"],
          properties: {
            id: text,
            description: text,
            fields: { type: "object", additionalProperties: { type: "string" } },
            minzoom: zoom,
            maxzoom: zoom,
          },
        },
      },
    },
  },
};

export type SchemaName = keyof typeof SCHEMAS;

const ajv = new Ajv2020({ allErrors: true, strictTypes: false, strictRequired: false });
formatsPlugin.default(ajv);
for (const [name, schema] of Object.entries(SCHEMAS)) ajv.addSchema(schema, name);

/** Members without which an answer is none of the standard. */
export const requiredOf = (name: SchemaName): readonly string[] => SCHEMAS[name]?.required ?? [];

/** What an answer lacks of a standard, in words; none for one that keeps it. */
export function faultsOf(name: SchemaName, answer: unknown): string[] {
  const validate = ajv.getSchema(name);
  if (!validate) throw new Error(`there is no schema ${name}`);
  return validate(answer)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
