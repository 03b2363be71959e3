import type { Knex } from "knex";
import { StartError } from "../errors.ts";
import { demoChecksum } from "./checksum.ts";
import { buildCounty, type CountyPlan, type DemoCounty } from "./county.ts";
import { loadBooks, loadMarkets } from "./loadBooks.ts";
import { loadCauses } from "./loadCauses.ts";
import { addDispatch, addWorkSources, loadCommon, readSourceIds } from "./loadCommon.ts";
import { loadDispatch } from "./loadDispatch.ts";
import { loadFacts, tallyOf } from "./loadFacts.ts";
import { loadFootprints } from "./loadFootprints.ts";
import { loadMappedThings } from "./loadMappedThings.ts";
import { loadSettlementLife } from "./loadSettlementLife.ts";
import { loadConstraints, loadVillages } from "./loadVillages.ts";
import { loadWork } from "./loadWork.ts";
import { MOST_MONTHS, wholeQuarters } from "./months.ts";
import { type DemoPlan, planDemo } from "./plan.ts";
import { DEMO_SIZES, type DemoSize } from "./sizes.ts";
import { placesSource } from "./sources.ts";
import {
  bookedCounties,
  dispatchedCounties,
  filledCounties,
  fundedCounties,
  labelOf,
  readState,
} from "./state.ts";

export interface DemoReport {
  size: DemoSize;
  months: number;
  /** Counties and villages written by this call; 0 when everything was there already. */
  counties: number;
  villages: number;
  checksum: string;
  steps: Record<string, number>;
}

/** Villages per transaction: s is one transaction, and a larger load that was interrupted loses little. */
const VILLAGES_PER_BATCH = 10_000;

/** Any fixed number: it names the lock that keeps two processes from loading at once. */
const DEMO_LOCK = 360_827_003;

/**
 * Loads the demonstration data of a size. The same size gives the same rows each time. A county is written
 * wholly or not at all, so calling again after an interruption finishes the rest. Counties that a former version
 * filled keep their facts and get the quarters, emergencies, income shares, funds and assessments they lack.
 */
export async function loadDemo(
  knex: Knex,
  options: { size: DemoSize; months?: number },
  onProgress: (sentence: string) => void = () => {},
): Promise<DemoReport> {
  const { size, months = DEMO_SIZES[options.size].months } = options;
  refuseMonths(months);
  const label = labelOf(size, months);
  const report: DemoReport = { size, months, counties: 0, villages: 0, checksum: "", steps: {} };
  const state = await readState(knex, label);
  if (state.checksum !== null) return { ...report, checksum: state.checksum };

  const watch = stopwatch(report.steps);
  const plan = await planDemo(knex, size);
  watch("plan");
  const groups = batches(plan.counties);
  for (const [index, group] of groups.entries()) {
    await knex.transaction(async (transaction) => {
      await transaction.raw("select pg_advisory_xact_lock(?)", [DEMO_LOCK]);
      const { label: loaded, checksum, lacks } = await readState(transaction, label);
      if (checksum !== null) return;
      if (loaded === null) await loadCommon(transaction, plan, size, label);
      else {
        if (lacks("work")) await addWorkSources(transaction, size);
        if (lacks("dispatch")) await addDispatch(transaction, plan, size);
      }
      if (lacks("books")) await loadMarkets(transaction, size);
      watch("common");
      const written = await loadGroup(transaction, group, plan, size, months, watch);
      report.counties += written.length;
      report.villages += sum(written);
      if (index === groups.length - 1) {
        await loadSettlementLife(transaction);
        await loadFootprints(transaction, (await readSourceIds(transaction, size)).emergency);
        watch("settlements and footprints");
        await loadCauses(transaction);
        watch("measures by cause");
        const sources = [await demoChecksum(transaction), placesSource(size).key];
        await transaction.raw("update atlas.data_sources set sha256 = ? where key = ?", sources);
        watch("checksum");
      }
    });
    watch("commit");
    onProgress(`demonstration data (${label}): ${sum(groups.slice(0, index + 1).flat())} villages stored`);
  }
  await knex.raw(
    // Of the many facts only what statements choose by.
    "analyze atlas.villages, atlas.village_facts (village_code, period, revision), atlas.industry_projects, atlas.project_links",
  );
  watch("analyze");
  const after = await readState(knex, label);
  return { ...report, checksum: after.checksum ?? "" };
}

/** The counties of one transaction that are not there yet. */
async function loadGroup(
  transaction: Knex.Transaction,
  group: readonly CountyPlan[],
  plan: DemoPlan,
  size: DemoSize,
  months: number,
  watch: (step: string) => void,
): Promise<CountyPlan[]> {
  const codes = group.map((county) => county.code);
  const filled = await filledCounties(transaction, codes);
  const missing = group.filter((county) => !filled.has(county.code));
  const build = (county: CountyPlan) => buildCounty(county, plan.hostOutline);
  const counties = missing.map(build);
  watch("generate");
  const sources = await readSourceIds(transaction, size);
  await loadVillages(transaction, counties, sources.places);
  watch("villages");
  await loadConstraints(transaction, counties);
  watch("constraints");
  const tallies = await loadFacts(transaction, counties, months, sources.facts);
  watch("facts");
  await loadMappedThings(transaction, counties, sources.places);
  watch("mapped things");
  const dispatched = await dispatchedCounties(transaction, codes);
  const silent = group.filter(({ code }) => filled.has(code) && !dispatched.has(code));
  const unheard = wholeQuarters(months).length > 0 ? silent.map(build) : [];
  const booked = await bookedCounties(transaction, codes);
  const unbooked = group.filter(({ code }) => filled.has(code) && !booked.has(code)).map(build);
  await loadBooks(transaction, [...counties, ...unbooked]);
  watch("books");
  const knownTally = (county: DemoCounty) => tallies.get(county.plan.code) ?? tallyOf(county);
  await loadDispatch(transaction, [...counties, ...unheard], knownTally, months, sources);
  watch("dispatch");
  const funded = await fundedCounties(transaction, codes);
  const isDispatched = wholeQuarters(months).length > 0;
  const unfunded = isDispatched
    ? group.filter(({ code }) => filled.has(code) && !funded.has(code)).map(build)
    : [];
  await loadWork(transaction, [...counties, ...unfunded], months, sources.work);
  await announce(transaction, codes);
  watch("work");
  return missing;
}

/** Tells tile servers which part of the map is new. */
async function announce(transaction: Knex.Transaction, counties: readonly string[]): Promise<void> {
  await transaction.raw(
    /* sql */ `
    insert into atlas.data_changes (layer, west, south, east, north)
    select '*', st_xmin(box), st_ymin(box), st_xmax(box), st_ymax(box)
    from (select st_extent(outline) as box from atlas.regions where code = any(?)) extent
    where box is not null`,
    [[...counties]],
  );
}

function refuseMonths(months: number): void {
  if (Number.isInteger(months) && months >= 1 && months <= MOST_MONTHS) return;
  throw new StartError(
    `模拟数据的月数须为 1 至 ${MOST_MONTHS} 的整数，收到 ${months}。`,
    `Demonstration data covers 1 to ${MOST_MONTHS} months, not ${months}.`,
  );
}

function batches(counties: readonly CountyPlan[]): CountyPlan[][] {
  const groups: CountyPlan[][] = [];
  let room = 0;
  for (const county of counties) {
    if (groups.length === 0 || county.villages > room) {
      groups.push([]);
      room = VILLAGES_PER_BATCH;
    }
    groups[groups.length - 1]?.push(county);
    room -= county.villages;
  }
  return groups;
}

function sum(counties: readonly CountyPlan[]): number {
  return counties.reduce((total, county) => total + county.villages, 0);
}

/** Adds the milliseconds since the last call to the step's sum. */
function stopwatch(steps: Record<string, number>): (step: string) => void {
  let last = performance.now();
  return (step) => {
    const now = performance.now();
    steps[step] = Math.round((steps[step] ?? 0) + now - last);
    last = now;
  };
}
