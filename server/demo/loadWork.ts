import type { Knex } from "knex";
import { copyRows } from "../copy.ts";
import type { DemoCounty } from "./county.ts";
import { fundMovementsOf } from "./funds.ts";
import { each, words } from "./rows.ts";
import type { WorkSource } from "./sources.ts";
import { assessmentsOf, incomesOf, parityOf, workforceOf } from "./workFigures.ts";

/** Funds, assessment results, medical policy, workforce and collective incomes of some counties. */
export async function loadWork(
  transaction: Knex.Transaction,
  counties: readonly DemoCounty[],
  months: number,
  sources: Readonly<Record<WorkSource, number>>,
): Promise<void> {
  if (counties.length === 0) return;
  await copyRows(
    transaction,
    "atlas.fund_movements",
    words(
      "id source_key fiscal_year county_code project_code kind amount_fen day document source_id is_demo recorded_at",
    ),
    each(counties, (county) =>
      fundMovementsOf(county, months).map((it) => [
        it.id,
        it.source,
        it.year,
        county.plan.code,
        it.project,
        it.kind,
        it.amountFen,
        it.day,
        it.document,
        sources.funds,
        true,
        `${it.day} 18:00:00+08`,
      ]),
    ),
  );
  await copyRows(
    transaction,
    "atlas.assessments",
    words(
      "county_code year kind measure numerator denominator surveyed_households source_id is_demo recorded_at",
    ),
    each(counties, (county) =>
      assessmentsOf(county).map((it) => [
        county.plan.code,
        it.year,
        it.kind,
        it.measure,
        it.numerator,
        it.denominator,
        it.surveyed,
        sources.assessments,
        true,
        it.recordedAt,
      ]),
    ),
  );
  await copyRows(
    transaction,
    "atlas.medical_parity",
    words(
      "county_code year chronic_list_length outpatient_reimbursed_fen outpatient_cost_fen local_cap_state local_cap_fen document source_id is_demo recorded_at",
    ),
    each(counties, (county) =>
      parityOf(county).map((it) => [
        county.plan.code,
        it.year,
        it.listLength,
        it.reimbursedFen,
        it.costFen,
        it.capState,
        it.capFen,
        it.document,
        sources.parity,
        true,
        it.recordedAt,
      ]),
    ),
  );
  await copyRows(
    transaction,
    "atlas.workforce_quarters",
    words(
      "county_code quarter villages_needing_secretary villages_with_secretary team_members exported_within_county exported_within_province exported_outside_province exported_organised source_id is_demo recorded_at",
    ),
    each(counties, (county) =>
      workforceOf(county, months).map((it) => [
        county.plan.code,
        it.quarter,
        it.needing,
        it.having,
        it.team,
        it.withinCounty,
        it.withinProvince,
        it.outside,
        it.organised,
        sources.workforce,
        true,
        it.recordedAt,
      ]),
    ),
  );
  await copyRows(
    transaction,
    "atlas.collective_incomes",
    words("village_code year income_fen source_id is_demo recorded_at"),
    each(counties, (county) =>
      [...incomesOf(county)].map(([village, year, fen, at]) => [
        village,
        year,
        fen,
        sources.incomes,
        true,
        at,
      ]),
    ),
  );
  await transaction.raw(
    "analyze atlas.fund_movements, atlas.assessments, atlas.medical_parity, atlas.workforce_quarters, atlas.collective_incomes",
  );
}
