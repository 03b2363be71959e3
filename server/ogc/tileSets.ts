import type { FeatureCollection } from "../featureCollection.ts";
import type { TileLayer } from "../tileLayer.ts";
import { JSON_TYPE, type Link, link } from "./links.ts";

const CRS = "http://www.opengis.net/def/crs/EPSG/0/3857";
const WEB_MERCATOR_QUAD = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad";
const TILE_TYPE = "application/vnd.mapbox-vector-tile";
/** Half the width of the world in Web Mercator metres, as the standard prints it. */
const HALF_WORLD = 20_037_508.342_789_2;
const TILE_WIDTH = 256;
/** Metres of a pixel of 0.28 mm, by which the standard reckons scales. */
const PIXEL_METRES = 0.000_28;
const LAST_ZOOM = 22;

/** Tile matrix set WebMercatorQuad, OGC 17-083r4 annex D.1. */
export function webMercatorQuad(): object {
  return {
    id: "WebMercatorQuad",
    title: "Google Maps Compatible for the World",
    uri: WEB_MERCATOR_QUAD,
    crs: CRS,
    orderedAxes: ["X", "Y"],
    wellKnownScaleSet: "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
    tileMatrices: Array.from({ length: LAST_ZOOM + 1 }, (_, z) => {
      const cellSize = (2 * HALF_WORLD) / TILE_WIDTH / 2 ** z;
      return {
        id: String(z),
        scaleDenominator: cellSize / PIXEL_METRES,
        cellSize,
        cornerOfOrigin: "topLeft",
        pointOfOrigin: [-HALF_WORLD, HALF_WORLD],
        tileWidth: TILE_WIDTH,
        tileHeight: TILE_WIDTH,
        matrixWidth: 2 ** z,
        matrixHeight: 2 ** z,
      };
    }),
  };
}

/** What both the list and the description of a tile set tell. */
const tileSetHead = (base: string, { zh, en }: FeatureCollection, links: readonly Link[]) => ({
  title: `${zh} ${en}`,
  dataType: "vector",
  crs: CRS,
  tileMatrixSetURI: WEB_MERCATOR_QUAD,
  links: [
    ...links,
    link(
      `${base}/ogc/tileMatrixSets/WebMercatorQuad`,
      "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme",
      JSON_TYPE,
    ),
  ],
});

const address = (base: string, { id }: FeatureCollection) =>
  `${base}/ogc/collections/${id}/tiles/WebMercatorQuad`;

/** The one tile set of a collection, in the list of its tile sets. */
export const tileSetItem = (base: string, collection: FeatureCollection) =>
  tileSetHead(base, collection, [link(address(base, collection), "self")]);

/** Tile set metadata, OGC 17-083r4, with where to get a tile. */
export function tileSet(
  base: string,
  collection: FeatureCollection,
  layer: TileLayer,
  bounds: readonly number[] | null,
): object {
  const [west, south, east, north] = bounds ?? [];
  const template = {
    href: `${base}/tiles/${collection.tiles}/{tileMatrix}/{tileCol}/{tileRow}.pbf`,
    rel: "item",
    type: TILE_TYPE,
    templated: true,
  };
  return {
    ...tileSetHead(base, collection, [
      link(address(base, collection), "self"),
      template,
      link(`${base}/tiles/${collection.tiles}.json`, "describedby", JSON_TYPE, "TileJSON"),
    ]),
    ...(bounds
      ? {
          boundingBox: {
            lowerLeft: [west, south],
            upperRight: [east, north],
            crs: "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
          },
        }
      : {}),
    layers: layer.parts.map((part) => ({
      id: part.name,
      dataType: "vector",
      minTileMatrix: String(Math.max(layer.minZoom, part.minZoom ?? 0)),
      maxTileMatrix: String(Math.min(layer.maxZoom, part.maxZoom ?? layer.maxZoom)),
      propertiesSchema: {
        type: "object",
        properties: Object.fromEntries(
          Object.entries(part.fields).map(([name, kind]) => [name, { type: kind.toLowerCase() }]),
        ),
      },
    })),
  };
}
