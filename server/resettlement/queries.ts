import { quarterName } from "../../geo/quarters.ts";
import { TODAY } from "../caseworkSql.ts";
import type { Batch, Context, Sql } from "../context.ts";
import { grouped } from "../grouped.ts";
import {
  type FollowUpProject,
  SETTLEMENT_ITEMS,
  type SettlementItem,
  type SettlementItemKey,
  type SettlementSizeClass,
  type SettlementSurvey,
} from "./type.ts";

const ITEMS = Object.keys(SETTLEMENT_ITEMS) as SettlementItemKey[];

const itemColumns = /* sql */ `
  asked.settlement || ':' || asked.item as id, asked.settlement as "settlementCode", asked.item, own.state, own.since,
  own.due_on as "dueOn", coalesce(own.due_on < ${TODAY}, false) as "isOverdue", coalesce(own.note, '') as note,
  coalesce(own.row_version, 0) as "rowVersion"`;

/** The kind is that of the item, also where nobody said anything of it. */
const kindOf = (item: SettlementItemKey): SettlementItem["kind"] =>
  ITEMS.indexOf(item) < ITEMS.indexOf("RESIDENTS_COMMITTEE") ? "SERVICE" : "INTEGRATION";

async function itemsOf(
  { sql, language }: { sql: Sql; language: Context["language"] },
  settlements: readonly string[],
  items: readonly string[],
): Promise<SettlementItem[]> {
  const rows = await sql<Omit<SettlementItem, "kind" | "label">>(
    /* sql */ `
    select ${itemColumns}
    from unnest(:settlements::text[]) as wanted (settlement)
    cross join unnest(:items::text[]) with ordinality as listed (item, place)
    cross join lateral (select wanted.settlement, listed.item) asked
    left join atlas.settlement_items own on own.settlement_code = asked.settlement and own.item = asked.item
    order by asked.settlement, listed.place`,
    { settlements: [...settlements], items: [...items] },
  );
  return rows.map((row) => ({
    ...row,
    kind: kindOf(row.item),
    label: SETTLEMENT_ITEMS[row.item][language],
  }));
}

/** The whole checklist of many settlements: what nobody said is there without a state. */
export const settlementItems: Batch<string, SettlementItem[]> = async (context, codes) => {
  const rows = await itemsOf(context, codes, ITEMS);
  return codes.map(grouped(rows, (row) => row.settlementCode).of);
};

/** One item, read on the connection of whoever changes it. */
export async function findSettlementItem(
  context: { sql: Sql; language: Context["language"] },
  settlement: string,
  item: SettlementItemKey,
): Promise<SettlementItem | null> {
  const [row] = await itemsOf(context, [settlement], [item]);
  return row ?? null;
}

const surveysFrom = (where: string) => /* sql */ `
  select distinct on (settlement_code, quarter) settlement_code as "settlementCode", quarter, revision::int as revision,
         surveyed_on as "surveyedOn", dwellings, occupied, dwellings - occupied as vacant,
         (dwellings - occupied) / dwellings::float8 as "vacancyRate",
         vacant_since as "vacantSince", returned_households as "returnedHouseholds", is_demo as "isDemo"
  from atlas.settlement_surveys where ${where}
  order by settlement_code, quarter, revision desc`;

const named = (survey: SettlementSurvey): SettlementSurvey => ({
  ...survey,
  quarter: quarterName(survey.quarter),
});

/** Surveys of many settlements, oldest first, each quarter as last corrected. */
export const settlementSurveys: Batch<string, SettlementSurvey[], { from?: string; to?: string }> = async (
  { sql },
  codes,
  { from, to },
) => {
  const rows = await sql<SettlementSurvey>(
    surveysFrom(`settlement_code = any(:codes::text[])
      and quarter between coalesce(:from::date, '-infinity') and coalesce(:to::date, 'infinity')`),
    { codes: [...codes], from: from ?? null, to: to ?? null },
  );
  return codes.map(grouped(rows.map(named), (row) => row.settlementCode).of);
};

/** The survey of a quarter as last corrected, read on the connection of whoever records it. */
export async function findSettlementSurvey(
  sql: Sql,
  settlement: string,
  quarter: string,
): Promise<SettlementSurvey | null> {
  const [row] = await sql<SettlementSurvey>(
    surveysFrom("settlement_code = :settlement and quarter = :quarter::date"),
    { settlement, quarter },
  );
  return row ? named(row) : null;
}

/** Follow-up industry of many settlements, the most jobs first. */
export const followUpProjects: Batch<string, FollowUpProject[]> = async ({ sql }, codes) => {
  const rows = await sql<FollowUpProject & { code: string }>(
    /* sql */ `
    select settlement_code as code, project_code as "projectCode", households, jobs
    from atlas.settlement_projects where settlement_code = any(:codes::text[]) order by jobs desc, project_code`,
    { codes: [...codes] },
  );
  return codes.map(grouped(rows, (row) => row.code).of);
};

/** Size classes as they hold today in a province, smallest first. */
export async function selectSizeClasses(
  { sql }: Pick<Context, "sql">,
  province: string,
): Promise<SettlementSizeClass[]> {
  return sql<SettlementSizeClass>(
    /* sql */ `
    select key as size, value::integer as "residentsFrom"
    from (select atlas.settlement_size_rules(${TODAY}) as rules) today
    cross join lateral jsonb_each_text(coalesce(rules -> :province, rules -> ''))
    order by 2, 1`,
    { province },
  );
}
