import type { Knex } from "knex";
import type { MultiPolygon } from "topojson-specification";
import { coordinatesOf, type SharedNet } from "../../geo/sharedBorders.ts";
import { copyRows } from "../copy.ts";
import { mercator } from "./bands.ts";
import { type Border, borderLines } from "./borders.ts";
import type { Division } from "./divisions.ts";
import type { NationalMap } from "./nationalMap.ts";
import { SOURCES } from "./sources.ts";
import { multiLineHex, multiPolygonHex } from "./wellKnownBinary.ts";

/** Stores all regions with their outlines in degrees; returns the codes whose outline had to be repaired. */
export async function insertRegions(
  transaction: Knex.Transaction,
  divisions: Division[],
  outlines: Map<string, MultiPolygon>,
  net: SharedNet,
): Promise<string[]> {
  await transaction.raw(/* sql */ `
    create temporary table incoming_regions (
      place integer, code text collate "C", kind text, name text, name_en text, pinyin text, initials text,
      parent_code text, province_code text, lead_ministry text, source_key text, outline geometry
    ) on commit drop`);
  const columns =
    "place,code,kind,name,name_en,pinyin,initials,parent_code,province_code,lead_ministry,source_key,outline";
  await copyRows(transaction, "incoming_regions", columns.split(","), regionRows(divisions, outlines, net));
  const { rows: repaired } = await transaction.raw<{ rows: { code: string }[] }>(/* sql */ `
    update incoming_regions set outline = st_multi(st_collectionextract(st_makevalid(outline), 3))
    where not st_isvalid(outline)
    returning code`);
  // A point on the largest part: labels of a county with an exclave would stand twice otherwise.
  await transaction.raw(/* sql */ `
    insert into atlas.regions (code, kind, name, name_en, pinyin, initials, parent_code, province_code,
                               lead_ministry, source_id, outline, point)
    select i.code, i.kind, i.name, i.name_en, i.pinyin, i.initials, i.parent_code, i.province_code,
           i.lead_ministry, s.id, i.outline, st_pointonsurface(largest.geom)
    from incoming_regions i
    join atlas.data_sources s on s.key = i.source_key
    left join lateral (
      select part.geom from st_dump(i.outline) part order by st_area(part.geom) desc limit 1
    ) largest on true
    order by i.place`);
  return repaired.map((region) => region.code);
}

function* regionRows(divisions: Division[], outlines: Map<string, MultiPolygon>, net: SharedNet) {
  const [map, areas, townships] = SOURCES;
  for (const [place, region] of divisions.entries()) {
    const outline = outlines.get(region.code);
    const source = region.kind === "AREA" ? areas : region.kind === "TOWNSHIP" ? townships : map;
    yield [
      ...[place, region.code, region.kind, region.name, region.nameEn, region.pinyin, region.initials],
      ...[region.parentCode, region.provinceCode, region.leadMinistry, source.key],
      outline ? multiPolygonHex(coordinatesOf(net, outline), 4326) : null,
    ];
  }
}

/** Stores the outlines of one band; returns how many crossed themselves after simplification and were repaired. */
export async function insertShapes(
  transaction: Knex.Transaction,
  toZoom: number,
  outlines: Map<string, MultiPolygon>,
  band: SharedNet,
  suspects: string[],
): Promise<number> {
  const columns = ["region_code", "to_zoom", "shape"];
  await copyRows(transaction, "atlas.region_shapes", columns, shapeRows(toZoom, outlines, band));
  const { rowCount } = await transaction.raw<{ rowCount: number }>(
    /* sql */ `
    update atlas.region_shapes set shape = st_multi(st_collectionextract(st_makevalid(shape), 3))
    where to_zoom = ? and region_code = any(?) and not st_isvalid(shape)`,
    [toZoom, suspects],
  );
  return rowCount;
}

function* shapeRows(toZoom: number, outlines: Map<string, MultiPolygon>, band: SharedNet) {
  for (const [code, outline] of outlines)
    yield [code, toZoom, multiPolygonHex(coordinatesOf(band, outline), 3857)];
}

/** Stores the borders of one band. The lines across water are few and the same in every band. */
export async function insertBorders(
  transaction: Knex.Transaction,
  toZoom: number,
  borders: Border[],
  map: NationalMap,
  band: SharedNet,
): Promise<void> {
  await copyRows(
    transaction,
    "atlas.boundary_lines",
    ["kind", "to_zoom", "line"],
    [
      ...borders.map((border) => [border.kind, toZoom, multiLineHex(borderLines(band, border), 3857)]),
      ...map.tenDashLines.map((line) => ["NATIONAL", toZoom, multiLineHex([line.map(mercator)], 3857)]),
      ...map.provinceLinesAtSea.map((line) => ["PROVINCE", toZoom, multiLineHex([line.map(mercator)], 3857)]),
    ],
  );
}
