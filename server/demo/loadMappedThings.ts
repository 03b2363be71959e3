import type { Knex } from "knex";
import { copyRows } from "../copy.ts";
import { pointHex } from "../regions/wellKnownBinary.ts";
import type { DemoCounty } from "./county.ts";
import { loadHistories } from "./loadBooks.ts";
import { loadEnclaveLedger } from "./loadEnclaveLedger.ts";
import { historyOf } from "./projectHistory.ts";
import type { DemoProject } from "./projects.ts";
import { each, words } from "./rows.ts";

/** Settlements, projects and enclaves with what hangs on them. */
export async function loadMappedThings(
  transaction: Knex.Transaction,
  counties: readonly DemoCounty[],
  source: number,
) {
  await copyRows(
    transaction,
    "atlas.settlements",
    words(
      "code name name_en pinyin initials county_code residents households households_with_labour zero_employment_households labour_force employed has_school has_clinic has_community_centre integration_items_open integration_items_total opened_on point outline source_id is_demo",
    ),
    each(counties, ({ plan, settlements }) =>
      settlements.map((it) => [
        it.code,
        it.name,
        it.nameEn,
        it.pinyin,
        it.initials,
        plan.code,
        it.residents,
        it.households,
        it.householdsWithLabour,
        it.zeroEmployment,
        it.labourForce,
        it.employed,
        it.hasSchool,
        it.hasClinic,
        it.hasCommunityCentre,
        it.itemsOpen,
        it.itemsTotal,
        it.openedOn,
        pointHex(it.point, 4326),
        it.outline,
        source,
        true,
      ]),
    ),
  );
  await copyRows(
    transaction,
    "atlas.settlement_origins",
    ["settlement_code", "village_code", "households", "people"],
    each(counties, ({ settlements }) =>
      settlements.flatMap((it) =>
        it.origins.map((origin) => [it.code, origin.village, origin.households, origin.people]),
      ),
    ),
  );
  await copyRows(
    transaction,
    "atlas.industry_projects",
    words(
      "code name name_en pinyin initials kind status status_since status_reason commodity_code county_code village_code investment_fen point source_id is_demo",
    ),
    each(counties, ({ plan, projects }) =>
      projects.map((it) => [
        it.code,
        it.name,
        it.nameEn,
        it.pinyin,
        it.initials,
        it.kind,
        ...firstStatusOf(it),
        it.commodity,
        plan.code,
        it.village,
        it.investmentFen,
        pointHex(it.point, 4326),
        source,
        true,
      ]),
    ),
  );
  await loadHistories(transaction, counties);
  await copyRows(
    transaction,
    "atlas.project_links",
    ["project_code", "village_code", "mechanism", "households"],
    each(counties, ({ projects }) =>
      projects.flatMap((it) =>
        it.links.map((link) => [it.code, link.village, link.mechanism, link.households]),
      ),
    ),
  );
  await copyRows(
    transaction,
    "atlas.enclaves",
    words(
      "code name name_en pinyin initials host_code operator sector started_on contract_number contract_from contract_to promised_basis_points returns_principal point source_id is_demo",
    ),
    each(counties, ({ enclaves }) =>
      enclaves.map((it) => [
        it.code,
        it.name,
        it.nameEn,
        it.pinyin,
        it.initials,
        it.host,
        it.operator,
        it.sector,
        it.startedOn,
        it.contract.number,
        it.contract.from,
        it.contract.to,
        it.contract.basisPoints,
        it.contract.returnsPrincipal,
        pointHex(it.point, 4326),
        source,
        true,
      ]),
    ),
  );
  await copyRows(
    transaction,
    "atlas.enclave_investors",
    words("enclave_code village_code amount_fen share households"),
    each(counties, ({ enclaves }) =>
      enclaves.flatMap((it) =>
        it.investors.map((investor) => [
          it.code,
          investor.village,
          investor.amountFen,
          investor.share,
          investor.households,
        ]),
      ),
    ),
  );
  await loadEnclaveLedger(
    transaction,
    counties.flatMap(({ enclaves }) => enclaves),
  );
}

/** A project enters the register with its first status and comes to its last one step by step. */
function firstStatusOf(project: DemoProject): [DemoProject["status"], string | null, string | null] {
  const [first] = historyOf(project);
  return first
    ? [first.status, first.day, first.reason]
    : [project.status, project.statusSince, project.statusReason];
}
