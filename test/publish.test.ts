import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { daysBetween } from "../geo/days.ts";
import type { RegionQuarterFacts } from "../geo/regionFacts.ts";
import { regionIndices } from "../geo/regionIndex.ts";
import { publishedLevels } from "../geo/regionLevels.ts";
import { DEFAULT_REGION_RULES, type RegionIndexRules, SUB_INDEX_KEYS } from "../geo/regionRules.ts";
import type { WarningLevel } from "../geo/villageRisk.ts";
import { readConfig } from "../server/config.ts";
import { type Database, openDatabase } from "../server/db.ts";
import { PLANTED } from "../server/demo/planted.ts";
import { INDICATORS } from "../server/indicators/catalog.ts";
import { publish } from "../server/indicators/publish.ts";
import { refreshMonthsOfCells, refreshVillageCells } from "../server/villages/cells.ts";
import { hasPostgres, ownDatabase } from "./ownAtlas.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const QUARTER = "2026-07-01";
/** A quarter takes a few seconds, and several times as long beside other test files. */
const SLOW = 300_000;
const CONTENT = [
  "village_risks",
  "region_risks",
  "region_indices",
  "indicator_values",
  "village_hotspots",
  "risk_clusters",
  "quality_findings",
  "quality_scores",
];

let database: Database;
let own: { url: string; drop: () => Promise<void> };

type Value = string | number | string[];
const rows = async <Row>(sql: string, values: Value[] = []): Promise<Row[]> =>
  (await database.primary.raw<{ rows: Row[] }>(sql, values)).rows;
async function row<Row>(sql: string, values: Value[] = []): Promise<Row> {
  const [first] = await rows<Row>(sql, values);
  if (!first) throw new Error(`no row: ${sql}`);
  return first;
}

/** Every byte of every published row, by table and publication; with the publications themselves but for which is current. */
async function everything(only = "true"): Promise<string[]> {
  const digests: string[] = [];
  for (const table of CONTENT) {
    const found = await rows<{ digest: string }>(
      `select concat_ws(' ', '${table}', publication_id, count(*), sum(hashtextextended(content::text, 0)::numeric)) as digest
       from atlas.${table} content join atlas.publications publication on publication.id = publication_id
       where ${only} group by publication_id order by publication_id`,
    );
    digests.push(...found.map(({ digest }) => digest));
  }
  const publications = await rows<{ digest: string }>(
    `select (to_jsonb(publication) - 'is_current')::text as digest from atlas.publications publication where ${only} order by id`,
  );
  return [...digests, ...publications.map(({ digest }) => digest)];
}

const current = () =>
  row<{ id: number; version: number }>(
    "select id, version from atlas.publications where quarter = ?::date and is_current",
    [QUARTER],
  );

const addRule = (content: object, province = "36") =>
  row<{ id: number }>(
    /* sql */ `insert into atlas.rule_books (rule, province_code, valid_from, content, source, grade)
     values ('REGION_INDEX', ?, '2026-07-01', ?::jsonb, 'test', 'PROJECT') returning id`,
    [province, JSON.stringify(content)],
  );

interface StoredIndex {
  region: string;
  quarter: string;
  value: number | null;
  level: WarningLevel | null;
  previousLevel: WarningLevel | null;
  subIndices: (number | null)[];
  contributions: (number | null)[];
  imputed: string[];
  triggers: string[];
  silence: { improbableZeroNew: boolean; implausibleZeroChange: boolean };
  inputs: { input: RegionQuarterFacts; computedLevel: WarningLevel };
  rules: { provinces: Record<string, { region: RegionIndexRules }> };
}
const storedIndices = () =>
  rows<StoredIndex>(/* sql */ `
    select region_code as region, index.quarter, value, level, previous_level as "previousLevel",
           sub_indices as "subIndices", contributions, imputed, triggers, silence, inputs, rules
    from atlas.region_indices index join atlas.publications publication on publication.id = publication_id and is_current
    order by index.quarter, region_code`);

// Left out only where there is no PostgreSQL, which test/run.mjs then says in a line; CI stops instead.
describe.skipIf(!hasPostgres)("what is published", () => {
  beforeAll(async () => {
    own = await ownDatabase("template");
    database = await openDatabase(readConfig({ DATABASE_URL: own.url }), () => {});
  });
  afterAll(async () => {
    await database?.close();
    await own?.drop();
  });

  describe("of the demonstration data", () => {
    it("adds up: contributions to the index, sub-indices to what geo/ computes from the stored inputs", async () => {
      const indices = await storedIndices();
      const peers = new Map<string, StoredIndex[]>();
      for (const index of indices) {
        const province = /^\d/.test(index.region) ? index.region.slice(0, 2) : "";
        const key = `${index.quarter} ${province}`;
        peers.set(key, [...(peers.get(key) ?? []), index]);
      }
      expect(peers.size).toBe(8 * 3);
      for (const [key, its] of peers) {
        const provinces = its[0]?.rules.provinces ?? {};
        const rules = (provinces[key.slice(11)] ?? provinces[""])?.region ?? DEFAULT_REGION_RULES;
        const again = regionIndices(
          its.map(({ inputs }) => inputs.input),
          rules,
        );
        its.forEach((stored, place) => {
          const computed = again[place];
          const sum = stored.contributions.reduce<number>((total, part) => total + (part ?? 0), 0);
          expect(Math.abs(sum - (stored.value ?? Number.NaN))).toBeLessThan(1e-9);
          SUB_INDEX_KEYS.forEach((name, index) => {
            const [kept, found] = [stored.subIndices[index], computed?.subIndices[name]];
            expect(kept === null, `${key} ${stored.region} ${name}`).toBe(found === null);
            expect(Math.abs((kept ?? 0) - (found ?? 0))).toBeLessThan(1e-9);
          });
          expect(Math.abs((computed?.score ?? Number.NaN) - (stored.value ?? Number.NaN))).toBeLessThan(1e-9);
        });
      }
    });

    it("keeps levels as the hysteresis says, over all quarters", async () => {
      const histories = new Map<string, StoredIndex[]>();
      for (const index of await storedIndices())
        histories.set(index.region, [...(histories.get(index.region) ?? []), index]);
      expect(histories.size).toBe(24);
      for (const [region, quarters] of histories) {
        const levels = publishedLevels(
          quarters.map(({ inputs, value }) => ({ level: inputs.computedLevel, score: value ?? 0 })),
        );
        expect([region, ...quarters.map(({ level }) => level)]).toEqual([region, ...levels]);
        expect(quarters.map(({ previousLevel }) => previousLevel)).toEqual([null, ...levels.slice(0, -1)]);
      }
    });

    it("gives a larger region the ratio of the sums of its counties, for every ratio of the catalogue", async () => {
      const { id } = await current();
      const values = await rows<{
        indicator: string;
        region: string;
        numerator: number | null;
        denominator: number | null;
        value: number | null;
      }>(
        "select indicator, region_code as region, numerator, denominator, value from atlas.indicator_values where publication_id = ?",
        [id],
      );
      const members = await rows<{ county: string }>(
        "select county_code as county from atlas.area_members where area_code = 'luoxiao' and member_to is null",
      );
      const area = new Set(members.map(({ county }) => county));
      const ratios = INDICATORS.filter(
        ({ key, unit }) =>
          (unit === "SHARE" || unit === "DAYS") &&
          values.some((each) => each.indicator === key && each.denominator !== null),
      ).map(({ key }) => key);
      // Shares that are no ratio of counts would show up here as missing.
      expect(ratios.length).toBe(INDICATORS.filter(({ unit }) => unit === "SHARE" || unit === "DAYS").length);
      const reported = new Set(
        values
          .filter(({ indicator, value }) => indicator === "NO_REPORT" && value === 0)
          .map((each) => each.region),
      );
      let compared = 0;
      for (const indicator of ratios) {
        const its = values.filter((each) => each.indicator === indicator);
        const counties = its.filter(({ region }) => /^\d{6}$/.test(region));
        for (const region of ["36", "43", "3607", "3608", "4302", "luoxiao"]) {
          const inside = counties.filter(({ region: county }) =>
            region === "luoxiao" ? area.has(county) : county.startsWith(region),
          );
          const sum = (read: (each: (typeof its)[number]) => number | null) =>
            inside.reduce((total, each) => total + (read(each) ?? 0), 0);
          const stored = its.find((each) => each.region === region);
          const [above, below] = [sum((each) => each.numerator), sum((each) => each.denominator)];
          // The small counts of a county that reported are hidden, not left out of the sums above it.
          if (inside.some((each) => each.denominator === null && reported.has(each.region))) {
            expect(stored?.numerator ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(above);
            continue;
          }
          compared += 1;
          expect(stored?.numerator, `${indicator} ${region}`).toBeCloseTo(above, 6);
          expect(stored?.denominator, `${indicator} ${region}`).toBeCloseTo(below, 6);
          expect(stored?.value, `${indicator} ${region}`).toBeCloseTo(above / below, 12);
        }
        const known = counties.flatMap(({ value }) => (value === null ? [] : [value]));
        const mean = known.reduce((total, value) => total + value, 0) / known.length;
        const area36 = its.find((each) => each.region === "luoxiao")?.value ?? Number.NaN;
        if (new Set(known).size > 1 && !Number.isNaN(area36))
          expect(Math.abs(area36 - mean), indicator).toBeGreaterThan(1e-9);
      }
      expect(compared).toBeGreaterThan(3 * ratios.length);
    });

    it("never turns what nobody delivered into 0, and lists what stands in for it", async () => {
      const silent = (await storedIndices()).filter(
        ({ inputs, quarter }) => quarter === QUARTER && inputs.input.reporting?.reportReceived === false,
      );
      expect(silent.length).toBeGreaterThan(0);
      for (const { region, imputed, inputs } of silent) {
        expect(inputs.input.employment).toBeNull();
        expect(imputed).toEqual(expect.arrayContaining(["UNEMPLOYMENT", "IMPLEMENTATION"]));
        const published = await rows<{ indicator: string; value: number | null }>(
          `select indicator, value from atlas.indicator_values
           join atlas.publications publication on publication.id = publication_id and is_current and quarter = ?::date
           where region_code = ? and indicator = any(?)`,
          [QUARTER, region, INDICATORS.filter(({ family }) => family === "DISPATCH").map(({ key }) => key)],
        );
        expect(published.length).toBeGreaterThan(10);
        const ours = ["TROUBLED_PROJECTS"];
        expect(
          published.filter(({ value, indicator }) => value !== null && !ours.includes(indicator)),
        ).toEqual([]);
      }
      const { count } = await row<{ count: number }>(
        "select count(*) as count from atlas.indicator_values where numerator is null and denominator is not null and value = 0",
      );
      expect(count).toBe(0);
    });

    it("ranks the planted cluster first in its county and its area", async () => {
      const { centre, county, villages } = PLANTED.cluster;
      // Those of the planted villages that delivered the component: the scan does not see the others.
      const planted = await rows<{ code: string }>(
        /* sql */ `
        select near.code from (
          select village.code from atlas.villages village, atlas.villages centre
          where centre.code = ? and village.county_code = ?
          order by st_distance(village.point::geography, centre.point::geography), village.code limit ?) near
        join atlas.village_facts fact on fact.village_code = near.code and period = '2026-09-01' and flow_denominator > 0`,
        [centre, county, villages],
      );
      expect(planted.length).toBeGreaterThan(0.8 * villages);
      for (const region of [county, "luoxiao"]) {
        const first = await row<{ villages: string[]; p: number; outlined: boolean }>(
          `select village_codes as villages, p, outline is not null as outlined from atlas.risk_clusters
           join atlas.publications publication on publication.id = publication_id and is_current and quarter = ?::date
           where region_code = ? and rank = 1`,
          [QUARTER, region],
        );
        expect(first.p).toBe(0.001);
        expect(first.outlined).toBe(true);
        const found = planted.filter(({ code }) => first.villages.includes(code)).length;
        expect(found / planted.length).toBeGreaterThan(0.95);
        expect(found / first.villages.length).toBeGreaterThan(0.7);
      }
    });

    it("flags the county without any change and the one without new households", async () => {
      const now = (await storedIndices()).filter(({ quarter }) => quarter === QUARTER);
      const unchanged = now.find(({ region }) => region === PLANTED.zeroChange.county);
      expect(unchanged?.silence.implausibleZeroChange).toBe(true);
      expect(unchanged?.triggers).toContain("IMPLAUSIBLE_ZERO_CHANGE");
      expect(["YELLOW", "ORANGE", "RED"]).toContain(unchanged?.level);
      const withoutNew = now.find(({ region }) => region === PLANTED.noNewHouseholds.county);
      expect(withoutNew?.silence).toMatchObject({ improbableZeroNew: true, implausibleZeroChange: false });
      expect(now.filter(({ silence }) => silence.implausibleZeroChange).map(({ region }) => region)).toEqual([
        PLANTED.zeroChange.county,
      ]);
    });
  });

  it("is refused to anybody who wants to change it, by the database", async () => {
    const columns: Record<string, string> = {
      village_risks: "coverage = 0",
      region_risks: "coverage = 0",
      region_indices: "value = 0",
      indicator_values: "value = 0",
      village_hotspots: "z = 0",
      risk_clusters: "p = 0",
    };
    for (const [table, change] of Object.entries(columns)) {
      const { id } = await current();
      await expect(
        database.primary.raw(`update atlas.${table} set ${change} where publication_id = ?`, [id]),
        table,
      ).rejects.toThrow(/insert a new|never|not|new/i);
    }
    for (const change of ["coverage = 0", "rules = '{}'", "content_sha256 = 'x'", "version = 9"])
      await expect(
        database.primary.raw(`update atlas.publications set ${change} where quarter = ?::date`, [QUARTER]),
        change,
      ).rejects.toThrow("a publication is never changed");
  });

  it("leaves nothing behind when it is interrupted, and can be computed afterwards", {
    timeout: SLOW,
  }, async () => {
    const before = await everything();
    const holder = () =>
      rows<{ pid: number }>(
        "select pid from pg_locks where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())",
      );
    const held = async (wanted: boolean) => {
      for (let tries = 0; tries < 300; tries += 1) {
        const [lock] = await holder();
        if ((lock !== undefined) === wanted) return lock?.pid ?? 0;
        await wait(100);
      }
      throw new Error(`the lock was never ${wanted ? "taken" : "given back"}`);
    };
    const start = (): ChildProcess =>
      spawn(process.execPath, [join(root, "dist/server/commands.js"), "recompute", "--period", "2026Q3"], {
        env: { PATH: process.env.PATH, DATABASE_URL: own.url },
        stdio: "ignore",
      });
    const killed = start();
    await held(true);
    await wait(800);
    expect((await holder()).length).toBe(1);
    killed.kill("SIGKILL");
    expect((await once(killed, "exit"))[1]).toBe("SIGKILL");
    await held(false);
    expect(await everything()).toEqual(before);

    const terminated = start();
    const pid = await held(true);
    await wait(800);
    await rows("select pg_terminate_backend(?)", [pid]);
    expect((await once(terminated, "exit"))[0]).not.toBe(0);
    await held(false);
    expect(await everything()).toEqual(before);

    // Afterwards it works, and computing the same again publishes nothing.
    const { version } = await current();
    expect(await publish(database.primary, [QUARTER])).toEqual([
      { quarter: QUARTER, version, isUnchanged: true },
    ]);
    expect(await everything()).toEqual(before);
  });

  it("gets a new version after a revision of the facts, and the old one stays as it was", {
    timeout: SLOW,
  }, async () => {
    const before = await current();
    const old = await everything(`publication.id = ${before.id}`);
    await database.primary.raw(/* sql */ `
      insert into atlas.village_facts
      select (jsonb_populate_record(fact, jsonb_build_object('revision', revision + 1, 'recorded_at', now(),
               'vul_numerator', least(vul_denominator, vul_numerator + 40)))).*
      from atlas.village_facts fact where period = '2026-09-01' and village_code = '${PLANTED.cluster.centre}'`);
    const [published] = await publish(database.primary, [QUARTER]);
    expect(published).toEqual({ quarter: QUARTER, version: before.version + 1, isUnchanged: false });
    expect((await current()).version).toBe(before.version + 1);
    expect(await everything(`publication.id = ${before.id}`)).toEqual(old);
    const versions = await rows<{ revision: number }>(
      `select facts_revision as revision from atlas.village_risks
       where village_code = ? and period = '2026-09-01' and publication_id = any(?::int[]) order by publication_id`,
      [PLANTED.cluster.centre, [String(before.id), String((await current()).id)]],
    );
    expect(versions.map(({ revision }) => revision)).toEqual([1, 2]);
  });

  it.for([
    [{ weights: { OUTCOME: 0.5 } }, /add up to 1\.3/],
    [{ wieghts: { OUTCOME: 0.2 } }, /names wieghts, which the method card does not know/],
    [{ outcome: { rate: { low: "0.1" } } }, /of another kind/],
  ] as const)("is refused by a broken rule, in a sentence: %j", async ([content, sentence]) => {
    const before = await everything();
    const { id } = await addRule(content);
    try {
      await expect(publish(database.primary, [QUARTER])).rejects.toThrow(sentence);
    } finally {
      await rows("delete from atlas.rule_books where id = ?", [id]);
    }
    expect(await everything()).toEqual(before);
  });

  it("follows a province's rules from their day on, and leaves history and other provinces as they were", {
    timeout: SLOW,
  }, async () => {
    const before = await current();
    const published = await everything();
    await addRule({
      weights: { OUTCOME: 0.25, IMPLEMENTATION: 0.15, INDUSTRY: 0 },
      levels: [
        { level: "NONE", from: 0 },
        { level: "BLUE", from: 10 },
        { level: "YELLOW", from: 30 },
        { level: "ORANGE", from: 50 },
        { level: "RED", from: 70 },
      ],
      outcome: { rate: { low: 0.001, high: 0.01 } },
    });
    await rows(
      `insert into atlas.rule_books (rule, province_code, valid_from, content, source, grade)
       values ('FUND_PACE', '36', '2026-07-01', '{"idleDays": 2}', 'test', 'PROJECT')`,
    );
    // Three quarters at a time, as a larger atlas is published: the digests are of all quarters at once.
    const results = await publish(database.primary, null, undefined, 3 * 5_000);
    expect(results.filter(({ isUnchanged }) => !isUnchanged)).toEqual([
      { quarter: QUARTER, version: before.version + 1, isUnchanged: false },
    ]);
    expect(results).toHaveLength(8);
    const after = await current();
    expect(await everything(`publication.id <> ${after.id}`)).toEqual(published);
    const changes = await rows<{ region: string; same: boolean }>(
      /* sql */ `
      select one.region_code as region, one.value = other.value and one.level = other.level as same
      from atlas.region_indices one join atlas.region_indices other on other.region_code = one.region_code
      where one.publication_id = ? and other.publication_id = ?`,
      [before.id, after.id],
    );
    // Idle is what did not move for 2 days there, of 90 elsewhere; both sums are counted here from the movements.
    const pots = await rows<{ county: string; last: string; carried: number }>(
      `select county_code as county, max(day)::text as last,
              sum(case kind when 'ALLOCATED' then amount_fen when 'SETTLED' then 0 else -amount_fen end)::float8 as carried
       from atlas.fund_movements where day <= '2026-09-30' and reverses is null group by county_code, pot`,
    );
    const told = await rows<{ region: string; numerator: number; before: number }>(
      `select now.region_code as region, now.numerator::float8 as numerator, old.numerator::float8 as before
       from atlas.indicator_values now join atlas.indicator_values old on old.region_code = now.region_code and old.indicator = now.indicator
       where now.indicator = 'FUND_IDLE' and now.region_code ~ '^[0-9]{6}$' and now.publication_id = ? and old.publication_id = ?`,
      [String(after.id), String(before.id)],
    );
    expect(told).toHaveLength(23);
    for (const { region, numerator, before: was } of told) {
      const idle = (days: number) =>
        pots
          .filter(({ county, last }) => county === region && daysBetween(last, "2026-09-30") > days)
          .reduce((sum, { carried }) => sum + carried, 0);
      expect([region, was, numerator]).toEqual([region, idle(90), idle(region.startsWith("36") ? 2 : 90)]);
    }
    expect(told.some(({ numerator, before: was }) => numerator > was)).toBe(true);
    const ofJiangxi = changes.filter(({ region }) => region.startsWith("36"));
    expect(ofJiangxi.length).toBe(17);
    expect(ofJiangxi.filter(({ same }) => same)).toEqual([]);
    expect(changes.filter(({ region, same }) => !region.startsWith("36") && !same)).toEqual([]);
  });

  it("rebuilds for the map the months of that quarter only, and they are what a whole rebuild makes", {
    timeout: SLOW,
  }, async () => {
    // Scores are added up in any order: of their sum only the whole part is the same each time.
    const cells = () =>
      rows<{ period: string; cells: number; sum: string; score: number }>(
        /* sql */ `
        select period::text, count(*)::int as cells, round(sum(weighted_score))::float8 as score,
               sum(hashtextextended(concat_ws(' ', level, cell_x, cell_y, scored_households, villages_by_level), 0)::numeric)::text as sum
        from atlas.village_cell_months group by period order by period`,
      );
    const before = await cells();
    await refreshMonthsOfCells(database.primary, QUARTER);
    const after = await cells();
    const isOfTheQuarter = ({ period }: { period: string }) => period >= QUARTER;
    expect(after.filter((month) => !isOfTheQuarter(month))).toEqual(
      before.filter((month) => !isOfTheQuarter(month)),
    );
    expect(after.filter(isOfTheQuarter)).toHaveLength(3);
    await refreshVillageCells(database.primary);
    expect(await cells()).toEqual(after);
  });
});
