import { quarterName, quarterToDate } from "../../geo/quarters.ts";
import { type RegionIndexRules, SUB_INDEX_KEYS } from "../../geo/regionRules.ts";
import { roundHalfUp, roundParts } from "../../geo/rounding.ts";
import { SMALLEST_COUNT } from "../../geo/suppression.ts";
import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Batch, Context } from "../context.ts";
import { countRows } from "../count.ts";
import type { Language } from "../errors.ts";
import { grouped } from "../grouped.ts";
import { INDICATORS } from "../indicators/catalog.ts";
import type { Contribution, RiskStatus, WarningLevel } from "../indicators/type.ts";
import { type Scope, scopeFilter } from "../regions/queries.ts";
import type { LargeScaleTests, Publication, RegionIndex, RiskCluster, SilenceTest, Warning } from "./type.ts";

interface IndexRow {
  code: string;
  quarter: string;
  status: RiskStatus;
  value: number | null;
  level: WarningLevel | null;
  levelFromScore: WarningLevel | null;
  previousLevel: WarningLevel | null;
  coverage: number;
  subIndices: (number | null)[];
  contributions: (number | null)[];
  imputed: string[];
  triggers: string[];
  tests: LargeScaleTests;
  silence: SilenceTest;
  rank: number | null;
  rankLow: number | null;
  rankHigh: number | null;
  ranked: number;
  publicationId: number;
  rules: Pick<RegionIndexRules, "methodVersion" | "weights">;
}

/** The rules a published index was computed by: those of its province, or of the country where it had none or crosses several. */
export const rulesOfIndex = /* sql */ `(coalesce(publication.rules -> 'provinces' -> left(published.region_code, 2),
  publication.rules -> 'provinces' -> '') -> 'region')`;

const indexColumns = /* sql */ `
  published.region_code as code, published.quarter, published.status, published.value, published.level,
  published.level_from_score as "levelFromScore", published.previous_level as "previousLevel", published.coverage,
  published.sub_indices as "subIndices", published.contributions, published.imputed, published.triggers, published.tests,
  published.silence, published.rank, published.rank_low as "rankLow", published.rank_high as "rankHigh", published.ranked,
  published.publication_id as "publicationId",
  jsonb_build_object('methodVersion', ${rulesOfIndex} -> 'methodVersion', 'weights', ${rulesOfIndex} -> 'weights') as rules`;

/** Published index of many regions in one quarter, the latest without one. */
export const regionIndicesOf: Batch<string, RegionIndex | null, string | undefined> = async (
  { sql, language },
  codes,
  quarter,
) => {
  const rows = await sql<IndexRow>(
    /* sql */ `
    select ${indexColumns}
    from atlas.region_indices published
    join atlas.publications publication on publication.id = published.publication_id and publication.is_current
    where published.region_code = any(:codes::text[])
      and publication.quarter = coalesce(:quarter::date, (select max(quarter) from atlas.publications where is_current))`,
    { codes: [...codes], quarter: quarter ?? null },
  );
  const byCode = new Map(rows.map((row) => [row.code, row]));
  return codes.map((code) => {
    const row = byCode.get(code);
    return row ? toRegionIndex(row, language) : null;
  });
};

function toRegionIndex(row: IndexRow, language: Language): RegionIndex {
  return {
    value: row.value,
    valueShown: row.value === null ? null : roundHalfUp(row.value, 1),
    status: row.status,
    level: row.level,
    levelFromScore: row.levelFromScore,
    previousLevel: row.previousLevel,
    coverage: row.coverage,
    imputed: row.imputed,
    contributions: toIndexContributions(row, language),
    triggers: row.triggers,
    largeScale: row.tests,
    silence: row.silence,
    rankInterval: row.rankLow === null || row.rankHigh === null ? null : [row.rankLow, row.rankHigh],
    rank: row.rank,
    ranked: row.ranked,
    period: quarterName(row.quarter),
    methodVersion: row.rules.methodVersion,
    publicationId: row.publicationId,
  } as RegionIndex;
}

const labels = new Map(INDICATORS.map((indicator) => [indicator.key, indicator]));

/** Label of a sub-index in the language of the caller. */
export const subIndexLabel = (key: string, language: Language): string =>
  labels.get(`INDEX_${key}`)?.[language] ?? key;

/** The parts of a stored index; each weight is what it had after those without any value were left out. */
export function toIndexContributions(
  row: Pick<IndexRow, "value" | "contributions" | "subIndices" | "imputed" | "rules">,
  language: Language,
): Contribution[] {
  const present = SUB_INDEX_KEYS.flatMap((key, index) => {
    const value = row.contributions[index] ?? null;
    const subscore = row.subIndices[index] ?? null;
    return value === null || subscore === null ? [] : [{ key, value, subscore }];
  });
  const shown = roundParts(
    present.map((part) => part.value),
    row.value ?? 0,
    1,
  );
  // A part of 0 tells nothing of its weight; the rules' own, shared out among those present, does.
  const weights = present.reduce((sum, part) => sum + row.rules.weights[part.key], 0);
  return present.map(({ key, value, subscore }, index) => ({
    key,
    label: subIndexLabel(key, language),
    value,
    valueShown: shown[index] ?? 0,
    subscore,
    weight: subscore > 0 ? value / subscore : row.rules.weights[key] / weights,
    imputed: row.imputed.includes(key),
  }));
}

type PublicationRow = Omit<Publication, "computedAt" | "period"> & { computedAt: Date; quarter: string };

const publicationColumns = /* sql */ `id, quarter, version, is_current as "isCurrent", computed_at as "computedAt",
  data_cut_off as "dataCutOff", coverage, content_sha256 as "contentSha256"`;

const toPublication = ({ quarter, computedAt, ...row }: PublicationRow): Publication => ({
  ...row,
  period: quarterName(quarter),
  computedAt: computedAt.toISOString(),
});

/** Publications by number. */
export const publicationsById: Batch<number, Publication | null> = async ({ sql }, ids) => {
  const rows = await sql<PublicationRow>(
    `select ${publicationColumns} from atlas.publications where id = any(:ids::int[])`,
    { ids: [...ids] },
  );
  const byId = new Map(rows.map((row) => [row.id, toPublication(row)]));
  return ids.map((id) => byId.get(id) ?? null);
};

/** The current publication of a quarter, of the latest without one; null where nothing is published. */
export async function currentPublication(
  { sql }: Pick<Context, "sql">,
  quarter: string | undefined,
): Promise<Publication | null> {
  const [row] = await sql<PublicationRow>(
    /* sql */ `
    select ${publicationColumns} from atlas.publications
    where is_current and quarter = coalesce(:quarter::date, quarter) order by quarter desc limit 1`,
    { quarter: quarter ?? null },
  );
  return row ? toPublication(row) : null;
}

/** Version that stands for each quarter. */
export async function currentVersions({ sql }: Pick<Context, "sql">): Promise<Map<string, number>> {
  const rows = await sql<{ quarter: string; version: number }>(
    "select quarter, version from atlas.publications where is_current",
  );
  return new Map(rows.map(({ quarter, version }) => [quarterName(quarter), version]));
}

const LEVEL_RANK = "array_position(array['NONE', 'BLUE', 'YELLOW', 'ORANGE', 'RED'], published.level)";

/** Gravest first, then the highest index. */
const warningOrder: Order<Warning> = [
  {
    sql: `(${LEVEL_RANK} * 1000 + published.value)`,
    descending: true,
    type: "float8",
    value: (row) => row.rankOfLevel,
  },
  { sql: "published.region_code", type: "text", value: (row) => row.code },
];

export interface WarningQuery {
  readonly scope?: Scope;
  readonly kind?: string;
  readonly quarter?: string;
  readonly minLevel: WarningLevel;
}

type WarningRow = Omit<Warning, "period" | "topDriver"> & { quarter: string; parts: (number | null)[] };

const warningColumns = /* sql */ `
  published.region_code as code, published.level, published.previous_level as "previousLevel", published.value,
  published.triggers, published.quarter, published.contributions as parts,
  ${LEVEL_RANK} * 1000 + published.value as "rankOfLevel"`;

const toWarning = ({ quarter, parts, ...row }: WarningRow): Warning => ({
  ...row,
  period: quarterName(quarter),
  topDriver: topDriver(parts),
});

/** Warnings of a quarter at or above a level, gravest first. */
export async function selectWarnings(
  { sql }: Context,
  query: WarningQuery,
  page: Page,
): Promise<Connection<Warning>> {
  const scope = query.scope && scopeFilter(query.scope, "published.region_code", "published.region_code");
  const from = /* sql */ `
    from atlas.region_indices published
    join atlas.publications publication on publication.id = published.publication_id and publication.is_current
    join atlas.regions region on region.code = published.region_code
    where publication.quarter = coalesce(:quarter::date, (select max(quarter) from atlas.publications where is_current))
      and published.value is not null and (:kind::text is null or region.kind = :kind)
      and ${LEVEL_RANK} >= array_position(array['NONE', 'BLUE', 'YELLOW', 'ORANGE', 'RED'], :minLevel::text)
      and ${scope?.where ?? "true"}`;
  const values = {
    quarter: query.quarter ?? null,
    kind: query.kind ?? null,
    minLevel: query.minLevel,
    ...scope?.values,
  };
  const keys = keyset(warningOrder, page);
  const rows = await sql<WarningRow>(
    /* sql */ `
    select ${warningColumns}
    ${from} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`,
    { ...values, ...keys.values },
  );
  return toConnection(rows.map(toWarning), page, warningOrder, (mode) => countRows(sql, from, values, mode));
}

/** The level of one region in a quarter as it is published now, lifted warnings included; null where there is none. */
export async function warningOf({ sql }: Context, code: string, period: string): Promise<Warning | null> {
  const [row] = await sql<WarningRow>(
    /* sql */ `
    select ${warningColumns} from atlas.region_indices published
    join atlas.publications publication on publication.id = published.publication_id and publication.is_current
    where published.region_code = :code and publication.quarter = :quarter::date and published.level is not null`,
    { code, quarter: quarterToDate(period) },
  );
  return row ? toWarning(row) : null;
}

/** The part that adds most; null where nothing adds anything. */
function topDriver(parts: readonly (number | null)[]): string | null {
  const most = Math.max(...parts.map((part) => part ?? 0));
  return most > 0 ? (SUB_INDEX_KEYS[parts.indexOf(most)] ?? null) : null;
}

/**
 * A cluster is an aggregate like a released count: of fewer than ten households, inside or newly recognised, it is told to
 * nobody, for the map is public. Publications of before keep such rows; they are never shown.
 */
export const MAY_BE_TOLD = `cluster.households >= ${SMALLEST_COUNT.public} and cluster.observed >= ${SMALLEST_COUNT.public}`;

/** Clusters within a region, most likely first; only what the scan of that very region found. */
export async function selectClusters(
  { sql }: Context,
  code: string,
  quarter: string | undefined,
): Promise<RiskCluster[]> {
  const rows = await sql<Omit<RiskCluster, "period"> & { quarter: string }>(
    /* sql */ `
    select cluster.rank, cluster.p, cluster.relative_risk as "relativeRisk", cluster.observed, cluster.expected,
           cluster.households, st_asgeojson(cluster.center, 6) as center, cluster.radius_metres as "radiusM",
           cluster.village_codes as "villageCodes", publication.quarter
    from atlas.risk_clusters cluster
    join atlas.publications publication on publication.id = cluster.publication_id and publication.is_current
    where cluster.region_code = :code and ${MAY_BE_TOLD}
      and publication.quarter = coalesce(:quarter::date, (select max(quarter) from atlas.publications where is_current))
    order by cluster.rank`,
    { code, quarter: quarter ?? null },
  );
  return rows.map(({ quarter: day, ...row }) => ({ ...row, period: quarterName(day) }));
}

/** Index of many regions quarter by quarter, oldest first. */
export const regionIndexSeries: Batch<string, RegionIndex[]> = async ({ sql, language }, codes) => {
  const rows = await sql<IndexRow>(
    /* sql */ `
    select ${indexColumns}
    from atlas.region_indices published
    join atlas.publications publication on publication.id = published.publication_id and publication.is_current
    where published.region_code = any(:codes::text[]) order by published.quarter`,
    { codes: [...codes] },
  );
  const byCode = grouped(rows, (row) => row.code);
  return codes.map((code) => byCode.of(code).map((row) => toRegionIndex(row, language)));
};
