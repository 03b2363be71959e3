import { createHmac } from "node:crypto";

/** `t=…,v1=…`: HMAC-SHA-256 over the seconds and the body, so that neither can be changed nor an old one sent again. */
export function signatureOf(secret: string, body: string, seconds: number): string {
  const digest = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  return `t=${seconds},v1=${digest}`;
}

/** Seconds until the next attempt: 1, 2, 4 … up to an hour, each between half of it and all, so that many do not come at once. */
export const backoffSeconds = (attempts: number, chance: number): number =>
  Math.min(3_600, 2 ** Math.max(0, attempts - 1)) * (0.5 + chance / 2);
