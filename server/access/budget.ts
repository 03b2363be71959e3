import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { Context } from "../context.ts";
import { InputError } from "../errors.ts";

/** One limiter for each budget: keys with the same one share it, counted apart. */
const limiters = new Map<number, RateLimiterMemory>();

/**
 * Spends the cost of an operation from the budget of the key it came with; the web app and the open atlas have none.
 * @throws InputError TOO_MANY_REQUESTS (429 with Retry-After) when the minute is used up
 */
export async function spendBudget({ viewer }: Context, cost: number): Promise<void> {
  if (viewer?.channel !== "API_KEY") return;
  const points = viewer.pointsPerMinute;
  const limiter = limiters.get(points) ?? new RateLimiterMemory({ points, duration: 60 });
  limiters.set(points, limiter);
  try {
    await limiter.consume(viewer.personId, cost);
  } catch (full) {
    const seconds = full instanceof RateLimiterRes ? Math.max(1, Math.ceil(full.msBeforeNext / 1000)) : 60;
    const refusal = new InputError(
      "TOO_MANY_REQUESTS",
      `此密钥每分钟可用 ${points} 点，已用完；请 ${seconds} 秒后再试。`,
      `This key may spend ${points} points per minute and has; try again in ${seconds} seconds.`,
    );
    const http = { status: 429, headers: new Map([["retry-after", String(seconds)]]) };
    throw Object.assign(refusal, { extensions: { ...refusal.extensions, http } });
  }
}
