import type { Knex } from "knex";
import { added, type Sums } from "../../geo/pooledFacts.ts";
import { lastDayOfMonth } from "../../geo/quarters.ts";

/** Shares of the work around the register that can be added up, each as its two sums. */
export const WORK_KEYS = [
  "fundDisbursed",
  "fundSettled",
  "fundIdle",
  "satisfaction",
  "missedRecognition",
  "wrongExit",
  "accuracy",
  "reimbursement",
  "firstSecretaries",
  "organisedExport",
  "outsideExport",
  "collectiveIncome",
] as const;
export type WorkKey = (typeof WORK_KEYS)[number];

/** What of the work around the register is known of a region and quarter; null where nobody delivered it. */
export interface WorkFigures {
  readonly sums: Readonly<Record<WorkKey, Sums | null>>;
  /** Rules of a single county, which no larger region has: a length of a list and a cap cannot be added up. */
  readonly policy: { readonly chronicListLength: number | null; readonly localCapFen: number | null } | null;
}

type SumsRow = { county: string; numerator: string | null; denominator: string | null };

/** Money of the year so far, as of the cut-off; a balance is idle whatever its year, by the rule of its province. */
const FUNDS = /* sql */ `
  with pace as materialized (select * from atlas.fund_pace_rules(?::date)),
  pots as (
    select movement.county_code as county, movement.fiscal_year as year, movement.pot, max(movement.day) as last,
           sum(signed.fen) filter (where movement.kind = 'ALLOCATED') as allocated,
           coalesce(sum(signed.fen) filter (where movement.kind = 'DISBURSED'), 0) as disbursed,
           coalesce(sum(signed.fen) filter (where movement.kind = 'SETTLED'), 0) as settled,
           coalesce(sum(signed.fen) filter (where movement.kind = 'RETURNED'), 0) as returned
    from atlas.fund_movements movement
    cross join lateral (select case when movement.reverses is null then movement.amount_fen else -movement.amount_fen end as fen) signed
    where movement.day <= ?::date
    group by 1, 2, 3)
  select county,
         sum(disbursed) filter (where year = ?::int) as disbursed,
         sum(allocated - returned) filter (where year = ?::int) as available,
         sum(settled) filter (where year = ?::int) as settled,
         coalesce(sum(allocated - disbursed - returned) filter (where ?::date - last > (
           select pace.idle_days from pace where pace.province_code in (left(county, 2), '') order by pace.province_code desc limit 1)), 0) as idle,
         sum(allocated - disbursed - returned) as left
  from pots group by county`;

/**
 * The latest year of which anything was recorded by the cut-off, the same for all counties: a county that has not
 * delivered it is missing, for a sum over different years would be of none.
 */
const ofLatestYear = (table: string, condition: string) => /* sql */ `
  year = (select max(year) from ${table} where ${condition}) and ${condition}`;
const KNOWN = "recorded_at < (?::date + 1)::timestamp at time zone 'Asia/Shanghai'";

/** Reads them for every county that has any. The highest revision recorded by the cut-off counts. */
export async function readWorkFacts(
  transaction: Knex.Transaction,
  quarter: string,
  lastMonth: string,
): Promise<Map<string, WorkFigures>> {
  const cutOff = lastDayOfMonth(lastMonth);
  const year = Number(quarter.slice(0, 4));
  const all = async <Row>(sql: string, values: readonly (string | number)[]): Promise<Row[]> =>
    (await transaction.raw<{ rows: Row[] }>(sql, values as string[])).rows;
  const found = new Map<string, { sums: Partial<Record<WorkKey, Sums>>; policy: WorkFigures["policy"] }>();
  const of = (county: string) => {
    const known = found.get(county) ?? { sums: {}, policy: null };
    found.set(county, known);
    return known;
  };
  const put = (key: WorkKey, { county, numerator, denominator }: SumsRow) => {
    if (numerator !== null && denominator !== null)
      of(county).sums[key] = { numerator: Number(numerator), denominator: Number(denominator) };
  };

  const funds = await all<
    Record<"county" | "idle" | "left", string> & Record<"disbursed" | "available" | "settled", string | null>
  >(FUNDS, [cutOff, cutOff, year, year, year, cutOff]);
  for (const { county, disbursed, available, settled, idle, left } of funds) {
    put("fundDisbursed", { county, numerator: disbursed, denominator: available });
    put("fundSettled", { county, numerator: settled, denominator: disbursed });
    put("fundIdle", { county, numerator: idle, denominator: left });
  }

  const MEASURES: Readonly<Record<string, WorkKey>> = {
    SATISFACTION: "satisfaction",
    MISSED_RECOGNITION: "missedRecognition",
    WRONG_EXIT: "wrongExit",
    ACCURACY: "accuracy",
  };
  const assessed = `kind = 'THIRD_PARTY' and year <= ?::int and ${KNOWN}`;
  for (const { measure, ...row } of await all<SumsRow & { measure: string }>(
    /* sql */ `
    select distinct on (county_code, measure) county_code as county, measure, numerator, denominator
    from atlas.assessments where ${ofLatestYear("atlas.assessments", assessed)}
    order by county_code, measure, revision desc`,
    [year, cutOff, year, cutOff],
  )) {
    const key = MEASURES[measure];
    if (key) put(key, row);
  }

  const parity = `year <= ?::int and ${KNOWN}`;
  for (const row of await all<SumsRow & { chronicListLength: number | null; localCapFen: string | null }>(
    /* sql */ `
    select distinct on (county_code) county_code as county, outpatient_reimbursed_fen as numerator,
           outpatient_cost_fen as denominator, chronic_list_length as "chronicListLength", local_cap_fen as "localCapFen"
    from atlas.medical_parity where ${ofLatestYear("atlas.medical_parity", parity)}
    order by county_code, revision desc`,
    [year, cutOff, year, cutOff],
  )) {
    put("reimbursement", row);
    const { chronicListLength, localCapFen } = row;
    of(row.county).policy = {
      chronicListLength,
      localCapFen: localCapFen === null ? null : Number(localCapFen),
    };
  }

  for (const { needing, having, exported, outside, organised, county } of await all<
    { county: string } & Record<"needing" | "having" | "exported" | "outside" | "organised", string | null>
  >(
    /* sql */ `
    select distinct on (county_code) county_code as county, villages_needing_secretary as needing,
           villages_with_secretary as having,
           exported_within_county + exported_within_province + exported_outside_province as exported,
           exported_outside_province as outside, exported_organised as organised
    from atlas.workforce_quarters where quarter = ?::date
    order by county_code, revision desc`,
    [quarter],
  )) {
    put("firstSecretaries", { county, numerator: having, denominator: needing });
    put("outsideExport", { county, numerator: outside, denominator: exported });
    put("organisedExport", { county, numerator: organised, denominator: exported });
  }

  const income = `year <= ?::int and ${KNOWN}`;
  for (const row of await all<SumsRow>(
    /* sql */ `
    select left(village_code, 6) as county, sum(income_fen) as numerator, count(*) as denominator
    from (select distinct on (village_code) village_code, income_fen from atlas.collective_incomes
          where ${ofLatestYear("atlas.collective_incomes", income)} order by village_code, revision desc) latest
    group by 1`,
    [year, cutOff, year, cutOff],
  ))
    put("collectiveIncome", row);

  return new Map(
    [...found].map(([county, { sums, policy }]) => [
      county,
      { sums: complete((key) => sums[key] ?? null), policy },
    ]),
  );
}

const complete = (read: (key: WorkKey) => Sums | null): WorkFigures["sums"] =>
  Object.fromEntries(WORK_KEYS.map((key) => [key, read(key)])) as Record<WorkKey, Sums | null>;

const NO_POLICY = { chronicListLength: null, localCapFen: null };

/** Of a region the sums of its counties; the rules of a county only of the county itself. */
export const addWork = (region: string, counties: readonly (WorkFigures | undefined)[]): WorkFigures => ({
  sums: complete((key) => added(counties.map((county) => county?.sums[key] ?? null))),
  policy: /^\d{6}$/.test(region) ? (counties[0]?.policy ?? NO_POLICY) : null,
});
