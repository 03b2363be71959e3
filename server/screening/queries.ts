import { wilson } from "../../geo/intervals.ts";
import { maskName } from "../../geo/masks.ts";
import { URGENCIES } from "../../geo/urgency.ts";
import { colleague, TODAY } from "../caseworkSql.ts";
import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Context, Sql } from "../context.ts";
import { countRows } from "../count.ts";
import { erasedWord } from "../householdWords.ts";
import { type Scope, scopeFilter } from "../regions/queries.ts";
import { URGENCY_RANK, urgencyNamed, urgencyValues } from "../urgency/queries.ts";
import { isUuid } from "../uuid.ts";
import type {
  Alert,
  AlertOrderName,
  AlertWhere,
  Contradiction,
  RulePrecision,
  ScreeningBatch,
  Share,
} from "./type.ts";

type Asker = Pick<Context, "keys" | "language">;

const department = (key: string, language: string) => /* sql */ `
  (select jsonb_build_object('key', key, 'name', ${language === "zh" ? "name_zh" : "name_en"})
   from casework.departments where key = ${key})`;

const batchColumns = (language: string) => /* sql */ `
  batch.id, left(batch.village_code, 6) as "countyCode", ${department("batch.department_key", language)} as department,
  batch.data_day as "dataDay", batch.rows_total as "rowsTotal", batch.rows_matched as "rowsMatched",
  batch.rows_without_consent as "rowsWithoutConsent", batch.alerts_new as "alertsNew",
  ${colleague("batch.loaded_by")} as "loadedBy", batch.loaded_at as "loadedAt"`;

export async function findBatch(sql: Sql, { language }: Asker, id: string): Promise<ScreeningBatch | null> {
  const [batch] = await sql<ScreeningBatch>(
    `select ${batchColumns(language)} from casework.screening_batches batch where batch.id = :id::uuid`,
    { id },
  );
  return batch ?? null;
}

const batchOrder: Order<ScreeningBatch> = [
  {
    sql: "extract(epoch from batch.loaded_at)::float8",
    type: "float8",
    descending: true,
    value: (row) => (row as ScreeningBatch & { loadedEpoch: number }).loadedEpoch,
  },
  { sql: "batch.id::text", type: "text", value: (row) => row.id },
];

/** Lists loaded for a region, the newest first. */
export async function selectBatches(
  context: Context,
  scope: Scope,
  page: Page,
): Promise<Connection<ScreeningBatch>> {
  const inside = scopeFilter(scope, "batch.village_code", "batch.county_code");
  const from = `from casework.screening_batches batch where ${inside.where}`;
  const keys = keyset(batchOrder, page);
  const rows = await context.casework(({ sql }) =>
    sql<ScreeningBatch>(
      `select ${batchColumns(context.language)}, extract(epoch from batch.loaded_at)::float8 as "loadedEpoch"
       ${from} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`,
      { ...inside.values, ...keys.values },
    ),
  );
  return toConnection(rows, page, batchOrder, (mode) =>
    context.casework(({ sql }) => countRows(sql, from, inside.values, mode)),
  );
}

const IS_OVERDUE = `(alert.answer is null and alert.due_on < ${TODAY})`;

const alertColumns = (language: string) => /* sql */ `
  alert.id, alert.batch_id as "batchId", alert.household_id as "householdId", household.number as "householdNumber",
  alert.village_code as "villageCode", alert.member_id as "memberId", identity.name_sealed as "nameSealed",
  case rule.unit when 'FEN' then alert.value end as amount,
  case when rule.unit in ('DAYS', 'GRADE') then alert.value end as value,
  encode(alert.matched_sha256, 'hex') as "matchedSha256", alert.lead_id as "leadId", alert.opened_at as "openedAt",
  alert.due_on as "dueOn", ${IS_OVERDUE} as "isOverdue", ${urgencyNamed(URGENCY_RANK)} as urgency, alert.answer, alert.reason,
  ${colleague("alert.answered_by")} as "answeredBy", alert.answered_at as "answeredAt", alert.row_version as "rowVersion",
  jsonb_build_object('key', rule.key, 'version', rule.version, 'department', ${department("rule.department_key", language)},
    'item', rule.item, 'label', ${language === "zh" ? "rule.item_zh" : "rule.item_en"}, 'unit', rule.unit,
    'comparison', rule.comparison, 'threshold', rule.threshold, 'cause', rule.cause, 'validFrom', rule.valid_from,
    'answerWorkingDays', rule.answer_working_days, 'source', rule.source, 'grade', rule.grade) as rule`;

/** Of alert or contradiction: its household, and the name that is shown masked only. */
const joined = (table: string) => /* sql */ `
  join casework.households household on household.id = ${table}.household_id
  left join casework.identities identity on identity.member_id = ${table}.member_id`;

interface Named {
  memberId: string;
  nameSealed: Buffer | null;
}

const withName = <Row extends object>(row: Row & Named, { keys, language }: Asker) => {
  const { nameSealed, memberId, ...rest } = row;
  const place = { column: "casework.identities.name", row: memberId };
  return {
    ...rest,
    memberName: nameSealed ? maskName(keys.open(nameSealed, place).toString("utf8")) : erasedWord(language),
  };
};

type AlertRow = Omit<Alert, "memberName"> & Named;

export async function findAlert(sql: Sql, asker: Asker, id: string): Promise<Alert | null> {
  if (!isUuid(id)) return null;
  const [row] = await sql<AlertRow>(
    /* sql */ `
    select ${alertColumns(asker.language)} from casework.alerts alert
    join casework.screening_rules rule on rule.id = alert.rule_id ${joined("alert")} where alert.id = :id::uuid`,
    { ...(await urgencyValues(sql)), id },
  );
  return row ? withName(row, asker) : null;
}

const ANSWERED_RANK = 9;
const byId = { sql: "alert.id::text", type: "text", value: (row: Alert) => row.id } as const;
const ALERT_ORDERS: Record<AlertOrderName, Order<Alert>> = {
  DUE: [{ sql: "alert.due_on::text", type: "text", value: (row) => row.dueOn }, byId],
  URGENCY: [
    {
      // Rank and day in one: of those as urgent as each other the soonest due comes first.
      sql: `(coalesce(${URGENCY_RANK}, ${ANSWERED_RANK})::text || ' ' || alert.due_on::text)`,
      type: "text",
      value: ({ urgency, dueOn }) =>
        `${urgency === null ? ANSWERED_RANK : URGENCIES.indexOf(urgency) + 1} ${dueOn}`,
    },
    byId,
  ],
};

/** Alerts of a region. */
export async function selectAlerts(
  context: Context,
  scope: Scope,
  where: AlertWhere,
  orderBy: AlertOrderName,
  page: Page,
): Promise<Connection<Alert>> {
  const inside = scopeFilter(scope, "alert.village_code", "alert.county_code");
  const from = /* sql */ `
    from casework.alerts alert join casework.screening_rules rule on rule.id = alert.rule_id ${joined("alert")}
    where ${inside.where} and (:open::boolean is null or (alert.answer is null) = :open)
      and (:overdue::boolean is null or ${IS_OVERDUE} = :overdue) and (:rule::text is null or rule.key = :rule)`;
  const { open = null, overdue = null, rule = null } = where;
  const values = { ...inside.values, open, overdue, rule };
  const order = ALERT_ORDERS[orderBy];
  const keys = keyset(order, page);
  const rows = await context.casework(async ({ sql }) =>
    sql<AlertRow>(
      `select ${alertColumns(context.language)} ${from} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`,
      { ...(await urgencyValues(sql)), ...values, ...keys.values },
    ),
  );
  const alerts = rows.map((row) => withName(row, context));
  return toConnection(alerts, page, order, (mode) =>
    context.casework(({ sql }) => countRows(sql, from, values, mode)),
  );
}

const contradictionColumns = /* sql */ `
  contradiction.id, contradiction.batch_id as "batchId", contradiction.household_id as "householdId",
  household.number as "householdNumber", contradiction.village_code as "villageCode",
  contradiction.member_id as "memberId", identity.name_sealed as "nameSealed", contradiction.item,
  contradiction.registered, contradiction.reported, contradiction.found_at as "foundAt", contradiction.settlement,
  contradiction.settled_at as "settledAt", ${colleague("contradiction.settled_by")} as "settledBy"`;

type ContradictionRow = Omit<Contradiction, "memberName"> & Named;

export async function findContradiction(sql: Sql, asker: Asker, id: string): Promise<Contradiction | null> {
  if (!isUuid(id)) return null;
  const [row] = await sql<ContradictionRow>(
    /* sql */ `
    select ${contradictionColumns} from casework.contradictions contradiction ${joined("contradiction")}
    where contradiction.id = :id::uuid`,
    { id },
  );
  return row ? withName(row, asker) : null;
}

const contradictionOrder: Order<Contradiction> = [
  { sql: "contradiction.village_code", type: "text", value: (row) => row.villageCode },
  { sql: "contradiction.id::text", type: "text", value: (row) => row.id },
];

/** Where lists and register differ in a region, by village. */
export async function selectContradictions(
  context: Context,
  scope: Scope,
  open: boolean | null,
  page: Page,
): Promise<Connection<Contradiction>> {
  const inside = scopeFilter(scope, "contradiction.village_code", "contradiction.county_code");
  const from = /* sql */ `
    from casework.contradictions contradiction ${joined("contradiction")}
    where ${inside.where} and (:open::boolean is null or (contradiction.settled_at is null) = :open)`;
  const values = { ...inside.values, open };
  const keys = keyset(contradictionOrder, page);
  const rows = await context.casework(({ sql }) =>
    sql<ContradictionRow>(
      `select ${contradictionColumns} ${from} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`,
      { ...values, ...keys.values },
    ),
  );
  const found = rows.map((row) => withName(row, context));
  return toConnection(found, page, contradictionOrder, (mode) =>
    context.casework(({ sql }) => countRows(sql, from, values, mode)),
  );
}

function shareOf(part: number, whole: number): Share | null {
  if (whole === 0) return null;
  const [low, high] = wilson(part, whole);
  return { value: part / whole, low, high };
}

/** How much of what a rule pushed was true, over all its versions. */
export async function precisionOf(context: Context, scope: Scope, rule: string): Promise<RulePrecision> {
  const inside = scopeFilter(scope, "alert.village_code", "alert.county_code");
  const [counted] = await context.casework(({ sql }) =>
    sql<{ pushed: number; answered: number; recognised: number }>(
      /* sql */ `
      select count(*) as pushed, count(alert.answer) as answered,
             count(*) filter (where alert.answer = 'RECOGNISE') as recognised
      from casework.alerts alert join casework.screening_rules rule on rule.id = alert.rule_id
      where rule.key = :rule and ${inside.where}`,
      { ...inside.values, rule },
    ),
  );
  const { pushed, answered, recognised } = counted ?? { pushed: 0, answered: 0, recognised: 0 };
  return {
    rule,
    pushed,
    answered,
    recognised,
    precision: shareOf(recognised, pushed),
    precisionOfAnswered: shareOf(recognised, answered),
  };
}
