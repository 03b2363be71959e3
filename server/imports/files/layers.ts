import { ImportRefused } from "../refused.ts";

/** @throws ImportRefused naming the sheets, tables or layers a file has. */
export function refuseLayer(layer: string, layers: readonly string[]): never {
  throw new ImportRefused(
    "UnknownLayer",
    `文件里没有“${layer.slice(0, 60)}”；有：${layers.join("、")}。`,
    `The file has nothing called “${layer.slice(0, 60)}”; it has: ${layers.join(", ")}.`,
  );
}
