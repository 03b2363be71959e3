import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { type GraphQLSchema, parse } from "graphql";
import { LRUCache } from "lru-cache";
import { SESSION_COOKIE } from "../access/viewer.ts";
import type { Context } from "../context.ts";
import type { Language } from "../errors.ts";
import { isKnown } from "../publishedDoor.ts";
import { keepingOf } from "./publicFields.ts";
import type { ReadRequest } from "./request.ts";

export const KEPT_BY_NOBODY = "private, no-store";

/** Answers whose digest is remembered: a key and a digest each. */
const MOST_REMEMBERED = 5_000;

interface Remembered {
  readonly etag: string;
  readonly state: string;
}

type Got = NonNullable<ReadRequest["got"]>;

/**
 * Lets caches keep what everybody may see. The ETag is the digest of the answer, the same on every server; beside it is
 * remembered under which state of the data it was given, so that an answer that cannot have changed costs no SQL.
 */
export class PublicAnswers {
  readonly #remembered = new LRUCache<string, Remembered>({ max: MOST_REMEMBERED });

  /** @param state changes whenever published data does, and with the day */
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly state: () => string,
  ) {}

  /** Answers a GET, from what is remembered or by `run`. @returns null for an answer that stands already */
  async answer(
    { request, reply }: { request: FastifyRequest; reply: FastifyReply },
    got: Got,
    { language }: Context,
    run: () => Promise<string>,
  ): Promise<string | null> {
    const key = keyOf(got, language);
    const state = this.state();
    const former = this.#remembered.get(key);
    if (former?.state === state && isKnown(request, reply, former.etag)) return null;
    reply.removeHeader("etag").header("cache-control", KEPT_BY_NOBODY);
    const text = await run();
    // An answer with an error is for now alone. A name that looks like one only costs a cache its entry.
    if (reply.statusCode !== 200 || text.includes('"errors":')) return text;
    const keeping = keepingOf(this.schema, parse(got.query, { noLocation: true }), got.operationName);
    if (keeping === "PRIVATE") return text;
    const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
    if (keeping === "BY_VERSION") this.#remembered.set(key, { etag, state });
    return isKnown(request, reply, etag) ? null : text;
  }
}

/** A request of somebody may be answered otherwise than one of nobody, and is kept by nobody. */
export const isOfNobody = ({ headers }: FastifyRequest): boolean =>
  headers.authorization === undefined && !headers.cookie?.includes(SESSION_COOKIE);

const keyOf = ({ query, operationName, variables }: Got, language: Language) =>
  createHash("sha256")
    .update(JSON.stringify([language, operationName, variables, query]))
    .digest("base64url");
