import { isDay } from "../../geo/days.ts";
import { limitAddress } from "../access/budget.ts";
import { isAllowed } from "../access/rules.ts";
import type { Context } from "../context.ts";
import { InputError } from "../errors.ts";
import type { PropertyType } from "../featureCollection.ts";
import { readPeriod, readQuarter } from "../period.ts";
import { type Refused, refuse } from "../refusals.ts";
import { placesWithin } from "../regions/queries.ts";
import { isUuid } from "../uuid.ts";
import type { ExportRequest, ExportWhere } from "./arguments.ts";
import { cancelExport, insertExport, LIMITS } from "./changes.ts";
import { FILE_FORMATS } from "./formats.ts";
import type { Conditions, ExportList } from "./list.ts";
import { LISTS } from "./lists.ts";
import { makerOf } from "./maker.ts";
import { selectAsked, selectExport } from "./queries.ts";
import type { Export } from "./type.ts";
import { WHAT } from "./words.ts";

/** Puts a file in the queue, or finds the one that was asked for under the same id. */
export async function requestExport(context: Context, given: ExportRequest): Promise<Export | Refused> {
  const list = LISTS[given.what];
  await refuseUnlessAllowed(context, list);
  if (context.viewer === null) await limitAddress(context, "requestExport");
  const maker = makerOf(context, given.secret);
  if (maker === null) return needsSecret(context);
  if (!isUuid(given.id)) return refuse(context, "INVALID", "id 须为 UUID。", "The id must be a UUID.");
  const id = given.id.toLowerCase();
  const asked = {
    what: given.what,
    format: given.format,
    regionCode: readRegion(given.regionCode),
    period: given.period?.trim() || null,
    conditions: toConditions(given.where ?? null),
  };
  const unfit = unfitness(list, asked);
  if (unfit) return refuse(context, "INVALID", ...unfit);
  const known = await selectAsked(context.owner, id);
  if (known) {
    const own = await selectExport(context, maker, id);
    if (own && sameAs(known, asked)) return own;
    return refuse(
      context,
      "OTHER_CONTENT",
      "这个 id 已用于别的文件，请另生成一个。",
      "This id belongs to another file; make a new one.",
    );
  }
  // A region nobody knows, or a period of which nothing is published, is told now and not by a file that fails.
  if (asked.regionCode !== null) await placesWithin(context, asked.regionCode);
  await list.pin?.(context, asked);
  if (!(await insertExport(context, maker, { id, ...asked, isGuarded: list.permission !== null })))
    return tooMany(context);
  context.wakeExports();
  return (await selectExport(context, maker, id)) ?? needsSecret(context);
}

/** Stops a file that is not yet whole. */
export async function stopExport(
  context: Context,
  id: string,
  secret: string | null | undefined,
): Promise<Export | Refused> {
  const maker = makerOf(context, secret);
  const own = maker && (await selectExport(context, maker, id));
  if (!maker || !own)
    return refuse(context, "NOT_FOUND", "没有这个文件，或不是您的。", "There is no such file of yours.");
  if (own.state !== "CANCELLED" && !(await cancelExport(context, maker, id)))
    return refuse(
      context,
      "ALREADY_DONE",
      "文件已经结束，不能取消。",
      "The file is over and cannot be cancelled.",
    );
  return (await selectExport(context, maker, id)) ?? own;
}

/** @throws InputError as the guarded lists themselves do */
async function refuseUnlessAllowed(
  { viewer, casework }: Context,
  { permission, what }: ExportList,
): Promise<void> {
  if (permission === null) return;
  if (viewer === null) throw new InputError("UNAUTHENTICATED", "请先登录。", "Sign in first.");
  if (isAllowed(viewer.role, permission)) return;
  await casework(({ record }) => record({ action: "access.refuse", kind: "Export", id: what }));
  throw new InputError(
    "FORBIDDEN",
    `您的岗位不能导出${WHAT[what].zh}。`,
    `Your post may not export ${WHAT[what].en.toLowerCase()}.`,
  );
}

export const needsSecret = (context: Context): Refused =>
  refuse(
    context,
    "INVALID",
    "未登录时请给出 secret：32–128 个随机字母、数字、横线或下划线。",
    "Without a sign-in give a secret: 32 to 128 random letters, digits, hyphens or underscores.",
  );

const tooMany = (context: Context): Refused =>
  context.viewer
    ? refuse(
        context,
        "LIMIT_REACHED",
        `您已有 ${LIMITS.waiting} 个文件在排队，或文件总量已满；请稍后再试，或先取消一个。`,
        `You have ${LIMITS.waiting} files waiting, or too much kept; try again later, or cancel one.`,
      )
    : refuse(
        context,
        "LIMIT_REACHED",
        "排队的公开文件太多，请几分钟后再试。",
        "Too many open files are waiting; try again in a few minutes.",
      );

/** The whole country is what there is without a region. */
function readRegion(text: string | null | undefined): string | null {
  const code = text?.normalize("NFKC").trim() ?? "";
  return code === "" || code === "CN" ? null : code;
}

function toConditions(where: ExportWhere | null): Conditions {
  if (where === null) return {};
  const equal = where.equal ?? [];
  return {
    ...(equal.length > 0
      ? { equal: Object.fromEntries(equal.map(({ property, value }) => [property, value])) }
      : {}),
    ...(where.households ? { households: where.households } : {}),
    ...(where.cases ? { cases: where.cases } : {}),
  };
}

type Wanted = Pick<ExportRequest, "what" | "format"> & {
  regionCode: string | null;
  period: string | null;
  conditions: Conditions;
};

const MOST_CONDITIONS = 10;

/** Why a list cannot be had so, in both languages; null where it can. */
function unfitness(list: ExportList, wanted: Wanted): [zh: string, en: string] | null {
  const { takes, places } = list;
  const { equal = {}, households, cases } = wanted.conditions;
  const what = WHAT[list.what];
  if (FILE_FORMATS[wanted.format].needsPlaces && places === null)
    return [
      `${what.zh}没有位置，请用 CSV 或 XLSX。`,
      `${what.en} have no place on the map; take CSV or XLSX.`,
    ];
  if (wanted.period !== null && takes.period === null)
    return [`${what.zh}没有期别，请去掉 period。`, `${what.en} have no period; leave it out.`];
  if (wanted.period !== null && takes.period === "QUARTER") readQuarter(wanted.period);
  if (wanted.period !== null && takes.period === "MONTH" && !/Q/.test(wanted.period))
    readPeriod(wanted.period);
  if (wanted.period !== null && takes.period === "MONTH" && /Q/.test(wanted.period))
    readQuarter(wanted.period);
  if ((households && !takes.households) || (cases && !takes.cases))
    return [`条件与${what.zh}不符。`, `The conditions are not those of ${what.en.toLowerCase()}.`];
  const entries = Object.entries(equal);
  if (entries.length > MOST_CONDITIONS)
    return [`条件至多 ${MOST_CONDITIONS} 项。`, `There are at most ${MOST_CONDITIONS} conditions.`];
  for (const [name, value] of entries) {
    const type = takes.equal[name];
    const known = Object.keys(takes.equal).join("、") || "无";
    if (type === undefined)
      return [
        `${name.slice(0, 40)} 不能作条件；可用：${known}。`,
        `Rows are not picked by ${name.slice(0, 40)}; there are ${known}.`,
      ];
    if (!fits(type, value))
      return [
        `${name} 的值 ${value.slice(0, 40)} 无效，类型为 ${type}。`,
        `The value ${value.slice(0, 40)} of ${name} is not valid; give a ${type}.`,
      ];
  }
  return null;
}

const fits = (type: PropertyType, value: string): boolean =>
  !/\p{Cc}/u.test(value) &&
  {
    string: value.length <= 200,
    boolean: value === "true" || value === "false",
    integer: /^-?\d{1,15}$/.test(value),
    number: /^-?\d{1,15}(\.\d{1,15})?$/.test(value),
    date: isDay(value),
  }[type];

/** JSON does not keep the order of names; the values of a request are few. */
const sameAs = (known: Wanted, asked: Wanted): boolean => {
  const written = ({ what, format, regionCode, period, conditions }: Wanted) =>
    JSON.stringify([what, format, regionCode, period, sorted(conditions)]);
  return written(known) === written(asked);
};
const sorted = (value: unknown): unknown =>
  Array.isArray(value) || value === null || typeof value !== "object"
    ? value
    : Object.fromEntries(
        Object.entries(value)
          .filter(([, item]) => item !== undefined)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, item]) => [name, sorted(item)]),
      );
