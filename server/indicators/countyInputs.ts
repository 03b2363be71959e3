import type { Knex } from "knex";
import type { CauseColumn } from "../../geo/dispatchCauses.ts";
import type { Sums } from "../../geo/pooledFacts.ts";
import { monthAfter, quarterAfter, quartersBetween } from "../../geo/quarters.ts";
import type { EmergencyGrade, ResettlementSite } from "../../geo/regionFacts.ts";
import { type CausesOfCounty, readCauses } from "./loadCauses.ts";
import type { CountyOfVillages } from "./loadFacts.ts";

/** Columns of county_quarters that add up over counties. */
export const DISPATCH_COLUMNS = [
  "unstable_households",
  "unstable_persons",
  "marginal_households",
  "marginal_persons",
  "sudden_households",
  "sudden_persons",
  "newly_recognised",
  "eliminated",
  "records_changed",
  "clues",
  "clues_self_reported",
  "clues_inspected",
  "clues_screened",
  "recognition_days",
  "recognised_late",
  "measure_days",
  "households_with_measures",
  "measures_late",
  "measures_matching",
  "notices_checked",
  "notices_breached",
  "ledger_items",
  "ledger_overdue",
  "fund_budget_fen",
  "fund_paid_fen",
  "workers",
  "migrant_workers",
  "returned_idle",
  "labour_force",
  "new_by_emergency",
  "new_by_price",
  "new_by_unemployment",
  "new_by_industry",
  "new_by_resettlement",
  "new_by_implementation",
  "new_by_other",
] as const;
export type DispatchColumn = (typeof DISPATCH_COLUMNS)[number];
/** What a county reports: columns of its report, and counts by cause beside it. */
export type DispatchFigure = DispatchColumn | CauseColumn;

/** Null where nobody delivered it. */
export type Dispatch = Readonly<Record<DispatchColumn, number | null>> & CausesOfCounty;

export interface CommodityInput {
  readonly commodity: string;
  readonly incomeShare: number;
  readonly priceThreeMonths: number;
  readonly baselinePrice: number;
  readonly monthsBelowBaseline: number;
}

export interface EmergencyInput {
  readonly event: string;
  readonly grade: EmergencyGrade;
  readonly quartersSinceEnd: number;
  readonly affectedHouseholds: number;
}

/** Everything the index needs of one county and quarter, as rows gave it; what can be added up is not yet divided. */
export interface CountyInputs {
  readonly county: string;
  readonly households: number;
  readonly villages: number;
  /** Villages in which nothing moved over those that delivered enough to tell; null where none did. */
  readonly silentVillages: Sums | null;
  /** Null where no report came in. */
  readonly dispatch: Dispatch | null;
  readonly reportedOn: string | null;
  readonly workersYearBefore: number | null;
  readonly migrantsYearBefore: number | null;
  /** Eight quarters before this one, oldest first; null where no report came in. */
  readonly newHistory: readonly (number | null)[];
  readonly changeHistory: readonly (number | null)[];
  /** Null where nobody keeps such a list anywhere; empty where there is none in this county. */
  readonly emergencies: readonly EmergencyInput[] | null;
  readonly commodities: readonly CommodityInput[] | null;
  readonly projects: { readonly atRisk: number; readonly stopped: number; readonly failed: number } | null;
  readonly sites: readonly ResettlementSite[] | null;
}

/** A baseline needs three years, and seven in ten of their months. Source: the rule of WFP's ALPS, mirrored for falls. */
const BASELINE_MONTHS = 7;

/**
 * Reads the inputs of every county with villages, in a handful of statements for all of them.
 * @param silent by county, villages in which nothing moved over those that delivered enough to tell.
 */
export async function readCountyInputs(
  transaction: Knex.Transaction,
  quarter: string,
  lastMonth: string,
  counties: readonly CountyOfVillages[],
  silent: ReadonlyMap<string, Sums>,
): Promise<CountyInputs[]> {
  const all = async <Row>(sql: string, values: readonly (string | number)[] = []): Promise<Row[]> =>
    (await transaction.raw<{ rows: Row[] }>(sql, values as string[])).rows;
  const reports = await readReports(all, quarter);
  const causes = await readCauses(transaction, quarter);
  const emergencies = await readEmergencies(all, quarter, lastMonth);
  const commodities = await readCommodities(all, quarter, lastMonth);
  const projects = await readProjects(all, lastMonth);
  const sites = await readSites(all, lastMonth);
  const quarters = Array.from({ length: 8 }, (_, index) => quarterAfter(quarter, index - 8));
  return counties.map(({ county, households, villages }) => {
    const report = (at: string) => reports.get(`${county} ${at}`) ?? null;
    const now = report(quarter);
    return {
      county,
      households,
      villages,
      silentVillages: silent.get(county) ?? null,
      dispatch: now?.reportedOn ? { ...now, ...causes.get(county) } : null,
      reportedOn: now?.reportedOn ?? null,
      workersYearBefore: report(quarterAfter(quarter, -4))?.workers ?? null,
      migrantsYearBefore: report(quarterAfter(quarter, -4))?.migrant_workers ?? null,
      newHistory: quarters.map((at) => report(at)?.newly_recognised ?? null),
      changeHistory: quarters.map((at) => report(at)?.records_changed ?? null),
      emergencies: emergencies && (emergencies.get(county) ?? []),
      commodities: commodities && (commodities.get(county) ?? []),
      projects: projects && (projects.get(county) ?? { atRisk: 0, stopped: 0, failed: 0 }),
      sites: sites && (sites.get(county) ?? []),
    };
  });
}

type All = <Row>(sql: string, values?: readonly (string | number)[]) => Promise<Row[]>;

function listsBy<Row extends { county: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const lists = new Map<string, Row[]>();
  for (const row of rows) {
    const list = lists.get(row.county);
    if (list) list.push(row);
    else lists.set(row.county, [row]);
  }
  return lists;
}

type Report = Dispatch & { county: string; quarter: string; reportedOn: string | null };

async function readReports(all: All, quarter: string): Promise<Map<string, Report>> {
  const rows = await all<Report>(
    /* sql */ `
    select distinct on (county_code, quarter) county_code as county, quarter, reported_on as "reportedOn", ${DISPATCH_COLUMNS.join(", ")}
    from atlas.county_quarters where quarter between ?::date and ?::date
    order by county_code, quarter, revision desc`,
    [quarterAfter(quarter, -8), quarter],
  );
  return new Map(rows.map((row) => [`${row.county} ${row.quarter}`, row]));
}

async function readEmergencies(all: All, quarter: string, lastMonth: string) {
  const [kept] = await all("select from atlas.emergency_events limit 1");
  if (!kept) return null;
  const rows = await all<Omit<EmergencyInput, "quartersSinceEnd"> & { county: string; ended: string | null }>(
    /* sql */ `
    select effect.county_code as county, event.code as event, event.grade, event.ended_on as ended,
           effect.affected_households as "affectedHouseholds"
    from atlas.emergency_events event join atlas.emergency_effects effect on effect.event_code = event.code
    where event.started_on < ?::date and (event.ended_on is null or event.ended_on >= ?::date)
    order by 1, 2`,
    [monthAfter(lastMonth, 1), quarterAfter(quarter, -12)],
  );
  return listsBy(
    rows.map(({ ended, ...row }) => ({
      ...row,
      quartersSinceEnd: ended === null ? 0 : Math.max(0, quartersBetween(ended, quarter)),
    })),
  );
}

/** Prices against the mean of the same months of three years; products without a sound baseline are left out. */
async function readCommodities(all: All, quarter: string, lastMonth: string) {
  const [kept] = await all("select from atlas.county_income_shares limit 1");
  const rows = await all<CommodityInput & { county: string }>(
    /* sql */ `
    with months as (
      select price.commodity_code as commodity, price.period, price.price_fen as price,
             (select avg(before.price_fen) from atlas.commodity_prices before
              where before.commodity_code = price.commodity_code
                and before.period in (price.period - interval '1 year', price.period - interval '2 years', price.period - interval '3 years')) as usual,
             (select count(*) from atlas.commodity_prices before
              where before.commodity_code = price.commodity_code
                and before.period in (price.period - interval '1 year', price.period - interval '2 years', price.period - interval '3 years')) as years
      from atlas.commodity_prices price
      where price.period between ?::date - interval '24 months' and ?::date),
    quarters as (
      select commodity, avg(price)::float8 as now, avg(usual)::float8 as usual
      from months where period >= ?::date group by commodity
      having sum(years) >= ?::int and min(years) > 0),
    below as (
      -- Months in a row up to the last one: those after the last month that was not below.
      select commodity, count(*) as months from months
      where period > coalesce((select max(level.period) from months level
                               where level.commodity = months.commodity and not level.price < level.usual), '-infinity')
        and usual is not null
      group by commodity)
    select distinct on (share.county_code, share.commodity_code) share.county_code as county, share.commodity_code as commodity,
           share.share as "incomeShare", quarters.now as "priceThreeMonths", quarters.usual as "baselinePrice",
           coalesce(below.months, 0) as "monthsBelowBaseline"
    from atlas.county_income_shares share
    join quarters on quarters.commodity = share.commodity_code
    left join below on below.commodity = share.commodity_code
    where share.year <= ?::int
    order by share.county_code, share.commodity_code, share.year desc`,
    [quarter, lastMonth, quarter, BASELINE_MONTHS, Number(quarter.slice(0, 4))],
  );
  return kept && rows.length > 0 ? listsBy(rows) : null;
}

/** Households tied to troubled projects and enclaves, counted where the households live. */
async function readProjects(all: All, lastMonth: string) {
  const [kept] = await all(
    "select where exists (select from atlas.industry_projects) or exists (select from atlas.enclaves)",
  );
  if (!kept) return null;
  const rows = await all<{ county: string; atRisk: number; stopped: number; failed: number }>(
    /* sql */ `
    select left(village_code, 6) as county,
           coalesce(sum(households) filter (where state = 'AT_RISK'), 0) as "atRisk",
           coalesce(sum(households) filter (where state = 'STOPPED'), 0) as stopped,
           coalesce(sum(households) filter (where state = 'FAILED'), 0) as failed
    from atlas.troubled_households(?::date) group by 1`,
    [lastMonth],
  );
  return new Map(rows.map(({ county, ...sums }) => [county, sums]));
}

async function readSites(all: All, lastMonth: string) {
  const [kept] = await all("select from atlas.settlements limit 1");
  if (!kept) return null;
  return listsBy(
    await all<ResettlementSite & { county: string }>(
      /* sql */ `
      select county_code as county, residents as persons, households_with_labour as "householdsWithLabour",
             zero_employment_households as "zeroEmploymentHouseholds",
             integration_items_total as "integrationItemsTotal", integration_items_open as "integrationItemsOpen"
      from atlas.settlements where coalesce(opened_on, '-infinity') < ?::date order by code`,
      [monthAfter(lastMonth, 1)],
    ),
  );
}
