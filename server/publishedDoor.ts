import type { FastifyReply, FastifyRequest } from "fastify";
import { quarterName } from "../geo/quarters.ts";
import type { Context } from "./context.ts";
import { InputError, type Language, languageOf } from "./errors.ts";
import { HttpError } from "./http.ts";
import { readQuarter } from "./period.ts";
import { regionsByAnyCode } from "./regions/queries.ts";
import type { Region } from "./regions/type.ts";
import { currentPublication } from "./relapse/queries.ts";
import type { Publication } from "./relapse/type.ts";
import { matches } from "./tileRoutes.ts";

/** What the doors beside GraphQL that hand out published figures have in common: their questions and their refusals. */

/** @throws HttpError 400 for a parameter the door does not know, or one given twice. */
export function readParameters<Name extends string>(
  query: unknown,
  known: readonly Name[],
): Partial<Record<Name, string>> {
  for (const [name, value] of Object.entries(query as Record<string, unknown>)) {
    if ((known as readonly string[]).includes(name) && typeof value === "string") continue;
    const shown = `${name}=${String(value)}`.slice(0, 60);
    throw new HttpError(
      400,
      "BAD_REQUEST",
      `参数 ${shown} 无效；只接受 ${known.join("、")}，各一次。`,
      `Parameter ${shown} is not valid; only ${known.join(", ")} are accepted, each once.`,
    );
  }
  return query as Partial<Record<Name, string>>;
}

/** The language asked for, else that of the browser. @throws HttpError 400 for any other. */
export function readLanguage(lang: string | undefined, acceptLanguage: string | undefined): Language {
  if (lang === undefined) return languageOf(acceptLanguage);
  if (lang === "zh" || lang === "en") return lang;
  const shown = lang.slice(0, 20);
  throw new HttpError(
    400,
    "BAD_REQUEST",
    `语言 ${shown} 无效，只有 zh 与 en。`,
    `There is no language ${shown}; there are zh and en.`,
  );
}

/** A quarter, or a month of it. @throws HttpError 400 for anything else. */
export function readQuarterAsked(period: string | undefined): string | undefined {
  try {
    return readQuarter(period);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new HttpError(400, "BAD_REQUEST", error.sentences.zh, error.sentences.en);
  }
}

/** The region and the publication asked for. @throws HttpError 404 where there is none. */
export async function findPublished(
  context: Context,
  code: string,
  quarter: string | undefined,
): Promise<{ region: Region; publication: Publication }> {
  // Text of PostgreSQL holds no NUL, and no code of ours any control character.
  const region = /\p{Cc}/u.test(code) ? null : await context.load(regionsByAnyCode, code, undefined);
  if (!region) {
    const shown = code.slice(0, 40);
    throw new HttpError(
      404,
      "NOT_FOUND",
      `没有代码为 ${shown} 的区域；可用 search 查找。`,
      `No region has the code ${shown}; find it with search.`,
    );
  }
  const publication = await currentPublication(context, quarter);
  if (publication) return { region, publication };
  const shown = quarter === undefined ? "" : quarterName(quarter);
  throw new HttpError(
    404,
    "NOT_FOUND",
    quarter === undefined ? "还没有发布任何季度。" : `${shown} 没有发布。`,
    quarter === undefined ? "No quarter is published yet." : `${shown} is not published.`,
  );
}

/** Cache headers of published figures: kept, but asked about each time, for a new version may stand beside the old. */
export function isKnown(request: FastifyRequest, reply: FastifyReply, etag: string): boolean {
  reply
    .header("etag", etag)
    .header("cache-control", "public, no-cache")
    .header("vary", "accept-encoding, accept-language");
  return matches(request.headers["if-none-match"], etag);
}
