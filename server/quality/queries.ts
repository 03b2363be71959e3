import { quarterName } from "../../geo/quarters.ts";
import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Batch, Context } from "../context.ts";
import { countRows } from "../count.ts";
import { type Scope, scopeFilter } from "../regions/queries.ts";
import { explain, type FoundRow, labelOf } from "./explain.ts";
import type { DataQuality, QualityFinding } from "./type.ts";

/** The current publication of a quarter, or of the latest. */
const publicationOf = /* sql */ `
  (select id from atlas.publications where is_current and quarter = coalesce(:quarter::date, quarter)
   order by quarter desc limit 1)`;

/** Scores of many regions in one quarter; null where none were published. */
export const dataQualities: Batch<string, DataQuality | null, string | undefined> = async (
  { sql },
  codes,
  quarter,
) => {
  const rows = await sql<DataQuality & { code: string }>(
    /* sql */ `
    select region_code as code, completeness, timeliness, consistency, findings, period
    from atlas.quality_scores
    where publication_id = ${publicationOf} and region_code = any(:codes::text[])`,
    { codes: [...codes], quarter: quarter ?? null },
  );
  const byCode = new Map(rows.map(({ code, ...row }) => [code, { ...row, period: quarterName(row.period) }]));
  return codes.map((code) => byCode.get(code) ?? null);
};

export interface FindingFilter {
  readonly scope: Scope;
  /** First day of the quarter; undefined for the latest. */
  readonly quarter: string | undefined;
  readonly rule: string | undefined;
}

/** Counties first, then their villages; the three columns tell the findings of a rule apart. */
const PLACE =
  "(finding.region_code || ' ' || finding.village_code || ' ' || to_char(finding.period, 'YYYY-MM')) collate \"C\"";

const findingOrder: Order<QualityFinding> = [
  { sql: 'finding.rule collate "C"', type: "text", value: (row) => row.rule },
  { sql: PLACE, type: "text", value: (row) => row.place },
];

type FindingRow = FoundRow &
  Pick<QualityFinding, "regionCode" | "villageCode" | "place"> & { period: string };

/** A page of the findings of a quarter. */
export async function selectFindings(
  { sql, language }: Context,
  { scope, quarter, rule }: FindingFilter,
  page: Page,
): Promise<Connection<QualityFinding>> {
  const inside = scopeFilter(
    scope,
    "coalesce(nullif(finding.village_code, ''), finding.region_code)",
    "finding.region_code",
  );
  const values = { ...inside.values, quarter: quarter ?? null, rule: rule ?? null };
  const from = /* sql */ `
    from atlas.quality_findings finding
    where finding.publication_id = ${publicationOf} and ${inside.where}
      and (:rule::text is null or finding.rule = :rule)`;
  const keys = keyset(findingOrder, page);
  const rows = await sql<FindingRow>(
    /* sql */ `
    select found.*, named.rule ->> 'zh' as zh, named.rule ->> 'en' as en
    from (
      select finding.publication_id, finding.rule, finding.region_code as "regionCode",
             nullif(finding.village_code, '') as "villageCode", finding.period, finding.observed, finding.expected,
             finding.probability, finding.details, ${PLACE} as place
      ${from} and ${keys.where} order by ${keys.orderBy} limit :pageLimit
    ) found
    join atlas.publications publication on publication.id = found.publication_id
    -- A validation rule is named as it was when the quarter was published.
    cross join lateral (
      select jsonb_path_query_first(publication.rules, '$.quality.validations[*] ? (@.key == $key)',
                                    jsonb_build_object('key', found.rule)) as rule
    ) named
    order by ${keys.orderBy.replaceAll(PLACE, "found.place").replaceAll("finding.", "found.")}`,
    { ...values, ...keys.values },
  );
  const findings = rows.map(
    (row): QualityFinding => ({
      rule: row.rule,
      label: labelOf(row, language),
      explanation: explain(row, language),
      period: isOfQuarter(row) ? quarterName(row.period) : row.period.slice(0, 7),
      observed: row.observed,
      expected: row.expected,
      probability: row.probability,
      regionCode: row.regionCode,
      villageCode: row.villageCode,
      place: row.place,
    }),
  );
  return toConnection(findings, page, findingOrder, (mode) => countRows(sql, from, values, mode));
}

/** Rules about a quarterly report; everything else is about a month. */
const MONTHLY: ReadonlySet<string> = new Set(["COPY_FORWARD", "DIGIT_HEAPING", "BULK_EDIT"]);
const isOfQuarter = ({ rule, villageCode }: FindingRow) => villageCode === null && !MONTHLY.has(rule);
