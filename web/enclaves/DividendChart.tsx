import { useSpeech } from "../i18n/language.ts";
import type { EnclaveShown } from "./documents.ts";

const WIDTH = 320;
const ROW = 30;
const LEFT = 44;

/** Promised as an outline and paid as a bar in it, year by year: what stays empty is the gap. The table below has the numbers. */
export function DividendChart({ dividends }: { readonly dividends: EnclaveShown["dividends"] }) {
  const { enclave, number } = useSpeech();
  const wan = (fen: number | string) => Number(fen) / 1_000_000;
  const most = Math.max(1e-9, ...dividends.map(({ promised, paid }) => Math.max(wan(promised), wan(paid))));
  const length = (fen: number | string) => ((WIDTH - LEFT - 8) * wan(fen)) / most;
  return (
    <svg
      className="dividend-chart"
      viewBox={`0 0 ${WIDTH} ${ROW * dividends.length + 4}`}
      role="img"
      aria-label={`${enclave.chart}: ${dividends
        .map(
          ({ year, promised, paid }) =>
            `${year} ${enclave.promised} ${number(wan(promised), 1)}, ${enclave.paid} ${number(wan(paid), 1)}`,
        )
        .join("; ")}`}
    >
      {dividends.map(({ year, promised, paid }, index) => {
        const isShort = Number(paid) < Number(promised);
        return (
          <g key={year} transform={`translate(0 ${ROW * index + 4})`}>
            <text x={LEFT - 8} y={15} textAnchor="end">
              {year}
            </text>
            <rect
              className={isShort ? "promised short" : "promised"}
              x={LEFT}
              y={1}
              width={length(promised)}
              height={20}
            />
            <rect className="paid" x={LEFT} y={5} width={length(paid)} height={12} />
          </g>
        );
      })}
    </svg>
  );
}
