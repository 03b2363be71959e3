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
 * Cells of the public tier that publishing needs of the months in :months, by county, or all counties where it is null:
 * those of townships and counties, and of villages one each whose latest facts the release gave. VUL is in every release.
 */
export const ROLLED_UP = /* sql */ `
  with current as (
    select distinct on (county_code, period) id, county_code, period from atlas.releases
    where period = any (:months) and county_code = coalesce(:county, county_code)
    order by county_code, period, revision desc)
  select current.county_code as county, current.period as month, cell.place_code as place, cell.component,
         cell.numerator, cell.denominator
  from current join atlas.released_cells cell on cell.release_id = current.id and cell.tier = 'PUBLIC'
  where cell.place_kind <> 'VILLAGE' or (cell.component = 'VUL' and (
    select fact.vul_source from atlas.village_facts fact
    where fact.village_code = cell.place_code and fact.period = current.period order by fact.revision desc limit 1
  ) = (select id from atlas.data_sources where key = :source))`;

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

export async function readRolledUp(
  transaction: Knex.Transaction,
  months: readonly string[],
): Promise<Map<string, RolledUp>> {
  const { rows } = await transaction.raw<{ rows: RolledUpRow[] }>(ROLLED_UP, {
    months: [...months],
    county: null,
    source: ROLL_UP_SOURCE,
  });
  return rolledUpOf(rows);
}
