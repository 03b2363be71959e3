import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from "type-graphql";
import { PageArgs, readPage } from "../connection.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { ExportRequest } from "./arguments.ts";
import { makerOf } from "./maker.ts";
import { selectExport, selectExports } from "./queries.ts";
import { requestExport, stopExport } from "./request.ts";
import { Export, ExportConnection, ExportResult } from "./type.ts";

const SECRET = say(
  "未登录时：索取时所用的密文",
  "Where nobody is signed in: the secret it was asked for with",
);

@Resolver(() => Export)
export class ExportResolver {
  @Query(() => Export, {
    nullable: true,
    description: say(
      "自己的一个文件；没有或不是自己的为空",
      "A file of one's own; null for none, or somebody else's",
    ),
  })
  export(
    @Arg("id", () => ID, { description: say("标识", "Identity") }) id: string,
    @Arg("secret", () => String, { nullable: true, description: SECRET }) secret: string | null,
    @Ctx() context: Context,
  ) {
    const maker = makerOf(context, secret);
    return maker === null ? null : selectExport(context, maker, id);
  }

  @Query(() => ExportConnection, {
    description: say("自己索取的文件，新的在前", "Files one asked for, the newest first"),
  })
  exports(@Args(() => PageArgs) args: PageArgs, @Ctx() context: Context) {
    const maker = makerOf(context, null);
    return maker && selectExports(context, maker, readPage(args));
  }

  @Mutation(() => ExportResult, {
    description: say(
      "索取一个文件，后台生成；开放清单无须登录",
      "Asks for a file, made in the background; open lists need no sign-in",
    ),
  })
  requestExport(@Args(() => ExportRequest) request: ExportRequest, @Ctx() context: Context) {
    return requestExport(context, request);
  }

  @Mutation(() => ExportResult, {
    description: say("取消尚未完成的文件", "Stops a file that is not yet whole"),
  })
  cancelExport(
    @Arg("id", () => ID, { description: say("标识", "Identity") }) id: string,
    @Arg("secret", () => String, { nullable: true, description: SECRET }) secret: string | null,
    @Ctx() context: Context,
  ) {
    return stopExport(context, id, secret);
  }
}
