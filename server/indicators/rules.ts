import type { Knex } from "knex";
import { DEFAULT_REGION_RULES, type RegionIndexRules } from "../../geo/regionRules.ts";
import { DEFAULT_VILLAGE_RULES, type VillageRiskRules } from "../../geo/villageRisk.ts";
import { StartError } from "../errors.ts";

/** The rules that hold for one province on one day. */
export interface ProvinceRules {
  readonly village: VillageRiskRules;
  readonly region: RegionIndexRules;
}

export interface RulesOfDay {
  /** Rules of a province by its code; those of the country for a region that crosses provinces (""). */
  readonly of: (province: string) => ProvinceRules;
  /** All of it as stored with a publication; key "" for the country. */
  readonly stored: Readonly<Record<string, ProvinceRules>>;
}

interface RuleRow {
  id: number;
  rule: "VILLAGE_RISK" | "REGION_INDEX";
  province: string;
  content: Record<string, unknown>;
}

/**
 * Reads the dated rules of a day: the latest row of the country over the defaults of the method card, the latest row of
 * the province over that.
 * @throws StartError when a row names what the method card does not know, or its weights do not add up to 1.
 */
export async function readRules(knex: Knex, day: string): Promise<RulesOfDay> {
  const { rows } = await knex.raw<{ rows: RuleRow[] }>(
    /* sql */ `
    select distinct on (rule, province_code) id, rule, coalesce(province_code, '') as province, content
    from atlas.rule_books
    where valid_from <= ?::date and rule in ('VILLAGE_RISK', 'REGION_INDEX')
    order by rule, province_code, valid_from desc, recorded_at desc, id desc`,
    [day],
  );
  const over = (base: ProvinceRules, province: string): ProvinceRules => {
    const row = (rule: RuleRow["rule"]) =>
      rows.find((each) => each.rule === rule && each.province === province);
    return checked({
      village: merged(base.village, row("VILLAGE_RISK")),
      region: merged(base.region, row("REGION_INDEX")),
    });
  };
  const country = over({ village: DEFAULT_VILLAGE_RULES, region: DEFAULT_REGION_RULES }, "");
  const provinces = [...new Set(rows.map((row) => row.province))].filter((province) => province !== "");
  const stored: Record<string, ProvinceRules> = { "": country };
  for (const province of provinces.sort()) stored[province] = over(country, province);
  return { of: (province) => stored[province] ?? country, stored };
}

/** A row says only what differs. Lists are replaced as a whole, objects key by key. */
export function merged<Rules extends object>(
  base: Rules,
  row: Pick<RuleRow, "id" | "content"> | undefined,
): Rules {
  return row ? (mergedValue(base, row.content, `rule_books ${row.id}`) as Rules) : base;
}

function mergedValue(base: unknown, change: unknown, place: string): unknown {
  if (!isObject(base) || !isObject(change)) {
    if (typeof base === typeof change && Array.isArray(base) === Array.isArray(change)) return change;
    throw new StartError(
      `${place} 的值 ${JSON.stringify(change)} 与方法卡的 ${JSON.stringify(base)} 类型不同。`,
      `${place} is ${JSON.stringify(change)}, of another kind than ${JSON.stringify(base)} of the method card.`,
    );
  }
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(change)) {
    if (!(key in base)) {
      throw new StartError(
        `${place} 中的 ${key} 不是方法卡的参数；有：${Object.keys(base).join("、")}。`,
        `${place} names ${key}, which the method card does not know; it knows ${Object.keys(base).join(", ")}.`,
      );
    }
    result[key] = mergedValue(result[key], value, `${place}.${key}`);
  }
  return result;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function checked(rules: ProvinceRules): ProvinceRules {
  for (const [name, weights] of [
    ["VILLAGE_RISK", rules.village.components.map((component) => component.weight)],
    ["REGION_INDEX", Object.values(rules.region.weights)],
  ] as const) {
    const sum = weights.reduce((total, weight) => total + weight, 0);
    if (Math.abs(sum - 1) > 1e-9) {
      throw new StartError(
        `规则 ${name} 的权重合计为 ${sum}，须为 1。`,
        `The weights of ${name} add up to ${sum}, not to 1.`,
      );
    }
  }
  return rules;
}

/** Monitoring lines that were found written down. No series for the whole country was found, and none is invented. */
const KNOWN_LINES = [
  {
    province: "41",
    from: "2023-01-01",
    content: { yuanPerPersonAndYear: 7_500, place: "河南林州 Linzhou, Henan" },
    source: "linzhou.gov.cn, 2023",
  },
  {
    province: "36",
    from: "2024-01-01",
    content: { yuanPerPersonAndYear: 8_500, place: "江西南康 Nankang, Jiangxi" },
    source: "Nankang district government, 2024",
  },
];

/** Writes the known lines once. Safe to repeat. */
export async function seedRules(knex: Knex): Promise<void> {
  for (const { province, from, content, source } of KNOWN_LINES) {
    await knex.raw(
      /* sql */ `
      insert into atlas.rule_books (rule, province_code, valid_from, content, source, grade)
      select 'MONITORING_LINE', ?, ?::date, ?::jsonb, ?, 'OFFICIAL'
      where not exists (select from atlas.rule_books where rule = 'MONITORING_LINE' and province_code = ? and valid_from = ?::date)`,
      [province, from, JSON.stringify(content), source, province, from],
    );
  }
}
