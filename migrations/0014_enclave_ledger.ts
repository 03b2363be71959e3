// Money of enclaves in double entry, the contracts behind it, and where new money could go.
const KINDS = ["PRINCIPAL", "PROMISE", "PAYMENT", "REVERSAL"];
/** What an accountant of the investing villages would open; all are accounts of the village named in the posting. */
const ACCOUNTS = ["PLACED", "CASH", "DIVIDEND_RECEIVABLE", "DIVIDEND_INCOME", "DIVIDEND_ADVANCE"];
const listed = (values: readonly string[]) => values.map((value) => `'${value}'`).join(", ");

/** What the added postings change in a year: promises by their income, payments by their cash. */
const CHANGED_YEARS = /* sql */ `
    select entry.enclave_code, entry.year,
           coalesce(sum(-posting.amount_fen) filter (where posting.account = 'DIVIDEND_INCOME'), 0) as promised_fen,
           coalesce(sum(posting.amount_fen) filter (where posting.account = 'CASH'), 0) as paid_fen
    from added posting
    join atlas.enclave_entries entry on entry.id = posting.entry_id and entry.kind <> 'PRINCIPAL'
    group by entry.enclave_code, entry.year`;

export const up = /* sql */ `
-- Contracts -----------------------------------------------------------------------------------------------------------
alter table atlas.enclaves
  add column contract_number text,
  add column contract_from date,
  add column contract_to date,
  add column promised_basis_points integer check (promised_basis_points between 0 and 10000),
  add column returns_principal boolean,
  add constraint contract_is_whole check (num_nulls(contract_number, contract_from, contract_to, promised_basis_points, returns_principal) in (0, 5)),
  add constraint contract_ends_later check (contract_to > contract_from);
comment on column atlas.enclaves.contract_number is 'Number of the contract; all five columns of a contract are known or none';
comment on column atlas.enclaves.contract_from is 'First day of the contract';
comment on column atlas.enclaves.contract_to is 'Last day of the contract';
comment on column atlas.enclaves.promised_basis_points is 'Dividend promised for a year, in hundredths of a percent of the principal';
comment on column atlas.enclaves.returns_principal is 'Whether the principal comes back at the end';

-- Ledger --------------------------------------------------------------------------------------------------------------
create table atlas.enclave_entries (
  id uuid primary key,
  number bigint generated always as identity unique,
  enclave_code text collate "C" not null references atlas.enclaves,
  kind text not null check (kind in (${listed(KINDS)})),
  year smallint not null check (year between 2000 and 2100),
  day date not null,
  amount_fen bigint not null check (amount_fen > 0),
  advance_fen bigint not null default 0 check (advance_fen between 0 and amount_fen),
  reverses uuid unique references atlas.enclave_entries,
  note text check (length(note) between 1 and 200),
  recorded_at timestamptz not null default now(),
  check ((kind = 'REVERSAL') = (reverses is not null)),
  check (advance_fen = 0 or kind in ('PAYMENT', 'REVERSAL'))
);
create index enclave_entries_enclave on atlas.enclave_entries (enclave_code, number);
comment on table atlas.enclave_entries is 'Ledger of the enclaves 飞地台账: append-only, in double entry. What was wrong is reversed once, by an entry that mirrors it. Who recorded an entry stands in the audit.';
comment on column atlas.enclave_entries.id is 'Identity, made by the client: sent again, it is recorded once';
comment on column atlas.enclave_entries.number is 'Order of recording';
comment on column atlas.enclave_entries.enclave_code is 'Enclave';
comment on column atlas.enclave_entries.kind is 'PRINCIPAL money placed, PROMISE dividend promised for a year, PAYMENT dividend received for a year, REVERSAL of a promise or payment';
comment on column atlas.enclave_entries.year is 'Year the money is for';
comment on column atlas.enclave_entries.day is 'Day it happened';
comment on column atlas.enclave_entries.amount_fen is 'Whole amount, fen; the postings split it over the villages by share';
comment on column atlas.enclave_entries.advance_fen is 'Part of a payment beyond what was promised for its year when it came in, fen';
comment on column atlas.enclave_entries.reverses is 'Entry it takes back';
comment on column atlas.enclave_entries.note is 'Voucher or reason';
comment on column atlas.enclave_entries.recorded_at is 'Database clock';

create table atlas.enclave_postings (
  entry_id uuid not null references atlas.enclave_entries,
  account text not null check (account in (${listed(ACCOUNTS)})),
  village_code text collate "C" not null,
  amount_fen bigint not null check (amount_fen <> 0),
  primary key (entry_id, account, village_code)
);
create index enclave_postings_village on atlas.enclave_postings (village_code, entry_id);
comment on table atlas.enclave_postings is 'Postings of an entry: debit above zero, credit below; they add up to zero for every village, so for the entry too';
comment on column atlas.enclave_postings.entry_id is 'Entry';
comment on column atlas.enclave_postings.account is 'Of the village: PLACED 对外投资 principal at work elsewhere; CASH 银行存款 its bank; DIVIDEND_RECEIVABLE 应收分红 promised, not yet received; DIVIDEND_INCOME 投资收益 promised dividends, earned when promised; DIVIDEND_ADVANCE 预收分红 received beyond the promise, set off when a statement is drawn';
comment on column atlas.enclave_postings.village_code is 'Origin village; no foreign key, so that history survives mergers';
comment on column atlas.enclave_postings.amount_fen is 'Debit above zero, credit below, fen';

create function atlas.split_by_share(enclave text, amount bigint) returns table (village_code text, part bigint)
language sql stable as $$
  with exact as (
    select investor.village_code, amount * investor.share as exact, floor(amount * investor.share)::bigint as low
    from atlas.enclave_investors investor where investor.enclave_code = enclave),
  ranked as (
    select exact.village_code, exact.low, amount - sum(exact.low) over () as missing,
           row_number() over (order by exact.exact - exact.low desc, exact.village_code) as place
    from exact)
  select ranked.village_code, ranked.low + case when ranked.place <= ranked.missing then 1 else 0 end from ranked
$$;
comment on function atlas.split_by_share(text, bigint) is 'An amount over the investing villages by share, to the fen: largest remainder, ties to the lower code';

create function atlas.postings_of(kind text, enclave text, amount bigint, advance bigint)
returns table (account text, village_code text, amount_fen bigint) language sql stable as $$
  with part as (
    select whole.village_code, whole.part, coalesce(ahead.part, 0) as ahead
    from atlas.split_by_share(enclave, amount) whole
    left join atlas.split_by_share(enclave, advance) ahead on ahead.village_code = whole.village_code),
  line as (
    select 'PLACED' as account, part.village_code, part.part as amount_fen from part where kind = 'PRINCIPAL'
    union all select 'CASH', part.village_code, -part.part from part where kind = 'PRINCIPAL'
    union all select 'DIVIDEND_RECEIVABLE', part.village_code, part.part from part where kind = 'PROMISE'
    union all select 'DIVIDEND_INCOME', part.village_code, -part.part from part where kind = 'PROMISE'
    union all select 'CASH', part.village_code, part.part from part where kind = 'PAYMENT'
    union all select 'DIVIDEND_RECEIVABLE', part.village_code, part.ahead - part.part from part where kind = 'PAYMENT'
    union all select 'DIVIDEND_ADVANCE', part.village_code, -part.ahead from part where kind = 'PAYMENT')
  select line.account, line.village_code, line.amount_fen from line where line.amount_fen <> 0
$$;
comment on function atlas.postings_of(text, text, bigint, bigint) is 'The postings an entry demands, in the one place that says so';

create function atlas.keep_entries() returns trigger language plpgsql as $$
begin
  -- Invented enclaves go with all that hangs on them.
  if tg_op = 'DELETE' then
    if tg_table_name = 'enclave_entries' then
      if exists (select from atlas.enclaves where code = (to_jsonb(old) ->> 'enclave_code') and is_demo) then return old; end if;
    elsif exists (
      select from atlas.enclave_entries entry join atlas.enclaves enclave on enclave.code = entry.enclave_code
      where entry.id = (to_jsonb(old) ->> 'entry_id')::uuid and enclave.is_demo) then return old;
    end if;
  end if;
  raise exception '% is append-only: reverse the entry instead', tg_table_name using errcode = '23001';
end $$;
comment on function atlas.keep_entries() is 'Keeps the ledger append-only; only invented enclaves can be removed';

create function atlas.check_entry() returns trigger language plpgsql as $$
declare
  former atlas.enclave_entries;
  lines integer;
  total numeric;
begin
  select count(*), sum(amount_fen) into lines, total from atlas.enclave_postings where entry_id = new.id;
  if lines < 2 or total <> 0 then
    raise exception 'entry % has % postings that add up to %', new.id, lines, total using errcode = '23514';
  end if;
  if new.kind <> 'REVERSAL' then
    return null;
  end if;
  select * into former from atlas.enclave_entries where id = new.reverses;
  if former.kind not in ('PROMISE', 'PAYMENT') or (former.enclave_code, former.year, former.amount_fen, former.advance_fen)
     is distinct from (new.enclave_code, new.year, new.amount_fen, new.advance_fen) or exists (
    select from (select account, village_code, amount_fen from atlas.enclave_postings where entry_id = new.id) mirror
    full join (select account, village_code, -amount_fen as amount_fen from atlas.enclave_postings where entry_id = former.id) it
      using (account, village_code, amount_fen)
    where mirror.account is null or it.account is null) then
    raise exception 'entry % does not mirror a promise or payment', new.id using errcode = '23514';
  end if;
  return null;
end $$;
comment on function atlas.check_entry() is 'When the transaction commits, an entry has two postings or more that add up to zero, and a reversal is the mirror of one promise or payment';

create function atlas.check_postings() returns trigger language plpgsql as $$
begin
  if exists (
    select from atlas.enclave_postings posting join atlas.enclave_entries entry on entry.id = posting.entry_id
    where posting.entry_id in (select entry_id from added)
    group by entry.id, posting.village_code having sum(posting.amount_fen) <> 0) then
    raise exception 'postings of a village do not add up to zero' using errcode = '23514';
  end if;
  -- With it nothing can be added to an entry that is whole.
  if exists (
    select from atlas.enclave_entries entry
    join atlas.enclave_postings posting on posting.entry_id = entry.id
    left join atlas.enclave_entries former on former.id = entry.reverses
    where entry.id in (select entry_id from added)
    group by entry.id, entry.kind, entry.amount_fen, entry.advance_fen, former.kind
    having abs(sum(posting.amount_fen) filter (where posting.account = case coalesce(former.kind, entry.kind)
             when 'PRINCIPAL' then 'PLACED' when 'PROMISE' then 'DIVIDEND_INCOME' else 'CASH' end)) is distinct from entry.amount_fen
        or abs(coalesce(sum(posting.amount_fen) filter (where posting.account = 'DIVIDEND_ADVANCE'), 0)) <> entry.advance_fen) then
    raise exception 'postings do not add up to the amount of their entry' using errcode = '23514';
  end if;
  if exists (
    select from added posting join atlas.enclave_entries entry on entry.id = posting.entry_id
    where not exists (select from atlas.enclave_investors investor
                      where investor.enclave_code = entry.enclave_code and investor.village_code = posting.village_code)) then
    raise exception 'a posting of a village that did not invest' using errcode = '23514';
  end if;
  return null;
end $$;
comment on function atlas.check_postings() is 'All postings of an entry come in one statement: balanced by village, adding up to the amount, of villages that invested';

-- The summary by year -------------------------------------------------------------------------------------------------
create function atlas.keep_dividends() returns trigger language plpgsql security definer set search_path = pg_catalog, atlas as $$
begin
  insert into atlas.dividends (enclave_code, year, promised_fen, paid_fen)
  select changed.enclave_code, changed.year, 0, 0 from (${CHANGED_YEARS}) changed
  order by changed.enclave_code, changed.year
  on conflict (enclave_code, year) do nothing;
  update atlas.dividends dividend
  set promised_fen = dividend.promised_fen + changed.promised_fen, paid_fen = dividend.paid_fen + changed.paid_fen
  from (${CHANGED_YEARS}) changed
  where dividend.enclave_code = changed.enclave_code and dividend.year = changed.year;
  with touched as (
    select distinct entry.enclave_code from added posting join atlas.enclave_entries entry on entry.id = posting.entry_id),
  gap as (
    select touched.enclave_code, coalesce(sum(greatest(dividend.promised_fen - dividend.paid_fen, 0)), 0) as gap_fen
    from touched left join atlas.dividends dividend on dividend.enclave_code = touched.enclave_code group by 1),
  part as (
    select gap.enclave_code, left(investor.village_code, 6) as origin_code, round(gap.gap_fen * sum(investor.share)) as gap_fen
    from gap join atlas.enclave_investors investor on investor.enclave_code = gap.enclave_code group by 1, 2, gap.gap_fen),
  redrawn as (
    update atlas.enclave_flows flow set gap_fen = part.gap_fen from part
    where flow.enclave_code = part.enclave_code and flow.origin_code = part.origin_code and flow.gap_fen <> part.gap_fen
    returning flow.enclave_code, flow.origin_code),
  ends as (
    select redrawn.enclave_code, region.bbox from redrawn join atlas.regions region on region.code = redrawn.origin_code
    union all
    select redrawn.enclave_code, region.bbox from redrawn join atlas.enclaves enclave on enclave.code = redrawn.enclave_code
    join atlas.regions region on region.code = enclave.host_code),
  box as (
    select enclave_code, min(bbox[1]) as west, min(bbox[2]) as south, max(bbox[3]) as east, max(bbox[4]) as north
    from ends where bbox is not null group by enclave_code)
  -- A flow is bent by less than a sixth of its length.
  insert into atlas.data_changes (layer, west, south, east, north)
  select 'enclaves', greatest(-180, west - bend), greatest(-90, south - bend), least(180, east + bend), least(90, north + bend)
  from box cross join lateral (select 0.2 * ((east - west) + (north - south)) as bend) bent
  order by enclave_code;
  return null;
end $$;
comment on function atlas.keep_dividends() is 'Keeps the dividends by year and the gap of the flow lines in step with the ledger, in its transaction, and tells the tiles';

create function atlas.guard_dividends() returns trigger language plpgsql as $$
begin
  if pg_trigger_depth() > 1 or (tg_op = 'DELETE' and exists (
    select from atlas.enclaves where code = old.enclave_code and is_demo)) then
    return coalesce(new, old);
  end if;
  raise exception 'dividends are kept by the ledger: record an entry instead' using errcode = '23001';
end $$;
comment on function atlas.guard_dividends() is 'Nobody but the ledger writes the summary';

-- What stood in the summary until now becomes entries; the summary is built from them again.
create temporary table former_dividends on commit drop as select * from atlas.dividends;
delete from atlas.dividends;
insert into atlas.enclave_entries (id, enclave_code, kind, year, day, amount_fen, advance_fen, note)
select md5('enclave ' || code || ' ' || kind || ' ' || year)::uuid, code, kind, year, day, amount_fen, advance_fen, '由原台账结转'
from (
  select enclave.code, 'PRINCIPAL' as kind, extract(year from placed.day)::int as year, placed.day, sum(investor.amount_fen)::bigint as amount_fen, 0 as advance_fen
  from atlas.enclaves enclave
  join atlas.enclave_investors investor on investor.enclave_code = enclave.code
  cross join lateral (select coalesce(enclave.started_on, (select make_date(min(year), 1, 1) from former_dividends where enclave_code = enclave.code), date '2020-01-01') as day) placed
  group by enclave.code, placed.day
  union all
  select enclave_code, 'PROMISE', year, make_date(year, 1, 1), promised_fen, 0 from former_dividends where promised_fen > 0
  union all
  select enclave_code, 'PAYMENT', year, make_date(year, 12, 31), paid_fen, greatest(paid_fen - promised_fen, 0) from former_dividends where paid_fen > 0
) former
where exists (select from atlas.enclave_investors where enclave_code = code)
order by code, year, array_position(array['PRINCIPAL', 'PROMISE', 'PAYMENT'], kind);
create trigger keep_dividends after insert on atlas.enclave_postings
  referencing new table as added for each statement execute function atlas.keep_dividends();
insert into atlas.enclave_postings (entry_id, account, village_code, amount_fen)
select entry.id, line.account, line.village_code, line.amount_fen
from atlas.enclave_entries entry
cross join lateral atlas.postings_of(entry.kind, entry.enclave_code, entry.amount_fen, entry.advance_fen) line;
-- Of an enclave without investors there is nobody to post to: its years stay as they were.
insert into atlas.dividends select * from former_dividends on conflict do nothing;
drop table former_dividends;

create trigger check_postings after insert on atlas.enclave_postings
  referencing new table as added for each statement execute function atlas.check_postings();
create constraint trigger check_entry after insert on atlas.enclave_entries
  deferrable initially deferred for each row execute function atlas.check_entry();
create constraint trigger leaves_an_event after insert on atlas.enclave_entries
  deferrable initially deferred for each row execute function audit.require_event();
create trigger keep_history before update or delete on atlas.enclave_entries for each row execute function atlas.keep_entries();
create trigger keep_history before update or delete on atlas.enclave_postings for each row execute function atlas.keep_entries();
create trigger keep_all before truncate on atlas.enclave_entries for each statement execute function atlas.keep_entries();
create trigger keep_all before truncate on atlas.enclave_postings for each statement execute function atlas.keep_entries();
create trigger guard_dividends before insert or update or delete on atlas.dividends for each row execute function atlas.guard_dividends();
comment on table atlas.dividends is 'Dividends of an enclave by year: the summary of its ledger, kept by it and written by nobody else';
comment on column atlas.dividends.promised_fen is 'Promised by contract less what was reversed, fen';
comment on column atlas.dividends.paid_fen is 'Received less what was reversed, fen';

-- Who may record: the host county, and whoever answers for an investing village.
create function access.may_record_enclave(enclave text) returns boolean language plpgsql stable security definer set search_path = pg_catalog, access as $$
begin
  return coalesce(access.viewer_role() = any (array['COUNTY', 'PROVINCE', 'NATIONAL']) and exists (
    select from (
      select rpad(host_code, 12, '0') as place from atlas.enclaves where code = enclave
      union all select village_code from atlas.enclave_investors where enclave_code = enclave) involved
    where (place >= (select access.low('WORK')) and place < (select access.high('WORK')))
       or left(place, 6) = any ((select access.counties('WORK'))::text[])), false);
end $$;
comment on function access.may_record_enclave(text) is 'Whether the viewer''s region holds the host county or an investing village of an enclave';
revoke all on function access.may_record_enclave(text) from public;
grant execute on function access.may_record_enclave(text) to atlas_casework;

alter table atlas.enclave_entries enable row level security;
alter table atlas.enclave_entries force row level security;
create policy open_to_all on atlas.enclave_entries for select to atlas_open, atlas_casework using (true);
create policy by_region on atlas.enclave_entries for insert to atlas_casework
  with check (kind <> 'PRINCIPAL' and access.may_record_enclave(enclave_code));
create policy owner_loads on atlas.enclave_entries to current_user using (true) with check (true);
alter table atlas.enclave_postings enable row level security;
alter table atlas.enclave_postings force row level security;
create policy open_to_all on atlas.enclave_postings for select to atlas_open, atlas_casework using (true);
-- Of which region is said by the entry; check_postings lets nothing be added to one that is whole.
create policy with_its_entry on atlas.enclave_postings for insert to atlas_casework with check (true);
create policy owner_loads on atlas.enclave_postings to current_user using (true) with check (true);
grant insert on atlas.enclave_entries, atlas.enclave_postings to atlas_casework;

-- Where an enclave could go -------------------------------------------------------------------------------------------
create table atlas.constrained_villages (
  village_code text collate "C" primary key references atlas.villages on delete cascade,
  share double precision not null check (share > 0 and share <= 1)
);
create index constrained_villages_share on atlas.constrained_villages (share);
comment on table atlas.constrained_villages is 'Share of a village''s land inside any constraint zone, where zones overlap counted once, computed from the outlines';
comment on column atlas.constrained_villages.village_code is 'Village';
comment on column atlas.constrained_villages.share is 'Share of the area, 0 to 1';
insert into atlas.constrained_villages (village_code, share)
select village_code, case when count(*) = 1 then max(share) else (
         select least(1, greatest(max(known.share), round((st_area(st_intersection(village.outline, st_union(zone.outline))) / st_area(village.outline))::numeric, 6)))
         from atlas.villages village join atlas.constraint_zones zone on st_intersects(zone.outline, village.outline)
         where village.code = known.village_code group by village.outline) end
from atlas.village_constraints known group by village_code;

create table atlas.enclave_host_sites (
  code text collate "C" primary key,
  name text not null,
  name_en text,
  county_code text collate "C" not null references atlas.regions,
  operator text not null,
  sector text not null,
  point geometry(Point, 4326) not null check (atlas.is_mappable(point)),
  capacity_fen bigint not null check (capacity_fen >= smallest_fen),
  smallest_fen bigint not null check (smallest_fen > 0),
  promised_basis_points integer not null check (promised_basis_points between 1 and 10000),
  source_id smallint references atlas.data_sources,
  is_demo boolean not null default false,
  row_version integer not null default 1
);
create index enclave_host_sites_county on atlas.enclave_host_sites (county_code);
comment on table atlas.enclave_host_sites is 'Sites that offer to take enclave investments 飞地承接地';
comment on column atlas.enclave_host_sites.code is 'Code of the site';
comment on column atlas.enclave_host_sites.name is 'Name in Chinese';
comment on column atlas.enclave_host_sites.name_en is 'Name in English';
comment on column atlas.enclave_host_sites.county_code is 'County it stands in';
comment on column atlas.enclave_host_sites.operator is 'Business that runs it';
comment on column atlas.enclave_host_sites.sector is 'Line of business';
comment on column atlas.enclave_host_sites.point is 'Where it stands';
comment on column atlas.enclave_host_sites.capacity_fen is 'Money it can still take, fen';
comment on column atlas.enclave_host_sites.smallest_fen is 'Smallest amount it takes from a village, fen';
comment on column atlas.enclave_host_sites.promised_basis_points is 'Dividend it offers for a year, in hundredths of a percent of the principal';
comment on column atlas.enclave_host_sites.source_id is 'Delivery the row came from';
comment on column atlas.enclave_host_sites.is_demo is 'True for demonstration data';
comment on column atlas.enclave_host_sites.row_version is 'Grows with every change of the row';
`;
