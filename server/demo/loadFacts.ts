import type { Knex } from "knex";
import { copyRows } from "../copy.ts";
import type { DemoCounty } from "./county.ts";
import { bulkEdited, recordedAt } from "./defects.ts";
import { COMPONENTS, historyOf } from "./facts.ts";
import { firstDay, LAST_MONTH, SIMULATED_FROM } from "./months.ts";
import { CountyTally } from "./tally.ts";

const COLUMNS = [
  "village_code",
  "period",
  ...COMPONENTS.flatMap((key) => [`${key}_numerator`, `${key}_denominator`, `${key}_source`]),
  "recorded_at",
];

/**
 * Facts of one county after another: memory stays flat, and while the database stores one, the next is generated.
 * What the counties will report about them is added up on the way.
 */
export async function loadFacts(
  transaction: Knex.Transaction,
  counties: readonly DemoCounty[],
  months: number,
  sources: readonly number[],
): Promise<Map<string, CountyTally>> {
  const tallies = new Map<string, CountyTally>();
  let storing: Promise<void> = Promise.resolve();
  for (const county of counties) {
    const tally = new CountyTally();
    const rows = [...factRows(county, tally, months, sources)];
    tallies.set(county.plan.code, tally);
    await storing;
    storing = copyRows(transaction, "atlas.village_facts", COLUMNS, rows);
    // Whoever waits for it is told; nobody does once the next county has failed.
    storing.catch(() => {});
  }
  await storing;
  return tallies;
}

/** The same sums for a county whose facts are stored already. */
export function tallyOf(county: DemoCounty): CountyTally {
  const tally = new CountyTally();
  for (const village of county.villages) tally.add(historyOf(village, county.failing(village.code), 0));
  return tally;
}

/** One row per village and month: village, period, then numerator, denominator and source of each component. */
function* factRows(county: DemoCounty, tally: CountyTally, months: number, sources: readonly number[]) {
  const edited = bulkEdited(county.plan.code, county.villages);
  const first = LAST_MONTH - months + 1;
  for (const village of county.villages) {
    const history = historyOf(village, county.failing(village.code), months);
    tally.add(history);
    const times = recordedAt(village.code, edited.has(village.code));
    for (const [index, facts] of history.facts.entries()) {
      const row: (string | number | null)[] = [village.code, firstDay(first + index)];
      facts.forEach((fact, component) => {
        if (fact === null) row.push(null, null, null);
        else row.push(fact[0], fact[1], sources[component] as number);
      });
      row.push(times[first + index - SIMULATED_FROM] as string);
      yield row;
    }
  }
}
