import { ArgsType, Field } from "type-graphql";
import { monthToDate } from "../geo/codes.ts";
import { quarterOfDay, quarterToDate } from "../geo/quarters.ts";
import { say } from "./describe.ts";
import { InputError } from "./errors.ts";

/** "2026-09" to the date the tables hold; undefined stays undefined, which means the latest published month. */
export function readPeriod(period: string | undefined | null): string | undefined {
  if (period === undefined || period === null) return undefined;
  // The calendar of the database has no year 0.
  const date = period.startsWith("0000") ? null : monthToDate(period);
  if (date === null) {
    throw new InputError(
      "BAD_USER_INPUT",
      `月份 ${period.slice(0, 20)} 无效，应形如 2026-09。`,
      `Period ${period.slice(0, 20)} is not valid; write it like 2026-09.`,
    );
  }
  return date;
}

/** "2026Q3", or any month of it, to the first day of the quarter; undefined stays undefined, which means the latest published. */
export function readQuarter(period: string | undefined | null): string | undefined {
  if (period === undefined || period === null) return undefined;
  const quarter = quarterToDate(period) ?? (/Q/.test(period) ? null : quarterOfMonth(period));
  if (quarter === null) {
    throw new InputError(
      "BAD_USER_INPUT",
      `季度 ${period.slice(0, 20)} 无效，应形如 2026Q3。`,
      `Period ${period.slice(0, 20)} is not valid; write a quarter like 2026Q3.`,
    );
  }
  return quarter;
}

function quarterOfMonth(month: string): string | null {
  const date = month.startsWith("0000") ? null : monthToDate(month);
  return date && quarterOfDay(date);
}

@ArgsType()
export class SeriesArgs {
  @Field(() => String, { nullable: true, description: say("起始月", "First month") })
  from?: string;
  @Field(() => String, { nullable: true, description: say("结束月", "Last month") })
  to?: string;
}
