import type { Knex } from "knex";
import type { CountyInputs } from "./countyInputs.ts";
import type { PublishedIndex } from "./regionIndices.ts";

export interface QualityTask {
  readonly publication: number;
  readonly quarter: string;
  readonly lastMonth: string;
  readonly inputs: readonly CountyInputs[];
  readonly indices: readonly PublishedIndex[];
}

/** Looks for what cannot be right in the data of a quarter, and stores what it finds. */
export async function judgeQuality(_transaction: Knex.Transaction, _task: QualityTask): Promise<void> {}
