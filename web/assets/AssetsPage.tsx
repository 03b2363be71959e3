import { parseAsBoolean, parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import { useQuery } from "urql";
import { Link } from "wouter";
import { graphql } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { writeAddress } from "../map/address.ts";
import { OpenLinks } from "../tables/OpenLinks.tsx";
import { Failure } from "../ui/Failure.tsx";
import { Tick } from "../work/fields.tsx";
import { WideTable } from "../work/WideTable.tsx";
import "../work/work.css";
import "../work/county.css";
import "../projects/projects.css";

const assetsQuery = graphql(`
  query Assets($within: String, $where: AssetFilter, $after: String) {
    assets(within: $within, where: $where, first: 30, after: $after) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        code name nameEn kind value owner operator custodian certificate registeredOn isDemo
        project { id code name nameEn }
        enclave { id code name nameEn }
      }
    }
  }
`);

const ADDRESS = {
  within: parseAsString.withDefault(""),
  unkept: parseAsBoolean.withDefault(false),
  uncertified: parseAsBoolean.withDefault(false),
};

/** The register of assets, with the two gaps it is kept for: nobody named to keep it, and no certificate of title. */
export function AssetsPage() {
  const { projects, words, number, money, nameOf } = useSpeech();
  const w = projects.assets;
  const [{ within, unkept, uncertified }, setAddress] = useQueryStates(ADDRESS, { history: "replace" });
  const [after, setAfter] = useState<string | null>(null);
  const [{ data, fetching, error }] = useQuery({
    query: assetsQuery,
    variables: {
      within: within || null,
      // A box that is not ticked asks for nothing; it does not ask for the opposite.
      where: { withoutCustodian: unkept || null, withoutCertificate: uncertified || null },
      after,
    },
  });
  const page = data?.assets;
  const choose = (change: Parameters<typeof setAddress>[0]) => {
    setAfter(null);
    void setAddress(change);
  };
  return (
    <main className="work-page open-page">
      <OpenLinks />
      <h1>{w.pageTitle}</h1>
      <p className="work-lead">{w.lead}</p>
      <div className="work-filter">
        <label>
          {w.within}
          <input
            key={within}
            defaultValue={within}
            placeholder={w.all}
            onBlur={(event) => choose({ within: event.target.value.trim() || null })}
            onKeyDown={(event) => {
              if (event.key === "Enter") event.currentTarget.blur();
            }}
          />
        </label>
        <Tick label={w.onlyUnkept} value={unkept} onChange={(on) => choose({ unkept: on })} />
        <Tick label={w.onlyUncertified} value={uncertified} onChange={(on) => choose({ uncertified: on })} />
      </div>
      {error ? <Failure error={error} /> : null}
      {fetching && !page ? <p className="page-loading">{words.state.loading}</p> : null}
      {page?.nodes.length === 0 ? <p className="work-empty">{w.empty}</p> : null}
      {page && page.nodes.length > 0 ? (
        <>
          <p className="work-hint" role="status">
            {w.total(number(page.totalCount))}
          </p>
          <WideTable>
            <table>
              <thead>
                <tr>
                  <th scope="col">{w.name}</th>
                  <th scope="col">{w.owner}</th>
                  <th scope="col">{w.operator}</th>
                  <th scope="col">{w.custodian}</th>
                  <th scope="col">{w.certificate}</th>
                  <th scope="col">{w.value}</th>
                  <th scope="col">{w.holder}</th>
                </tr>
              </thead>
              <tbody>
                {page.nodes.map((asset) => {
                  const holder = asset.project
                    ? { kind: "project" as const, ...asset.project }
                    : asset.enclave && { kind: "enclave" as const, ...asset.enclave };
                  return (
                    <tr key={asset.code} data-asset={asset.code}>
                      <th scope="row">
                        {nameOf(asset)}
                        <small>
                          {w.kinds[asset.kind]} · {asset.registeredOn ?? "—"}
                        </small>
                      </th>
                      <td lang="zh-CN">{asset.owner}</td>
                      <td lang="zh-CN">{asset.operator ?? "—"}</td>
                      <td>{asset.custodian ?? <strong className="gap">{w.noCustodian}</strong>}</td>
                      <td>{asset.certificate ?? <strong className="gap">{w.noCertificate}</strong>}</td>
                      <td>{money(asset.value)}</td>
                      <td>
                        {holder ? (
                          <Link href={`/${writeAddress({ r: { kind: holder.kind, code: holder.code } })}`}>
                            {nameOf(holder)}
                          </Link>
                        ) : null}
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
          </WideTable>
          {page.pageInfo.hasNextPage ? (
            <button
              type="button"
              className="button"
              disabled={fetching}
              onClick={() => setAfter(page.pageInfo.endCursor)}
            >
              {w.more}
            </button>
          ) : null}
        </>
      ) : null}
    </main>
  );
}
