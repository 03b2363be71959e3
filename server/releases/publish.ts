import type { Knex } from "knex";
import { lastDayOfMonth } from "../../geo/quarters.ts";
import {
  cellKey,
  RELEASE_METHOD,
  RELEASED_COMPONENTS,
  type ReleasedCell,
  releaseTiers,
  type Tier,
} from "../../geo/releaseTiers.ts";
import { readExactCounts } from "./loadCounts.ts";
import { ROLL_UP_SOURCE } from "./source.ts";

/** Any fixed number: two processes that release at once would not know each other's pattern. */
export const RELEASE_LOCK = 360_827_012;

export interface Released {
  readonly county: string;
  /** Null for a county whose register holds no household of a known village. */
  readonly revision: number | null;
  /** True when the release says what the one before said, which then stays. */
  readonly isUnchanged: boolean;
  readonly villages: number;
  readonly suppressed: Readonly<Record<Tier, number>>;
  /** Village facts that got a new revision. */
  readonly facts: number;
}

/** Counties that have households in the register, in the order of their codes. */
export async function countiesWithRegister(knex: Knex): Promise<string[]> {
  const { rows } = await knex.raw<{ rows: { county: string }[] }>(
    "select distinct county_code as county from casework.households order by county_code",
  );
  return rows.map(({ county }) => county);
}

/** Whether a month is over in China, by the clock of the database. */
export async function isOver(knex: Knex, month: string): Promise<boolean> {
  const { rows } = await knex.raw<{ rows: [{ over: boolean }] }>(
    "select (cast(? as date) + interval '1 month') <= (now() at time zone 'Asia/Shanghai') as over",
    [month],
  );
  return rows[0].over;
}

/** The last month that is over. */
export async function lastMonthOver(knex: Knex): Promise<string> {
  const { rows } = await knex.raw<{ rows: [{ month: string }] }>(
    "select to_char(date_trunc('month', now() at time zone 'Asia/Shanghai') - interval '1 month', 'YYYY-MM-DD') as month",
  );
  return rows[0].month;
}

/**
 * Releases the casework of a county and month in one transaction, with one audit event; an interrupted release leaves
 * nothing. What would say the same as the release there is, is not written: neither twice, nor when only what is hidden
 * has changed, for a new revision would tell that.
 * @param month first day of a month that is over.
 * @param onMap whether the figures go on as village facts too.
 */
export async function releaseCounty(
  knex: Knex,
  county: string,
  month: string,
  releasedBy: string,
  { onMap }: { onMap: boolean },
): Promise<Released> {
  return knex.transaction(async (transaction) => {
    await transaction.raw("select pg_advisory_xact_lock(?)", [RELEASE_LOCK]);
    const villages = await readExactCounts(transaction, county, month);
    const nothing = { county, villages: 0, suppressed: { PLANNER: 0, PUBLIC: 0 }, facts: 0 };
    if (villages.length === 0) return { ...nothing, revision: null, isUnchanged: true };
    const current = await readRelease(transaction, county, month);
    // As it was computed then: with the pattern of the release before it.
    const again = releaseTiers(villages, await hiddenBefore(transaction, county, current?.id ?? null));
    const isUnchanged = current !== null && (await saysTheSame(transaction, current.id, again));
    const revision = isUnchanged ? current.revision : (current?.revision ?? 0) + 1;
    const cells =
      isUnchanged || current === null
        ? again
        : releaseTiers(villages, await hiddenBefore(transaction, county, null));
    if (!isUnchanged) await store(transaction, { county, month, revision, releasedBy }, cells);
    const suppressedIn = (tier: Tier) =>
      cells.filter((cell) => cell.tier === tier && cell.count === null).length;
    return {
      county,
      revision,
      isUnchanged,
      villages: villages.length,
      suppressed: { PLANNER: suppressedIn("PLANNER"), PUBLIC: suppressedIn("PUBLIC") },
      facts: onMap ? await storeFacts(transaction, month, cells) : 0,
    };
  });
}

async function readRelease(transaction: Knex.Transaction, county: string, month: string) {
  const { rows } = await transaction.raw<{ rows: { id: number; revision: number }[] }>(
    /* sql */ `
    select id, revision from atlas.releases where county_code = ? and period = cast(? as date)
    order by revision desc limit 1`,
    [county, month],
  );
  return rows[0] ?? null;
}

/** Names of the cells hidden in the county's last release before a number; without one, in its last. */
async function hiddenBefore(
  transaction: Knex.Transaction,
  county: string,
  id: number | null,
): Promise<Set<string>> {
  const { rows } = await transaction.raw<{ rows: Pick<ReleasedCell, "tier" | "place" | "component">[] }>(
    /* sql */ `
    select tier, place_code as place, component from atlas.released_cells
    where state = 'SUPPRESSED' and release_id = (
      select max(id) from atlas.releases where county_code = ? and (cast(? as int) is null or id < ?))`,
    [county, id, id],
  );
  return new Set(rows.map(cellKey));
}

async function saysTheSame(
  transaction: Knex.Transaction,
  id: number,
  cells: readonly ReleasedCell[],
): Promise<boolean> {
  const { rows } = await transaction.raw<{
    rows: { tier: Tier; place: string; component: ReleasedCell["component"]; count: string }[];
  }>(
    /* sql */ `
    select tier, place_code as place, component, concat_ws('/', numerator, denominator) as count
    from atlas.released_cells where release_id = ?`,
    [id],
  );
  const stored = new Map(rows.map((row) => [cellKey(row), row.count]));
  const textOf = ({ count }: ReleasedCell) =>
    count === null ? "" : `${count.numerator}/${count.denominator}`;
  return stored.size === cells.length && cells.every((cell) => stored.get(cellKey(cell)) === textOf(cell));
}

const KINDS: Record<number, string> = { 6: "COUNTY", 9: "TOWNSHIP", 12: "VILLAGE" };

async function store(
  transaction: Knex.Transaction,
  release: { county: string; month: string; revision: number; releasedBy: string },
  cells: readonly ReleasedCell[],
): Promise<void> {
  const { county, month, revision, releasedBy } = release;
  const { rows } = await transaction.raw<{ rows: [{ id: number }] }>(
    /* sql */ `
    insert into atlas.releases (county_code, period, revision, method_version, data_cut_off, released_by, is_demo)
    values (?, cast(? as date), ?, ?, cast(? as date), ?,
            (select bool_or(is_demo) from casework.households where county_code = ?))
    returning id`,
    [county, month, revision, RELEASE_METHOD, lastDayOfMonth(month), releasedBy, county],
  );
  const { id } = rows[0];
  await transaction.raw(
    /* sql */ `
    insert into atlas.released_cells
    select * from jsonb_populate_recordset(null::atlas.released_cells, cast(? as jsonb))`,
    [
      JSON.stringify(
        cells.map(({ tier, place, component, count }) => ({
          release_id: id,
          tier,
          place_code: place,
          place_kind: KINDS[place.length],
          component,
          state: count === null ? "SUPPRESSED" : "SHOWN",
          ...count,
        })),
      ),
    ],
  );
  await transaction.raw(
    /* sql */ `
    insert into audit.events (channel, action, entity_kind, entity_id, region_code, detail)
    values ('COMMAND', 'release.publish', 'Release', ?, ?, cast(? as jsonb))`,
    [
      `${county} ${month.slice(0, 7)}`,
      county,
      JSON.stringify({ release: id, revision, cells: cells.length }),
    ],
  );
}

/**
 * Hands what the public may see on to the map: a new revision of the village facts of the month, where it says anything
 * new. A suppressed component is null and names this delivery, so that nobody takes it for one that was not delivered;
 * what casework cannot tell stays as it was delivered.
 * @returns villages that got one
 */
async function storeFacts(
  transaction: Knex.Transaction,
  month: string,
  cells: readonly ReleasedCell[],
): Promise<number> {
  await transaction.raw(
    /* sql */ `
    insert into atlas.data_sources (key, name_zh, name_en)
    values (?, '办案数据汇总（不足 10 的数已作小数保护）', 'Casework roll-up (counts under 10 are protected)')
    on conflict (key) do nothing`,
    [ROLL_UP_SOURCE],
  );
  const villages = new Map<string, Record<string, string | number | null>>();
  for (const { tier, place, component, count } of cells) {
    if (tier !== "PUBLIC" || place.length !== 12) continue;
    const facts = villages.get(place) ?? { village_code: place, period: month };
    const column = component.toLowerCase();
    facts[`${column}_numerator`] = count?.numerator ?? null;
    facts[`${column}_denominator`] = count?.denominator ?? null;
    villages.set(place, facts);
  }
  const released = RELEASED_COMPONENTS.filter((component) =>
    cells.some((cell) => cell.component === component),
  );
  const columns = (component: string, from: string) =>
    ["numerator", "denominator"].map((part) => `${from}.${component.toLowerCase()}_${part}`);
  const own = released.flatMap((component) => [...columns(component, "told"), "source.id"]);
  const before = released.flatMap((component) => [
    ...columns(component, "last"),
    `last.${component.toLowerCase()}_source`,
  ]);
  const names = released.flatMap((component) =>
    ["numerator", "denominator", "source"].map((part) => `${component.toLowerCase()}_${part}`),
  );
  const kept = ["vul", "margin", "flow", "shock", "jobs", "industry", "guarantee"]
    .filter((component) => !names.includes(`${component}_source`))
    .flatMap((component) => ["numerator", "denominator", "source"].map((part) => `${component}_${part}`));
  const { rowCount } = await transaction.raw<{ rowCount: number }>(
    /* sql */ `
    insert into atlas.village_facts (village_code, period, revision, ${[...names, ...kept].join(", ")})
    select told.village_code, told.period, coalesce(last.revision, 0) + 1,
           ${[...own, ...kept.map((name) => `last.${name}`)].join(", ")}
    from jsonb_populate_recordset(null::atlas.village_facts, cast(? as jsonb)) told
    join atlas.data_sources source on source.key = ?
    left join lateral (
      select * from atlas.village_facts fact where fact.village_code = told.village_code and fact.period = told.period
      order by fact.revision desc limit 1) last on true
    where last.revision is null or (${own.join(", ")}) is distinct from (${before.join(", ")})`,
    [JSON.stringify([...villages.values()]), ROLL_UP_SOURCE],
  );
  return rowCount;
}
