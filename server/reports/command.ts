import { mkdir, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { quarterToDate } from "../../geo/quarters.ts";
import { type Context, createContext, nobody } from "../context.ts";
import type { Database } from "../db.ts";
import { type Language, StartError } from "../errors.ts";
import { openKeys } from "../keys.ts";
import { areasWithIndex, regionsByAnyCode } from "../regions/queries.ts";
import { currentPublication } from "../relapse/queries.ts";
import { tablesFolder, writeReport } from "./html.ts";
import { readReport } from "./queries.ts";

export const USAGE =
  "npm run report -- --region luoxiao --quarter 2026Q3 [--lang en] [--output FILE]   写出季度报告与各表 CSV writes the quarterly report and each of its tables as CSV";

/** Writes the report of a region and quarter and its tables; without a region, those of each contiguous area that has an index. */
export async function writeReports(
  database: Database,
  args: readonly string[],
  mapReviewNumber: string,
): Promise<void> {
  const language = readLanguage(option(args, "--lang"));
  const given = option(args, "--quarter");
  const quarter = given === undefined ? null : quarterToDate(given);
  if (quarter === null) {
    throw new StartError(
      `请给出季度：--quarter 2026Q3（收到 ${given ?? "无"}）。`,
      `Give a quarter: --quarter 2026Q3 (got ${given ?? "none"}).`,
    );
  }
  const context = createContext(database, nobody(language), { mapReviewNumber, keys: openKeys(null) });
  const publication = await currentPublication(context, quarter);
  if (!publication) {
    throw new StartError(
      `${given} 没有发布；可先运行 npm run recompute -- --period ${given}。`,
      `${given} is not published; run npm run recompute -- --period ${given} first.`,
    );
  }
  const asked = option(args, "--region");
  const codes = asked === undefined ? await areasWithIndex(context, publication.id) : [asked];
  const output = option(args, "--output");
  if (codes.length === 0 || (output !== undefined && codes.length > 1)) {
    throw new StartError("请给出区域：--region luoxiao。", "Give a region: --region luoxiao.");
  }
  for (const code of codes) {
    const region = await findRegion(context, code);
    const { html, tables } = writeReport(
      await readReport(context, region.code, region.kind, publication),
      language,
    );
    const folder = tablesFolder(publication.period, language);
    const path = resolve(output ?? `reports/${region.code}/${folder}.html`);
    // Where the page looks for them.
    const tablesPath = resolve(dirname(path), folder);
    await mkdir(tablesPath, { recursive: true });
    await writeFile(path, html);
    for (const [table, csv] of tables) await writeFile(resolve(tablesPath, `${table}.csv`), csv);
    console.log(`已写出 Written: ${path}, ${tables.size} × ${tablesPath}/*.csv`);
  }
}

async function findRegion(context: Context, code: string) {
  const region = await context.load(regionsByAnyCode, code, undefined);
  if (region) return region;
  throw new StartError(`没有代码为 ${code} 的区域。`, `No region has the code ${code}.`);
}

function option(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}

function readLanguage(lang: string | undefined): Language {
  if (lang === undefined || lang === "zh") return "zh";
  if (lang === "en") return "en";
  throw new StartError(
    `语言 ${lang} 无效，只有 zh 与 en。`,
    `There is no language ${lang}; there are zh and en.`,
  );
}
