import { TODAY } from "../caseworkSql.ts";
import type { Batch, Sql } from "../context.ts";
import { grouped } from "../grouped.ts";
import type { WorkInput, WorkSpell, WorkStateName } from "./type.ts";

const stateOf = (row: string) =>
  `case when ${row}.employed then 'EMPLOYED' when ${row}.idle_by_choice then 'BY_CHOICE' else 'IDLE' end`;

const MOST_SPELLS = 20;

/** Spells of members that have ended, the latest first. */
export const spellsOfMembers: Batch<string, WorkSpell[]> = async ({ casework }, ids) => {
  const rows = await casework(({ sql }) =>
    sql<WorkSpell & { memberId: string }>(
      /* sql */ `
      select spell.member_id as "memberId", spell.state, spell.since, spell."endedOn"
      from unnest(:ids::uuid[]) asked (id) cross join lateral (
        select member_id, ${stateOf("ended")} as state, to_char(coalesce(idle_since, employed_since), 'YYYY-MM-DD') as since,
               to_char(ended_on, 'YYYY-MM-DD') as "endedOn", ended.id
        from casework.ended_work_spells ended where ended.member_id = asked.id
        order by ended.ended_on desc, ended.id desc limit ${MOST_SPELLS}) spell
      order by spell."endedOn" desc, spell.id desc`,
      { ids: [...ids] },
    ),
  );
  return ids.map(grouped(rows, (row) => row.memberId).of);
};

export interface WorkNow {
  readonly householdId: string;
  readonly villageCode: string;
  readonly rowVersion: number;
  readonly state: WorkStateName;
  readonly since: string | null;
  /** The day on which the state before ended, and the first day of that one; null where there was none, or nobody knew. */
  readonly formerEnded: string | null;
  readonly formerBegan: string | null;
  readonly today: string;
  /** Of working age on the day asked about, able to work and not at school. */
  readonly canWork: boolean;
  readonly hasLeft: boolean;
}

/** How a member stands, asked about a day; the row is held until the transaction ends. */
export async function readWork(
  sql: Sql,
  { memberId, since }: Pick<WorkInput, "memberId" | "since">,
): Promise<WorkNow | null> {
  const [row] = await sql<WorkNow>(
    /* sql */ `
    select member.household_id as "householdId", member.village_code as "villageCode", member.row_version as "rowVersion",
           ${stateOf("member")} as state, to_char(coalesce(member.idle_since, member.employed_since), 'YYYY-MM-DD') as since,
           former.ended as "formerEnded", former.began as "formerBegan",
           to_char(${TODAY}, 'YYYY-MM-DD') as today, member.left_on is not null as "hasLeft",
           member.labour <> 'NONE' and not member.at_school and member.born_on <= :since::date - interval '16 years'
             and member.born_on > :since::date - interval '60 years' as "canWork"
    from casework.members member
    left join lateral (
      select to_char(ended_on, 'YYYY-MM-DD') as ended,
             to_char(coalesce(idle_since, employed_since, lead(ended_on) over latest), 'YYYY-MM-DD') as began
      from casework.ended_work_spells where member_id = member.id
      window latest as (order by ended_on desc, id desc) order by ended_on desc, id desc limit 1) former on true
    where member.id = :memberId::uuid for update of member`,
    { memberId, since },
  );
  return row ?? null;
}

/** What was is kept by the database, which ends it on the first day of what is; where that day is put right, its end too. */
export async function writeWork(
  sql: Sql,
  { memberId, state, since }: WorkInput,
  now: WorkNow,
): Promise<void> {
  if (state === now.state && now.since !== null)
    await sql(
      /* sql */ `
      update casework.ended_work_spells set ended_on = :since::date
      where ended_on = :before::date and id = (
        select id from casework.ended_work_spells where member_id = :memberId::uuid order by ended_on desc, id desc limit 1)`,
      { memberId, since, before: now.since },
    );
  await sql(
    /* sql */ `
    update casework.members set employed = :employed::boolean, idle_by_choice = :byChoice::boolean,
           employed_since = case when :employed::boolean then :since::date end,
           idle_since = case when not :employed::boolean then :since::date end,
           row_version = row_version + 1, changed_at = now()
    where id = :memberId::uuid`,
    { memberId, since, employed: state === "EMPLOYED", byChoice: state === "BY_CHOICE" },
  );
}
