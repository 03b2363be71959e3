import { encodeTile, type TileLayerContent } from "../geo/vectorTile.ts";
import type { TileLayer, TilePart, TileRequest } from "./tileLayer.ts";
import { arraysAsText, layerOfCells, layersOfRows } from "./tileRows.ts";

/** A statement whose rows come as arrays. */
export interface TileStatement {
  readonly text: string;
  readonly values: unknown[];
  readonly rowMode: "array";
  readonly types?: typeof arraysAsText;
}

/** Runs a statement of a tile. */
export type RunTileStatement = (
  statement: TileStatement,
) => Promise<{ rows: unknown[][]; fields: readonly { readonly name: string }[] }>;

/** Parts of a layer that have something to show at a zoom; how deep the layer is served is for whoever asks. */
export const partsAt = (layer: TileLayer, z: number): readonly TilePart[] =>
  z < layer.minZoom
    ? []
    : layer.parts.filter((part) => z >= (part.minZoom ?? 0) && z <= (part.maxZoom ?? 24));

/** Asks for every part side by side and encodes what comes, in the order of the parts. */
export async function makeTile(
  run: RunTileStatement,
  parts: readonly TilePart[],
  request: TileRequest,
  onBadRow: (error: unknown) => void,
): Promise<Uint8Array> {
  const contents = await Promise.all(parts.map((part) => contentsOf(run, part, request)));
  const { z, x, y } = request;
  return encodeTile(contents.flat(), z, x, y, (error, id) =>
    onBadRow(new Error(`tile feature ${id} cannot be drawn`, { cause: error })),
  );
}

async function contentsOf(
  run: RunTileStatement,
  part: TilePart,
  request: TileRequest,
): Promise<TileLayerContent[]> {
  const { text, values, gridLevel } = part.query(request);
  // Not pg's binary mode: it reads binary values as UTF-8 and damages them. Hex costs less than it seems.
  const { rows, fields } = await run({
    text,
    values: [...values],
    rowMode: "array",
    ...(gridLevel === undefined ? {} : { types: arraysAsText }),
  });
  const columns = fields.map((field) => field.name);
  return gridLevel === undefined
    ? layersOfRows(part, request.z, rows, columns)
    : [layerOfCells(part.name, request, gridLevel, rows[0] ?? [], columns)];
}
