import { createHash } from "node:crypto";
import type { Knex } from "knex";
import { lastDayOfMonth, monthAfter } from "../../geo/quarters.ts";
import { noteReleases } from "../releases/loadRolledUp.ts";
import { alarmMonths } from "./indicatorValues.ts";
import { type Places, readMonthSums, readPlaces } from "./loadFacts.ts";
import { addUpIndustry } from "./loadIndustry.ts";
import { readQualityRules, seedQualityRules } from "./loadQualityRules.ts";
import { publishQuarter, type Quarter, yearBefore } from "./publishQuarter.ts";
import { readRules, seedRules } from "./rules.ts";
import { type StartedScans, startSpatially } from "./spatialFindings.ts";
import { type Walked, walkVillages } from "./villageWalk.ts";

/** Any fixed number: it names the lock that keeps two processes from publishing at once. */
const PUBLISH_LOCK = 360_827_006;

export interface PublishedQuarter {
  /** First day of the quarter. */
  readonly quarter: string;
  readonly version: number;
  /** True when the figures were the same as those of the current version, which then stays. */
  readonly isUnchanged: boolean;
}

const REPLICATES = 999;
/**
 * When a whole history is computed for the first time, its older quarters get p in steps of 0.01: the first start would
 * wait a minute for digits nobody reads. `npm run recompute` gives any quarter the full number, which then stays.
 */
const REPLICATES_OF_HISTORY = 99;

/**
 * Computes all figures of some quarters from the facts and publishes them as new versions. Everything happens in one
 * transaction: readers see the old version or the new one, and an interrupted computation leaves nothing behind.
 * Computing what is published already, from the same facts by the same rules, publishes nothing.
 * @param only first days of quarters; without it every quarter that has facts.
 * @param mostAtOnce villages times quarters worked on at once; the figures are the same for any.
 */
export async function publish(
  knex: Knex,
  only: readonly string[] | null,
  onProgress: (sentence: string) => void = () => {},
  mostAtOnce = MOST_AT_ONCE,
): Promise<PublishedQuarter[]> {
  await seedRules(knex);
  await seedQualityRules(knex);
  const published = await knex.transaction(async (transaction) => {
    await transaction.raw("select pg_advisory_xact_lock(?)", [PUBLISH_LOCK]);
    // A quarter of a province's villages is sorted and grouped several times: in memory, not on disk.
    await transaction.raw("set local work_mem = '64MB'");
    const months = only?.flatMap((quarter) => [0, 1, 2].map((offset) => monthAfter(quarter, offset))) ?? null;
    const changed = await addUpIndustry(transaction, months);
    if (changed > 0) onProgress(`INDUSTRY added up again for ${changed} village-months`);
    const quarters = await openPublications(transaction, months, only !== null);
    if (quarters.length === 0) return [];
    await noteReleases(
      transaction,
      quarters.map(({ publication }) => publication),
    );
    const places = await readPlaces(transaction);
    const results: PublishedQuarter[] = [];
    for (const together of groupsOf(quarters, places.villages.size, mostAtOnce))
      results.push(...(await publishTogether(transaction, together, places, onProgress)));
    return results;
  });
  // Only what statements choose by: looking through the lists of contributions took two thirds of it.
  await knex.raw(
    "analyze atlas.village_risks (village_code, period, publication_id, status, score, level), atlas.region_risks, atlas.indicator_values, atlas.region_indices, atlas.publications",
  );
  return published;
}

/**
 * Villages times quarters that are worked on at once. All places and township sums of a group are held until its scans
 * have ended: without a limit, a year of the country's villages would take some gigabytes.
 */
const MOST_AT_ONCE = 400_000;

function groupsOf(quarters: readonly Quarter[], villages: number, mostAtOnce: number): Quarter[][] {
  const size = Math.max(1, Math.floor(mostAtOnce / Math.max(1, villages)));
  return Array.from({ length: Math.ceil(quarters.length / size) }, (_, group) =>
    quarters.slice(group * size, (group + 1) * size),
  );
}

/** One walk through the facts for all quarters given; their scans run while the database works on. */
async function publishTogether(
  transaction: Knex.Transaction,
  quarters: readonly Quarter[],
  places: Places,
  onProgress: (sentence: string) => void,
): Promise<PublishedQuarter[]> {
  const { pools, walked } = await walkVillages(transaction, quarters, places, onProgress);
  const abort = new AbortController();
  try {
    const started: [Quarter, Walked, StartedScans][] = [];
    for (const [index, quarter] of quarters.entries()) {
      const its = walked[index];
      if (!its) throw new Error(`${quarter.quarter} was not read`);
      const { publication, replicates } = quarter;
      const scans = await startSpatially(
        transaction,
        publication,
        its.places,
        places.areas,
        replicates,
        abort.signal,
      );
      started.push([quarter, its, scans]);
    }
    const sums = await readMonthSums(
      transaction,
      quarters.flatMap(({ lastMonth }) => [...alarmMonths(lastMonth), yearBefore(lastMonth)]),
      quarters.map(({ publication }) => publication),
    );
    const known = { places, pools, sums };
    const results: PublishedQuarter[] = [];
    for (const [quarter, its, scans] of started) {
      await publishQuarter(transaction, quarter, known, its, scans, onProgress);
      results.push(await closePublication(transaction, quarter));
    }
    return results;
  } finally {
    abort.abort();
  }
}

async function openPublications(
  transaction: Knex.Transaction,
  months: readonly string[] | null,
  isChosen: boolean,
): Promise<Quarter[]> {
  const { rows } = await transaction.raw<{
    rows: {
      quarter: string;
      lastMonth: string;
      version: number;
      replicates: number | null;
      recordedUntil: string;
    }[];
  }>(
    /* sql */ `
    select quarter::text as quarter, max(month)::text as "lastMonth", max("recordedUntil")::text as "recordedUntil",
           (select (current.rules ->> 'replicates')::int from atlas.publications current
            where current.quarter = months.quarter and current.is_current) as replicates,
           (select coalesce(max(version), 0) + 1 from atlas.publications before where before.quarter = months.quarter) as version
    from (select period as month, date_trunc('quarter', period::timestamp)::date as quarter, max(recorded_at) as "recordedUntil"
          from atlas.village_facts where ?::date[] is null or period = any(?::date[]) group by period) months
    group by quarter order by quarter`,
    [months && [...months], months && [...months]],
  );
  const quarters: Quarter[] = [];
  for (const row of rows) {
    const isLatest = row.quarter === rows.at(-1)?.quarter;
    const replicates =
      isChosen || isLatest || row.replicates === REPLICATES ? REPLICATES : REPLICATES_OF_HISTORY;
    const rules = await readRules(transaction, lastDayOfMonth(row.lastMonth));
    const quality = await readQualityRules(transaction, lastDayOfMonth(row.lastMonth));
    const used = Object.values(rules.stored);
    const opened = await transaction.raw<{ rows: { id: number }[] }>(
      /* sql */ `
      insert into atlas.publications (quarter, version, is_current, method_versions, rules, data_cut_off,
        facts_recorded_until, coverage, content_sha256)
      values (?::date, ?, false, ?, ?::jsonb, ?::date, ?::timestamptz, 0, '') returning id`,
      [
        row.quarter,
        row.version,
        [...new Set(used.flatMap((each) => [each.village.methodVersion, each.region.methodVersion]))],
        JSON.stringify({ provinces: rules.stored, quality: quality.stored, replicates }),
        lastDayOfMonth(row.lastMonth),
        row.recordedUntil,
      ],
    );
    quarters.push({ ...row, replicates, rules, quality, publication: opened.rows[0]?.id ?? 0 });
  }
  return quarters;
}

/** Tables that hold the rows of a publication. */
const CONTENT = [
  "village_risks",
  "region_risks",
  "region_indices",
  "indicator_values",
  "village_hotspots",
  "risk_clusters",
  "quality_findings",
  "quality_scores",
] as const;

/** What says which computation a row is of, and not what it says. */
const OF_THE_COMPUTATION = ["publication_id", "computed_at", "feature_id"];

/**
 * Columns of each table that count when two versions are compared, as the catalogue lists them: a column added later
 * counts without being added here. Geometry has no hash of the kind that rows need; its bytes have.
 */
async function contentColumns(transaction: Knex.Transaction): Promise<Map<string, string>> {
  const { rows } = await transaction.raw<{ rows: { table: string; columns: string }[] }>(
    /* sql */ `
    select table_name as table, string_agg(quote_ident(column_name)
             || case when udt_name = 'geometry' then '::bytea' else '' end, ', ' order by ordinal_position) as columns
    from information_schema.columns
    where table_schema = 'atlas' and table_name = any(?) and not column_name = any(?)
    group by table_name`,
    [[...CONTENT], OF_THE_COMPUTATION],
  );
  return new Map(rows.map(({ table, columns }) => [table, columns]));
}

/** Makes the publication the current one, unless it says the same as the one that is. */
async function closePublication(
  transaction: Knex.Transaction,
  { quarter, publication, version, rules, quality, replicates }: Quarter,
): Promise<PublishedQuarter> {
  const hash = createHash("sha256").update(JSON.stringify([rules.stored, quality.stored, replicates]));
  const columns = await contentColumns(transaction);
  for (const table of CONTENT) {
    const { rows } = await transaction.raw<{ rows: { digest: string }[] }>(
      /* sql */ `
      select count(*) || ' ' || coalesce(sum(hash_record_extended(row(${columns.get(table)}), 0)::numeric), 0) as digest
      from atlas.${table} where publication_id = ?
        ${table.endsWith("_risks") ? "and period >= ?::date and period < ?::date + interval '3 months'" : ""}`,
      table.endsWith("_risks") ? [publication, quarter, quarter] : [publication],
    );
    hash.update(`${table} ${rows[0]?.digest}`);
  }
  const digest = hash.digest("hex");
  const { rows: current } = await transaction.raw<{ rows: { version: number; digest: string }[] }>(
    "select version, content_sha256 as digest from atlas.publications where quarter = ?::date and is_current",
    [quarter],
  );
  if (current[0]?.digest === digest) {
    await transaction.raw(
      "delete from atlas.village_risks where publication_id = ? and period >= ?::date and period < ?::date + interval '3 months'",
      [publication, quarter, quarter],
    );
    await transaction.raw("delete from atlas.publications where id = ?", [publication]);
    return { quarter, version: current[0].version, isUnchanged: true };
  }
  await transaction.raw(
    "update atlas.publications set is_current = false where quarter = ?::date and is_current",
    [quarter],
  );
  await transaction.raw(
    /* sql */ `
    update atlas.publications set is_current = true, content_sha256 = ?,
      coverage = coalesce((select least(1, sum(risk.coverage * risk.households) / nullif(sum(risk.households), 0))
                  from atlas.region_risks risk join atlas.regions region on region.code = risk.region_code and region.kind = 'COUNTY'
                  where risk.publication_id = ?), 0)
    where id = ?`,
    [digest, publication, publication],
  );
  return { quarter, version, isUnchanged: false };
}
