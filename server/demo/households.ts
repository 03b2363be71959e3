import type { Knex } from "knex";
import { copyRows } from "../copy.ts";
import type { Keys } from "../keys.ts";
import { caseTables } from "./householdCaseRows.ts";
import { householdsOf } from "./householdPlan.ts";
import { type Posts, registerTables } from "./householdRows.ts";
import { CASEWORK_COUNTY, demoId } from "./people.ts";
import { replaySteps } from "./replaySteps.ts";

/** Counties with a few households only, so that other scopes have rows: the neighbour, and one in another province. */
const OTHER_COUNTIES = ["360828", "430224"];
const VILLAGES_ELSEWHERE = 3;

/**
 * Fills the empty register with about 2,200 invented households in one transaction. The same every time but for the
 * nonces of what is sealed and the days, which count back from the day of loading.
 */
export async function loadDemoHouseholds(
  knex: Knex,
  keys: Keys,
  onProgress: (sentence: string) => void = () => {},
): Promise<void> {
  const { rows: found } = await knex.raw<{
    rows: { today: string; villages: string[] | null; line: number | null }[];
  }>(
    /* sql */ `
    select to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as today,
           (select array_agg(code order by code) from (
              select code, county_code, row_number() over (partition by county_code order by code) as place
              from atlas.villages where is_demo and county_code = any (:counties)) village
            where county_code = :county or place <= :elsewhere) as villages,
           (select round((content->>'yuanPerPersonAndYear')::numeric * 100)::int from atlas.rule_books
            where rule = 'MONITORING_LINE' and province_code = left(:county, 2) and valid_from <= now()
            order by valid_from desc, recorded_at desc limit 1) as line
    where not exists (select from casework.households)`,
    {
      counties: [CASEWORK_COUNTY, ...OTHER_COUNTIES],
      county: CASEWORK_COUNTY,
      elsewhere: VILLAGES_ELSEWHERE,
    },
  );
  const { today, villages, line } = found[0] ?? {};
  if (today === undefined || !villages) return;
  const plan = {
    today,
    lineOf: (province: string) => (province === "36" ? (line ?? null) : null),
    serials: new Map<string, number>(),
  };
  const households = [CASEWORK_COUNTY, ...OTHER_COUNTIES].flatMap((county) =>
    householdsOf(
      villages.filter((code) => code.startsWith(county)),
      plan,
    ),
  );
  const posts = postsOf(villages);
  const tables = [...registerTables(keys, posts), ...caseTables(posts, today)];
  await knex.transaction(async (transaction) => {
    for (const { table, columns, rows } of tables) {
      const names = columns.split(" ");
      // By way of a table without row-level security: COPY does not work on one that has it.
      const draft = `draft_${table}`;
      await transaction.raw(
        `create temp table ${draft} on commit drop as select ${names.join(", ")} from casework.${table} with no data`,
      );
      await copyRows(transaction, draft, names, households.flatMap(rows));
      // The one event below is of the whole load: asked for once, not again for each of 60,000 rows.
      const triggers = ["leaves_an_event", ...(table === "case_steps" ? ["take_step"] : [])];
      const turn = (how: "disable" | "enable") =>
        triggers.map((trigger) => `alter table casework.${table} ${how} trigger ${trigger};`).join(" ");
      await transaction.raw(
        `${turn("disable")}
         insert into casework.${table} (${names.join(", ")}) select ${names.join(", ")} from ${draft};
         ${turn("enable")}`,
      );
    }
    await replaySteps(transaction);
    await transaction.raw(
      /* sql */ `
      insert into audit.events (channel, action, entity_kind, entity_id, region_code, detail)
      values ('COMMAND', 'demonstration.load', 'Household', 'demonstration', ?, ?::jsonb)`,
      [CASEWORK_COUNTY, JSON.stringify({ households: households.length })],
    );
  });
  onProgress(`demonstration households: ${households.length}`);
}

/** The demonstration worker has the first two villages of the county, the township official the rest of their township. */
function postsOf(villages: readonly string[]): Posts {
  const own = villages.filter((village) => village.startsWith(CASEWORK_COUNTY));
  const workersVillages = new Set(own.slice(0, 2));
  const township = own[0]?.slice(0, 9) ?? "";
  const workerOf = (village: string) => {
    if (workersVillages.has(village)) return demoId("demo.worker");
    return village.startsWith(township) ? demoId("demo.township") : null;
  };
  return {
    workerOf,
    personOf: (village, office) => {
      if (!village.startsWith(CASEWORK_COUNTY)) return null;
      if (office === "VILLAGE") return workerOf(village);
      if (office === "TOWNSHIP") return village.startsWith(township) ? demoId("demo.township") : null;
      return demoId(office === "COUNTY" ? "demo.county" : "demo.county.head");
    },
  };
}
