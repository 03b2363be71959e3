import type { Knex } from "knex";
import { copyRows } from "../copy.ts";
import { StartError } from "../errors.ts";
import type { AreaMember, Division } from "./divisions.ts";
import { insertBorders, insertRegions, insertShapes } from "./insert.ts";
import { type NationalShapes, nationalShapes } from "./nationalShapes.ts";
import retired from "./retiredCodes.json" with { type: "json" };
import { SOURCES } from "./sources.ts";

/** Any fixed number: it names the lock that keeps two processes from loading at once. */
const LOAD_LOCK = 360_827_002;
const LIST_OF_2012 = "2012-06-14";

export type RegionCounts = Record<
  "regions" | "region_shapes" | "boundary_lines" | "area_members" | "code_aliases",
  number
>;

/**
 * Fills the regions from the national map, in one transaction; a second call finds them and does nothing.
 * `onProgress` gets a sentence with seconds after every step; `known` saves computing the shapes again.
 */
export async function loadRegions(
  knex: Knex,
  onProgress: (sentence: string) => void = () => {},
  known?: NationalShapes,
): Promise<{ loaded: boolean; counts: RegionCounts }> {
  const loaded = await knex.transaction(async (transaction) => {
    await transaction.raw("select pg_advisory_xact_lock(?)", [LOAD_LOCK]);
    if (await alreadyLoaded(transaction)) return false;
    await load(transaction, known, stopwatch(onProgress));
    return true;
  });
  if (loaded) {
    await knex.raw(/* sql */ `
      analyze atlas.regions, atlas.region_shapes, atlas.boundary_lines, atlas.area_members, atlas.code_aliases`);
  }
  return { loaded, counts: await countRows(knex) };
}

async function alreadyLoaded(transaction: Knex.Transaction): Promise<boolean> {
  const [{ key, sha256 }] = SOURCES;
  const { rows } = await transaction.raw<{ rows: { sha256: string }[] }>(
    "select sha256 from atlas.data_sources where key = ?",
    [key],
  );
  const [before] = rows;
  if (before && before.sha256 !== sha256) {
    throw new StartError(
      `数据库里的行政区划来自另一份文件（SHA-256 ${before.sha256}），本程序带的是 ${sha256}；请改用新数据库，或用原版程序。`,
      `The divisions in this database come from another file (SHA-256 ${before.sha256}), this program brings ${sha256}; use a new database or the former program.`,
    );
  }
  return before !== undefined;
}

async function load(
  transaction: Knex.Transaction,
  known: NationalShapes | undefined,
  step: (what: string) => void,
): Promise<void> {
  const { map, divisions, members, net, outlines, borders, bands } = known ?? nationalShapes();
  step("national map read and simplified");

  await insertSources(transaction);
  const repairedRegions = await insertRegions(transaction, divisions, outlines, net);
  await insertMembersAndAliases(transaction, members, divisions);
  step("regions stored");

  for (const { toZoom, toleranceM, band } of bands) {
    // Without simplification only what was invalid in degrees can be invalid in metres.
    const suspects = toleranceM === 0 ? repairedRegions : [...outlines.keys()];
    const repaired = await insertShapes(transaction, toZoom, outlines, band, suspects);
    await insertBorders(transaction, toZoom, borders, map, band);
    step(`band to zoom ${toZoom} stored, ${repaired} shapes repaired`);
  }
  await transaction.raw("insert into atlas.data_changes (layer) values ('*')");
}

async function insertSources(transaction: Knex.Transaction): Promise<void> {
  for (const source of SOURCES) {
    await transaction.raw(
      /* sql */ `
      insert into atlas.data_sources (key, name_zh, name_en, credit_zh, credit_en, licence, file_name, sha256)
      values (:key, :name_zh, :name_en, :credit_zh, :credit_en, :licence, :file_name, :sha256)`,
      source,
    );
  }
}

async function insertMembersAndAliases(
  transaction: Knex.Transaction,
  members: AreaMember[],
  divisions: Division[],
): Promise<void> {
  const names = new Map(divisions.map((division) => [division.code, division.name]));
  await copyRows(
    transaction,
    "atlas.area_members",
    ["area_code", "county_code", "name_then", "member_from"],
    members.map(({ areaCode, countyCode, nameThen }) => [
      ...[areaCode, countyCode, nameThen === names.get(countyCode) ? null : nameThen, LIST_OF_2012],
    ]),
  );
  await copyRows(
    transaction,
    "atlas.code_aliases",
    ["alias", "code", "note"],
    Object.entries(retired.codes).map(([alias, entry]) => {
      const [, code = "", nameThen] = /^(\d+)(.+)$/.exec(entry) ?? [];
      return [alias, code, `${nameThen} → ${names.get(code)}`];
    }),
  );
}

async function countRows(knex: Knex): Promise<RegionCounts> {
  const { rows } = await knex.raw<{ rows: [RegionCounts] }>(/* sql */ `
    select (select count(*)::integer from atlas.regions) as regions,
           (select count(*)::integer from atlas.region_shapes) as region_shapes,
           (select count(*)::integer from atlas.boundary_lines) as boundary_lines,
           (select count(*)::integer from atlas.area_members) as area_members,
           (select count(*)::integer from atlas.code_aliases) as code_aliases`);
  return rows[0];
}

/** Says what has just been done and how long it took. */
function stopwatch(onProgress: (sentence: string) => void): (what: string) => void {
  let since = performance.now();
  return (what) => {
    const now = performance.now();
    onProgress(`regions: ${what} (${((now - since) / 1000).toFixed(1)} s)`);
    since = now;
  };
}
