import { isDay } from "../../geo/days.ts";
import { findPersonalData } from "../../geo/personalData.ts";
import type { CaseworkTransaction } from "../casework.ts";
import { TODAY } from "../caseworkSql.ts";
import type { Context } from "../context.ts";
import { InputError } from "../errors.ts";
import { readFootprint, refuseInvalidFootprint } from "../footprint.ts";
import type { MultiPolygon } from "../geojson.ts";
import { conflict, notFound, type Refused, refuse } from "../refusals.ts";
import { refusing } from "../refusing.ts";
import { readingOf } from "../regions/pinyin.ts";
import { spelled } from "../search/readModel.ts";
import { isUuid } from "../uuid.ts";
import { findEvent } from "./queries.ts";
import type { EmergencyEvent, EventInput } from "./type.ts";

type Outcome = Promise<EmergencyEvent | Refused>;

/** What is wrong with a footprint is an answer here, not an error. */
async function refusingShapes(context: Context, run: () => Outcome): Outcome {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof InputError) || !String(error.extensions.code).startsWith("GEOMETRY")) throw error;
    return refuse(context, "INVALID", error.sentences.zh, error.sentences.en);
  }
}

function refuseWords(context: Context, text: string, most: number): Refused | null {
  const length = [...text.trim()].length;
  const [found] = findPersonalData(text);
  if (length >= 4 && length <= most && !found) return null;
  return refuse(
    context,
    "INVALID",
    `文字须为 4 至 ${most} 个字（现为 ${length} 个），不得含证件号、电话、账号或病情。`,
    `The text takes 4 to ${most} characters (this one has ${length}) and no identity number, telephone, account or illness.`,
    found ? [found.kind] : [],
  );
}

const today = async (sql: CaseworkTransaction["sql"]) =>
  (await sql<{ today: string }>(`select ${TODAY} as today`))[0]?.today ?? "";

function refuseDays(
  context: Context,
  now: string,
  startedOn: string,
  endedOn: string | null,
): Refused | null {
  const inOrder =
    isDay(startedOn) &&
    startedOn <= now &&
    (endedOn === null || (isDay(endedOn) && endedOn >= startedOn && endedOn <= now));
  if (inOrder) return null;
  const shown = `${startedOn.slice(0, 20)} – ${(endedOn ?? "").slice(0, 20)}`;
  return refuse(
    context,
    "INVALID",
    `日期 ${shown} 无效：形如 2026-11-30，不晚于今天（${now}），结束不早于开始。`,
    `The days ${shown} are not valid: like 2026-11-30, not after today (${now}), the end not before the start.`,
  );
}

/** Records an event under the id its client made for it: the same one sent again is told, not recorded twice. */
export function recordEvent(context: Context, given: EventInput, shape: MultiPolygon): Outcome {
  const bad =
    refuseWords(context, given.name, 100) ?? (given.nameEn ? refuseWords(context, given.nameEn, 200) : null);
  if (bad) return Promise.resolve(bad);
  if (!isUuid(given.id))
    return Promise.resolve(refuse(context, "INVALID", "标识须为 UUID。", "The id is a UUID."));
  const name = given.name.trim();
  const endedOn = given.endedOn ?? null;
  return refusingShapes(context, () => {
    const footprint = readFootprint(shape);
    return refusing(context, async ({ sql }) => {
      const known = await findEvent(sql, given.id);
      if (known)
        return known.name === name && known.kind === given.kind && known.startedOn === given.startedOn
          ? known
          : refuse(
              context,
              "OTHER_CONTENT",
              "此标识已被使用；请换一个新的 UUID。",
              "This id is taken; make a new UUID.",
            );
      const wrong = refuseDays(context, await today(sql), given.startedOn, endedOn);
      if (wrong) return wrong;
      await refuseInvalidFootprint(sql, footprint);
      await sql(
        /* sql */ `
        select casework.record_event(:id, :name, :nameEn, :kind, :grade, :startedOn::date, :endedOn::date, :given, :isDemo::boolean)`,
        {
          ...given,
          name,
          nameEn: given.nameEn?.trim() || name,
          endedOn,
          given: JSON.stringify(shape),
          // What demonstration people record goes when they go.
          isDemo: context.viewer?.isDemo ?? false,
        },
      );
      const { pinyin, initials } = readingOf(name);
      await sql("select casework.make_event_findable(:id, :pinyin, :initials)", {
        id: given.id,
        pinyin: spelled(pinyin),
        initials: spelled(initials),
      });
      return (await findEvent(sql, given.id)) ?? notFound(context);
    });
  });
}

interface Which {
  readonly code: string;
  readonly rowVersion: number;
}

/** Says when an event ended; the same day said again is told once more. */
export const closeEvent = (context: Context, { code, rowVersion }: Which, endedOn: string): Outcome =>
  refusing(context, async ({ sql }) => {
    const event = await findEvent(sql, code);
    if (!event) return notFound(context);
    if (event.endedOn === endedOn) return event;
    if (event.endedOn !== null)
      return refuse(
        context,
        "ALREADY_DONE",
        `该事件已于 ${event.endedOn} 结束。`,
        `The event ended on ${event.endedOn} already.`,
      );
    if (event.rowVersion !== rowVersion) return conflict(context, event.rowVersion);
    const wrong = refuseDays(context, await today(sql), event.startedOn, endedOn);
    if (wrong) return wrong;
    await sql("select casework.close_event(:code, :endedOn::date, :rowVersion::integer)", {
      code,
      endedOn,
      rowVersion,
    });
    return (await findEvent(sql, code)) ?? notFound(context);
  });

/** Draws an event again; its villages, and its households where they are not declared, follow the new footprint. */
export function correctEventFootprint(
  context: Context,
  { code, rowVersion }: Which,
  shape: MultiPolygon,
  reason: string,
): Outcome {
  const bad = refuseWords(context, reason, 300);
  if (bad) return Promise.resolve(bad);
  return refusingShapes(context, () => {
    const footprint = readFootprint(shape);
    return refusing(context, async ({ sql }) => {
      const event = await findEvent(sql, code);
      if (!event) return notFound(context);
      if (event.rowVersion !== rowVersion) return conflict(context, event.rowVersion);
      await refuseInvalidFootprint(sql, footprint);
      await sql("select casework.correct_event_footprint(:code, :given, :reason, :rowVersion::integer)", {
        code,
        given: JSON.stringify(shape),
        reason: reason.trim(),
        rowVersion,
      });
      return (await findEvent(sql, code)) ?? notFound(context);
    });
  });
}
