// One prefix index answers names (from any character on), pinyin, initials and codes alike.
export const up = /* sql */ `
create table atlas.search_entries (
  id integer generated always as identity primary key,
  kind text not null check (kind in ('REGION', 'VILLAGE', 'SETTLEMENT', 'PROJECT', 'ENCLAVE')),
  code text collate "C" not null,
  weight smallint not null,
  unique (kind, code)
);
comment on table atlas.search_entries is 'Read model: everything that can be searched for';
comment on column atlas.search_entries.id is 'Surrogate key';
comment on column atlas.search_entries.kind is 'What it is';
comment on column atlas.search_entries.code is 'Its code';
comment on column atlas.search_entries.weight is 'Lower comes first: areas and provinces before counties before villages';

create table atlas.search_terms (
  term text collate "C" not null,
  entry_id integer not null references atlas.search_entries on delete cascade,
  start smallint not null,
  primary key (term, entry_id)
);
create index search_terms_entry on atlas.search_terms (entry_id);
comment on table atlas.search_terms is 'Read model: what people type to find an entry';
comment on column atlas.search_terms.term is 'Code, name from its n-th character on, pinyin or initials, lower case';
comment on column atlas.search_terms.entry_id is 'Entry';
comment on column atlas.search_terms.start is 'Characters skipped at the front of the name: 0 ranks first';
`;
