import type { Knex } from "knex";
import { readingOf } from "../regions/pinyin.ts";

/**
 * Every thing that can be searched for, with the weight of its kind. A county whose villages are here comes
 * before its many namesakes by initials.
 */
const SEARCHABLE = /* sql */ `
  select 'REGION' as kind, code, name, name_en, pinyin, initials,
         case when kind = 'AREA' then 0 when kind = 'PROVINCE' then 1
              when kind = 'COUNTY' and exists (select from atlas.villages where county_code = region.code) then 2
              when kind = 'PREFECTURE' then 3 when kind = 'COUNTY' then 4 else 5 end as weight
  from atlas.regions region
  union all select 'VILLAGE', code, name, name_en, pinyin, initials, 7 from atlas.villages
  union all select 'SETTLEMENT', code, name, name_en, pinyin, initials, 4 from atlas.settlements
  union all select 'PROJECT', code, name, name_en, pinyin, initials, 6 from atlas.industry_projects
  union all select 'ENCLAVE', code, name, name_en, pinyin, initials, 4 from atlas.enclaves
  union all select 'EVENT', code, name, name_en, pinyin, initials, 6 from atlas.emergency_events`;

export type SearchKind = "REGION" | "VILLAGE" | "SETTLEMENT" | "PROJECT" | "ENCLAVE" | "EVENT";

/** Rebuilds the whole search index. */
export async function refreshSearch(knex: Knex): Promise<void> {
  await knex.transaction(async (transaction) => {
    await readEvents(transaction);
    // Terms first: each of them would be looked for again when its entry goes.
    await transaction.raw("delete from atlas.search_terms");
    await transaction.raw("delete from atlas.search_entries");
    await transaction.raw(`create temporary table searchable on commit drop as ${SEARCHABLE}`);
    await insertEntries(transaction);
  });
  await knex.raw("analyze atlas.search_entries, atlas.search_terms");
}

/** Events come from files that know no pinyin: the few there are get theirs here. */
async function readEvents(transaction: Knex.Transaction): Promise<void> {
  const { rows } = await transaction.raw<{ rows: { code: string; name: string }[] }>(
    "select code, name from atlas.emergency_events where pinyin = '' order by code",
  );
  const readings = rows.map(({ name }) => readingOf(name));
  await transaction.raw(
    /* sql */ `
    update atlas.emergency_events event set pinyin = read.pinyin, initials = read.initials
    from unnest(cast(? as text[]), cast(? as text[]), cast(? as text[])) as read (code, pinyin, initials)
    where read.code = event.code and read.pinyin <> ''`,
    [
      rows.map(({ code }) => code),
      readings.map(({ pinyin }) => spelled(pinyin)),
      readings.map(({ initials }) => spelled(initials)),
    ],
  );
}

/** Names of events hold brackets and the like, which nobody types. */
export const spelled = (reading: string): string => reading.toLowerCase().replaceAll(/[^a-z0-9]/g, "");

/** Makes the entries of some things anew, in the transaction of whoever changed their names. */
export async function refreshSearchOf(knex: Knex, kind: SearchKind, codes: readonly string[]): Promise<void> {
  if (codes.length === 0) return;
  const named = { kind, codes: [...codes] };
  await knex.transaction(async (transaction) => {
    await transaction.raw(
      "delete from atlas.search_entries where kind = :kind and code = any(:codes)",
      named,
    );
    await transaction.raw(
      `create temporary table searchable on commit drop as
       select * from (${SEARCHABLE}) things where kind = :kind and code = any(:codes)`,
      named,
    );
    await insertEntries(transaction);
  });
}

/**
 * For each thing its code, its name from every character on (so that 田村 finds 大田村), its pinyin and its
 * initials. Names are at most some dozen characters long.
 */
async function insertEntries(transaction: Knex.Transaction): Promise<void> {
  await transaction.raw("analyze searchable");
  await transaction.raw("set local work_mem = '128MB'");
  await transaction.raw("set local jit = off");
  // Of the characters of a name in one word the first place counts. In the order of the key: an index takes a million
  // terms in order several times faster than at random.
  await transaction.raw(/* sql */ `
    with entry as (
      insert into atlas.search_entries (kind, code, weight) select kind, code, weight from searchable order by kind, code
      returning id, kind, code)
    insert into atlas.search_terms (term, entry_id, start)
    select distinct on (term, entry.id) term, entry.id, start
    from searchable
    join entry on entry.kind = searchable.kind and entry.code = searchable.code
    cross join lateral (
      select lower(substr(name, first)) collate "C" as term, first - 1 as start from generate_series(1, length(name)) as first
      union all select lower(searchable.code), 0
      union all select pinyin, 0
      union all select initials, 0
      union all select replace(lower(name_en), ' ', ''), 0
    ) term
    where term <> ''
    order by term, entry.id, start`);
  // The surrounding transaction may index another kind next.
  await transaction.raw("drop table searchable");
}
