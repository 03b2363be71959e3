import { useQuery } from "urql";
import { Link } from "wouter";
import { graphql } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { Figures } from "../ui/Figures.tsx";
import { FundsBySource } from "./FundsBySource.tsx";

const REGION_FUNDS = graphql(`
  query RegionFunds($code: String!) {
    funds(within: $code, by: SOURCE) {
      asOf
      total { allocated disbursed settled returned carriedOver disbursedShare settledShare }
      rows { key name nameEn sums { allocated disbursed settled carriedOver } }
    }
    slowFunds(within: $code, first: 1) { totalCount }
    idleFunds(within: $code, first: 1) { totalCount }
  }
`);

/** Money of a county, a division above it or an area, with the way to all of it. */
export function RegionFunds({ code }: { readonly code: string }) {
  const { funds, words, money, number, share } = useSpeech();
  const w = funds.funds;
  const [{ data, fetching, error }] = useQuery({ query: REGION_FUNDS, variables: { code } });
  if (error)
    return (
      <section>
        <h3>{w.title}</h3>
        <Failure error={error} />
      </section>
    );
  if (fetching || !data)
    return (
      <section>
        <h3>{w.title}</h3>
        <p className="quiet">{words.state.loading}</p>
      </section>
    );
  const { asOf, total, rows } = data.funds;
  if (rows.length === 0)
    return (
      <section>
        <h3>{w.title}</h3>
        <p className="quiet">{funds.empty}</p>
      </section>
    );
  return (
    <FundsBySource rows={rows}>
      <Figures
        rows={[
          [w.allocated, money(total.allocated)],
          [w.disbursed, money(total.disbursed)],
          [w.settled, money(total.settled)],
          [w.returned, money(total.returned)],
          [w.carriedOver, money(total.carriedOver)],
          total.disbursedShare !== null && [w.disbursedShare, share(total.disbursedShare, 1)],
          total.settledShare !== null && [w.settledShare, share(total.settledShare, 1)],
          [w.slow, number(data.slowFunds.totalCount)],
          [w.idle, number(data.idleFunds.totalCount)],
        ]}
      />
      <p className="quiet">
        {w.asOf(asOf)} · <Link href={`/funds?within=${encodeURIComponent(code)}`}>{w.whole}</Link>
      </p>
    </FundsBySource>
  );
}
