import { isDay } from "../../geo/days.ts";
import { findPersonalData } from "../../geo/personalData.ts";
import type { CaseworkTransaction } from "../casework.ts";
import { isInScope, TODAY } from "../caseworkSql.ts";
import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Context, Sql } from "../context.ts";
import { countRows } from "../count.ts";
import { notFound, type Refused, refuse } from "../refusals.ts";
import { refusing, stop } from "../refusing.ts";
import { isUuid } from "../uuid.ts";
import { type FundQuery, movementsOf } from "./queries.ts";
import type { FundMovement, FundMovementInput } from "./type.ts";

type Outcome = Promise<FundMovement | Refused>;

const columns = /* sql */ `
  movement.id, movement.fiscal_year as year, movement.kind, movement.amount_fen as amount, movement.day::text as day,
  movement.reverses, movement.document, movement.is_demo as "isDemo", movement.source_key as "sourceKey",
  movement.county_code as "countyCode", movement.project_code as "projectCode",
  exists (select from atlas.fund_movements later where later.reverses = movement.id) as "isReversed"`;

const order: Order<FundMovement> = [
  { sql: "movement.day::text", type: "text", descending: true, value: (row) => row.day },
  { sql: "movement.id::text", type: "text", value: (row) => row.id },
];

/** A page of movements, the latest first. */
export async function selectMovements(
  { sql }: Context,
  query: FundQuery,
  page: Page,
): Promise<Connection<FundMovement>> {
  const { from, values } = movementsOf(query);
  const keys = keyset(order, page);
  const rows = await sql<FundMovement>(
    `select ${columns} ${from} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`,
    { ...values, ...keys.values },
  );
  return toConnection(rows, page, order, (mode) => countRows(sql, from, values, mode));
}

async function findMovement(sql: Sql, id: string): Promise<FundMovement | null> {
  const [row] = await sql<FundMovement>(
    `select ${columns} from atlas.fund_movements movement where movement.id = :id::uuid`,
    { id },
  );
  return row ?? null;
}

/** What cannot be right whatever the database holds, in a sentence; null where nothing is wrong. */
function refuseInput(context: Context, given: FundMovementInput): Refused | null {
  if (!isUuid(given.id) || !isDay(given.day) || given.day < "2000-01-01")
    return refuse(
      context,
      "INVALID",
      `标识须为 UUID，日期须形如 2026-09-30（收到 ${given.day.slice(0, 20)}）。`,
      `Ids are UUIDs and the day is one like 2026-09-30 (got ${given.day.slice(0, 20)}).`,
    );
  if (!Number.isSafeInteger(given.amountFen) || given.amountFen <= 0 || given.amountFen >= 1e15)
    return refuse(
      context,
      "INVALID",
      `金额须为大于 0 的整数分，收到 ${given.amountFen}；多记的请冲销，不要登记负数。`,
      `The amount is a whole number of fen above 0, not ${given.amountFen}; take back what was too much by reversing it.`,
    );
  if (given.year < 2000 || given.year > 2100)
    return refuse(
      context,
      "INVALID",
      `预算年度 ${given.year} 应在 2000 至 2100 之间。`,
      `The budget year ${given.year} must lie between 2000 and 2100.`,
    );
  return refuseDocument(context, given.document ?? null);
}

function refuseDocument(context: Context, document: string | null): Refused | null {
  if (document === null) return null;
  const { length } = [...document.trim()];
  if (length < 2 || length > 100 || findPersonalData(document).length > 0)
    return refuse(
      context,
      "INVALID",
      `文号须为 2 至 100 个字（现为 ${length} 个），不得含个人信息。`,
      `The document number has ${length} characters; 2 to 100 are taken, and nothing of a person.`,
    );
  return null;
}

/** Records a movement. The same id and content again is the movement that was recorded. */
export function recordMovement(context: Context, given: FundMovementInput): Outcome {
  const bad = refuseInput(context, given);
  if (bad) return Promise.resolve(bad);
  return refusingMoney(context, async ({ sql, record }) => {
    const [facts] = await sql<{
      today: string;
      inScope: boolean;
      sourceKnown: boolean;
      projectKnown: boolean;
    }>(
      /* sql */ `
      select ${TODAY} as today,
             exists (select from atlas.regions where code = :county and kind = 'COUNTY')
               and ${isInScope("rpad(:county::text, 12, '0')", "WORK")} as "inScope",
             exists (select from atlas.fund_sources where key = :source) as "sourceKnown",
             :project::text is null or exists (
               select from atlas.industry_projects where code = :project and county_code = :county) as "projectKnown"`,
      { county: given.county, source: given.source, project: given.project ?? null },
    );
    if (!facts?.inScope || !facts.projectKnown) return notFound(context);
    if (!facts.sourceKnown)
      return refuse(
        context,
        "INVALID",
        `没有资金来源 ${given.source.slice(0, 40)}；fundSources 列出全部代号。`,
        `There is no source ${given.source.slice(0, 40)}; fundSources lists them all.`,
      );
    if (given.day > facts.today)
      return refuse(
        context,
        "INVALID",
        `日期 ${given.day} 还没有到（今天 ${facts.today}）；只登记已经发生的变动。`,
        `${given.day} is still to come (today is ${facts.today}); record only what has happened.`,
      );
    const known = await findMovement(sql, given.id);
    if (known) return isSame(known, given) ? known : otherContent(context);
    await insertMovement(context, sql, { ...given, reverses: null });
    await record({
      action: "fund.record",
      kind: "FundMovement",
      id: given.id,
      regionCode: given.county,
      detail: { kind: given.kind, source: given.source, year: given.year, amountFen: given.amountFen },
    });
    return (await findMovement(sql, given.id)) ?? notFound(context);
  });
}

const isSame = (known: FundMovement, given: FundMovementInput) =>
  known.sourceKey === given.source &&
  known.year === given.year &&
  known.countyCode === given.county &&
  known.projectCode === (given.project ?? null) &&
  known.kind === given.kind &&
  Number(known.amount) === given.amountFen &&
  known.day === given.day &&
  known.reverses === null;

const otherContent = (context: Context): Refused =>
  refuse(
    context,
    "OTHER_CONTENT",
    "此标识已被另一笔变动使用；请换一个新的 UUID。",
    "This id is taken by another movement; make a new UUID.",
  );

async function insertMovement(
  context: Context,
  sql: Sql,
  given: FundMovementInput & { reverses: string | null },
): Promise<void> {
  await sql(
    /* sql */ `
    insert into atlas.fund_movements
      (id, source_key, fiscal_year, county_code, project_code, kind, amount_fen, day, reverses, document, recorded_by, is_demo)
    values (:id::uuid, :source, :year, :county, :project, :kind, :amountFen::int8, :day::date, :reverses::uuid, :document,
            :viewer::uuid, :isDemo)`,
    {
      ...given,
      project: given.project ?? null,
      document: given.document?.trim() ?? null,
      viewer: context.viewer?.personId ?? null,
      // What demonstration people record goes when they go.
      isDemo: context.viewer?.isDemo ?? false,
    },
  );
}

/** Takes a movement back by one that reverses it, today; both stay. */
export function reverseMovement(
  context: Context,
  given: { id: string; movementId: string; document: string | null },
): Outcome {
  if (!isUuid(given.id) || !isUuid(given.movementId)) return Promise.resolve(notFound(context));
  const bad = refuseDocument(context, given.document);
  if (bad) return Promise.resolve(bad);
  return refusingMoney(context, async ({ sql, record }) => {
    const original = await findMovement(sql, given.movementId);
    const [facts] = await sql<{ today: string; inScope: boolean }>(
      `select ${TODAY}::text as today, ${isInScope("rpad(:county::text, 12, '0')", "WORK")} as "inScope"`,
      { county: original?.countyCode ?? "" },
    );
    if (!original || !facts?.inScope) return notFound(context);
    const known = await findMovement(sql, given.id);
    if (known) return known.reverses === original.id ? known : otherContent(context);
    if (original.reverses !== null || original.isReversed)
      return refuse(
        context,
        "ALREADY_DONE",
        "这一笔已被冲销，或本身就是冲销；要恢复请重新登记。",
        "This movement was taken back already, or takes one back itself; record it anew instead.",
      );
    const { sourceKey, countyCode, projectCode, year, kind } = original;
    await insertMovement(context, sql, {
      id: given.id,
      source: sourceKey,
      year,
      county: countyCode,
      project: projectCode ?? undefined,
      kind,
      amountFen: Number(original.amount),
      day: facts.today,
      reverses: original.id,
      document: given.document ?? undefined,
    });
    await record({
      action: "fund.reverse",
      kind: "FundMovement",
      id: given.id,
      regionCode: countyCode,
      detail: { reverses: original.id, kind, amountFen: Number(original.amount) },
    });
    return (await findMovement(sql, given.id)) ?? notFound(context);
  });
}

/** What the database refuses about money, told in a sentence of its own. */
const refusingMoney = (
  context: Context,
  run: (transaction: CaseworkTransaction) => Promise<FundMovement | Refused>,
): Outcome =>
  refusing(context, async (transaction) => {
    try {
      return await run(transaction);
    } catch (error) {
      if ((error as { constraint?: string }).constraint !== "fund_balance") throw error;
      return stop(
        refuse(
          context,
          "INVALID",
          "这样会使该笔资金在某一日支出加收回大于下达，或报账大于支出；请核对金额与日期，或先登记下达、支出。",
          "On some day more of this pot would be disbursed and returned than allocated, or more settled than disbursed; check amount and day, or record the allocation or disbursement first.",
        ),
      );
    }
  });
