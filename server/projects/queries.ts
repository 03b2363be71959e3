import type { NearInput } from "../bounds.ts";
import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Batch, Context } from "../context.ts";
import { countRows } from "../count.ts";
import { grouped } from "../grouped.ts";
import { type Scope, scopeFilter } from "../regions/queries.ts";
import type {
  Commodity,
  CommodityPrice,
  IndustryProject,
  IndustryProjectFilter,
  ProjectLink,
} from "./type.ts";

const columns = /* sql */ `
  'IndustryProject:' || project.code as id, project.code, project.name, project.name_en as "nameEn", project.kind,
  project.status, project.status_since as "statusSince", project.status_reason as "statusReason",
  st_asgeojson(project.point, 6) as site, project.investment_fen as investment, project.is_demo as "isDemo",
  project.row_version as "rowVersion", project.county_code as "countyCode", project.village_code as "villageCode", project.commodity_code as "commodityCode"`;

const LINKED_HOUSEHOLDS = /* sql */ `,
  (select coalesce(sum(link.households), 0)::int from atlas.project_links link where link.project_code = project.code) as "linkedHouseholds"`;

const NEAR_POINT = "st_setsrid(st_makepoint(:nearLon, :nearLat), 4326)::geography";
const DISTANCE = `project.point::geography <-> ${NEAR_POINT}`;
const byCode = { sql: "project.code", type: "text", value: (row: IndustryProject) => row.code } as const;
const codeOrder: Order<IndustryProject> = [byCode];
const distanceOrder: Order<IndustryProject> = [
  { sql: DISTANCE, type: "float8", value: (row) => row.distanceM ?? 0 },
  byCode,
];

export interface ProjectQuery {
  scope?: Scope;
  bbox?: readonly number[];
  near?: NearInput;
  where?: IndustryProjectFilter;
}

/** A page of projects: nearest first with `near`, else by code; `linked` when their households are selected. */
export async function selectProjects(
  { sql }: Context,
  query: ProjectQuery,
  page: Page,
  linked: boolean,
): Promise<Connection<IndustryProject>> {
  const where: string[] = [];
  const values: Record<string, unknown> = {};
  const add = (clause: string, bound: Record<string, unknown>) => {
    where.push(clause);
    Object.assign(values, bound);
  };
  if (query.scope) {
    const scope = scopeFilter(query.scope, "project.county_code", "project.county_code");
    add(scope.where, scope.values);
  }
  if (query.bbox) {
    const [west, south, east, north] = query.bbox;
    add("project.point && st_makeenvelope(:west, :south, :east, :north, 4326)", { west, south, east, north });
  }
  if (query.near) {
    const { lon, lat, radiusM } = query.near;
    add(`st_dwithin(project.point::geography, ${NEAR_POINT}, :nearRadius, false)`, {
      nearLon: lon,
      nearLat: lat,
      nearRadius: radiusM,
    });
  }
  const { kinds, status, commodity, isDemo } = query.where ?? {};
  if (kinds) add("project.kind = any(:kinds::text[])", { kinds });
  if (status) add("project.status = any(:status::text[])", { status });
  if (commodity != null) add("project.commodity_code = :commodity", { commodity });
  if (isDemo != null) add("project.is_demo = :isDemo", { isDemo });
  const from = `from atlas.industry_projects project where ${where.join(" and ") || "true"}`;
  const order = query.near ? distanceOrder : codeOrder;
  const keys = keyset(order, page);
  const distance = query.near ? `, ${DISTANCE} as "distanceM"` : "";
  const rows = await sql<IndustryProject>(
    `select ${columns} ${linked ? LINKED_HOUSEHOLDS : ""} ${distance} ${from} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`,
    {
      ...values,
      ...keys.values,
    },
  );
  return toConnection(rows, page, order, (mode) => countRows(sql, from, values, mode));
}

export const projectsByCode: Batch<string, IndustryProject | null> = async ({ sql }, codes) => {
  const rows = await sql<IndustryProject>(
    `select ${columns} from atlas.industry_projects project where project.code = any(:codes::text[])`,
    {
      codes: [...codes],
    },
  );
  const byKey = new Map(rows.map((row) => [row.code, row]));
  return codes.map((code) => byKey.get(code) ?? null);
};

const CENTRES = { villages: "atlas.village_cards", settlements: "atlas.settlements" } as const;

/** Projects around many villages or settlements, nearest first, at most 100 each. */
export const projectsWithin: Batch<
  string,
  IndustryProject[],
  { metres: number; of: keyof typeof CENTRES }
> = async ({ sql }, codes, { metres, of }) => {
  const rows = await sql<IndustryProject & { asked: string }>(
    /* sql */ `
    select centre.code as asked, near.*
    from ${CENTRES[of]} centre
    cross join lateral (
      select ${columns}, project.point::geography <-> centre.point::geography as "distanceM"
      from atlas.industry_projects project
      where st_dwithin(project.point::geography, centre.point::geography, :metres, false)
      order by project.point::geography <-> centre.point::geography, project.code limit 100
    ) near
    where centre.code = any(:codes::text[])`,
    { codes: [...codes], metres },
  );
  const byKey = new Map<string, IndustryProject[]>(codes.map((code) => [code, []]));
  for (const row of rows) byKey.get(row.asked)?.push(row);
  return codes.map((code) => byKey.get(code) ?? []);
};

/** Pages of the projects that households of many villages are linked to. */
export const projectsOfVillages: Batch<string, Connection<IndustryProject>, Page> = async (
  { sql },
  villageCodes,
  page,
) => {
  const keys = keyset(codeOrder, page);
  const linked =
    "exists (select from atlas.project_links own where own.project_code = project.code and own.village_code = ";
  const rows = await sql<IndustryProject & { asked: string }>(
    /* sql */ `
    select village.code as asked, page.*
    from unnest(:codes::text[]) as village (code)
    cross join lateral (
      select ${columns} from atlas.industry_projects project
      where project.code in (select own.project_code from atlas.project_links own where own.village_code = village.code) and ${keys.where}
      order by ${keys.orderBy} limit :pageLimit
    ) page`,
    { codes: [...villageCodes], ...keys.values },
  );
  return villageCodes.map((code) =>
    toConnection(
      rows.filter((row) => row.asked === code),
      page,
      codeOrder,
      (mode) =>
        countRows(
          sql,
          `from atlas.industry_projects project where ${linked} :village)`,
          { village: code },
          mode,
        ),
    ),
  );
};

/** Households tied to many projects that came without. */
export const linkedHouseholds: Batch<string, number> = async ({ sql }, codes) => {
  const rows = await sql<{ code: string; households: number }>(
    /* sql */ `
    select project_code as code, sum(households)::int as households
    from atlas.project_links where project_code = any(:codes::text[]) group by project_code`,
    { codes: [...codes] },
  );
  const byKey = new Map(rows.map((row) => [row.code, row.households]));
  return codes.map((code) => byKey.get(code) ?? 0);
};

/** Villages and households many projects are tied to. */
export const projectLinks: Batch<string, ProjectLink[]> = async ({ sql }, codes) => {
  const rows = await sql<ProjectLink & { code: string }>(
    /* sql */ `
    select project_code as code, village_code as "villageCode", households, mechanism
    from atlas.project_links where project_code = any(:codes::text[]) order by households desc, village_code`,
    { codes: [...codes] },
  );
  return codes.map(grouped(rows, (row) => row.code).of);
};

export const commoditiesByCode: Batch<string, Commodity | null> = async ({ sql }, codes) => {
  const rows = await sql<Commodity>(
    `select code, name, name_en as "nameEn", unit from atlas.commodities where code = any(:codes::text[])`,
    { codes: [...codes] },
  );
  const byKey = new Map(rows.map((row) => [row.code, row]));
  return codes.map((code) => byKey.get(code) ?? null);
};

/** Monthly prices of many products, oldest first. */
export const commodityPrices: Batch<string, CommodityPrice[], { from?: string; to?: string }> = async (
  { sql },
  codes,
  { from, to },
) => {
  const rows = await sql<CommodityPrice & { code: string }>(
    /* sql */ `
    select commodity_code as code, to_char(period, 'YYYY-MM') as period, price_fen as price
    from atlas.commodity_prices
    where commodity_code = any(:codes::text[])
      and period between coalesce(:from::date, '-infinity') and coalesce(:to::date, 'infinity')
    order by period`,
    { codes: [...codes], from: from ?? null, to: to ?? null },
  );
  return codes.map(grouped(rows, (row) => row.code).of);
};
