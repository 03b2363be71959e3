import { createHash } from "node:crypto";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { Context } from "../context.ts";
import { isPassword } from "./passwords.ts";
import { findCredentials, findViewer, noteFailure, openSession } from "./queries.ts";
import { NEEDS_SECOND_FACTOR, type RoleName } from "./rules.ts";
import { codeAt, stepOf } from "./secondFactor.ts";
import { SecondFactorRequired, SignedIn, SignInRefused } from "./type.ts";

/** Demonstration people are known to all: their password stands here, and they exist beside demonstration data only. */
export const DEMO_PASSWORD = "atlas-demonstration";

/** Everybody can work it out, as the password: it shows how a second factor is used, it protects nothing. */
export const demoSecret = (login: string): Buffer =>
  createHash("sha1").update(`demonstration ${login}`).digest();

export const demoCode = ({ login, role }: { login: string; role: RoleName }): string | null =>
  NEEDS_SECOND_FACTOR.includes(role) ? codeAt(demoSecret(login), login, Date.now()) : null;

const perAccount = new RateLimiterMemory({ points: 6, duration: 60 });
const perAddress = new RateLimiterMemory({ points: 30, duration: 60 });

/**
 * Signs in with password and, for posts that need it, a second factor. An unknown login, a wrong password and a wrong
 * code get the same answer after the same work.
 */
export async function signIn(
  context: Context,
  given: { login: string; password: string; code: string | null },
): Promise<SignedIn | SecondFactorRequired | SignInRefused> {
  const login = given.login.normalize("NFKC").trim().toLowerCase().slice(0, 64);
  const seconds =
    (await secondsToWait(perAddress, context.clientAddress)) || (await secondsToWait(perAccount, login));
  if (seconds > 0) return refused(context, seconds);
  const person = await findCredentials(context.accessPool, login);
  const fits = await isPassword(person?.passwordHash ?? null, given.password.slice(0, 1_000));
  if (person && person.lockedSeconds > 0) return refused(context, person.lockedSeconds);
  if (!person || !fits) {
    if (person) await noteFailure(context.accessPool, person.id);
    return refused(context, null);
  }
  let step: number | null = null;
  if (NEEDS_SECOND_FACTOR.includes(person.role)) {
    if (given.code === null || given.code === "")
      return Object.assign(new SecondFactorRequired(), {
        message:
          context.language === "zh"
            ? "请输入验证器上的六位动态码。"
            : "Enter the six digits of your authenticator.",
      });
    const secret = person.secondFactor
      ? context.keys.open(person.secondFactor, { column: "access.people.second_factor", row: person.id })
      : null;
    step = secret && stepOf(secret, person.login, given.code.trim(), Date.now());
    if (step === null) {
      await noteFailure(context.accessPool, person.id);
      return refused(context, null);
    }
  }
  const token = await openSession(context.accessPool, person.id, step);
  if (token === null) return refused(context, null);
  context.setSession(token);
  const viewer = await findViewer(context.accessPool, token);
  return Object.assign(new SignedIn(), { viewer });
}

async function secondsToWait(limiter: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (full) {
    return full instanceof RateLimiterRes ? Math.ceil(full.msBeforeNext / 1000) || 1 : 60;
  }
}

function refused({ language }: Context, retryAfterSeconds: number | null): SignInRefused {
  const zh = retryAfterSeconds
    ? `尝试次数过多，请 ${retryAfterSeconds} 秒后再试。`
    : "登录名、密码或动态码不正确（动态码只能用一次）。";
  const en = retryAfterSeconds
    ? `Too many attempts; try again in ${retryAfterSeconds} seconds.`
    : "The login, password or code is not right (a code counts once).";
  return Object.assign(new SignInRefused(), { message: language === "zh" ? zh : en, retryAfterSeconds });
}
