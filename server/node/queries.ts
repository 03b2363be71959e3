import type { Batch, Context } from "../context.ts";
import { enclavesByCode } from "../enclaves/queries.ts";
import { eventsByCode } from "../events/queries.ts";
import { projectsByCode } from "../projects/queries.ts";
import { regionsByCode } from "../regions/queries.ts";
import { settlementsByCode } from "../settlements/queries.ts";
import { villagesByCode } from "../villages/queries.ts";

/** How each type of node is found by its code. */
const finders: ReadonlyMap<string, Batch<string, { id: string } | null>> = new Map<
  string,
  Batch<string, { id: string } | null>
>([
  ["Region", regionsByCode],
  ["Village", villagesByCode],
  ["Settlement", settlementsByCode],
  ["IndustryProject", projectsByCode],
  ["Enclave", enclavesByCode],
  ["EmergencyEvent", eventsByCode],
]);

/** Nodes by global id, one statement per type; an id that is not ours is simply not found. */
export const nodesById: Batch<string, { id: string } | null> = (context: Context, ids) =>
  Promise.all(
    ids.map((id) => {
      const [type = "", code = ""] = id.split(/:(.*)/s);
      const find = finders.get(type);
      return find ? context.load(find, code, undefined) : null;
    }),
  );
