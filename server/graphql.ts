import { ApolloServer, type ApolloServerPlugin, HeaderMap } from "@apollo/server";
import { ApolloServerErrorCode, unwrapResolverError } from "@apollo/server/errors";
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import { maxAliasesRule } from "@escape.tech/graphql-armor-max-aliases";
import { maxDepthRule } from "@escape.tech/graphql-armor-max-depth";
import { maxDirectivesRule } from "@escape.tech/graphql-armor-max-directives";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from "graphql";
import type { Context } from "./context.ts";
import { operationCost } from "./cost.ts";
import { ERROR_CODES, type ErrorCode, type Language, languageOf } from "./errors.ts";
import { compilingExecutor } from "./executor.ts";

/** Limits of one operation, besides its cost. Each is answered 400 before any SQL. */
export const LIMITS = {
  tokens: 1_500,
  depth: 10,
  aliases: 15,
  directives: 20,
  recursiveSelections: 2_000,
  nestingOfVariables: 32,
};

export interface GraphqlOptions {
  schema: GraphQLSchema;
  costLimit: number;
  /** Introspection and stack traces in the log. */
  development: boolean;
  createContext: (language: Language) => Context;
  onBug: (error: unknown) => void;
}

/** Puts /graphql on the web server. */
export async function serveGraphql(app: FastifyInstance, options: GraphqlOptions): Promise<void> {
  const apollo = new ApolloServer<Context>({
    gateway: compilingExecutor(options.schema),
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
      maxDepthRule({ n: LIMITS.depth, ignoreIntrospection: true, exposeLimits: true }),
      maxAliasesRule({ n: LIMITS.aliases, exposeLimits: true }),
      maxDirectivesRule({ n: LIMITS.directives, exposeLimits: true }),
    ],
    formatError: (formatted, error) => formatError(formatted, error, options.onBug),
    plugins: [
      operationCost(options.schema, options.costLimit),
      localiseErrors,
      ApolloServerPluginCacheControlDisabled(),
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

  const handle = async (request: FastifyRequest, reply: FastifyReply) => {
    const context = options.createContext(languageOf(request.headers["accept-language"]));
    const headers = new HeaderMap();
    for (const [name, value] of Object.entries(request.headers))
      if (value !== undefined) headers.set(name, String(value));
    const response = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: request.method,
        headers,
        search: new URL(request.url, "http://localhost").search,
        body: checkNesting(request.body),
      },
      context: async () => context,
    });
    for (const [name, value] of response.headers) reply.header(name, value);
    reply
      .header("vary", "accept-language")
      .header("server-timing", `sql;desc="${context.statements.count} statements"`);
    reply.code(response.status ?? 200);
    if (response.body.kind === "complete") return reply.send(response.body.string);
    throw new Error("incremental delivery is switched off");
  };
  app.route({ method: ["GET", "POST"], url: "/graphql", handler: handle });
}

/** Deeply nested variables would overflow the stack of the coercion: refused first. */
function checkNesting(body: unknown): unknown {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > LIMITS.nestingOfVariables) {
      throw Object.assign(
        new Error(`The request body is nested more than ${LIMITS.nestingOfVariables} levels deep.`),
        { statusCode: 400, code: "BAD_REQUEST" },
      );
    }
    level = level.flatMap((value) =>
      typeof value === "object" && value !== null ? Object.values(value) : [],
    );
  }
  return body;
}

/** Sentences of our own errors in the language of the caller. */
const localiseErrors: ApolloServerPlugin<Context> = {
  requestDidStart: async ({ contextValue }) => ({
    willSendResponse: async ({ response }) => {
      if (response.body.kind !== "single" || !response.body.singleResult.errors) return;
      response.body.singleResult.errors = response.body.singleResult.errors.map((error) => {
        const { zh, en, ...extensions } = error.extensions ?? {};
        const sentence = contextValue.language === "zh" ? zh : en;
        return { ...error, message: typeof sentence === "string" ? sentence : error.message, extensions };
      });
    },
  }),
};

/** Only codes of the closed list leave; what nobody foresaw becomes INTERNAL without a word of its text. */
function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  onBug: (error: unknown) => void,
): GraphQLFormattedError {
  const code = readCode(formatted, error);
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
    message: formatted.message.slice(0, 500),
    locations: formatted.locations,
    path: formatted.path,
    extensions: { code, ...(zh && en ? { zh, en } : {}) },
  };
}

const UNAVAILABLE = /^(57P0|08|53|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT)/;

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
  if (given === ApolloServerErrorCode.OPERATION_RESOLUTION_FAILURE) return "BAD_REQUEST";
  return ERROR_CODES.find((code) => code === given) ?? "BAD_REQUEST";
}
