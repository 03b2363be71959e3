import type { MultiPolygon, Position } from "geojson";
import type { Knex } from "knex";
import { coordinatesOf, sharedNet, simplified, weighted } from "../../geo/sharedBorders.ts";
import { readWkb } from "../../geo/wkb.ts";
import { copyRows } from "../copy.ts";
import { multiPolygonHex } from "../regions/wellKnownBinary.ts";

/** Half a pixel of a 512-pixel tile at zoom 10, the last that draws them: 40,075,017 m / 2^10 / 512 / 2. */
const TOLERANCE_M = 38;
/** Below this a county's outlines are so plain that simplifying them gains nothing. */
const PLAIN_VERTICES = 40;

interface CardShape {
  readonly code: string;
  readonly own: boolean;
  readonly shape: Buffer;
}

/**
 * Simplifies the outlines of whole counties for zooms 9 and 10, each together with the villages beyond its
 * border: both counties then see the same corners, and their common border stays common. Returns the codes
 * whose simplified outline is another than before.
 */
export async function refreshFarShapes(
  transaction: Knex.Transaction,
  counties: readonly string[],
): Promise<string[]> {
  const changed: string[] = [];
  for (const { county, isPlain } of await countyDetail(transaction, counties)) {
    changed.push(
      ...(isPlain ? await clearShapes(transaction, county) : await simplifyCounty(transaction, county)),
    );
  }
  return changed;
}

async function countyDetail(
  transaction: Knex.Transaction,
  counties: readonly string[],
): Promise<{ county: string; isPlain: boolean }[]> {
  const { rows } = await transaction.raw<{ rows: { county: string; isPlain: boolean }[] }>(
    /* sql */ `
    select county_code as county, avg(st_npoints(shape)) <= ? as "isPlain"
    from atlas.village_cards where county_code = any(?) and shape is not null
    group by county_code order by county_code`,
    [PLAIN_VERTICES, [...counties]],
  );
  return rows;
}

/** Without one, tiles draw the full outline. */
async function clearShapes(transaction: Knex.Transaction, county: string): Promise<string[]> {
  const { rows } = await transaction.raw<{ rows: { code: string }[] }>(
    "update atlas.village_cards set shape_far = null where county_code = ? and shape_far is not null returning code",
    [county],
  );
  return rows.map((row) => row.code);
}

async function simplifyCounty(transaction: Knex.Transaction, county: string): Promise<string[]> {
  const { rows: cards } = await transaction.raw<{ rows: CardShape[] }>(
    /* sql */ `
    select code, county_code = :county as own, st_asbinary(shape, 'NDR') as shape
    from atlas.village_cards
    where shape is not null and (county_code = :county or exists (
      select from atlas.village_cards card where card.county_code = :county and card.shape && village_cards.shape))
    order by code`,
    { county },
  );
  // Cards are in Web Mercator already, where equal vertices of neighbours are still equal.
  const net = weighted(
    sharedNet(cards.map(({ code, shape }) => ({ code, geometry: multiPolygonOf(shape) }))),
    (point) => [...point],
  );
  const far = simplified(net, net.outlines, TOLERANCE_M);
  const own = far.outlines.filter((_, index) => cards[index]?.own);
  await transaction.raw("create temporary table far_shapes (code text, shape geometry) on commit drop");
  await copyRows(
    transaction,
    "far_shapes",
    ["code", "shape"],
    own.map((outline) => [outline.properties?.code, multiPolygonHex(coordinatesOf(far, outline), 3857)]),
  );
  // What crosses itself after simplification is repaired; what nothing is left of is drawn in full.
  await transaction.raw(/* sql */ `
    update far_shapes set shape = st_multi(st_collectionextract(st_makevalid(shape), 3)) where not st_isvalid(shape)`);
  const { rows } = await transaction.raw<{ rows: { code: string }[] }>(/* sql */ `
    update atlas.village_cards card set shape_far = far.shape
    from (select code, case when not st_isempty(shape) then shape end as shape from far_shapes) far
    where card.code = far.code and card.shape_far is distinct from far.shape
    returning card.code`);
  await transaction.raw("drop table far_shapes");
  return rows.map((row) => row.code);
}

function multiPolygonOf(wkb: Buffer): MultiPolygon {
  const { parts, shells } = readWkb(wkb);
  const coordinates = shells.map((first, index) => parts.slice(first, shells[index + 1]).map(positions));
  return { type: "MultiPolygon", coordinates };
}

function positions(flat: Float64Array): Position[] {
  return Array.from({ length: flat.length / 2 }, (_, index) => [
    flat[index * 2] ?? 0,
    flat[index * 2 + 1] ?? 0,
  ]);
}
