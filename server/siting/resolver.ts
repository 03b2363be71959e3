import { Arg, Ctx, FieldResolver, Float, Int, Query, Resolver, Root } from "type-graphql";
import { HOST_SCORE } from "../../geo/hostScore.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { InputError } from "../errors.ts";
import { Village } from "../villages/type.ts";
import { allocate } from "./allocate.ts";
import {
  AllocationPlacement,
  BindingLimit,
  EnclaveAllocation,
  EnclaveAllocationInput,
  UnmetVillage,
} from "./allocationType.ts";
import { findVillage, needsOfVillages, selectHosts } from "./queries.ts";
import { EnclaveCandidates, EnclaveNeed } from "./type.ts";
import { candidatesOf } from "./weigh.ts";

const FIRST = { defaultValue: 100, description: say("至多多少条，最多 500", "How many, at most 500") };

/** @throws InputError outside 1 to `most` */
function readFirst(first: number, most: number): number {
  if (first >= 1 && first <= most) return first;
  throw new InputError(
    "PAGE_TOO_LARGE",
    `first ${first} 应为 1–${most}。`,
    `first ${first} must be 1 to ${most}.`,
  );
}

@Resolver(() => EnclaveAllocation)
export class SitingResolver {
  @Query(() => EnclaveCandidates, {
    nullable: true,
    description: say(
      "一个村可投往何处：硬约束之外的承接地按得分排列，每项得分都有依据；没有此村为空",
      "Where a village could place an enclave: sites past the hard limits by score, each part with its reason; null without such a village",
    ),
  })
  async enclaveCandidates(
    @Arg("village", () => String, { description: say("村代码", "Code of the village") }) code: string,
    @Arg("first", () => Int, {
      defaultValue: 10,
      description: say("候选至多多少处，最多 100", "How many candidates, at most 100"),
    })
    first: number,
    @Arg("moneyFen", () => Float, {
      defaultValue: 100_000_000,
      description: say(
        "假定投入额，整数分，默认一百万元",
        "Money to place, whole fen, a million yuan by default",
      ),
    })
    moneyFen: number,
    @Ctx() context: Context,
  ) {
    readFirst(first, 100);
    if (!Number.isSafeInteger(moneyFen) || moneyFen <= 0)
      throw new InputError(
        "BAD_USER_INPUT",
        `投入额 ${moneyFen} 须为大于 0 的整数分。`,
        `Money of ${moneyFen} must be whole fen above 0.`,
      );
    const village = await findVillage(context, code);
    if (!village) return null;
    const [need, sites] = await Promise.all([
      context.load(needsOfVillages, code, undefined),
      selectHosts(context),
    ]);
    const { ranked, excluded } = candidatesOf(village, sites, moneyFen, context.language);
    return {
      villageCode: code,
      need,
      money: moneyFen,
      ranked: ranked.slice(0, first),
      excluded: excluded.slice(0, 500),
      rule: `${HOST_SCORE.key} (${HOST_SCORE.validFrom}): ${HOST_SCORE.source[context.language]}`,
    };
  }

  @Query(() => EnclaveAllocation, {
    description: say(
      "许多村与许多承接地之间的配置；同时只算一份，忙时请稍后再试",
      "An allocation over many villages and hosts; one is worked out at a time, try again where it is busy",
    ),
  })
  enclaveAllocation(
    @Arg("input", () => EnclaveAllocationInput, { description: say("条件", "Conditions") })
    input: EnclaveAllocationInput,
    @Ctx() context: Context,
  ) {
    return allocate(context, input);
  }

  @FieldResolver(() => [AllocationPlacement], {
    description: say("各笔投入，金额从大到小", "Placements, largest first"),
  })
  placements(@Root() it: EnclaveAllocation, @Arg("first", () => Int, FIRST) first: number) {
    return it.placements.slice(0, readFirst(first, 500));
  }

  @FieldResolver(() => [BindingLimit], {
    description: say(
      "起作用的限制与影子价格：先承接能力与预算，后各村",
      "Binding limits with their dual prices: capacities and budget first, villages last",
    ),
  })
  binding(@Root() it: EnclaveAllocation, @Arg("first", () => Int, FIRST) first: number) {
    return it.binding.slice(0, readFirst(first, 500));
  }

  @FieldResolver(() => [UnmetVillage], {
    description: say("没有投完的村及原因", "Villages whose money is not all placed, and why"),
  })
  unmet(@Root() it: EnclaveAllocation, @Arg("first", () => Int, FIRST) first: number) {
    return it.unmet.slice(0, readFirst(first, 500));
  }
}

@Resolver(() => Village)
export class VillageNeedResolver {
  @FieldResolver(() => EnclaveNeed, {
    description: say("是否需要飞地及理由", "Whether it needs an enclave, and why"),
  })
  needsEnclave(@Root() village: Village, @Ctx() { load }: Context) {
    return load(needsOfVillages, village.code, undefined);
  }
}
