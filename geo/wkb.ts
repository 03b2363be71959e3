/**
 * Reads well-known binary (OGC 06-103r4), little-endian, two dimensions, as PostGIS writes it with
 * ST_AsBinary(geometry, 'NDR'). Rings and lines come as flat [x0, y0, x1, y1, …] arrays.
 */
export interface FlatGeometry {
  readonly kind: "point" | "line" | "polygon";
  /** Points: one array of positions. Lines: one array per line. Polygons: one array per ring. */
  readonly parts: Float64Array[];
  /** Polygons only: index in `parts` of the first ring of each polygon. */
  readonly shells: number[];
}

const POINT = 1;
const LINE = 2;
const POLYGON = 3;

/** @throws RangeError when the bytes end early; TypeError for a geometry type that maps are not drawn from. */
export function readWkb(bytes: Uint8Array): FlatGeometry {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Float64Array[] = [];
  const shells: number[] = [];
  let offset = 0;
  let kind: FlatGeometry["kind"] = "point";

  const count = () => {
    const value = view.getUint32(offset, true);
    offset += 4;
    return value;
  };
  const positions = (length: number) => {
    // Checked before the memory for them is asked for.
    if (length * 16 > bytes.byteLength - offset)
      throw new RangeError(`WKB ends before its ${length} positions`);
    const flat = new Float64Array(length * 2);
    for (let index = 0; index < flat.length; index += 1, offset += 8)
      flat[index] = view.getFloat64(offset, true);
    parts.push(flat);
  };
  const geometry = () => {
    if (view.getUint8(offset) !== 1) throw new TypeError("WKB is big-endian; ask PostGIS for NDR");
    offset += 1;
    const type = count();
    if (type === POINT) positions(1);
    else if (type === LINE) {
      kind = "line";
      positions(count());
    } else if (type === POLYGON) {
      kind = "polygon";
      shells.push(parts.length);
      for (let rings = count(); rings > 0; rings -= 1) positions(count());
    } else if (type >= 4 && type <= 6) for (let members = count(); members > 0; members -= 1) geometry();
    else throw new TypeError(`WKB type ${type} is not a point, line or polygon`);
  };
  geometry();
  return { kind, parts, shells };
}
