import { METHOD_VERSION } from "../../geo/villageRisk.ts";
import type { Batch, Context } from "../context.ts";
import type { Language } from "../errors.ts";
import { toProvenance } from "../indicators/queries.ts";
import type { About, DataSource } from "./type.ts";

const sourceColumns = /* sql */ `id, key, name_zh, name_en, credit_zh, credit_en, licence, file_name as "fileName", sha256,
  is_demo as "isDemo", recorded_at as "recordedAt"`;

interface SourceRow extends Omit<DataSource, "name" | "credit" | "recordedAt"> {
  id: number;
  name_zh: string;
  name_en: string;
  credit_zh: string | null;
  credit_en: string | null;
  recordedAt: Date;
}

function toDataSource(row: SourceRow, language: Language): DataSource {
  return {
    key: row.key,
    name: row[`name_${language}`],
    credit: row[`credit_${language}`],
    licence: row.licence,
    fileName: row.fileName,
    sha256: row.sha256,
    recordedAt: row.recordedAt.toISOString(),
    isDemo: row.isDemo,
  };
}

/** Deliveries by number. */
export const sourcesById: Batch<number, DataSource | null> = async ({ sql, language }, ids) => {
  const rows = await sql<SourceRow>(
    `select ${sourceColumns} from atlas.data_sources where id = any(:ids::int[])`,
    { ids: [...ids] },
  );
  const byId = new Map(rows.map((row) => [row.id, toDataSource(row, language)]));
  return ids.map((id) => byId.get(id) ?? null);
};

/** Deliveries behind the figures of one village and month. */
export const sourcesOfVillageMonths: Batch<{ villageCode: string; period: string }, DataSource[]> = async (
  { sql, language },
  keys,
) => {
  const rows = await sql<SourceRow & { village_code: string; month: string }>(
    /* sql */ `
    with delivered as (
      select distinct fact.village_code, to_char(fact.period, 'YYYY-MM') as month, source_id
      from unnest(:codes::text[], :periods::date[]) as asked (code, period)
      join atlas.village_facts fact on fact.village_code = asked.code and fact.period = asked.period
      cross join lateral unnest(array[fact.vul_source, fact.margin_source, fact.flow_source, fact.shock_source,
        fact.jobs_source, fact.industry_source, fact.guarantee_source]) as source_id
      where source_id is not null)
    select delivered.village_code, delivered.month, ${sourceColumns}
    from delivered join atlas.data_sources on id = delivered.source_id order by id`,
    { codes: keys.map((key) => key.villageCode), periods: keys.map((key) => `${key.period}-01`) },
  );
  return keys.map((key) =>
    rows
      .filter((row) => row.village_code === key.villageCode && row.month === key.period)
      .map((row) => toDataSource(row, language)),
  );
};

/** Deliveries that fed any figure: what a region's roll-up rests on. */
export async function factSources({ sql, language }: Context): Promise<DataSource[]> {
  const rows = await sql<SourceRow>(
    `select ${sourceColumns} from atlas.data_sources where key like 'facts-%' or key like 'demo-%' order by id`,
  );
  return rows.map((row) => toDataSource(row, language));
}

/** What the atlas holds, in one statement. */
export async function selectAbout({ sql, language }: Context, mapReviewNumber: string): Promise<About> {
  const [row] = await sql<{
    periods: string[];
    villages: number;
    isDemo: boolean;
    demoSize: string | null;
    sources: (Omit<SourceRow, "recordedAt"> & { recordedAt: string })[];
  }>(
    /* sql */ `
    select
      array(
        select to_char(month, 'YYYY-MM')
        from atlas.publications publication, generate_series(quarter, quarter + interval '2 months', interval '1 month') month
        where is_current and exists (
          select from atlas.region_risks risk where risk.period = month::date and risk.publication_id = publication.id)
        order by month) as periods,
      (select count(*) from atlas.village_cards) as villages,
      exists (select from atlas.data_sources where is_demo) as "isDemo",
      (select substr(key, 11) from atlas.data_sources where key like 'demo-size-%' limit 1) as "demoSize",
      (select coalesce(json_agg(source order by source.id), '[]') from (select ${sourceColumns} from atlas.data_sources) source) as sources`,
  );
  const periods = row?.periods ?? [];
  const latestPeriod = periods.at(-1) ?? null;
  return {
    periods,
    latestPeriod,
    methodVersion: METHOD_VERSION,
    isDemo: row?.isDemo ?? false,
    demoSize: row?.demoSize ?? null,
    villages: row?.villages ?? 0,
    dataCutOff: latestPeriod === null ? null : toProvenance(new Date(0), latestPeriod).dataCutOff,
    sources: (row?.sources ?? []).map((source) =>
      toDataSource({ ...source, recordedAt: new Date(source.recordedAt) }, language),
    ),
    mapReviewNumber: mapReviewNumber === "" ? null : mapReviewNumber,
  };
}
