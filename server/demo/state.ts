import type { Knex } from "knex";
import { StartError } from "../errors.ts";
import { DEMO_SIZES, type DemoSize } from "./sizes.ts";
import { LATER_DELIVERIES, type LaterDelivery } from "./sources.ts";

export interface DemoState {
  /** "size s, 24 months", or null when there is none. */
  label: string | null;
  /** Set by the last transaction of a load: null while counties or their quarters are missing. */
  checksum: string | null;
  /** Whether a former version loaded the villages and knew nothing of a delivery. */
  lacks: (delivery: LaterDelivery) => boolean;
}

export function labelOf(size: DemoSize, months: number): string {
  return `size ${size}, ${months} months`;
}

/** What is loaded already. Loading another size on top of it is refused. */
export async function readState(knex: Knex, wanted: string): Promise<DemoState> {
  const keys = Object.values(LATER_DELIVERIES);
  const { rows } = await knex.raw<{ rows: { label: string; checksum: string | null; keys: string[] }[] }>(
    /* sql */ `
    select file_name as label, case when known.keys @> cast(? as text[]) then sha256 end as checksum, known.keys
    from atlas.data_sources,
         (select coalesce(array_agg(key), '{}') as keys from atlas.data_sources where key = any(?)) known
    where is_demo and key = any(?)`,
    [keys, keys, Object.keys(DEMO_SIZES).map((size) => `demo-size-${size}`)],
  );
  const [row] = rows;
  const state: DemoState = {
    label: row?.label ?? null,
    checksum: row?.checksum ?? null,
    lacks: (delivery) => !row?.keys.includes(LATER_DELIVERIES[delivery]),
  };
  if (state.label !== null && state.label !== wanted) {
    throw new StartError(
      `已载入另一套模拟数据（${state.label}）；请先清除，再载入（${wanted}）。`,
      `Other demonstration data is loaded (${state.label}); remove it before loading ${wanted}.`,
    );
  }
  return state;
}

/** Those of some counties that hold their villages, and so everything else but perhaps their quarters, already. */
export async function filledCounties(knex: Knex, counties: readonly string[]): Promise<Set<string>> {
  return countiesWith(
    knex,
    counties,
    "from atlas.villages village where village.county_code = wanted.code and village.is_demo",
  );
}

/** Those of some counties that hold their quarterly reports. */
export async function dispatchedCounties(knex: Knex, counties: readonly string[]): Promise<Set<string>> {
  return countiesWith(
    knex,
    counties,
    "from atlas.county_quarters report where report.county_code = wanted.code and report.is_demo",
  );
}

/** Those of some counties that hold their funds, and with them everything of that delivery. */
export async function fundedCounties(knex: Knex, counties: readonly string[]): Promise<Set<string>> {
  return countiesWith(
    knex,
    counties,
    "from atlas.fund_movements movement where movement.county_code = wanted.code and movement.is_demo",
  );
}

/** Those of some counties whose projects have their assets, and so their seasons too. */
export async function bookedCounties(knex: Knex, counties: readonly string[]): Promise<Set<string>> {
  return countiesWith(
    knex,
    counties,
    `from atlas.assets asset join atlas.industry_projects project on project.code = asset.project_code
     where project.county_code = wanted.code and asset.is_demo`,
  );
}

async function countiesWith(knex: Knex, counties: readonly string[], rowsOf: string): Promise<Set<string>> {
  const { rows } = await knex.raw<{ rows: { code: string }[] }>(
    `select wanted.code from unnest(?::text[]) as wanted (code) where exists (select ${rowsOf})`,
    [[...counties]],
  );
  return new Set(rows.map((row) => row.code));
}
