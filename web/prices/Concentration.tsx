import { useQuery } from "urql";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { concentrationQuery } from "./documents.ts";

/** How much of a region's linked households hangs on one product. */
export function Concentration({ within }: { readonly within: string }) {
  const { projects, words, number, share, percent, nameOf } = useSpeech();
  const w = projects.concentration;
  const [{ data, fetching, error }] = useQuery({ query: concentrationQuery, variables: { within } });
  const its = data?.region?.productConcentration;
  return (
    <section aria-labelledby="concentration">
      <h2 id="concentration">{w.title}</h2>
      <p className="work-hint">{w.lead}</p>
      {error ? <Failure error={error} /> : null}
      {fetching && !its ? <p className="page-loading">{words.state.loading}</p> : null}
      {its && its.households === 0 ? <p className="work-empty">{w.none}</p> : null}
      {its && its.households > 0 ? (
        <>
          <p>
            <strong>
              {its.concentratedOn
                ? w.flagged(nameOf(its.concentratedOn), share(its.products[0]?.share, 1))
                : w.spread}
            </strong>
            {" · "}
            {w.households(number(its.households))}
            {" · "}
            {w.herfindahl} {number(its.herfindahl, 3)}
          </p>
          <ul className="share-bars">
            {its.products.map((product) => (
              <li key={product.commodity.code}>
                <span>{nameOf(product.commodity)}</span>
                <span className="share-track" aria-hidden="true">
                  <i style={{ width: `${100 * product.share}%` }} />
                  <b style={{ left: `${100 * its.threshold}%` }} />
                </span>
                <span>
                  {share(product.share, 1)}（{number(product.households)} {words.project.unit}）
                </span>
              </li>
            ))}
            <li>
              <span>{w.without}</span>
              <span className="share-track" aria-hidden="true">
                <i data-without="true" style={{ width: `${(100 * its.withoutProduct) / its.households}%` }} />
              </span>
              <span>
                {share(its.withoutProduct / its.households, 1)}（{number(its.withoutProduct)}{" "}
                {words.project.unit}）
              </span>
            </li>
          </ul>
          <p className="work-hint">{w.threshold(percent(its.threshold))}</p>
        </>
      ) : null}
    </section>
  );
}
