import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { InputError } from "../errors.ts";
import { nodesById } from "./queries.ts";
import { Node } from "./type.ts";

@Resolver()
export class NodeResolver {
  @Query(() => Node, { nullable: true, description: say("按全局标识取对象", "A node by its global id") })
  node(
    @Arg("id", () => ID, { description: say("全局标识", "Global id") }) id: string,
    @Ctx() { load }: Context,
  ) {
    return load(nodesById, id, undefined);
  }

  @Query(() => [Node], {
    nullable: "items",
    description: say(
      "按全局标识取多个对象，至多 500 个，顺序不变",
      "Nodes by global id, at most 500, in the same order",
    ),
  })
  nodes(
    @Arg("ids", () => [ID], { description: say("全局标识", "Global ids") }) ids: string[],
    @Ctx() { load }: Context,
  ) {
    if (ids.length > 500)
      throw new InputError(
        "PAGE_TOO_LARGE",
        `一次最多取 500 个对象，请求了 ${ids.length} 个。`,
        `At most 500 nodes at once, ${ids.length} were asked for.`,
      );
    return Promise.all(ids.map((id) => load(nodesById, id, undefined)));
  }
}
