import type { Knex } from "knex";
import { copyRows } from "../copy.ts";
import { causeCounts } from "./causes.ts";
import { words } from "./rows.ts";
import { CAUSES_SOURCE } from "./sources.ts";

/**
 * Causes beside every report that has none, invented from the households it watches: so a database that a former version
 * filled gets them too.
 */
export async function loadCauses(transaction: Knex.Transaction): Promise<void> {
  await transaction.raw(
    /* sql */ `
    insert into atlas.data_sources (key, name_zh, name_en, licence, is_demo) values (?, ?, ?, 'invented', true)
    on conflict (key) do nothing`,
    [CAUSES_SOURCE.key, CAUSES_SOURCE.zh, CAUSES_SOURCE.en],
  );
  const { rows } = await transaction.raw<{
    rows: {
      county: string;
      quarter: string;
      revision: number;
      watched: number;
      at: string;
      source: number;
    }[];
  }>(
    /* sql */ `
    select report.county_code as county, report.quarter::text as quarter, report.revision,
           (report.unstable_households + report.marginal_households + report.sudden_households)::float8 as watched,
           report.recorded_at::text as at, source.id as source
    from atlas.county_quarters report join atlas.data_sources source on source.key = ?
    where report.is_demo and report.reported_on is not null
      and not exists (select from atlas.county_quarter_causes told where told.county_code = report.county_code
                        and told.quarter = report.quarter and told.revision = report.revision)
    order by 1, 2, 3`,
    [CAUSES_SOURCE.key],
  );
  function* told() {
    for (const { county, quarter, revision, watched, at, source } of rows)
      for (const { cause, open, matched } of causeCounts(county, quarter, watched))
        yield [county, quarter, revision, cause, open, matched, source, at];
  }
  await copyRows(
    transaction,
    "atlas.county_quarter_causes",
    words("county_code quarter revision cause open_households matched_households source_id recorded_at"),
    told(),
  );
}
