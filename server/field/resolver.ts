import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { FieldOperation } from "./arguments.ts";
import { syncField } from "./changes.ts";
import { SyncFieldResult } from "./type.ts";

@Resolver()
export class FieldResolver {
  @Mutation(() => SyncFieldResult, {
    description: say(
      "上传离线操作，至多 100 项；同一批重复提交只生效一次",
      "Takes over what was done offline, at most 100 operations; the same batch counts once",
    ),
  })
  syncField(
    @Arg("batchKey", () => String, {
      description: say(
        "批次号，8 至 64 个字母、数字或横线",
        "Key of the batch: 8 to 64 letters, digits or hyphens",
      ),
    })
    batchKey: string,
    @Arg("operations", () => [FieldOperation], { description: say("操作，按先后", "Operations in order") })
    operations: FieldOperation[],
    @Ctx() context: Context,
  ) {
    return syncField(context, batchKey, operations);
  }
}
