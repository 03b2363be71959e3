// Figures are published by one program, from the regions and the publication it has just read.
export const up = /* sql */ `
-- Looking both up again for each of 5,000 figures of a quarter took more than half of the time of storing them.
-- Without the region's key, history also survives mergers, as that of the villages does.
alter table atlas.indicator_values
  drop constraint indicator_values_region_code_fkey,
  drop constraint indicator_values_publication_id_fkey;
alter table atlas.region_risks
  drop constraint region_risks_region_code_fkey,
  drop constraint region_risks_publication_id_fkey;
create function atlas.drop_published_figures() returns trigger language plpgsql as $$
begin
  delete from atlas.indicator_values where publication_id in (select id from gone);
  delete from atlas.region_risks where publication_id in (select id from gone);
  return null;
end $$;
comment on function atlas.drop_published_figures() is 'Figures go with their publication, all of a statement at once';
create trigger drop_figures after delete on atlas.publications
  referencing old table as gone for each statement execute function atlas.drop_published_figures();
`;
