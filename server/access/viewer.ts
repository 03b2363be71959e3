import { createHash } from "node:crypto";
import type { Permission, RoleName } from "./rules.ts";

/** Who is asking. */
export interface Viewer {
  readonly personId: string;
  readonly login: string;
  readonly name: string;
  readonly role: RoleName;
  readonly regions: readonly string[];
  readonly channel: "SESSION" | "API_KEY" | "COMMAND";
  readonly pointsPerMinute: number;
  readonly expiresAt: Date;
  readonly isDemo: boolean;
  readonly permissions: readonly Permission[];
}

export const SESSION_COOKIE = "__Host-atlas";

/** Tokens are our own random text; nothing else is ever looked up, or written into a statement. */
const TOKEN = /^[A-Za-z0-9_-]{20,200}$/;

/** The token a request carries, in its cookie or as a bearer; null for none and for what cannot be one. */
export function readToken(
  cookies: Record<string, string | undefined>,
  authorization: string | undefined,
): string | null {
  const bearer = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1];
  const token = bearer ?? cookies[SESSION_COOKIE];
  return token !== undefined && TOKEN.test(token) ? token : null;
}

export const tokenHash = (token: string): Buffer => createHash("sha256").update(token).digest();
