import { createHash } from "node:crypto";
import type { Knex } from "knex";
import * as regions from "../migrations/0001_regions.ts";
import * as villages from "../migrations/0002_villages.ts";
import * as mappedThings from "../migrations/0003_mapped_things.ts";
import * as search from "../migrations/0004_search.ts";
import * as indicators from "../migrations/0005_indicators.ts";
import * as access from "../migrations/0006_access.ts";
import * as register from "../migrations/0007_register.ts";
import * as procedure from "../migrations/0008_procedure.ts";
import * as screening from "../migrations/0009_screening.ts";
import * as ledger from "../migrations/0010_ledger.ts";
import * as bulkChanges from "../migrations/0011_bulk_changes.ts";
import * as releases from "../migrations/0012_releases.ts";
import * as publishedFigures from "../migrations/0013_published_figures.ts";
import * as enclaveLedger from "../migrations/0014_enclave_ledger.ts";
import * as projects from "../migrations/0015_projects.ts";
import * as settlementsAndEvents from "../migrations/0016_settlements_and_events.ts";
import * as fundsAndAssessments from "../migrations/0017_funds_and_assessments.ts";
import * as teamsAndBreakGlass from "../migrations/0018_teams_and_break_glass.ts";
import * as releasesOfAreas from "../migrations/0019_releases_of_areas.ts";
import * as indicatorRules from "../migrations/0020_indicator_rules.ts";
import * as workAndHandingOver from "../migrations/0021_work_and_handing_over.ts";
import * as troubleAndFundRules from "../migrations/0022_trouble_and_fund_rules.ts";
import * as measuresByCause from "../migrations/0023_measures_by_cause.ts";
import * as erasure from "../migrations/0024_erasure.ts";
import * as urgency from "../migrations/0025_urgency.ts";
import * as exportFiles from "../migrations/0026_export_files.ts";
import * as partners from "../migrations/0027_partners.ts";
import * as tileChanges from "../migrations/0028_tile_changes.ts";
import * as importJobs from "../migrations/0029_import_jobs.ts";
import * as imports from "../migrations/0030_imports.ts";
import { StartError } from "./errors.ts";

/** Every migration, in order. A migration that has landed is never edited: the next one corrects it. */
const migrations = [
  { name: "0001_regions", up: regions.up },
  { name: "0002_villages", up: villages.up },
  { name: "0003_mapped_things", up: mappedThings.up },
  { name: "0004_search", up: search.up },
  { name: "0005_indicators", up: indicators.up },
  { name: "0006_access", up: access.up },
  { name: "0007_register", up: register.up },
  { name: "0008_procedure", up: procedure.up },
  { name: "0009_screening", up: screening.up },
  { name: "0010_ledger", up: ledger.up },
  { name: "0011_bulk_changes", up: bulkChanges.up },
  { name: "0012_releases", up: releases.up },
  { name: "0013_published_figures", up: publishedFigures.up },
  { name: "0014_enclave_ledger", up: enclaveLedger.up },
  { name: "0015_projects", up: projects.up },
  { name: "0016_settlements_and_events", up: settlementsAndEvents.up },
  { name: "0017_funds_and_assessments", up: fundsAndAssessments.up },
  { name: "0018_teams_and_break_glass", up: teamsAndBreakGlass.up },
  { name: "0019_releases_of_areas", up: releasesOfAreas.up },
  { name: "0020_indicator_rules", up: indicatorRules.up },
  { name: "0021_work_and_handing_over", up: workAndHandingOver.up },
  { name: "0022_trouble_and_fund_rules", up: troubleAndFundRules.up },
  { name: "0023_measures_by_cause", up: measuresByCause.up },
  { name: "0024_erasure", up: erasure.up },
  { name: "0025_urgency", up: urgency.up },
  { name: "0026_export_files", up: exportFiles.up },
  { name: "0027_partners", up: partners.up },
  { name: "0028_tile_changes", up: tileChanges.up },
  { name: "0029_import_jobs", up: importJobs.up },
  { name: "0030_imports", up: imports.up },
];

/** Any fixed number: it names the lock that keeps migrations of several processes apart. */
const MIGRATION_LOCK = 360_827_001;

/**
 * Brings the database up to date in one transaction and returns the names of the migrations it ran.
 * Safe from several processes at once: the others wait for the advisory lock and then find nothing to do.
 */
export async function migrate(
  knex: Knex,
  onProgress: (sentence: string) => void = () => {},
): Promise<string[]> {
  return knex.transaction(async (transaction) => {
    await transaction.raw("select pg_advisory_xact_lock(?)", [MIGRATION_LOCK]);
    await transaction.raw("create extension if not exists postgis");
    await transaction.raw(/* sql */ `
      create table if not exists public.atlas_migrations (
        name text primary key, sha256 text not null, applied_at timestamptz not null default now())`);
    const { rows: applied } = await transaction.raw<{ rows: { name: string; sha256: string }[] }>(
      "select name, sha256 from public.atlas_migrations",
    );
    const known = new Map(applied.map((row) => [row.name, row.sha256]));
    refuseUnknown([...known.keys()]);

    const ran: string[] = [];
    for (const migration of migrations) {
      const sha256 = createHash("sha256").update(migration.up).digest("hex");
      const before = known.get(migration.name);
      if (before === sha256) continue;
      if (before !== undefined) {
        throw new StartError(
          `数据库迁移 ${migration.name} 落地后又被改动；请还原该文件并另写一个新迁移。`,
          `Migration ${migration.name} was edited after it had run here; restore the file and write a new migration instead.`,
        );
      }
      onProgress(`migration ${migration.name}`);
      await transaction.raw(migration.up.replaceAll("?", "\\?")).catch(explainPermission);
      await transaction.raw("insert into public.atlas_migrations (name, sha256) values (?, ?)", [
        migration.name,
        sha256,
      ]);
      ran.push(migration.name);
    }
    return ran;
  });
}

/** Roles belong to the cluster, and not every owner of a database may make one. */
function explainPermission(error: { code?: string; message: string }): never {
  if (error.code !== "42501") throw error;
  throw new StartError(
    `数据库用户权限不足：${error.message.split(" - ").at(-1)}。请授予 CREATEROLE，或由管理员先建好 atlas_open 与 atlas_casework 两个 nologin 角色并授予该用户。`,
    `The database user lacks a right: ${error.message.split(" - ").at(-1)}. Grant it CREATEROLE, or have the administrator create the nologin roles atlas_open and atlas_casework and grant them to it.`,
  );
}

function refuseUnknown(appliedNames: string[]): void {
  const ahead = appliedNames.filter((name) => !migrations.some((migration) => migration.name === name));
  if (ahead.length === 0) return;
  throw new StartError(
    `数据库比本程序新（含未知迁移 ${ahead.join("、")}）；请升级程序，或改用另一个数据库。`,
    `The database is newer than this program (unknown migrations ${ahead.join(", ")}); upgrade the program or use another database.`,
  );
}
