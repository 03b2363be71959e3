import type { CaseworkTransaction } from "./casework.ts";
import type { Context } from "./context.ts";
import { InputError } from "./errors.ts";
import { notFound, type RefusalCode, type Refused, refuse } from "./refusals.ts";

/** Takes back everything done so far in a transaction and answers with the refusal. */
export class Refusing extends Error {
  constructor(readonly refused: Refused) {
    super(refused.code);
  }
}

/** @throws Refusing always */
export function refusing(context: Context, code: RefusalCode, zh: string, en: string): never {
  throw new Refusing(refuse(context, code, zh, en));
}

/** One deed of casework in one transaction; what must not be is an answer, never an error of the server. */
export async function deed<Result>(
  context: Context,
  run: (transaction: CaseworkTransaction) => Promise<Result>,
): Promise<Result | Refused> {
  try {
    return await context.casework(run);
  } catch (error) {
    return refusalOf(context, error);
  }
}

/** @throws the error itself where it is no refusal */
export function refusalOf(context: Context, error: unknown): Refused {
  if (error instanceof Refusing) return error.refused;
  if (error instanceof InputError && error.extensions.code === "NOT_FOUND") return notFound(context);
  if (error instanceof InputError && error.extensions.code === "CONFLICT")
    return refuse(context, "CONFLICT", error.sentences.zh, error.sentences.en);
  const { code, constraint } = error as { code?: string; constraint?: string };
  if (code === "23505" && constraint === "identities_id_number_blind_key") return possibleDuplicate(context);
  if (code === "23505")
    return refuse(
      context,
      "CONFLICT",
      "这个标识或编号已被使用；请换一个新的标识再试。",
      "This id or number is taken; try again with a new id.",
    );
  if (code === "23503") return notFound(context);
  if (code === "23514" || code?.startsWith("22"))
    return refuse(
      context,
      "INVALID",
      "内容不符合登记规则，请检查日期先后、数额与类别。",
      "The values do not fit the rules of the register; check the order of days, amounts and kinds.",
    );
  throw error;
}

/** Says neither where the number is registered nor to whom. */
export const possibleDuplicate = (context: Context): Refused =>
  refuse(
    context,
    "POSSIBLE_DUPLICATE",
    "可能重复登记，已交县级核对；请勿再次录入。",
    "This may be a duplicate; it goes to the county to be checked. Do not enter it again.",
  );
