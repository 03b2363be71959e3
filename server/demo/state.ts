import type { Knex } from "knex";
import { StartError } from "../errors.ts";
import { DEMO_SIZES, type DemoSize } from "./sizes.ts";

export interface DemoState {
  /** "size s, 24 months", or null when there is none. */
  label: string | null;
  /** Set by the last transaction of a load: null while counties are missing. */
  checksum: string | null;
}

export function labelOf(size: DemoSize, months: number): string {
  return `size ${size}, ${months} months`;
}

/** What is loaded already. Loading another size on top of it is refused. */
export async function readState(knex: Knex, wanted: string): Promise<DemoState> {
  const { rows } = await knex.raw<{ rows: { label: string; checksum: string | null }[] }>(
    "select file_name as label, sha256 as checksum from atlas.data_sources where is_demo and key = any(?)",
    [Object.keys(DEMO_SIZES).map((size) => `demo-size-${size}`)],
  );
  const state = rows[0] ?? { label: null, checksum: null };
  if (state.label !== null && state.label !== wanted) {
    throw new StartError(
      `已载入另一套模拟数据（${state.label}）；请先清除，再载入（${wanted}）。`,
      `Other demonstration data is loaded (${state.label}); remove it before loading ${wanted}.`,
    );
  }
  return state;
}

/** Those of some counties that hold their villages, and so everything else, already. */
export async function filledCounties(knex: Knex, counties: readonly string[]): Promise<Set<string>> {
  const { rows } = await knex.raw<{ rows: { code: string }[] }>(
    /* sql */ `
    select wanted.code from unnest(?::text[]) as wanted (code)
    where exists (select from atlas.villages village where village.county_code = wanted.code and village.is_demo)`,
    [[...counties]],
  );
  return new Set(rows.map((row) => row.code));
}
