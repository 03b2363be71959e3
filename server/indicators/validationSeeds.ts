import { COMPONENTS } from "../../geo/villageRisk.ts";

/** A validation rule as a row of rule_books holds it; see qualityRules.ts. */
export interface ValidationSeed {
  readonly key: string;
  readonly left: readonly string[];
  readonly operator: "<=" | "=";
  readonly right: readonly string[];
  readonly zh: string;
  readonly en: string;
}

const atMost = (key: string, left: string, right: string, zh: string, en: string): ValidationSeed => ({
  key,
  left: [left],
  operator: "<=",
  right: [right],
  zh,
  en,
});

/**
 * What must hold by the meaning of the figures, for every county and year. The rules of methods 1.11 are about single
 * households, of which the atlas holds none: they have no row here.
 */
export const VALIDATION_SEEDS: readonly ValidationSeed[] = [
  ...COMPONENTS.map(({ key, zh, en }) => {
    const column = key.toLowerCase();
    return atMost(
      `${key}_WITHIN_TOTAL`,
      `${column}_numerator`,
      `${column}_denominator`,
      `${zh}不多于总数`,
      `${en}: no more than the total`,
    );
  }),
  atMost(
    "UNSTABLE_PERSONS",
    "unstable_households",
    "unstable_persons",
    "脱贫不稳定户的人数不少于户数",
    "Unstable households have at least a person each",
  ),
  atMost(
    "MARGINAL_PERSONS",
    "marginal_households",
    "marginal_persons",
    "边缘易致贫户的人数不少于户数",
    "Marginal households have at least a person each",
  ),
  atMost(
    "SUDDEN_PERSONS",
    "sudden_households",
    "sudden_persons",
    "突发严重困难户的人数不少于户数",
    "Households in sudden difficulty have at least a person each",
  ),
  {
    key: "CLUES_BY_CHANNEL",
    left: ["clues_self_reported", "clues_inspected", "clues_screened"],
    operator: "=",
    right: ["clues"],
    zh: "各渠道线索之和等于线索数",
    en: "Clues by channel add up to the clues",
  },
  {
    key: "CHANGES_COVER_EVENTS",
    left: ["newly_recognised", "eliminated"],
    operator: "<=",
    right: ["records_changed"],
    zh: "新识别与消除的户数不多于变动的记录数",
    en: "Recognitions and eliminations are changes of records",
  },
  atMost(
    "LATE_WITHIN_NEW",
    "recognised_late",
    "newly_recognised",
    "超期识别不多于新识别",
    "Recognised late, of the newly recognised",
  ),
  atMost(
    "MEASURES_WITHIN_NEW",
    "households_with_measures",
    "newly_recognised",
    "有措施户不多于新识别",
    "With measures, of the newly recognised",
  ),
  atMost(
    "LATE_MEASURES_WITHIN_NEW",
    "measures_late",
    "newly_recognised",
    "措施超期不多于新识别",
    "Measures late, of the newly recognised",
  ),
  atMost(
    "MATCHING_WITHIN_MEASURES",
    "measures_matching",
    "households_with_measures",
    "措施精准户不多于有措施户",
    "Measures that match, of those with measures",
  ),
  atMost(
    "BREACHES_WITHIN_NOTICES",
    "notices_breached",
    "notices_checked",
    "公示违规不多于公示抽查",
    "Notices in breach, of those checked",
  ),
  atMost(
    "OVERDUE_WITHIN_LEDGER",
    "ledger_overdue",
    "ledger_items",
    "台账超期不多于台账事项",
    "Ledger items overdue, of all items",
  ),
  atMost(
    "PAID_WITHIN_BUDGET",
    "fund_paid_fen",
    "fund_budget_fen",
    "已支付资金不多于可用资金",
    "Money paid out, of the money available",
  ),
  atMost(
    "WORKERS_WITHIN_LABOUR",
    "workers",
    "labour_force",
    "务工就业人数不多于劳动力",
    "People in work, of the labour force",
  ),
  atMost(
    "MIGRANTS_WITHIN_WORKERS",
    "migrant_workers",
    "workers",
    "外出务工人数不多于务工就业人数",
    "Migrant workers, of the people in work",
  ),
  atMost(
    "IDLE_WITHIN_LABOUR",
    "returned_idle",
    "labour_force",
    "返乡待业人数不多于劳动力",
    "Returned and idle, of the labour force",
  ),
];
