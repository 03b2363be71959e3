import { isDay } from "../../geo/days.ts";
import { yearlyPromise } from "../../geo/investment.ts";
import { findPersonalData } from "../../geo/personalData.ts";
import type { Context } from "../context.ts";
import { type Refused, refuse } from "../refusals.ts";
import { isUuid } from "../uuid.ts";
import type { EnclaveEntry, EnclaveEntryInput } from "./type.ts";

/** Far above any enclave, and far below where a number stops being exact. */
const LARGEST_FEN = 100_000_000_000_000;
const yuan = (fen: number) => (fen / 100).toFixed(2);

export function refuseInput(
  context: Context,
  { id, day, year, amountFen, note }: EnclaveEntryInput,
): Refused | null {
  const invalid = (zh: string, en: string) => refuse(context, "INVALID", zh, en);
  if (!isUuid(id))
    return invalid("标识须为 UUID，请由客户端生成。", "The id must be a UUID; make one in the client.");
  if (!isDay(day))
    return invalid(
      `日期 ${day.slice(0, 20)} 无效，应形如 2026-03-31。`,
      `${day.slice(0, 20)} is no day; write it like 2026-03-31.`,
    );
  if (!Number.isSafeInteger(amountFen) || amountFen <= 0 || amountFen > LARGEST_FEN)
    return invalid(
      `金额 ${amountFen} 分无效：须为大于 0 且不超过一万亿元的整数分；记错的请冲销，不能用负数。`,
      `${amountFen} fen is no amount: whole fen above 0 and at most a trillion yuan; reverse what is wrong instead of writing a negative.`,
    );
  if (year < 2000 || year > 2100)
    return invalid(`年份 ${year} 应在 2000 至 2100 之间。`, `The year ${year} must be 2000 to 2100.`);
  return refuseNote(context, note);
}

export function refuseNote(context: Context, note: string | null | undefined): Refused | null {
  const text = note?.trim() ?? "";
  if ([...text].length > 200)
    return refuse(
      context,
      "INVALID",
      `说明有 ${[...text].length} 个字，至多 200 个。`,
      `The note has ${[...text].length} characters; at most 200 are taken.`,
    );
  const [found] = findPersonalData(text);
  return found
    ? refuse(
        context,
        "INVALID",
        "说明中像有身份证号、电话、银行卡号或病情；台账公开，不得含个人信息，请删去。",
        "The note seems to hold an identity number, telephone, bank card or illness; the ledger is open, so leave out what is of a person.",
        [found.kind],
      )
    : null;
}

/** What is known of an enclave and a year. */
export interface Facts {
  mayRecord: boolean;
  today: string;
  principal: number;
  placedYear: number | null;
  contractFrom: string | null;
  contractTo: string | null;
  promisedBasisPoints: number | null;
  promised: number;
  paid: number;
}

/** A dividend of one year by contract; without a contract nothing may be paid ahead. */
function advanceAllowed({ principal, promisedBasisPoints, contractFrom, contractTo }: Facts): number {
  if (promisedBasisPoints === null || contractFrom === null || contractTo === null) return 0;
  return yearlyPromise(principal, {
    from: contractFrom,
    to: contractTo,
    promisedBasisPoints,
    returnsPrincipal: false,
  });
}

export function refuseByFacts(
  context: Context,
  { day, year, amountFen }: EnclaveEntryInput,
  facts: Facts,
  kind: "PROMISE" | "PAYMENT",
): Refused | null {
  if (Number(facts.principal) <= 0)
    return refuse(
      context,
      "DOES_NOT_FIT",
      "该飞地没有出资村，分红无从归属；请先登记出资。",
      "The enclave has no investing village to credit; register the investors first.",
    );
  if (day > facts.today)
    return refuse(
      context,
      "INVALID",
      `日期 ${day} 在今天（${facts.today}）之后；请在发生之后再记。`,
      `${day} is after today (${facts.today}); record it when it has happened.`,
    );
  if (facts.placedYear !== null && year < facts.placedYear)
    return refuse(
      context,
      "INVALID",
      `年份 ${year} 早于出资的 ${facts.placedYear} 年。`,
      `The year ${year} is before the money was placed, in ${facts.placedYear}.`,
    );
  if (kind === "PROMISE") return null;
  const most = Number(facts.promised) + advanceAllowed(facts);
  if (Number(facts.paid) + amountFen <= most) return null;
  return refuse(
    context,
    "DOES_NOT_FIT",
    `${year} 年约定 ${yuan(facts.promised)} 元，已付 ${yuan(facts.paid)} 元；再收 ${yuan(amountFen)} 元将超过约定加一年合同分红（合计 ${yuan(most)} 元）。请先登记约定，或核对年份与金额。`,
    `${yuan(facts.promised)} yuan are promised for ${year} and ${yuan(facts.paid)} paid; ${yuan(amountFen)} more would be beyond the promise and one contracted dividend ahead (${yuan(most)} in all). Record the promise first, or check year and amount.`,
  );
}

export function refuseReversal(context: Context, former: EnclaveEntry, facts: Facts): Refused | null {
  if (former.isReversed)
    return refuse(
      context,
      "ALREADY_DONE",
      "这笔分录已经冲销过，不能再冲。",
      "This entry was taken back already; it cannot be again.",
    );
  if (former.kind === "REVERSAL")
    return refuse(
      context,
      "DOES_NOT_FIT",
      "冲销分录不能再冲销；请重新记一笔。",
      "A reversal cannot be taken back; record the entry anew.",
    );
  if (former.kind === "PRINCIPAL")
    return refuse(
      context,
      "DOES_NOT_FIT",
      "本金随出资登记，不能在此冲销。",
      "The principal belongs to the register of investors and is not taken back here.",
    );
  const left = Number(facts.promised) - Number(former.amount);
  if (former.kind === "PROMISE" && Number(facts.paid) > left)
    return refuse(
      context,
      "DOES_NOT_FIT",
      `${former.year} 年已付 ${yuan(facts.paid)} 元，冲销后约定只剩 ${yuan(left)} 元；请先冲销多出的收款，再冲销约定。`,
      `${yuan(facts.paid)} yuan were paid for ${former.year}, and only ${yuan(left)} would stay promised; take the payments beyond it back first, then the promise.`,
    );
  return null;
}
