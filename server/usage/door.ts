import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Context, Request } from "../context.ts";
import { HttpError } from "../http.ts";
import { readParameters } from "../publishedDoor.ts";
import type { Operations } from "./operations.ts";
import { selectUsage } from "./queries.ts";
import type { UsageRecorder } from "./recorder.ts";
import { MOST_DAYS } from "./resolver.ts";

export interface UsageOptions {
  readonly recorder: UsageRecorder;
  readonly operations: Operations;
  readonly readRequest: (request: FastifyRequest, reply: FastifyReply) => Promise<Request>;
  readonly createContext: (request: Request) => Context;
}

/** Counts every request that came with a key once its answer has left, and serves GET /partners/me/usage. */
export function serveUsage(app: FastifyInstance, options: UsageOptions): void {
  const { recorder, operations, readRequest, createContext } = options;
  app.addHook("onResponse", async (request, reply) => {
    const use = request.keyUse;
    if (!use) return;
    const { query, operationName } = (request.body ?? request.query ?? {}) as Record<string, unknown>;
    const text = use.text ?? query;
    const operation =
      typeof text === "string"
        ? operations.read(text, typeof operationName === "string" ? operationName : null)
        : { name: (request.routeOptions.url ?? "none").slice(0, 100), hash: "", deprecated: [] };
    recorder.note({ keyId: use.keyId, operation, status: reply.statusCode, cost: use.cost });
  });
  app.get("/partners/me/usage", async (request, reply) => {
    const { days: asked = "30" } = readParameters(request.query, ["days"]);
    const days = /^[0-9]{1,2}$/.test(asked) ? Number(asked) : 0;
    if (days < 1 || days > MOST_DAYS)
      throw new HttpError(
        400,
        "BAD_REQUEST",
        `天数 ${asked.slice(0, 20)} 无效，须为 1 至 ${MOST_DAYS}。`,
        `${asked.slice(0, 20)} is no number of days from 1 to ${MOST_DAYS}.`,
      );
    const { viewer, owner, flushUsage } = createContext(await readRequest(request, reply));
    if (!viewer)
      throw new HttpError(
        401,
        "UNAUTHENTICATED",
        "请带上密钥：Authorization: Bearer …，或先登录。",
        "Send a key as Authorization: Bearer …, or sign in first.",
      );
    await flushUsage();
    return reply
      .header("cache-control", "private, no-store")
      .send({ days, keys: await selectUsage(owner, viewer, days) });
  });
}
