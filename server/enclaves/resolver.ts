import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Float, Query, Resolver, Root } from "type-graphql";
import { readBbox } from "../bounds.ts";
import { PageArgs, readPage } from "../connection.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { regionsByCode, scopesByCode } from "../regions/queries.ts";
import { Region } from "../regions/type.ts";
import { villagesByCode } from "../villages/queries.ts";
import { Village } from "../villages/type.ts";
import { enclaveDividends, enclaveInvestors, enclavesByCode, selectEnclaves } from "./queries.ts";
import {
  Dividend,
  Enclave,
  EnclaveConnection,
  EnclaveFilter,
  EnclaveInvestor,
  EnclaveOrder,
} from "./type.ts";

@ArgsType()
class EnclavesArgs extends PageArgs {
  @Field(() => String, {
    nullable: true,
    description: say("出资村在此区域之内", "Origin villages inside this region"),
  })
  origin?: string;
  @Field(() => String, {
    nullable: true,
    description: say("落地在此区域之内", "Host site inside this region"),
  })
  host?: string;
  @Field(() => [Float], {
    nullable: true,
    description: say("落地位置：西、南、东、北，度", "Host site in west, south, east, north, degrees"),
  })
  bbox?: number[];
  @Field(() => EnclaveFilter, { nullable: true, description: say("筛选", "Filter") })
  where?: EnclaveFilter;
  @Field(() => EnclaveOrder, {
    nullable: true,
    description: say("排序，默认按代码", "Order, by code by default"),
  })
  orderBy?: EnclaveOrder;
}

@Resolver(() => Enclave)
export class EnclaveResolver {
  @Query(() => Enclave, { nullable: true, description: say("按代码取飞地", "An enclave by code") })
  enclave(
    @Arg("code", () => String, { description: say("代码", "Code") }) code: string,
    @Ctx() { load }: Context,
  ) {
    return load(enclavesByCode, code, undefined);
  }

  @Query(() => EnclaveConnection, { description: say("飞地列表", "Enclaves") })
  async enclaves(@Args(() => EnclavesArgs) args: EnclavesArgs, @Ctx() context: Context) {
    const [origin, host] = await Promise.all(
      [args.origin, args.host].map((code) =>
        code == null ? undefined : context.load(scopesByCode, code, undefined),
      ),
    );
    return selectEnclaves(
      context,
      {
        origin,
        host,
        bbox: readBbox(args.bbox),
        where: args.where ?? undefined,
        orderBy: args.orderBy ?? undefined,
      },
      readPage(args),
    );
  }

  @FieldResolver(() => Region, { description: say("落地县", "County that hosts it") })
  host(@Root() enclave: Enclave, @Ctx() { load }: Context) {
    return load(regionsByCode, enclave.hostCode, undefined);
  }

  @FieldResolver(() => [EnclaveInvestor], {
    description: say("出资村，至多数百个", "Origin villages, some hundreds at most"),
  })
  investors(@Root() enclave: Enclave, @Ctx() { load }: Context) {
    return load(enclaveInvestors, enclave.code, undefined);
  }

  @FieldResolver(() => [Dividend], { description: say("逐年分红", "Dividends year by year") })
  dividends(@Root() enclave: Enclave, @Ctx() { load }: Context) {
    return load(enclaveDividends, enclave.code, undefined);
  }
}

@Resolver(() => EnclaveInvestor)
export class EnclaveInvestorResolver {
  @FieldResolver(() => Village, { description: say("出资村", "The village") })
  village(@Root() investor: EnclaveInvestor, @Ctx() { load }: Context) {
    return load(villagesByCode, investor.villageCode, undefined);
  }
}
