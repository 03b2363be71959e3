import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import compress from "@fastify/compress";
import helmet from "@fastify/helmet";
import serveFolder from "@fastify/static";
import fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";
import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import { type ErrorCode, type Language, languageOf } from "./errors.ts";

const BODY_LIMIT = 1_048_576;

/** A refusal outside GraphQL, made into JSON in one place. */
export class HttpError extends Error {
  constructor(
    readonly statusCode: number,
    readonly code: ErrorCode,
    readonly zh: string,
    en: string,
  ) {
    super(en);
  }
}

const CODE_OF_STATUS: Record<number, ErrorCode> = {
  400: "BAD_REQUEST",
  404: "NOT_FOUND",
  405: "METHOD_NOT_ALLOWED",
  413: "PAYLOAD_TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  503: "UNAVAILABLE",
};

export interface HttpOptions {
  logLevel: string;
  /** GraphiQL is served, and the schema may be asked for. */
  development: boolean;
  /** Answers whether the database does, for /readyz. */
  isReady: () => Promise<boolean>;
  sdl: (language: Language | null) => string;
}

/** The web server with everything that is not a feature: limits, headers, errors, health, metrics, the web app. */
export async function createHttpServer(options: HttpOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger: {
      level: options.logLevel,
      redact: ["req.headers.authorization", "req.headers.cookie"],
      serializers: {
        // The route and not the address: a path or a query may hold what somebody looks for, a name or a number.
        req: (request) => ({ method: request.method, route: request.routeOptions?.url ?? "none" }),
      },
    },
    bodyLimit: BODY_LIMIT,
    requestTimeout: 30_000,
    keepAliveTimeout: 65_000,
    trustProxy: "loopback",
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 500 },
    forceCloseConnections: "idle",
    // Bodies with a duplicate __proto__ or constructor key are plain errors.
    onProtoPoisoning: "error",
    // A URL that cannot be decoded is refused before there is a route or a hook.
    frameworkErrors: answerError,
  });
  const security = await securityHeaders();
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(security).header("x-request-id", request.id);
    const type = request.headers["content-type"];
    if (type !== undefined && /charset/i.test(type) && !/charset="?utf-8"?\s*(;|$)/i.test(type)) {
      throw new HttpError(
        415,
        "UNSUPPORTED_MEDIA_TYPE",
        `字符集须为 UTF-8，收到 ${type.slice(0, 80)}。`,
        `The charset must be UTF-8, ${type.slice(0, 80)} was sent.`,
      );
    }
  });
  await app.register(compress, {
    global: true,
    threshold: 1_024,
    encodings: ["br", "gzip"],
    brotliOptions: { params: { 1: 4 } },
  });
  app.setErrorHandler(answerError);
  serveOperations(app, options);
  if (options.development) serveGraphiql(app);
  serveWebApp(app);
  return app;
}

/**
 * The headers helmet would set, which are the same on every answer. Asked once: composing them again for each took
 * a sixth of the time of a tile.
 */
async function securityHeaders(): Promise<Record<string, string>> {
  const app = fastify();
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:", "blob:"],
        fontSrc: ["'self'", "data:"],
        workerSrc: ["'self'", "blob:"],
        connectSrc: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        objectSrc: ["'none'"],
      },
    },
    strictTransportSecurity: false,
  });
  let headers: Record<string, string> = {};
  app.get("/", async (_request, reply) => {
    headers = Object.fromEntries(
      Object.entries(reply.raw.getHeaders()).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
    return "";
  });
  await app.inject("/");
  await app.close();
  return headers;
}

/** Everything refused outside GraphQL: JSON with a code of the closed list, never a stack. */
function answerError(error: FastifyError | HttpError, request: FastifyRequest, reply: FastifyReply): void {
  const status = error.statusCode ?? 500;
  const code =
    error instanceof HttpError
      ? error.code
      : (CODE_OF_STATUS[status] ?? (status < 500 ? "BAD_REQUEST" : "INTERNAL"));
  if (status >= 500) request.log.error({ err: error }, "request failed");
  const language = languageOf(request.headers["accept-language"]);
  const message =
    error instanceof HttpError
      ? language === "zh"
        ? error.zh
        : error.message
      : status < 500
        ? error.message.slice(0, 300)
        : "Something went wrong on the server.";
  reply
    .code(status)
    .type("application/json")
    .send(JSON.stringify({ errors: [{ message, extensions: { code, requestId: request.id } }] }));
}

function serveOperations(app: FastifyInstance, { isReady, sdl }: HttpOptions): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: "atlas_http_seconds",
    help: "Time of HTTP requests by route",
    labelNames: ["route", "status"],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  });
  const statements = new Counter({
    name: "atlas_sql_statements_total",
    help: "SQL statements run for requests",
    registers: [registry],
  });
  app.addHook("onResponse", async (request, reply) => {
    duration.observe(
      { route: request.routeOptions.url ?? "none", status: `${Math.floor(reply.statusCode / 100)}xx` },
      reply.elapsedTime / 1000,
    );
    const counted = /"(\d+) statements"/.exec(String(reply.getHeader("server-timing") ?? ""))?.[1];
    if (counted) statements.inc(Number(counted));
  });
  app.get("/livez", async () => ({ status: "alive" }));
  app.get("/readyz", async (_request, reply) => {
    const ready = await isReady();
    return reply.code(ready ? 200 : 503).send({ status: ready ? "ready" : "waiting for the database" });
  });
  app.get("/metrics", async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
  app.get("/schema.graphql", async (request, reply) => {
    const { lang } = request.query as { lang?: string };
    return reply.type("text/plain; charset=utf-8").send(sdl(lang === "zh" || lang === "en" ? lang : null));
  });
}

/** The explorer, once it is built: that happens after the first start, so a page asks to come back until then. */
function serveGraphiql(app: FastifyInstance): void {
  const folder = fileURLToPath(new URL("../graphiql/", import.meta.url));
  // Its files may come later: without a folder to look into, the files' plugin warns at every start.
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  app.register(serveFolder, {
    root: folder,
    prefix: "/graphiql/",
    wildcard: true,
    decorateReply: false,
    index: false,
  });
  app.get("/graphiql", async (_request, reply) => {
    reply.type("text/html; charset=utf-8").header("cache-control", "no-cache");
    if (existsSync(`${folder}index.html`)) return reply.send(await readFile(`${folder}index.html`));
    return reply
      .code(503)
      .header("retry-after", "10")
      .send(
        '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="5"><p>GraphiQL 正在编译，几秒后自动打开。 GraphiQL is being built and opens in some seconds.</p>',
      );
  });
}

/** The built web app; paths of its screens all answer with its page. */
function serveWebApp(app: FastifyInstance): void {
  // From dist/server as well as from server/ the folder is one level up.
  const folder = [new URL("../web/", import.meta.url), new URL("../dist/web/", import.meta.url)]
    .map((url) => fileURLToPath(url))
    .find((path) => existsSync(`${path}index.html`) && existsSync(`${path}assets`));
  if (folder) {
    app.register(serveFolder, {
      root: folder,
      prefix: "/",
      wildcard: false,
      // Its own header would be written over ours.
      cacheControl: false,
      setHeaders: (reply, path) =>
        reply.setHeader(
          "cache-control",
          path.includes("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
        ),
    });
  }
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === "GET" && (request.headers.accept ?? "").includes("text/html");
    if (
      folder &&
      wantsPage &&
      !/^\/((tiles|graphql|graphiql|ogc|exports|regions|reports|docs|styles)(\/|$)|(imports|assets)\/)/.test(
        request.url,
      )
    ) {
      return reply
        .code(200)
        .type("text/html; charset=utf-8")
        .header("cache-control", "no-cache")
        .sendFile("index.html");
    }
    throw new HttpError(
      404,
      "NOT_FOUND",
      `没有 ${request.url.slice(0, 200)}。`,
      `There is no ${request.url.slice(0, 200)}.`,
    );
  });
}
