import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { Context } from "../context.ts";
import { InputError } from "../errors.ts";

/** One limiter for each budget: keys with the same one share it, counted apart. */
const limiters = new Map<number, RateLimiterMemory>();
const limiterOf = (points: number): RateLimiterMemory => {
  const limiter = limiters.get(points) ?? new RateLimiterMemory({ points, duration: 60 });
  limiters.set(points, limiter);
  return limiter;
};

/** What a key may still spend in this minute, as this process counts. */
export async function pointsLeft(keyId: string, points: number): Promise<number> {
  const spent = await limiterOf(points).get(keyId);
  return Math.max(0, spent?.remainingPoints ?? points);
}

/** Doors that need no sign-in, by how often one address may knock in a minute. */
const doors = {
  reportLead: new RateLimiterMemory({ points: 10, duration: 60 }),
  leadStatus: new RateLimiterMemory({ points: 60, duration: 60 }),
  requestExport: new RateLimiterMemory({ points: 60, duration: 60 }),
};

/** @throws InputError TOO_MANY_REQUESTS (429 with Retry-After) when an address knocks too often */
export async function limitAddress({ clientAddress }: Context, door: keyof typeof doors): Promise<void> {
  try {
    await doors[door].consume(clientAddress);
  } catch (full) {
    throw tooMany(full, (seconds) => [
      `这个地址每分钟至多 ${doors[door].points} 次；请 ${seconds} 秒后再试。`,
      `An address may do this ${doors[door].points} times a minute; try again in ${seconds} seconds.`,
    ]);
  }
}

function tooMany(
  full: unknown,
  sentences: (seconds: number) => readonly [zh: string, en: string],
): InputError {
  const seconds = full instanceof RateLimiterRes ? Math.max(1, Math.ceil(full.msBeforeNext / 1000)) : 60;
  const refusal = new InputError("TOO_MANY_REQUESTS", ...sentences(seconds));
  const http = { status: 429, headers: new Map([["retry-after", String(seconds)]]) };
  return Object.assign(refusal, { extensions: { ...refusal.extensions, http } });
}

/**
 * Spends the cost of an operation from the budget of the key it came with; the web app and the open atlas have none.
 * @throws InputError TOO_MANY_REQUESTS (429 with Retry-After) when the minute is used up
 */
export async function spendBudget({ viewer, use }: Context, cost: number): Promise<void> {
  if (viewer?.keyId == null) return;
  const points = viewer.pointsPerMinute;
  const granted = viewer.keyLimits?.pointsPerMinute;
  try {
    // A key has its own budget, whichever of its secrets it comes with; all keys of an organisation share what it was granted.
    await limiterOf(points).consume(viewer.keyId, cost);
    if (granted !== undefined) await limiterOf(granted).consume(`${viewer.organisationId}`, cost);
    if (use) use.cost += cost;
  } catch (full) {
    throw tooMany(full, (seconds) => [
      `此密钥每分钟可用 ${points} 点，已用完；请 ${seconds} 秒后再试。`,
      `This key may spend ${points} points per minute and has; try again in ${seconds} seconds.`,
    ]);
  }
}
