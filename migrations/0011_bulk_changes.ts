// What a large import rewrites, kept apart from what it does not touch; and a function that a backup can bring back.
export const up = /* sql */ `
-- As a string, its names were looked up on the search path, which is empty while pg_restore runs: every table with a
-- place then stayed empty. As a body, they are bound once and for all.
create or replace function atlas.is_mappable(shape geometry) returns boolean language sql immutable parallel safe
  return not st_isempty(shape) and st_ndims(shape) = 2 and st_npoints(shape) <= 200000
     and st_xmin(shape) between 73 and 136 and st_xmax(shape) between 73 and 136
     and st_ymin(shape) between 3 and 54 and st_ymax(shape) between 3 and 54 and st_isvalid(shape);

-- Terms are only ever written from entries: looking each of a million up again took half of the time they need.
alter table atlas.search_terms drop constraint search_terms_entry_id_fkey;
create function atlas.drop_search_terms() returns trigger language plpgsql as $$
begin
  delete from atlas.search_terms where entry_id in (select id from gone);
  return null;
end $$;
comment on function atlas.drop_search_terms() is 'Terms go with their entries, all of a statement at once';
create trigger drop_terms after delete on atlas.search_entries
  referencing old table as gone for each statement execute function atlas.drop_search_terms();

-- How many villages and households stand in a cell is the same in every month: new villages without a score, which an
-- import brings, change one row a cell and not one for each month.
create table atlas.village_cell_months (
  level smallint not null,
  period date not null,
  cell_x integer not null,
  cell_y integer not null,
  scored_households integer not null,
  weighted_score double precision not null,
  villages_by_level integer[] not null,
  primary key (level, period, cell_x, cell_y)
);
comment on table atlas.village_cell_months is 'Read model: scores and levels of the villages of a cell in a published month; no row where none has a score';
comment on column atlas.village_cell_months.level is 'Grid level: the world is 2^level cells wide';
comment on column atlas.village_cell_months.period is 'First day of the month';
comment on column atlas.village_cell_months.cell_x is 'Column from the west';
comment on column atlas.village_cell_months.cell_y is 'Row from the north';
comment on column atlas.village_cell_months.scored_households is 'Households of the villages with a score';
comment on column atlas.village_cell_months.weighted_score is 'Sum of score times households';
comment on column atlas.village_cell_months.villages_by_level is 'Villages by level: NONE, BLUE, YELLOW, ORANGE, RED';
insert into atlas.village_cell_months
  select level, period, cell_x, cell_y, scored_households, weighted_score, villages_by_level[1:5]
  from atlas.village_cells where villages_by_level[6] < villages
  order by level, period, cell_x, cell_y;

create temporary table former_cells on commit drop as
  select distinct on (level, cell_x, cell_y) level, cell_x, cell_y, villages, households, is_demo
  from atlas.village_cells order by level, cell_x, cell_y, period desc;
drop table atlas.village_cells;
create table atlas.village_cells (
  level smallint not null,
  cell_x integer not null,
  cell_y integer not null,
  villages integer not null,
  households integer not null,
  is_demo boolean not null,
  primary key (level, cell_x, cell_y)
);
comment on table atlas.village_cells is 'Read model: exact totals of villages in the cells of the Web Mercator grid, for zooms where a village is under two pixels';
comment on column atlas.village_cells.level is 'Grid level: the world is 2^level cells wide';
comment on column atlas.village_cells.cell_x is 'Column from the west';
comment on column atlas.village_cells.cell_y is 'Row from the north';
comment on column atlas.village_cells.villages is 'Villages whose point lies in the cell';
comment on column atlas.village_cells.households is 'Their households';
comment on column atlas.village_cells.is_demo is 'True when the cell holds demonstration data';
insert into atlas.village_cells select * from former_cells;
drop table former_cells;
`;
