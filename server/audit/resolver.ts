import { Args, ArgsType, Ctx, Field, Query, Resolver } from "type-graphql";
import { PageArgs, readPage } from "../connection.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { InputError } from "../errors.ts";
import { selectEvents } from "./queries.ts";
import { AuditEvent, AuditEventConnection, AuditFilter } from "./type.ts";

@ArgsType()
class AuditArgs extends PageArgs {
  @Field(() => AuditFilter, { nullable: true, description: say("筛选", "Filter") })
  where?: AuditFilter;
}

@Resolver(() => AuditEvent)
export class AuditResolver {
  @Query(() => AuditEventConnection, {
    description: say("审计日志，从新到旧；只有审计员可看", "The audit, newest first; for auditors only"),
  })
  auditEvents(@Args(() => AuditArgs) args: AuditArgs, @Ctx() context: Context) {
    for (const time of [args.where?.from, args.where?.to])
      if (time && Number.isNaN(Date.parse(time)))
        throw new InputError(
          "BAD_USER_INPUT",
          `时间 ${time.slice(0, 40)} 无效。`,
          `The time ${time.slice(0, 40)} is not valid.`,
        );
    return selectEvents(context.owner, args.where ?? {}, readPage(args));
  }
}
