import type { CaseworkTransaction } from "./casework.ts";
import type { Context } from "./context.ts";
import { InputError } from "./errors.ts";
import { isRefused, notFound, type Refused, refuse } from "./refusals.ts";

/** Ends a transaction without a trace and becomes the answer. */
class Refusal extends Error {
  readonly refused: object;
  constructor(refused: object) {
    super("refused");
    this.refused = refused;
  }
}

/** Stops what is being done: nothing of it stays, and the caller gets this answer. */
export function stop(refused: object): never {
  throw new Refusal(refused);
}

/**
 * Runs a write under row-level security. What it stops with is the answer; so is what the database refuses on its own,
 * for instance because somebody was faster: a conflict, a rule of a trigger, a second open case.
 */
export async function refusing<Result>(
  context: Context,
  run: (transaction: CaseworkTransaction) => Promise<Result>,
): Promise<Result | Refused> {
  try {
    return await context.casework(run);
  } catch (error) {
    if (error instanceof Refusal) return error.refused as Refused;
    const answer = refusalOf(context, error);
    if (isRefused(answer)) return answer;
    throw error;
  }
}

/** The refusal an error amounts to; null for a fault of ours. */
export function refusalOf(context: Context, error: unknown): Refused | null {
  if (error instanceof Refusal && isRefused(error.refused)) return error.refused;
  if (error instanceof InputError) {
    const { code } = error.extensions;
    if (code === "NOT_FOUND") return notFound(context);
    const { zh, en } = error.sentences;
    return code === "CONFLICT" ? refuse(context, "CONFLICT", zh, en) : null;
  }
  const { code, constraint, message } = error as { code?: string; constraint?: string; message?: string };
  if (code === "23505" && constraint === "identities_id_number_blind_key") return possibleDuplicate(context);
  if (code === "23505")
    return refuse(
      context,
      "ALREADY_DONE",
      constraint === "cases_one_open"
        ? "该户已有正在办理的对象，不能再开一个。"
        : "同样的记录已经有了，请刷新。",
      constraint === "cases_one_open"
        ? "The household has a case under way; there cannot be a second one."
        : "There is such a record already; reload.",
    );
  if (code === "23503") return notFound(context);
  // A write without its audit event is our mistake, not the caller's.
  if ((code === "23514" && !(message ?? "").startsWith("a change of")) || code?.startsWith("22"))
    return refuse(
      context,
      "INVALID",
      "内容不合规定，数据库拒绝了这一步；请刷新后核对。",
      "The database refuses this by the rules of casework; reload and check.",
    );
  return null;
}

/** The same for every way a person enters the register: says neither where the number is registered nor to whom. */
export const possibleDuplicate = (context: Context): Refused =>
  refuse(
    context,
    "POSSIBLE_DUPLICATE",
    "可能重复登记，已交县级核对；请勿再次录入。",
    "This may be a duplicate; it goes to the county to be checked. Do not enter it again.",
  );
