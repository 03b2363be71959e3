// Since when somebody is in work again, so that a spell without work ends on its day and not on the day it was written down.
export const up = /* sql */ `
alter table casework.members add column employed_since date;
comment on column casework.members.employed_since is 'Day since which the person is in work; null for who is without work, and where nobody knows';
alter table casework.ended_work_spells add column employed_since date;
comment on column casework.ended_work_spells.employed_since is 'Day since which the person was in work; null for who was without work, and where nobody knew';

create or replace function casework.keep_work() returns trigger language plpgsql as $$
begin
  if new.employed then
    new.idle_since := null;
    new.idle_by_choice := false;
  else
    new.employed_since := null;
  end if;
  -- A day that was told later, or corrected, is the same spell known better; another state is another spell.
  if tg_op = 'UPDATE' and (new.employed, new.idle_by_choice) is distinct from (old.employed, old.idle_by_choice) then
    insert into casework.ended_work_spells (member_id, village_code, employed, employed_since, idle_since, idle_by_choice, ended_on)
    values (old.id, new.village_code, old.employed, old.employed_since, old.idle_since, old.idle_by_choice,
            coalesce(new.idle_since, new.employed_since, (now() at time zone 'Asia/Shanghai')::date));
  end if;
  return new;
end $$;
-- The first day of what is, put right, is the last of what was.
grant update (ended_on) on casework.ended_work_spells to atlas_casework;
drop trigger keep_work on casework.members;
create trigger keep_work before insert or update of employed, employed_since, idle_since, idle_by_choice on casework.members
  for each row execute function casework.keep_work();
`;
