import { Arg, Ctx, Int, Query, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { InputError } from "../errors.ts";
import { selectUsage } from "./queries.ts";
import { KeyUsage } from "./type.ts";

export const MOST_DAYS = 90;

@Resolver()
export class UsageResolver {
  @Query(() => [KeyUsage], {
    description: say(
      "密钥用量，至多 50 把：用密钥查询得该密钥，密钥管理人得本单位全部；其他服务进程的计数最多迟 5 秒",
      "Usage of at most 50 keys: of the key one comes with, or of all keys of the organisation for who manages them; counts of other server processes come within five seconds",
    ),
  })
  async keyUsage(
    @Arg("days", () => Int, {
      defaultValue: 30,
      description: say("最近多少天，1 至 90", "The last days, 1 to 90"),
    })
    days: number,
    @Ctx() { viewer, owner, flushUsage }: Context,
  ) {
    if (days < 1 || days > MOST_DAYS)
      throw new InputError(
        "BAD_USER_INPUT",
        `天数 ${days} 须在 1 与 ${MOST_DAYS} 之间。`,
        `${days} days: between 1 and ${MOST_DAYS}.`,
      );
    await flushUsage();
    return viewer ? selectUsage(owner, viewer, days) : [];
  }
}
