import type { Knex } from "knex";
import {
  type AreaCell,
  type AreaTotal,
  areaKey,
  type CountyTable,
  releaseArea,
} from "../../geo/areaRelease.ts";
import { cellKey, RELEASE_METHOD, type ReleasedCell, sumsOf } from "../../geo/releaseTiers.ts";
import { readExactCounts } from "./loadCounts.ts";
import { RELEASE_LOCK } from "./publish.ts";

export interface ReleasedArea {
  readonly area: string;
  readonly counties: readonly string[];
  /** Counties whose casework says something else by now than their release; then nothing is released. */
  readonly outdated: readonly string[];
  readonly shown: number;
  readonly suppressed: number;
}

/**
 * Takes the totals of a month of every contiguous area with counties that released it, where there are more of them than
 * in its last; each in a transaction with one audit event. A county that was corrected is not taken again by itself: the
 * difference of both totals would tell by how much a hidden count was corrected.
 */
export async function releaseAreas(knex: Knex, month: string, releasedBy: string): Promise<ReleasedArea[]> {
  return knex.transaction(async (transaction) => {
    await transaction.raw("select pg_advisory_xact_lock(?)", [RELEASE_LOCK]);
    const done: ReleasedArea[] = [];
    for (const area of await readAreas(transaction, month)) {
      const counties = area.releases.map(({ county }) => county);
      const before = await readTotals(transaction, area.code);
      const ofMonth = before.filter((total) => total.month === month);
      if (ofMonth.some((total) => counties.every((county) => total.counties.includes(county)))) continue;
      const taken = new Set(ofMonth.flatMap(({ releases }) => releases));
      const known = new Set(ofMonth.flatMap((total) => total.counties));
      const tables: CountyTable[] = [];
      const outdated: string[] = [];
      for (const { county, id } of area.releases) {
        const table = await readTable(transaction, county, id, month);
        if (table === null) outdated.push(county);
        else tables.push({ ...table, isCorrected: known.has(county) && !taken.has(id) });
      }
      if (outdated.length > 0) {
        done.push({ area: area.code, counties, outdated, shown: 0, suppressed: 0 });
        continue;
      }
      const cells = releaseArea(tables, before);
      await store(
        transaction,
        area,
        month,
        Math.max(0, ...ofMonth.map(({ revision }) => revision)) + 1,
        releasedBy,
        cells,
      );
      const suppressed = cells.filter(({ count }) => count === null).length;
      done.push({ area: area.code, counties, outdated, shown: cells.length - suppressed, suppressed });
    }
    return done;
  });
}

interface Area {
  readonly code: string;
  readonly releases: readonly { readonly county: string; readonly id: number }[];
}

/** Areas with counties that released the month, and which release of each counts. */
async function readAreas(transaction: Knex.Transaction, month: string): Promise<Area[]> {
  const { rows } = await transaction.raw<{ rows: Area[] }>(
    /* sql */ `
    with current as (
      select distinct on (county_code) county_code, id from atlas.releases where period = cast(? as date)
      order by county_code, revision desc)
    select member.area_code as code, json_agg(json_build_object('county', current.county_code, 'id', current.id)
                                              order by current.county_code) as releases
    from current join atlas.area_members member on member.county_code = current.county_code and member.member_to is null
    group by member.area_code order by member.area_code`,
    [month],
  );
  return rows;
}

interface Total extends AreaTotal {
  readonly month: string;
  readonly revision: number;
  readonly releases: readonly number[];
}

/** Every total of an area so far, oldest first. */
async function readTotals(transaction: Knex.Transaction, area: string): Promise<Total[]> {
  const { rows } = await transaction.raw<{ rows: (Omit<Total, "shown"> & { cells: AreaCell[] })[] }>(
    /* sql */ `
    select released.period::text as month, released.revision, released.counties, released.releases,
           coalesce((select json_agg(json_build_object('tier', cell.tier, 'component', cell.component))
            from atlas.released_area_cells cell
            where cell.area_release_id = released.id and cell.state = 'SHOWN'), '[]') as cells
    from atlas.area_releases released where released.area_code = ? order by released.id`,
    [area],
  );
  return rows.map(({ cells, ...total }) => ({ ...total, shown: new Set(cells.map(areaKey)) }));
}

/** A county's exact counts beside what its release hid; null where a shown count is another by now. */
async function readTable(
  transaction: Knex.Transaction,
  county: string,
  release: number,
  month: string,
): Promise<Omit<CountyTable, "isCorrected"> | null> {
  const villages = await readExactCounts(transaction, county, month);
  const { rows } = await transaction.raw<{
    rows: (Pick<ReleasedCell, "tier" | "place" | "component"> & {
      numerator: number | null;
      denominator: number | null;
    })[];
  }>(
    "select tier, place_code as place, component, numerator, denominator from atlas.released_cells where release_id = ?",
    [release],
  );
  const hidden = new Set<string>();
  const components = new Set(rows.map(({ component }) => component));
  const sums = new Map([...components].map((component) => [component, sumsOf(villages, component)]));
  for (const { tier, place, component, numerator, denominator } of rows) {
    const exact = sums.get(component)?.get(place);
    if (numerator === null) hidden.add(cellKey({ tier, place, component }));
    else if (exact?.numerator !== numerator || exact.denominator !== denominator) return null;
  }
  const villagesReleased = rows.filter(({ place }) => place.length === 12).map(({ place }) => place);
  return new Set(villagesReleased).size === villages.length ? { county, villages, hidden } : null;
}

async function store(
  transaction: Knex.Transaction,
  area: Area,
  month: string,
  revision: number,
  releasedBy: string,
  cells: readonly AreaCell[],
): Promise<void> {
  const releases = area.releases.map(({ id }) => id);
  const { rows } = await transaction.raw<{ rows: [{ id: number }] }>(
    /* sql */ `
    insert into atlas.area_releases (area_code, period, revision, method_version, counties, releases, released_by, is_demo)
    values (?, cast(? as date), ?, ?, ?, ?, ?, (select bool_or(is_demo) from atlas.releases where id = any(?)))
    returning id`,
    [
      area.code,
      month,
      revision,
      RELEASE_METHOD,
      area.releases.map(({ county }) => county),
      releases,
      releasedBy,
      releases,
    ],
  );
  await transaction.raw(
    /* sql */ `
    insert into atlas.released_area_cells
    select * from jsonb_populate_recordset(null::atlas.released_area_cells, cast(? as jsonb))`,
    [
      JSON.stringify(
        cells.map(({ tier, component, count }) => ({
          area_release_id: rows[0].id,
          tier,
          component,
          state: count === null ? "SUPPRESSED" : "SHOWN",
          ...count,
        })),
      ),
    ],
  );
  await transaction.raw(
    /* sql */ `
    insert into audit.events (channel, action, entity_kind, entity_id, detail)
    values ('COMMAND', 'release.area', 'AreaRelease', ?, cast(? as jsonb))`,
    [
      `${area.code} ${month.slice(0, 7)}`,
      JSON.stringify({ release: rows[0].id, revision, counties: releases.length }),
    ],
  );
}
