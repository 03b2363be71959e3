import { useQuery } from "urql";
import { graphql } from "../api.ts";
import { WhyNoScore } from "../explain/WhyNoScore.tsx";
import { WhyThisScore } from "../explain/WhyThisScore.tsx";
import { useSpeech } from "../i18n/language.ts";
import { Reach } from "../resettlement/Reach.tsx";
import { Contributions } from "../risk/Contributions.tsx";
import { Provenance } from "../risk/Provenance.tsx";
import { RiskSummary } from "../risk/RiskSummary.tsx";
import { Trend } from "../risk/Trend.tsx";
import { Figures } from "../ui/Figures.tsx";
import { Panel, type PanelProps } from "../ui/Panel.tsx";
import { Nearby } from "./Nearby.tsx";

const villageQuery = graphql(`
  query Village($code: String!, $period: String) {
    village(code: $code) {
      id
      code
      name
      nameEn
      isDemo
      township { id code name nameEn }
      county { id code name nameEn }
      households
      population
      labourForce
      migrantWorkers
      poorVillage
      leftPovertyOn
      perCapitaIncome
      collectiveIncome
      risk(period: $period) {
        scoreShown
        level
        status
        interval90
        coverage
        period
        methodVersion
        contributions { key label valueShown weight imputed }
        provenance { computedAt dataCutOff sources { key name } }
      }
      riskSeries { period scoreShown }
      constraints { kind share }
      nearestServices { kind code name nameEn distanceM }
      projectsWithin(km: 20) { id code name nameEn status kind distanceM }
      settlementsWithin(km: 20) { id code name nameEn size distanceM }
      enclaves(first: 5) { nodes { id code name nameEn } }
      enclaveStatement { enclaves principal promised paid gap households }
      needsEnclave { needs }
    }
  }
`);

export function VillagePanel({ code, period, onClose, onPick }: PanelProps) {
  const { words, enclave, number, money, percent, nameOf } = useSpeech();
  const [{ data, fetching, error }] = useQuery({ query: villageQuery, variables: { code, period } });
  const village = data?.village ?? undefined;
  const risk = village?.risk;
  const w = words.village;
  return (
    <Panel
      kind={w.kind}
      title={village && nameOf(village)}
      place={village && `${nameOf(village.county)} ${nameOf(village.township)}`}
      code={code}
      isDemo={village?.isDemo}
      fetching={fetching}
      error={error}
      onClose={onClose}
    >
      {risk ? <RiskSummary risk={risk} /> : null}
      {risk && risk.scoreShown !== null ? (
        <>
          <Contributions
            contributions={risk.contributions}
            total={risk.scoreShown}
            imputedNote={words.panel.imputedNote}
          />
          <WhyThisScore code={code} period={risk.period} note={words.why.note} />
        </>
      ) : null}
      {risk?.status === "INSUFFICIENT" ? <WhyNoScore code={code} period={risk.period} /> : null}
      {village ? (
        <>
          <Trend series={village.riskSeries} period={risk?.period ?? ""} />
          <section>
            <h3>{words.panel.facts}</h3>
            <Figures
              rows={[
                [w.households, number(village.households)],
                [w.population, number(village.population)],
                [w.labour, number(village.labourForce)],
                [w.migrants, number(village.migrantWorkers)],
                [w.income, money(village.perCapitaIncome)],
                [w.collective, money(village.collectiveIncome)],
                village.poorVillage !== null && [
                  w.poor,
                  village.poorVillage
                    ? village.leftPovertyOn
                      ? w.leftOn(village.leftPovertyOn)
                      : w.yes
                    : w.no,
                ],
                ...village.constraints.map(
                  (zone) => [words.constraint[zone.kind], percent(zone.share)] as const,
                ),
                village.needsEnclave.needs && [enclave.statement.need, enclave.statement.needed],
                ...(village.enclaveStatement.enclaves > 0
                  ? ([
                      [enclave.statement.principal, money(village.enclaveStatement.principal)],
                      [
                        enclave.statement.dividends,
                        enclave.statement.paidOf(
                          money(village.enclaveStatement.paid),
                          money(village.enclaveStatement.promised),
                        ),
                      ],
                      [enclave.statement.gap, money(village.enclaveStatement.gap)],
                    ] as const)
                  : []),
                [
                  w.county,
                  <button
                    key="county"
                    type="button"
                    className="link"
                    onClick={() => onPick(`region:${village.county.code}`)}
                  >
                    {nameOf(village.county)}
                  </button>,
                ],
              ]}
            />
          </section>
          <Reach services={village.nearestServices} />
          <Nearby
            projects={village.projectsWithin}
            settlements={village.settlementsWithin}
            enclaves={village.enclaves.nodes}
            onPick={onPick}
          />
        </>
      ) : null}
      {risk ? <Provenance risk={risk} /> : null}
    </Panel>
  );
}
