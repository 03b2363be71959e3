import { GraphQLError } from "graphql";

/** Every code a client can meet. Codes are stable; sentences are not. */
export const ERROR_CODES = [
  "BAD_USER_INPUT",
  "GEOMETRY_INVALID",
  "GEOMETRY_TOO_LARGE",
  "PAGE_TOO_LARGE",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_TOO_LARGE",
  "PERSISTED_QUERY_NOT_FOUND",
  "BAD_REQUEST",
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "NOT_FOUND",
  "CONFLICT",
  "TOO_MANY_REQUESTS",
  "PAYLOAD_TOO_LARGE",
  "UNSUPPORTED_MEDIA_TYPE",
  "METHOD_NOT_ALLOWED",
  "UNAVAILABLE",
  "SLOW_READER",
  "INTERNAL",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export type Language = "zh" | "en";

/** `Accept-Language` to one of our two languages; Chinese unless English is asked for first. */
export function languageOf(acceptLanguage: string | undefined): Language {
  return /^\s*en\b/i.test(acceptLanguage ?? "") ? "en" : "zh";
}

/** A mistake of the caller, told in one sentence with the value and what to do. HTTP and GraphQL are both made from it. */
export class InputError extends GraphQLError {
  readonly sentences: { zh: string; en: string };
  constructor(code: ErrorCode, zh: string, en: string) {
    super(en, { extensions: { code, zh, en } });
    this.sentences = { zh, en };
  }
}

/** A setting or a state of the machine with which the program must not start. */
export class StartError extends Error {
  override name = "StartError";
  readonly zh: string;
  constructor(zh: string, en: string) {
    super(en);
    this.zh = zh;
  }
}

/** Both sentences of an error that a person must act on; null for a bug. */
export function sentencesOf(error: unknown): { zh: string; en: string } | null {
  if (error instanceof StartError) return { zh: error.zh, en: error.message };
  const { zh, en } = (error ?? {}) as { zh?: unknown; en?: unknown };
  return typeof zh === "string" && typeof en === "string" ? { zh, en } : null;
}
