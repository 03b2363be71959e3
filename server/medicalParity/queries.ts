import { median } from "simple-statistics";
import { proportionOf, sumsOf } from "../assessments/proportion.ts";
import type { Context } from "../context.ts";
import { countiesByLevel, type Scope } from "../regions/queries.ts";
import type { LocalCapStateName, MedicalParityRow, MedicalParityTable } from "./type.ts";

interface Delivered {
  county: string;
  listLength: number | null;
  reimbursed: number | null;
  cost: number | null;
  capState: LocalCapStateName;
  cap: number | null;
  document: string | null;
  isDemo: boolean;
}

/** Medical policy of every county of a scope side by side; without a year, of the latest one there is. */
export async function medicalParityTable(
  context: Context,
  scope: Scope,
  asked: number | null,
): Promise<MedicalParityTable> {
  const places = await countiesByLevel(context, scope, "COUNTY");
  const counties = places.map(({ county }) => county);
  const years = (
    await context.sql<{ year: number }>(
      "select distinct year from atlas.medical_parity where county_code = any(:counties::text[]) order by year desc",
      { counties },
    )
  ).map(({ year }) => year);
  const year = asked ?? years[0] ?? null;
  const delivered = await context.sql<Delivered>(
    /* sql */ `
    select distinct on (county_code) county_code as county, chronic_list_length as "listLength",
           outpatient_reimbursed_fen as reimbursed, outpatient_cost_fen as cost, local_cap_state as "capState",
           local_cap_fen as cap, document, is_demo as "isDemo"
    from atlas.medical_parity where county_code = any(:counties::text[]) and year = :year::int
    order by county_code, revision desc`,
    { counties, year },
  );
  const byCounty = new Map(delivered.map((row) => [row.county, row]));
  const rows = places.map(({ county, name, nameEn }): MedicalParityRow => {
    const row = byCounty.get(county);
    return {
      code: county,
      name,
      nameEn,
      chronicListLength: row?.listLength ?? null,
      reimbursement: row ? proportionOf([sumsOf(row.reimbursed, row.cost)]) : null,
      localCapState: row?.capState ?? "UNKNOWN",
      localCap: row?.cap == null ? null : Number(row.cap),
      document: row?.document ?? null,
      isDelivered: row !== undefined,
      isDemo: row?.isDemo ?? false,
      chronicListDifference: null,
      reimbursementDifference: null,
      localCapDifference: null,
    };
  });
  const lists = medianOf(rows.map((row) => row.chronicListLength));
  const rates = medianOf(rows.map((row) => row.reimbursement?.share ?? null));
  const caps = medianOf(rows.map((row) => row.localCap));
  return {
    year,
    years,
    medianChronicListLength: lists,
    medianReimbursement: rates,
    medianLocalCap: caps,
    rows: rows.map((row) => ({
      ...row,
      chronicListDifference: less(row.chronicListLength, lists),
      reimbursementDifference: less(row.reimbursement?.share ?? null, rates),
      localCapDifference: less(row.localCap, caps),
    })),
  };
}

/** Of what is known; missing is not 0. */
function medianOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}

const less = (value: number | null, from: number | null): number | null =>
  value === null || from === null ? null : value - from;
