import type { Knex } from "knex";
import { seedProcedure } from "./cases/load.ts";
import { type Config, keysDirectoryOf } from "./config.ts";
import type { Database } from "./db.ts";
import { loadDemoHouseholds } from "./demo/households.ts";
import { loadDemo } from "./demo/load.ts";
import { CASEWORK_COUNTY, loadDemoPeople } from "./demo/people.ts";
import { LATER_DELIVERIES } from "./demo/sources.ts";
import { loadDemoWork } from "./demo/work.ts";
import { StartError } from "./errors.ts";
import { type Keys, openKeys } from "./keys.ts";
import { migrate } from "./migrate.ts";
import { refreshReadModels } from "./readModels.ts";
import { loadRegions } from "./regions/load.ts";
import type { NationalShapes } from "./regions/nationalShapes.ts";
import { releaseAreas } from "./releases/areas.ts";
import { lastMonthOver, releaseCounty } from "./releases/publish.ts";
import { seedScreening } from "./screening/load.ts";
import { refreshSearch } from "./search/readModel.ts";

/** Any fixed number: it keeps two starting processes from loading the same data. */
const PREPARE_LOCK = 360_827_005;

/** Brings an open database to where the atlas can be shown: migrated, real regions, and demonstration data where wanted. */
export async function prepareDatabase(
  config: Config,
  database: Database,
  onProgress: (sentence: string) => void,
  shapes?: NationalShapes,
): Promise<void> {
  const knex = database.primary;
  await migrate(knex, onProgress);
  // A lock of the session, on a connection of its own: the work below commits in several transactions.
  const guard = await database.connect();
  try {
    await guard.query("select pg_advisory_lock($1)", [PREPARE_LOCK]);
    await loadRegions(knex, onProgress, shapes);
    await seedProcedure(knex);
    await seedScreening(knex);
    const size = config.demoSize ?? (database.embedded ? "s" : "none");
    const before = await readState(knex);
    const isUnfinished = before.unfinishedDemo === `demo-size-${size}`;
    if (size !== "none" && (!before.hasVillages || isUnfinished)) await loadDemo(knex, { size }, onProgress);
    const { hasVillages, hasDemo, hasCards, hasSearch, isUnpublished, lacksLines, lacksEvents } =
      await readState(knex);
    // Also after a start that was broken off between loading and deriving, and after a migration that needs new figures.
    if (!hasSearch || hasCards !== hasVillages || isUnfinished || isUnpublished || lacksLines)
      await refreshReadModels(knex, onProgress);
    else if (lacksEvents) await refreshSearch(knex);
    const keys = openKeys(keysDirectoryOf(config));
    await refuseForeignKeys(knex, keys);
    if (hasDemo) {
      await loadDemoPeople(knex, keys);
      await loadDemoHouseholds(knex, keys, onProgress);
      await loadDemoWork(knex);
      await releaseDemo(knex, onProgress);
    }
  } finally {
    await guard.end();
  }
}

/**
 * The last month that is over, released once for the demonstration's own county, so that planners find one. It does not go
 * on the map: the register holds seven invented households a village, the map four hundred.
 */
async function releaseDemo(knex: Knex, onProgress: (sentence: string) => void): Promise<void> {
  const { rows } = await knex.raw<{ rows: unknown[] }>(
    "select from atlas.releases where county_code = ? limit 1",
    [CASEWORK_COUNTY],
  );
  if (rows.length > 0) return;
  const month = await lastMonthOver(knex);
  const { revision } = await releaseCounty(knex, CASEWORK_COUNTY, month, "demonstration", { onMap: false });
  await releaseAreas(knex, month, "demonstration");
  if (revision !== null) onProgress(`casework of ${month.slice(0, 7)} released for planners`);
}

/** Values sealed with other keys would look like damage later, one by one: told at the start instead. */
async function refuseForeignKeys(knex: Knex, keys: Keys): Promise<void> {
  const { rows } = await knex.raw<{ rows: { id: string; sealed: Buffer }[] }>(
    "select id, second_factor_sealed as sealed from access.people where second_factor_sealed is not null limit 1",
  );
  for (const { id, sealed } of rows) {
    try {
      keys.open(sealed, { column: "access.people.second_factor", row: id });
    } catch {
      throw new StartError(
        `数据库是用另一套密钥加密的；请用 ATLAS_KEYS_DIRECTORY 指向当时的密钥文件夹（现为 ${keys.directory ?? "内存"}）。`,
        `The database was sealed with other keys; point ATLAS_KEYS_DIRECTORY at the folder they are in (now ${keys.directory ?? "memory"}).`,
      );
    }
  }
}

interface State {
  hasVillages: boolean;
  hasDemo: boolean;
  /** Key of demonstration data whose loading was broken off, or that a former version loaded without what was added since. */
  unfinishedDemo: string | null;
  hasCards: boolean;
  hasSearch: boolean;
  /** There are facts, but no figures published from them. */
  isUnpublished: boolean;
  /** People were moved, but no line is drawn: a former version knew of none. */
  lacksLines: boolean;
  /** There are events, but none can be found: a former version did not look for them. */
  lacksEvents: boolean;
}

async function readState(knex: Knex): Promise<State> {
  const { rows } = await knex.raw<{ rows: [State] }>(
    /* sql */ `
    select exists (select from atlas.villages) as "hasVillages",
           exists (select from atlas.villages where is_demo) as "hasDemo",
           (select key from atlas.data_sources where key like 'demo-size-%' and (sha256 is null
              or not (select coalesce(array_agg(key), '{}') from atlas.data_sources) @> cast(? as text[]))) as "unfinishedDemo",
           exists (select from atlas.village_cards) as "hasCards",
           exists (select from atlas.search_entries) as "hasSearch",
           exists (select from atlas.village_facts) and not exists (select from atlas.publications) as "isUnpublished",
           exists (select from atlas.settlement_origins) and not exists (select from atlas.settlement_flows) as "lacksLines",
           exists (select from atlas.emergency_events)
             and not exists (select from atlas.search_entries where kind = 'EVENT') as "lacksEvents"`,
    [Object.values(LATER_DELIVERIES)],
  );
  return rows[0];
}
