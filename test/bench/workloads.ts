import type pg from "pg";
import { postGraphql } from "./client.ts";
import type { Task } from "./measure.ts";
import { LIMIT_SQL, OPERATIONS } from "./statements.ts";

export interface Workload {
  name: string;
  sentence: string;
  product: Task;
  limit: Task;
}

/** Deterministic parameters, read once from the data: the same villages, counties and words for both sides. */
interface Parameters {
  boxes: number[][];
  counties: string[];
  areas: string[];
  villages: string[];
  words: string[];
  months: { from: string; to: string };
}

async function readParameters(pool: pg.Pool): Promise<Parameters> {
  const column = async <Value>(text: string): Promise<Value[]> =>
    (await pool.query<{ value: Value }>(text)).rows.map((row) => row.value);
  const spread = "order by md5(code) limit 200";
  const centres = await column<[number, number]>(
    `select array[st_x(point), st_y(point)] as value from atlas.village_cards ${spread}`,
  );
  const villages = await column<string>(`select code as value from atlas.village_cards ${spread}`);
  const names = await column<string>(`select name as value from atlas.village_cards ${spread}`);
  const initials = await column<string>(`select initials as value from atlas.villages ${spread}`);
  const [latest = ""] = await column<string>(
    "select to_char(max(period), 'YYYY-MM') as value from atlas.current_region_risks",
  );
  const [first = ""] = await column<string>(
    "select to_char(max(period) - interval '11 months', 'YYYY-MM') as value from atlas.current_region_risks",
  );
  return {
    boxes: centres.map(([lon, lat]) => [lon - 0.3, lat - 0.3, lon + 0.3, lat + 0.3]),
    counties: await column<string>(
      "select county_code as value from atlas.village_cards group by 1 having count(*) >= 50 order by md5(county_code) limit 50",
    ),
    areas: await column<string>("select distinct area_code as value from atlas.area_members order by 1"),
    villages,
    // Names, initials and codes in turn, as people type them: a prefix.
    words: villages.flatMap((code, index) => [
      (names[index] ?? "").slice(0, 2),
      (initials[index] ?? "").slice(0, 3),
      code.slice(0, 8),
    ]),
    months: { from: first, to: latest },
  };
}

/** W1–W7 as far as they run through GraphQL. Each limit answers the same rows by hand-written SQL. */
export async function graphqlWorkloads(url: string, pool: pg.Pool): Promise<Workload[]> {
  const { boxes, counties, areas, villages, words, months } = await readParameters(pool);
  const [from, to] = [`${months.from}-01`, `${months.to}-01`];
  const ask =
    (operation: string, variables: (number: number) => Record<string, unknown>): Task =>
    async (number) =>
      (await postGraphql(url, operation, variables(number))).body.byteLength;
  const run =
    (texts: readonly string[], values: (number: number) => unknown[]): Task =>
    async (number) => {
      const results = await Promise.all(texts.map((text) => pool.query(text, values(number))));
      return results.reduce((sum, { rows }) => sum + rows.length, 0);
    };
  const at = <Value>(list: readonly Value[], number: number): Value => list[number % list.length] as Value;
  return [
    {
      name: "W1",
      sentence: "100 villages in a box with latest risk",
      product: ask(OPERATIONS.W1, (number) => ({ bbox: at(boxes, number) })),
      limit: run([LIMIT_SQL.W1], (number) => at(boxes, number)),
    },
    {
      name: "W2",
      sentence: "the same with outlines",
      product: ask(OPERATIONS.W2, (number) => ({ bbox: at(boxes, number) })),
      limit: run([LIMIT_SQL.W2], (number) => at(boxes, number)),
    },
    {
      name: "W3",
      sentence: "county, townships, 10 riskiest villages, facts, projects within 5 km",
      product: ask(OPERATIONS.W3, (number) => ({ code: at(counties, number) })),
      limit: run([LIMIT_SQL.W3], (number) => [at(counties, number)]),
    },
    {
      name: "W4",
      sentence: "region risk of all counties of an area, 12 months",
      product: ask(OPERATIONS.W4, (number) => ({ code: at(areas, number), ...months })),
      limit: run([LIMIT_SQL.W4], (number) => [at(areas, number), from, to]),
    },
    {
      name: "W6",
      sentence: "one village with everything a panel shows",
      product: ask(OPERATIONS.W6, (number) => ({ code: at(villages, number) })),
      limit: run(LIMIT_SQL.W6, (number) => [at(villages, number)]),
    },
    {
      name: "W7",
      sentence: "search by name, initials or code",
      product: ask(OPERATIONS.W7, (number) => ({ text: at(words, number) })),
      limit: run([LIMIT_SQL.W7], (number) => [at(words, number)]),
    },
  ];
}
