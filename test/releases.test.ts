import { createHash, randomBytes } from "node:crypto";
import { parse } from "csv-parse/sync";
import type { Knex } from "knex";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { householdAccount, INCOME_KINDS, RIGID_KINDS } from "../geo/householdAccount.ts";
import { lastDayOfMonth, monthAfter } from "../geo/quarters.ts";
import { type ExactVillage, RELEASED_COMPONENTS, TIERS, type Tier } from "../geo/releaseTiers.ts";
import type { Measure, SafeCell } from "../geo/suppression.ts";
import type { Hierarchy } from "../geo/suppressionLattice.ts";
import { readConfig } from "../server/config.ts";
import { type Database, openDatabase } from "../server/db.ts";
import { publish } from "../server/indicators/publish.ts";
import { releaseAreas } from "../server/releases/areas.ts";
import { release } from "../server/releases/command.ts";
import { readExactCounts } from "../server/releases/loadCounts.ts";
import { lastMonthOver, releaseCounty } from "../server/releases/publish.ts";
import { atlases, graphql } from "./atlas.ts";
import { hasPostgres, type OwnAtlas, ownAtlas } from "./ownAtlas.ts";
import { signInAs } from "./signedIn.ts";
import { attack, denominatorsOf, totalsOf } from "./suppressionAttacker.ts";
import { featuresOf, getTile, tilesOver } from "./tileClient.ts";

const COUNTY = "360827";
const SLOW = 300_000;
const K: Record<Tier, number> = { PLANNER: 5, PUBLIC: 10 };

interface Cell {
  tier: Tier;
  place: string;
  component: string;
  state: string;
  numerator: number | null;
  denominator: number | null;
}

// Left out only where there is no PostgreSQL, which test/run.mjs then says in a line; CI stops instead.
describe.skipIf(!hasPostgres)("a release of casework", () => {
  let own: OwnAtlas;
  let database: Database;
  let knex: Knex;
  let month: string;
  const rows = async <Row>(sql: string, values: (string | number | string[])[] = []): Promise<Row[]> =>
    (await knex.raw<{ rows: Row[] }>(sql, values)).rows;
  const cellsOf = (id: number) =>
    rows<Cell>(
      "select tier, place_code as place, component, state, numerator, denominator from atlas.released_cells where release_id = ?",
      [id],
    );
  const latest = async () =>
    (
      await rows<{ id: number }>("select max(id) as id from atlas.releases where county_code = ?", [COUNTY])
    )[0]?.id ?? 0;
  const exact = (of: string) => knex.transaction((transaction) => readExactCounts(transaction, COUNTY, of));
  /** Everything a release may write, counted. */
  const written = () =>
    rows(`select (select count(*) from atlas.releases) as releases, (select count(*) from atlas.released_cells) as cells,
            (select count(*) from atlas.village_facts) as facts, (select count(*) from audit.events) as events`);

  beforeAll(async () => {
    own = await ownAtlas();
    database = await openDatabase(readConfig({ DATABASE_URL: own.databaseUrl }), () => {});
    knex = database.primary;
    month = await lastMonthOver(knex);
  }, SLOW);
  afterAll(async () => {
    await database?.close();
    await own?.stop();
  });

  it("counts what somebody counts who goes through the households one by one", async () => {
    for (const of of [month, monthAfter(month, -5)]) {
      const counted = await exact(of);
      const expected = await countedOneByOne(rows, of);
      expect(counted.length).toBeGreaterThan(300);
      expect(counted).toEqual(expected);
      const totals = RELEASED_COMPONENTS.map((component) =>
        counted.reduce((sum, { counts }) => sum + (counts[component]?.numerator ?? 0), 0),
      );
      for (const total of totals) expect(total).toBeGreaterThan(10);
    }
  });

  it(
    "leaves a linear-programming attacker 0 hidden cells, in both tiers and in two releases that follow each other",
    async () => {
      const before = monthAfter(month, -1);
      await releaseCounty(knex, COUNTY, before, "test", { onMap: false });
      const second = await latest();
      const [first] = await rows<{ id: number }>(
        "select id from atlas.releases where county_code = ? and id < ? order by id desc limit 1",
        [COUNTY, second],
      );
      // Twice the same month of the area: of one set of counties it is taken once.
      for (const of of [month, before, before]) await releaseAreas(knex, of, "test");
      const totals = await rows<Cell & { month: string }>(
        `select tier, area_code as place, component, state, numerator, denominator, period::text as month
         from atlas.released_area_cells join atlas.area_releases on id = area_release_id`,
      );
      expect(totals.length).toBe(2 * 2 * RELEASED_COMPONENTS.length);
      const releases = [
        { cells: await cellsOf(first?.id ?? 0), exact: await exact(month), month },
        { cells: await cellsOf(second), exact: await exact(before), month: before },
      ];
      const won = { attacked: 0, exact: 0, narrow: 0 };
      for (const { cells, exact: truth, month: its } of releases)
        for (const tier of TIERS)
          for (const component of [...RELEASED_COMPONENTS, "ACCOUNTS"] as const) {
            const ofArea = totals.filter((total) => total.month === its);
            const found = attacked(cells, ofArea, truth, tier, component);
            won.attacked += found.length;
            won.exact += found.filter(({ low, high, isOfNobody }) => !isOfNobody && high - low < 1e-6).length;
            won.narrow += found.filter(({ low, high, wanted }) => high - low < wanted - 1e-6).length;
          }
      expect({ ...won, attacked: 0 }).toEqual({ attacked: 0, exact: 0, narrow: 0 });
      expect(won.attacked).toBeGreaterThan(5_000);
      // The county alone of its area has released: the area says what the county says.
      for (const { cells, month: its } of releases)
        for (const { month: _, place, ...total } of totals.filter((each) => each.month === its)) {
          expect(place).toBe("luoxiao");
          expect(cells).toContainEqual({ ...total, place: COUNTY });
        }
      // Nobody and everybody tell of each: neither is shown of a village, a township or the county.
      for (const { cells } of releases)
        for (const { numerator, denominator } of cells)
          expect(
            denominator !== null && denominator > 0 && (numerator === 0 || numerator === denominator),
          ).toBe(false);

      // What the first hid, the second hides; what the public sees, planners see, and the same.
      const hidden = (list: readonly Cell[]) =>
        list
          .filter(({ state }) => state === "SUPPRESSED")
          .map(({ tier, place, component }) => `${tier} ${place} ${component}`);
      const later = new Set(hidden(releases[1]?.cells ?? []));
      expect(hidden(releases[0]?.cells ?? []).filter((key) => !later.has(key))).toEqual([]);
      for (const { cells } of releases) {
        const planner = new Map(
          cells
            .filter(({ tier }) => tier === "PLANNER")
            .map((cell) => [`${cell.place} ${cell.component}`, cell.numerator]),
        );
        const shown = cells.filter(({ tier, numerator }) => tier === "PUBLIC" && numerator !== null);
        expect(shown.length).toBeGreaterThan(100);
        for (const { place, component, numerator } of shown)
          expect(planner.get(`${place} ${component}`)).toBe(numerator);
        for (const { tier, numerator } of cells)
          expect(numerator === null || numerator === 0 || numerator >= K[tier]).toBe(true);
      }
    },
    SLOW,
  );

  it(
    "writes nothing when it is repeated, nothing when it is broken off, and refuses what is not over or has no register",
    async () => {
      const before = await written();
      for (const of of [month, monthAfter(month, -1)])
        expect(await releaseCounty(knex, COUNTY, of, "test", { onMap: false })).toMatchObject({
          isUnchanged: true,
        });
      expect(await written()).toEqual(before);

      await knex.raw(/* sql */ `
      create function atlas.stop_here() returns trigger language plpgsql as $$ begin raise exception 'power cut'; end $$;
      create trigger stop_here after insert on atlas.village_facts for each row execute function atlas.stop_here()`);
      const broken = monthAfter(month, -2);
      await expect(releaseCounty(knex, COUNTY, broken, "test", { onMap: true })).rejects.toThrow("power cut");
      expect(await written()).toEqual(before);
      await knex.raw("drop trigger stop_here on atlas.village_facts; drop function atlas.stop_here()");

      await expect(release(database, ["--period", monthAfter(month, 1).slice(0, 7)])).rejects.toThrow(
        "not over yet",
      );
      await expect(release(database, ["--period", month.slice(0, 7), "--county", "110101"])).rejects.toThrow(
        "110101",
      );
      await expect(release(database, ["--period", "2026Q3"])).rejects.toThrow("2026Q3");
      expect(await written()).toEqual(before);
    },
    SLOW,
  );

  it(
    "corrects by a new revision with one audit event, and changes nothing that was released",
    async () => {
      const [event] = await rows<{ id: number }>("select max(id) as id from audit.events");
      const first = await latest();
      const [digest] = await rows(
        "select md5(string_agg(cell::text, '' order by cell)) from atlas.released_cells cell where release_id <= ?",
        [first],
      );
      await knex.transaction(async (transaction) => {
        await transaction.raw(
          `insert into casework.guarantee_issues (id, household_id, village_code, kind, opened_on)
         select gen_random_uuid(), id, village_code, 'WATER', cast(? as date) from casework.households where county_code = ?`,
          [month, COUNTY],
        );
        await transaction.raw(
          "insert into audit.events (channel, action, entity_kind, entity_id) values ('COMMAND', 'test.prepare', 'Test', 'test')",
        );
      });
      const corrected = await releaseCounty(knex, COUNTY, month, "test", { onMap: false });
      expect(corrected).toMatchObject({ isUnchanged: false, revision: 2 });
      const events = await rows<{ action: string }>(
        "select action from audit.events where id > ? order by id",
        [event?.id ?? 0],
      );
      expect(events.map(({ action }) => action)).toEqual(["test.prepare", "release.publish"]);
      expect(
        await rows(
          "select md5(string_agg(cell::text, '' order by cell)) from atlas.released_cells cell where release_id <= ?",
          [first],
        ),
      ).toEqual([digest]);
      await expect(
        knex.raw("update atlas.released_cells set numerator = 1, denominator = 1, state = 'SHOWN'"),
      ).rejects.toThrow("insert-only");
      await expect(knex.raw("update atlas.releases set revision = 9")).rejects.toThrow("insert-only");
    },
    SLOW,
  );

  it(
    "hands the map what the public may see: sums of the county as released, suppressed villages without a number",
    async () => {
      const mapped = "2026-09-01";
      await releaseCounty(knex, COUNTY, mapped, "test", { onMap: true });
      const [mappedRelease] = await rows<{ id: number }>(
        "select max(id) as id from atlas.releases where county_code = ? and period = ?",
        [COUNTY, mapped],
      );
      const cells = (await cellsOf(mappedRelease?.id ?? 0)).filter(({ tier }) => tier === "PUBLIC");
      await publish(knex, ["2026-07-01"]);
      for (const { place, component, numerator, denominator } of cells.filter(
        (cell) => cell.place.length < 12,
      )) {
        const [value] = await rows<{ numerator: number | null; denominator: number | null }>(
          `select numerator, denominator from atlas.indicator_values join atlas.publications on id = publication_id and is_current
         where region_code = ? and period = '2026-07-01' and indicator = ?`,
          [place, `VILLAGE_${component}`],
        );
        expect({ place, component, ...value }).toEqual({ place, component, numerator, denominator });
      }
      const facts = await rows<Record<string, number | string | null>>(
        `select distinct on (village_code) * from atlas.village_facts where period = ? and left(village_code, 6) = ?
       order by village_code, revision desc`,
        [mapped, COUNTY],
      );
      const byVillage = new Map(facts.map((fact) => [fact.village_code, fact]));
      for (const { place, component, numerator } of cells.filter((cell) => cell.place.length === 12))
        expect(byVillage.get(place)?.[`${component.toLowerCase()}_numerator`]).toBe(numerator);

      const village =
        cells.find((cell) => cell.place.length === 12 && cell.state === "SUPPRESSED")?.place ?? "";
      const { data } = await graphql<{
        village: { facts: { key: string; numerator: number | null; isSuppressed: boolean }[] };
      }>(
        own.url,
        `{ village(code: "${village}") { facts(period: "2026-09") { key numerator isSuppressed } } }`,
      );
      const hidden = cells.filter(({ place, state }) => place === village && state === "SUPPRESSED");
      expect(
        data.village.facts
          .filter(({ isSuppressed }) => isSuppressed)
          .map(({ key }) => key)
          .sort(),
      ).toEqual(hidden.map(({ component }) => component).sort());

      const csv = await fetch(
        `${own.url}/regions/${COUNTY}/indicators.csv?level=township&period=2026Q3&lang=en`,
      );
      const lines: Record<string, string>[] = parse(await csv.text(), { bom: true, columns: true });
      const suppressed = cells.filter(({ place, state }) => place.length === 9 && state === "SUPPRESSED");
      expect(suppressed.length).toBeGreaterThan(10);
      for (const { place, component } of suppressed) {
        const line = lines.find(
          (each) => each.region_code === place && each.indicator === `VILLAGE_${component}`,
        );
        expect(lines.some((each) => each.region_code === place)).toBe(true);
        expect([line?.value, line?.numerator, line?.denominator]).toEqual(["", "", ""]);
      }

      const [box] = await rows<{ bbox: number[] }>("select bbox from atlas.regions where code = ?", [COUNTY]);
      const [west = 0, south = 0, east = 0, north = 0] = box?.bbox ?? [];
      let seen = 0;
      for (const address of tilesOver([west, south, east, north], 9)) {
        const { body } = await getTile(own.url, "villages", address);
        for (const { properties } of featuresOf(body, "villages")) {
          seen += 1;
          const names = Object.keys(properties).join(" ");
          expect(names).not.toMatch(/numerator|denominator|vul|margin|flow|shock|jobs|guarantee/i);
        }
      }
      expect(seen).toBeGreaterThan(100);
    },
    SLOW,
  );
});

const ASKED = /* GraphQL */ `{
  releases(regionCode: "360827", first: 5) { nodes { tier shown suppressed } }
  region(code: "360827") { released { period tier cells { component state numerator denominator tier } } }
  village(code: "360827100900") { released { tier cells { component state numerator denominator tier } } } }`;
interface Asked {
  releases: { nodes: { tier: Tier; shown: number; suppressed: number }[] };
  region: { released: { period: string; tier: Tier; cells: Omit<Cell, "place">[] } };
  village: { released: { tier: Tier; cells: Omit<Cell, "place">[] } };
}

describe.each(atlases)("released counts on $name", ({ url, databaseUrl }) => {
  const client = new pg.Client({ connectionString: databaseUrl });
  beforeAll(() => client.connect());
  afterAll(() => client.end());

  /** A key of the demonstration person, written as security administrators' keys are kept: by its hash. */
  async function keyOf(login: string): Promise<Record<string, string>> {
    const token = randomBytes(32).toString("base64url");
    await client.query(
      `insert into access.tokens (sha256, person_id, kind, expires_at)
       select $1, id, 'API_KEY', now() + interval '1 hour' from access.people where login = $2`,
      [createHash("sha256").update(token).digest(), login],
    );
    return { authorization: `Bearer ${token}` };
  }

  it(
    "are of the tier of the post, by session and by key, for whoever asks",
    async () => {
      const tiers: Record<string, Tier> = {
        "": "PUBLIC",
        "demo.worker": "PUBLIC",
        "demo.township": "PUBLIC",
        "demo.partner": "PUBLIC",
        "demo.auditor": "PUBLIC",
        "demo.system": "PUBLIC",
        "demo.security": "PUBLIC",
        "demo.planner": "PLANNER",
        "demo.county": "PLANNER",
        "demo.province": "PLANNER",
        "demo.area": "PLANNER",
        "demo.national": "PLANNER",
      };
      const { rows: stored } = await client.query<Cell>(
        `select tier, place_code as place, component, state, numerator, denominator from atlas.released_cells
       where place_code in ('360827', '360827100900') and release_id = (
         select id from atlas.releases where county_code = '360827' order by period desc, revision desc limit 1)`,
      );
      expect(stored.length).toBe(2 * 2 * 6);
      const expected = (place: string, tier: Tier) =>
        stored
          .filter((cell) => cell.place === place && cell.tier === tier)
          .map(({ place: _, ...cell }) => cell)
          .sort((a, b) => a.component.localeCompare(b.component));
      for (const [login, tier] of Object.entries(tiers))
        for (const headers of login === "" ? [{}] : [await signInAs(url, login), await keyOf(login)]) {
          const { data } = await graphql<Asked>(url, ASKED, {}, headers);
          const sorted = (cells: Omit<Cell, "place">[]) =>
            [...cells].sort((a, b) => a.component.localeCompare(b.component));
          expect([login, data.region.released.tier, data.village.released.tier]).toEqual([login, tier, tier]);
          expect(sorted(data.region.released.cells)).toEqual(expected("360827", tier));
          expect(sorted(data.village.released.cells)).toEqual(expected("360827100900", tier));
          expect(new Set(data.releases.nodes.map((node) => node.tier))).toEqual(new Set([tier]));
        }
      // The tiers differ, or the test could not fail.
      expect(expected("360827100900", "PLANNER")).not.toEqual(expected("360827100900", "PUBLIC"));
    },
    SLOW,
  );

  it("are hidden by the database itself from the role of the open atlas", async () => {
    await client.query("begin; set local role atlas_open");
    const { rows } = await client.query<{ tier: Tier }>("select distinct tier from atlas.released_cells");
    await client.query("rollback");
    expect(rows).toEqual([{ tier: "PUBLIC" }]);
    const { rows: numbers } = await client.query(
      "select from atlas.released_cells where state = 'SUPPRESSED' and num_nonnulls(numerator, denominator) > 0",
    );
    expect(numbers).toEqual([]);
  });
});

/** What an attacker can tell of the hidden cells of a component who sees all of a tier's, and the area's totals. */
function attacked(
  cells: readonly Cell[],
  totals: readonly Cell[],
  exact: readonly ExactVillage[],
  tier: Tier,
  component: (typeof RELEASED_COMPONENTS)[number] | "ACCOUNTS",
) {
  const name = component === "ACCOUNTS" ? "MARGIN" : component;
  const of = (list: readonly Cell[]) => list.filter((cell) => cell.tier === tier && cell.component === name);
  const own = of(cells);
  const hierarchy: Hierarchy = {
    places: own.map(({ place }) => ({
      id: place,
      parent: place.length === 6 ? null : place.slice(0, place.length === 12 ? 9 : 6),
    })),
    areas: of(totals).map(({ place }) => ({ id: place, members: [COUNTY] })),
  };
  const numbers = (read: (village: ExactVillage) => number | undefined) =>
    new Map(exact.map((village) => [village.village, read(village) ?? 0]));
  const denominators = numbers(({ counts }) => counts[name]?.denominator);
  const counts = component === "ACCOUNTS" ? denominators : numbers(({ counts: its }) => its[name]?.numerator);
  const measure: Measure = { id: component, counts, ...(component !== "ACCOUNTS" && { denominators }) };
  const most = denominatorsOf(hierarchy, measure);
  const published = new Map<string, SafeCell>(
    [...own, ...of(totals)].map((cell) => {
      const count = component === "ACCOUNTS" ? cell.denominator : cell.numerator;
      return [cell.place, { count, shown: count === null ? "PRIMARY" : "SHOWN" }];
    }),
  );
  const k = K[tier];
  return attack(hierarchy, measure, published, k, totalsOf(hierarchy, counts)).map((found) => ({
    ...found,
    wanted: Math.min(k, most.get(found.id) ?? k),
    isOfNobody: most.get(found.id) === 0,
  }));
}

type Rows = <Row>(sql: string, values?: (string | number | string[])[]) => Promise<Row[]>;

/** The same counts by the method card, in JavaScript, from the plain rows of the tables. */
async function countedOneByOne(rows: Rows, month: string): Promise<ExactVillage[]> {
  const last = lastDayOfMonth(month);
  const [from, next] = [monthAfter(month, -11), monthAfter(month, 1)];
  const all = <Row>(table: string) =>
    rows<Row & { household_id: string }>(`select * from casework.${table} where county_code = ?`, [COUNTY]);
  const households = await rows<{ id: string; village_code: string }>(
    "select id, village_code from casework.households where county_code = ?",
    [COUNTY],
  );
  const villages = await rows<{ code: string; households: number; labour_force: number }>(
    "select code, households, labour_force from atlas.villages where county_code = ? order by code",
    [COUNTY],
  );
  const members = await all<{
    id: string;
    born_on: string;
    left_on: string | null;
    labour: string;
    employed: boolean;
    at_school: boolean;
  }>("members");
  const entries = await all<{
    id: string;
    kind: string;
    day: string;
    amount_fen: number;
    reimbursed_fen: number;
    realised: boolean;
    reverses: string | null;
    member_id: string | null;
  }>("account_entries");
  const cases = await all<{ id: string; state: string; opened_on: string; recognised_on: string | null }>(
    "cases",
  );
  const steps = await rows<{
    case_id: string;
    action: string;
    from_state: string;
    to_state: string;
    day: string;
  }>(
    `select case_id, action, from_state, to_state, to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as day
     from casework.case_steps where county_code = ? order by at`,
    [COUNTY],
  );
  const risks = await all<{ case_id: string; cause: string; opened_on: string; closed_on: string | null }>(
    "case_risks",
  );
  const issues = await all<{ opened_on: string; closed_on: string | null }>("guarantee_issues");
  const isOpen = ({ opened_on, closed_on }: { opened_on: string; closed_on: string | null }) =>
    opened_on <= last && (closed_on === null || closed_on > last);
  const group = <Row>(list: readonly Row[], key: (row: Row) => string) => {
    const groups = new Map<string, Row[]>();
    for (const row of list) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
    return (name: string) => groups.get(name) ?? [];
  };
  const reversed = new Set(entries.map(({ reverses }) => reverses));
  const standing = entries.filter(({ id, reverses }) => reverses === null && !reversed.has(id));
  const stepsOf = group(steps, (step) => step.case_id);
  const stateOf = (matter: { id: string; state: string }) => {
    const its = stepsOf(matter.id);
    return (
      its.filter(({ day }) => day <= last).at(-1)?.to_state ??
      its.find(({ day }) => day > last)?.from_state ??
      matter.state
    );
  };
  const settled = ["ELIMINATED", "DISMISSED", "CLOSED"];
  const isIncome = (kind: string) => (INCOME_KINDS as readonly string[]).includes(kind);
  const [membersOf, entriesOf, casesOf, risksOf, issuesOf] = [
    group(members, (row) => row.household_id),
    group(standing, (row) => row.household_id),
    group(cases, (row) => row.household_id),
    group(risks, (row) => row.case_id),
    group(issues, (row) => row.household_id),
  ];
  const aged = (born: string, years: number) => `${Number(born.slice(0, 4)) + years}${born.slice(4)}` < next;
  const householdsOf = group(households, (row) => row.village_code);
  return villages.flatMap(({ code, households: resident, labour_force }): ExactVillage[] => {
    const own = householdsOf(code);
    if (own.length === 0) return [];
    const sums = { VUL: 0, MARGIN: 0, FLOW: 0, SHOCK: 0, JOBS: 0, GUARANTEE: 0, accounts: 0, labour: 0 };
    for (const { id } of own) {
      const people = membersOf(id).filter(
        ({ born_on, left_on }) => born_on <= last && (left_on === null || left_on > last),
      );
      const labour = people.filter(
        (person) =>
          person.labour !== "NONE" &&
          !person.at_school &&
          aged(person.born_on, 16) &&
          !aged(person.born_on, 60),
      );
      const money = entriesOf(id);
      const earned = (member: string) =>
        money.some(
          (entry) =>
            entry.member_id === member &&
            entry.kind === "WAGE" &&
            entry.realised &&
            entry.day.startsWith(month.slice(0, 7)),
        );
      sums.labour += labour.length;
      sums.JOBS += labour.filter((person) => !person.employed && !earned(person.id)).length;
      const account = householdAccount({
        persons: Math.max(1, people.length),
        assessed: next,
        entries: money.flatMap(({ kind, ...entry }) =>
          isIncome(kind)
            ? [
                {
                  kind: kind as (typeof INCOME_KINDS)[number],
                  amountFen: entry.amount_fen,
                  date: entry.day,
                  realised: entry.realised,
                  oneOff: false,
                },
              ]
            : [],
        ),
        rigid: money.flatMap(({ kind, ...entry }) =>
          isIncome(kind)
            ? []
            : [
                {
                  kind: kind as (typeof RIGID_KINDS)[number],
                  grossFen: entry.amount_fen,
                  reimbursedFen: entry.reimbursed_fen,
                  date: entry.day,
                },
              ],
        ),
      });
      expect([account.window.firstDay, account.window.lastDay]).toEqual([from, last]);
      const counted = [...account.entries, ...account.rigidEntries].some(
        ({ treatment }) => treatment === "COUNTED",
      );
      if (counted && people.length > 0) {
        sums.accounts += 1;
        // The line of Jiangxi is 8,500 yuan a head and year.
        if (account.afterRigidFen / people.length < 1.5 * 850_000) sums.MARGIN += 1;
      }
      const matters = casesOf(id).filter(
        ({ opened_on, recognised_on }) => opened_on <= last || (recognised_on ?? "9999") <= last,
      );
      const states = matters.map(stateOf);
      if (states.some((state) => /^(ANNOUNCEMENT|ASSISTED|KEPT_WATCHED|ELIMINATION_)/.test(state)))
        sums.VUL += 1;
      const recognised = matters.flatMap((matter) => [
        matter.recognised_on ?? "",
        ...stepsOf(matter.id).flatMap(({ action, day }) => (action === "RECOGNISE" ? [day] : [])),
      ]);
      if (recognised.some((day) => day >= from && day <= last)) sums.FLOW += 1;
      const struck = matters.some(
        (matter, index) =>
          !settled.includes(states[index] ?? "") &&
          risksOf(matter.id).some((risk) => ["DISASTER", "ACCIDENT"].includes(risk.cause) && isOpen(risk)),
      );
      const { MEDICAL } = account.rigid;
      if (struck || (MEDICAL > 0 && MEDICAL >= account.netFen / 2)) sums.SHOCK += 1;
      if (issuesOf(id).some(isOpen)) sums.GUARANTEE += 1;
    }
    const all_ = Math.max(resident, own.length);
    const of = (numerator: number, denominator = all_) => ({ numerator, denominator });
    return [
      {
        village: code,
        counts: {
          VUL: of(sums.VUL),
          MARGIN: of(sums.MARGIN, sums.accounts),
          FLOW: of(sums.FLOW),
          SHOCK: of(sums.SHOCK),
          JOBS: of(sums.JOBS, Math.max(labour_force, sums.labour)),
          GUARANTEE: of(sums.GUARANTEE),
        },
      },
    ];
  });
}
