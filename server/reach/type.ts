import { Field, Float, ObjectType } from "type-graphql";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";
import { GeoJSONPoint } from "../geojson.ts";

export type ServiceKind = "SCHOOL" | "CLINIC" | "MARKET" | "WORKSHOP";
export const ServiceKind = enumOf<ServiceKind>(
  "ServiceKind",
  say("需要到达的服务", "A service people need to reach"),
  {
    SCHOOL: say("学校", "School"),
    CLINIC: say("卫生院或卫生室", "Clinic"),
    MARKET: say("集市", "Market"),
    WORKSHOP: say("帮扶车间，含在产的产业项目", "Workshop, those of industry projects at work included"),
  },
);

@ObjectType({
  description: say(
    "某类服务中最近的一处；直线距离，不是路程",
    "The nearest service of a kind, in a straight line and not by road",
  ),
})
export class NearestService {
  @Field(() => ServiceKind, { description: say("类别", "Kind") })
  kind!: ServiceKind;
  @Field(() => String, { description: say("服务点或项目的代码", "Code of the service point or project") })
  code!: string;
  @Field(() => String, { description: say("名称", "Name in Chinese") })
  name!: string;
  @Field(() => String, { nullable: true, description: say("英文名", "Name in English") })
  nameEn!: string | null;
  @Field(() => Float, {
    description: say("直线（大圆）距离，米", "Straight-line (great-circle) distance, metres"),
  })
  distanceM!: number;
  @Field(() => GeoJSONPoint, { description: say("位置", "Where it stands") })
  site!: string;
}
