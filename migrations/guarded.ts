// What every table of casework has in common. Used by migrations only, and frozen with them: its text is part of theirs.

export const CAUSES = [
  "ILLNESS",
  "SCHOOLING",
  "DISABILITY",
  "DISASTER",
  "ACCIDENT",
  "INDUSTRY_FAILURE",
  "JOB_INSTABILITY",
  "LABOUR_SHORTAGE",
  "HOUSING",
  "WATER",
  "EPIDEMIC",
  "OTHER",
];

export const oneOf = (column: string, values: readonly string[]) =>
  `check (${column} in (${values.map((value) => `'${value}'`).join(", ")}))`;

export const place = `village_code text collate "C" not null check (village_code ~ '^[0-9]{12}$'),
  county_code text collate "C" generated always as (left(village_code, 6)) stored`;

/**
 * The scope is asked for in sub-selects, so that it is looked up once per statement whatever the plan; a bare call would
 * be made for every row of a sequential scan. Casework has no spatial index whose plan this could spoil.
 */
const inScope = (realm: string) => `(
  (village_code >= (select access.low('${realm}')) and village_code < (select access.high('${realm}')))
  or county_code = any ((select access.counties('${realm}'))::text[])
  or village_code = any ((select access.villages('${realm}'))::text[]))`;

/** Comments, row-level security, indexes and the demand for an audit event: the same for every table of casework. */
export function guarded(
  table: string,
  comment: string,
  columns: Record<string, string>,
  {
    realm = "HOUSEHOLDS",
    grants = "select, insert, update",
  }: { realm?: "HOUSEHOLDS" | "WORK"; grants?: string } = {},
): string {
  const comments = {
    village_code: "Village, by which rows are seen or not",
    county_code: "Its county",
    ...columns,
  };
  return /* sql */ `
create index ${table}_village on casework.${table} (village_code);
create index ${table}_county on casework.${table} (county_code);
alter table casework.${table} enable row level security;
alter table casework.${table} force row level security;
create policy in_scope on casework.${table} to atlas_casework using ${inScope(realm)} with check ${inScope(realm)};
create policy owner_loads on casework.${table} to current_user using (true) with check (true);
grant ${grants} on casework.${table} to atlas_casework;
create constraint trigger leaves_an_event after insert or update or delete on casework.${table}
  deferrable initially deferred for each row execute function audit.require_event();
comment on table casework.${table} is '${comment}';
${Object.entries(comments)
  .map(([column, text]) => `comment on column casework.${table}.${column} is '${text}';`)
  .join("\n")}`;
}

/** Adds a kind of dated rule to those atlas.rule_books takes, whatever kinds there are by now. */
export const newRuleKind = (rule: string) => /* sql */ `
do $$
declare
  known text := (select pg_get_constraintdef(oid) from pg_constraint
                 where conname = 'rule_books_rule_check' and conrelid = 'atlas.rule_books'::regclass);
begin
  alter table atlas.rule_books drop constraint rule_books_rule_check;
  execute 'alter table atlas.rule_books add constraint rule_books_rule_check '
    || replace(known, 'ARRAY[', 'ARRAY[''${rule}''::text, ');
end $$;`;
