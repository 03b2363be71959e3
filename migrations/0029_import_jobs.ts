// Imports of the web app: what was uploaded, what was asked for with it and what became of it; and how headers were
// matched before. Seen by whoever uploaded it and by nobody else.
import { oneOf } from "./guarded.ts";

const STATES = [
  "UPLOADING",
  "UPLOADED",
  "PROBED",
  "CHECKED",
  "QUEUED",
  "RUNNING",
  "HELD",
  "DONE",
  "REFUSED",
  "FAILED",
  "CANCELLED",
];

export const up = /* sql */ `
create function access.posted() returns text[] language plpgsql stable security definer set search_path = pg_catalog, access as $$
begin
  return (
    select coalesce(array_agg(region_code order by region_code), '{}') from access.person_regions where person_id = access.viewer()
  );
end $$;
comment on function access.posted() is 'Regions of the viewer, in order: who has the same works in the same office';
revoke all on function access.posted() from public;
grant execute on function access.posted() to atlas_casework;

create schema imports;
comment on schema imports is 'Imports 导入: uploads, what was asked for with them and what became of them; by row-level security each person''s own';

create table imports.jobs (
  id uuid primary key,
  person_id uuid not null references access.people,
  channel text not null check (channel in ('SESSION', 'API_KEY')),
  file_name text not null check (file_name <> '' and length(file_name) <= 255),
  byte_length bigint not null check (byte_length between 1 and 1073741824),
  state text not null default 'UPLOADING' ${oneOf("state", STATES)},
  dataset text collate "C",
  settings jsonb not null default '{}' check (jsonb_typeof(settings) = 'object'),
  phase text ${oneOf("phase", ["READING", "CHECKING", "WRITING"])},
  rows_done bigint not null default 0,
  attempts smallint not null default 0,
  report json,
  refusal jsonb check (jsonb_typeof(refusal) = 'object'),
  error_file text check (error_file in ('csv', 'geojsonl')),
  is_cancelling boolean not null default false,
  created_at timestamptz not null default now(),
  queued_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  file_removed_at timestamptz,
  row_version integer not null default 1
);
create index jobs_person on imports.jobs (person_id, created_at desc);
create index jobs_due on imports.jobs (queued_at) where state in ('UPLOADED', 'QUEUED', 'RUNNING');
create index jobs_files on imports.jobs (created_at) where file_removed_at is null;
comment on table imports.jobs is 'One uploaded file each, with what its maker asked for and what became of it. The file itself lies in the data folder for a day.';
comment on column imports.jobs.id is 'Made by the client; names the file in the data folder';
comment on column imports.jobs.person_id is 'Who uploaded it, and nobody else sees it';
comment on column imports.jobs.channel is 'How the person came: web session or key';
comment on column imports.jobs.file_name is 'As the uploader calls it; decides nothing and names no file here';
comment on column imports.jobs.byte_length is 'Bytes it has once all have come';
comment on column imports.jobs.state is 'UPLOADING, UPLOADED and waiting to be looked into, PROBED, CHECKED by a dry run, QUEUED, RUNNING, HELD until somebody confirms, DONE, REFUSED, FAILED, CANCELLED';
comment on column imports.jobs.dataset is 'Kind of rows it holds; null until chosen';
comment on column imports.jobs.settings is 'layer, crs, swapAxes, mapping, mode and dryRun as asked for';
comment on column imports.jobs.phase is 'What a running import is doing';
comment on column imports.jobs.rows_done is 'Rows of that phase so far';
comment on column imports.jobs.attempts is 'How often it was begun; more than once after a process died';
comment on column imports.jobs.report is 'Report of the last run, in the bytes that are downloaded';
comment on column imports.jobs.refusal is 'Why the last run did not take place: code, both sentences, and a proposal where it is held';
comment on column imports.jobs.error_file is 'Ending of the file the last run left the bad rows in; null for none';
comment on column imports.jobs.is_cancelling is 'Its maker wants it stopped; the process that runs it looks twice a second';
comment on column imports.jobs.created_at is 'When the upload began, by the database clock';
comment on column imports.jobs.queued_at is 'When it became due';
comment on column imports.jobs.started_at is 'When the last run began';
comment on column imports.jobs.ended_at is 'When the last run ended';
comment on column imports.jobs.file_removed_at is 'When the file was removed from the data folder; null while it lies there';
comment on column imports.jobs.row_version is 'Counts changes of state and of what was asked for';

create table imports.mappings (
  person_id uuid not null references access.people,
  dataset text collate "C" not null,
  headers_sha256 text collate "C" not null check (headers_sha256 ~ '^[0-9a-f]{64}$'),
  posted text[] not null,
  mapping jsonb not null check (jsonb_typeof(mapping) = 'object'),
  crs text,
  swap_axes boolean not null default false,
  saved_at timestamptz not null default now(),
  primary key (person_id, dataset, headers_sha256)
);
create index mappings_headers on imports.mappings (headers_sha256, saved_at desc);
comment on table imports.mappings is 'Which header meant which column, found again with the next file of the same headers by its maker and by colleagues posted to the same regions';
comment on column imports.mappings.person_id is 'Who matched them';
comment on column imports.mappings.dataset is 'Kind of rows';
comment on column imports.mappings.headers_sha256 is 'SHA-256 of the set of headers, whatever their order';
comment on column imports.mappings.posted is 'Regions of the maker at that time';
comment on column imports.mappings.mapping is 'Column of the dataset to header of the file';
comment on column imports.mappings.crs is 'Coordinate system it was imported with; null where the file said it';
comment on column imports.mappings.swap_axes is 'Whether coordinates had to be exchanged';
comment on column imports.mappings.saved_at is 'Last time it was used';

grant usage on schema imports to atlas_casework;
grant select, insert, update on imports.jobs to atlas_casework;
grant select, insert, update on imports.mappings to atlas_casework;
alter table imports.jobs enable row level security;
alter table imports.jobs force row level security;
create policy own_jobs on imports.jobs to atlas_casework
  using (person_id = (select access.viewer())) with check (person_id = (select access.viewer()));
create policy owner_runs on imports.jobs to current_user using (true) with check (true);
alter table imports.mappings enable row level security;
alter table imports.mappings force row level security;
create policy of_the_office on imports.mappings for select to atlas_casework
  using (person_id = (select access.viewer()) or posted = (select access.posted()));
create policy own_mappings on imports.mappings for insert to atlas_casework with check (person_id = (select access.viewer()));
create policy own_changes on imports.mappings for update to atlas_casework
  using (person_id = (select access.viewer())) with check (person_id = (select access.viewer()));
create policy owner_tidies on imports.mappings to current_user using (true) with check (true);

-- What a person does leaves an event; what the process that runs it notes down, such as how far it is, does not.
create constraint trigger leaves_an_event after insert or update on imports.jobs deferrable initially deferred
  for each row when (current_user = 'atlas_casework') execute function audit.require_event();
`;
