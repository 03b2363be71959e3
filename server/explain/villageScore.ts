import type { Count } from "../../geo/empiricalBayes.ts";
import { lastDayOfMonth } from "../../geo/quarters.ts";
import { countsToSmooth } from "../../geo/rolledUp.ts";
import { roundHalfUp, roundParts } from "../../geo/rounding.ts";
import { COMPONENTS, scoreVillages, type VillageRiskRules } from "../../geo/villageRisk.ts";
import type { Context } from "../context.ts";
import type { RiskStatus, WarningLevel } from "../indicators/type.ts";
import { publicationsById } from "../relapse/queries.ts";
import { RELEASED_SUMS, type RolledUpRow, rolledUpOf } from "../releases/loadRolledUp.ts";
import { ROLL_UP_SOURCE } from "../releases/source.ts";
import type { ScoreExplanation } from "./type.ts";

type FactRow = Record<string, number | null> & { village_code: string };

interface RiskRow {
  score: number | null;
  level: WarningLevel | null;
  status: RiskStatus;
  coverage: number;
  contributions: (number | null)[] | null;
  methodVersion: string;
  publicationId: number;
  rules: VillageRiskRules;
}

/**
 * Takes a village's published score apart. The county is smoothed again from the very revisions the publication used,
 * because a smoothed rate depends on all villages of the county; null where nothing is published.
 */
export async function explainVillage(
  context: Context,
  code: string,
  month: string,
): Promise<ScoreExplanation | null> {
  const { sql, language, load } = context;
  const [risk] = await sql<RiskRow>(
    /* sql */ `
    select risk.score, risk.level, risk.status, risk.coverage, risk.contributions, risk.method_version as "methodVersion",
           risk.publication_id as "publicationId",
           coalesce(publication.rules -> 'provinces' -> left(risk.village_code, 2), publication.rules -> 'provinces' -> '') -> 'village' as rules
    from atlas.village_risks risk
    join atlas.publications publication on publication.id = risk.publication_id and publication.is_current
    where risk.village_code = :code and risk.period = :month::date`,
    { code, month },
  );
  if (!risk) return null;
  const facts = await sql<FactRow>(
    /* sql */ `
    select fact.*
    from atlas.village_facts fact
    join atlas.village_risks risk on risk.village_code = fact.village_code and risk.period = fact.period
     and risk.publication_id = :publication and risk.facts_revision = fact.revision
    where fact.period = :month::date and fact.village_code >= left(:code, 6) and fact.village_code < left(:code, 6) || ':'
    order by fact.village_code`,
    { code, month, publication: risk.publicationId },
  );
  const counts = facts.map((row) => COMPONENTS.map(({ key }) => countOf(row, key.toLowerCase())));
  const place = facts.findIndex((row) => row.village_code === code);
  const county = code.slice(0, 6);
  const [rollUp] = await sql<{ id: number }>("select id from atlas.data_sources where key = :key", {
    key: ROLL_UP_SOURCE,
  });
  const villages = facts
    .filter((row) => rollUp !== undefined && row.vul_source === rollUp.id)
    .map(({ village_code: place }) => ({
      county,
      month,
      place,
      component: "VUL",
      numerator: null,
      denominator: null,
    }));
  const sums = await sql<RolledUpRow>(RELEASED_SUMS, { publication: risk.publicationId, county, month });
  const rolledUp = rolledUpOf([...villages, ...sums]).get(`${county} ${month}`);
  const its = facts.map((row, index) => ({ village: row.village_code, counts: counts[index] ?? [] }));
  const smoothed = rolledUp ? countsToSmooth(its, county, rolledUp) : counts;
  const computed = scoreVillages(smoothed, risk.rules)[place];
  const own = facts[place];
  const sources = await sourceNames(context, own);
  const present = risk.rules.components.flatMap((component, index) => {
    const value = risk.contributions?.[index] ?? null;
    return value === null ? [] : [{ component, index, value }];
  });
  const weights = present.reduce((sum, part) => sum + part.component.weight, 0);
  const isHidden = (key: string) =>
    sources.get(own?.[`${key.toLowerCase()}_source`] ?? 0)?.key === ROLL_UP_SOURCE;
  const missing = risk.rules.components.flatMap((component, index) =>
    counts[place]?.[index]
      ? []
      : [
          {
            key: component.key,
            label: component[language],
            weight: component.weight,
            isSuppressed: isHidden(component.key),
          },
        ],
  );
  const shown = roundParts(
    present.map((part) => part.value),
    risk.score ?? 0,
    1,
  );
  return {
    code,
    period: month.slice(0, 7),
    score: risk.score,
    scoreShown: risk.score === null ? null : roundHalfUp(risk.score, 1),
    status: risk.status,
    level: risk.level,
    coverage: risk.coverage,
    methodVersion: risk.methodVersion,
    parts: present.map(({ component, index, value }, position) => {
      const count = counts[place]?.[index] ?? null;
      const rate = computed?.rates[index] ?? null;
      const column = component.key.toLowerCase();
      return {
        key: component.key,
        label: component[language],
        weight: component.weight / weights,
        subscore: computed?.subscores[index] ?? null,
        value,
        valueShown: shown[position] ?? 0,
        numerator: count?.numerator ?? null,
        denominator: count?.denominator ?? null,
        rate: rate?.raw ?? null,
        smoothedRate: rate?.rate ?? null,
        goalpostLow: component.low,
        goalpostHigh: component.high,
        imputed: rate?.imputed ?? false,
        isSuppressed: count === null && isHidden(component.key),
        source: sources.get(own?.[`${column}_source`] ?? 0)?.name ?? null,
        sourceDate: lastDayOfMonth(month),
        inputs: [],
      };
    }),
    missing,
    mostMissing: risk.rules.mostMissing,
    publication: (await load(
      publicationsById,
      risk.publicationId,
      undefined,
    )) as ScoreExplanation["publication"],
  };
}

function countOf(row: FactRow, column: string): Count | null {
  const [numerator, denominator] = [row[`${column}_numerator`], row[`${column}_denominator`]];
  return typeof numerator === "number" && typeof denominator === "number" ? { numerator, denominator } : null;
}

async function sourceNames(
  { sql, language }: Context,
  row: FactRow | undefined,
): Promise<Map<number, { key: string; name: string }>> {
  const ids = COMPONENTS.map(({ key }) => row?.[`${key.toLowerCase()}_source`]).filter(
    (id) => typeof id === "number",
  );
  const rows = await sql<{ id: number; key: string; zh: string; en: string }>(
    "select id, key, name_zh as zh, name_en as en from atlas.data_sources where id = any(:ids::int[])",
    { ids },
  );
  return new Map(rows.map((source) => [source.id, { key: source.key, name: source[language] }]));
}
