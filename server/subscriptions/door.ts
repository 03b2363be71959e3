import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import {
  createSourceEventStream,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  parse,
} from "graphql";
import { createHandler } from "graphql-sse";
import type { Pool } from "pg";
import { spendBudget } from "../access/budget.ts";
import { readRequest } from "../access/door.ts";
import { refuseOutsideKey } from "../access/keyLimits.ts";
import { findViewer } from "../access/queries.ts";
import type { Context, Request } from "../context.ts";
import type { KnownDocuments } from "../documents/known.ts";
import { withText } from "../documents/request.ts";
import { type ErrorCode, InputError, type Language } from "../errors.ts";
import type { Ask } from "../graphql.ts";
import { HttpError } from "../http.ts";
import type { EndReason } from "./hub.ts";
import { Places } from "./places.ts";
import type { Heard, HeardEvents } from "./resolver.ts";
import { Stream } from "./stream.ts";

export interface SubscriptionOptions {
  readonly schema: GraphQLSchema;
  readonly ask: Ask;
  readonly createContext: (request: Request) => Context;
  readonly accessPool: Pool;
  readonly documents: KnownDocuments;
  readonly onBug: (error: unknown) => void;
}

/** Whether whoever listens is still let in, besides at every event. */
const CHECK_MS = 15_000;

const ENDINGS: Record<EndReason, readonly [zh: string, en: string]> = {
  SLOW_READER: [
    "您读得太慢，订阅已结束；请重新订阅，缺的用 changes 补读。",
    "You read too slowly and the subscription has ended; subscribe again, and read what you missed in changes.",
  ],
  UNAUTHENTICATED: [
    "登录或密钥已失效，订阅已结束。",
    "The session or key holds no longer; the subscription has ended.",
  ],
  UNAVAILABLE: ["服务器正在停止，请稍后重新订阅。", "The server is stopping; subscribe again in a moment."],
};

interface Prepared {
  readonly events: HeardEvents;
  readonly run: (heard: Heard) => Promise<ExecutionResult | null>;
}

/**
 * POST /graphql/stream: subscriptions over Server-Sent Events (the graphql-sse protocol, a connection for each). They pass
 * every proxy, come through the same door with the same cookie or key as all else, and Apollo has no part in them.
 */
export function serveSubscriptions(app: FastifyInstance, options: SubscriptionOptions): void {
  const { accessPool } = options;
  const places = new Places();
  const timer = setInterval(() => {
    for (const [events, token] of places.listeners)
      if (token !== null)
        findViewer(accessPool, token, false).then((viewer) => {
          if (viewer === null) events.end("UNAUTHENTICATED");
        }, options.onBug);
  }, CHECK_MS).unref();
  app.addHook("preClose", async () => {
    clearInterval(timer);
    for (const [events] of places.listeners) events.end("UNAVAILABLE");
  });
  app.post("/graphql/stream", async (request, reply) => {
    if (!(request.headers.accept ?? "").includes("text/event-stream"))
      throw new HttpError(
        400,
        "BAD_REQUEST",
        "订阅须带 Accept: text/event-stream。",
        "A subscription needs Accept: text/event-stream.",
      );
    const asker = await readRequest(request, reply, accessPool);
    const context = options.createContext(asker);
    const leave = places.enter(asker);
    try {
      const asked = withText(request.body, asker.viewer, options.documents);
      const prepared = await prepare(asked, asker, context, options);
      places.listeners.set(prepared.events.source, asker.token);
      const stream = new Stream(reply.raw);
      const handle = createHandler({
        onSubscribe: () => results(prepared, stream, asker.language, options.onBug) as AsyncIterable<never>,
        onNext: () => stream.expect(),
      });
      const [body, init] = await handle({
        method: "POST",
        url: "/graphql/stream",
        headers: {
          get: (name) => (name === "accept" ? "text/event-stream" : String(request.headers[name] ?? "")),
        },
        body: asked as Record<string, unknown>,
        raw: request,
        context: {},
      });
      if (!body || typeof body === "string") throw badRequest();
      takeOver(reply, request);
      reply.raw.writeHead(init.status, { ...reply.getHeaders(), ...init.headers } as Record<string, string>);
      reply.raw.once("close", () => prepared.events.source.end("LEFT"));
      await stream.write(body).finally(() => {
        prepared.events.source.end("LEFT");
        places.listeners.delete(prepared.events.source);
      });
    } finally {
      leave();
    }
  });
}

function takeOver(reply: FastifyReply, request: FastifyRequest): void {
  reply.hijack();
  // A request of ordinary length is over in 30 seconds; this one lasts.
  request.raw.socket.setTimeout(0);
}

const badRequest = () =>
  new HttpError(
    400,
    "BAD_REQUEST",
    "请提交 JSON：query 为一个订阅，variables 为对象。",
    "Send JSON: query with one subscription, variables as an object.",
  );

/** Every check an operation of /graphql goes through, and the source of its events. @throws HttpError */
async function prepare(
  body: unknown,
  asker: Request,
  context: Context,
  { schema, ask, createContext, accessPool }: SubscriptionOptions,
): Promise<Prepared> {
  const { query, variables: given, operationName: named } = (body ?? {}) as Record<string, unknown>;
  const variables = (given ?? {}) as Record<string, unknown>;
  if (typeof query !== "string" || typeof variables !== "object" || Array.isArray(variables))
    throw badRequest();
  const operationName = typeof named === "string" ? named : undefined;
  const asked = { query, variables, ...(operationName ? { operationName } : {}) };
  const checked = await ask(asked, { ...context, answered: { data: {} } });
  const [wrong] = checked.errors ?? [];
  if (wrong) throw new HttpError(400, wrong.extensions?.code as ErrorCode, wrong.message, wrong.message);
  const document = parse(query, { noLocation: true });
  if (getOperationAST(document, operationName)?.operation !== "subscription") throw badRequest();
  const cost = Number(checked.extensions?.cost ?? 1);
  const plan = { document, operationName: operationName ?? "", variables };
  try {
    refuseOutsideKey(schema, context.viewer, plan);
    await spendBudget(context, cost);
  } catch (error) {
    throw asHttp(error);
  }
  const source = await createSourceEventStream({
    schema,
    document,
    operationName,
    contextValue: context,
    variableValues: variables,
  });
  if (!isHeard(source)) {
    const [error] = Symbol.asyncIterator in source ? [] : (source.errors ?? []);
    throw asHttp(error?.originalError ?? error);
  }
  const run = async (heard: Heard): Promise<ExecutionResult | null> => {
    // Who listens is looked up again for every event, and everything is read as who they are by then.
    const viewer = asker.token === null ? null : await findViewer(accessPool, asker.token, false);
    if (asker.token !== null && viewer === null) throw ended("UNAUTHENTICATED");
    const fresh = createContext({ ...asker, viewer });
    const rootValue = await heard.read(fresh);
    if (rootValue === null) return null;
    refuseOutsideKey(schema, viewer, plan);
    await spendBudget(fresh, cost);
    return execute({
      schema,
      document,
      operationName,
      rootValue,
      contextValue: fresh,
      variableValues: variables,
    });
  };
  return { events: source, run };
}

const isHeard = (source: object): source is HeardEvents =>
  "source" in source && Symbol.asyncIterator in source;

const ended = (reason: EndReason) => new InputError(reason, ...ENDINGS[reason]);

/** Results of the events, as fast as they are read; the last one says why it is over, unless the reader left. */
async function* results(
  { events, run }: Prepared,
  stream: Stream,
  language: Language,
  onBug: (error: unknown) => void,
): AsyncGenerator<ExecutionResult> {
  try {
    for await (const heard of events) {
      const result = await run(heard);
      if (result === null) continue;
      const { errors, ...rest } = result;
      if (events.source.endReason !== null) break;
      yield errors ? { ...rest, errors: errors.map((error) => worded(error, language, onBug)) } : rest;
      await Promise.race([stream.drained(), events.source.ended]);
    }
    const reason = events.source.endReason;
    if (reason !== null) yield { errors: [worded(ended(reason), language, onBug)] };
  } catch (error) {
    yield { errors: [worded(error, language, onBug)] };
  } finally {
    stream.finishSoon();
  }
}

/** An error of ours in the language of the reader; of any other nothing but that there was one. */
function worded(error: unknown, language: Language, onBug: (error: unknown) => void): GraphQLError {
  const cause = error instanceof GraphQLError && error.originalError ? error.originalError : error;
  if (cause instanceof InputError)
    return new GraphQLError(cause.sentences[language], { extensions: { code: cause.extensions.code } });
  onBug(cause);
  return new GraphQLError(language === "zh" ? "服务器内部错误。" : "Something went wrong on the server.", {
    extensions: { code: "INTERNAL" },
  });
}

const STATUS: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  TOO_MANY_REQUESTS: 429,
};

function asHttp(error: unknown): unknown {
  if (!(error instanceof InputError)) return error;
  const code = error.extensions.code as ErrorCode;
  return new HttpError(STATUS[code] ?? 400, code, error.sentences.zh, error.sentences.en);
}
