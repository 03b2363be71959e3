import type { VillageHistory } from "./facts.ts";
import { LAST_MONTH, SIMULATED_FROM } from "./months.ts";

const MONTHS = LAST_MONTH - SIMULATED_FROM + 1;
const zeros = () => new Array<number>(MONTHS).fill(0);

/** What happened in a county, month by month from SIMULATED_FROM on, added up over its villages. */
export class CountyTally {
  readonly recognised = zeros();
  readonly atRisk = zeros();
  readonly idle = zeros();

  /** Households newly recognised in the quarter that begins with a month; 0 for what was before the simulation. */
  recognisedIn(quarter: number): number {
    const first = quarter - SIMULATED_FROM;
    return this.recognised.slice(Math.max(0, first), first + 3).reduce((sum, count) => sum + count, 0);
  }

  add(history: VillageHistory): void {
    for (let index = 0; index < MONTHS; index += 1) {
      for (const key of ["recognised", "atRisk", "idle"] as const) {
        this[key][index] = (this[key][index] as number) + (history[key][index] as number);
      }
    }
  }
}
