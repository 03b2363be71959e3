import {
  type Classification,
  equalIntervalClasses,
  fixedClasses,
  jenksClasses,
  quantileClasses,
} from "../../geo/classBreaks.ts";
import { quarterName } from "../../geo/quarters.ts";
import type { Batch, Context } from "../context.ts";
import { InputError } from "../errors.ts";
import { grouped } from "../grouped.ts";
import type { IndicatorDefinition } from "../indicators/catalog/definition.ts";
import { INDICATORS } from "../indicators/catalog.ts";
import { readQuarter } from "../period.ts";
import { regionsByAnyCode } from "../regions/queries.ts";
import {
  ClassMethod,
  type Comparison,
  type IndicatorValue,
  type Legend,
  type RegionValue,
  type RegionValues,
} from "./type.ts";

/** @throws InputError with the keys there are. */
export function indicatorByCode(code: string): IndicatorDefinition {
  const indicator = INDICATORS.find((each) => each.key === code);
  if (indicator) return indicator;
  const shown = code.slice(0, 40);
  throw new InputError(
    "BAD_USER_INPUT",
    `没有指标 ${shown}；indicators 列出全部代号。`,
    `There is no indicator ${shown}; indicators lists them all.`,
  );
}

type ValueRow = Omit<IndicatorValue, "period"> & { quarter: string };

const valueColumns = /* sql */ `
  published.indicator, published.region_code as "regionCode", published.period as quarter, published.value,
  published.numerator, published.denominator, publication.version`;

const toValue = ({ quarter, ...row }: ValueRow): IndicatorValue => ({ ...row, period: quarterName(quarter) });

/** One indicator of many regions quarter by quarter, oldest first. */
export const indicatorSeries: Batch<
  string,
  IndicatorValue[],
  { indicator: string; from?: string; to?: string }
> = async ({ sql }, codes, { indicator, from, to }) => {
  const rows = await sql<ValueRow>(
    /* sql */ `
    select ${valueColumns}
    from atlas.indicator_values published
    join atlas.publications publication on publication.id = published.publication_id and publication.is_current
    where published.region_code = any(:codes::text[]) and published.indicator = :indicator
      and published.period between coalesce(:from::date, '-infinity') and coalesce(:to::date, 'infinity')
    order by published.period`,
    { codes: [...codes], indicator, from: from ?? null, to: to ?? null },
  );
  const byRegion = grouped(rows, (row) => row.regionCode);
  return codes.map((code) => byRegion.of(code).map(toValue));
};

/** Most cells of one comparison: 700 counties by 12 quarters of one indicator, with room. */
const MOST_CELLS = 20_000;

/** Every asked value, in the order asked for: swapping two arguments swaps what is returned and nothing else. */
export async function compareRegions(
  context: Context,
  asked: { regions: readonly string[]; indicators: readonly string[]; periods: readonly string[] },
): Promise<Comparison> {
  const cells = asked.regions.length * asked.indicators.length * asked.periods.length;
  if (cells === 0 || cells > MOST_CELLS) {
    throw new InputError(
      "BAD_USER_INPUT",
      `一次比较须有 1 至 ${MOST_CELLS} 个值，请求了 ${cells} 个。`,
      `A comparison holds 1 to ${MOST_CELLS} values, ${cells} were asked for.`,
    );
  }
  const indicators = asked.indicators.map((code) => indicatorByCode(code).key);
  const quarters = asked.periods.map((period) => readQuarter(period) ?? "");
  const regions = await Promise.all(
    asked.regions.map(async (code) => {
      const region = await context.load(regionsByAnyCode, code, undefined);
      if (region) return region;
      const shown = code.slice(0, 40);
      throw new InputError(
        "BAD_USER_INPUT",
        `没有代码为 ${shown} 的区域；可用 search 查找。`,
        `No region has the code ${shown}; find it with search.`,
      );
    }),
  );
  const rows = await context.sql<ValueRow>(
    /* sql */ `
    select ${valueColumns}
    from atlas.indicator_values published
    join atlas.publications publication on publication.id = published.publication_id and publication.is_current
    where published.region_code = any(:regions::text[]) and published.indicator = any(:indicators::text[])
      and publication.quarter = any(:quarters::date[])`,
    { regions: regions.map((region) => region.code), indicators, quarters },
  );
  const known = new Map(
    rows.map((row) => [`${row.regionCode} ${row.indicator} ${row.quarter}`, toValue(row)]),
  );
  return {
    rows: regions.map(({ code, name, nameEn }) => ({
      code,
      name,
      nameEn,
      values: indicators.map((indicator) =>
        quarters.map(
          (quarter) =>
            known.get(`${code} ${indicator} ${quarter}`) ?? {
              indicator,
              regionCode: code,
              period: quarterName(quarter),
              value: null,
              numerator: null,
              denominator: null,
              version: 0,
            },
        ),
      ),
    })),
    indicators,
    periods: quarters.map(quarterName),
  };
}

export interface LegendQuery {
  readonly indicator: IndicatorDefinition;
  readonly kind: string;
  readonly quarter?: string;
  readonly method: ClassMethod;
  readonly classes: number;
}

/** Classes of an indicator over all regions of a kind. @throws InputError for GOALPOSTS where there are none. */
export async function legendOf({ sql }: Context, query: LegendQuery): Promise<Legend> {
  const { indicator, kind, method, classes } = query;
  if (classes < 2 || classes > 12) {
    throw new InputError(
      "BAD_USER_INPUT",
      `级数须为 2 至 12，收到 ${classes}。`,
      `Ask for 2 to 12 classes, not ${classes}.`,
    );
  }
  const rows = await sql<{ value: number | null; quarter: string }>(
    /* sql */ `
    select published.value, publication.quarter
    from atlas.publications publication
    join atlas.indicator_values published on published.publication_id = publication.id and published.indicator = :indicator
    join atlas.regions region on region.code = published.region_code and region.kind = :kind
    where publication.is_current
      and publication.quarter = coalesce(:quarter::date, (select max(quarter) from atlas.publications where is_current))
    order by published.region_code`,
    { indicator: indicator.key, kind, quarter: query.quarter ?? null },
  );
  const values = rows.map((row) => row.value);
  const classified = classify(values, method, classes, indicator);
  return {
    method,
    classes: classified.classes.map(({ from, to, count }) => ({ from, to, count })),
    missing: classified.missing,
    period: rows[0]
      ? quarterName(rows[0].quarter)
      : query.quarter === undefined
        ? ""
        : quarterName(query.quarter),
  };
}

function classify(
  values: readonly (number | null)[],
  method: ClassMethod,
  count: number,
  { key, goalposts }: IndicatorDefinition,
): Classification {
  if (method === ClassMethod.JENKS) return jenksClasses(values, count);
  if (method === ClassMethod.QUANTILE) return quantileClasses(values, count);
  if (method === ClassMethod.EQUAL_INTERVAL) return equalIntervalClasses(values, count);
  if (goalposts === null) {
    throw new InputError(
      "BAD_USER_INPUT",
      `指标 ${key} 没有目标值，请换一种分级方法。`,
      `Indicator ${key} has no goalposts; choose another method.`,
    );
  }
  const { low, high } = goalposts;
  return fixedClasses(
    // What lies beyond a goalpost counts as the goalpost, as it does in the score.
    values.map((value) => (value === null ? null : Math.min(high, Math.max(low, value)))),
    Array.from({ length: count + 1 }, (_, step) => low + ((high - low) * step) / count),
  );
}

/** One figure of every region of a kind, for a map; without a quarter, of the latest published one. */
export async function regionValues(
  { sql }: Context,
  indicator: IndicatorDefinition,
  kind: string,
  quarter: string | undefined,
): Promise<RegionValues> {
  const rows = await sql<RegionValue & { quarter: string }>(
    /* sql */ `
    select region.code, region.name, region.name_en as "nameEn", region.feature_id as "featureId",
           published.value, published.numerator, published.denominator, publication.quarter::text as quarter
    from atlas.publications publication
    join atlas.indicator_values published on published.publication_id = publication.id and published.indicator = :indicator
    join atlas.regions region on region.code = published.region_code and region.kind = :kind
    where publication.is_current
      and publication.quarter = coalesce(:quarter::date, (select max(quarter) from atlas.publications where is_current))
    order by region.code`,
    { indicator: indicator.key, kind, quarter: quarter ?? null },
  );
  const [first] = rows;
  const period = first?.quarter ?? quarter;
  return {
    indicator: indicator.key,
    period: period === undefined ? "" : quarterName(period),
    rows: rows.map(({ quarter: _, ...row }) => row),
  };
}
