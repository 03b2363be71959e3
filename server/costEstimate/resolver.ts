import { Arg, Ctx, Query, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { InputError } from "../errors.ts";
import { CostEstimate } from "./type.ts";

@Resolver()
export class CostEstimateResolver {
  @Query(() => CostEstimate, {
    description: say(
      "一个查询的代价，不执行它：所有检查与执行时相同",
      "What an operation would cost, without running it: every check is the one of the door",
    ),
  })
  async estimateCost(
    @Arg("document", () => String, { description: say("查询文本", "The document") }) document: string,
    @Arg("variables", () => String, {
      nullable: true,
      description: say("变量，JSON 对象的文本", "Its variables, the text of a JSON object"),
    })
    variables: string | null,
    @Arg("operationName", () => String, {
      nullable: true,
      description: say("文本含多个操作时，取哪一个", "Which operation, where the document holds several"),
    })
    operationName: string | null,
    @Ctx() context: Context,
  ): Promise<CostEstimate> {
    const { cost, limit, error } = await context.costOf(
      {
        query: document,
        variables: readVariables(variables ?? "{}"),
        ...(operationName ? { operationName } : {}),
      },
      context,
    );
    if (cost > 0 && cost <= limit && error === undefined)
      return { cost, limit, isAllowed: true, message: null };
    if (cost > limit) return { cost, limit, isAllowed: false, message: error ?? null };
    throw new InputError(
      "BAD_USER_INPUT",
      error ?? "查询文本有误。",
      error ?? "Something is wrong with the document.",
    );
  }
}

function readVariables(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    // Told below.
  }
  throw new InputError(
    "BAD_USER_INPUT",
    'variables 须为 JSON 对象的文本，如 {"first": 10}。',
    'variables must be the text of a JSON object, such as {"first": 10}.',
  );
}
