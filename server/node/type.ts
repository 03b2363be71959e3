import { Field, ID, InterfaceType } from "type-graphql";
import { say } from "../describe.ts";

@InterfaceType({
  description: say("有全局标识的对象", "Anything with a global id"),
  resolveType: (value: { id: string }) => value.id.slice(0, value.id.indexOf(":")),
})
export abstract class Node {
  @Field(() => ID, { description: say("全局标识，重新导入后不变", "Global id, unchanged by a new import") })
  id!: string;
}
