/**
 * Facts of a larger region from those of its counties. Numerators and denominators are added up first; ratios are
 * never averaged. Source: this project's method card, 2.3 and capability I2.
 */
import type { CommodityPrice, EmergencyEvent, RegionQuarterFacts, ResettlementSite } from "./regionFacts.ts";

/** A ratio as its two sums. */
export interface Sums {
  readonly numerator: number;
  readonly denominator: number;
}

/** What is added up, of one county and quarter. Null: nobody delivered it there. */
export interface CountyFacts {
  readonly households: number;
  readonly villages: number;
  /** Newly recognised in four quarters over the households of the villages that delivered it. */
  readonly flow: Sums | null;
  readonly flowYearBefore: Sums | null;
  /** Households in hot-spot villages over those in villages with a score. */
  readonly hotspots: Sums | null;
  /** Households in villages at ORANGE or RED over those in villages with a score. */
  readonly orangeOrRed: Sums | null;
  readonly emergencies: readonly (EmergencyEvent & { readonly event: string })[] | null;
  readonly commodities: readonly (Omit<CommodityPrice, "name"> & { readonly commodity: string })[] | null;
  readonly workersNow: number | null;
  readonly workersYearBefore: number | null;
  /** Migrant workers now and a year before, of counties that reported both. */
  readonly migrants: { readonly now: number; readonly yearBefore: number } | null;
  readonly returnedIdle: number | null;
  readonly labourForce: number | null;
  readonly projects: { readonly atRisk: number; readonly stopped: number; readonly failed: number } | null;
  readonly sites: readonly ResettlementSite[] | null;
  /** Villages in which nothing moved over those that delivered enough to tell; null where none did. */
  readonly silentVillages: Sums | null;
  readonly lateRecognition: Sums | null;
  readonly lateMeasures: Sums | null;
  readonly noticeBreaches: Sums | null;
  readonly overdueLedger: Sums | null;
  readonly fundCarryover: Sums | null;
  readonly reportReceived: boolean;
  readonly newThisQuarter: number | null;
  readonly changes: number | null;
  /** Of the counties that reported, so that it can be held against what they reported; null where no peer ever did. */
  readonly expectedNew: number | null;
  readonly expectedChanges: number | null;
  readonly newByCause: Readonly<Record<string, number>> | null;
}

/** Adds up those that are there; null when none is. */
export function added(sums: readonly (Sums | null)[]): Sums | null {
  const known = sums.filter((each): each is Sums => each !== null);
  if (known.length === 0) return null;
  return {
    numerator: known.reduce((total, each) => total + each.numerator, 0),
    denominator: known.reduce((total, each) => total + each.denominator, 0),
  };
}

/** The same for plain counts. */
export function total(values: readonly (number | null)[]): number | null {
  const known = values.filter((value): value is number => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

/** Null where there is nothing to divide by: 0 / 0 is not 0. */
export const ratioOf = (sums: Sums | null): number | null =>
  sums === null || sums.denominator <= 0 ? null : sums.numerator / sums.denominator;

/**
 * Facts of all counties together; one county alone gives its own. Pooling pools gives the same as pooling at once, with
 * one exception: where some counties keep a list of products and others none, shares of income are those of the first.
 * @throws RangeError without any county.
 */
export function pooledFacts(counties: readonly CountyFacts[]): CountyFacts {
  if (counties.length === 0) throw new RangeError("pooledFacts needs at least one county.");
  const sums = (read: (county: CountyFacts) => Sums | null) => added(counties.map(read));
  const count = (read: (county: CountyFacts) => number | null) => total(counties.map(read));
  const households = count((county) => county.households) ?? 0;
  const lists = <Item>(read: (county: CountyFacts) => readonly Item[] | null): Item[] | null => {
    const known = counties.map(read).filter((list): list is readonly Item[] => list !== null);
    return known.length === 0 ? null : known.flat();
  };
  const projects = counties.map((county) => county.projects).filter((each) => each !== null);
  const migrants = counties.map((county) => county.migrants).filter((each) => each !== null);
  // Both years of the same counties, or growth would be that of the reporting.
  const bothYears = counties.filter(
    (county) => county.workersNow !== null && county.workersYearBefore !== null,
  );
  const workers =
    bothYears.length > 0
      ? { now: bothYears, before: bothYears }
      : // Two counties with one year each do not make a change between two years.
        { now: counties, before: counties.some((county) => county.workersNow !== null) ? [] : counties };
  return {
    households,
    villages: counties.reduce((sum, county) => sum + county.villages, 0),
    flow: sums((county) => county.flow),
    flowYearBefore: sums((county) => county.flowYearBefore),
    hotspots: sums((county) => county.hotspots),
    orangeOrRed: sums((county) => county.orangeOrRed),
    emergencies: lists((county) => county.emergencies),
    commodities: pooledCommodities(counties),
    workersNow: total(workers.now.map((county) => county.workersNow)),
    workersYearBefore: total(workers.before.map((county) => county.workersYearBefore)),
    migrants:
      migrants.length === 0
        ? null
        : {
            now: migrants.reduce((sum, each) => sum + each.now, 0),
            yearBefore: migrants.reduce((sum, each) => sum + each.yearBefore, 0),
          },
    returnedIdle: count((county) => county.returnedIdle),
    labourForce: count((county) => county.labourForce),
    projects:
      projects.length === 0
        ? null
        : {
            atRisk: projects.reduce((sum, each) => sum + each.atRisk, 0),
            stopped: projects.reduce((sum, each) => sum + each.stopped, 0),
            failed: projects.reduce((sum, each) => sum + each.failed, 0),
          },
    sites: lists((county) => county.sites),
    silentVillages: sums((county) => county.silentVillages),
    lateRecognition: sums((county) => county.lateRecognition),
    lateMeasures: sums((county) => county.lateMeasures),
    noticeBreaches: sums((county) => county.noticeBreaches),
    overdueLedger: sums((county) => county.overdueLedger),
    fundCarryover: sums((county) => county.fundCarryover),
    reportReceived: counties.some((county) => county.reportReceived),
    newThisQuarter: count((county) => county.newThisQuarter),
    changes: count((county) => county.changes),
    expectedNew: expectedOf(counties, (county) => [county.newThisQuarter, county.expectedNew]),
    expectedChanges: expectedOf(counties, (county) => [county.changes, county.expectedChanges]),
    newByCause: pooledCauses(counties),
  };
}

/**
 * What is expected of the counties whose report is counted: one that did not report must not make the others' count look
 * too small. Where none reported, of all of them.
 */
function expectedOf(
  counties: readonly CountyFacts[],
  read: (county: CountyFacts) => readonly [reported: number | null, expected: number | null],
): number | null {
  const pairs = counties.map(read);
  const reported = pairs.filter(([count]) => count !== null);
  return total((reported.length > 0 ? reported : pairs).map(([, expected]) => expected));
}

/**
 * A product's share of the region's income: the counties' shares, weighted with their households. Only counties that
 * keep such a list are weighed: one that does not must not dilute a fall of prices, as if it had no such product.
 */
function pooledCommodities(counties: readonly CountyFacts[]): CountyFacts["commodities"] {
  const known = counties.filter((county) => county.commodities !== null);
  if (known.length === 0) return null;
  const households = known.reduce((sum, county) => sum + county.households, 0);
  const products = new Map<string, NonNullable<CountyFacts["commodities"]>[number]>();
  for (const county of known) {
    for (const product of county.commodities ?? []) {
      const incomeShare =
        (products.get(product.commodity)?.incomeShare ?? 0) +
        (product.incomeShare * county.households) / households;
      products.set(product.commodity, { ...product, incomeShare });
    }
  }
  return [...products.values()];
}

function pooledCauses(counties: readonly CountyFacts[]): Record<string, number> | null {
  const known = counties.map((county) => county.newByCause).filter((causes) => causes !== null);
  if (known.length === 0) return null;
  const causes: Record<string, number> = {};
  for (const county of known)
    for (const [cause, households] of Object.entries(county))
      causes[cause] = (causes[cause] ?? 0) + households;
  return causes;
}

/**
 * The facts as the index takes them. Newly recognised households are scaled up from the villages that delivered to
 * all households: a village that did not deliver must not make its region look better.
 */
export function toRegionFacts(
  id: string,
  facts: CountyFacts,
  scanCluster: RegionQuarterFacts["scanCluster"],
): RegionQuarterFacts {
  const scaled = (sums: Sums | null) => {
    const rate = ratioOf(sums);
    return rate === null ? null : rate * facts.households;
  };
  const { workersNow, workersYearBefore, returnedIdle, labourForce, projects } = facts;
  const implementation = {
    silentVillageShare: ratioOf(facts.silentVillages),
    lateIdentificationShare: ratioOf(facts.lateRecognition),
    lateMeasureShare: ratioOf(facts.lateMeasures),
    publicityBreachShare: ratioOf(facts.noticeBreaches),
    overdueLedgerShare: ratioOf(facts.overdueLedger),
    fundCarryoverShare: ratioOf(facts.fundCarryover),
  };
  return {
    id,
    households: facts.households,
    newHouseholds: scaled(facts.flow),
    newHouseholdsYearBefore: scaled(facts.flowYearBefore),
    hotspotHouseholdShare: ratioOf(facts.hotspots),
    scanCluster,
    orangeOrRedHouseholdShare: ratioOf(facts.orangeOrRed),
    emergencies: facts.emergencies,
    commodities: facts.commodities?.map(({ commodity, ...rest }) => ({ name: commodity, ...rest })) ?? null,
    employment:
      workersNow === null || returnedIdle === null || labourForce === null
        ? null
        : {
            workersNow,
            workersSameQuarterLastYear: workersYearBefore,
            returnedIdleOverOneMonth: returnedIdle,
            labourForce,
          },
    projects: projects && [
      { status: "AT_RISK", beneficiaryHouseholds: projects.atRisk },
      { status: "STOPPED", beneficiaryHouseholds: projects.stopped },
      { status: "FAILED", beneficiaryHouseholds: projects.failed },
    ],
    resettlementSites: facts.sites,
    // Silent villages are counted by us; a county that reported nothing else has nothing to be judged by.
    implementation: facts.reportReceived ? implementation : null,
    reporting: {
      reportReceived: facts.reportReceived,
      expectedChanges: facts.expectedChanges,
      changes: facts.changes,
      expectedNew: facts.expectedNew,
      newThisQuarter: facts.newThisQuarter,
    },
    newHouseholdsByCause: facts.newByCause,
  };
}
