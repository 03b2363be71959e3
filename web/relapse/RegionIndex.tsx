import { useQuery } from "urql";
import { graphql, type ResultOf } from "../api.ts";
import { WhyNoScore } from "../explain/WhyNoScore.tsx";
import { WhyThisScore } from "../explain/WhyThisScore.tsx";
import { useSpeech } from "../i18n/language.ts";
import { Contributions } from "../risk/Contributions.tsx";
import { indexLines } from "../risk/levels.ts";
import { Trend } from "../risk/Trend.tsx";
import { Failure } from "../ui/Failure.tsx";
import { Figures } from "../ui/Figures.tsx";
import { PickList } from "../ui/PickList.tsx";
import { clusterCode } from "./clusterCode.ts";
import { IndexSummary } from "./IndexSummary.tsx";
import { LargeScale } from "./LargeScale.tsx";
import { Silence } from "./Silence.tsx";

const indexQuery = graphql(`
  query RegionIndex($code: String!, $period: String!) {
    region(code: $code) {
      id
      index(period: $period) {
        valueShown
        status
        level
        levelFromScore
        previousLevel
        coverage
        imputed
        contributions { key label valueShown weight imputed }
        triggers
        largeScale {
          largeScale
          magnitude { holds probability }
          breadth { holds orangeOrRedHouseholdShare clusterHouseholdShare }
          commonCause { holds cause share }
        }
        silence { states zeroNewProbability zeroChangeProbability improbableZeroNew implausibleZeroChange }
        rank
        rankInterval
        ranked
        period
        methodVersion
        publication { id version computedAt dataCutOff }
      }
      indexSeries { period valueShown }
    }
    clusters(within: $code, period: $period) { rank relativeRisk observed }
  }
`);

type Region = NonNullable<ResultOf<typeof indexQuery>["region"]>;
type Clusters = ResultOf<typeof indexQuery>["clusters"];

interface Props {
  readonly code: string;
  readonly kind: string;
  readonly period: string | null;
  readonly onPick: (picked: string) => void;
}

/** The large-scale relapse index of a county or contiguous area; other regions have none. */
export function RegionIndex(props: Props) {
  const { words } = useSpeech();
  const has = props.kind === "COUNTY" || props.kind === "AREA";
  return (
    <section className="region-index" aria-label={words.index.title}>
      <h3>{words.index.title}</h3>
      {!has ? (
        <p className="detail-missing">{words.index.onlyFor}</p>
      ) : props.period === null ? (
        <p className="detail-missing">{words.index.absent}</p>
      ) : (
        <PublishedIndex {...props} period={props.period} />
      )}
    </section>
  );
}

function PublishedIndex({ code, period, onPick }: Props & { readonly period: string }) {
  const { words } = useSpeech();
  const [{ data, fetching, error }] = useQuery({ query: indexQuery, variables: { code, period } });
  if (error && !data) return <Failure error={error} />;
  if (data?.region?.index) {
    return (
      <Index region={data.region} index={data.region.index} clusters={data.clusters} {...{ code, onPick }} />
    );
  }
  return fetching ? (
    <div className="skeleton" role="status" aria-label={words.state.loading} />
  ) : (
    <p className="detail-missing">{words.index.absent}</p>
  );
}

interface IndexProps {
  readonly code: string;
  readonly region: Region;
  readonly index: NonNullable<Region["index"]>;
  readonly clusters: Clusters;
  readonly onPick: (picked: string) => void;
}

function Index({ code, region, index, clusters, onPick }: IndexProps) {
  const { words, number, percent, dateTime } = useSpeech();
  const w = words.index;
  return (
    <>
      <IndexSummary index={index} />
      {index.valueShown !== null ? (
        <>
          <Contributions
            title={w.parts}
            contributions={index.contributions}
            total={index.valueShown}
            imputedNote={w.imputedNote}
          />
          {index.imputed.includes("OUTCOME_SILENCE_FLOOR") ? <p className="quiet">{w.silenceFloor}</p> : null}
          <WhyThisScore code={code} period={index.period} note={words.why.regionNote} />
        </>
      ) : (
        <WhyNoScore code={code} period={index.period} />
      )}
      <LargeScale
        tests={index.largeScale}
        causeName={(key) => index.contributions.find((part) => part.key === key)?.label ?? key}
      />
      {index.silence ? <Silence silence={index.silence} /> : null}
      <Trend
        series={region.indexSeries.map((one) => ({ period: one.period, scoreShown: one.valueShown }))}
        period={index.period}
        lines={indexLines}
        named={{ title: w.trend(region.indexSeries.length), label: w.trendLabel }}
      />
      {clusters.length ? (
        <section>
          <h4>{w.clusters}</h4>
          <PickList
            onPick={onPick}
            rows={clusters.map((cluster) => ({
              pick: `cluster:${clusterCode(code, cluster.rank)}`,
              name: words.cluster.title(cluster.rank),
              note: `${words.cluster.observed} ${number(cluster.observed)}`,
              value: `${words.cluster.relativeRisk} ${number(cluster.relativeRisk, 1)}`,
            }))}
          />
          <p className="quiet">{words.cluster.hint}</p>
        </section>
      ) : null}
      <section>
        <h4>{w.provenance}</h4>
        <Figures
          rows={[
            [words.panel.coverage, percent(index.coverage)],
            [w.quarter, index.period],
            [w.version, w.versionOf(number(index.publication.version))],
            [words.panel.computedAt, dateTime(index.publication.computedAt)],
            [words.panel.cutOff, dateTime(index.publication.dataCutOff)],
            [words.panel.method, index.methodVersion],
          ]}
        />
      </section>
    </>
  );
}
