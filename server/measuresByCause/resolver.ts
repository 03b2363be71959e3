import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { readQuarter } from "../period.ts";
import { Region } from "../regions/type.ts";
import { measuresByCause } from "./queries.ts";
import { MeasuresForCause } from "./type.ts";

@Resolver(() => Region)
export class RegionMeasuresResolver {
  @FieldResolver(() => [MeasuresForCause], {
    description: say(
      "各致因有对应措施的占比，至多 12 种；未报送的没有",
      "Share with a measure that answers it, by cause, at most 12; none where nobody reported it",
    ),
  })
  measuresByCause(
    @Root() region: Region,
    @Arg("period", () => String, {
      nullable: true,
      description: say("季度，如 2026Q3，默认最新", "Quarter, like 2026Q3, the latest by default"),
    })
    period: string | undefined,
    @Ctx() { load }: Context,
  ) {
    return load(measuresByCause, region.code, readQuarter(period));
  }
}
