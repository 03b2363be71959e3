import { DEFAULT_PROCEDURE_RULES, type ProcedureRules } from "../../geo/procedureFacts.ts";
import type { Sql } from "../context.ts";
import { StartError } from "../errors.ts";

/** The row that said what a rule is. */
export interface RuleSource {
  readonly ruleId: number;
  readonly provinceCode: string | null;
  readonly validFrom: string;
  readonly source: string;
  readonly grade: "OFFICIAL" | "SECONDARY" | "PROJECT";
}

export type RuleKey = keyof ProcedureRules;

export interface RulesWithSources {
  readonly rules: ProcedureRules;
  /** Which row decided each rule; none only where no row was ever written. */
  readonly sources: Readonly<Partial<Record<RuleKey, RuleSource>>>;
}

/**
 * The procedure's rules of a province on a day, key by key: those of the country, the later over the earlier, and over
 * them those of the province. A case opened before all rules is judged by the first, which demand no new step of it.
 * @throws StartError when a row names what the procedure does not know.
 */
export async function readProcedureRules(
  sql: Sql,
  provinceCode: string,
  day: string,
): Promise<RulesWithSources> {
  const rows = await sql<RuleSource & { content: Record<string, unknown> }>(
    /* sql */ `
    select id as "ruleId", province_code as "provinceCode", to_char(valid_from, 'YYYY-MM-DD') as "validFrom", source, grade, content
    from atlas.rule_books
    where rule = 'PROCEDURE' and (province_code is null or province_code = :provinceCode)
      and valid_from <= greatest(:day::date, :first::date)
    order by province_code nulls first, valid_from, recorded_at, id`,
    { provinceCode, day, first: DEFAULT_PROCEDURE_RULES.validFrom },
  );
  const rules: Record<string, unknown> = { ...DEFAULT_PROCEDURE_RULES };
  const sources: Partial<Record<RuleKey, RuleSource>> = {};
  for (const { content, ...source } of rows)
    for (const [key, value] of Object.entries(content)) {
      if (!(key in DEFAULT_PROCEDURE_RULES) || typeof value !== typeof rules[key])
        throw new StartError(
          `规则 ${source.ruleId} 的 ${key} = ${JSON.stringify(value)} 不是认定程序的参数；请另写一行改正。`,
          `Rule ${source.ruleId} sets ${key} to ${JSON.stringify(value)}, which the procedure does not know; correct it with a later row.`,
        );
      rules[key] = value;
      sources[key as RuleKey] = source;
    }
  return { rules: rules as typeof rules & ProcedureRules, sources };
}
