import type { MultiPolygon } from "geojson";
import type { Knex } from "knex";
import { StartError } from "../errors.ts";
import type { CountyPlan } from "./county.ts";
import { CountyShape } from "./countyShape.ts";
import { ALL_HOSTS, planEnclaves } from "./enclaves.ts";
import { type DemoSize, townshipCodes, villagesByCounty } from "./sizes.ts";

/** The area whose counties hold the planted things. */
const REFERENCE_AREA = "luoxiao";

interface CountyRow {
  code: string;
  name: string;
  name_en: string;
  province_code: string;
  outline_json: string;
  is_poor: boolean;
  in_luoxiao: boolean;
  townships: string[] | null;
}

export interface DemoPlan {
  counties: CountyPlan[];
  hasHost: (host: string) => boolean;
  hostOutline: (host: string) => MultiPolygon;
}

/** What will be loaded where, from the regions the atlas holds. */
export async function planDemo(knex: Knex, size: DemoSize): Promise<DemoPlan> {
  const rows = (await readCounties(knex)).filter(
    (county) => size === "l" || county.in_luoxiao || (size === "m" && county.is_poor),
  );
  if (!rows.some((county) => county.in_luoxiao)) {
    throw new StartError(
      "尚未载入县级边界或片区名单，无法生成模拟数据；请先载入行政区划。",
      "No county of the Luoxiao area is loaded, so there is nothing to fill; load the regions first.",
    );
  }
  const described = rows.map((row) => {
    const outline = JSON.parse(row.outline_json) as MultiPolygon;
    const areaKm2 = new CountyShape(outline).areaKm2;
    return {
      row,
      outline,
      code: row.code,
      areaKm2,
      inLuoxiao: row.in_luoxiao,
      townships: row.townships ?? [],
    };
  });
  const counts = villagesByCounty(described, size);
  const hosts = await readHosts(knex);
  // Luoxiao first: serial numbers at a host must not depend on how many other counties take part.
  const poor = [
    ...rows.filter((row) => row.in_luoxiao),
    ...rows.filter((row) => row.is_poor && !row.in_luoxiao),
  ];
  const enclaves = planEnclaves(
    poor.map((row) => row.code),
    (county) => hosts.has(county),
  );
  const counties = described.map((county): CountyPlan => {
    const villages = counts.get(county.code) ?? 0;
    return {
      code: county.code,
      name: county.row.name,
      nameEn: county.row.name_en,
      provinceCode: county.row.province_code,
      outline: county.outline,
      isPoor: county.row.is_poor,
      townships: townshipCodes(county, villages),
      townshipsAreInvented: county.townships.length === 0,
      villages,
      enclaves: enclaves.filter((enclave) => enclave.originCounty === county.code),
    };
  });
  const hostOutline = (host: string): MultiPolygon => JSON.parse(hosts.get(host) ?? "null") as MultiPolygon;
  return { counties, hasHost: (host) => hosts.has(host), hostOutline };
}

/** Taiwan, Hong Kong and Macao, and above the islands of Sansha (4603), have no villages of this work: none are invented there. */
const WITHOUT_VILLAGES = ["71", "81", "82"] as const;

async function readCounties(knex: Knex): Promise<CountyRow[]> {
  const { rows } = await knex.raw<{ rows: CountyRow[] }>(
    /* sql */ `
    select county.code, county.name, coalesce(county.name_en, initcap(county.pinyin)) as name_en,
           left(county.code, 2) as province_code, st_asgeojson(county.outline, 6) as outline_json,
           exists (select from atlas.area_members m where m.county_code = county.code and m.member_to is null) as is_poor,
           exists (select from atlas.area_members m
                   where m.county_code = county.code and m.area_code = ? and m.member_to is null) as in_luoxiao,
           (select array_agg(t.code order by t.code) from atlas.regions t
            where t.parent_code = county.code and t.kind = 'TOWNSHIP' and not t.is_demo) as townships
    from atlas.regions county
    where county.kind = 'COUNTY' and county.outline is not null and not county.is_demo
      and not left(county.code, 2) = any(?) and not left(county.code, 4) = '4603'
    order by county.code`,
    [REFERENCE_AREA, [...WITHOUT_VILLAGES]],
  );
  return rows;
}

/** Outlines of every county that may host an enclave. */
async function readHosts(knex: Knex): Promise<Map<string, string>> {
  const { rows } = await knex.raw<{ rows: { code: string; outline_json: string }[] }>(
    "select code, st_asgeojson(outline, 6) as outline_json from atlas.regions where kind = 'COUNTY' and code = any(?) and outline is not null",
    [[...ALL_HOSTS]],
  );
  return new Map(rows.map((row) => [row.code, row.outline_json]));
}
