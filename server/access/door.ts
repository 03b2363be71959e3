import { parseCookie, stringifySetCookie } from "cookie";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Pool } from "pg";
import type { KeyUse, Request } from "../context.ts";
import { languageOf } from "../errors.ts";
import { HttpError } from "../http.ts";
import { findViewer } from "./queries.ts";
import { readToken, SESSION_COOKIE } from "./viewer.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** What the key that the request came with has spent; undefined without a key. */
    keyUse?: KeyUse;
  }
}

/** Who asks, in which language. A token that holds no longer is refused at the door, before anything else is done. */
export async function readRequest(
  request: FastifyRequest,
  reply: FastifyReply,
  pool: Pool,
): Promise<Request> {
  const token = readToken(parseCookie(request.headers.cookie ?? ""), request.headers.authorization);
  const setSession = (session: string | null) => {
    const age = session === null ? 0 : 12 * 3_600;
    const written = stringifySetCookie({
      name: SESSION_COOKIE,
      value: session ?? "",
      maxAge: age,
      path: "/",
      httpOnly: true,
      secure: true,
      sameSite: "lax",
    });
    reply.header("set-cookie", written);
  };
  const viewer = token === null ? null : await findViewer(pool, token);
  if (token !== null && viewer === null) {
    // A stale cookie must not lock a browser out of the open atlas; a program is told that its key is dead.
    if (request.headers.authorization !== undefined) {
      throw new HttpError(
        401,
        "UNAUTHENTICATED",
        "密钥无效、已过期或已撤销。",
        "The key is not valid, has expired or was withdrawn.",
      );
    }
    setSession(null);
  }
  if (viewer?.keyId) request.keyUse = { keyId: viewer.keyId, cost: 0 };
  return {
    use: request.keyUse ?? null,
    language: languageOf(request.headers["accept-language"]),
    viewer,
    token: viewer === null ? null : token,
    clientAddress: request.ip,
    setSession,
  };
}
