/** What is known of one region (a county or a contiguous area) in one quarter, before any judgement. */
import type { ReportingFacts } from "./silence.ts";

/** The four legal grades of a public emergency, gravest first. */
export type EmergencyGrade = "I" | "II" | "III" | "IV";

export interface EmergencyEvent {
  readonly grade: EmergencyGrade;
  /** Quarters since the event ended; 0 while it lasts. */
  readonly quartersSinceEnd: number;
  readonly affectedHouseholds: number;
}

export interface CommodityPrice {
  readonly name: string;
  /** Share of rural income that comes from it, 0 to 1. */
  readonly incomeShare: number;
  /** Mean price of the last three months, in the unit of the baseline. */
  readonly priceThreeMonths: number;
  /** Mean price of the same months in the three years before; greater than 0. */
  readonly baselinePrice: number;
  /** Months in a row below the baseline. */
  readonly monthsBelowBaseline: number;
}

export interface EmploymentFacts {
  /** Migrant and local workers in the same quarter of last year; null where nobody reported them. */
  readonly workersSameQuarterLastYear: number | null;
  readonly workersNow: number;
  /** Returned and idle against their will for more than one month. */
  readonly returnedIdleOverOneMonth: number;
  readonly labourForce: number;
}

export type ProjectStatus = "NORMAL" | "AT_RISK" | "STOPPED" | "FAILED";

export interface IndustryProject {
  readonly status: ProjectStatus;
  /** Households of THIS region that live from it, wherever the project stands. */
  readonly beneficiaryHouseholds: number;
}

export interface ResettlementSite {
  readonly persons: number;
  readonly householdsWithLabour: number;
  /** Households with labour of which nobody works. */
  readonly zeroEmploymentHouseholds: number;
  readonly integrationItemsTotal: number;
  readonly integrationItemsOpen: number;
}

/** Shares 0 to 1; null where a share is not known. */
export interface ImplementationFacts {
  readonly silentVillageShare: number | null;
  readonly lateIdentificationShare: number | null;
  readonly lateMeasureShare: number | null;
  readonly publicityBreachShare: number | null;
  readonly overdueLedgerShare: number | null;
  readonly fundCarryoverShare: number | null;
}

/** The most likely cluster of the region's scan, see scan.ts. */
export interface ScanClusterFacts {
  readonly pValue: number;
  readonly relativeRisk: number;
  readonly cases: number;
  /** Share of the region's households that live in it, 0 to 1. */
  readonly householdShare: number;
}

/** Null means that nobody delivered; an empty list means that there is none. The two are never the same. */
export interface RegionQuarterFacts {
  readonly id: string;
  /** Rural households; greater than 0. */
  readonly households: number;
  /** Households newly recognised in the last four quarters. */
  readonly newHouseholds: number | null;
  /** The same in the four quarters before those. */
  readonly newHouseholdsYearBefore: number | null;
  /** Share of households in villages that are hot spots after the false discovery rate, 0 to 1. */
  readonly hotspotHouseholdShare: number | null;
  /** Null where the scan found no cluster or was not run. */
  readonly scanCluster: ScanClusterFacts | null;
  /** Share of households in villages at ORANGE or RED, 0 to 1. */
  readonly orangeOrRedHouseholdShare: number | null;
  readonly emergencies: readonly EmergencyEvent[] | null;
  readonly commodities: readonly CommodityPrice[] | null;
  readonly employment: EmploymentFacts | null;
  readonly projects: readonly IndustryProject[] | null;
  readonly resettlementSites: readonly ResettlementSite[] | null;
  readonly implementation: ImplementationFacts | null;
  readonly reporting: ReportingFacts | null;
  /** Newly recognised households by their main cause; null where causes are not known. */
  readonly newHouseholdsByCause: Readonly<Record<string, number>> | null;
}
