import type { Knex } from "knex";
import { refreshEnclaveFlows } from "./enclaves/readModel.ts";
import { publish } from "./indicators/publish.ts";
import { refreshNearestServices } from "./reach/readModel.ts";
import { refreshSearch } from "./search/readModel.ts";
import { refreshSettlementFlows } from "./settlements/readModel.ts";
import { refreshMonthsOfCells, refreshVillageCells } from "./villages/cells.ts";
import { refreshVillageCards } from "./villages/readModel.ts";

/** What is derived from the loaded rows, in the order in which one needs the other. */
const steps: readonly {
  name: string;
  zh: string;
  run: (knex: Knex, onProgress: (sentence: string) => void) => Promise<unknown>;
}[] = [
  {
    name: "scores and indices",
    zh: "风险分与指数",
    run: (knex, onProgress) => publish(knex, null, onProgress),
  },
  { name: "village cards", zh: "行政村卡片", run: refreshVillageCards },
  { name: "village grid", zh: "行政村网格", run: refreshVillageCells },
  { name: "enclave flow lines", zh: "飞地流向", run: refreshEnclaveFlows },
  { name: "settlement lines", zh: "搬迁流向", run: refreshSettlementFlows },
  { name: "nearest services", zh: "就近服务", run: refreshNearestServices },
  { name: "search index", zh: "搜索索引", run: refreshSearch },
];

/** Rebuilds what maps read after the publication of a quarter, then tells every server that all tiles may have changed. */
export async function refreshMaps(
  knex: Knex,
  quarter: string,
  onProgress: (sentence: string) => void,
): Promise<void> {
  const cards = steps.filter((step) => step.run === refreshVillageCards);
  const months = {
    name: "months of the village grid",
    zh: "行政村网格的月份",
    run: () => refreshMonthsOfCells(knex, quarter),
  };
  await run([...cards, months], knex, onProgress);
}

/** Rebuilds everything derived, then tells every server that all tiles may have changed. Safe to repeat. */
export async function refreshReadModels(
  knex: Knex,
  onProgress: (sentence: string) => void = () => {},
): Promise<void> {
  await run(steps, knex, onProgress);
}

async function run(chosen: typeof steps, knex: Knex, onProgress: (sentence: string) => void): Promise<void> {
  for (const step of chosen) {
    const since = performance.now();
    await step.run(knex, onProgress);
    onProgress(`${step.zh} ${step.name} (${((performance.now() - since) / 1000).toFixed(1)} s)`);
  }
  await knex.raw("insert into atlas.data_changes (layer) values ('*')");
}
