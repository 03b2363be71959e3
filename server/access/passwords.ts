import { hash, verify } from "@node-rs/argon2";
import { InputError } from "../errors.ts";

/** argon2id as OWASP recommends it (19 MiB, two passes); the parameters stand in the hash. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Each hash holds a thread of the pool that files and DNS share: more at once would stop everything else. */
const MOST_AT_ONCE = 2;
const MOST_WAITING = 32;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= MOST_AT_ONCE) {
    if (waiting.length >= MOST_WAITING) {
      throw new InputError(
        "TOO_MANY_REQUESTS",
        "登录请求过多，请一分钟后再试。",
        "Too many people are signing in; try again in a minute.",
      );
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

export const hashPassword = (password: string): Promise<string> =>
  inTurn(() => hash(password.normalize("NFC"), COST));

let nobody: Promise<string> | undefined;

/** Compares with a hash of nobody's where the person is unknown, so that both answers take as long. */
export async function isPassword(stored: string | null, password: string): Promise<boolean> {
  nobody ??= hashPassword("nobody's password");
  const against = stored ?? (await nobody);
  const fits = await inTurn(() => verify(against, password.normalize("NFC")));
  return stored !== null && fits;
}

/** Why a password is refused, or null. Length decides; rules about kinds of characters only make people write it down. */
export function weaknessOf(password: string, login: string): { zh: string; en: string } | null {
  if ([...password].length < 12)
    return { zh: "密码至少 12 个字符。", en: "A password has at least 12 characters." };
  if (password.length > 200)
    return { zh: "密码至多 200 个字符。", en: "A password has at most 200 characters." };
  const plain = password.toLowerCase();
  if (plain.includes(login.toLowerCase()))
    return { zh: "密码不能包含登录名。", en: "A password cannot contain the login." };
  if (new Set(plain).size < 5 || /^(?:0123456789|1234567890|abcdefghij|qwertyuiop|password)/.test(plain))
    return { zh: "密码太常见，请换一个。", en: "This password is too common; choose another." };
  return null;
}
