import { Arg, Resolver, Root, Subscription } from "type-graphql";
import { selectCase } from "../cases/queries.ts";
import { Case } from "../cases/type.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { placesWithin, type Scope } from "../regions/queries.ts";
import { warningOf } from "../relapse/queries.ts";
import { Warning } from "../relapse/type.ts";
import type { Events } from "./hub.ts";

/** What a subscriber heard of, still to be read: null where it is nothing to them. */
export interface Heard {
  readonly read: (context: Context) => Promise<object | null>;
}

/** Events of a subscriber with how each is read; the door ends them too. */
export interface HeardEvents extends AsyncIterable<Heard> {
  readonly source: Pick<Events<unknown>, "end" | "ended" | "endReason">;
}

const heard = <Event>(
  events: Events<Event>,
  read: (context: Context, event: Event) => Promise<object | null>,
): HeardEvents => ({
  source: events,
  async *[Symbol.asyncIterator]() {
    for await (const event of events) yield { read: (context) => read(context, event) };
  },
});

const isInside = ({ from, to, list }: Scope, code: string) =>
  list === null ? code >= from && code < to : list.includes(code.slice(0, 6));

interface Given {
  args: { regionCode: string };
  context: Context;
}

const regionArgument = {
  description: say("在此区域之内，CN 为全国", "Inside this region; CN for the country"),
};

@Resolver()
export class SubscriptionResolver {
  @Subscription(() => Warning, {
    description: say(
      "县或片区的预警级别因发布而改变；断线期间的请用 changes 补读",
      "The warning level of a county or contiguous area changed by a publication; what came while you were cut off is in changes",
    ),
    subscribe: ({ args, context }: Given) =>
      heard(context.hub.warnings(), async (fresh, { code, period }) => {
        const { regionCode } = args;
        const isMeant =
          regionCode === "CN" || regionCode === code || isInside(await placesWithin(fresh, regionCode), code);
        return isMeant ? warningOf(fresh, code, period) : null;
      }),
  })
  warningChanged(
    @Root() warning: Warning,
    @Arg("regionCode", () => String, regionArgument) _regionCode: string,
  ): Warning {
    return warning;
  }

  @Subscription(() => Case, {
    description: say(
      "辖区内的对象有变动；每次都按您此刻的权限重读，看不到的不通知",
      "A case of your regions changed; each time it is read again as you are then, and what you may not see is not told",
    ),
    subscribe: ({ args, context }: Given) =>
      heard(context.hub.cases(), async (fresh, id) => {
        const matter = await fresh.casework(({ sql }) => selectCase(sql, id));
        if (!matter || args.regionCode === "CN") return matter;
        return isInside(await placesWithin(fresh, args.regionCode), matter.villageCode) ? matter : null;
      }),
  })
  caseChanged(
    @Root() matter: Case,
    @Arg("regionCode", () => String, regionArgument) _regionCode: string,
  ): Case {
    return matter;
  }
}
