import { useSpeech } from "../i18n/language.ts";
import { Figures } from "../ui/Figures.tsx";
import type { EnclaveShown } from "./documents.ts";

/** What was agreed and what it returns. */
export function Returns({ enclave }: { readonly enclave: EnclaveShown }) {
  const speech = useSpeech();
  const w = speech.enclave.contract;
  const { contract, returns } = enclave;
  const rate = (value: number | null) => (value === null ? w.undefined : speech.share(value, 2));
  return (
    <section>
      <h3>{w.title}</h3>
      <Figures
        rows={[
          ...(contract
            ? ([
                [w.number, contract.number],
                [w.term, w.to(contract.from, contract.to)],
                [
                  w.rate,
                  `${speech.share(contract.promisedBasisPoints / 10_000, 2)} · ${speech.money(contract.yearlyPromise)}`,
                ],
                [w.returned, contract.returnsPrincipal ? w.yes : w.no],
              ] as const)
            : ([[w.number, w.none]] as const)),
          [
            w.payback,
            returns.paybackYear === null
              ? w.bases[returns.paybackBasis]
              : `${returns.paybackYear} · ${w.bases[returns.paybackBasis]}`,
          ],
          [w.soFar, rate(returns.rateSoFar)],
          [w.contracted, rate(returns.rateContracted)],
        ]}
      />
      <p className="quiet">{returns.sentence}</p>
    </section>
  );
}
