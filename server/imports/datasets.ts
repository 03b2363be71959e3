import { constraintZones, events } from "./areas.ts";
import { prices, projectLinks } from "./projects.ts";
import { ImportRefused } from "./refused.ts";
import { settlementOrigins, settlements } from "./settlements.ts";
import type { Dataset } from "./type.ts";
import { villages } from "./villages.ts";

/** Every kind of row that can be imported: one line each. */
export const datasets: readonly Dataset[] = [
  villages,
  settlements,
  settlementOrigins,
  projectLinks,
  constraintZones,
  events,
  prices,
];

/** @throws ImportRefused naming those there are. */
export function datasetOf(name: string): Dataset {
  const dataset = datasets.find((candidate) => candidate.name === name);
  if (dataset) return dataset;
  const known = datasets.map((candidate) => candidate.name).join(", ");
  throw new ImportRefused(
    "UnknownDataset",
    `没有可导入的数据“${name.slice(0, 60)}”；有：${known}。`,
    `There is nothing called “${name.slice(0, 60)}” to import; there is: ${known}.`,
  );
}
