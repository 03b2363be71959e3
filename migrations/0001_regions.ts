// Regions are keyed by their code: a subtree is the half-open range code >= '360827' and code < '360828',
// which a plain btree answers when the collation is "C".
export const up = /* sql */ `
create schema if not exists atlas;
comment on schema atlas is 'Open facts 公开事实: regions, villages, settlements, projects, enclaves, published figures. Never households.';

create function atlas.is_mappable(shape geometry) returns boolean language sql immutable parallel safe as $$
  select not st_isempty(shape) and st_ndims(shape) = 2 and st_npoints(shape) <= 200000
     and st_xmin(shape) between 73 and 136 and st_xmax(shape) between 73 and 136
     and st_ymin(shape) between 3 and 54 and st_ymax(shape) between 3 and 54 and st_isvalid(shape)
$$;
comment on function atlas.is_mappable(geometry) is 'Every stored geometry passes this: finite, two-dimensional, valid, within China''s extent, at most 200,000 vertices. NaN fails every range.';

create table atlas.data_sources (
  id smallint generated always as identity primary key,
  key text not null unique,
  name_zh text not null,
  name_en text not null,
  credit_zh text,
  credit_en text,
  licence text,
  file_name text,
  sha256 text,
  is_demo boolean not null default false,
  recorded_at timestamptz not null default now()
);
comment on table atlas.data_sources is 'Where rows came from 数据来源: one row per delivery';
comment on column atlas.data_sources.id is 'Surrogate key, referenced by rows of this delivery';
comment on column atlas.data_sources.key is 'Stable key of the delivery';
comment on column atlas.data_sources.name_zh is 'Name shown in Chinese';
comment on column atlas.data_sources.name_en is 'Name shown in English';
comment on column atlas.data_sources.credit_zh is 'Credit line the map must show, Chinese';
comment on column atlas.data_sources.credit_en is 'Credit line the map must show, English';
comment on column atlas.data_sources.licence is 'Licence of the data';
comment on column atlas.data_sources.file_name is 'File the rows were read from';
comment on column atlas.data_sources.sha256 is 'SHA-256 of that file, or of the canonical text of generated rows';
comment on column atlas.data_sources.is_demo is 'True for demonstration data 模拟数据';
comment on column atlas.data_sources.recorded_at is 'When it was recorded, database clock';

create table atlas.regions (
  code text collate "C" primary key,
  feature_id integer generated always as identity unique,
  kind text not null check (kind in ('PROVINCE', 'PREFECTURE', 'COUNTY', 'TOWNSHIP', 'AREA')),
  name text not null,
  name_en text,
  pinyin text not null default '',
  initials text not null default '',
  parent_code text collate "C" references atlas.regions deferrable initially deferred,
  province_code text collate "C",
  lead_ministry text,
  point geometry(Point, 4326) check (atlas.is_mappable(point)),
  outline geometry(MultiPolygon, 4326) check (atlas.is_mappable(outline)),
  bbox double precision[] generated always as (
    array[st_xmin(outline), st_ymin(outline), st_xmax(outline), st_ymax(outline)]) stored,
  datum text not null default 'EPSG:4490',
  source_id smallint references atlas.data_sources,
  is_demo boolean not null default false,
  check (kind = 'AREA' or code ~ '^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9})$'),
  check (length(code) = case kind when 'PROVINCE' then 2 when 'PREFECTURE' then 4 when 'COUNTY' then 6 when 'TOWNSHIP' then 9 else length(code) end)
);
create index regions_parent on atlas.regions (parent_code, code);
create index regions_kind on atlas.regions (kind, code);
create index regions_outline on atlas.regions using gist (outline);
create index regions_point on atlas.regions using gist (point);
comment on table atlas.regions is 'Administrative divisions 行政区划 and contiguous poverty areas 集中连片特困地区';
comment on column atlas.regions.code is 'Division code (GB/T 2260 to county, statistical code below) or the slug of an area';
comment on column atlas.regions.feature_id is 'Number of this region in vector tiles';
comment on column atlas.regions.kind is 'PROVINCE 省, PREFECTURE 市, COUNTY 县, TOWNSHIP 乡镇, AREA 片区';
comment on column atlas.regions.name is 'Name in Chinese';
comment on column atlas.regions.name_en is 'Name in English, where one is agreed';
comment on column atlas.regions.pinyin is 'Pinyin of the name without tones or spaces, for search';
comment on column atlas.regions.initials is 'Pinyin initials of the name, for search';
comment on column atlas.regions.parent_code is 'Code of the division above; null for provinces and areas';
comment on column atlas.regions.province_code is 'Code of the province; null for areas that span several';
comment on column atlas.regions.lead_ministry is 'Ministry that leads a contiguous area 牵头部委';
comment on column atlas.regions.point is 'Point on the surface of the largest part, for labels';
comment on column atlas.regions.outline is 'Boundary, longitude and latitude';
comment on column atlas.regions.bbox is 'West, south, east, north in degrees';
comment on column atlas.regions.datum is 'Datum the source used; 4490 (CGCS2000) equals 4326 here to well under a metre';
comment on column atlas.regions.source_id is 'Delivery the row came from';
comment on column atlas.regions.is_demo is 'True for an invented township of demonstration data';

create table atlas.region_shapes (
  region_code text collate "C" not null references atlas.regions on delete cascade,
  to_zoom smallint not null,
  shape geometry(MultiPolygon, 3857) not null check (not st_isempty(shape)),
  primary key (to_zoom, region_code)
);
create index region_shapes_shape on atlas.region_shapes using gist (shape);
comment on table atlas.region_shapes is 'Outlines per zoom band, simplified together so that shared borders stay shared';
comment on column atlas.region_shapes.region_code is 'Region';
comment on column atlas.region_shapes.to_zoom is 'Last zoom this band serves; a tile takes the smallest band not below its zoom';
comment on column atlas.region_shapes.shape is 'Outline in Web Mercator metres';

create table atlas.boundary_lines (
  id integer generated always as identity primary key,
  kind text not null check (kind in ('NATIONAL', 'PROVINCE', 'COUNTY')),
  to_zoom smallint not null,
  line geometry(MultiLineString, 3857) not null check (not st_isempty(line))
);
create index boundary_lines_line on atlas.boundary_lines using gist (line);
comment on table atlas.boundary_lines is 'Borders as lines, each drawn once: the national boundary with the ten-dash line, province and county borders';
comment on column atlas.boundary_lines.id is 'Number of this line in vector tiles';
comment on column atlas.boundary_lines.kind is 'NATIONAL 国界, PROVINCE 省界, COUNTY 县界';
comment on column atlas.boundary_lines.to_zoom is 'Last zoom this band serves';
comment on column atlas.boundary_lines.line is 'Line in Web Mercator metres';

create table atlas.area_members (
  area_code text collate "C" not null references atlas.regions,
  county_code text collate "C" not null references atlas.regions,
  name_then text,
  member_from date not null,
  member_to date check (member_to > member_from),
  primary key (area_code, county_code, member_from)
);
create index area_members_county on atlas.area_members (county_code);
comment on table atlas.area_members is 'Counties of a contiguous area, dated 片区成员县';
comment on column atlas.area_members.area_code is 'The area';
comment on column atlas.area_members.county_code is 'The county, by its present code';
comment on column atlas.area_members.name_then is 'Name in the list of 2012 where it has changed';
comment on column atlas.area_members.member_from is 'First day of membership';
comment on column atlas.area_members.member_to is 'First day after membership; null while it lasts';

create table atlas.code_aliases (
  alias text collate "C" primary key,
  code text collate "C" not null references atlas.regions,
  note text not null
);
comment on table atlas.code_aliases is 'Retired and variant codes that must still resolve 旧代码';
comment on column atlas.code_aliases.alias is 'The retired or variant code';
comment on column atlas.code_aliases.code is 'The present code';
comment on column atlas.code_aliases.note is 'Why it changed';

create table atlas.data_changes (
  version bigint generated always as identity primary key,
  layer text not null,
  west double precision not null default -180,
  south double precision not null default -90,
  east double precision not null default 180,
  north double precision not null default 90,
  changed_at timestamptz not null default now()
);
comment on table atlas.data_changes is 'What changed where: tile servers read it to know which cached tiles are still true';
comment on column atlas.data_changes.version is 'Grows with every change';
comment on column atlas.data_changes.layer is 'Tile layer that changed, or * for all';
comment on column atlas.data_changes.west is 'West of the box that changed, degrees';
comment on column atlas.data_changes.south is 'South of the box that changed, degrees';
comment on column atlas.data_changes.east is 'East of the box that changed, degrees';
comment on column atlas.data_changes.north is 'North of the box that changed, degrees';
comment on column atlas.data_changes.changed_at is 'When, database clock';

create function atlas.announce_change() returns trigger language plpgsql as $$
begin
  perform pg_notify('atlas_data_changes', json_build_object(
    'version', new.version, 'layer', new.layer,
    'bbox', json_build_array(new.west, new.south, new.east, new.north))::text);
  return null;
end $$;
comment on function atlas.announce_change() is 'Tells every server process of a change, when the transaction commits';
create trigger announce_change after insert on atlas.data_changes
  for each row execute function atlas.announce_change();
`;
