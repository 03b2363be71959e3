import {
  Arg,
  Args,
  ArgsType,
  Ctx,
  Field,
  FieldResolver,
  Float,
  Int,
  Mutation,
  Query,
  Resolver,
  Root,
} from "type-graphql";
import { isDay } from "../../geo/days.ts";
import { OutlineArgs, readBbox, readOutline } from "../bounds.ts";
import { PageArgs, readPage } from "../connection.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { InputError } from "../errors.ts";
import { GeoJSONMultiPolygon, type MultiPolygon } from "../geojson.ts";
import { placesWithin, regionsByCode } from "../regions/queries.ts";
import { Region } from "../regions/type.ts";
import { villagesByCode } from "../villages/queries.ts";
import { Village } from "../villages/type.ts";
import { closeEvent, correctEventFootprint, recordEvent } from "./changes.ts";
import { eventEffects, eventFootprints, eventsByCode, eventVillages, selectEvents } from "./queries.ts";
import {
  EmergencyEvent,
  EmergencyEventConnection,
  EmergencyEventResult,
  EventEffect,
  EventInput,
  EventKind,
  EventVillage,
  EventVillageConnection,
} from "./type.ts";

@ArgsType()
class EventsArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: say("波及此区域或村", "Felt in this region or village"),
  })
  within?: string;
  @Field(() => String, {
    nullable: true,
    description: say("这一天或以后仍在持续", "Lasted to this day or longer"),
  })
  from?: string;
  @Field(() => String, { nullable: true, description: say("这一天或以前开始", "Began by this day") })
  to?: string;
  @Field(() => [EventKind], { nullable: true, description: say("种类之一", "One of these kinds") })
  kinds?: EventKind[];
  @Field(() => [Float], {
    nullable: true,
    description: say(
      "范围与此框相交：西、南、东、北，度",
      "Footprint meets this box: west, south, east, north in degrees",
    ),
  })
  bbox?: number[];
}

@ArgsType()
class WhichEvent {
  @Field(() => String, { description: say("事件代码", "Code of the event") })
  code!: string;
  @Field(() => Int, { description: say("所见的版本", "Version that was seen") })
  rowVersion!: number;
}

function readDay(day: string | undefined): string | undefined {
  if (day == null) return undefined;
  if (isDay(day)) return day;
  const shown = day.slice(0, 20);
  throw new InputError(
    "BAD_USER_INPUT",
    `日期 ${shown} 无效，应形如 2026-11-30。`,
    `${shown} is not a day; write it like 2026-11-30.`,
  );
}

@Resolver(() => EmergencyEvent)
export class EmergencyEventResolver {
  @Query(() => EmergencyEvent, {
    nullable: true,
    description: say("按代码取突发事件", "An emergency by code"),
  })
  event(
    @Arg("code", () => String, { description: say("代码", "Code") }) code: string,
    @Ctx() { load }: Context,
  ) {
    return load(eventsByCode, code, undefined);
  }

  @Query(() => EmergencyEventConnection, {
    description: say("突发事件，新的在前", "Emergencies, the newest first"),
  })
  async events(@Args(() => EventsArgs) args: EventsArgs, @Ctx() context: Context) {
    const { within, kinds } = args;
    const [from, to] = [readDay(args.from), readDay(args.to)];
    const scope = within == null ? undefined : await placesWithin(context, within);
    return selectEvents(
      context,
      { scope, bbox: readBbox(args.bbox), kinds: kinds ?? undefined, from, to },
      readPage(args),
    );
  }

  @FieldResolver(() => GeoJSONMultiPolygon, {
    nullable: true,
    description: say("范围；没有画过为空", "Footprint; null where nobody drew it"),
  })
  footprint(
    @Root() event: EmergencyEvent,
    @Args(() => OutlineArgs) args: OutlineArgs,
    @Ctx() { load }: Context,
  ) {
    return load(eventFootprints, event.code, readOutline(args));
  }

  @FieldResolver(() => [EventEffect], {
    description: say(
      "各县受灾户数，多的在前，至多数百个",
      "Households affected by county, the most first, some hundreds at most",
    ),
  })
  effects(@Root() event: EmergencyEvent, @Ctx() { load }: Context) {
    return load(eventEffects, event.code, undefined);
  }

  @FieldResolver(() => EventVillageConnection, {
    description: say(
      "范围涉及的村，受灾户多的在前",
      "Villages the footprint touches, the most affected first",
    ),
  })
  villages(@Root() event: EmergencyEvent, @Args(() => PageArgs) args: PageArgs, @Ctx() { load }: Context) {
    return load(eventVillages, event.code, readPage(args));
  }

  @Mutation(() => EmergencyEventResult, {
    description: say(
      "登记突发事件；范围须触及本辖区",
      "Record an emergency whose footprint touches your region",
    ),
  })
  recordEvent(
    @Arg("event", () => EventInput, { description: say("事件", "The emergency") }) event: EventInput,
    @Arg("footprint", () => GeoJSONMultiPolygon, { description: say("范围", "Footprint") })
    footprint: MultiPolygon,
    @Ctx() context: Context,
  ) {
    return recordEvent(context, event, footprint);
  }

  @Mutation(() => EmergencyEventResult, { description: say("登记事件结束", "Say when an emergency ended") })
  closeEvent(
    @Args(() => WhichEvent) which: WhichEvent,
    @Arg("endedOn", () => String, { description: say("结束日", "Last day") }) endedOn: string,
    @Ctx() context: Context,
  ) {
    return closeEvent(context, which, endedOn);
  }

  @Mutation(() => EmergencyEventResult, {
    description: say("重画范围；原范围留存", "Draw the footprint again; the former one is kept"),
  })
  correctEventFootprint(
    @Args(() => WhichEvent) which: WhichEvent,
    @Arg("footprint", () => GeoJSONMultiPolygon, { description: say("新的范围", "The new footprint") })
    footprint: MultiPolygon,
    @Arg("reason", () => String, { description: say("原因，不含个人信息", "Why, nothing of a person") })
    reason: string,
    @Ctx() context: Context,
  ) {
    return correctEventFootprint(context, which, footprint, reason);
  }
}

@Resolver(() => EventEffect)
export class EventEffectResolver {
  @FieldResolver(() => Region, { nullable: true, description: say("县", "The county") })
  county(@Root() effect: EventEffect, @Ctx() { load }: Context) {
    return load(regionsByCode, effect.countyCode, undefined);
  }
}

@Resolver(() => EventVillage)
export class EventVillageResolver {
  @FieldResolver(() => Village, {
    nullable: true,
    description: say("村；已撤并为空", "The village; null where it is no more"),
  })
  village(@Root() touched: EventVillage, @Ctx() { load }: Context) {
    return load(villagesByCode, touched.villageCode, undefined);
  }
}
