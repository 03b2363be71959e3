import type { Knex } from "knex";
import type { Config } from "./config.ts";
import type { Database } from "./db.ts";
import { loadDemo } from "./demo/load.ts";
import { DISPATCH_SOURCE } from "./demo/sources.ts";
import { migrate } from "./migrate.ts";
import { refreshReadModels } from "./readModels.ts";
import { loadRegions } from "./regions/load.ts";

/** Any fixed number: it keeps two starting processes from loading the same data. */
const PREPARE_LOCK = 360_827_005;

/** Brings an open database to where the atlas can be shown: migrated, real regions, and demonstration data where wanted. */
export async function prepareDatabase(
  config: Config,
  database: Database,
  onProgress: (sentence: string) => void,
): Promise<void> {
  const knex = database.primary;
  await migrate(knex, onProgress);
  // A lock of the session, on a connection of its own: the work below commits in several transactions.
  const guard = await database.connect();
  try {
    await guard.query("select pg_advisory_lock($1)", [PREPARE_LOCK]);
    await loadRegions(knex, onProgress);
    const size = config.demoSize ?? (database.embedded ? "s" : "none");
    const before = await readState(knex);
    const isUnfinished = before.unfinishedDemo === `demo-size-${size}`;
    if (size !== "none" && (!before.hasVillages || isUnfinished)) await loadDemo(knex, { size }, onProgress);
    const { hasVillages, hasCards, hasSearch, isUnpublished } = await readState(knex);
    // Also after a start that was broken off between loading and deriving, and after a migration that needs new figures.
    if (!hasSearch || hasCards !== hasVillages || isUnfinished || isUnpublished)
      await refreshReadModels(knex, onProgress);
  } finally {
    await guard.end();
  }
}

interface State {
  hasVillages: boolean;
  /** Key of demonstration data whose loading was broken off, or that a former version loaded without the quarters. */
  unfinishedDemo: string | null;
  hasCards: boolean;
  hasSearch: boolean;
  /** There are facts, but no figures published from them. */
  isUnpublished: boolean;
}

async function readState(knex: Knex): Promise<State> {
  const { rows } = await knex.raw<{ rows: [State] }>(
    /* sql */ `
    select exists (select from atlas.villages) as "hasVillages",
           (select key from atlas.data_sources where key like 'demo-size-%' and (sha256 is null
              or not exists (select from atlas.data_sources where key = ?))) as "unfinishedDemo",
           exists (select from atlas.village_cards) as "hasCards",
           exists (select from atlas.search_entries) as "hasSearch",
           exists (select from atlas.village_facts) and not exists (select from atlas.publications) as "isUnpublished"`,
    [DISPATCH_SOURCE.key],
  );
  return rows[0];
}
