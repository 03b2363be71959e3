import { rm, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Database } from "../db.ts";
import { datasetOf } from "./datasets.ts";
import { ImportRefused } from "./refused.ts";
import { errorsCsv, printReport } from "./report.ts";
import { runImport } from "./run.ts";

export const USAGE =
  "npm run import -- villages FILE [--dry-run] [--crs 4490] [--lang zh|en]   导入 CSV 或 GeoJSON imports CSV or GeoJSON";

/** `npm run import -- …`: prints the report; a refused file leaves FILE.errors.csv beside it and exit code 1. */
export async function importFile(
  database: Database,
  args: string[],
  print: (text: string) => void = console.log,
): Promise<void> {
  const { dataset, path, dryRun, crs, language } = readArguments(args);
  const errorFile = `${path}.errors.csv`;
  const report = await runImport(database.primary, { dataset: datasetOf(dataset), path, crs, dryRun });
  print(printReport(report, language));
  if (report.counts === null) {
    await writeFile(errorFile, errorsCsv(report.problems));
    print(language === "zh" ? `全部问题见 ${errorFile}` : `All problems are in ${errorFile}`);
    process.exitCode = 1;
    return;
  }
  // Of an earlier attempt with the same file: it would tell of problems that are gone.
  await rm(errorFile, { force: true });
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
  crs: string;
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
          crs: { type: "string", default: "4326" },
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
  return { dataset, path, dryRun: values["dry-run"], crs: values.crs, language };
}
