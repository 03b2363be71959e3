import { ArgsType, Field, Float, InputType, Int } from "type-graphql";
import { say } from "./describe.ts";
import { InputError } from "./errors.ts";

/**
 * Checks a bounding box: west, south, east, north in degrees.
 * @throws InputError for anything that is not four finite numbers in order; a box across the antimeridian is not China.
 */
export function readBbox(bbox: readonly number[] | undefined | null): readonly number[] | undefined {
  if (bbox === undefined || bbox === null) return undefined;
  const [west, south, east, north] = bbox;
  const valid =
    bbox.length === 4 &&
    west !== undefined &&
    south !== undefined &&
    east !== undefined &&
    north !== undefined &&
    bbox.every(Number.isFinite) &&
    west < east &&
    south < north &&
    west >= -180 &&
    east <= 180 &&
    south >= -90 &&
    north <= 90;
  if (valid) return bbox;
  const shown = JSON.stringify(bbox).slice(0, 80);
  throw new InputError(
    "BAD_USER_INPUT",
    `bbox ${shown} 无效；应为 [西, 南, 东, 北]，单位度。`,
    `bbox ${shown} is not valid; give [west, south, east, north] in degrees.`,
  );
}

/** Farthest radius of a search, metres. */
export const FARTHEST_M = 500_000;

@InputType({ description: say("以一点为圆心的范围", "A circle around a point") })
export class NearInput {
  @Field(() => Float, { description: say("经度", "Longitude") })
  lon!: number;
  @Field(() => Float, { description: say("纬度", "Latitude") })
  lat!: number;
  @Field(() => Float, { description: say("半径，米，至多 500000", "Radius in metres, at most 500000") })
  radiusM!: number;
}

/** @throws InputError when the point is not on earth or the radius is not within (0, 500 km]. */
export function readNear(near: NearInput | undefined | null): NearInput | undefined {
  if (near === undefined || near === null) return undefined;
  if (Math.abs(near.lon) <= 180 && Math.abs(near.lat) <= 90 && near.radiusM > 0 && near.radiusM <= FARTHEST_M)
    return near;
  throw new InputError(
    "BAD_USER_INPUT",
    `near 无效：lon ${near.lon}、lat ${near.lat}、radiusM ${near.radiusM}；半径须大于 0 且不超过 ${FARTHEST_M} 米。`,
    `near is not valid: lon ${near.lon}, lat ${near.lat}, radiusM ${near.radiusM}; the radius is above 0 and at most ${FARTHEST_M} metres.`,
  );
}

/** Kilometres of a `…Within(km)` field. @throws InputError outside (0, 100]. */
export function readKilometres(km: number): number {
  if (km > 0 && km <= 100) return km * 1000;
  throw new InputError(
    "BAD_USER_INPUT",
    `距离 ${km} 千米无效，应大于 0 且不超过 100。`,
    `Distance ${km} km is not valid, above 0 and at most 100.`,
  );
}

@ArgsType()
export class OutlineArgs {
  @Field(() => Int, { nullable: true, description: say("小数位数，默认 6", "Decimals, 6 by default") })
  precision?: number;
  @Field(() => Float, {
    nullable: true,
    description: say("简化容差，米", "Tolerance of simplification, metres"),
  })
  toleranceM?: number;
}

/** How an outline is asked for. @throws InputError outside 0–7 decimals or 0–50,000 m. */
export function readOutline(args: OutlineArgs): { precision: number; toleranceM: number } {
  const precision = args.precision ?? 6;
  const toleranceM = args.toleranceM ?? 0;
  if (
    Number.isInteger(precision) &&
    precision >= 0 &&
    precision <= 7 &&
    toleranceM >= 0 &&
    toleranceM <= 50_000
  )
    return { precision, toleranceM };
  throw new InputError(
    "BAD_USER_INPUT",
    `precision ${precision} 应为 0–7，toleranceM ${toleranceM} 应为 0–50000。`,
    `precision ${precision} must be 0 to 7, toleranceM ${toleranceM} must be 0 to 50000.`,
  );
}
