import {
  contractedFlows,
  flowsSoFar,
  internalRateOfReturn,
  payback,
  type YearlyDividend,
  yearlyPromise,
} from "../../geo/investment.ts";
import type { Dividend, Enclave } from "../enclaves/type.ts";
import type { Language } from "../errors.ts";
import type { EnclaveContract, EnclaveReturns } from "./type.ts";

/** The contract of an enclave row; null where none is known. */
export function contractOf(enclave: Enclave): EnclaveContract | null {
  const { contractNumber, contractFrom, contractTo, promisedBasisPoints, returnsPrincipal } = enclave;
  if (
    contractNumber === null ||
    contractFrom === null ||
    contractTo === null ||
    promisedBasisPoints === null ||
    returnsPrincipal === null
  )
    return null;
  const terms = { from: contractFrom, to: contractTo, promisedBasisPoints, returnsPrincipal };
  return {
    number: contractNumber,
    ...terms,
    yearlyPromise: yearlyPromise(Number(enclave.principal), terms),
  };
}

const percent = (rate: number | null, none: string) => (rate === null ? none : `${(rate * 100).toFixed(2)}%`);

export function returnsOf(
  enclave: Enclave,
  dividends: readonly Dividend[],
  language: Language,
): EnclaveReturns {
  const contract = contractOf(enclave);
  const principal = Number(enclave.principal);
  const years: YearlyDividend[] = dividends.map(({ year, promised, paid }) => ({
    year,
    promisedFen: Number(promised),
    paidFen: Number(paid),
  }));
  const placed = Number((enclave.startedOn ?? contract?.from ?? `${years[0]?.year ?? 0}`).slice(0, 4));
  const rateSoFar = internalRateOfReturn(flowsSoFar(principal, placed, years));
  const rateContracted =
    contract === null ? null : internalRateOfReturn(contractedFlows(principal, placed, contract));
  const { year, basis } = payback(principal, years, contract);
  return {
    paybackYear: year,
    paybackBasis: basis,
    rateSoFar,
    rateContracted,
    sentence: (language === "zh" ? sentenceZh : sentenceEn)(year, basis, rateSoFar, rateContracted),
  };
}

type Sentence = (
  year: number | null,
  basis: EnclaveReturns["paybackBasis"],
  soFar: number | null,
  contracted: number | null,
) => string;

const sentenceZh: Sentence = (year, basis, soFar, contracted) => {
  const back = {
    ACTUAL: `累计实收分红在 ${year} 年达到本金`,
    PROJECTED: `推算：此后若按合同足额分红，${year} 年累计达到本金`,
    NEVER: "合同期内累计分红达不到本金，或没有合同可推算",
  }[basis];
  return `${back}；至今实收内部收益率 ${percent(soFar, "无（尚无收入，现金流不变号）")}（未退本金按未收回计），合同全部履行为 ${percent(contracted, "无")}。`;
};

const sentenceEn: Sentence = (year, basis, soFar, contracted) => {
  const back = {
    ACTUAL: `Dividends received reached the principal in ${year}`,
    PROJECTED: `Projected: if the contract is kept from now on, dividends reach the principal in ${year}`,
    NEVER: "Dividends do not reach the principal within the contract, or there is no contract to project by",
  }[basis];
  return `${back}; the internal rate of return so far is ${percent(soFar, "none (nothing came in, so the flows never change sign)")} with principal not returned counted as gone, and ${percent(contracted, "none")} if the contract is kept.`;
};
