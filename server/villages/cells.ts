import type { Knex } from "knex";
import { monthAfter } from "../../geo/quarters.ts";
import { CELL_LEVELS } from "./tiles.ts";

const FINEST = Math.max(...CELL_LEVELS);
/** Each level is added up from the one before, which is a sixteenth of its rows. */
const COARSER = CELL_LEVELS.filter((level) => level !== FINEST).toSorted((a, b) => b - a);
const finerThan = (level: number) => Math.min(...CELL_LEVELS.filter((candidate) => candidate > level));

const cellX = (point: string) => `floor((st_x(${point}) + 180) / 360 * (1 << ${FINEST}))::int`;
const cellY = (point: string) =>
  `floor((1 - asinh(tan(radians(st_y(${point})))) / pi()) / 2 * (1 << ${FINEST}))::int`;

/** What a cell tells of the villages in it, whatever the month. */
const TOTALS = "count(*), sum(households), bool_or(is_demo)";
const ADDED_TOTALS = "sum(villages), sum(households), bool_or(is_demo)";
/** What it tells of a month. */
const MONTH = /* sql */ `
  coalesce(sum(households) filter (where risk.score is not null), 0), coalesce(sum(households * risk.score), 0),
  array[count(*) filter (where risk.level = 'NONE'), count(*) filter (where risk.level = 'BLUE'),
        count(*) filter (where risk.level = 'YELLOW'), count(*) filter (where risk.level = 'ORANGE'),
        count(*) filter (where risk.level = 'RED')]::int[]`;
const ADDED_MONTH = /* sql */ `
  sum(scored_households), sum(weighted_score),
  array[sum(villages_by_level[1]), sum(villages_by_level[2]), sum(villages_by_level[3]), sum(villages_by_level[4]),
        sum(villages_by_level[5])]::int[]`;

/** Rebuilds the grid. */
export async function refreshVillageCells(knex: Knex): Promise<void> {
  await knex.transaction(async (transaction) => {
    await placeVillages(transaction);
    await transaction.raw("delete from atlas.village_cells");
    await transaction.raw("delete from atlas.village_cell_months");
    // In the order of the key, so that a tile reads some thirty pages and not one for every cell.
    await transaction.raw(
      `insert into atlas.village_cells
       select ${FINEST}, cell_x, cell_y, ${TOTALS} from placed group by cell_x, cell_y order by cell_x, cell_y`,
    );
    for (const level of COARSER) {
      const shift = finerThan(level) - level;
      await transaction.raw(
        `insert into atlas.village_cells
         select ${level}, cell_x >> ${shift}, cell_y >> ${shift}, ${ADDED_TOTALS}
         from atlas.village_cells where level = ${finerThan(level)} group by 2, 3 order by 2, 3`,
      );
    }
    await insertMonths(transaction, null);
    await transaction.raw("drop table placed");
  });
  await knex.raw("vacuum analyze atlas.village_cells, atlas.village_cell_months");
}

/** Rebuilds what the grid tells of the months of a quarter, after its figures have been published anew. */
export async function refreshMonthsOfCells(knex: Knex, quarter: string): Promise<void> {
  const months = [0, 1, 2].map((offset) => monthAfter(quarter, offset));
  await knex.transaction(async (transaction) => {
    await placeVillages(transaction);
    await transaction.raw("delete from atlas.village_cell_months where period = any(?::date[])", [months]);
    await insertMonths(transaction, months);
    await transaction.raw("drop table placed");
  });
  await knex.raw("vacuum analyze atlas.village_cell_months");
}

async function placeVillages(transaction: Knex.Transaction): Promise<void> {
  // The join of villages and months stays in memory instead of being written out in parts.
  await transaction.raw("set local work_mem = '128MB'");
  await transaction.raw(/* sql */ `
    create temporary table placed on commit drop as
    select code, households, is_demo, ${cellX("point")} as cell_x, ${cellY("point")} as cell_y
    from atlas.village_cards where point is not null`);
  await transaction.raw("analyze placed");
}

async function insertMonths(transaction: Knex.Transaction, months: readonly string[] | null): Promise<void> {
  const chosen = months ? [...months] : null;
  const isChosen = "(?::date[] is null or period = any(?::date[]))";
  await transaction.raw(
    `insert into atlas.village_cell_months
     select ${FINEST}, risk.period, cell_x, cell_y, ${MONTH}
     from placed join atlas.current_village_risks risk on risk.village_code = placed.code
     where risk.level is not null and ${isChosen}
     group by 2, 3, 4 order by 2, 3, 4`,
    [chosen, chosen],
  );
  for (const level of COARSER) {
    const shift = finerThan(level) - level;
    await transaction.raw(
      `insert into atlas.village_cell_months
       select ${level}, period, cell_x >> ${shift}, cell_y >> ${shift}, ${ADDED_MONTH}
       from atlas.village_cell_months where level = ${finerThan(level)} and ${isChosen}
       group by 2, 3, 4 order by 2, 3, 4`,
      [chosen, chosen],
    );
  }
}

/**
 * Counts again the cells in which villages stand or stood that are another than `formerCards` says: a temporary table
 * of code, point and households as they were. Months are looked at only where a village has a score in any.
 */
export async function recountCells(transaction: Knex.Transaction, formerCards: string): Promise<void> {
  const cellOf = (point: string) => `${cellX(point)} as cell_x, ${cellY(point)} as cell_y`;
  await transaction.raw(/* sql */ `
    create temporary table touched_cells on commit drop as
    with moved as (
      select former.code, former.point as former_point, card.point
      from ${formerCards} former left join atlas.village_cards card on card.code = former.code
      where (former.point, former.households) is distinct from (card.point, card.households)),
    scored as materialized (
      select code from moved where exists (select from atlas.village_risks risk where risk.village_code = moved.code))
    select cell_x, cell_y, bool_or(code in (select code from scored)) as in_months
    from (
      select code, ${cellOf("former_point")} from moved where former_point is not null
      union all
      select code, ${cellOf("point")} from moved where point is not null) places
    group by cell_x, cell_y`);
  await transaction.raw("analyze touched_cells");
  await recountTotals(transaction);
  await recountMonths(transaction);
  await transaction.raw("drop table touched_cells");
}

/** Cards of a touched cell by the index of their points; the box is a hair wider than the cell, the numbers decide. */
const CARDS_OF_CELLS = /* sql */ `
  touched_cells touched join atlas.village_cards card
  on card.point && st_expand(st_transform(st_tileenvelope(${FINEST}, touched.cell_x, touched.cell_y), 4326), 1e-7)
  and ${cellX("card.point")} = touched.cell_x and ${cellY("card.point")} = touched.cell_y`;

const parents = (level: number, condition = "true") => /* sql */ `
  select distinct cell_x >> ${FINEST - level} as cell_x, cell_y >> ${FINEST - level} as cell_y
  from touched_cells where ${condition}`;

/** Children of a parent cell one level finer, as ranges of the key: the months of all cells are many. */
const childrenOf = (level: number, child: string) => {
  const shift = finerThan(level) - level;
  const inside = (axis: string) =>
    `${child}.${axis} between parent.${axis} << ${shift} and ((parent.${axis} + 1) << ${shift}) - 1`;
  return `${child}.level = ${finerThan(level)} and ${inside("cell_x")} and ${inside("cell_y")}`;
};

async function recountTotals(transaction: Knex.Transaction): Promise<void> {
  for (const level of [FINEST, ...COARSER]) {
    await transaction.raw(
      `delete from atlas.village_cells cell using (${parents(level)}) parent
       where cell.level = ${level} and cell.cell_x = parent.cell_x and cell.cell_y = parent.cell_y`,
    );
    await transaction.raw(
      level === FINEST
        ? `insert into atlas.village_cells
           select ${level}, touched.cell_x, touched.cell_y, ${TOTALS} from ${CARDS_OF_CELLS} group by 2, 3 order by 2, 3`
        : `insert into atlas.village_cells
           select ${level}, parent.cell_x, parent.cell_y, ${ADDED_TOTALS}
           from (${parents(level)}) parent
           join (select * from atlas.village_cells where level = ${finerThan(level)}) cell
             on cell.cell_x >> ${finerThan(level) - level} = parent.cell_x and cell.cell_y >> ${finerThan(level) - level} = parent.cell_y
           group by 2, 3 order by 2, 3`,
    );
  }
}

async function recountMonths(transaction: Knex.Transaction): Promise<void> {
  const { rows } = await transaction.raw<{ rows: [{ touched: boolean }] }>(
    "select exists (select from touched_cells where in_months) as touched",
  );
  if (!rows[0].touched) return;
  for (const level of [FINEST, ...COARSER]) {
    await transaction.raw(
      `delete from atlas.village_cell_months cell using (${parents(level, "in_months")}) parent
       where cell.level = ${level} and cell.cell_x = parent.cell_x and cell.cell_y = parent.cell_y`,
    );
    await transaction.raw(
      level === FINEST
        ? `insert into atlas.village_cell_months
           select ${level}, risk.period, touched.cell_x, touched.cell_y, ${MONTH}
           from ${CARDS_OF_CELLS}
           join atlas.current_village_risks risk on risk.village_code = card.code and risk.level is not null
           where in_months group by 2, 3, 4 order by 2, 3, 4`
        : `insert into atlas.village_cell_months
           select ${level}, period, parent.cell_x, parent.cell_y, ${ADDED_MONTH}
           from (${parents(level, "in_months")}) parent
           join atlas.village_cell_months cell on ${childrenOf(level, "cell")}
           group by 2, 3, 4 order by 2, 3, 4`,
    );
  }
}
