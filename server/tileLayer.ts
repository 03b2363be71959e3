export interface TileRequest {
  readonly z: number;
  readonly x: number;
  readonly y: number;
  /** West, south, east, north in degrees. */
  readonly bounds: readonly [number, number, number, number];
  /** First day of the month whose values are shown; null while nothing is published. */
  readonly period: string | null;
  /** Whether `period` is the latest published month, which the read models hold. */
  readonly isLatest: boolean;
}

/** One statement of a tile. Its rows carry `id`, and `geometry` (WKB, EPSG:3857) or `lon` and `lat`; other columns become properties. */
export interface TileQuery {
  readonly text: string;
  readonly values: readonly (string | number | null)[];
  /**
   * For cells of a grid: the world is 2^level cells wide, and `id` = column * 2^level + row says where a feature
   * stands. The statement answers one row, each column an array of numbers or booleans with one item for each
   * cell, in any order: thousands of small rows cost pg more than everything else about a tile.
   */
  readonly gridLevel?: number;
}

/** One layer inside the tile. */
export interface TilePart {
  readonly name: string;
  /** Properties and their kind, as TileJSON tells them. */
  readonly fields: Readonly<Record<string, "String" | "Number" | "Boolean">>;
  readonly minZoom?: number;
  readonly maxZoom?: number;
  readonly query: (request: TileRequest) => TileQuery;
  /** A second layer from the same rows, at their `lon` and `lat`: its fields are among those of the part. */
  readonly labels?: {
    readonly name: string;
    readonly fields: TilePart["fields"];
    readonly minZoom: number;
  };
}

/** What can be asked for by name in a tile URL. */
export interface TileLayer {
  readonly name: string;
  readonly minZoom: number;
  /** Clients draw deeper zooms from this one. */
  readonly maxZoom: number;
  /** Names in data_changes.layer after which tiles of this layer may differ. */
  readonly changesWith: readonly string[];
  /** True when values differ by month. */
  readonly hasPeriod?: boolean;
  readonly parts: readonly TilePart[];
}
