import { multiPolygonAreaKm2 } from "../geo/sphericalArea.ts";
import type { Sql } from "./context.ts";
import { InputError } from "./errors.ts";
import type { MultiPolygon } from "./geojson.ts";
import { reasonInChinese } from "./validity.ts";

/** About the largest province of the contiguous areas but Tibet: a larger question is one about regions. */
export const LARGEST_KM2 = 300_000;

export interface Footprint {
  readonly shape: MultiPolygon;
  readonly vertices: number;
  readonly areaKm2: number;
}

const inChina = ([lon = 0, lat = 0]: readonly number[]) => lon >= 73 && lon <= 136 && lat >= 3 && lat <= 54;

/**
 * Measures a drawn or uploaded footprint before any SQL; the scalar has counted its vertices already.
 * @throws InputError with the value where it lies outside China's extent or is larger than can be answered
 */
export function readFootprint(shape: MultiPolygon): Footprint {
  const positions = shape.coordinates.flat(2);
  const outside = positions.find((position) => !inChina(position));
  if (outside) {
    const [lon = 0, lat = 0] = outside;
    const swapped = inChina([lat, lon]);
    throw new InputError(
      "GEOMETRY_INVALID",
      `位置 [${lon}, ${lat}] 不在中国范围（东经 73–136、北纬 3–54）之内${swapped ? "；看起来经纬度写反了" : ""}。`,
      `Position [${lon}, ${lat}] is outside China's extent (73–136° E, 3–54° N)${swapped ? "; longitude and latitude look swapped" : ""}.`,
    );
  }
  const areaKm2 = multiPolygonAreaKm2(shape.coordinates);
  if (areaKm2 > LARGEST_KM2) {
    const shown = Math.round(areaKm2);
    throw new InputError(
      "GEOMETRY_TOO_LARGE",
      `范围有 ${shown} 平方千米，上限 ${LARGEST_KM2}；请分成几块。`,
      `The footprint covers ${shown} km², at most ${LARGEST_KM2} are allowed; ask in parts.`,
    );
  }
  return { shape, vertices: positions.length, areaKm2 };
}

/** @throws InputError with the reason and the place where a footprint crosses itself or is otherwise no polygon */
export async function refuseInvalidFootprint(sql: Sql, { shape }: Footprint): Promise<void> {
  const [row] = await sql<{ valid: boolean; reason: string; lon: number; lat: number }>(
    /* sql */ `
    select valid, reason, st_x(location) as lon, st_y(location) as lat
    from st_isvaliddetail(st_setsrid(st_geomfromgeojson(:shape), 4326))`,
    { shape: JSON.stringify(shape) },
  );
  if (!row || row.valid) return;
  const place = [row.lon, row.lat].map((degrees) => degrees.toFixed(6)).join(", ");
  throw new InputError(
    "GEOMETRY_INVALID",
    `多边形无效：${reasonInChinese(row.reason)}，位置 ${place}。`,
    `The polygon is not valid: ${row.reason} at ${place}.`,
  );
}
