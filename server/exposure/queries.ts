import type { Context } from "../context.ts";
import { type Footprint, refuseInvalidFootprint } from "../footprint.ts";
import type {
  ExposedCount,
  ExposedCounty,
  ExposedLevel,
  ExposedPlaces,
  ExposedVillage,
  Exposure,
} from "./type.ts";

interface Found {
  counties: ExposedCounty[];
  levels: ExposedLevel[];
  villages: ExposedVillage[];
}

const SHAPE = "st_multi(st_setsrid(st_geomfromgeojson(:shape), 4326))";

/** Added up in the database: whatever the size of the footprint, the counties, six levels and 200 villages come back. */
const VILLAGES = /* sql */ `
  with touched as materialized (
    select found.village_code as code, found.county_code as county, found.households, found.population, found.share,
           found.point_inside as inside, floor(found.households * found.share + 0.5)::int as by_area,
           floor(found.population * found.share + 0.5)::int as people_by_area, card.name, card.level
    from atlas.villages_touched(${SHAPE}) found left join atlas.village_cards card on card.code = found.village_code)
  select
    (select coalesce(json_agg(row_to_json(one) order by one."householdsByArea" desc, one."countyCode"), '[]') from (
      select county as "countyCode", count(*) as "villagesTouched", count(*) filter (where inside) as "villagesInside",
             coalesce(sum(households) filter (where inside), 0) as "householdsInside", coalesce(sum(by_area), 0) as "householdsByArea",
             coalesce(sum(population) filter (where inside), 0) as "populationInside", coalesce(sum(people_by_area), 0) as "populationByArea",
             count(*) filter (where households is null) as "villagesWithoutHouseholds"
      from touched group by county) one) as counties,
    (select coalesce(json_agg(row_to_json(one) order by array_position(array['RED', 'ORANGE', 'YELLOW', 'BLUE', 'NONE'], one.level)), '[]') from (
      select level, count(*) as villages, coalesce(sum(households), 0) as households
      from touched where inside group by level) one) as levels,
    (select coalesce(json_agg(row_to_json(one)), '[]') from (
      select code, coalesce(name, code) as name, share, inside as "pointInside", households, level
      from touched order by by_area desc nulls last, code limit 200) one) as villages`;

/** One kind of place inside: how many, how many households, how much money, and the largest of them. */
const places = (rows: string) => /* sql */ `
  with inside as materialized (${rows})
  select count(*)::int as count, coalesce(sum(households), 0)::int as households, sum(money)::bigint as money,
         (select coalesce(json_agg(row_to_json(one)), '[]') from (
           select code, name, households from inside order by households desc, code limit 50) one) as largest
  from inside`;

const under = (place: string) => `${place}.point && ${SHAPE} and st_intersects(${SHAPE}, ${place}.point)`;

const SETTLEMENTS = places(/* sql */ `
  select settlement.code, settlement.name, settlement.households, null::bigint as money
  from atlas.settlements settlement where ${under("settlement")}`);

const PROJECTS = places(/* sql */ `
  select project.code, project.name, project.investment_fen as money,
         (select coalesce(sum(households), 0)::int from (
            select max(link.households) as households from atlas.project_links link
            where link.project_code = project.code group by link.village_code) tied) as households
  from atlas.industry_projects project where ${under("project")}`);

const ENCLAVES = places(/* sql */ `
  select enclave.code, enclave.name, own.money, own.households
  from atlas.enclaves enclave
  cross join lateral (
    select coalesce(sum(amount_fen), 0)::bigint as money, coalesce(sum(households), 0)::int as households
    from atlas.enclave_investors investor where investor.enclave_code = enclave.code) own
  where ${under("enclave")}`);

/** Answers a question about a footprint in five statements, whatever its size. @throws InputError where it is no polygon */
export async function exposureOf({ sql }: Pick<Context, "sql">, footprint: Footprint): Promise<Exposure> {
  await refuseInvalidFootprint(sql, footprint);
  const values = { shape: JSON.stringify(footprint.shape) };
  const [[found], settlements, projects, enclaves] = await Promise.all([
    sql<Found>(VILLAGES, values),
    placesInside(sql, SETTLEMENTS, values),
    placesInside(sql, PROJECTS, values),
    placesInside(sql, ENCLAVES, values),
  ]);
  const { counties = [], levels = [], villages = [] } = found ?? {};
  const { areaKm2, vertices } = footprint;
  return {
    areaKm2,
    vertices,
    total: sumOf(counties),
    counties,
    levels,
    villages,
    settlements,
    projects,
    enclaves,
  };
}

async function placesInside(
  sql: Context["sql"],
  text: string,
  values: Record<string, unknown>,
): Promise<ExposedPlaces> {
  const [row] = await sql<ExposedPlaces>(text, values);
  return row ?? { count: 0, households: 0, money: null, largest: [] };
}

function sumOf(counties: readonly ExposedCounty[]): ExposedCount {
  const total = (of: keyof ExposedCount) => counties.reduce((sum, county) => sum + county[of], 0);
  return {
    villagesTouched: total("villagesTouched"),
    villagesInside: total("villagesInside"),
    householdsInside: total("householdsInside"),
    householdsByArea: total("householdsByArea"),
    populationInside: total("populationInside"),
    populationByArea: total("populationByArea"),
    villagesWithoutHouseholds: total("villagesWithoutHouseholds"),
  };
}
