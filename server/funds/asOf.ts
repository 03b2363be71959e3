import { isDay } from "../../geo/days.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { InputError } from "../errors.ts";
import { lastDayOfFunds } from "./queries.ts";

export const asOfArgument = {
  nullable: true,
  description: say(
    "截至日，如 2026-09-30；默认为数据所到的最后一日",
    "As of this day, like 2026-09-30; by default the last day that the data reach",
  ),
};

/** The day asked for, else the last that the data reach. @throws InputError for what is no day. */
export async function readDay(context: Context, asOf: string | null | undefined): Promise<string> {
  if (asOf == null) return context.load(lastDayOfFunds, "", undefined);
  if (isDay(asOf)) return asOf;
  const shown = asOf.slice(0, 20);
  throw new InputError(
    "BAD_USER_INPUT",
    `日期 ${shown} 无效，应形如 2026-09-30。`,
    `${shown} is not a day; write it like 2026-09-30.`,
  );
}
