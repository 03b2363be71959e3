import { roundHalfUp, roundParts } from "../../geo/rounding.ts";
import { COMPONENTS, VILLAGE_LEVELS } from "../../geo/villageRisk.ts";
import type { Batch, Context } from "../context.ts";
import type { Language } from "../errors.ts";
import { grouped } from "../grouped.ts";
import { ROLL_UP_SOURCE } from "../releases/source.ts";
import type {
  Contribution,
  LevelCount,
  Provenance,
  RegionRisk,
  RegionRiskValue,
  RiskStatus,
  VillageFact,
  VillageRisk,
  WarningLevel,
} from "./type.ts";

/** What a village's risk is built from; the read model and the monthly rows both give it. */
export interface RiskRow {
  villageCode: string;
  score: number | null;
  level: WarningLevel | null;
  status: RiskStatus;
  intervalLow: number | null;
  intervalHigh: number | null;
  coverage: number;
  period: string;
  methodVersion: string;
}

export type VillageRiskRow = VillageRisk & { villageCode: string };

export function toVillageRisk(row: RiskRow): VillageRiskRow {
  return {
    villageCode: row.villageCode,
    score: row.score,
    scoreShown: row.score === null ? null : roundHalfUp(row.score, 1),
    level: row.level,
    status: row.status,
    interval90:
      row.intervalLow === null || row.intervalHigh === null ? null : [row.intervalLow, row.intervalHigh],
    coverage: row.coverage,
    period: row.period.slice(0, 7),
    methodVersion: row.methodVersion,
  };
}

const riskColumns = /* sql */ `
  risk.village_code as "villageCode", risk.score, risk.level, risk.status, risk.interval_low as "intervalLow",
  risk.interval_high as "intervalHigh", risk.coverage, risk.period, risk.method_version as "methodVersion"`;

/** The latest published month, from the end of the index: max() reads every row of every month before it answers. */
export const LATEST_PERIOD = "(select period from atlas.current_region_risks order by period desc limit 1)";

/** Risk of many villages in one month; without a month, in the latest published one. */
export const villageRisks: Batch<string, VillageRiskRow | null, string | undefined> = async (
  { sql },
  codes,
  period,
) => {
  const rows = await sql<RiskRow>(
    /* sql */ `
    select ${riskColumns}
    from atlas.current_village_risks risk
    where risk.village_code = any(:codes::text[])
      and risk.period = coalesce(:period::date, ${LATEST_PERIOD})`,
    { codes: [...codes], period: period ?? null },
  );
  const byCode = new Map(rows.map((row) => [row.villageCode, toVillageRisk(row)]));
  return codes.map((code) => byCode.get(code) ?? null);
};

/** Risk of many villages month by month, oldest first. */
export const villageRiskSeries: Batch<string, VillageRiskRow[], { from?: string; to?: string }> = async (
  { sql },
  codes,
  { from, to },
) => {
  const rows = await sql<RiskRow>(
    /* sql */ `
    select ${riskColumns}
    from atlas.current_village_risks risk
    where risk.village_code = any(:codes::text[])
      and risk.period between coalesce(:from::date, '-infinity') and coalesce(:to::date, 'infinity')
    order by risk.period`,
    { codes: [...codes], from: from ?? null, to: to ?? null },
  );
  const byCode = grouped(rows, (row) => row.villageCode);
  return codes.map((code) => byCode.of(code).map(toVillageRisk));
};

interface PartsRow {
  villageCode: string;
  period: string;
  contributions: (number | null)[] | null;
  imputed: number;
  computedAt: Date;
}

/** Parts and computation time of many village risks; the key is the risk itself. */
export const villageRiskParts: Batch<VillageRiskRow, PartsRow | null> = async ({ sql }, risks) => {
  const rows = await sql<PartsRow>(
    /* sql */ `
    select risk.village_code as "villageCode", risk.period, risk.contributions, risk.imputed, risk.computed_at as "computedAt"
    from unnest(:codes::text[], :periods::date[]) as asked (code, period)
    join atlas.current_village_risks risk on risk.village_code = asked.code and risk.period = asked.period`,
    { codes: risks.map((risk) => risk.villageCode), periods: risks.map((risk) => `${risk.period}-01`) },
  );
  const byKey = new Map(rows.map((row) => [`${row.villageCode} ${row.period.slice(0, 7)}`, row]));
  return risks.map((risk) => byKey.get(`${risk.villageCode} ${risk.period}`) ?? null);
};

/** Turns stored parts into what is shown: shown parts add up to the shown score. */
export function toContributions(
  parts: readonly (number | null)[] | null,
  score: number | null,
  imputed: number,
  language: Language,
): Contribution[] {
  if (parts === null || score === null) return [];
  const present = COMPONENTS.flatMap((component, index) => {
    const value = parts[index];
    return value === null || value === undefined ? [] : [{ component, index, value }];
  });
  const weights = present.reduce((sum, part) => sum + part.component.weight, 0);
  const shown = roundParts(
    present.map((part) => part.value),
    score,
    1,
  );
  return present.map(({ component, index, value }, position) => ({
    key: component.key,
    label: component[language],
    value,
    valueShown: shown[position] ?? 0,
    subscore: (value * weights) / component.weight,
    weight: component.weight / weights,
    imputed: (imputed & (1 << index)) !== 0,
  }));
}

export function toProvenance(computedAt: Date, period: string): Provenance {
  const [year, month] = period.split("-").map(Number);
  const lastDay = new Date(Date.UTC(year ?? 0, month ?? 0, 0)).toISOString().slice(0, 10);
  return { computedAt: computedAt.toISOString(), dataCutOff: lastDay };
}

interface RegionRiskRow {
  regionCode: string;
  period: string;
  status: RiskStatus;
  score: number | null;
  level: WarningLevel | null;
  coverage: number;
  contributions: (number | null)[] | null;
  villages: number;
  households: number;
  villagesByLevel: number[];
  householdsByLevel: number[];
  methodVersion: string;
  computedAt: Date;
}

/** Fields of a region's risk that need arrays: read only when selected, for 8,000 arrays took three quarters of a comparison. */
export const PARTS_FIELDS = ["contributions", "levels", "provenance"];

/** Risk of many regions between two months, oldest first; without months, only the latest published one. */
export const regionRiskSeries: Batch<
  string,
  RegionRisk[],
  { from?: string; to?: string; latest?: boolean; parts: boolean }
> = async (context, codes, range) => {
  const parts = /* sql */ `, contributions, villages_by_level as "villagesByLevel",
           households_by_level as "householdsByLevel", computed_at as "computedAt"`;
  const rows = await context.sql<RegionRiskRow>(
    /* sql */ `
    select region_code as "regionCode", period, status, score, level, coverage, villages, households,
           method_version as "methodVersion" ${range.parts ? parts : ""}
    from atlas.current_region_risks
    where region_code = any(:codes::text[])
      and period between coalesce(:from::date, '-infinity') and coalesce(:to::date, 'infinity')
      and (not :latest::boolean or period = ${LATEST_PERIOD})
    order by period`,
    { codes: [...codes], from: range.from ?? null, to: range.to ?? null, latest: range.latest ?? false },
  );
  const byCode = grouped(rows, (row) => row.regionCode);
  return codes.map((code) => byCode.of(code).map((row) => toRegionRisk(row, context.language)));
};

/** The months between two of a region that stands under an alias, as `risk`. */
export const REGION_RISK_SERIES = (region: string) => /* sql */ `
  from atlas.current_region_risks risk where risk.region_code = ${region}.code
    and risk.period between coalesce(:from::date, '-infinity') and coalesce(:to::date, 'infinity')`;

function toRegionRisk(row: RegionRiskRow, language: Language): RegionRisk {
  return {
    score: row.score,
    scoreShown: row.score === null ? null : roundHalfUp(row.score, 1),
    level: row.level,
    status: row.status,
    coverage: row.coverage,
    get contributions() {
      return toContributions(row.contributions, row.score, 0, language);
    },
    get levels() {
      return toLevelCounts(row);
    },
    villages: row.villages,
    households: row.households,
    period: row.period.slice(0, 7),
    methodVersion: row.methodVersion,
    get provenance() {
      return toProvenance(row.computedAt, row.period);
    },
  };
}

function toLevelCounts(row: RegionRiskRow): LevelCount[] {
  const levels = [...VILLAGE_LEVELS.map((entry) => entry.level as WarningLevel), null];
  return levels.map((level, index) => ({
    level,
    villages: row.villagesByLevel[index] ?? 0,
    households: row.householdsByLevel[index] ?? 0,
  }));
}

/** One row per region of a kind, for a map: at most as many rows as there are counties. */
export async function regionRiskValues(
  { sql }: Context,
  kind: string,
  counties: { from: string; to: string; list: readonly string[] | null } | null,
  period: string | undefined,
): Promise<RegionRiskValue[]> {
  const rows = await sql<Omit<RegionRiskValue, "scoreShown">>(
    /* sql */ `
    select region.code, region.name, region.name_en as "nameEn", region.feature_id as "featureId", risk.score, risk.level,
           coalesce(risk.status, 'INSUFFICIENT') as status, coalesce(risk.coverage, 0) as coverage,
           coalesce(risk.villages, 0) as villages, coalesce(risk.households, 0) as households
    from atlas.regions region
    join atlas.current_region_risks risk on risk.region_code = region.code
     and risk.period = coalesce(:period::date, ${LATEST_PERIOD})
    where region.kind = :kind
      and (:all::boolean or (:list::text[] is null and region.code >= :from and region.code < :to) or left(region.code, 6) = any(:list::text[]))
    order by region.code`,
    {
      kind,
      period: period ?? null,
      all: counties === null,
      list: counties?.list === undefined || counties.list === null ? null : [...counties.list],
      from: counties?.from ?? "",
      to: counties?.to ?? "",
    },
  );
  return rows.map((row) => ({ ...row, scoreShown: row.score === null ? null : roundHalfUp(row.score, 1) }));
}

/** What was delivered for many villages in one month, the highest revision. */
export const villageFacts: Batch<string, VillageFact[], string | undefined> = async (
  { sql, language },
  codes,
  period,
) => {
  const rows = await sql<
    Record<string, number | string | null> & { village_code: string; period: string; revision: number }
  >(
    /* sql */ `
    select distinct on (village_code) *, (select id from atlas.data_sources where key = :rollUp) as roll_up
    from atlas.village_facts
    where village_code = any(:codes::text[])
      and period = coalesce(:period::date, ${LATEST_PERIOD})
    order by village_code, revision desc`,
    { codes: [...codes], period: period ?? null, rollUp: ROLL_UP_SOURCE },
  );
  const byCode = new Map(rows.map((row) => [row.village_code, row]));
  return codes.map((code) => {
    const row = byCode.get(code);
    if (!row) return [];
    return COMPONENTS.map((component) => {
      const column = component.key.toLowerCase();
      const numerator = row[`${column}_numerator`] as number | null;
      const denominator = row[`${column}_denominator`] as number | null;
      return {
        key: component.key,
        label: component[language],
        period: row.period.slice(0, 7),
        numerator,
        denominator,
        rate: numerator === null || !denominator ? null : numerator / denominator,
        isSuppressed: numerator === null && row.roll_up !== null && row[`${column}_source`] === row.roll_up,
        revision: row.revision,
        sourceId: row[`${column}_source`] as number | null,
      };
    });
  });
};
