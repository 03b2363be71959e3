import { TODAY } from "../caseworkSql.ts";
import type { Sql } from "../context.ts";
import { Helper } from "./type.ts";

const columns = /* sql */ `
  helper.id, helper.household_id as "householdId", helper.village_code as "villageCode", helper.person_id as "personId",
  (select name from access.names(array[helper.person_id])) as name, to_char(helper.since, 'YYYY-MM-DD') as since,
  to_char(helper.until, 'YYYY-MM-DD') as until, helper.handed_to as "handedTo", to_char(helper.accepted_on, 'YYYY-MM-DD') as "acceptedOn",
  helper.recalled_reason as "recalledReason", helper.row_version as "rowVersion"`;
const asHelper = (row: Helper): Helper => Object.assign(new Helper(), row);

export async function selectHelper(sql: Sql, id: string): Promise<Helper | null> {
  const [row] = await sql<Helper>(`select ${columns} from casework.helpers helper where helper.id = :id`, {
    id,
  });
  return row ? asHelper(row) : null;
}

/** Present helpers of many households. */
export async function selectCurrent(sql: Sql, householdIds: readonly string[]): Promise<Helper[]> {
  const rows = await sql<Helper>(
    `select ${columns} from casework.helpers helper where helper.until is null and helper.household_id = any(:householdIds::uuid[])`,
    { householdIds: [...householdIds] },
  );
  return rows.map(asHelper);
}

export async function selectPlace(sql: Sql, householdId: string): Promise<string | null> {
  const [row] = await sql<{ code: string }>(
    "select village_code as code from casework.households where id = :householdId for update",
    { householdId },
  );
  return row?.code ?? null;
}

export const insertHelper = (
  sql: Sql,
  helper: { id: string; householdId: string; villageCode: string; personId: string },
) =>
  sql(
    /* sql */ `
    insert into casework.helpers (id, household_id, village_code, person_id, since)
    values (:id, :householdId, :villageCode, :personId, ${TODAY})`,
    helper,
  );

const CHANGES = {
  hand: `handed_to = :personId, handed_on = ${TODAY}`,
  accept: `accepted_on = ${TODAY}, until = ${TODAY}`,
  recall: `until = ${TODAY}, recalled_reason = :reason`,
};

/** Changes the present helper seen at this version; false when somebody was faster. */
export async function updateHelper(
  sql: Sql,
  change: keyof typeof CHANGES,
  values: { id: string; rowVersion: number; personId?: string; reason?: string },
): Promise<boolean> {
  const rows = await sql(
    `update casework.helpers set ${CHANGES[change]}, row_version = row_version + 1
     where id = :id and row_version = :rowVersion and until is null returning id`,
    values,
  );
  return rows.length === 1;
}
