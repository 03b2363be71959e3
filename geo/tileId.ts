/**
 * Numbers of tiles in PMTiles 3: all tiles of the zooms above, then the place of the tile on the Hilbert curve of its
 * zoom, so that neighbours on the map are mostly neighbours in the file. Hilbert 1891, in the orientation of
 * https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md (section 4.1).
 */

/** Beyond this zoom a number would not be exact any more. */
export const DEEPEST_ZOOM = 26;

/** Tiles of all zooms above one. */
const tilesAbove = (z: number) => (4 ** z - 1) / 3;

/** @throws RangeError for a tile that does not exist. */
export function tileId(z: number, x: number, y: number): number {
  const side = 2 ** z;
  const isWhole = [z, x, y].every((value) => Number.isInteger(value) && value >= 0);
  if (!isWhole || z > DEEPEST_ZOOM || x >= side || y >= side)
    throw new RangeError(`there is no tile ${z}/${x}/${y}`);
  let place = 0;
  let [column, row] = [x, y];
  for (let half = side / 2; half >= 1; half /= 2) {
    const right = column >= half;
    const lower = row >= half;
    place += half * half * (right ? (lower ? 2 : 3) : lower ? 1 : 0);
    if (right) column -= half;
    if (lower) row -= half;
    // The quarters at both ends of the curve lie on their side.
    if (!lower) [column, row] = right ? [half - 1 - row, half - 1 - column] : [row, column];
  }
  return tilesAbove(z) + place;
}

/** The tile of a number. @throws RangeError for a number that is none. */
export function tileOfId(id: number): [z: number, x: number, y: number] {
  if (!Number.isSafeInteger(id) || id < 0 || id >= tilesAbove(DEEPEST_ZOOM + 1))
    throw new RangeError(`${id} is not the number of a tile`);
  let z = 0;
  while (tilesAbove(z + 1) <= id) z += 1;
  let place = id - tilesAbove(z);
  let [x, y] = [0, 0];
  for (let half = 1; half < 2 ** z; half *= 2) {
    const quarter = place % 4;
    place = Math.floor(place / 4);
    if (quarter === 0) [x, y] = [y, x];
    else if (quarter === 3) [x, y] = [half - 1 - y, half - 1 - x];
    if (quarter >= 2) x += half;
    if (quarter === 1 || quarter === 2) y += half;
  }
  return [z, x, y];
}
