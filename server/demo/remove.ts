import type { Knex } from "knex";

/** Casework of the invented villages, children before parents. */
const CASEWORK = [
  "erasures",
  "broken_glass",
  "village_team",
  "measure_risks",
  "measures",
  "helpers",
  "tasks",
  "attachments",
  "case_steps",
  "notices",
  "case_risks",
  "assessments",
  "alerts",
  "contradictions",
  "cases",
  "leads",
  "account_entries",
  "consents",
  "guarantee_issues",
  "identities",
  "members",
  "households",
] as const;

/** Work on the invented villages, and what demonstration people loaded. */
const WORK: readonly (readonly [table: string, sql: string])[] = [
  [
    "screening_batches",
    /* sql */ `
    delete from casework.screening_batches batch
    where loaded_by in (select id from access.people where is_demo)
      and not exists (select from casework.alerts where batch_id = batch.id)
      and not exists (select from casework.contradictions where batch_id = batch.id)`,
  ],
  [
    "escalations",
    /* sql */ `
    delete from casework.escalations rung using casework.ledger_items item
    where item.id = rung.item_id and (item.is_demo or substr(item.village_code, 10, 1) = '9')`,
  ],
  ["ledger_items", "delete from casework.ledger_items where is_demo or substr(village_code, 10, 1) = '9'"],
  ["campaign_villages", "delete from casework.campaign_villages where substr(village_code, 10, 1) = '9'"],
  [
    "campaigns",
    /* sql */ `
    delete from casework.campaigns campaign
    where not exists (select from casework.campaign_villages where campaign_id = campaign.id)`,
  ],
];

/** Children before parents, so that no foreign key has to look for rows that are gone anyway. */
const STATEMENTS: readonly (readonly [table: string, sql: string])[] = [
  [
    "audit.events (one is added)",
    /* sql */ `
    insert into audit.events (channel, action, entity_kind, entity_id)
    select 'COMMAND', 'demonstration.remove', 'Household', 'demonstration' where exists (select from casework.households) or exists (select from casework.ledger_items)`,
  ],
  ...CASEWORK.map(
    (table) => [table, `delete from casework.${table} where substr(village_code, 10, 1) = '9'`] as const,
  ),
  ...WORK,
  [
    "search_entries",
    /* sql */ `
    delete from atlas.search_entries e where
      e.kind = 'REGION' and exists (select from atlas.regions r where r.code = e.code and r.is_demo)
      or e.kind = 'VILLAGE' and substr(e.code, 10, 1) = '9'
      or e.kind = 'SETTLEMENT' and exists (select from atlas.settlements s where s.code = e.code and s.is_demo)
      or e.kind = 'PROJECT' and exists (select from atlas.industry_projects p where p.code = e.code and p.is_demo)
      or e.kind = 'ENCLAVE' and exists (select from atlas.enclaves n where n.code = e.code and n.is_demo)
      or e.kind = 'EVENT' and exists (select from atlas.emergency_events v where v.code = e.code and v.is_demo)`,
  ],
  [
    "village_cell_months",
    "delete from atlas.village_cell_months where exists (select from atlas.villages where is_demo)",
  ],
  ["village_cells", "delete from atlas.village_cells where is_demo"],
  ["village_cards", "delete from atlas.village_cards where is_demo"],
  // What was published from invented rows cannot stay; what hangs on a publication goes with it.
  [
    "village_risks",
    "delete from atlas.village_risks where exists (select from atlas.villages where is_demo)",
  ],
  ["publications", "delete from atlas.publications where exists (select from atlas.villages where is_demo)"],
  ["area_releases", "delete from atlas.area_releases where is_demo"],
  ["releases", "delete from atlas.releases where is_demo"],
  ["village_facts", "delete from atlas.village_facts where substr(village_code, 10, 1) = '9'"],
  // What they tell of causes goes with them.
  ["county_quarters", "delete from atlas.county_quarters where is_demo"],
  [
    "emergency_effects",
    "delete from atlas.emergency_effects f using atlas.emergency_events e where e.code = f.event_code and e.is_demo",
  ],
  // Their villages and former footprints go with them.
  ["emergency_events", "delete from atlas.emergency_events where is_demo"],
  ["county_income_shares", "delete from atlas.county_income_shares where is_demo"],
  ["fund_movements", "delete from atlas.fund_movements where is_demo"],
  ["assessments", "delete from atlas.assessments where is_demo"],
  ["medical_parity", "delete from atlas.medical_parity where is_demo"],
  ["workforce_quarters", "delete from atlas.workforce_quarters where is_demo"],
  ["collective_incomes", "delete from atlas.collective_incomes where is_demo"],
  ["assets", "delete from atlas.assets where is_demo"],
  ["constrained_villages", "delete from atlas.constrained_villages where substr(village_code, 10, 1) = '9'"],
  ["village_constraints", "delete from atlas.village_constraints where substr(village_code, 10, 1) = '9'"],
  ["constraint_zones", "delete from atlas.constraint_zones where is_demo"],
  ["enclave_host_sites", "delete from atlas.enclave_host_sites where is_demo"],
  [
    "enclave_postings",
    /* sql */ `
    delete from atlas.enclave_postings g using atlas.enclave_entries n, atlas.enclaves e
    where n.id = g.entry_id and e.code = n.enclave_code and e.is_demo`,
  ],
  [
    "enclave_entries",
    "delete from atlas.enclave_entries n using atlas.enclaves e where e.code = n.enclave_code and e.is_demo",
  ],
  [
    "dividends",
    "delete from atlas.dividends d using atlas.enclaves e where e.code = d.enclave_code and e.is_demo",
  ],
  [
    "enclave_investors",
    "delete from atlas.enclave_investors i using atlas.enclaves e where e.code = i.enclave_code and e.is_demo",
  ],
  ["enclaves", "delete from atlas.enclaves where is_demo"],
  [
    "project_links",
    "delete from atlas.project_links l using atlas.industry_projects p where p.code = l.project_code and p.is_demo",
  ],
  [
    "project_seasons",
    "delete from atlas.project_seasons s using atlas.industry_projects p where p.code = s.project_code and p.is_demo",
  ],
  [
    "project_status_changes",
    "delete from atlas.project_status_changes c using atlas.industry_projects p where p.code = c.project_code and p.is_demo",
  ],
  ["industry_projects", "delete from atlas.industry_projects where is_demo"],
  ["nearest_services", "delete from atlas.nearest_services"],
  ["services", "delete from atlas.services"],
  ["service_points", "delete from atlas.service_points where is_demo"],
  [
    "settlement_projects",
    "delete from atlas.settlement_projects p using atlas.settlements s where s.code = p.settlement_code and s.is_demo",
  ],
  ["settlement_surveys", "delete from atlas.settlement_surveys where is_demo"],
  [
    "settlement_items",
    "delete from atlas.settlement_items i using atlas.settlements s where s.code = i.settlement_code and s.is_demo",
  ],
  [
    "settlement_origins",
    "delete from atlas.settlement_origins o using atlas.settlements s where s.code = o.settlement_code and s.is_demo",
  ],
  ["settlements", "delete from atlas.settlements where is_demo"],
  ["villages", "delete from atlas.villages where is_demo"],
  [
    "market_prices",
    "delete from atlas.market_prices p using atlas.markets m where m.code = p.market_code and m.is_demo",
  ],
  ["markets", "delete from atlas.markets where is_demo"],
  [
    "commodity_prices",
    "delete from atlas.commodity_prices p using atlas.commodities c where c.code = p.commodity_code and c.is_demo",
  ],
  ["commodities", "delete from atlas.commodities where is_demo"],
  ["regions", "delete from atlas.regions where is_demo"],
  ["data_sources", "delete from atlas.data_sources where is_demo"],
];

/**
 * Removes every demonstration row in one transaction, and the published figures that were made from them:
 * figures of regions all go, because they must be computed again from what is left.
 */
export async function removeDemo(
  knex: Knex,
  onProgress: (sentence: string) => void = () => {},
): Promise<void> {
  await knex.transaction(async (transaction) => {
    for (const [table, sql] of STATEMENTS) {
      await transaction.raw(sql);
      onProgress(`demonstration rows removed from ${table}`);
    }
    await transaction.raw("insert into atlas.data_changes (layer) values ('*')");
  });
}
