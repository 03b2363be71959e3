import { ENCLAVE_NEED, enclaveNeed } from "../../geo/enclaveNeed.ts";
import { TODAY } from "../caseworkSql.ts";
import type { Batch, Context } from "../context.ts";
import { type Scope, scopeFilter } from "../regions/queries.ts";
import type { EnclaveNeed, HostSite } from "./type.ts";

const VIABLE = ENCLAVE_NEED.viableStatuses.map((status) => `'${status}'`).join(", ");

/** Projects that stand in a village or are tied to its households, and are planned, building or operating. */
const viableProjects = (village: string) => /* sql */ `
  (select project.code from atlas.industry_projects project where project.village_code = ${village} and project.status in (${VIABLE})
   union
   select project.code from atlas.project_links link join atlas.industry_projects project on project.code = link.project_code
   where link.village_code = ${village} and project.status in (${VIABLE}))`;

/** Codes of the villages that need an enclave, by the rule of geo/enclaveNeed.ts. */
export const VILLAGES_IN_NEED = /* sql */ `
  (select constrained.village_code from atlas.constrained_villages constrained
   where constrained.share >= ${ENCLAVE_NEED.leastShare} and not exists ${viableProjects("constrained.village_code")})`;

export const needOf = (
  constrainedShare: number,
  viable: number,
  { language }: Pick<Context, "language">,
): EnclaveNeed => ({
  ...enclaveNeed(constrainedShare, viable),
  constrainedShare,
  viableProjects: viable,
  rule: `${ENCLAVE_NEED.key} (${ENCLAVE_NEED.validFrom}): ${ENCLAVE_NEED.source[language]}`,
});

export const needsOfVillages: Batch<string, EnclaveNeed> = async (context, codes) => {
  const rows = await context.sql<{ code: string; share: number; viable: number }>(
    /* sql */ `
    select asked.code, coalesce(constrained.share, 0) as share,
           (select count(*)::int from ${viableProjects("asked.code")} tied) as viable
    from unnest(:codes::text[]) as asked (code)
    left join atlas.constrained_villages constrained on constrained.village_code = asked.code`,
    { codes: [...codes] },
  );
  const byCode = new Map(rows.map((row) => [row.code, row]));
  return codes.map((code) => {
    const { share = 0, viable = 0 } = byCode.get(code) ?? {};
    return needOf(share, viable, context);
  });
};

export interface Sums {
  promisedFen: number;
  paidFen: number;
}

export interface HostRow extends HostSite {
  lon: number;
  lat: number;
  inZone: boolean;
  record: Sums;
  sectorRecord: Sums;
}

/** What is paid of what is promised, of years that are over; what one year was overpaid does not make up for another. */
const record = (which: string) => /* sql */ `
  (select jsonb_build_object('promisedFen', coalesce(sum(dividend.promised_fen), 0)::int8,
                             'paidFen', coalesce(sum(least(dividend.paid_fen, dividend.promised_fen)), 0)::int8)
   from atlas.enclaves enclave join atlas.dividends dividend on dividend.enclave_code = enclave.code
   where dividend.year < extract(year from ${TODAY}) and ${which})`;

/** Every host site with its track record: of the enclaves in its county or of its operator, and of its sector anywhere. */
export async function selectHosts({ sql }: Pick<Context, "sql">): Promise<HostRow[]> {
  const rows = await sql<HostRow>(/* sql */ `
    select site.code, site.name, site.name_en as "nameEn", site.county_code as "countyCode", county.name as "countyName",
           site.operator, site.sector, st_asgeojson(site.point, 6) as place, st_x(site.point) as lon, st_y(site.point) as lat,
           site.capacity_fen as capacity, site.smallest_fen as smallest, site.promised_basis_points as "promisedBasisPoints",
           site.is_demo as "isDemo",
           exists (select from atlas.constraint_zones zone where st_intersects(zone.outline, site.point)) as "inZone",
           ${record("(enclave.host_code = site.county_code or enclave.operator = site.operator)")} as record,
           ${record("enclave.sector = site.sector")} as "sectorRecord"
    from atlas.enclave_host_sites site join atlas.regions county on county.code = site.county_code
    order by site.code`);
  return rows.map((row) => ({
    ...row,
    paidShare: row.record.promisedFen > 0 ? Math.min(1, row.record.paidFen / row.record.promisedFen) : null,
  }));
}

export interface VillageRow {
  code: string;
  name: string;
  countyCode: string;
  /** Null where nobody knows where it lies. */
  lon: number | null;
  lat: number | null;
  /** Principal it has placed, by host county and operator. */
  placed: { host: string; operator: string | null; amountFen: number }[];
}

const villageColumns = /* sql */ `
  card.code, card.name, card.county_code as "countyCode", st_x(card.point) as lon, st_y(card.point) as lat,
  coalesce((select jsonb_agg(jsonb_build_object('host', enclave.host_code, 'operator', enclave.operator, 'amountFen', investor.amount_fen))
            from atlas.enclave_investors investor join atlas.enclaves enclave on enclave.code = investor.enclave_code
            where investor.village_code = card.code), '[]') as placed`;

export async function findVillage({ sql }: Pick<Context, "sql">, code: string): Promise<VillageRow | null> {
  const [row] = await sql<VillageRow>(
    `select ${villageColumns} from atlas.village_cards card where card.code = :code`,
    { code },
  );
  return row ?? null;
}

/** Villages of a region that need an enclave, by code. */
export async function selectInNeed(
  { sql }: Pick<Context, "sql">,
  scope: Scope,
  most: number,
): Promise<VillageRow[]> {
  const inside = scopeFilter(scope, "card.code", "card.county_code");
  return sql<VillageRow>(
    `select ${villageColumns} from atlas.village_cards card
     where ${inside.where} and card.code in ${VILLAGES_IN_NEED} order by card.code limit :most`,
    { ...inside.values, most },
  );
}
