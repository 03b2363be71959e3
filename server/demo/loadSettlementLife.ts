import type { Knex } from "knex";
import { copyRows } from "../copy.ts";
import { pointHex } from "../regions/wellKnownBinary.ts";
import { words } from "./rows.ts";
import { servicesIn } from "./servicePoints.ts";
import { followUpOf, itemsOf, type KnownSettlement, surveysOf } from "./settlementLife.ts";
import { SETTLEMENT_SOURCE } from "./sources.ts";

/** Villages read at once: their services are invented from their codes, and the country has 600,000. */
const VILLAGES_AT_ONCE = 50_000;

/**
 * Checklists, surveys, follow-up industry and services, invented from the settlements and villages that are there: so a
 * database that a former version filled gets them too. Does nothing where they are there already.
 */
export async function loadSettlementLife(transaction: Knex.Transaction): Promise<void> {
  const { rows: sources } = await transaction.raw<{ rows: { id: number }[] }>(
    /* sql */ `
    insert into atlas.data_sources (key, name_zh, name_en, licence, is_demo) values (?, ?, ?, 'invented', true)
    on conflict (key) do nothing returning id`,
    [SETTLEMENT_SOURCE.key, SETTLEMENT_SOURCE.zh, SETTLEMENT_SOURCE.en],
  );
  const source = sources[0]?.id;
  if (source === undefined) return;
  const settlements = await readSettlements(transaction);
  await copyRows(
    transaction,
    "atlas.settlement_items",
    words("settlement_code item state since due_on"),
    settlements.flatMap((it) =>
      itemsOf(it).map((own) => [it.code, own.item, own.state, own.since, own.dueOn]),
    ),
  );
  await copyRows(
    transaction,
    "atlas.settlement_surveys",
    words(
      "settlement_code quarter surveyed_on dwellings occupied vacant_since returned_households source_id is_demo",
    ),
    settlements.flatMap((it) =>
      surveysOf(it).map((own) => [
        it.code,
        own.quarter,
        own.surveyedOn,
        own.dwellings,
        own.occupied,
        own.vacantSince,
        own.returned,
        source,
        true,
      ]),
    ),
  );
  await copyRows(
    transaction,
    "atlas.settlement_projects",
    words("settlement_code project_code households jobs"),
    settlements.flatMap((it) =>
      followUpOf(it, it.near).map((own) => [it.code, own.project, own.households, own.jobs]),
    ),
  );
  await loadServicePoints(transaction, source);
}

async function readSettlements(
  transaction: Knex.Transaction,
): Promise<(KnownSettlement & { near: string[] })[]> {
  const { rows } = await transaction.raw<{ rows: (KnownSettlement & { near: string[] })[] }>(/* sql */ `
    select code, households, employed, has_school as "hasSchool", has_clinic as "hasClinic",
           has_community_centre as "hasCommunityCentre", integration_items_open as "itemsOpen", opened_on::text as "openedOn",
           array(select project.code from atlas.industry_projects project
                 where project.county_code = settlement.county_code and project.kind in ('WORKSHOP', 'PROCESSING', 'FARM')
                   and project.status in ('OPERATING', 'AT_RISK')
                 order by st_distance(project.point, settlement.point), project.code limit 3) as near
    from atlas.settlements settlement where is_demo order by code`);
  return rows;
}

async function loadServicePoints(transaction: Knex.Transaction, source: number): Promise<void> {
  interface Row {
    code: string;
    county: string;
    name: string;
    lon: number;
    lat: number;
  }
  for (let after = ""; ; ) {
    const { rows } = await transaction.raw<{ rows: Row[] }>(
      /* sql */ `
      select code, county_code as county, name, st_x(point) as lon, st_y(point) as lat
      from atlas.villages where is_demo and point is not null and code > ? order by code limit ?`,
      [after, VILLAGES_AT_ONCE],
    );
    const last = rows.at(-1);
    if (!last) return;
    await copyRows(
      transaction,
      "atlas.service_points",
      words("code kind name name_en county_code point source_id is_demo"),
      rows.flatMap((village) =>
        servicesIn(village).map((it) => [
          it.code,
          it.kind,
          it.name,
          it.nameEn,
          village.county,
          pointHex([it.lon, it.lat], 4326),
          source,
          true,
        ]),
      ),
    );
    after = last.code;
  }
}
