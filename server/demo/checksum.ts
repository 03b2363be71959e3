import { createHash } from "node:crypto";
import type { Knex } from "knex";
import { DISPATCH_COLUMNS } from "../indicators/countyInputs.ts";

/** Keeps coordinates to 6 digits and starts every ring at the same corner, whatever the database's GEOS does. */
const shape = (column: string) => `st_asgeojson(st_normalize(${column}), 6)`;

/** Canonical text of each demonstration row: no surrogate key, no time of recording. */
const TABLES: readonly { name: string; key: string; text: string; from: string }[] = [
  {
    name: "data_sources",
    key: "key",
    text: "row(key, name_zh, name_en, file_name)::text",
    from: "atlas.data_sources where is_demo",
  },
  {
    name: "regions",
    key: "code",
    text: "row(code, kind, name, pinyin, initials, parent_code, province_code)::text",
    from: "atlas.regions where is_demo",
  },
  {
    name: "villages",
    key: "code",
    text: `row(code, name, pinyin, initials, households, population, labour_force, migrant_workers, poor_village, left_poverty_on,
      per_capita_income_fen, collective_income_fen, ${shape("point")}, ${shape("outline")})::text`,
    from: "atlas.villages where is_demo",
  },
  {
    name: "settlements",
    key: "code",
    text: `row(code, name, name_en, pinyin, initials, county_code, residents, households, households_with_labour,
      zero_employment_households, labour_force, employed, has_school, has_clinic, has_community_centre,
      integration_items_open, integration_items_total, opened_on, ${shape("point")}, ${shape("outline")})::text`,
    from: "atlas.settlements where is_demo",
  },
  {
    name: "settlement_origins",
    key: "(o.settlement_code, o.village_code)",
    text: "o::text",
    from: "atlas.settlement_origins o join atlas.settlements s on s.code = o.settlement_code where s.is_demo",
  },
  {
    name: "settlement_items",
    key: "(i.settlement_code, i.item)",
    text: "row(i.settlement_code, i.item, i.state, i.since, i.due_on)::text",
    from: "atlas.settlement_items i join atlas.settlements s on s.code = i.settlement_code where s.is_demo",
  },
  {
    name: "settlement_surveys",
    key: "(settlement_code, quarter, revision)",
    text: "row(settlement_code, quarter, revision, surveyed_on, dwellings, occupied, vacant_since, returned_households)::text",
    from: "atlas.settlement_surveys where is_demo",
  },
  {
    name: "settlement_projects",
    key: "(p.settlement_code, p.project_code)",
    text: "p::text",
    from: "atlas.settlement_projects p join atlas.settlements s on s.code = p.settlement_code where s.is_demo",
  },
  {
    name: "service_points",
    key: "code",
    text: `row(code, kind, name, name_en, county_code, ${shape("point")})::text`,
    from: "atlas.service_points where is_demo",
  },
  {
    name: "commodities",
    key: "code",
    text: "row(code, name, name_en, unit)::text",
    from: "atlas.commodities where is_demo",
  },
  {
    name: "commodity_prices",
    key: "(p.commodity_code, p.period)",
    text: "p::text",
    from: "atlas.commodity_prices p join atlas.commodities c on c.code = p.commodity_code where c.is_demo",
  },
  {
    name: "industry_projects",
    key: "code",
    text: `row(code, name, name_en, pinyin, initials, kind, status, status_since, status_reason, commodity_code,
      county_code, village_code, investment_fen, ${shape("point")})::text`,
    from: "atlas.industry_projects where is_demo",
  },
  {
    name: "project_links",
    key: "(l.project_code, l.village_code, l.mechanism)",
    text: "l::text",
    from: "atlas.project_links l join atlas.industry_projects p on p.code = l.project_code where p.is_demo",
  },
  {
    name: "project_status_changes",
    key: "(h.project_code, h.project_version)",
    text: "row(h.id, h.project_code, h.place_code, h.project_version, h.from_status, h.to_status, h.day, h.reason)::text",
    from: "atlas.project_status_changes h join atlas.industry_projects p on p.code = h.project_code where p.is_demo",
  },
  {
    name: "project_seasons",
    key: "(y.project_code, y.year, y.season)",
    text: `row(y.project_code, y.year, y.season, y.commodity_code, y.output_quantity, y.output_unit, y.revenue_fen, y.cost_fen,
      y.harvested_on, s.key)::text`,
    from: `atlas.project_seasons y join atlas.industry_projects p on p.code = y.project_code
      join atlas.data_sources s on s.id = y.source_id where p.is_demo`,
  },
  {
    name: "assets",
    key: "a.code",
    text: `row(a.code, a.name, a.name_en, a.kind, a.project_code, a.enclave_code, a.value_fen, a.owner_kind, a.owner_name,
      a.owner_code, a.operator_name, a.custodian_name, a.certificate_number, a.registered_on, s.key)::text`,
    from: "atlas.assets a join atlas.data_sources s on s.id = a.source_id where a.is_demo",
  },
  {
    name: "markets",
    key: "code",
    text: `row(code, name, name_en, county_code, ${shape("point")})::text`,
    from: "atlas.markets where is_demo",
  },
  {
    name: "market_prices",
    key: "(q.commodity_code, q.market_code, q.period, q.revision)",
    text: "row(q.commodity_code, q.market_code, q.period, q.revision, q.price_fen, s.key)::text",
    from: `atlas.market_prices q join atlas.markets m on m.code = q.market_code
      join atlas.data_sources s on s.id = q.source_id where m.is_demo`,
  },
  {
    name: "enclaves",
    key: "code",
    text: `row(code, name, name_en, pinyin, initials, host_code, operator, sector, started_on,
      contract_number, contract_from, contract_to, promised_basis_points, returns_principal, ${shape("point")})::text`,
    from: "atlas.enclaves where is_demo",
  },
  {
    name: "enclave_investors",
    key: "(i.enclave_code, i.village_code)",
    text: "i::text",
    from: "atlas.enclave_investors i join atlas.enclaves e on e.code = i.enclave_code where e.is_demo",
  },
  {
    name: "dividends",
    key: "(d.enclave_code, d.year)",
    text: "d::text",
    from: "atlas.dividends d join atlas.enclaves e on e.code = d.enclave_code where e.is_demo",
  },
  {
    name: "enclave_entries",
    key: "(n.enclave_code, n.year, n.kind, n.day)",
    text: "row(n.enclave_code, n.kind, n.year, n.day, n.amount_fen, n.advance_fen, n.note)::text",
    from: "atlas.enclave_entries n join atlas.enclaves e on e.code = n.enclave_code where e.is_demo",
  },
  {
    name: "enclave_postings",
    key: "(n.enclave_code, n.year, n.kind, n.day, g.account, g.village_code)",
    text: "row(n.enclave_code, n.kind, n.year, g.account, g.village_code, g.amount_fen)::text",
    from: "atlas.enclave_postings g join atlas.enclave_entries n on n.id = g.entry_id join atlas.enclaves e on e.code = n.enclave_code where e.is_demo",
  },
  {
    name: "enclave_host_sites",
    key: "code",
    text: `row(code, name, name_en, county_code, operator, sector, capacity_fen, smallest_fen, promised_basis_points, ${shape("point")})::text`,
    from: "atlas.enclave_host_sites where is_demo",
  },
  {
    name: "constraint_zones",
    key: "code",
    text: `row(code, kind, name, name_en, ${shape("outline")})::text`,
    from: "atlas.constraint_zones where is_demo",
  },
  {
    name: "village_constraints",
    key: "(c.village_code, c.kind)",
    text: "row(c.village_code, c.kind, round(c.share::numeric, 6))::text",
    from: "atlas.village_constraints c join atlas.villages v on v.code = c.village_code where v.is_demo",
  },
  {
    name: "constrained_villages",
    key: "c.village_code",
    text: "row(c.village_code, round(c.share::numeric, 6))::text",
    from: "atlas.constrained_villages c join atlas.villages v on v.code = c.village_code where v.is_demo",
  },
  {
    name: "county_quarters",
    key: "(q.county_code, q.quarter, q.revision)",
    text: `row(q.county_code, q.quarter, q.revision, q.reported_on, ${DISPATCH_COLUMNS.map((figure) => `q.${figure}`).join(", ")},
      s.key, extract(epoch from q.recorded_at)::bigint)::text`,
    from: "atlas.county_quarters q join atlas.data_sources s on s.id = q.source_id where q.is_demo",
  },
  {
    name: "county_quarter_causes",
    key: "(c.county_code, c.quarter, c.revision, c.cause)",
    text: "row(c.county_code, c.quarter, c.revision, c.cause, c.open_households, c.matched_households)::text",
    from: "atlas.county_quarter_causes c join atlas.county_quarters q using (county_code, quarter, revision) where q.is_demo",
  },
  {
    name: "emergency_events",
    key: "e.code",
    text: `row(e.code, e.name, e.name_en, e.kind, e.grade, e.started_on, e.ended_on, s.key, e.effect_basis,
      ${shape("e.footprint")})::text`,
    from: "atlas.emergency_events e join atlas.data_sources s on s.id = e.source_id where e.is_demo",
  },
  {
    name: "emergency_effects",
    key: "(f.event_code, f.county_code)",
    text: "f::text",
    from: "atlas.emergency_effects f join atlas.emergency_events e on e.code = f.event_code where e.is_demo",
  },
  {
    name: "event_villages",
    key: "(t.event_code, t.village_code)",
    text: "t::text",
    from: "atlas.event_villages t join atlas.emergency_events e on e.code = t.event_code where e.is_demo",
  },
  {
    name: "county_income_shares",
    key: "(i.county_code, i.commodity_code, i.year)",
    text: "row(i.county_code, i.commodity_code, i.year, i.share, s.key)::text",
    from: "atlas.county_income_shares i join atlas.data_sources s on s.id = i.source_id where i.is_demo",
  },
  {
    name: "fund_movements",
    key: "m.id",
    text: `row(m.id, m.pot, m.kind, m.amount_fen, m.day, m.reverses, m.document, s.key)::text`,
    from: "atlas.fund_movements m join atlas.data_sources s on s.id = m.source_id where m.is_demo",
  },
  {
    name: "assessments",
    key: "(a.county_code, a.year, a.kind, a.measure, a.revision)",
    text: `row(a.county_code, a.year, a.kind, a.measure, a.revision, a.numerator, a.denominator, a.surveyed_households, s.key,
      extract(epoch from a.recorded_at)::bigint)::text`,
    from: "atlas.assessments a join atlas.data_sources s on s.id = a.source_id where a.is_demo",
  },
  {
    name: "medical_parity",
    key: "(p.county_code, p.year, p.revision)",
    text: `row(p.county_code, p.year, p.revision, p.chronic_list_length, p.outpatient_reimbursed_fen, p.outpatient_cost_fen,
      p.local_cap_state, p.local_cap_fen, p.document, s.key, extract(epoch from p.recorded_at)::bigint)::text`,
    from: "atlas.medical_parity p join atlas.data_sources s on s.id = p.source_id where p.is_demo",
  },
  {
    name: "workforce_quarters",
    key: "(w.county_code, w.quarter, w.revision)",
    text: `row(w.county_code, w.quarter, w.revision, w.villages_needing_secretary, w.villages_with_secretary, w.team_members,
      w.exported_within_county, w.exported_within_province, w.exported_outside_province, w.exported_organised, s.key,
      extract(epoch from w.recorded_at)::bigint)::text`,
    from: "atlas.workforce_quarters w join atlas.data_sources s on s.id = w.source_id where w.is_demo",
  },
  {
    name: "collective_incomes",
    key: "(c.village_code, c.year, c.revision)",
    text: "row(c.village_code, c.year, c.revision, c.income_fen, s.key, extract(epoch from c.recorded_at)::bigint)::text",
    from: "atlas.collective_incomes c join atlas.data_sources s on s.id = c.source_id where c.is_demo",
  },
];

/** SHA-256 over all demonstration rows; the same size gives the same sum, each time and on both databases. */
export async function demoChecksum(knex: Knex): Promise<string> {
  const sum = createHash("sha256");
  for (const { name, key, text, from } of TABLES) {
    const { rows } = await knex.raw<{ rows: { sum: string | null; count: string }[] }>(
      `select md5(string_agg(md5(${text}), '' order by ${key})) as sum, count(*) as count from ${from}`,
    );
    sum.update(`${name} ${rows[0]?.count} ${rows[0]?.sum}\n`);
  }
  sum.update(`village_facts ${await factsSum(knex)}\n`);
  return sum.digest("hex");
}

/** Summed up per village first: seven million rows in one string would not fit. Sources count by rank, not by id. */
async function factsSum(knex: Knex): Promise<string> {
  const component = (key: string) =>
    `${key}_numerator, ${key}_denominator, array_position(ids.list, ${key}_source)`;
  const { rows } = await knex.raw<{ rows: { sum: string | null; count: string }[] }>(/* sql */ `
    with ids as materialized (select array_agg(id order by key) as list from atlas.data_sources where is_demo),
    per_village as (
      select village_code, count(*) as months, md5(string_agg(row(period, revision, extract(epoch from recorded_at)::bigint,
        ${["vul", "margin", "flow", "shock", "jobs", "industry", "guarantee"].map(component).join(", ")})::text,
        ';' order by period, revision)) as sum
      from atlas.village_facts cross join ids
      where substr(village_code, 10, 1) = '9'
      group by village_code)
    select md5(string_agg(sum, '' order by village_code)) as sum, sum(months) as count from per_village`);
  return `${rows[0]?.count} ${rows[0]?.sum}`;
}
