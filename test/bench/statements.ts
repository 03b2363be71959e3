/** Operations as a client sends them. */
export const OPERATIONS = {
  W1: /* GraphQL */ `query ($bbox: [Float!]) { villages(bbox: $bbox, first: 100) {
    nodes { code name center households isDemo risk { score level status coverage period } }
    pageInfo { hasNextPage endCursor } } }`,
  W2: /* GraphQL */ `query ($bbox: [Float!]) { villages(bbox: $bbox, first: 100) {
    nodes { code name center households isDemo outline risk { score level status coverage period } }
    pageInfo { hasNextPage endCursor } } }`,
  W3: /* GraphQL */ `query ($code: String!) { region(code: $code) { code name children(first: 30) { nodes { code name
    villages(first: 10, orderBy: RISK_DESC) { nodes { code name risk { score level }
      facts { key numerator denominator } projectsWithin(km: 5) { code name status distanceM } } } } } } }`,
  W4: /* GraphQL */ `query ($code: String!, $from: String, $to: String) { region(code: $code) { code name members { code name
    riskSeries(from: $from, to: $to) { period score level status coverage villages households } } } }`,
  W6: /* GraphQL */ `query ($code: String!) { village(code: $code) { code name nameEn center households population labourForce
    migrantWorkers poorVillage leftPovertyOn perCapitaIncome collectiveIncome isDemo outline
    township { code name } county { code name }
    risk { score scoreShown level status interval90 coverage period methodVersion
      contributions { key label value valueShown weight imputed } provenance { computedAt dataCutOff sources { key name } } }
    riskSeries { period score level } facts { key label numerator denominator rate revision }
    constraints { kind share } projects(first: 20) { nodes { code name kind status } }
    settlementsWithin(km: 20) { code name size distanceM } projectsWithin(km: 5) { code name status distanceM } } }`,
  W7: /* GraphQL */ `query ($text: String!) { search(text: $text, first: 20) { kind code name place center } }`,
};

const card = /* sql */ `card.code, card.name, st_x(card.point) as lon, st_y(card.point) as lat, card.households, card.is_demo,
  card.score, card.level, card.status, card.coverage, card.period`;
const inBox = "where card.point && st_makeenvelope($1, $2, $3, $4, 4326) order by card.code limit 100";

/** The same rows by hand, on the same read models; W6 is the statements a panel needs, at once. */
export const LIMIT_SQL = {
  W1: `select ${card} from atlas.village_cards card ${inBox}`,
  W2: /* sql */ `select page.*, village.outline_json from (select ${card} from atlas.village_cards card ${inBox}) page
    join atlas.villages village on village.code = page.code order by page.code`,
  W3: /* sql */ `
    select json_build_object('code', county.code, 'name', county.name, 'children', (
      select json_agg(json_build_object('code', township.code, 'name', township.name, 'villages', villages.list) order by township.code)
      from (select code, name from atlas.regions where parent_code = county.code order by code limit 30) township
      left join lateral (
        select json_agg(json_build_object('code', card.code, 'name', card.name, 'score', card.score, 'level', card.level,
                 'facts', (select to_json(fact) from atlas.village_facts fact where fact.village_code = card.code
                           and fact.period = card.period order by revision desc limit 1),
                 'projects', (select json_agg(json_build_object('code', near.code, 'name', near.name, 'status', near.status, 'distance', near.distance))
                   from (select project.code, project.name, project.status, project.point::geography <-> card.point::geography as distance
                         from atlas.industry_projects project
                         where st_dwithin(project.point::geography, card.point::geography, 5000, false)
                         order by distance limit 100) near))) as list
        from (select * from atlas.village_cards where township_code = township.code order by score_order desc, code limit 10) card
      ) villages on true)) as county
    from atlas.regions county where county.code = $1`,
  W4: /* sql */ `
    select county.code, county.name, risk.period, risk.score, risk.level, risk.status, risk.coverage, risk.villages, risk.households
    from atlas.area_members member
    join atlas.regions county on county.code = member.county_code
    join atlas.current_region_risks risk on risk.region_code = county.code and risk.period between $2::date and $3::date
    where member.area_code = $1 and member.member_to is null order by county.code, risk.period`,
  W6: [
    /* sql */ `select village.*, card.*, township.name as township, county.name as county,
        st_asgeojson(card.point, 6) as center, village.outline_json
      from atlas.villages village join atlas.village_cards card using (code)
      join atlas.regions township on township.code = village.township_code
      join atlas.regions county on county.code = village.county_code where village.code = $1`,
    "select * from atlas.current_village_risks where village_code = $1 order by period",
    /* sql */ `select * from atlas.village_facts where village_code = $1
      and period = (select period from atlas.current_region_risks order by period desc limit 1) order by revision desc limit 1`,
    "select kind, share from atlas.village_constraints where village_code = $1",
    /* sql */ `select code, name, kind, status from atlas.industry_projects
      where code in (select project_code from atlas.project_links where village_code = $1) order by code limit 20`,
    /* sql */ `select settlement.code, settlement.name, settlement.residents, settlement.point::geography <-> card.point::geography as distance
      from atlas.village_cards card join atlas.settlements settlement
        on st_dwithin(settlement.point::geography, card.point::geography, 20000, false)
      where card.code = $1 order by distance limit 100`,
    /* sql */ `select project.code, project.name, project.status, project.point::geography <-> card.point::geography as distance
      from atlas.village_cards card join atlas.industry_projects project
        on st_dwithin(project.point::geography, card.point::geography, 5000, false)
      where card.code = $1 order by distance limit 100`,
  ],
  W7: /* sql */ `
    select entry.kind, entry.code, coalesce(village.name, region.name) as name
    from (select entry_id, min(case when term = $1 then 0 when start = 0 then 1 else 2 end) as rank
          from atlas.search_terms where term >= $1 and term < $1 || chr(1114109) group by entry_id) hit
    join atlas.search_entries entry on entry.id = hit.entry_id
    left join atlas.villages village on entry.kind = 'VILLAGE' and village.code = entry.code
    left join atlas.regions region on entry.kind = 'REGION' and region.code = entry.code
    order by hit.rank, entry.weight, entry.code limit 20`,
};
