import type { Sql } from "../context.ts";
import { Notice } from "./type.ts";

const columns = /* sql */ `
  notice.id, notice.case_id as "caseId", notice.kind, notice.body, notice.days, notice.posted_at as "postedAt",
  notice.take_down_at as "takeDownAt", notice.taken_down_at as "takenDownAt", notice.objections`;

export type NoticeOfCase = Notice & { caseId: string };
const asNotice = (row: NoticeOfCase): NoticeOfCase => Object.assign(new Notice(), row);

/** Notices of many cases, the latest first. */
export async function selectNotices(sql: Sql, caseIds: readonly string[]): Promise<NoticeOfCase[]> {
  const rows = await sql<NoticeOfCase>(
    `select ${columns} from casework.notices notice where case_id = any(:caseIds::uuid[]) order by posted_at desc limit 5000`,
    { caseIds: [...caseIds] },
  );
  return rows.map(asNotice);
}

export async function selectNotice(sql: Sql, id: string): Promise<NoticeOfCase | null> {
  const [row] = await sql<NoticeOfCase>(
    `select ${columns} from casework.notices notice where notice.id = :id`,
    { id },
  );
  return row ? asNotice(row) : null;
}

/** What a notice needs of its case: the sealed name of the head, whether one hangs in this stay, and the day. */
export async function selectForNotice(
  sql: Sql,
  caseId: string,
): Promise<{ memberId: string | null; name: Buffer | null; today: string; hangs: boolean } | null> {
  const [row] = await sql<{ memberId: string | null; name: Buffer | null; today: string; hangs: boolean }>(
    /* sql */ `
    select head.id as "memberId", head.name_sealed as name,
           to_char((now() at time zone 'Asia/Shanghai')::date, 'YYYY-MM-DD') as today,
           exists (select from casework.notices notice where notice.case_id = matter.id and notice.posted_at >= matter.state_since) as hangs
    from casework.cases matter
    left join lateral (
      select member.id, identity.name_sealed
      from casework.members member join casework.identities identity on identity.member_id = member.id
      where member.household_id = matter.household_id and member.left_on is null
      order by member.relation = 'HEAD' desc, member.born_on, member.id limit 1) head on true
    where matter.id = :caseId`,
    { caseId },
  );
  return row ?? null;
}

export const insertNotice = (
  sql: Sql,
  notice: { id: string; caseId: string; villageCode: string; kind: string; body: string; days: number },
) =>
  sql(
    /* sql */ `
    insert into casework.notices (id, case_id, village_code, kind, body, days, take_down_at, posted_by)
    values (:id, :caseId, :villageCode, :kind, :body, :days::int, now() + make_interval(days => :days::int), access.viewer())`,
    notice,
  );

/** Takes a notice down once it has stood its days; false when it has not, or is down. */
export async function takeDown(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql(
    `update casework.notices set taken_down_at = now()
     where id = :id and taken_down_at is null and take_down_at <= now() returning id`,
    { id },
  );
  return rows.length === 1;
}
