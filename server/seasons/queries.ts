import type { Batch } from "../context.ts";
import { grouped } from "../grouped.ts";
import type { ProjectSeason, ProjectYear } from "./type.ts";

/** Seasons of many projects, oldest first. */
export const projectSeasons: Batch<string, ProjectSeason[]> = async ({ sql, language }, codes) => {
  const rows = await sql<ProjectSeason & { code: string }>(
    /* sql */ `
    select season.project_code as code, season.year, season.season, season.output_quantity::float8 as output,
           season.output_unit as "outputUnit", season.revenue_fen as revenue, season.cost_fen as cost,
           season.harvested_on as "harvestedOn", case when :zh then source.name_zh else source.name_en end as source
    from atlas.project_seasons season left join atlas.data_sources source on source.id = season.source_id
    where season.project_code = any(:codes::text[]) order by season.project_code, season.year, season.season`,
    { codes: [...codes], zh: language === "zh" },
  );
  return codes.map(grouped(rows, (row) => row.code).of);
};

/** Seasons of a year added up: a sum with a part missing is missing. */
export const projectYears: Batch<string, ProjectYear[]> = async ({ sql }, codes) => {
  const whole = (column: string) => `case when count(${column}) = count(*) then sum(${column}) end`;
  const rows = await sql<ProjectYear & { code: string }>(
    /* sql */ `
    select project_code as code, year, count(*)::int as seasons,
           case when count(distinct output_unit) = 1 then ${whole("output_quantity")} end::float8 as output,
           case when count(distinct output_unit) = 1 then min(output_unit) end as "outputUnit",
           (${whole("revenue_fen")})::int8 as revenue, (${whole("cost_fen")})::int8 as cost
    from atlas.project_seasons where project_code = any(:codes::text[]) group by project_code, year order by project_code, year`,
    { codes: [...codes] },
  );
  return codes.map(grouped(rows, (row) => row.code).of);
};
