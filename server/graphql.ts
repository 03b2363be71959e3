import { ApolloServer, type ApolloServerPlugin, HeaderMap } from "@apollo/server";
import { ApolloServerErrorCode, unwrapResolverError } from "@apollo/server/errors";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import { maxAliasesRule } from "@escape.tech/graphql-armor-max-aliases";
import { maxDepthRule } from "@escape.tech/graphql-armor-max-depth";
import { maxDirectivesRule } from "@escape.tech/graphql-armor-max-directives";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import {
  type FormattedExecutionResult,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type ValidationContext,
} from "graphql";
import type { Pool } from "pg";
import { spendBudget } from "./access/budget.ts";
import { readRequest } from "./access/door.ts";
import { refuseOutsideKey } from "./access/keyLimits.ts";
import type { Context, Request } from "./context.ts";
import { operationCost, operationCosts, type Spend } from "./cost.ts";
import type { KnownDocuments } from "./documents/known.ts";
import { isOfNobody, KEPT_BY_NOBODY, PublicAnswers } from "./documents/publicAnswers.ts";
import { type ReadRequest, readOperation } from "./documents/request.ts";
import { ERROR_CODES, type ErrorCode, InputError } from "./errors.ts";
import { compilingExecutor } from "./executor.ts";
import { HttpError } from "./http.ts";
import { JsonText } from "./passThrough.ts";
import { RepeatedOperations } from "./repeated.ts";
import type { AskedOperation } from "./services.ts";

/** Limits of one operation, besides its cost. Each is answered 400 before any SQL. */
export const LIMITS = {
  tokens: 1_500,
  depth: 10,
  aliases: 15,
  directives: 20,
  recursiveSelections: 2_000,
  nestingOfVariables: 32,
};

/** Makes a rule report its error like every other: by itself it throws, which is answered 500. */
const reported = {
  exposeLimits: true,
  propagateOnRejection: false,
  onReject: [(context: ValidationContext | null, error: GraphQLError) => context?.reportError(error)],
};

export interface GraphqlOptions {
  schema: GraphQLSchema;
  costLimit: number;
  /** Introspection and stack traces in the log. */
  development: boolean;
  createContext: (request: Request) => Context;
  accessPool: Pool;
  documents: KnownDocuments;
  /** Changes whenever published data does, and with the day. */
  dataState: () => string;
  onBug: (error: unknown) => void;
}

/** Runs one operation with every check of /graphql, as the one who asks. */
export type Ask = (asked: AskedOperation, context: Context) => Promise<FormattedExecutionResult>;

/** Puts /graphql on the web server. @returns the same for doors that ask by themselves. */
export async function serveGraphql(app: FastifyInstance, options: GraphqlOptions): Promise<Ask> {
  const costOf = operationCosts(options.schema);
  const admit: Spend = async (context, cost, asked) => {
    refuseOutsideKey(options.schema, context.viewer, asked);
    await spendBudget(context, cost);
  };
  const repeated = new RepeatedOperations(costOf, options.costLimit, admit);
  const apollo = new ApolloServer<Context>({
    gateway: compilingExecutor(options.schema, repeated),
    introspection: options.development,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: !options.development,
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    stopOnTerminationSignals: false,
    status400ForVariableCoercionErrors: true,
    parseOptions: { maxTokens: LIMITS.tokens },
    maxRecursiveSelections: LIMITS.recursiveSelections,
    validationRules: [
      maxDepthRule({ n: LIMITS.depth, ignoreIntrospection: true, ...reported }),
      maxAliasesRule({ n: LIMITS.aliases, ...reported }),
      maxDirectivesRule({ n: LIMITS.directives, ...reported }),
    ],
    stringifyResult,
    formatError: (formatted, error) => formatError(formatted, error, options),
    plugins: [
      operationCost(options.schema, costOf, options.costLimit, admit),
      localiseErrors,
      ApolloServerPluginCacheControlDisabled(),
      // It would load its page from the internet, which our content policy forbids.
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
    ],
    // Our own log keeps the errors; Apollo's would print them with their values.
    logger: {
      debug: () => {},
      info: () => {},
      warn: () => {},
      error: (message: unknown) => options.onBug(message),
    },
  });
  await apollo.start();
  app.addHook("onClose", () => apollo.stop());

  const answer = async (
    request: FastifyRequest,
    reply: FastifyReply,
    context: Context,
    { body: asked, search }: ReadRequest,
  ): Promise<string> => {
    const body = checkNesting(asked);
    const written =
      request.method === "POST" ? await repeated.answer(body, request.headers.accept, context) : null;
    if (written && !written.errors?.length) {
      reply.header("content-type", "application/json; charset=utf-8");
      return stringifyResult(written);
    }
    const headers = new HeaderMap();
    for (const [name, value] of Object.entries(request.headers))
      if (value !== undefined) headers.set(name, String(value));
    const response = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: request.method,
        headers,
        search,
        body,
      },
      context: async () => (written ? { ...context, answered: written } : context),
    });
    for (const [name, value] of response.headers) reply.header(name, value);
    reply.code(response.status ?? 200);
    if (response.body.kind === "complete") return response.body.string;
    throw new Error("incremental delivery is switched off");
  };
  const publicAnswers = new PublicAnswers(options.schema, options.dataState);
  const handle = async (request: FastifyRequest, reply: FastifyReply) => {
    reply.header("cache-control", KEPT_BY_NOBODY);
    const context = options.createContext(await readRequest(request, reply, options.accessPool));
    const read = readOperation(request, context.viewer, options.documents);
    const asked = read.got ?? (read.body as { query?: unknown } | null);
    if (context.use && typeof asked?.query === "string") context.use.text = asked.query;
    const run = () => answer(request, reply, context, read);
    const text =
      read.got && isOfNobody(request)
        ? await publicAnswers.answer({ request, reply }, read.got, context, run)
        : await run();
    reply
      .header("vary", "accept-language")
      .header("server-timing", `sql;desc="${context.statements.count} statements"`);
    return text === null ? reply.code(304).send() : reply.send(text);
  };
  app.route({ method: ["GET", "POST"], url: "/graphql", handler: handle });
  app.route({
    method: ["PUT", "PATCH", "DELETE"],
    url: "/graphql",
    handler: async (request, reply) => {
      reply.header("allow", "GET, POST");
      throw new HttpError(
        405,
        "METHOD_NOT_ALLOWED",
        `/graphql 不接受 ${request.method}，请用 POST。`,
        `/graphql does not take ${request.method}, use POST.`,
      );
    },
  });
  return async (asked, context) => {
    const { body } = await apollo.executeOperation(asked, { contextValue: context });
    if (body.kind !== "single") throw new Error("incremental delivery is switched off");
    const { data, ...rest } = body.singleResult;
    return data instanceof JsonText ? { ...rest, data: JSON.parse(data.text) } : body.singleResult;
  };
}

/** What PostgreSQL wrote goes out as it is. */
function stringifyResult({ data, ...rest }: FormattedExecutionResult): string {
  if (!(data instanceof JsonText)) return `${JSON.stringify({ ...rest, data })}\n`;
  return `${JSON.stringify(rest).slice(0, -1)}${Object.keys(rest).length > 0 ? "," : ""}"data":${data.text}}\n`;
}

/** Deeply nested variables would overflow the stack of the coercion: refused first. Without copies, for 100,000 vertices pass here. */
function checkNesting(body: unknown, depth = 0): unknown {
  if (typeof body !== "object" || body === null) return body;
  if (depth > LIMITS.nestingOfVariables) {
    throw Object.assign(
      new Error(`The request body is nested more than ${LIMITS.nestingOfVariables} levels deep.`),
      { statusCode: 400, code: "BAD_REQUEST" },
    );
  }
  for (const entry of Array.isArray(body) ? body : Object.values(body)) checkNesting(entry, depth + 1);
  return body;
}

/** Sentences of our own errors in the language of the caller. */
const localiseErrors: ApolloServerPlugin<Context> = {
  requestDidStart: async ({ contextValue }) => ({
    willSendResponse: async ({ response }) => {
      if (response.body.kind !== "single" || !response.body.singleResult.errors) return;
      const { data, errors } = response.body.singleResult;
      const sentences = errors.map((error) => {
        const { zh, en, ...extensions } = error.extensions ?? {};
        const sentence = contextValue.language === "zh" ? zh : en;
        return { ...error, message: typeof sentence === "string" ? sentence : error.message, extensions };
      });
      response.body.singleResult.errors = data ? sentences : firstOf(sentences);
    },
  }),
};

const LARGEST_REFUSAL_BYTES = 1_800;

/** The first errors, as many as fit: a refusal must not be larger than the request that earned it. */
function firstOf(errors: GraphQLFormattedError[]): GraphQLFormattedError[] {
  let bytes = 0;
  return errors.filter((error, index) => {
    bytes += Buffer.byteLength(JSON.stringify(error));
    return index === 0 || bytes <= LARGEST_REFUSAL_BYTES;
  });
}

/** Only codes of the closed list leave; what nobody foresaw becomes INTERNAL without a word of its text. */
function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  { onBug, development }: GraphqlOptions,
): GraphQLFormattedError {
  const code = readCode(formatted, error);
  if ((unwrapResolverError(error) as { code?: unknown }).code === NOT_TEXT) {
    const [zh, en] = ["文字中含有空字符，请去掉。", "The text holds a NUL character; leave it out."];
    return { message: en, path: formatted.path, extensions: { code: "BAD_USER_INPUT", zh, en } };
  }
  if (code === "INTERNAL" || code === "UNAVAILABLE") {
    onBug(unwrapResolverError(error));
    const [zh, en] =
      code === "INTERNAL"
        ? ["服务器内部错误。", "Something went wrong on the server."]
        : ["数据库暂时不可用，请稍后重试。", "The database is not available right now; try again."];
    return { message: en, path: formatted.path, extensions: { code, zh, en } };
  }
  const { zh, en } = formatted.extensions ?? {};
  return {
    // Apollo leaves graphql's suggestions in what it says about variables.
    message: (development ? formatted.message : formatted.message.replace(/ ?Did you mean .*\?/s, "")).slice(
      0,
      300,
    ),
    locations: formatted.locations?.slice(0, 3),
    path: formatted.path,
    extensions: { code, ...(zh && en ? { zh, en } : {}) },
  };
}

/** What text cannot hold in PostgreSQL: the NUL character. */
const NOT_TEXT = "22021";
const UNAVAILABLE = /^(57P0|08|53|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT)/;

/** The HTTP status an error of Apollo asks for. */
const statusOf = (error: unknown) =>
  (error as { extensions?: { http?: { status?: unknown } } } | null)?.extensions?.http?.status;

function readCode(formatted: GraphQLFormattedError, error: unknown): ErrorCode {
  const given = formatted.extensions?.code;
  const cause = unwrapResolverError(error) as { code?: unknown; message?: string };
  if (given === ApolloServerErrorCode.INTERNAL_SERVER_ERROR) {
    // graphql's own complaints about arguments and variables arrive without a code of ours.
    if (error instanceof GraphQLError && error.originalError === undefined && cause === error)
      return "GRAPHQL_VALIDATION_FAILED";
    if (
      // pg says only this when no connection came free in time.
      (cause.message ?? "").startsWith("timeout exceeded when trying to connect") ||
      cause.code === "57014" ||
      (typeof cause.code === "string" && UNAVAILABLE.test(cause.code))
    )
      return "UNAVAILABLE";
    return "INTERNAL";
  }
  // A literal that one of our scalars refuses reaches us wrapped as a validation error.
  if (error instanceof GraphQLError && error.originalError instanceof InputError)
    return readCode(error.originalError, error.originalError);
  if (statusOf(error) === 405) return "METHOD_NOT_ALLOWED";
  return ERROR_CODES.find((code) => code === given) ?? "BAD_REQUEST";
}
