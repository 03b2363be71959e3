import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from "type-graphql";
import { PageArgs, readPage } from "../connection.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { enclaveDividends } from "../enclaves/queries.ts";
import { Enclave } from "../enclaves/type.ts";
import { Region } from "../regions/type.ts";
import { Village } from "../villages/type.ts";
import { recordPayment, recordPromise, reverseEntry } from "./changes.ts";
import {
  entriesOfEnclaves,
  postingsOfEntries,
  statementsOfRegions,
  statementsOfVillages,
  yearsOfEnclaves,
} from "./queries.ts";
import { contractOf, returnsOf } from "./returns.ts";
import {
  EnclaveContract,
  EnclaveEntry,
  EnclaveEntryConnection,
  EnclaveEntryInput,
  EnclaveEntryResult,
  EnclavePosting,
  EnclaveReturns,
  EnclaveStatement,
  VillageYear,
} from "./type.ts";

@Resolver(() => Enclave)
export class EnclaveLedgerResolver {
  @FieldResolver(() => EnclaveContract, { nullable: true, description: say("合同", "Its contract") })
  contract(@Root() enclave: Enclave) {
    return contractOf(enclave);
  }

  @FieldResolver(() => EnclaveReturns, { description: say("回本与收益率", "Payback and rates of return") })
  async returns(@Root() enclave: Enclave, @Ctx() { load, language }: Context) {
    return returnsOf(enclave, await load(enclaveDividends, enclave.code, undefined), language);
  }

  @FieldResolver(() => EnclaveEntryConnection, {
    description: say("台账分录，从新到旧", "Entries of its ledger, newest first"),
  })
  entries(@Root() enclave: Enclave, @Args(() => PageArgs) args: PageArgs, @Ctx() { load }: Context) {
    return load(entriesOfEnclaves, enclave.code, readPage(args));
  }

  @FieldResolver(() => [VillageYear], {
    description: say(
      "各出资村逐年的约定、实付与缺口，由台账相加，至多数千行",
      "Promised, paid and missing of each village and year, added up from the ledger, some thousands at most",
    ),
  })
  statement(@Root() enclave: Enclave, @Ctx() { load }: Context) {
    return load(yearsOfEnclaves, enclave.code, undefined);
  }

  @Mutation(() => EnclaveEntryResult, {
    description: say(
      "登记一年的约定分红；按份额分到各出资村",
      "Record the dividend promised for a year; it is split over the villages by share",
    ),
  })
  recordDividendPromise(
    @Arg("entry", () => EnclaveEntryInput, { description: say("约定", "The promise") })
    entry: EnclaveEntryInput,
    @Ctx() context: Context,
  ) {
    return recordPromise(context, entry);
  }

  @Mutation(() => EnclaveEntryResult, {
    description: say(
      "登记收到的分红；超出当年约定的部分记为预收，至多一年的合同分红",
      "Record a dividend received; what is beyond the promise of the year is booked as an advance, at most one contracted dividend",
    ),
  })
  recordDividendPayment(
    @Arg("entry", () => EnclaveEntryInput, { description: say("收款", "The payment") })
    entry: EnclaveEntryInput,
    @Ctx() context: Context,
  ) {
    return recordPayment(context, entry);
  }

  @Mutation(() => EnclaveEntryResult, {
    description: say(
      "冲销一笔约定或收款：逐行反向，只能一次",
      "Take a promise or a payment back: every line mirrored, once",
    ),
  })
  reverseEnclaveEntry(
    @Arg("id", () => ID, { description: say("新分录的 UUID", "UUID of the new entry") }) id: string,
    @Arg("reverses", () => ID, { description: say("冲销哪一笔", "Entry to take back") }) reverses: string,
    @Arg("note", () => String, { description: say("原因，不得含个人信息", "Why, nothing of a person") })
    note: string,
    @Ctx() context: Context,
  ) {
    return reverseEntry(context, { id, reverses, note });
  }
}

@Resolver(() => EnclaveEntry)
export class EnclaveEntryResolver {
  @FieldResolver(() => [EnclavePosting], {
    description: say("借贷各行，每个出资村至多三行", "Its lines, at most three for each village"),
  })
  postings(@Root() entry: EnclaveEntry, @Ctx() { load }: Context) {
    return load(postingsOfEntries, entry.id, undefined);
  }
}

const STATEMENT = {
  description: say(
    "以出资村为受益方的飞地收支",
    "Statement of enclaves, counted at the beneficiary villages",
  ),
};

@Resolver(() => Village)
export class VillageStatementResolver {
  @FieldResolver(() => EnclaveStatement, STATEMENT)
  enclaveStatement(@Root() village: Village, @Ctx() { load }: Context) {
    return load(statementsOfVillages, village.code, undefined);
  }
}

@Resolver(() => Region)
export class RegionStatementResolver {
  @FieldResolver(() => EnclaveStatement, STATEMENT)
  enclaveStatement(@Root() region: Region, @Ctx() { load }: Context) {
    return load(statementsOfRegions, region.code, undefined);
  }
}
