import type { Context } from "../context.ts";
import { InputError } from "../errors.ts";

const MOST_REGIONS = 50;

export const invalid = (zh: string, en: string) => new InputError("BAD_USER_INPUT", zh, en);

export const actor = ({ viewer }: Context) => ({
  viewer: viewer?.personId ?? null,
  channel: viewer?.channel ?? "COMMAND",
});

/** SQL of regions by name: divisions with those they lie in, 江西省吉安市遂川县. */
export const placesOf = (codes: string) => /* sql */ `
  coalesce((select jsonb_agg(jsonb_build_object('code', given.code, 'name', coalesce(
      (select string_agg(part.name, '' order by length(part.code)) from (
         select region.code, region.name from atlas.regions region
         where region.code in (left(given.code, 2), left(given.code, 4), left(given.code, 6), left(given.code, 9), given.code)
         union all select village.code, village.name from atlas.villages village where village.code = given.code) part),
      case given.code when 'CN' then '全国' else given.code end),
      'nameEn', case given.code when 'CN' then 'The whole country'
        else (select region.name_en from atlas.regions region where region.code = given.code) end) order by given.code)
    from (${codes}) given (code)), '[]')`;

/** @throws InputError where one does not exist, or none is given */
export async function knownRegions(context: Context, given: readonly string[]): Promise<string[]> {
  const regions = [...new Set(given)].sort();
  const unknown = await unknownRegions(context, regions);
  if (regions.length === 0) throw invalid("请至少给出一个辖区代码。", "Give at least one region.");
  if (regions.length > MOST_REGIONS)
    throw invalid(
      `一人至多 ${MOST_REGIONS} 个辖区（收到 ${regions.length} 个）；请改用上一级区划。`,
      `At most ${MOST_REGIONS} regions a person (got ${regions.length}); post them to the division above.`,
    );
  if (unknown.length > 0)
    throw invalid(`没有区划 ${unknown.join("、")}。`, `There is no region ${unknown.join(", ")}.`);
  return regions;
}

async function unknownRegions({ owner }: Context, codes: string[]): Promise<string[]> {
  const rows = await owner<{ code: string }>(
    /* sql */ `
    select code from unnest(:codes::text[]) as given (code)
    where code <> 'CN' and not exists (select from atlas.regions region where region.code = given.code)
      and not exists (select from atlas.villages village where village.code = given.code)`,
    { codes },
  );
  return rows.map((row) => row.code);
}

/**
 * Posts a person elsewhere. Sessions and keys go on and see the new regions from their next statement, for scope is read
 * from the table. Nobody does it for themselves.
 */
export async function setPersonRegions(
  context: Context,
  id: string,
  given: readonly string[],
): Promise<void> {
  const regions = await knownRegions(context, given);
  if (id === context.viewer?.personId)
    throw invalid(
      "不能更改自己的辖区，请由另一名安全管理员办理。",
      "Nobody changes their own regions; ask another security administrator.",
    );
  await context.owner(
    /* sql */ `
    with person as (
      update access.people set row_version = row_version + 1
      where id::text = :id and disabled_at is null
        and array(select region_code from access.person_regions where person_id = people.id order by 1) <> :regions::text[]
      returning id),
    before as (
      select array_agg(region_code order by region_code) as codes from access.person_regions
      where person_id in (select id from person)),
    gone as (
      delete from access.person_regions using person
      where person_id = person.id and region_code <> all (:regions::text[])),
    come as (
      insert into access.person_regions (person_id, region_code) select id, unnest(:regions::text[]) from person
      on conflict do nothing)
    insert into audit.events (channel, person_id, role, action, entity_kind, entity_id, detail)
    select :channel, :viewer, 'SECURITY_ADMIN', 'person.regions', 'Person', person.id::text,
           jsonb_build_object('from', before.codes, 'to', :regions::text[]) from person, before`,
    { id, regions, ...actor(context) },
  );
}
