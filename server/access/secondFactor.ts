import { randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";

const STEP_SECONDS = 30;

const totp = (secret: Buffer, login: string) =>
  new TOTP({
    issuer: "防返贫一张图",
    label: login,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
    period: STEP_SECONDS,
  });

export const newSecret = (): Buffer => randomBytes(20);

/** What an authenticator app scans. */
export const enrolmentUri = (secret: Buffer, login: string): string => totp(secret, login).toString();

/**
 * The time step a code belongs to, one step of clock difference allowed; null for a wrong code. Time-based one-time
 * password, RFC 6238. The caller refuses a step that was used before.
 */
export function stepOf(secret: Buffer, login: string, code: string, atMs: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const delta = totp(secret, login).validate({ token: code, timestamp: atMs, window: 1 });
  return delta === null ? null : Math.floor(atMs / 1000 / STEP_SECONDS) + delta;
}

export const codeAt = (secret: Buffer, login: string, atMs: number): string =>
  totp(secret, login).generate({ timestamp: atMs });
