import { quarterAfter, quarterName, quarterToDate } from "../../geo/quarters.ts";
import { compareRegions } from "../catalogue/queries.ts";
import type { IndicatorValue } from "../catalogue/type.ts";
import { CountMode, type Page } from "../connection.ts";
import type { Context } from "../context.ts";
import { type ExportedRegion, regionsToExport } from "../exports/queries.ts";
import { INDICATORS } from "../indicators/catalog.ts";
import { WarningLevel } from "../indicators/type.ts";
import { dataQualities, selectFindings } from "../quality/queries.ts";
import type { DataQuality, QualityFinding } from "../quality/type.ts";
import { regionsByCode, scopesByCode } from "../regions/queries.ts";
import { RegionKind } from "../regions/type.ts";
import {
  currentVersions,
  regionIndexSeries,
  regionIndicesOf,
  selectClusters,
  selectWarnings,
} from "../relapse/queries.ts";
import type { Publication, RegionIndex, RiskCluster, Warning } from "../relapse/type.ts";
import { villagesByCode } from "../villages/queries.ts";

export interface ReportedRegion extends ExportedRegion {
  readonly index: RegionIndex | null;
  readonly quality: DataQuality | null;
}

/** Everything one report shows, read from what is published and from nothing else. */
export interface Report {
  readonly region: ReportedRegion;
  readonly publication: Publication;
  /** Version of the publication of each quarter. */
  readonly versions: ReadonlyMap<string, number>;
  readonly methodVersions: readonly string[];
  /** This quarter, the one before, the same a year before. */
  readonly periods: readonly [now: string, before: string, yearBefore: string];
  /** Counties inside, or the townships of a county; the highest index or score first. */
  readonly members: readonly ReportedRegion[];
  readonly figure: (indicator: string, region: string, period: string) => IndicatorValue | null;
  /** The index up to this quarter, oldest first. */
  readonly history: readonly RegionIndex[];
  readonly clusters: readonly (RiskCluster & { readonly counties: readonly string[] })[];
  readonly warnings: readonly (Warning & { readonly name: string })[];
  readonly findings: readonly (QualityFinding & { readonly name: string })[];
  readonly findingCount: number;
}

const WARNINGS: Page = { limit: 500, backward: false, cursor: null };
const FINDINGS: Page = { limit: 40, backward: false, cursor: null };

/** Reads the report of a region and quarter. */
export async function readReport(
  context: Context,
  code: string,
  kind: RegionKind,
  publication: Publication,
): Promise<Report> {
  const quarter = quarterToDate(publication.period) ?? "";
  const periods = [
    publication.period,
    quarterName(quarterAfter(quarter, -1)),
    quarterName(quarterAfter(quarter, -4)),
  ] as const;
  const level =
    kind === RegionKind.TOWNSHIP
      ? null
      : kind === RegionKind.COUNTY
        ? RegionKind.TOWNSHIP
        : RegionKind.COUNTY;
  const scope = await context.load(scopesByCode, code, undefined);
  const regions = await regionsToExport(context, { code }, level, publication, quarter);
  const [figure, reported, clusters, warnings, findings, series, versions] = await Promise.all([
    readFigures(
      context,
      regions.map((region) => region.code),
      periods,
    ),
    Promise.all(
      regions.map(async (region): Promise<ReportedRegion> => {
        const [index, quality] = await Promise.all([
          context.load(regionIndicesOf, region.code, quarter),
          context.load(dataQualities, region.code, quarter),
        ]);
        return { ...region, index, quality };
      }),
    ),
    selectClusters(context, code, quarter),
    selectWarnings(context, { scope, quarter, minLevel: WarningLevel.BLUE }, WARNINGS),
    selectFindings(context, { scope, quarter, rule: undefined }, FINDINGS),
    context.load(regionIndexSeries, code, undefined),
    currentVersions(context),
  ]);
  const [region, ...inside] = reported;
  if (!region) throw new Error(`region ${code} is gone`);
  const names = await namesOf(context, [
    ...clusters.flatMap((cluster) => cluster.villageCodes.map((village) => village.slice(0, 6))),
    ...warnings.nodes.map((warning) => warning.code),
    ...findings.nodes.flatMap(({ regionCode, villageCode }) => [
      regionCode,
      ...(villageCode ? [villageCode] : []),
    ]),
  ]);
  const nameOf = (one: string) => names.get(one) ?? one;
  const order = (one: ReportedRegion) =>
    one.index?.value ?? figure("VILLAGE_RISK", one.code, publication.period)?.value ?? -1;
  const counted = (one: ReportedRegion) =>
    INDICATORS.some((indicator) => figure(indicator.key, one.code, publication.period) !== null);
  return {
    region,
    publication,
    versions,
    methodVersions: [...new Set(INDICATORS.map((indicator) => indicator.methodVersion))],
    periods,
    members: inside
      .filter(counted)
      .sort((one, other) => order(other) - order(one) || (one.code < other.code ? -1 : 1)),
    figure,
    history: series.filter((index) => index.period <= publication.period),
    clusters: clusters.map((cluster) => ({
      ...cluster,
      counties: [...new Set(cluster.villageCodes.map((village) => village.slice(0, 6)))].map(nameOf),
    })),
    warnings: warnings.nodes.map((warning) => ({ ...warning, name: nameOf(warning.code) })),
    findings: findings.nodes.map((finding) => ({
      ...finding,
      name: [finding.regionCode, ...(finding.villageCode ? [finding.villageCode] : [])].map(nameOf).join(" "),
    })),
    findingCount: await findings.count(CountMode.EXACT),
  };
}

/** Figures of the first region in all quarters, of the others in the first, as `compare` of the API gives them. */
async function readFigures(
  context: Context,
  [first = "", ...others]: readonly string[],
  periods: readonly string[],
): Promise<Report["figure"]> {
  const indicators = INDICATORS.map((indicator) => indicator.key);
  const compared = await Promise.all([
    compareRegions(context, { regions: [first], indicators, periods }),
    ...(others.length > 0
      ? [compareRegions(context, { regions: others, indicators, periods: periods.slice(0, 1) })]
      : []),
  ]);
  const published = new Map(
    compared
      .flatMap((comparison) => comparison.rows)
      .flatMap((row) => row.values.flat())
      // Version 0 stands for what is not published.
      .filter((value) => value.version > 0)
      .map((value) => [`${value.indicator} ${value.regionCode} ${value.period}`, value]),
  );
  return (indicator, region, period) => published.get(`${indicator} ${region} ${period}`) ?? null;
}

/** Names of regions and villages, in the language of the reader where there is one. */
async function namesOf({ load, language }: Context, codes: readonly string[]): Promise<Map<string, string>> {
  const named = await Promise.all(
    [...new Set(codes)].map(async (code) => {
      const found = await (/^\d{12}$/.test(code)
        ? load(villagesByCode, code, undefined)
        : load(regionsByCode, code, undefined));
      return [code, (language === "en" ? found?.nameEn : null) ?? found?.name ?? code] as const;
    }),
  );
  return new Map(named);
}
