import type { Context } from "../context.ts";
import { InputError } from "../errors.ts";
import { type Job, renewJob } from "./changesOfWorker.ts";
import { Dropped, type Written } from "./dropped.ts";
import type { Sheet } from "./formats/format.ts";
import { FILE_FORMATS } from "./formats.ts";
import type { Asked, ExportColumn, ExportList } from "./list.ts";
import { LISTS } from "./lists.ts";
import { DEMONSTRATION, WHAT } from "./words.ts";
import { writeTiles } from "./writeTiles.ts";

/** Says of every row whether it is invented. */
const NOTE: ExportColumn = {
  name: "data_note",
  type: "string",
  zh: "数据说明",
  en: "What kind of data the row is",
};
const POSITION: readonly ExportColumn[] = [
  { name: "longitude", type: "number", zh: "经度", en: "Longitude, degrees" },
  { name: "latitude", type: "number", zh: "纬度", en: "Latitude, degrees" },
];

/**
 * Writes the file of a job, a page of rows at a time. Each page is read by a context of its own: what it loads is
 * forgotten with it, and whoever lost a permission meanwhile reads no further.
 * @throws Dropped when nobody waits for it any more
 */
export async function writeJob(job: Job, path: string, contextOf: () => Promise<Context>): Promise<Written> {
  const list = LISTS[job.what];
  const format = FILE_FORMATS[job.format];
  const first = await contextOf();
  const { regionCode, period, conditions } = job;
  const asked: Asked = {
    regionCode,
    period,
    conditions,
    pinned: (await list.pin?.(first, { period })) ?? {},
  };
  const found = await list.count(first, asked);
  if (!(await renewJob(first.owner, job, 0, found))) throw new Dropped();
  if (format.mostRows !== undefined && found.total > format.mostRows)
    throw new InputError(
      "BAD_USER_INPUT",
      `共 ${found.total} 行，${job.format} 至多 ${format.mostRows} 行；请缩小区域或改用 CSV。`,
      `There are ${found.total} rows and ${job.format} holds ${format.mostRows}; take a smaller region, or CSV.`,
    );
  const needs = { geometry: format.needsPlaces, position: !format.needsPlaces && list.places !== null };
  const sheet: Sheet = {
    name: list.name,
    title: WHAT[job.what][job.language],
    about: aboutOf(job),
    language: job.language,
    columns: [...list.columns, ...(needs.position ? POSITION : []), NOTE],
    ...found,
  };
  if (format.open === null) return writeTiles({ job, path, list, asked, sheet, contextOf });
  const writer = await format.open(path, sheet);
  let [rows, isDemo] = [0, found.isDemo];
  try {
    for (let after: string | null = null, isLast = false; !isLast; ) {
      const context = await contextOf();
      const page = await list.page(context, asked, after, needs);
      await writer.write(
        page.rows.map((row) => ({ ...row, cells: [...row.cells, row.isDemo ? DEMONSTRATION : null] })),
      );
      rows += page.rows.length;
      isDemo ||= page.rows.some((row) => row.isDemo);
      [after, isLast] = [page.next, page.next === null];
      if (!(await renewJob(context.owner, job, rows))) throw new Dropped();
    }
    await writer.end();
  } catch (error) {
    await writer.abandon();
    throw error;
  }
  return { rows, isDemo };
}

/** Whose it is, of what and when: for whoever finds the file later. */
function aboutOf({ regionName, period, today, login, language, what }: Job): string {
  const parts =
    language === "zh"
      ? [regionName ?? "全部", period, `生成于 ${today}`]
      : [regionName ?? "all", period, `made on ${today}`];
  const by =
    isGuarded(LISTS[what]) && login !== null
      ? [language === "zh" ? `由 ${login} 导出` : `exported by ${login}`]
      : [];
  return [...parts.filter((part) => part !== null), ...by].join(language === "zh" ? "，" : ", ");
}

const isGuarded = ({ permission }: ExportList): boolean => permission !== null;
