// Files made of lists in the background: who asked for what, how far it is, and when the file goes.

export const up = /* sql */ `
create table access.export_jobs (
  id uuid primary key,
  person_id uuid references access.people on delete cascade,
  key_sha256 bytea check (length(key_sha256) = 32),
  token_sha256 bytea not null check (length(token_sha256) = 32),
  what text not null check (what ~ '^[A-Z_]{3,40}$'),
  format text not null check (format ~ '^[A-Z_]{3,40}$'),
  region_code text collate "C",
  period text,
  conditions jsonb not null default '{}' check (jsonb_typeof(conditions) = 'object'),
  language text not null check (language in ('zh', 'en')),
  is_guarded boolean not null,
  maker_role text,
  maker_regions text[],
  state text not null default 'QUEUED' check (state in ('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED', 'EXPIRED')),
  attempt smallint not null default 0 check (attempt between 0 and 3),
  lease_until timestamptz,
  rows_done integer not null default 0 check (rows_done >= 0),
  rows_total integer check (rows_total >= 0),
  size_bytes bigint check (size_bytes >= 0),
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  is_demo boolean,
  error_zh text,
  error_en text,
  requested_at timestamptz not null default now(),
  finished_at timestamptz,
  expires_at timestamptz not null default now() + interval '24 hours',
  check (key_sha256 is null or person_id is not null),
  check (not is_guarded or (person_id is not null and maker_role is not null and maker_regions is not null)),
  check (state <> 'DONE' or (size_bytes is not null and sha256 is not null and rows_total is not null and finished_at is not null)),
  check ((state = 'FAILED') = (error_zh is not null)),
  check ((error_zh is null) = (error_en is null)),
  check (state <> 'RUNNING' or lease_until is not null)
);
create index export_jobs_open on access.export_jobs (requested_at) where state in ('QUEUED', 'RUNNING');
create index export_jobs_kept on access.export_jobs (expires_at) where state <> 'EXPIRED';
create index export_jobs_person on access.export_jobs (person_id, requested_at);
comment on table access.export_jobs is 'Files that people, keys or holders of a secret asked for, each open to its maker alone and for a day';
comment on column access.export_jobs.id is 'Identity, made by the client: asked for twice it is one';
comment on column access.export_jobs.person_id is 'Who asked; null for who is not signed in and holds the secret';
comment on column access.export_jobs.key_sha256 is 'Key it was asked for with, as in access.tokens; null for a session of the person';
comment on column access.export_jobs.token_sha256 is 'SHA-256 of the token in the link, which is not kept';
comment on column access.export_jobs.what is 'List the file holds';
comment on column access.export_jobs.format is 'Format of the file';
comment on column access.export_jobs.region_code is 'Region or village it is of; null for all';
comment on column access.export_jobs.period is 'Month or quarter, as asked; null for the latest';
comment on column access.export_jobs.conditions is 'Further conditions on the rows, as asked';
comment on column access.export_jobs.language is 'Language of headings and names';
comment on column access.export_jobs.is_guarded is 'True for lists of casework: read as the person, under row-level security';
comment on column access.export_jobs.maker_role is 'Post of the person when asking: with another one the link does not open';
comment on column access.export_jobs.maker_regions is 'Regions of the person when asking: with one of them gone the link does not open';
comment on column access.export_jobs.state is 'QUEUED, RUNNING, DONE, FAILED, CANCELLED or EXPIRED';
comment on column access.export_jobs.attempt is 'How often a process took it up; one that fell silent is followed by another';
comment on column access.export_jobs.lease_until is 'Another process may take it up after this, renewed with every page';
comment on column access.export_jobs.rows_done is 'Rows written so far';
comment on column access.export_jobs.rows_total is 'Rows there are; null until counted';
comment on column access.export_jobs.size_bytes is 'Size of the whole file';
comment on column access.export_jobs.sha256 is 'SHA-256 of the whole file';
comment on column access.export_jobs.is_demo is 'Whether any row is demonstration data; null until counted';
comment on column access.export_jobs.error_zh is 'What went wrong, in Chinese';
comment on column access.export_jobs.error_en is 'What went wrong, in English';
comment on column access.export_jobs.requested_at is 'Database clock';
comment on column access.export_jobs.finished_at is 'When the file was whole';
comment on column access.export_jobs.expires_at is 'The file is removed then';
`;
