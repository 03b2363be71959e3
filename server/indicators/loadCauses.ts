import type { Knex } from "knex";
import { type CauseColumn, matchedWith, openWith } from "../../geo/dispatchCauses.ts";
import type { Cause } from "../../geo/measures.ts";

/** Counts by cause of a county's report; a cause that nobody told of is not there. */
export type CausesOfCounty = Readonly<Partial<Record<CauseColumn, number>>>;

/** What counties told of causes in a quarter, each by its latest report: an earlier one told of other households. */
export async function readCauses(
  transaction: Knex.Transaction,
  quarter: string,
): Promise<Map<string, CausesOfCounty>> {
  const { rows } = await transaction.raw<{
    rows: { county: string; cause: Cause; open: number; matched: number }[];
  }>(
    /* sql */ `
    select told.county_code as county, told.cause, told.open_households as open, told.matched_households as matched
    from (select county_code, max(revision) as revision from atlas.county_quarters where quarter = ?::date group by 1) report
    join atlas.county_quarter_causes told on told.county_code = report.county_code and told.quarter = ?::date
     and told.revision = report.revision
    order by 1, 2`,
    [quarter, quarter],
  );
  const found = new Map<string, Partial<Record<CauseColumn, number>>>();
  for (const { county, cause, open, matched } of rows) {
    const its = found.get(county) ?? {};
    its[openWith(cause)] = open;
    its[matchedWith(cause)] = matched;
    found.set(county, its);
  }
  return found;
}
