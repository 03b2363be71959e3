import { Info } from "lucide-react";
import { useQuery } from "urql";
import { graphql } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { Level } from "../risk/Level.tsx";
import { Figures } from "../ui/Figures.tsx";
import { Panel, type PanelProps } from "../ui/Panel.tsx";
import { PickList } from "../ui/PickList.tsx";
import { rankOfCluster, regionOfCluster } from "./clusterCode.ts";

const clusterQuery = graphql(`
  query Cluster($region: String!, $period: String!) {
    region(code: $region) { id code name nameEn isDemo }
    clusters(within: $region, period: $period) {
      rank
      p
      relativeRisk
      observed
      expected
      households
      radiusM
      period
      villages { id code name nameEn township { id name nameEn } risk(period: $period) { scoreShown level } }
    }
  }
`);

const VILLAGES_SHOWN = 20;

/** One cluster of the spatial scan: its figures, and that it is a hint. */
export function ClusterPanel({ code, period, onClose, onPick }: PanelProps) {
  const { words, number, distance, nameOf } = useSpeech();
  const [{ data, fetching, error }] = useQuery({
    query: clusterQuery,
    variables: { region: regionOfCluster(code), period: period ?? "" },
    pause: period === null,
  });
  const region = data?.region;
  const cluster = data?.clusters.find((one) => one.rank === rankOfCluster(code));
  const w = words.cluster;
  return (
    <Panel
      kind={w.kind}
      title={region && cluster ? `${nameOf(region)} · ${w.title(cluster.rank)}` : undefined}
      code={code}
      isDemo={region?.isDemo}
      fetching={fetching}
      error={error}
      onClose={onClose}
    >
      {region && cluster ? (
        <>
          <p className="hint">
            <Info size={16} aria-hidden="true" />
            {w.hint}
          </p>
          <section className="hero-figures">
            <div>
              <b>{number(cluster.relativeRisk, 1)}</b>
              <span>
                {w.relativeRisk}
                <small>{w.relativeRiskNote}</small>
              </span>
            </div>
            <div>
              <b>{number(cluster.rank)}</b>
              <span>
                {w.rank}
                <small>{w.rankNote}</small>
              </span>
            </div>
          </section>
          <section>
            <h3>{words.panel.facts}</h3>
            <Figures
              rows={[
                [w.observed, number(cluster.observed)],
                [w.expected, number(cluster.expected, 1)],
                [w.ratio, number(cluster.observed / cluster.expected, 2)],
                [w.p, number(cluster.p, 3)],
                [w.households, number(cluster.households)],
                [w.radius, distance(cluster.radiusM)],
                [
                  w.region,
                  <button
                    key="region"
                    type="button"
                    className="link"
                    onClick={() => onPick(`region:${region.code}`)}
                  >
                    {nameOf(region)}
                  </button>,
                ],
                [w.quarter, cluster.period],
              ]}
            />
          </section>
          <section>
            <h3>{w.villages(number(cluster.villages.length))}</h3>
            <PickList
              onPick={onPick}
              firstRows={VILLAGES_SHOWN}
              rows={[...cluster.villages]
                .sort((one, other) => (other.risk?.scoreShown ?? -1) - (one.risk?.scoreShown ?? -1))
                .map((village) => ({
                  pick: `village:${village.code}`,
                  name: nameOf(village),
                  note: nameOf(village.township),
                  value: (
                    <>
                      <Level level={village.risk?.level} /> {number(village.risk?.scoreShown, 1)}
                    </>
                  ),
                }))}
            />
          </section>
        </>
      ) : null}
    </Panel>
  );
}
