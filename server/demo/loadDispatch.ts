import type { Knex } from "knex";
import { copyRows } from "../copy.ts";
import { DISPATCH_COLUMNS } from "../indicators/countyInputs.ts";
import type { CountyPlan, DemoCounty } from "./county.ts";
import { emergenciesIn, emergenciesOf } from "./emergencies.ts";
import { COMPONENTS } from "./facts.ts";
import { INCOME_SHARES_SINCE, incomeShares } from "./incomeShares.ts";
import type { SourceIds } from "./loadCommon.ts";
import { quarterReports } from "./quarters.ts";
import { each, words } from "./rows.ts";
import type { CountyTally } from "./tally.ts";

/** The emergencies of all counties that will be loaded: their names belong to no batch. */
export async function loadEmergencies(
  transaction: Knex.Transaction,
  counties: readonly CountyPlan[],
  source: number,
): Promise<void> {
  await copyRows(
    transaction,
    "atlas.emergency_events",
    words("code name name_en kind grade started_on ended_on source_id is_demo"),
    emergenciesOf(counties).map((it) => [
      it.code,
      it.name,
      it.nameEn,
      it.kind,
      it.grade,
      it.startedOn,
      it.endedOn,
      source,
      true,
    ]),
  );
}

/** Household accounts know what people live on; in the order of the components. */
const ACCOUNTS = COMPONENTS.indexOf("margin");

/** What counties report by quarter, whom emergencies affected there and what they live on. */
export async function loadDispatch(
  transaction: Knex.Transaction,
  counties: readonly DemoCounty[],
  tallyOf: (county: DemoCounty) => CountyTally,
  months: number,
  sources: SourceIds,
): Promise<void> {
  await copyRows(
    transaction,
    "atlas.county_quarters",
    ["county_code", "quarter", "reported_on", ...DISPATCH_COLUMNS, ...words("source_id is_demo recorded_at")],
    each(counties, (county) =>
      quarterReports(county, tallyOf(county), months).map((it) => [
        county.plan.code,
        it.quarter,
        it.reportedOn,
        ...DISPATCH_COLUMNS.map((figure) => it.figures?.[figure] ?? null),
        sources.dispatch,
        true,
        it.recordedAt,
      ]),
    ),
  );
  await copyRows(
    transaction,
    "atlas.emergency_effects",
    words("event_code county_code affected_households"),
    each(counties, ({ plan, villages }) => {
      const households = villages.reduce((sum, village) => sum + village.households, 0);
      return emergenciesIn(plan.code).map((it) => [
        it.code,
        plan.code,
        Math.round(households * (it.affected[plan.code] ?? 0)),
      ]);
    }),
  );
  await copyRows(
    transaction,
    "atlas.county_income_shares",
    words("county_code commodity_code year share source_id is_demo"),
    each(counties, (county) =>
      incomeShares(county).map(({ commodity, share }) => [
        county.plan.code,
        commodity,
        INCOME_SHARES_SINCE,
        share,
        sources.facts[ACCOUNTS],
        true,
      ]),
    ),
  );
}
