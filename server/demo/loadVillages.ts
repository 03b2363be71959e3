import type { Knex } from "knex";
import { copyRows } from "../copy.ts";
import type { DemoCounty } from "./county.ts";
import { each, words } from "./rows.ts";
import { villageGeometry } from "./villages.ts";

/** Writes the places of some counties: townships that had to be invented, and villages cut to their county. */
export async function loadVillages(
  transaction: Knex.Transaction,
  counties: readonly DemoCounty[],
  source: number,
) {
  await copyRows(
    transaction,
    "atlas.regions",
    words("code kind name pinyin initials parent_code province_code source_id is_demo"),
    each(counties, ({ plan, inventedTownships }) =>
      inventedTownships.map((township) => [
        township.code,
        "TOWNSHIP",
        township.name,
        township.pinyin,
        township.initials,
        plan.code,
        plan.provinceCode,
        source,
        true,
      ]),
    ),
  );

  await transaction.raw(/* sql */ `
    create temp table demo_cells (
      code text collate "C", county_code text collate "C", name text, pinyin text, initials text, township_code text,
      households integer, population integer, labour_force integer, migrant_workers integer, poor_village boolean,
      left_poverty_on date, income bigint, collective_income bigint, point geometry, cell geometry) on commit drop`);
  await copyRows(
    transaction,
    "demo_cells",
    words(
      "code county_code name pinyin initials township_code households population labour_force migrant_workers poor_village left_poverty_on income collective_income point cell",
    ),
    each(counties, ({ plan, shape, villages }) =>
      villages.map((village) => {
        const { point, cell } = villageGeometry(shape, village);
        return [
          village.code,
          plan.code,
          `${village.stem}村`,
          village.pinyin,
          village.initials,
          village.township,
          village.households,
          village.population,
          village.labourForce,
          village.migrantWorkers,
          village.poorVillage,
          village.leftPovertyOn,
          village.incomeFen,
          village.collectiveIncomeFen,
          point,
          cell,
        ];
      }),
    ),
  );
  // The overlay runs on the grid of 1e-6 degree on which the cells already lie, so neighbours keep their common
  // vertices; "offset 0" keeps the planner from cutting every cell once per use.
  await transaction.raw(
    /* sql */ `
    insert into atlas.villages (code, name, pinyin, initials, township_code, households, population, labour_force,
      migrant_workers, poor_village, left_poverty_on, per_capita_income_fen, collective_income_fen, point, outline,
      source_id, is_demo)
    select code, name, pinyin, initials, township_code, households, population, labour_force, migrant_workers,
      poor_village, left_poverty_on, income, collective_income,
      case when st_intersects(outline, point) then point else st_pointonsurface(outline) end, outline, ?, true
    from (
      select cells.*, st_multi(st_collectionextract(
          case when st_covers(county.outline, cells.cell) then cells.cell
               else st_intersection(cells.cell, county.outline, 1e-6) end, 3)) as outline
      from demo_cells cells join atlas.regions county on county.code = cells.county_code
      order by cells.code offset 0) cut`,
    [source],
  );
  await transaction.raw("drop table demo_cells");
}

/** Shares of villages inside zones: zones of one kind count once where they overlap, whoever drew them. */
export async function loadConstraints(transaction: Knex.Transaction, counties: readonly DemoCounty[]) {
  await transaction.raw(
    /* sql */ `
    insert into atlas.village_constraints (village_code, kind, share)
    select code, kind, share
    from (
      select village.code, zone.kind, round(least(1,
          st_area(st_intersection(village.outline, st_union(zone.outline))) / st_area(village.outline))::numeric, 6) as share
      from atlas.villages village join atlas.constraint_zones zone on st_intersects(zone.outline, village.outline)
      where village.county_code = any(?) and zone.is_demo
      group by village.code, zone.kind) shares
    where share > 0
    order by code, kind`,
    [counties.map((county) => county.plan.code)],
  );
  // All kinds together: only where a village lies in several must their overlap be looked at.
  await transaction.raw(
    /* sql */ `
    insert into atlas.constrained_villages (village_code, share)
    select known.village_code, case when count(*) = 1 then max(known.share) else (
             select least(1, greatest(max(known.share), round((st_area(st_intersection(village.outline, st_union(zone.outline)))
                      / st_area(village.outline))::numeric, 6)))
             from atlas.villages village join atlas.constraint_zones zone on st_intersects(zone.outline, village.outline)
             where village.code = known.village_code and zone.is_demo group by village.outline) end
    from atlas.village_constraints known
    where left(known.village_code, 6) = any(?)
    group by known.village_code order by known.village_code`,
    [counties.map((county) => county.plan.code)],
  );
}
