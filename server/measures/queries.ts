import { ANSWERS, type Cause } from "../../geo/measures.ts";
import { TODAY } from "../caseworkSql.ts";
import type { Context, Sql } from "../context.ts";
import { type Scope, scopeFilter } from "../regions/queries.ts";
import { Measure, Risk } from "./type.ts";

const riskColumns = /* sql */ `
  risk.id, risk.case_id as "caseId", risk.village_code as "villageCode", risk.cause, risk.disaster_kind as "disasterKind",
  risk.is_main as "isMain", to_char(risk.opened_on, 'YYYY-MM-DD') as "openedOn", to_char(risk.closed_on, 'YYYY-MM-DD') as "closedOn",
  (select count(*)::int from casework.measure_risks answer where answer.risk_id = risk.id) as measures, risk.row_version as "rowVersion"`;

const measureColumns = /* sql */ `
  measure.id, measure.case_id as "caseId", measure.village_code as "villageCode", measure.kind, measure.fund_source as "fundSource",
  measure.cost_fen as cost, (select name from access.names(array[measure.owner_id])) as owner,
  to_char(measure.started_on, 'YYYY-MM-DD') as "startedOn", to_char(measure.ended_on, 'YYYY-MM-DD') as "endedOn",
  measure.effect, to_char(measure.effect_checked_on, 'YYYY-MM-DD') as "effectCheckedOn", measure.row_version as "rowVersion",
  array(select answer.risk_id from casework.measure_risks answer where answer.measure_id = measure.id)::text[] as "riskIds"`;

const asRisk = (row: Risk): Risk =>
  Object.assign(new Risk(), row, { fitting: [...ANSWERS[row.cause as Cause]] });
const asMeasure = (row: Measure): Measure => Object.assign(new Measure(), row);

export async function selectRisks(sql: Sql, caseIds: readonly string[]): Promise<Risk[]> {
  const rows = await sql<Risk>(
    `select ${riskColumns} from casework.case_risks risk where risk.case_id = any(:caseIds::uuid[])
     order by risk.closed_on is not null, not risk.is_main, risk.opened_on, risk.id limit 5000`,
    { caseIds: [...caseIds] },
  );
  return rows.map(asRisk);
}

export async function selectRisk(sql: Sql, id: string): Promise<Risk | null> {
  const [row] = await sql<Risk>(`select ${riskColumns} from casework.case_risks risk where risk.id = :id`, {
    id,
  });
  return row ? asRisk(row) : null;
}

export const insertRisk = (
  sql: Sql,
  risk: {
    id: string;
    caseId: string;
    cause: string;
    disasterKind: string | null;
    isMain: boolean;
  },
) =>
  sql(
    /* sql */ `
    insert into casework.case_risks (id, case_id, household_id, village_code, cause, disaster_kind, is_main)
    select :id, matter.id, matter.household_id, matter.village_code, :cause, :disasterKind, :isMain
    from casework.cases matter where matter.id = :caseId`,
    risk,
  );

/** Closes a risk seen at this version; false when it has changed since. */
export async function updateRiskClosed(sql: Sql, id: string, rowVersion: number): Promise<boolean> {
  const rows = await sql(
    `update casework.case_risks set closed_on = ${TODAY}, row_version = row_version + 1
     where id = :id and row_version = :rowVersion and closed_on is null returning id`,
    { id, rowVersion },
  );
  return rows.length === 1;
}

export async function selectMeasures(sql: Sql, caseIds: readonly string[]): Promise<Measure[]> {
  const rows = await sql<Measure>(
    `select ${measureColumns} from casework.measures measure where measure.case_id = any(:caseIds::uuid[])
     order by measure.started_on desc, measure.id limit 5000`,
    { caseIds: [...caseIds] },
  );
  return rows.map(asMeasure);
}

export async function selectMeasure(sql: Sql, id: string): Promise<Measure | null> {
  const [row] = await sql<Measure>(
    `select ${measureColumns} from casework.measures measure where measure.id = :id`,
    { id },
  );
  return row ? asMeasure(row) : null;
}

/** Writes a measure with the risks it answers; who records it answers for it. */
export async function insertMeasure(
  sql: Sql,
  measure: {
    id: string;
    caseId: string;
    kind: string;
    fundSource: string | null;
    costFen: number;
    startedOn: string;
    riskIds: readonly string[];
  },
): Promise<void> {
  await sql(
    /* sql */ `
    insert into casework.measures (id, case_id, household_id, village_code, kind, fund_source, cost_fen, owner_id, started_on)
    select :id, matter.id, matter.household_id, matter.village_code, :kind, :fundSource, :costFen, access.viewer(), :startedOn::date
    from casework.cases matter where matter.id = :caseId`,
    measure,
  );
  await sql(
    /* sql */ `
    insert into casework.measure_risks (measure_id, risk_id, village_code)
    select :id, risk.id, risk.village_code from casework.case_risks risk where risk.id = any(:riskIds::uuid[])`,
    { id: measure.id, riskIds: [...measure.riskIds] },
  );
  // What an assisted case was due for is its first measure.
  await sql("update casework.cases set due_on = null where id = :caseId and state = 'ASSISTED'", {
    caseId: measure.caseId,
  });
}

export async function updateMeasure(
  sql: Sql,
  {
    id,
    rowVersion,
    endedOn,
    effect,
  }: { id: string; rowVersion: number; endedOn: string | null; effect: string | null },
): Promise<boolean> {
  const rows = await sql(
    /* sql */ `
    update casework.measures set
      ended_on = coalesce(:endedOn::date, ended_on), effect = coalesce(:effect, effect),
      effect_checked_on = case when :effect::text is null then effect_checked_on else ${TODAY} end,
      row_version = row_version + 1
    where id = :id and row_version = :rowVersion returning id`,
    { id, rowVersion, endedOn, effect },
  );
  return rows.length === 1;
}

/** Open risks of recognised cases that nobody has answered for so many days since recognition, the oldest first. */
export async function selectUnanswered(
  { casework }: Context,
  scope: Scope,
  days: number,
  first: number,
): Promise<Risk[]> {
  const inside = scopeFilter(scope, "matter.village_code", "matter.county_code");
  const rows = await casework(({ sql }) =>
    sql<Risk>(
      /* sql */ `
      select ${riskColumns}
      from casework.case_risks risk join casework.cases matter on matter.id = risk.case_id
      where ${inside.where} and risk.closed_on is null and matter.state = 'ASSISTED'
        and greatest(risk.opened_on, matter.recognised_on) + :days::int < ${TODAY}
        and not exists (
          select from casework.measure_risks answer join casework.measures measure on measure.id = answer.measure_id
          where answer.risk_id = risk.id and (measure.ended_on is null or measure.ended_on >= ${TODAY}))
      order by greatest(risk.opened_on, matter.recognised_on), risk.id limit :first`,
      { ...inside.values, days, first },
    ),
  );
  return rows.map(asRisk);
}

export async function todayOf(sql: Sql): Promise<string> {
  const [row] = await sql<{ today: string }>(`select to_char(${TODAY}, 'YYYY-MM-DD') as today`);
  return row?.today ?? "";
}
