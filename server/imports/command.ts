import { rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { parseArgs } from "node:util";
import type { Database } from "../db.ts";
import { badRowsOf } from "./badRows.ts";
import { datasetOf, datasets } from "./datasets.ts";
import { ImportRefused } from "./refused.ts";
import { errorsCsv, printReport } from "./report.ts";
import { type ImportMode, runImport } from "./run.ts";

export const USAGE = `npm run import -- DATASET FILE [--dry-run] [--good-rows] [--crs 4490|4526|GCJ-02|…] [--swap-axes] [--layer NAME] [--map KEY=HEADER]… [--lang zh|en]   导入 CSV、XLSX、GeoJSON、Shapefile（zip）或 GeoPackage imports a file; DATASET: ${datasets.map(({ name }) => name).join(" ")}`;

const BAD_ROWS = [".bad-rows.csv", ".bad-rows.geojsonl"];

/** `npm run import -- …`: prints the report; a refused file leaves FILE.errors.csv beside it and exit code 1. */
export async function importFile(
  database: Database,
  args: string[],
  print: (text: string) => void = console.log,
): Promise<void> {
  const { dataset, path, language, ...wishes } = readArguments(args);
  const { dryRun } = wishes;
  const errorFile = `${path}.errors.csv`;
  const request = { dataset: datasetOf(dataset), path, fileName: basename(path), ...wishes };
  const report = await runImport(database.primary, request);
  print(printReport(report, language));
  // Of an earlier attempt with the same file: they would tell of problems that are gone.
  for (const former of [errorFile, ...BAD_ROWS.map((ending) => path + ending)])
    await rm(former, { force: true });
  if (report.badRows > 0) {
    await writeFile(errorFile, errorsCsv(report.problems));
    const { extension, lines } = await badRowsOf(path, report, language);
    const badRows = `${path}.bad-rows${extension}`;
    await writeFile(badRows, lines);
    print(
      language === "zh"
        ? `全部问题见 ${errorFile}；有问题的行见 ${badRows}，改正后可单独导入。`
        : `All problems are in ${errorFile}; the rows that have them are in ${badRows}, which loads alone once corrected.`,
    );
    process.exitCode = 1;
  }
  if (report.counts === null) return;
  if (dryRun)
    print(language === "zh" ? "试运行：以上没有写入数据库。" : "Dry run: nothing of this was written.");
  // A publication takes far longer than an import, and several files often follow one another: it is not run for each.
  else if (report.counts.inserted + report.counts.changed > 0)
    print(
      language === "zh"
        ? "地图与搜索已更新。已发布的数字尚未包含以上行：全部文件导入后，请运行 npm run recompute -- --period 季度（如 2026Q3）。"
        : "Maps and search are up to date. Published figures do not know these rows yet: after the last file, run npm run recompute -- --period QUARTER (such as 2026Q3).",
    );
}

interface ImportArguments {
  dataset: string;
  path: string;
  dryRun: boolean;
  mode: ImportMode;
  crs?: string;
  swapAxes?: boolean;
  layer?: string;
  mapping?: Record<string, string>;
  language: "zh" | "en";
}

function readArguments(args: string[]): ImportArguments {
  const refuse = (reason: string): never => {
    throw new ImportRefused(
      "UsageUnclear",
      `参数有误：${reason}。用法：${USAGE}`,
      `The arguments are not clear: ${reason}. Usage: ${USAGE}`,
    );
  };
  const parse = () => {
    try {
      return parseArgs({
        args,
        allowPositionals: true,
        options: {
          "dry-run": { type: "boolean", default: false },
          "good-rows": { type: "boolean", default: false },
          crs: { type: "string" },
          "swap-axes": { type: "boolean" },
          layer: { type: "string" },
          map: { type: "string", multiple: true },
          lang: { type: "string", default: "zh" },
        },
      });
    } catch (error) {
      return refuse(error instanceof Error ? error.message : String(error));
    }
  };
  const { values, positionals } = parse();
  const [dataset, path, ...rest] = positionals;
  if (dataset === undefined || path === undefined || rest.length > 0)
    return refuse(positionals.join(" ") || "—");
  const language =
    values.lang === "zh" || values.lang === "en" ? values.lang : refuse(`--lang ${values.lang}`);
  return {
    dataset,
    path,
    language,
    dryRun: values["dry-run"],
    mode: values["good-rows"] ? "GOOD_ROWS" : "ATOMIC",
    crs: values.crs,
    swapAxes: values["swap-axes"],
    layer: values.layer,
    mapping:
      values.map &&
      Object.fromEntries(
        values.map.map((text) => [text.split("=", 1)[0], text.slice(text.indexOf("=") + 1)]),
      ),
  };
}
