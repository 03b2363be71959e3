import { createUnionType, Field, ObjectType } from "type-graphql";
import type { Context } from "./context.ts";
import { say } from "./describe.ts";

/** Every code a refusal can carry. Codes are stable; sentences are not. */
export const REFUSAL_CODES = [
  "NOT_FOUND",
  "CONFLICT",
  "INVALID",
  "FORBIDDEN",
  "POSSIBLE_DUPLICATE",
  "GUARDS_FAILED",
  "NO_MONITORING_LINE",
  "ALREADY_DONE",
  "OTHER_CONTENT",
  "LIMIT_REACHED",
  "DOES_NOT_FIT",
  "ERASED",
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

@ObjectType({
  description: say("未办理，及其原因；什么都没有改动", "Not done, and why; nothing was changed"),
})
export class Refused {
  @Field(() => String, {
    description: say(
      `固定代码之一：${REFUSAL_CODES.join("、")}`,
      `One of the codes ${REFUSAL_CODES.join(", ")}`,
    ),
  })
  code!: RefusalCode;
  @Field(() => String, { description: say("原因与应做的事", "Why, and what to do") })
  message!: string;
  @Field(() => [String], {
    description: say(
      "全部未满足的条件，一次列出；没有则为空",
      "Every condition that is not met, all at once; empty where there are none",
    ),
  })
  guards!: string[];
}

/** A refusal in the language of the caller. */
export function refuse(
  { language }: Pick<Context, "language">,
  code: RefusalCode,
  zh: string,
  en: string,
  guards: readonly string[] = [],
): Refused {
  return Object.assign(new Refused(), { code, message: language === "zh" ? zh : en, guards: [...guards] });
}

/** Outside the scope and not there are the same answer. */
export const notFound = (context: Pick<Context, "language">): Refused =>
  refuse(context, "NOT_FOUND", "没有这条记录，或不在您的辖区。", "There is no such record in your region.");

/** Somebody changed the row since it was read. */
export const conflict = (context: Pick<Context, "language">, present: number): Refused =>
  refuse(
    context,
    "CONFLICT",
    `刚才有人改动了这条记录，现在是第 ${present} 版；请刷新后再试。`,
    `Somebody changed this record; it is at version ${present} now. Reload and try again.`,
  );

export const isRefused = (value: unknown): value is Refused => value instanceof Refused;

/** Union of what a mutation gives and a refusal, told apart by whether the value is a refusal. */
export function resultOf<Success extends object>(name: string, success: new () => Success) {
  return createUnionType({
    name,
    description: say("结果或未办理的原因", "The outcome, or why nothing was done"),
    types: () => [success, Refused] as const,
    resolveType: (value) => (value instanceof Refused ? Refused : success),
  });
}

@ObjectType({ description: say("须先取得农户授权", "The household's consent is needed first") })
export class ConsentRequired {
  @Field(() => String, { description: say("原因与应做的事", "Why, and what to do") })
  message!: string;
  @Field(() => [String], {
    description: say("全部未满足的条件，至多 20 项", "All conditions not met, at most 20"),
  })
  guards!: string[];
}
