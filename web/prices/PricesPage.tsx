import { parseAsString, useQueryStates } from "nuqs";
import { lazy, Suspense } from "react";
import { useQuery } from "urql";
import { useSpeech } from "../i18n/language.ts";
import { OpenLinks } from "../tables/OpenLinks.tsx";
import { Failure } from "../ui/Failure.tsx";
import "../work/work.css";
import "../work/county.css";
import "../projects/projects.css";
import { AffectedVillages } from "./AffectedVillages.tsx";
import { Alarms } from "./Alarms.tsx";
import { Concentration } from "./Concentration.tsx";
import { productsQuery, seriesQuery } from "./documents.ts";
import { PriceLevel, PriceTable } from "./PriceTable.tsx";
import { RegionChoice } from "./RegionChoice.tsx";
import { Scenario } from "./Scenario.tsx";

const PriceChart = lazy(() => import("./PriceChart.tsx").then((file) => ({ default: file.PriceChart })));

const ADDRESS = {
  within: parseAsString.withDefault("luoxiao"),
  product: parseAsString,
  market: parseAsString,
};

/** Prices of a region's products: alarms, one series, whom it touches, and what if it fell. */
export function PricesPage() {
  const { projects, words } = useSpeech();
  const w = projects.prices;
  const [{ within, product, market }, setAddress] = useQueryStates(ADDRESS, { history: "replace" });
  const [{ data, fetching, error }] = useQuery({ query: productsQuery, variables: { within } });
  // The product in the gravest state, as long as nobody has chosen one.
  const chosen = product ?? data?.priceAlarms[0]?.commodity.code ?? data?.commodities[0]?.code ?? null;
  return (
    <main className="work-page open-page">
      <OpenLinks />
      <h1>{w.title}</h1>
      <p className="work-lead">{w.lead}</p>
      {error ? <Failure error={error} /> : null}
      {fetching && !data ? <p className="page-loading">{words.state.loading}</p> : null}
      {data ? (
        <>
          <div className="work-filter">
            {data.region ? (
              <RegionChoice
                region={data.region}
                onChange={(code) => void setAddress({ within: code, product: null })}
              />
            ) : null}
          </div>
          {data.commodities.length === 0 ? <p className="work-empty">{w.none}</p> : null}
          {chosen ? (
            <>
              <Alarms
                alarms={data.priceAlarms}
                product={chosen}
                onProduct={(code) => void setAddress({ product: code, market: null })}
              />
              <Series
                product={chosen}
                market={market}
                products={data.commodities}
                onProduct={(code) => void setAddress({ product: code, market: null })}
                onMarket={(code) => void setAddress({ market: code })}
              />
              <AffectedVillages key={`${chosen} ${within}`} product={chosen} within={within} />
              <Scenario key={`scenario ${chosen} ${within}`} product={chosen} within={within} />
            </>
          ) : null}
          <Concentration within={within} />
        </>
      ) : null}
    </main>
  );
}

interface SeriesProps {
  readonly product: string;
  readonly market: string | null;
  readonly products: readonly { code: string; name: string; nameEn: string | null }[];
  readonly onProduct: (code: string) => void;
  readonly onMarket: (code: string | null) => void;
}

function Series({ product, market, products, onProduct, onMarket }: SeriesProps) {
  const { projects, words, nameOf, share } = useSpeech();
  const w = projects.prices;
  const [{ data, fetching, error }] = useQuery({ query: seriesQuery, variables: { product, market } });
  const commodity = data?.commodity;
  const now = commodity?.series.at(-1);
  return (
    <section aria-labelledby="series" aria-busy={fetching}>
      <h2 id="series">{commodity ? nameOf(commodity) : w.product}</h2>
      <div className="work-filter">
        <label>
          {w.product}
          <select value={product} onChange={(event) => onProduct(event.target.value)}>
            {products.map((each) => (
              <option key={each.code} value={each.code}>
                {nameOf(each)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {w.market}
          <select value={market ?? ""} onChange={(event) => onMarket(event.target.value || null)}>
            <option value="">{w.reference}</option>
            {commodity?.markets.map((each) => (
              <option key={each.code} value={each.code}>
                {nameOf(each)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {error ? <Failure error={error} /> : null}
      {fetching && !commodity ? <p className="page-loading">{words.state.loading}</p> : null}
      {commodity && !now ? <p className="work-empty">{w.none}</p> : null}
      {commodity && now ? (
        <>
          <p>
            {w.now(now.period)}：<PriceLevel level={now.level} />
            {now.fall !== null && now.fall > 0 ? ` · ${w.fall} ${share(now.fall, 1)}` : ""}
            {now.monthsBelow > 0 ? ` · ${w.below} ${w.months(now.monthsBelow)}` : ""}
          </p>
          <Suspense fallback={<p className="page-loading">{words.state.loading}</p>}>
            <PriceChart commodity={commodity} />
          </Suspense>
          <PriceTable commodity={commodity} />
          <p className="work-hint">{w.rule}</p>
        </>
      ) : null}
    </section>
  );
}
