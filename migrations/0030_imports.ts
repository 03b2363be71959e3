export const up = /* sql */ `
create table atlas.original_shapes (
  dataset text not null,
  key text collate "C" not null,
  outline geometry(MultiPolygon, 4326) not null,
  reason text not null,
  source_id smallint not null references atlas.data_sources,
  primary key (dataset, key)
);
comment on table atlas.original_shapes is 'Outlines as they were delivered, where they were not valid and an import repaired them; the repair changed at most a thousandth of the area';
comment on column atlas.original_shapes.dataset is 'Which list the row is of, as imports call it';
comment on column atlas.original_shapes.key is 'Code of the row';
comment on column atlas.original_shapes.outline is 'As delivered, in longitude and latitude';
comment on column atlas.original_shapes.reason is 'What GEOS said was wrong';
comment on column atlas.original_shapes.source_id is 'Delivery it came with';
`;
