/**
 * The eight sub-indices of the large-scale relapse index, 0 to 100: method card "region-2" (this project's own
 * default, not an official figure). Null where nobody delivered, so that missing never looks like good.
 */
import type { ImplementationFacts, RegionQuarterFacts, ResettlementSite } from "./regionFacts.ts";
import type { Goalposts, RegionIndexRules, SubIndexKey } from "./regionRules.ts";
import type { Silence } from "./silence.ts";

export type SubIndices = Readonly<Record<SubIndexKey, number | null>>;

/** 0 at `low` and below, 100 at `high` and above, straight between. */
export function betweenGoalposts(value: number, { low, high }: Goalposts): number {
  return 100 * Math.min(1, Math.max(0, (value - low) / (high - low)));
}

/** Ratio, or 0 where there is nothing to divide by: a site without labour has no zero-employment household. */
const shareOf = (part: number, whole: number): number => (whole > 0 ? part / whole : 0);

/**
 * All eight sub-indices of one region and quarter, before peers stand in for what is missing.
 * @throws RangeError when the region has no households or a commodity no baseline price.
 */
export function subIndicesOf(
  region: RegionQuarterFacts,
  silence: Silence,
  rules: RegionIndexRules,
): SubIndices {
  if (!(region.households > 0))
    throw new RangeError(
      `Region ${region.id} has ${region.households} households; leave a region without households out.`,
    );
  return {
    OUTCOME: outcome(region, rules),
    SPATIAL: spatial(region, rules),
    EMERGENCY: emergency(region, rules),
    PRICE: price(region, rules),
    UNEMPLOYMENT: unemployment(region, rules),
    INDUSTRY: industry(region, rules),
    RESETTLEMENT: resettlement(region, rules),
    IMPLEMENTATION: implementation(region.implementation, silence, rules),
  };
}

function outcome(region: RegionQuarterFacts, { outcome: rule }: RegionIndexRules): number | null {
  const { newHouseholds, newHouseholdsYearBefore } = region;
  if (newHouseholds === null) return null;
  // Half a household on both sides: a growth from zero stays finite.
  const growth =
    newHouseholdsYearBefore === null ? 1 : (newHouseholds + 0.5) / (newHouseholdsYearBefore + 0.5);
  return (
    rule.rateShare * betweenGoalposts(newHouseholds / region.households, rule.rate) +
    (1 - rule.rateShare) * betweenGoalposts(growth, rule.growth)
  );
}

function spatial(region: RegionQuarterFacts, rules: RegionIndexRules): number | null {
  const { hotspotHouseholdShare, scanCluster } = region;
  if (hotspotHouseholdShare === null) return null;
  const rule = rules.spatial;
  const cluster =
    scanCluster && scanCluster.pValue <= rules.clusterSignificance
      ? betweenGoalposts(scanCluster.relativeRisk, rule.relativeRisk)
      : 0;
  return (
    rule.hotspotsShare * betweenGoalposts(hotspotHouseholdShare, rule.hotspotShare) +
    (1 - rule.hotspotsShare) * cluster
  );
}

function emergency(region: RegionQuarterFacts, { emergency: rule }: RegionIndexRules): number | null {
  if (region.emergencies === null) return null;
  let affected = 0;
  for (const event of region.emergencies) {
    if (event.quartersSinceEnd > rule.longestQuarters) continue;
    const fading = 0.5 ** (event.quartersSinceEnd / rule.halfLifeQuarters);
    affected += rule.severityByGrade[event.grade] * fading * event.affectedHouseholds;
  }
  return betweenGoalposts(Math.min(1, affected / region.households), rule.affectedShare);
}

function price(region: RegionQuarterFacts, { price: rule }: RegionIndexRules): number | null {
  if (region.commodities === null) return null;
  let loss = 0;
  for (const commodity of region.commodities) {
    if (!(commodity.baselinePrice > 0))
      throw new RangeError(
        `Region ${region.id}: ${commodity.name} has the baseline price ${commodity.baselinePrice}; give one above 0 or leave it out.`,
      );
    const fall = Math.max(0, 1 - commodity.priceThreeMonths / commodity.baselinePrice);
    loss += commodity.incomeShare * fall * Math.min(1, commodity.monthsBelowBaseline / rule.lastingMonths);
  }
  return betweenGoalposts(loss, rule.incomeLoss);
}

function unemployment(region: RegionQuarterFacts, rules: RegionIndexRules): number | null {
  const facts = region.employment;
  if (facts === null) return null;
  const before = facts.workersSameQuarterLastYear;
  // Without last year's figure a fall is not known, and idle hands alone speak.
  const fall = before === null ? 0 : shareOf(before - facts.workersNow, before);
  const idle = shareOf(facts.returnedIdleOverOneMonth, facts.labourForce);
  return betweenGoalposts(Math.max(0, fall, idle), rules.unemployment.share);
}

function industry(region: RegionQuarterFacts, { industry: rule }: RegionIndexRules): number | null {
  if (region.projects === null) return null;
  let households = 0;
  for (const project of region.projects)
    households += rule.weightByStatus[project.status] * project.beneficiaryHouseholds;
  return betweenGoalposts(Math.min(1, households / region.households), rule.householdShare);
}

function resettlement(region: RegionQuarterFacts, { resettlement: rule }: RegionIndexRules): number | null {
  if (region.resettlementSites === null) return null;
  let weighted = 0;
  let weights = 0;
  for (const site of region.resettlementSites) {
    const weight =
      (rule.classes.findLast((entry) => site.persons >= entry.fromPersons)?.weight ?? 0) * site.persons;
    weighted += weight * siteShare(site, rule.zeroEmploymentShare);
    weights += weight;
  }
  // Only small sites, or none: the driver is absent, which is knowledge and not a gap.
  return weights > 0 ? betweenGoalposts(weighted / weights, rule.share) : 0;
}

function siteShare(site: ResettlementSite, zeroEmploymentShare: number): number {
  return (
    zeroEmploymentShare * shareOf(site.zeroEmploymentHouseholds, site.householdsWithLabour) +
    (1 - zeroEmploymentShare) * shareOf(site.integrationItemsOpen, site.integrationItemsTotal)
  );
}

function implementation(
  facts: ImplementationFacts | null,
  silence: Silence,
  { implementation: rule }: RegionIndexRules,
): number | null {
  if (facts === null) return null;
  let weighted = 0;
  let weights = 0;
  for (const key of Object.keys(rule.weights) as (keyof ImplementationFacts)[]) {
    const share = facts[key];
    if (share === null) continue;
    weighted += rule.weights[key] * share;
    weights += rule.weights[key];
  }
  if (weights === 0) return null;
  const score = betweenGoalposts(weighted / weights, rule.share);
  return silence.implausibleZeroChange ? Math.max(score, rule.implausibleZeroChangeFloor) : score;
}
