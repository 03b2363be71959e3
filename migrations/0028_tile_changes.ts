// Every change of what the map draws tells the tiles, whoever makes it; and none is missed that commits late.
const TELLING: readonly (readonly [table: string, layer: string, place: string])[] = [
  ["settlements", "settlements", "item.point"],
  ["settlement_flows", "settlements", "st_transform(st_envelope(item.line), 4326)"],
  ["industry_projects", "projects", "item.point"],
  ["project_links", "projects", "(select point from atlas.industry_projects where code = item.project_code)"],
  ["enclaves", "enclaves", "item.point"],
  ["enclave_flows", "enclaves", "st_transform(st_envelope(item.line), 4326)"],
  ["constraint_zones", "constraints", "item.outline"],
  ["emergency_events", "events", "item.footprint"],
];

const triggersOf = ([table, layer, place]: (typeof TELLING)[number]) => {
  const call = `for each statement execute function atlas.tell_tiles('${layer}', $place$${place}$place$)`;
  return /* sql */ `
create trigger tell_tiles_of_new after insert on atlas.${table} referencing new table as added ${call};
create trigger tell_tiles_of_changed after update on atlas.${table} referencing old table as removed new table as added ${call};
create trigger tell_tiles_of_gone after delete on atlas.${table} referencing old table as removed ${call};`;
};

export const up = /* sql */ `
alter table atlas.data_changes add column transaction_id xid8 not null default pg_current_xact_id();
comment on column atlas.data_changes.transaction_id is 'Transaction that wrote it: versions may commit in another order than they were given, so readers go by this';
create index data_changes_transaction on atlas.data_changes (transaction_id);

-- Old and new places alike, one row for each square degree: a box is only where to look, the content of a tile decides.
create function atlas.tell_tiles() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  changed_rows text := case tg_op
    when 'INSERT' then 'select * from added' when 'DELETE' then 'select * from removed'
    else 'select * from added union all select * from removed' end;
begin
  execute format('
    insert into atlas.data_changes (layer, west, south, east, north)
    select %L, min(st_xmin(place)), min(st_ymin(place)), max(st_xmax(place)), max(st_ymax(place))
    from (select (%s)::geometry as place from (%s) item) places where place is not null
    group by floor(st_xmin(place) + st_xmax(place)), floor(st_ymin(place) + st_ymax(place))
    order by 2, 3', tg_argv[0], tg_argv[1], changed_rows);
  return null;
end $$;
comment on function atlas.tell_tiles() is 'Tells the tiles of a layer where something it draws was added, changed or removed: layer and place are the arguments';
revoke all on function atlas.tell_tiles() from public;
${TELLING.map(triggersOf).join("\n")}
`;
