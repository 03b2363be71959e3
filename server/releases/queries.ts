import { RELEASED_COMPONENTS } from "../../geo/releaseTiers.ts";
import { COMPONENTS } from "../../geo/villageRisk.ts";
import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Batch, Context } from "../context.ts";
import { countRows } from "../count.ts";
import { type Scope, scopeFilter } from "../regions/queries.ts";
import type { CellState, Release, ReleasedCell, ReleasedFigures, ReleaseTier } from "./type.ts";

interface CellRow {
  code: string;
  period: string;
  tier: ReleaseTier;
  component: string;
  state: CellState;
  numerator: number | null;
  denominator: number | null;
  counties: string[];
}

/**
 * Released counts of many villages and regions in one month; without a month, of the last that each has. Asked for as
 * the viewer, whoever that is: the database shows the tier of the post and no other. The highest revision counts.
 */
export const releasedFigures: Batch<string, ReleasedFigures | null, string | undefined> = async (
  { casework, language },
  codes,
  period,
) => {
  const rows = await casework(({ sql }) =>
    sql<CellRow>(
      /* sql */ `
      with asked as (
        select code from unnest(:codes::text[]) code),
      places as (
        select distinct on (asked.code) asked.code, release.period, release.id, release.county_code
        from asked join atlas.releases release on release.county_code = left(asked.code, 6)
         and (:period::date is null or release.period = :period::date)
        where asked.code ~ '^([0-9]{6}|[0-9]{9}|[0-9]{12})$'
        order by asked.code, release.period desc, release.revision desc),
      areas as (
        select distinct on (asked.code) asked.code, release.period, release.id, release.counties
        from asked join atlas.area_releases release on release.area_code = asked.code
         and (:period::date is null or release.period = :period::date)
        order by asked.code, release.period desc, release.revision desc)
      select places.code, places.period, cell.tier, cell.component, cell.state, cell.numerator, cell.denominator,
             array[places.county_code::text] as counties
      from places join atlas.released_cells cell on cell.release_id = places.id and cell.place_code = places.code
      union all
      select areas.code, areas.period, cell.tier, cell.component, cell.state, cell.numerator, cell.denominator, areas.counties
      from areas join atlas.released_area_cells cell on cell.area_release_id = areas.id`,
      { codes: [...codes], period: period ?? null },
    ),
  );
  return codes.map((code) => {
    const own = rows.filter((row) => row.code === code);
    const [first] = own;
    if (!first) return null;
    const cells = RELEASED_COMPONENTS.flatMap((component): ReleasedCell[] => {
      const row = own.find((each) => each.component === component);
      const label = COMPONENTS.find(({ key }) => key === component)?.[language] ?? component;
      return row ? [{ ...row, label }] : [];
    });
    return { period: first.period.slice(0, 7), tier: first.tier, cells };
  });
};

const newestFirst: Order<Release> = [
  { sql: "release.id", type: "bigint", value: (row) => row.id, descending: true },
];

/** Releases, newest first, with how much of each the viewer's tier shows. */
export async function selectReleases(
  { casework }: Context,
  scope: Scope | undefined,
  period: string | undefined,
  page: Page,
): Promise<Connection<Release>> {
  const inScope = scope ? scopeFilter(scope, "release.county_code", "release.county_code") : null;
  const from = /* sql */ `
    from atlas.releases release
    where (:period::date is null or release.period = :period::date) and ${inScope?.where ?? "true"}`;
  const values = { period: period ?? null, ...inScope?.values };
  const keys = keyset(newestFirst, page);
  const rows = await casework(({ sql }) =>
    sql<Release>(
      /* sql */ `
      select release.id, release.county_code as "countyCode", to_char(release.period, 'YYYY-MM') as period, release.revision,
             not exists (select from atlas.releases later where later.county_code = release.county_code
                         and later.period = release.period and later.revision > release.revision) as "isCurrent",
             release.method_version as "methodVersion", release.data_cut_off as "dataCutOff",
             release.released_by as "releasedBy",
             to_char(release.released_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "releasedAt",
             release.is_demo as "isDemo", access.released_tier() as tier,
             (select count(*) from atlas.released_cells cell
              where cell.release_id = release.id and cell.state = 'SHOWN')::int as shown,
             (select count(*) from atlas.released_cells cell
              where cell.release_id = release.id and cell.state = 'SUPPRESSED')::int as suppressed
      ${from} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`,
      { ...values, ...keys.values },
    ),
  );
  return toConnection(rows, page, newestFirst, (mode) =>
    casework(({ sql }) => countRows(sql, from, values, mode)),
  );
}
