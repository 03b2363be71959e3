import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { InputError } from "../errors.ts";
import { nodesById } from "../node/queries.ts";
import { Node } from "../node/type.ts";
import { searchEverything } from "./queries.ts";
import { MappedKind, SearchHit } from "./type.ts";

const TYPE_NAMES: Record<MappedKind, string> = {
  REGION: "Region",
  VILLAGE: "Village",
  SETTLEMENT: "Settlement",
  PROJECT: "IndustryProject",
  ENCLAVE: "Enclave",
  EVENT: "EmergencyEvent",
};

@Resolver(() => SearchHit)
export class SearchResolver {
  @Query(() => [SearchHit], {
    description: say(
      "按名称、拼音、首字母或代码搜索图上的一切，至多 100 条",
      "Searches every mapped thing by name, pinyin, initials or code, at most 100 hits",
    ),
  })
  search(
    @Arg("text", () => String, { description: say("要找的文字", "What to look for") }) text: string,
    @Arg("first", () => Int, {
      nullable: true,
      description: say("取多少条，默认 20，至多 100", "How many, 20 by default, at most 100"),
    })
    first: number | undefined,
    @Ctx() context: Context,
  ) {
    const limit = first ?? 20;
    if (limit < 1 || limit > 100)
      throw new InputError(
        "PAGE_TOO_LARGE",
        `搜索结果取 1–100 条，请求了 ${limit} 条。`,
        `A search gives 1 to 100 hits, ${limit} were asked for.`,
      );
    if (text.length > 100)
      throw new InputError(
        "BAD_USER_INPUT",
        `搜索文字 ${text.length} 个字符，至多 100 个。`,
        `The text has ${text.length} characters, at most 100.`,
      );
    return searchEverything(context, text, limit);
  }

  @FieldResolver(() => Node, { nullable: true, description: say("对象本身", "The thing itself") })
  node(@Root() hit: SearchHit, @Ctx() { load }: Context) {
    return load(nodesById, `${TYPE_NAMES[hit.kind]}:${hit.code}`, undefined);
  }
}
