import { type CountyFacts, ratioOf, type Sums } from "../../geo/pooledFacts.ts";
import { quarterName } from "../../geo/quarters.ts";
import type { RegionQuarterFacts } from "../../geo/regionFacts.ts";
import { type RegionIndexRules, SUB_INDEX_KEYS, type SubIndexKey } from "../../geo/regionRules.ts";
import { roundHalfUp } from "../../geo/rounding.ts";
import type { Context } from "../context.ts";
import type { RiskStatus, WarningLevel } from "../indicators/type.ts";
import { publicationsById, rulesOfIndex, subIndexLabel, toIndexContributions } from "../relapse/queries.ts";
import type { ScoreExplanation, ScoreInput } from "./type.ts";

interface IndexRow {
  quarter: string;
  value: number | null;
  level: WarningLevel | null;
  status: RiskStatus;
  coverage: number;
  contributions: (number | null)[];
  subIndices: (number | null)[];
  imputed: string[];
  inputs: { facts: CountyFacts; input: RegionQuarterFacts };
  publicationId: number;
  dataCutOff: string;
  rules: RegionIndexRules;
}

/** Takes the published index of a county or area apart, down to the sums it was computed from; null where there is none. */
export async function explainRegion(
  context: Context,
  code: string,
  quarter: string,
): Promise<ScoreExplanation | null> {
  const { sql, language, load } = context;
  const [row] = await sql<IndexRow>(
    /* sql */ `
    select published.quarter, published.value, published.level, published.status, published.coverage, published.contributions,
           published.sub_indices as "subIndices", published.imputed, published.inputs,
           published.publication_id as "publicationId", publication.data_cut_off as "dataCutOff",
           ${rulesOfIndex} as rules
    from atlas.region_indices published
    join atlas.publications publication on publication.id = published.publication_id and publication.is_current
    where published.region_code = :code and publication.quarter = :quarter::date`,
    { code, quarter },
  );
  if (!row) return null;
  const facts = await shownFacts(context, code, row);
  const shown = { ...row, inputs: { ...row.inputs, facts } };
  const rests = restsOn(shown, await namesOf(context, shown));
  return {
    code,
    period: quarterName(row.quarter),
    score: row.value,
    scoreShown: row.value === null ? null : roundHalfUp(row.value, 1),
    status: row.status,
    level: row.level,
    coverage: row.coverage,
    methodVersion: row.rules.methodVersion,
    parts: toIndexContributions(row, language).map(({ subscore, ...part }) => {
      const rest = rests[part.key as SubIndexKey];
      return {
        ...part,
        subscore: subscore ?? null,
        numerator: rest.main?.numerator ?? null,
        denominator: rest.main?.denominator ?? null,
        rate: ratioOf(rest.main),
        smoothedRate: null,
        goalpostLow: rest.goalposts.low,
        goalpostHigh: rest.goalposts.high,
        isSuppressed: false,
        source: part.imputed ? null : rest[language],
        sourceDate: row.dataCutOff,
        inputs: rest.inputs.map(({ zh, en, ...input }) => ({ label: language === "zh" ? zh : en, ...input })),
      };
    }),
    missing: SUB_INDEX_KEYS.flatMap((key, index) =>
      row.imputed.includes(key) || (row.subIndices[index] ?? null) === null
        ? [{ key, label: subIndexLabel(key, language), weight: row.rules.weights[key], isSuppressed: false }]
        : [],
    ),
    mostMissing: null,
    publication: (await load(
      publicationsById,
      row.publicationId,
      undefined,
    )) as ScoreExplanation["publication"],
  };
}

/** Facts without the sums of households and persons that the figures of the same publication do not show of the region. */
async function shownFacts({ sql }: Context, code: string, row: IndexRow): Promise<CountyFacts> {
  const hidden = new Set(
    (
      await sql<{ indicator: string }>(
        /* sql */ `
        select indicator from atlas.indicator_values
        where publication_id = :publication and region_code = :code and value is null and denominator is null`,
        { publication: row.publicationId, code },
      )
    ).map(({ indicator }) => indicator),
  );
  const { facts } = row.inputs;
  return {
    ...facts,
    lateRecognition: hidden.has("LATE_RECOGNITION") ? null : facts.lateRecognition,
    lateMeasures: hidden.has("LATE_MEASURES") ? null : facts.lateMeasures,
    returnedIdle: hidden.has("IDLE_LABOUR") ? null : facts.returnedIdle,
  };
}

type Named = Omit<ScoreInput, "label"> & { zh: string; en: string };
type Names = ReadonlyMap<string, { readonly zh: string; readonly en: string }>;

/** The row an event was read from is stored with it, and tells the county. */
const countyOf = (event: object): string =>
  "county" in event && typeof event.county === "string" ? event.county : "";

/** Names of the products, events and counties a region's facts hold the codes of: the facts are kept as they were published. */
async function namesOf({ sql }: Context, { inputs: { facts } }: IndexRow): Promise<Names> {
  const rows = await sql<{ code: string; zh: string; en: string }>(
    /* sql */ `
    select code, name as zh, name_en as en from atlas.commodities where code = any(:codes::text[])
    union all
    select code, name, name_en from atlas.emergency_events where code = any(:codes::text[])
    union all
    select code, name, coalesce(name_en, name) from atlas.regions where code = any(:codes::text[])`,
    {
      codes: [
        ...(facts.commodities ?? []).map((product) => product.commodity),
        ...(facts.emergencies ?? []).flatMap((event) => [event.event, countyOf(event)]),
      ],
    },
  );
  return new Map(rows.map((named) => [named.code, named]));
}

interface Rest {
  /** The ratio that matters most; null where the sub-index is no ratio. */
  readonly main: Sums | null;
  readonly goalposts: { readonly low: number; readonly high: number };
  readonly zh: string;
  readonly en: string;
  readonly inputs: readonly Named[];
}

const sums = (zh: string, en: string, its: Sums | null, unit: "FEN" | null = null): Named => ({
  zh,
  en,
  unit,
  numerator: its?.numerator ?? null,
  denominator: its?.denominator ?? null,
  value: ratioOf(its),
});
const figure = (zh: string, en: string, value: number | null): Named => ({
  zh,
  en,
  unit: null,
  numerator: null,
  denominator: null,
  value,
});

/** What each sub-index rests on, from the facts stored with it. */
function restsOn({ inputs: { facts, input }, rules }: IndexRow, names: Names): Record<SubIndexKey, Rest> {
  /** The name, and the code by which the delivery can be found; the code alone of what is gone. */
  const called = (code: string, language: "zh" | "en") => {
    const name = names.get(code)?.[language];
    if (name === undefined) return code;
    return language === "zh" ? `${name}（${code}）` : `${name} (${code})`;
  };
  const over = (numerator: number | null, denominator: number | null): Sums | null =>
    numerator === null || denominator === null ? null : { numerator, denominator };
  const cluster = input.scanCluster;
  const dispatch = { zh: "按季调度报送", en: "Quarterly dispatch" };
  return {
    OUTCOME: {
      main: facts.flow,
      goalposts: rules.outcome.rate,
      zh: "监测对象认定",
      en: "Recognition register",
      inputs: [
        sums("近四季度新识别", "Newly recognised in four quarters", facts.flow),
        sums("上一年同期", "The same a year before", facts.flowYearBefore),
      ],
    },
    SPATIAL: {
      main: facts.hotspots,
      goalposts: rules.spatial.hotspotShare,
      zh: "村级风险分与新识别户的空间统计",
      en: "Spatial statistics of village scores and new households",
      inputs: [
        sums("热点村户数", "Households in hot-spot villages", facts.hotspots),
        figure(
          "最可能聚集区的相对风险",
          "Relative risk of the most likely cluster",
          cluster?.relativeRisk ?? null,
        ),
        figure("其 p 值", "Its p", cluster?.pValue ?? null),
      ],
    },
    EMERGENCY: {
      main: over(
        facts.emergencies?.reduce((total, event) => total + event.affectedHouseholds, 0) ?? null,
        facts.households,
      ),
      goalposts: rules.emergency.affectedShare,
      zh: "应急部门",
      en: "Emergency offices",
      inputs: (facts.emergencies ?? []).map((event) =>
        sums(
          // One event touches many counties of an area, each with its own number.
          `${called(event.event, "zh")}，${event.grade} 级，${names.get(countyOf(event))?.zh ?? ""}受影响户`,
          `${called(event.event, "en")}, grade ${event.grade}: households affected in ${names.get(countyOf(event))?.en ?? "the region"}`,
          over(event.affectedHouseholds, facts.households),
        ),
      ),
    },
    PRICE: {
      main: null,
      goalposts: rules.price.incomeLoss,
      zh: "农副产品价格监测与收入占比",
      en: "Farm prices and income shares",
      inputs: (facts.commodities ?? []).flatMap((product) => [
        sums(
          `${called(product.commodity, "zh")}：近三月均价 ÷ 前三年同月均价`,
          `${called(product.commodity, "en")}: mean price of three months / same months of three years`,
          over(product.priceThreeMonths, product.baselinePrice),
          "FEN",
        ),
        figure(
          `${called(product.commodity, "zh")}：收入占比`,
          `${called(product.commodity, "en")}: share of income`,
          product.incomeShare,
        ),
      ]),
    },
    UNEMPLOYMENT: {
      main: over(facts.returnedIdle, facts.labourForce),
      goalposts: rules.unemployment.share,
      ...dispatch,
      inputs: [
        sums(
          "返乡待业 ÷ 劳动力",
          "Returned and idle / labour force",
          over(facts.returnedIdle, facts.labourForce),
        ),
        sums(
          "务工人数 ÷ 上年同季",
          "Workers / a year before",
          over(facts.workersNow, facts.workersYearBefore),
        ),
      ],
    },
    INDUSTRY: {
      main: over(
        facts.projects && facts.projects.failed + facts.projects.stopped + 0.5 * facts.projects.atRisk,
        facts.households,
      ),
      goalposts: rules.industry.householdShare,
      zh: "产业项目与飞地台账",
      en: "Register of industry projects and enclaves",
      inputs: [
        figure(
          "失败项目与飞地联结户",
          "Households tied to failed projects and enclaves",
          facts.projects?.failed ?? null,
        ),
        figure("停产项目联结户", "Households tied to stopped projects", facts.projects?.stopped ?? null),
        figure(
          "有风险项目与飞地联结户",
          "Households tied to projects and enclaves at risk",
          facts.projects?.atRisk ?? null,
        ),
      ],
    },
    RESETTLEMENT: {
      main: over(
        facts.sites?.reduce((total, site) => total + site.zeroEmploymentHouseholds, 0) ?? null,
        facts.sites?.reduce((total, site) => total + site.householdsWithLabour, 0) ?? null,
      ),
      goalposts: rules.resettlement.share,
      zh: "易地搬迁安置区台账",
      en: "Register of relocation settlements",
      inputs: [figure("安置区数", "Settlements", facts.sites?.length ?? null)],
    },
    IMPLEMENTATION: {
      main: null,
      goalposts: rules.implementation.share,
      ...dispatch,
      inputs: [
        sums("静默村", "Silent villages", facts.silentVillages),
        sums("识别超期", "Recognised late", facts.lateRecognition),
        sums("措施超期", "Late measures", facts.lateMeasures),
        sums("公示违规", "Notices in breach", facts.noticeBreaches),
        sums("台账逾期", "Ledger overdue", facts.overdueLedger),
        sums("资金落后于进度", "Funds behind an even pace", facts.fundCarryover, "FEN"),
      ],
    },
  };
}
