import type { Knex } from "knex";
import { copyRows } from "../copy.ts";
import { pointHex } from "../regions/wellKnownBinary.ts";
import { DEMO_COMMODITIES, priceRows } from "./commodities.ts";
import { CountyShape } from "./countyShape.ts";
import { hostSites } from "./hostSites.ts";
import { loadEmergencies } from "./loadDispatch.ts";
import type { DemoPlan } from "./plan.ts";
import { words } from "./rows.ts";
import type { DemoSize } from "./sizes.ts";
import {
  DISPATCH_SOURCE,
  EMERGENCY_SOURCE,
  FACT_SOURCES,
  placesSource,
  WORK_SOURCES,
  type WorkSource,
} from "./sources.ts";
import { zonesOf } from "./zones.ts";

export interface SourceIds {
  /** In the order of the components. */
  facts: number[];
  places: number;
  dispatch: number;
  emergency: number;
  work: Record<WorkSource, number>;
}

/** What belongs to no one county, written with the first counties; zones too, because they reach across borders. */
export async function loadCommon(
  transaction: Knex.Transaction,
  plan: DemoPlan,
  size: DemoSize,
  label: string,
): Promise<void> {
  const places = placesSource(size);
  await copyRows(
    transaction,
    "atlas.data_sources",
    words("key name_zh name_en licence file_name is_demo"),
    [...FACT_SOURCES, DISPATCH_SOURCE, EMERGENCY_SOURCE, ...Object.values(WORK_SOURCES), places].map(
      (source) => {
        const remembered = source.key === places.key ? label : null;
        return [source.key, source.zh, source.en, "invented", remembered, true];
      },
    ),
  );
  await copyRows(
    transaction,
    "atlas.commodities",
    words("code name name_en unit is_demo"),
    DEMO_COMMODITIES.map((it) => [it.code, `${it.name}（模拟）`, `${it.nameEn} (simulated)`, it.unit, true]),
  );
  await copyRows(
    transaction,
    "atlas.commodity_prices",
    words("commodity_code period price_fen"),
    priceRows(),
  );
  const ids = await readSourceIds(transaction, size);
  const zones = plan.counties.flatMap((county) => zonesOf(county.code, new CountyShape(county.outline)));
  await copyRows(
    transaction,
    "atlas.constraint_zones",
    words("code kind name name_en outline source_id is_demo"),
    zones.map((zone) => [zone.code, zone.kind, zone.name, zone.nameEn, zone.outline, ids.places, true]),
  );
  await copyRows(
    transaction,
    "atlas.enclave_host_sites",
    words(
      "code name name_en county_code operator sector point capacity_fen smallest_fen promised_basis_points source_id is_demo",
    ),
    hostSites(plan).map((it) => [
      it.code,
      it.name,
      it.nameEn,
      it.county,
      it.operator,
      it.sector,
      pointHex(it.point, 4326),
      it.capacityFen,
      it.smallestFen,
      it.basisPoints,
      ids.places,
      true,
    ]),
  );
  await loadEmergencies(transaction, plan.counties, ids.emergency);
}

/** The same for a database that a former version filled: it counts as unfinished until every county has its quarters. */
export async function addDispatch(
  transaction: Knex.Transaction,
  plan: DemoPlan,
  size: DemoSize,
): Promise<void> {
  await copyRows(
    transaction,
    "atlas.data_sources",
    words("key name_zh name_en licence is_demo"),
    [DISPATCH_SOURCE, EMERGENCY_SOURCE].map(({ key, zh, en }) => [key, zh, en, "invented", true]),
  );
  await transaction.raw("update atlas.data_sources set sha256 = null where key = ?", [
    placesSource(size).key,
  ]);
  const { emergency } = await readSourceIds(transaction, size);
  await loadEmergencies(transaction, plan.counties, emergency);
}

/** The same for one that was filled before funds and assessments were known: unfinished until every county has them. */
export async function addWorkSources(transaction: Knex.Transaction, size: DemoSize): Promise<void> {
  await copyRows(
    transaction,
    "atlas.data_sources",
    words("key name_zh name_en licence is_demo"),
    Object.values(WORK_SOURCES).map(({ key, zh, en }) => [key, zh, en, "invented", true]),
  );
  await transaction.raw("update atlas.data_sources set sha256 = null where key = ?", [
    placesSource(size).key,
  ]);
}

export async function readSourceIds(transaction: Knex.Transaction, size: DemoSize): Promise<SourceIds> {
  const { rows } = await transaction.raw<{ rows: { key: string; id: number }[] }>(
    "select key, id from atlas.data_sources where is_demo",
  );
  const idOf = (key: string): number => {
    const row = rows.find((each) => each.key === key);
    if (row === undefined) throw new Error(`the demonstration source ${key} is not there`);
    return row.id;
  };
  return {
    facts: FACT_SOURCES.map(({ key }) => idOf(key)),
    places: idOf(placesSource(size).key),
    dispatch: idOf(DISPATCH_SOURCE.key),
    emergency: idOf(EMERGENCY_SOURCE.key),
    work: {
      funds: idOf(WORK_SOURCES.funds.key),
      assessments: idOf(WORK_SOURCES.assessments.key),
      parity: idOf(WORK_SOURCES.parity.key),
      workforce: idOf(WORK_SOURCES.workforce.key),
      incomes: idOf(WORK_SOURCES.incomes.key),
    },
  };
}
