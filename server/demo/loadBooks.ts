import type { Knex } from "knex";
import { copyRows } from "../copy.ts";
import { assetsOf } from "./assets.ts";
import type { DemoCounty } from "./county.ts";
import { DEMO_MARKETS, marketPriceRows } from "./markets.ts";
import { historyOf } from "./projectHistory.ts";
import { seasonsOf } from "./projectSeasons.ts";
import { each, words } from "./rows.ts";
import type { DemoSize } from "./sizes.ts";
import { BOOKS_SOURCE, placesSource } from "./sources.ts";

/** Markets and their prices: they belong to no county, and say by their source that a database has the books of projects. */
export async function loadMarkets(transaction: Knex.Transaction, size: DemoSize): Promise<void> {
  const { key, zh, en } = BOOKS_SOURCE;
  // What a former version loaded counts as unfinished until every county has its books.
  await transaction.raw("update atlas.data_sources set sha256 = null where key = ?", [
    placesSource(size).key,
  ]);
  const { rows } = await transaction.raw<{ rows: { id: number }[] }>(
    /* sql */ `
    insert into atlas.data_sources (key, name_zh, name_en, licence, is_demo) values (?, ?, ?, 'invented', true) returning id`,
    [key, zh, en],
  );
  for (const { code, name, nameEn, county } of DEMO_MARKETS)
    await transaction.raw(
      /* sql */ `
      insert into atlas.markets (code, name, name_en, county_code, point, is_demo)
      select ?, ?, ?, county.code, county.point, true
      from (select ? as wanted) asked left join atlas.regions county on county.code = asked.wanted`,
      [code, name, nameEn, county],
    );
  const source = rows[0]?.id ?? null;
  function* priced() {
    for (const row of marketPriceRows()) yield [...row, source];
  }
  await copyRows(
    transaction,
    "atlas.market_prices",
    words("commodity_code market_code period price_fen source_id"),
    priced(),
  );
}

/** The steps after the first of each project: one statement for all second steps, one for all third ones and so on. */
export async function loadHistories(
  transaction: Knex.Transaction,
  counties: readonly DemoCounty[],
): Promise<void> {
  const histories = counties.flatMap(({ projects }) =>
    projects.map((project) => ({ project, steps: historyOf(project) })),
  );
  const longest = Math.max(0, ...histories.map(({ steps }) => steps.length));
  for (let place = 1; place < longest; place += 1) {
    await copyRows(
      transaction,
      "atlas.project_status_changes",
      words("id project_code place_code project_version from_status to_status day reason"),
      histories.flatMap(({ project, steps }) => {
        const [before, step] = [steps[place - 1], steps[place]];
        if (!before || !step) return [];
        return [
          [
            step.id,
            project.code,
            project.village,
            place + 1,
            before.status,
            step.status,
            step.day,
            step.reason,
          ],
        ];
      }),
    );
  }
}

/** What projects yielded and what they and the enclaves own. */
export async function loadBooks(
  transaction: Knex.Transaction,
  counties: readonly DemoCounty[],
): Promise<void> {
  const { rows } = await transaction.raw<{ rows: { id: number }[] }>(
    "select id from atlas.data_sources where key = ?",
    [BOOKS_SOURCE.key],
  );
  const source = rows[0]?.id ?? null;
  await copyRows(
    transaction,
    "atlas.project_seasons",
    words(
      "project_code year season commodity_code output_quantity output_unit revenue_fen cost_fen harvested_on source_id",
    ),
    each(counties, ({ projects }) =>
      projects.flatMap((project) =>
        seasonsOf(project).map((it) => [
          project.code,
          it.year,
          it.season,
          project.commodity,
          it.output,
          it.unit,
          it.revenueFen,
          it.costFen,
          it.harvestedOn,
          source,
        ]),
      ),
    ),
  );
  await copyRows(
    transaction,
    "atlas.assets",
    words(
      "code name name_en kind project_code enclave_code value_fen owner_kind owner_name owner_code operator_name custodian_name certificate_number registered_on source_id is_demo",
    ),
    each(counties, (county) =>
      assetsOf(county).map((it) => [
        it.code,
        it.name,
        it.nameEn,
        it.kind,
        it.project,
        it.enclave,
        it.valueFen,
        it.ownerKind,
        it.ownerName,
        it.ownerCode,
        it.operator,
        it.custodian,
        it.certificate,
        it.registeredOn,
        source,
        true,
      ]),
    ),
  );
}
