import { Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";
import { Money } from "../money.ts";
import { resultOf } from "../refusals.ts";

export const EnclaveEntryKind = enumOf("EnclaveEntryKind", say("飞地台账分录种类", "Kind of entry"), {
  PRINCIPAL: say("投出本金", "Principal placed"),
  PROMISE: say("一年的约定分红", "Dividend promised for a year"),
  PAYMENT: say("收到一年的分红", "Dividend received for a year"),
  REVERSAL: say("冲销一笔约定或收款", "Takes back a promise or a payment"),
});
export type EnclaveEntryKindName = keyof typeof EnclaveEntryKind;

export const EnclaveAccount = enumOf(
  "EnclaveAccount",
  say("出资村的科目", "Account of an investing village"),
  {
    PLACED: say("对外投资（本金）", "Principal at work elsewhere"),
    CASH: say("银行存款", "Its bank account"),
    DIVIDEND_RECEIVABLE: say("应收分红", "Dividends promised, not yet received"),
    DIVIDEND_INCOME: say("投资收益", "Income of promised dividends"),
    DIVIDEND_ADVANCE: say("预收分红", "Dividends received beyond the promise"),
  },
);

export const PaybackBasisEnum = enumOf(
  "PaybackBasis",
  say("回本年份的依据", "What the payback year rests on"),
  {
    ACTUAL: say("实收分红已达本金", "Dividends received have reached the principal"),
    PROJECTED: say("推算：此后若按合同足额分红", "Projected: if the contract is kept from now on"),
    NEVER: say("合同期内不能回本，或没有合同", "Not within the contract, or there is none"),
  },
);

@ObjectType({ description: say("飞地合同", "Contract of an enclave") })
export class EnclaveContract {
  @Field(() => String, { description: say("合同编号", "Number") })
  number!: string;
  @Field(() => String, { description: say("起始日", "First day") })
  from!: string;
  @Field(() => String, { description: say("截止日", "Last day") })
  to!: string;
  @Field(() => Int, {
    description: say(
      "每年约定分红，本金的万分之几",
      "Dividend promised for a year, in hundredths of a percent of the principal",
    ),
  })
  promisedBasisPoints!: number;
  @Field(() => Money, { description: say("每年约定分红", "The same in money") })
  yearlyPromise!: number;
  @Field(() => Boolean, {
    description: say("期满是否退还本金", "Whether the principal comes back at the end"),
  })
  returnsPrincipal!: boolean;
}

@ObjectType({
  description: say(
    "一项飞地投资的回报；公式见 geo/investment.ts",
    "What an enclave returns; formulas in geo/investment.ts",
  ),
})
export class EnclaveReturns {
  @Field(() => Int, {
    nullable: true,
    description: say(
      "回本年份：累计分红首次达到本金",
      "First year in which all dividends together reach the principal",
    ),
  })
  paybackYear!: number | null;
  @Field(() => PaybackBasisEnum, { description: say("回本年份的依据", "What the payback year rests on") })
  paybackBasis!: keyof typeof PaybackBasisEnum;
  @Field(() => Float, {
    nullable: true,
    description: say(
      "至今实收的内部收益率，未退的本金按未收回计；现金流不变号时为空",
      "Internal rate of return of what was received so far, principal not returned counted as gone; null where the flows never change sign",
    ),
  })
  rateSoFar!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: say(
      "合同全部履行时的内部收益率；没有合同或现金流不变号时为空",
      "Internal rate of return if the contract is kept to its end; null without one or where the flows never change sign",
    ),
  })
  rateContracted!: number | null;
  @Field(() => String, { description: say("一句话说明以上各数", "The figures in one sentence") })
  sentence!: string;
}

@ObjectType({ description: say("分录的一行", "A line of an entry") })
export class EnclavePosting {
  @Field(() => EnclaveAccount, { description: say("科目", "Account") })
  account!: keyof typeof EnclaveAccount;
  @Field(() => String, { description: say("出资村代码", "Code of the investing village") })
  villageCode!: string;
  @Field(() => Money, { description: say("借为正，贷为负", "Debit above zero, credit below") })
  amount!: number;
}

@ObjectType({
  description: say("飞地台账的一笔分录；只增不改", "An entry of an enclave's ledger; never changed"),
})
export class EnclaveEntry {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => String, { description: say("飞地代码", "Code of the enclave") })
  enclaveCode!: string;
  @Field(() => EnclaveEntryKind, { description: say("种类", "Kind") })
  kind!: EnclaveEntryKindName;
  @Field(() => Int, { description: say("所属年份", "Year the money is for") })
  year!: number;
  @Field(() => String, { description: say("发生日", "Day it happened") })
  day!: string;
  @Field(() => Money, { description: say("金额", "Amount") })
  amount!: number;
  @Field(() => Money, {
    description: say(
      "其中超出当年约定、记为预收的部分",
      "Part of it beyond the promise of the year, booked as an advance",
    ),
  })
  advance!: number;
  @Field(() => ID, { nullable: true, description: say("冲销哪一笔", "Entry it takes back") })
  reverses!: string | null;
  @Field(() => Boolean, { description: say("是否已被冲销", "Was taken back") })
  isReversed!: boolean;
  @Field(() => String, { nullable: true, description: say("凭证或事由", "Voucher or reason") })
  note!: string | null;
  @Field(() => Date, { description: say("记账时间", "When it was recorded") })
  recordedAt!: Date;
}

@ObjectType({ description: say("一年的约定、实付与缺口", "Promised, paid and missing of a year") })
export class StatementYear {
  @Field(() => Int, { description: say("年份", "Year") })
  year!: number;
  @Field(() => Money, { description: say("约定", "Promised") })
  promised!: number;
  @Field(() => Money, { description: say("实付", "Paid") })
  paid!: number;
  @Field(() => Money, { description: say("缺口", "Promised but not paid") })
  gap!: number;
}

@ObjectType({ description: say("一个出资村一年的账", "A year of an investing village") })
export class VillageYear extends StatementYear {
  @Field(() => String, { description: say("村代码", "Code of the village") })
  villageCode!: string;
}

@ObjectType({
  description: say(
    "受益村的飞地收支表：由台账逐分相加，从村到省都对得上",
    "Statement of the enclaves of the beneficiary villages: added up from the ledger to the fen, from village to province",
  ),
})
export class EnclaveStatement {
  @Field(() => Int, { description: say("参与的飞地数", "Enclaves taken part in") })
  enclaves!: number;
  @Field(() => Money, { description: say("投出本金", "Principal placed") })
  principal!: number;
  @Field(() => Money, { description: say("约定分红合计", "Dividends promised in all") })
  promised!: number;
  @Field(() => Money, { description: say("实付分红合计", "Dividends paid in all") })
  paid!: number;
  @Field(() => Money, { description: say("缺口合计", "Promised but not paid in all") })
  gap!: number;
  @Field(() => Int, {
    description: say(
      "受益户数，一户参与两处飞地计两次",
      "Households that receive dividends; one that receives from two enclaves counts twice",
    ),
  })
  households!: number;
  @Field(() => [StatementYear], { description: say("逐年，至多 101 年", "Year by year, at most 101") })
  years!: StatementYear[];
}

@InputType({ description: say("一笔约定或收款", "A promise or a payment") })
export class EnclaveEntryInput {
  @Field(() => ID, {
    description: say(
      "由客户端生成的 UUID，重复提交只记一次",
      "UUID made by the client; sent again, recorded once",
    ),
  })
  id!: string;
  @Field(() => String, { description: say("飞地代码", "Code of the enclave") })
  enclave!: string;
  @Field(() => Int, { description: say("所属年份", "Year the money is for") })
  year!: number;
  @Field(() => String, { description: say("发生日，如 2026-03-31", "Day it happened, such as 2026-03-31") })
  day!: string;
  @Field(() => Float, { description: say("金额，整数分", "Amount in whole fen") })
  amountFen!: number;
  @Field(() => String, {
    nullable: true,
    description: say(
      "凭证，至多 200 字，不得含个人信息",
      "Voucher, at most 200 characters, nothing of a person",
    ),
  })
  note?: string | null;
}

export const EnclaveEntryConnection = connectionOf(EnclaveEntry);
export const EnclaveEntryResult = resultOf("EnclaveEntryResult", EnclaveEntry);
