import { guarded, newRuleKind, oneOf, place } from "./guarded.ts";

// Retention and erasure: what identifies a person goes when its time is over; a tombstone and every figure stay.
const REASONS = ["RETENTION_ENDED", "ON_REQUEST", "DIED", "MOVED_AWAY"];

/** Stands where words were that may not be missing. Also in server/erasure/columns.ts. */
const ERASED = "（已清除）";

const rule = /* sql */ `
${newRuleKind("RETENTION")}
alter table atlas.rule_books add constraint retention_is_whole check (rule <> 'RETENTION' or (
  content - array['monthsAfterEnd'] = '{}' and content ? 'monthsAfterEnd'
  and jsonb_typeof(content -> 'monthsAfterEnd') = 'number'
  and (content ->> 'monthsAfterEnd')::numeric between 1 and 1200 and (content ->> 'monthsAfterEnd')::numeric % 1 = 0));
insert into atlas.rule_books (rule, valid_from, content, source, grade) values
  ('RETENTION', '2000-01-01', '{"monthsAfterEnd": 60}', '本平台默认值，没有查到全国统一的数字', 'PROJECT');

create function casework.retention_of(home uuid, person uuid)
returns table (ended_on date, months integer, rule_id integer, erasable_on date) language sql stable as $$
  select ending.day, retention.months, retention.id, (ending.day + make_interval(months => retention.months))::date
  from casework.households household
  left join casework.members member on member.household_id = household.id and member.id = person
  cross join lateral (
    select case
      when person is not null then member.left_on
      -- A household that is watched or comes in again has not ended; neither has one whose last case was only dismissed.
      when household.status = 'ORDINARY' then (
        select case when matter.state = 'CLOSED' then matter.closed_on end from casework.cases matter
        where matter.household_id = household.id order by matter.closed_on desc nulls first, matter.id desc limit 1)
      end as day) ending
  cross join lateral (
    select book.id, (book.content ->> 'monthsAfterEnd')::integer as months from atlas.rule_books book
    where book.rule = 'RETENTION' and (book.province_code is null or book.province_code = left(household.village_code, 2))
      and book.valid_from <= (now() at time zone 'Asia/Shanghai')::date
    order by book.province_code nulls last, book.valid_from desc, book.recorded_at desc, book.id desc limit 1) retention
  where household.id = home
$$;
comment on function casework.retention_of(uuid, uuid) is 'When the time with a member ended (the day of leaving) or, without a member, that with a household (its case closed), and from which day on what identifies them may be erased; no day where it has not ended';
revoke all on function casework.retention_of(uuid, uuid) from public;
grant execute on function casework.retention_of(uuid, uuid) to atlas_casework;
`;

const tombstones = /* sql */ `
create table casework.erasures (
  id uuid primary key default gen_random_uuid(),
  household_id uuid not null,
  member_id uuid unique references casework.members,
  ${place},
  reason text not null ${oneOf("reason", REASONS)},
  ended_on date not null,
  retention_months smallint not null check (retention_months > 0),
  rule_id integer not null,
  erased_on date not null default (now() at time zone 'Asia/Shanghai')::date,
  erased_by uuid not null references access.people default access.viewer(),
  check (erased_on >= (ended_on + make_interval(months => retention_months))::date),
  foreign key (household_id, village_code) references casework.households (id, village_code) on update cascade
);
create unique index erasures_whole_household on casework.erasures (household_id, ended_on) where member_id is null;
create index erasures_household on casework.erasures (household_id);
${guarded(
  "erasures",
  "Tombstones 清除记录: of whom what identifies was erased, by whom, why and by which rule. Written by casework.erase only, never changed.",
  {
    id: "Identity",
    household_id: "Household",
    member_id: "Member; null for the household as a whole, its words and files",
    reason: "Kind of reason, from a closed list: no words",
    ended_on: "Day from which the time of retention ran",
    retention_months: "Months it ran",
    rule_id: "Row of the rule books that said so",
    erased_on: "Day it was erased, database clock, Asia/Shanghai",
    erased_by: "Who, read from the token",
  },
  { grants: "select" },
)}
create trigger keep_history before update on casework.erasures for each row
  when (old.village_code = new.village_code) execute function atlas.refuse_change();
create policy under_glass on casework.erasures for select to atlas_casework using (household_id = (select casework.under_glass()));
`;

const erasing = /* sql */ `
-- Steps are kept as they are, but for the words of a reason, which may hold a name: those alone can be erased.
drop trigger keep_history on casework.case_steps;
create trigger keep_history before update on casework.case_steps for each row
  when (old.village_code = new.village_code and (new.reason is distinct from '${ERASED}'
    or (old.id, old.case_id, old.action, old.from_state, old.to_state, old.by_person, old.at, old.evidence)
       is distinct from (new.id, new.case_id, new.action, new.from_state, new.to_state, new.by_person, new.at, new.evidence)))
  execute function atlas.refuse_change();

create function casework.erase(home uuid, person uuid, why text, words uuid[]) returns void
language plpgsql security definer set search_path = pg_catalog, casework, access as $$
#variable_conflict use_column
declare
  village text;
  retention record;
  gone uuid[];
  matters uuid[];
  told uuid[];
begin
  select village_code into village from households where id = home for update;
  if village is null or access.viewer_role() is distinct from 'COUNTY' or not access.covers(access.viewer(), village) then
    raise exception 'not in the region of the viewer' using errcode = '42501';
  end if;
  select * into retention from casework.retention_of(home, person);
  if retention.erasable_on is null or retention.erasable_on > (now() at time zone 'Asia/Shanghai')::date then
    raise exception 'the time of retention is not over' using errcode = '23514';
  end if;
  gone := array(select member.id from members member where member.household_id = home and (person is null or member.id = person)
                and not exists (select from erasures where member_id = member.id));
  insert into erasures (household_id, member_id, village_code, reason, ended_on, retention_months, rule_id)
  select home, member.id, village, why, retention.ended_on, retention.months, retention.rule_id from unnest(gone) member (id);
  delete from identities where member_id = any (gone);
  update members set row_version = row_version + 1, changed_at = now() where id = any (gone);
  update alerts set matched_sha256 = sha256(convert_to(id::text, 'UTF8')) where member_id = any (gone);

  -- Words of a household that lives on go where they name the person, which only who holds the keys can tell.
  matters := array(select id from cases where household_id = home);
  told := array(select id from leads where household_id = home
                union select lead_id from cases where household_id = home and lead_id is not null);
  update leads set told_sealed = null, receipt_sha256 = null,
    dismissed_reason = case when dismissed_reason is not null then '${ERASED}' end
  where id = any (told) and (person is null or id = any (words));
  update tasks set note_sealed = null
  where note_sealed is not null and (household_id = home or case_id = any (matters) or lead_id = any (told))
    and (person is null or id = any (words));
  update case_steps set reason = '${ERASED}'
  where reason is not null and case_id = any (matters) and (person is null or id = any (words));
  update notices set body = '${ERASED}' where case_id = any (matters) and (person is null or id = any (words));
  update alerts set reason = '${ERASED}'
  where reason is not null and household_id = home and (person is null or id = any (words));
  update helpers set recalled_reason = '${ERASED}'
  where recalled_reason is not null and household_id = home and (person is null or id = any (words));
  update broken_glass set reason = '${ERASED}' where household_id = home and (person is null or id = any (words));

  if person is null then
    insert into erasures (household_id, village_code, reason, ended_on, retention_months, rule_id)
    values (home, village, why, retention.ended_on, retention.months, retention.rule_id)
    on conflict (household_id, ended_on) where member_id is null do nothing;
    update consents set form_sha256 = null where household_id = home and form_sha256 is not null;
    update attachments set content_sealed = '' where case_id = any (matters);
    update households set row_version = row_version + 1, changed_at = now() where id = home;
  end if;
end $$;
comment on function casework.erase(uuid, uuid, text, uuid[]) is 'Erases what identifies a member who left, or everybody of a household whose case is closed, once the time of retention is over; the last argument names the texts that name the member. Asks for post, region and time itself.';
revoke all on function casework.erase(uuid, uuid, text, uuid[]) from public;
grant execute on function casework.erase(uuid, uuid, text, uuid[]) to atlas_casework;
`;

export const up = rule + tombstones + erasing;
