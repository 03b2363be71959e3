import type { Knex } from "knex";
import type { Count } from "../../geo/empiricalBayes.ts";
import type { RolledUp } from "../../geo/rolledUp.ts";
import { COMPONENTS } from "../../geo/villageRisk.ts";
import { ROLL_UP_SOURCE } from "./source.ts";

export interface RolledUpRow {
  county: string;
  month: string;
  place: string;
  component: string;
  numerator: number | null;
  denominator: number | null;
}

/**
 * Sums of the public tier that a publication knew, of townships and counties. Explaining a score asks for them by the
 * publication, so that a later release does not change what an earlier one rests on.
 */
export const RELEASED_SUMS = /* sql */ `
  select release.county_code as county, release.period as month, cell.place_code as place, cell.component,
         cell.numerator, cell.denominator
  from atlas.publications publication
  join atlas.releases release on release.id = any (publication.releases)
  join atlas.released_cells cell on cell.release_id = release.id and cell.tier = 'PUBLIC' and cell.place_kind <> 'VILLAGE'
  where publication.id = :publication and release.county_code = :county and release.period = :month::date`;

/**
 * What publishing needs: those sums, and one row for each village whose latest facts the release gave. VUL is in every
 * release.
 */
const ROLLED_UP = /* sql */ `
  select release.county_code as county, release.period as month, cell.place_code as place, cell.component,
         cell.numerator, cell.denominator
  from atlas.releases release
  join atlas.released_cells cell on cell.release_id = release.id and cell.tier = 'PUBLIC'
  where release.id in (select unnest(releases) from atlas.publications where id = any (:publications))
    and (cell.place_kind <> 'VILLAGE' or (cell.component = 'VUL' and (
      select fact.vul_source from atlas.village_facts fact
      where fact.village_code = cell.place_code and fact.period = release.period order by fact.revision desc limit 1
    ) = (select id from atlas.data_sources where key = :source)))`;

/** By county and month, "360827 2026-09-01"; a release that gave no village its facts is left out. */
export function rolledUpOf(rows: readonly RolledUpRow[]): Map<string, RolledUp> {
  const found = new Map<string, { villages: Set<string>; sums: Map<string, (Count | null | undefined)[]> }>();
  for (const { county, month, place, component, numerator, denominator } of rows) {
    const key = `${county} ${month}`;
    const known = found.get(key) ?? { villages: new Set(), sums: new Map() };
    found.set(key, known);
    if (place.length === 12) known.villages.add(place);
    else {
      const sums = known.sums.get(place) ?? COMPONENTS.map(() => undefined);
      sums[COMPONENTS.findIndex((each) => each.key === component)] =
        numerator === null || denominator === null ? null : { numerator, denominator };
      known.sums.set(place, sums);
    }
  }
  return new Map([...found].filter(([, { villages }]) => villages.size > 0));
}

/** Writes down with some publications which releases they know, in one look for all: their months and the year before. */
export async function noteReleases(
  transaction: Knex.Transaction,
  publications: readonly number[],
): Promise<void> {
  await transaction.raw(
    /* sql */ `
    update atlas.publications publication set releases = coalesce((
      select array_agg(id order by id) from (
        select distinct on (county_code, period) id from atlas.releases
        where period >= publication.quarter - interval '1 year' and period < publication.quarter + interval '3 months'
        order by county_code, period, revision desc) current), '{}')
    where id = any(?)`,
    [[...publications]],
  );
}

export async function readRolledUp(
  transaction: Knex.Transaction,
  publications: readonly number[],
): Promise<Map<string, RolledUp>> {
  const { rows } = await transaction.raw<{ rows: RolledUpRow[] }>(ROLLED_UP, {
    publications: [...publications],
    source: ROLL_UP_SOURCE,
  });
  return rolledUpOf(rows);
}
