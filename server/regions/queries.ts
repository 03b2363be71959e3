import { normaliseCode, subtree } from "../../geo/codes.ts";
import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Batch, Context } from "../context.ts";
import { countRows } from "../count.ts";
import { InputError } from "../errors.ts";
import type { Membership, Region, RegionKind } from "./type.ts";

const columns = /* sql */ `
  'Region:' || region.code as id, region.code, region.kind, region.name, region.name_en as "nameEn",
  region.lead_ministry as "leadMinistry", st_asgeojson(region.point, 6) as center, region.bbox,
  region.is_demo as "isDemo", region.parent_code as "parentCode", region.province_code as "provinceCode"`;

export const regionOrder: Order<Region> = [{ sql: "region.code", type: "text", value: (row) => row.code }];

/** Regions by their present code. */
export const regionsByCode: Batch<string, Region | null> = async ({ sql }, codes) => {
  const rows = await sql<Region>(
    `select ${columns} from atlas.regions region where region.code = any(:codes::text[])`,
    {
      codes: [...codes],
    },
  );
  const byCode = new Map(rows.map((row) => [row.code, row]));
  return codes.map((code) => byCode.get(code) ?? null);
};

/**
 * The region meant by each code as people write it: exact first (some counties end in 00, like 441900), then
 * the short form of "360000" or "360827000000", then a retired code.
 */
const meant = /* sql */ `
  from unnest(:written::text[], :short::text[]) as asked (written, short)
  cross join lateral (
    select candidate.* from atlas.regions candidate
    -- One array, not an OR of two lists: only so does the index on the code answer (0.1 ms, not 6).
    where candidate.code = any(array[asked.written, asked.short] || array(
      select alias.code::text from atlas.code_aliases alias where alias.alias in (asked.written, asked.short)))
    order by candidate.code = asked.written desc, candidate.code = asked.short desc limit 1
  ) region`;

function meantValues(texts: readonly string[]): { written: string[]; short: string[] } {
  const written = texts.map((text) => text.normalize("NFKC").trim().toLowerCase());
  return { written, short: written.map((text) => normaliseCode(text) ?? text) };
}

/** The same for one text, as FROM and values; the region stands as `region`. */
export function meantRegion(text: string): { rows: string; values: Record<string, unknown> } {
  return { rows: meant, values: meantValues([text]) };
}

/** Counties of the area that stands as `region`, as `county`; none for any other region. */
export const MEMBERS_OF_REGION = /* sql */ `
  from atlas.area_members member join atlas.regions county on county.code = member.county_code
  where member.area_code = region.code and region.kind = 'AREA'`;

/** A region by any way of writing its code: "360000", "360827000000", "156360827", "luoxiao", or a retired code. */
export const regionsByAnyCode: Batch<string, Region | null> = async ({ sql }, texts) => {
  const values = meantValues(texts);
  const rows = await sql<Region & { asked: string }>(
    `select asked.written as asked, ${columns} ${meant}`,
    values,
  );
  const byCode = new Map(rows.map((row) => [row.asked, row]));
  return values.written.map((text) => byCode.get(text) ?? null);
};

/** Contiguous areas that have an index in a publication, by code. */
export async function areasWithIndex({ sql }: Pick<Context, "sql">, publication: number): Promise<string[]> {
  const rows = await sql<{ code: string }>(
    /* sql */ `
    select region.code from atlas.regions region
    join atlas.region_indices its on its.region_code = region.code and its.publication_id = :publication
    where region.kind = 'AREA' order by region.code`,
    { publication },
  );
  return rows.map((row) => row.code);
}

/** The codes a region covers: a half-open range, and for an area the list of its counties. */
export interface Scope {
  readonly from: string;
  readonly to: string;
  readonly list: readonly string[] | null;
}

/**
 * What `within` covers, in one statement.
 * @throws InputError when no region has that code.
 */
export const scopesByCode: Batch<string, Scope> = async ({ sql }, texts) => {
  const values = meantValues(texts);
  const rows = await sql<{ asked: string; code: string; kind: RegionKind; counties: string[] | null }>(
    /* sql */ `
    select asked.written as asked, region.code, region.kind,
           (select array_agg(distinct member.county_code::text) from atlas.area_members member
            where member.area_code = region.code and member.member_to is null) as counties
    ${meant}`,
    values,
  );
  const byCode = new Map(rows.map((row) => [row.asked, row]));
  return values.written.map((code, index) => {
    const row = byCode.get(code);
    // The region of people whose post is national; it is no division of its own.
    if (!row && texts[index] === "CN") return { from: "0", to: ":", list: null };
    if (!row) {
      const shown = (texts[index] ?? "").slice(0, 40);
      throw new InputError(
        "BAD_USER_INPUT",
        `没有代码为 ${shown} 的区域；可用 search 查找。`,
        `No region has the code ${shown}; find it with search.`,
      );
    }
    if (row.kind === "AREA") return { from: "", to: "", list: row.counties ?? [] };
    return { ...subtree(row.code), list: null };
  });
};

/** WHERE clause and values that keep rows whose `codeColumn` lies in the scope. */
export function scopeFilter(
  scope: Scope,
  codeColumn: string,
  countyColumn: string,
): { where: string; values: Record<string, unknown> } {
  if (scope.list !== null)
    return {
      where: `${countyColumn} = any(:scopeCounties::text[])`,
      values: { scopeCounties: [...scope.list] },
    };
  return {
    where: `${codeColumn} >= :scopeFrom and ${codeColumn} < :scopeTo`,
    values: { scopeFrom: scope.from, scopeTo: scope.to },
  };
}

export interface RegionFilter {
  kind?: RegionKind;
  scope?: Scope;
  search?: string;
  bbox?: readonly number[];
  parentCode?: string;
}

export async function selectRegions(
  { sql }: Context,
  filter: RegionFilter,
  page: Page,
): Promise<Connection<Region>> {
  const where: string[] = [];
  const values: Record<string, unknown> = {};
  const add = (clause: string, bound: Record<string, unknown>) => {
    where.push(clause);
    Object.assign(values, bound);
  };
  if (filter.kind) add("region.kind = :kind", { kind: filter.kind });
  if (filter.parentCode !== undefined)
    add("region.parent_code = :parentCode", { parentCode: filter.parentCode });
  if (filter.scope) {
    const scope = scopeFilter(filter.scope, "region.code", "left(region.code, 6)");
    add(`${scope.where} and region.kind <> 'AREA'`, scope.values);
  }
  if (filter.search) {
    add(
      "(strpos(region.name, :search) > 0 or strpos(region.pinyin, lower(:search)) = 1 or strpos(region.initials, lower(:search)) = 1 or strpos(region.code, :search) = 1)",
      { search: filter.search.trim() },
    );
  }
  if (filter.bbox) {
    const [west, south, east, north] = filter.bbox;
    add(
      "region.outline && st_makeenvelope(:west, :south, :east, :north, 4326) and st_intersects(region.outline, st_makeenvelope(:west, :south, :east, :north, 4326))",
      { west, south, east, north },
    );
  }
  const from = `from atlas.regions region where ${where.join(" and ") || "true"}`;
  const keys = keyset(regionOrder, page);
  const rows = await sql<Region>(
    `select ${columns} ${from} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`,
    { ...values, ...keys.values },
  );
  return toConnection(rows, page, regionOrder, (mode) => countRows(sql, from, values, mode));
}

/** Pages of the divisions below many regions, one statement for all. */
export const childrenOfRegions: Batch<string, Connection<Region>, Page> = async ({ sql }, parents, page) => {
  const keys = keyset(regionOrder, page);
  const rows = await sql<Region>(
    /* sql */ `
    select child.*
    from unnest(:parents::text[]) as parent (code)
    cross join lateral (
      select ${columns} from atlas.regions region
      where region.parent_code = parent.code and ${keys.where}
      order by ${keys.orderBy} limit :pageLimit
    ) child`,
    { parents: [...parents], ...keys.values },
  );
  return parents.map((parent) =>
    toConnection(
      rows.filter((row) => row.parentCode === parent),
      page,
      regionOrder,
      (mode) =>
        countRows(sql, "from atlas.regions region where region.parent_code = :parent", { parent }, mode),
    ),
  );
};

/** Memberships of many areas (by area) or of many counties (by county). */
export const memberships: Batch<
  { code: string; kind: RegionKind },
  (Membership & { region: Region })[]
> = async ({ sql }, keys) => {
  const rows = await sql<Membership & { other: string; asked: string } & Region>(
    /* sql */ `
    select member.member_from as "from", member.member_to as "to", member.name_then as "nameThen",
           member.area_code as "areaCode", member.county_code as "countyCode", asked.code as asked, ${columns}
    from unnest(:codes::text[]) as asked (code)
    join atlas.area_members member on asked.code in (member.area_code, member.county_code)
    join atlas.regions region
      on region.code = case when asked.code = member.area_code then member.county_code else member.area_code end
    order by region.code`,
    { codes: keys.map((key) => key.code) },
  );
  return keys.map((key) =>
    rows
      .filter((row) => row.asked === key.code)
      .map(({ from, to, nameThen, areaCode, countyCode, ...region }) => ({
        from,
        to,
        nameThen,
        areaCode,
        countyCode,
        region,
      })),
  );
};

/** Outlines of many regions as GeoJSON text, simplified and rounded when asked. */
export const regionOutlines: Batch<string, string | null, { precision: number; toleranceM: number }> = async (
  { sql },
  codes,
  { precision, toleranceM },
) => {
  const outline =
    toleranceM === 0
      ? "region.outline"
      : "st_multi(st_simplifypreservetopology(region.outline, :degrees::float8))";
  const rows = await sql<{ code: string; outline: string | null }>(
    `select region.code, st_asgeojson(st_forcepolygonccw(${outline}), :precision::int, 0) as outline
     from atlas.regions region where region.code = any(:codes::text[])`,
    { codes: [...codes], degrees: toleranceM / 111_320, precision },
  );
  const byCode = new Map(rows.map((row) => [row.code, row.outline]));
  return codes.map((code) => byCode.get(code) ?? null);
};

/** What `within` covers where it may also be a single village. */
export const placesWithin = (context: Context, within: string): Promise<Scope> =>
  /^[0-9]{12}$/.test(within) && !within.endsWith("000")
    ? Promise.resolve({ ...subtree(within), list: null })
    : context.load(scopesByCode, within, undefined);

/** A county and the region its figures are shown under. */
export interface PlacedCounty {
  readonly county: string;
  readonly code: string;
  readonly name: string;
  readonly nameEn: string | null;
}

/**
 * Every county of a scope with its region of a level, in the order of the codes. A county that no prefecture stands
 * above is shown as itself, so that the rows of every level add up to the same.
 */
export function countiesByLevel(
  { sql }: Pick<Context, "sql">,
  scope: Scope,
  level: "COUNTY" | "PREFECTURE" | "PROVINCE",
): Promise<PlacedCounty[]> {
  const { where, values } = scopeFilter(scope, "county.code", "county.code");
  return sql<PlacedCounty>(
    /* sql */ `
    select county.code as county, coalesce(above.code, county.code) as code, coalesce(above.name, county.name) as name,
           case when above.code is null then county.name_en else above.name_en end as "nameEn"
    from atlas.regions county left join atlas.regions above on above.code = left(county.code, :digits::int)
    where county.kind = 'COUNTY' and ${where} order by coalesce(above.code, county.code), county.code`,
    { ...values, digits: { COUNTY: 6, PREFECTURE: 4, PROVINCE: 2 }[level] },
  );
}
