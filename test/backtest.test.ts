import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasPostgres, ownDatabase } from "./ownAtlas.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
let own: { url: string; drop: () => Promise<void> };

async function run(...options: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(root, "dist/server/commands.js"), "backtest", ...options],
    { env: { PATH: process.env.PATH, DATABASE_URL: own.url } },
  );
  return stdout;
}

interface Figures {
  threshold: number;
  n: string;
  events: string;
  warnings: string;
  hits: string;
  lead: number | null;
}

/** The definition of geo/backtest.ts once more, in SQL. */
async function inSql(levels: string[], holdout: number, like: string): Promise<Figures> {
  const client = new pg.Client({ connectionString: own.url });
  await client.connect();
  try {
    const { rows } = await client.query<Figures>(
      /* sql */ `
      with households as (
        select county_code as code, sum(households) as households from atlas.villages where county_code like $3 group by 1),
      rates as (
        select code, quarter, newly_recognised::float8 / households as rate
        from atlas.county_quarters report join households on code = county_code
        where reported_on is not null and newly_recognised is not null
          and revision = (select max(revision) from atlas.county_quarters later
                          where later.county_code = report.county_code and later.quarter = report.quarter)),
      levels as (
        select region_code as code, index.quarter, level, level = any($1) as warned
        from atlas.region_indices index join atlas.publications publication on publication.id = publication_id and is_current
        where level is not null and region_code like $3),
      held as (select distinct quarter from levels order by quarter desc limit $2),
      threshold as (
        select percentile_cont(0.9) within group (order by rate) as value
        from rates where quarter < (select min(quarter) from held)),
      judged as (
        select rates.code, rates.quarter, levels.warned,
               (rate > 0 and rate >= (select value from threshold)) or coalesce((
                 select count(*) = 4 and avg(past.rate) > 0 and rates.rate > 2 * avg(past.rate) from rates past
                 where past.code = rates.code and past.quarter < rates.quarter
                   and past.quarter >= rates.quarter - interval '1 year'), false) as event,
               (select max(calm.quarter) from (
                  select quarter from levels calm where calm.code = rates.code and not warned
                  union all select min(quarter) - interval '3 months' from levels) calm
                where calm.quarter < rates.quarter) as calm
        from rates join levels on levels.code = rates.code and levels.quarter = (rates.quarter - interval '3 months')::date
        where rates.quarter in (select quarter from held))
      select (select value from threshold) as threshold, count(*) as n, count(*) filter (where event) as events,
             count(*) filter (where warned) as warnings, count(*) filter (where event and warned) as hits,
             (avg(extract(year from age(quarter, calm)) * 4 + extract(month from age(quarter, calm)) / 3 - 1)
               filter (where event and warned))::float8 as lead
      from judged`,
      [levels, holdout, like],
    );
    if (!rows[0]) throw new Error("no figures");
    return rows[0];
  } finally {
    await client.end();
  }
}

// Left out only where there is no PostgreSQL, which test/run.mjs then says in a line; CI stops instead.
describe.skipIf(!hasPostgres)("npm run backtest", () => {
  beforeAll(async () => {
    own = await ownDatabase("template");
  });
  afterAll(() => own?.drop());

  it.for([
    [[], ["YELLOW", "ORANGE", "RED"], 4, "%"],
    [["--level", "ORANGE", "--within", "36", "--holdout", "2"], ["ORANGE", "RED"], 2, "36%"],
    [["--level", "RED", "--within", "luoxiao", "--holdout", "3"], ["RED"], 3, "%"],
  ] as const)("prints what SQL finds with %j", async ([options, levels, holdout, like]) => {
    const printed = await run(...options);
    const found = await inSql([...levels], holdout, like);
    const [n, events, warnings, hits] = [found.n, found.events, found.warnings, found.hits].map(Number) as [
      number,
      number,
      number,
      number,
    ];
    expect(n).toBeGreaterThan(20);
    expect(events).toBeGreaterThan(0);
    expect(warnings).toBeGreaterThan(0);
    for (const line of [
      `from earlier quarters only: ${found.threshold.toFixed(6)}`,
      `region-quarters: ${n}\n`,
      `events: ${events} `,
      `warnings: ${warnings} `,
      `hits: ${hits}\n`,
      `precision: ${((100 * hits) / warnings).toFixed(1)} %`,
      `recall: ${((100 * hits) / events).toFixed(1)} %`,
      `per 100 region-quarters: ${((100 * (warnings - hits)) / n).toFixed(1)}`,
      `mean lead time in quarters: ${found.lead === null ? "–" : found.lead.toFixed(2)}`,
    ])
      expect(printed).toContain(line);
    expect(printed).toMatch(/本项目口径，非官方/);
  });

  it("refuses a level, a hold-out or a region it does not know, in a sentence", async () => {
    await expect(run("--level", "PINK")).rejects.toThrow(/There is no level PINK; give BLUE, YELLOW/);
    await expect(run("--holdout", "0")).rejects.toThrow(/Hold-out of 0 quarters/);
    await expect(run("--within", "nowhere")).rejects.toThrow(/nowhere has no published index/);
  });
});
