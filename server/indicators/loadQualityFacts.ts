import type { Knex } from "knex";
import { VILLAGE_COLUMNS } from "./qualityRules.ts";

/** A village and month as delivered; figures in the order of VILLAGE_COLUMNS, null where not delivered. */
export interface VillageMonth {
  readonly village: string;
  /** First day of the month. */
  readonly month: string;
  /** Milliseconds since 1970. */
  readonly recordedAt: number;
  readonly figures: readonly (number | null)[];
}

type FactRow = [string, string, string, number, ...(number | null)[]];

/** Rows per fetch: memory stays flat however many villages there are. */
const ROWS_AT_ONCE = 20_000;

const figureColumns = VILLAGE_COLUMNS.map((column) => `fact.${column}`).join(", ");

/**
 * The village facts of some months, county by county in the order of the codes, the highest revision of each month.
 * One walk, as in villageScores.ts.
 */
export async function* countiesWithMonths(
  transaction: Knex.Transaction,
  from: string,
  to: string,
): AsyncGenerator<{ county: string; rows: VillageMonth[] }> {
  await transaction.raw(
    /* sql */ `
    declare quality_facts no scroll cursor for
    select village.county_code, fact.village_code, fact.period, extract(epoch from fact.recorded_at)::float8 * 1000, ${figureColumns}
    from atlas.village_facts fact join atlas.villages village on village.code = fact.village_code
    where fact.period between ?::date and ?::date
    order by village.county_code, fact.village_code, fact.period, fact.revision`,
    [from, to],
  );
  let county = "";
  let rows: VillageMonth[] = [];
  for (;;) {
    const fetched = (await transaction
      .raw(`fetch ${ROWS_AT_ONCE} from quality_facts`)
      .options({ rowMode: "array" })) as { rows: FactRow[] };
    for (const [its, village, month, recordedAt, ...figures] of fetched.rows) {
      if (its !== county) {
        if (rows.length > 0) yield { county, rows };
        county = its;
        rows = [];
      }
      const last = rows.at(-1);
      const row = { village, month, recordedAt, figures };
      if (last?.village === village && last.month === month) rows[rows.length - 1] = row;
      else rows.push(row);
    }
    if (fetched.rows.length < ROWS_AT_ONCE) break;
  }
  if (rows.length > 0) yield { county, rows };
  await transaction.raw("close quality_facts");
}

/** Codes that results can be stored under: some provinces have no division between them and their counties. */
export async function knownRegions(transaction: Knex.Transaction): Promise<Set<string>> {
  const { rows } = await transaction.raw<{ rows: { code: string }[] }>("select code from atlas.regions");
  return new Set(rows.map((row) => row.code));
}
