import type { Knex } from "knex";
import { StartError } from "../errors.ts";
import { DEMO_SIZES, type DemoSize } from "./sizes.ts";
import { DISPATCH_SOURCE, SETTLEMENT_SOURCE } from "./sources.ts";

export interface DemoState {
  /** "size s, 24 months", or null when there is none. */
  label: string | null;
  /** Set by the last transaction of a load: null while counties or their quarters are missing. */
  checksum: string | null;
  /** False where a former version loaded the villages and knew of no quarters. */
  hasDispatch: boolean;
}

export function labelOf(size: DemoSize, months: number): string {
  return `size ${size}, ${months} months`;
}

/** What is loaded already. Loading another size on top of it is refused. */
export async function readState(knex: Knex, wanted: string): Promise<DemoState> {
  const { rows } = await knex.raw<{ rows: DemoState[] }>(
    /* sql */ `
    select file_name as label, case when has_dispatch and has_life then sha256 end as checksum, has_dispatch as "hasDispatch"
    from atlas.data_sources, (select exists (select from atlas.data_sources where key = ?) as has_dispatch,
                                     exists (select from atlas.data_sources where key = ?) as has_life) known
    where is_demo and key = any(?)`,
    [DISPATCH_SOURCE.key, SETTLEMENT_SOURCE.key, Object.keys(DEMO_SIZES).map((size) => `demo-size-${size}`)],
  );
  const state = rows[0] ?? { label: null, checksum: null, hasDispatch: false };
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

async function countiesWith(knex: Knex, counties: readonly string[], rowsOf: string): Promise<Set<string>> {
  const { rows } = await knex.raw<{ rows: { code: string }[] }>(
    `select wanted.code from unnest(?::text[]) as wanted (code) where exists (select ${rowsOf})`,
    [[...counties]],
  );
  return new Set(rows.map((row) => row.code));
}
