import type { Context } from "../context.ts";
import type { SearchHit } from "./type.ts";

/** Of a township; see the weights in readModel.ts. */
const SMALLEST_REGION_WEIGHT = 5;

/**
 * Finds mapped things by name (from any character on), pinyin, initials or code: one range of one index.
 * Whole matches come first, then matches from the start of a name, then larger things before smaller ones. The few
 * contiguous areas come before all of these; and in Latin letters, where dozens of villages share two initials,
 * regions that begin with the text come before villages that are it.
 */
export async function searchEverything(
  { sqlByKey }: Context,
  text: string,
  limit: number,
): Promise<SearchHit[]> {
  const term = text.normalize("NFKC").trim().toLowerCase().replaceAll(/\s+/g, "");
  if (term === "") return [];
  return sqlByKey<SearchHit>(
    /* sql */ `
    with hit as materialized (
      select term.entry_id, min(case when term.term = :term then 0 when term.start = 0 then 1 else 2 end) as rank
      from (
        select entry_id, term, start from atlas.search_terms
        where term >= :term and term < :term || chr(1114109) limit 20000
      ) term
      group by term.entry_id),
    best as materialized (
      select entry.kind, entry.code, entry.weight,
             case when hit.rank = 2 then 5
                  when entry.weight = 0 then 0
                  when :letters::boolean and entry.weight > :smallest_region then 3 + hit.rank
                  else 1 + hit.rank end as rank
      from hit join atlas.search_entries entry on entry.id = hit.entry_id
      order by 4, entry.weight, entry.code limit :limit),
    thing as (
      select best.*, region.name, region.name_en, region.kind as region_kind, region.point, region.bbox, region.is_demo,
             case when length(region.code) > 6 then left(region.code, 6) else region.parent_code end as place_code
      from best join atlas.regions region on best.kind = 'REGION' and region.code = best.code
      union all
      select best.*, village.name, village.name_en, null, village.point, null, village.is_demo, village.county_code
      from best join atlas.villages village on best.kind = 'VILLAGE' and village.code = best.code
      union all
      select best.*, settlement.name, settlement.name_en, null, settlement.point, null, settlement.is_demo, settlement.county_code
      from best join atlas.settlements settlement on best.kind = 'SETTLEMENT' and settlement.code = best.code
      union all
      select best.*, project.name, project.name_en, null, project.point, null, project.is_demo, project.county_code
      from best join atlas.industry_projects project on best.kind = 'PROJECT' and project.code = best.code
      union all
      select best.*, enclave.name, enclave.name_en, null, enclave.point, null, enclave.is_demo, enclave.host_code
      from best join atlas.enclaves enclave on best.kind = 'ENCLAVE' and enclave.code = best.code
      union all
      select best.*, event.name, event.name_en, null, event.label,
             case when event.footprint is not null then array[st_xmin(event.footprint), st_ymin(event.footprint),
               st_xmax(event.footprint), st_ymax(event.footprint)] end, event.is_demo,
             (select effect.county_code from atlas.emergency_effects effect where effect.event_code = event.code
              order by effect.affected_households desc, effect.county_code limit 1)
      from best join atlas.emergency_events event on best.kind = 'EVENT' and event.code = best.code)
    select thing.kind, thing.code, thing.name, thing.name_en as "nameEn", thing.region_kind as "regionKind",
           st_asgeojson(thing.point, 6) as center, thing.bbox, thing.is_demo as "isDemo",
           concat_ws(' ', province.name, nullif(place.name, province.name)) as place
    from thing
    left join atlas.regions place on place.code = thing.place_code
    left join atlas.regions province on province.code = left(thing.place_code, 2)
    order by thing.rank, thing.weight, thing.code`,
    { term, limit, letters: /^[a-z]+$/.test(term), smallest_region: SMALLEST_REGION_WEIGHT },
  );
}
