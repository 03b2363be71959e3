import type { Knex } from "knex";
import { DEFAULT_QUALITY_THRESHOLDS, type QualityThresholds } from "../../geo/qualityRules.ts";
import { toValidationRule, type ValidationRule } from "./qualityRules.ts";
import { merged } from "./rules.ts";
import { VALIDATION_SEEDS } from "./validationSeeds.ts";

/** The data-quality rules that hold on one day. */
export interface QualityRules {
  /** Thresholds of a province. */
  readonly thresholdsOf: (province: string) => QualityThresholds;
  /** Validation rules of a province: its own stand in for those of the country with the same key. */
  readonly validationsOf: (province: string) => readonly ValidationRule[];
  /** All of it as stored with a publication; key "" for the country. */
  readonly stored: {
    readonly thresholds: Readonly<Record<string, QualityThresholds>>;
    readonly validations: readonly ValidationRule[];
  };
}

interface RuleRow {
  id: number;
  province: string;
  content: Record<string, unknown>;
}

/**
 * Reads the rows of DATA_QUALITY: those with a key are validation rules, those without say which thresholds differ from
 * the default. Of each, the latest row by the day counts; a validation rule with "off": true no longer holds.
 * @throws StartError when a row names what is not known.
 */
export async function readQualityRules(knex: Knex, day: string): Promise<QualityRules> {
  const { rows } = await knex.raw<{ rows: RuleRow[] }>(
    /* sql */ `
    select distinct on (province_code, content ->> 'key') id, coalesce(province_code, '') as province, content
    from atlas.rule_books
    where valid_from <= ?::date and rule = 'DATA_QUALITY'
    order by province_code, content ->> 'key', valid_from desc, recorded_at desc, id desc`,
    [day],
  );
  const thresholdsOver = (base: QualityThresholds, province: string) =>
    merged(
      base,
      rows.find((row) => row.province === province && !("key" in row.content)),
    );
  const country = thresholdsOver(DEFAULT_QUALITY_THRESHOLDS, "");
  const thresholds: Record<string, QualityThresholds> = { "": country };
  for (const { province, content } of rows)
    if (province !== "" && !("key" in content)) thresholds[province] = thresholdsOver(country, province);
  const named = rows.filter(({ content }) => "key" in content);
  // A row that is switched off is not read, but still stands in for the one of the country.
  const replaced = new Set(named.map(({ province, content }) => `${province} ${String(content.key)}`));
  const validations = named
    .filter(({ content }) => content.off !== true)
    .map(({ id, province, content }) => toValidationRule(content, province, `rule_books ${id}`))
    .sort((one, other) => (one.key + one.province < other.key + other.province ? -1 : 1));
  return {
    thresholdsOf: (province) => thresholds[province] ?? country,
    validationsOf: (province) =>
      validations.filter(
        (rule) =>
          rule.province === province || (rule.province === "" && !replaced.has(`${province} ${rule.key}`)),
      ),
    stored: { thresholds, validations },
  };
}

/** Writes the validation rules once; later rows change them. Safe to repeat. */
export async function seedQualityRules(knex: Knex): Promise<void> {
  await knex.raw(
    /* sql */ `
    insert into atlas.rule_books (rule, province_code, valid_from, content, source, grade, recorded_at)
    select 'DATA_QUALITY', null, '2013-01-01'::date, seed.content, 'By the meaning of the figures', 'PROJECT',
           -- Rows of one day are told apart by when they were recorded.
           clock_timestamp() + seed.place * interval '1 microsecond'
    from jsonb_array_elements(?::jsonb) with ordinality as seed (content, place)
    where not exists (select from atlas.rule_books known
                      where known.rule = 'DATA_QUALITY' and known.content ->> 'key' = seed.content ->> 'key')`,
    [JSON.stringify(VALIDATION_SEEDS)],
  );
}
