import { createHash } from "node:crypto";
import type { Permission, RoleName } from "./rules.ts";

/** What the key of an organisation may be used for: within what it was made for and within what the organisation was granted. */
export interface KeyLimits {
  readonly scopes: readonly string[];
  /** Codes and starts of codes; what is asked for must begin with one of each. An empty text is the country. */
  readonly places: readonly (readonly string[])[];
  /** What all keys of the organisation may spend together. */
  readonly pointsPerMinute: number;
}

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
  /** Partner organisation the person, or the key, belongs to. */
  readonly organisationId: string | null;
  readonly managesKeys: boolean;
  /** By which use is counted and the budget is spent; null for anything but a key. */
  readonly keyId: string | null;
  /** What the key of an organisation may be used for; null for everybody who is not limited so. */
  readonly keyLimits: KeyLimits | null;
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
