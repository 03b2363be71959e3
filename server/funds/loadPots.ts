import { daysBetween } from "../../geo/days.ts";
import { yearElapsed } from "../../geo/fundPace.ts";
import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Context } from "../context.ts";
import { countRows } from "../count.ts";
import { type FundQuery, movementsOf, SUM_COLUMNS, type SumsRow, toSums } from "./queries.ts";
import type { FundPot } from "./type.ts";

export type FundFinding = "SLOW" | "IDLE";

type PotRow = SumsRow & Pick<FundPot, "pot" | "year" | "sourceKey" | "countyCode" | "projectCode" | "rule">;

/** The most money first. */
const order: Order<FundPot> = [
  {
    sql: 'pots."carriedOver"',
    type: "bigint",
    descending: true,
    value: (row) => Number(row.sums.carriedOver),
  },
  { sql: "pots.pot", type: "text", value: (row) => row.pot },
];

/** geo/fundPace.ts in the words of the database, whole numbers throughout: exactly as far behind as the rule allows is not slow. */
const IS: Record<FundFinding, string> = {
  SLOW: /* sql */ `
    pots.allocated > pots.returned
    and pots.disbursed::numeric * 100 * elapsed.of < (pots.allocated - pots.returned)::numeric * (100 * elapsed.days - (pots.rule ->> 'slowPoints')::int * elapsed.of)`,
  IDLE: /* sql */ `pots."carriedOver" > 0 and :asOf::date - pots."lastMovedOn"::date > (pots.rule ->> 'idleDays')::int`,
};

/** The rules of the day, read once for all pots. */
const PACE = "with pace as materialized (select * from atlas.fund_pace_rules(:asOf::date))";

/** Pots of money that are slow, or that lie idle, as of a day. */
export async function selectPots(
  { sql, language }: Context,
  finding: FundFinding,
  query: FundQuery,
  page: Page,
): Promise<Connection<FundPot>> {
  const movements = movementsOf(query);
  // A province without a row of its own goes by the country's.
  const from = /* sql */ `
    from (
      select its.*, (
        select json_build_object('slowPoints', pace.slow_points, 'idleDays', pace.idle_days, 'validFrom', pace.valid_from,
                                 'province', nullif(pace.province_code, ''))
        from pace where pace.province_code in (left(its."countyCode", 2), '') order by pace.province_code desc limit 1) as rule, its.allocated - its.disbursed - its.returned as "carriedOver"
      from (
        select movement.pot, min(movement.fiscal_year)::int as year, min(movement.source_key) as "sourceKey",
               min(movement.county_code) as "countyCode", min(movement.project_code) as "projectCode", ${SUM_COLUMNS}
        ${movements.from} group by movement.pot) its) pots
    cross join lateral (
      select make_date(pots.year + 1, 1, 1) - make_date(pots.year, 1, 1) as of,
             greatest(0, least(:asOf::date + 1, make_date(pots.year + 1, 1, 1)) - make_date(pots.year, 1, 1)) as days) elapsed
    where ${IS[finding]}`;
  const values = movements.values;
  const keys = keyset(order, page);
  const rows = await sql<PotRow>(
    `${PACE} select pots.* ${from} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`,
    { ...values, ...keys.values },
  );
  return toConnection(
    rows.map((row) => toPot(row, finding, query.asOf, language)),
    page,
    order,
    (mode) => countRows(sql, `from (${PACE} select pots.pot ${from}) found`, values, mode),
  );
}

function toPot(row: PotRow, finding: FundFinding, asOf: string, language: Context["language"]): FundPot {
  const sums = toSums(row);
  const { pot, year, sourceKey, countyCode, projectCode, rule } = row;
  const { days, of } = yearElapsed(row.year, asOf);
  const idleDays = sums.lastMovedOn === null ? null : daysBetween(sums.lastMovedOn, asOf);
  const points = (share: number) => (100 * share).toFixed(1);
  const yuan = (sums.carriedOver / 100).toFixed(2);
  const [zh, en] =
    finding === "SLOW"
      ? [
          `支出率 ${points(sums.disbursedShare ?? 0)}%，比年度进度 ${points(days / of)}% 落后 ${rule.slowPoints} 个百分点以上（本项目规则，自 ${rule.validFrom} 起，非官方口径）。`,
          `${points(sums.disbursedShare ?? 0)} % disbursed, more than ${rule.slowPoints} points behind the ${points(days / of)} % of the year that is over (a rule of this project since ${rule.validFrom}, not official).`,
        ]
      : [
          `结余 ${yuan} 元，${idleDays} 天没有变动，超过 ${rule.idleDays} 天（本项目规则，自 ${rule.validFrom} 起，非官方口径）。`,
          `${yuan} yuan left and no movement for ${idleDays} days, more than ${rule.idleDays} (a rule of this project since ${rule.validFrom}, not official).`,
        ];
  return {
    pot,
    year,
    sourceKey,
    countyCode,
    projectCode,
    sums,
    rule,
    elapsedShare: days / of,
    idleDays,
    why: (language === "zh" ? zh : en) ?? "",
  };
}
