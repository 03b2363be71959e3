import { useQuery } from "urql";
import { graphql } from "../api.ts";
import { RegionFunds } from "../funds/RegionFunds.tsx";
import { useSpeech } from "../i18n/language.ts";
import { RegionQuality } from "../quality/RegionQuality.tsx";
import { MeasuresByCause } from "../relapse/MeasuresByCause.tsx";
import { RegionIndex } from "../relapse/RegionIndex.tsx";
import { Contributions } from "../risk/Contributions.tsx";
import { Level } from "../risk/Level.tsx";
import { isLevel } from "../risk/levels.ts";
import { Provenance } from "../risk/Provenance.tsx";
import { RiskSummary } from "../risk/RiskSummary.tsx";
import { Trend } from "../risk/Trend.tsx";
import { Figures } from "../ui/Figures.tsx";
import { Panel, type PanelProps } from "../ui/Panel.tsx";
import { PickList } from "../ui/PickList.tsx";
import { RegionUrgency } from "../urgency/RegionUrgency.tsx";
import { Documents } from "./Documents.tsx";

const regionQuery = graphql(`
  query Region($code: String!, $period: String) {
    region(code: $code) {
      id
      code
      kind
      name
      nameEn
      isDemo
      leadMinistry
      parent { id code name nameEn }
      areas { id code name nameEn }
      members { id code name nameEn }
      risk(period: $period) {
        scoreShown
        level
        status
        coverage
        villages
        households
        period
        methodVersion
        contributions { key label valueShown weight imputed }
        levels { level villages }
        provenance { computedAt dataCutOff sources { key name } }
      }
      riskSeries { period scoreShown }
      villages(first: 8, orderBy: RISK_DESC) {
        nodes { id code name nameEn risk(period: $period) { scoreShown level } }
      }
    }
  }
`);

export function RegionPanel({ code, period, onClose, onPick }: PanelProps) {
  const { words, number, nameOf } = useSpeech();
  const [{ data, fetching, error }] = useQuery({ query: regionQuery, variables: { code, period } });
  const region = data?.region ?? undefined;
  const risk = region?.risk;
  const w = words.region;
  const most = Math.max(1, ...(risk?.levels ?? []).map((count) => count.villages));
  const link = (to: { code: string; name: string; nameEn: string | null }) => (
    <button key={to.code} type="button" className="link" onClick={() => onPick(`region:${to.code}`)}>
      {nameOf(to)}
    </button>
  );
  return (
    <Panel
      kind={region ? w.kinds[region.kind] : ""}
      title={region && nameOf(region)}
      place={region?.parent ? nameOf(region.parent) : undefined}
      code={code}
      isDemo={region?.isDemo}
      fetching={fetching}
      error={error}
      onClose={onClose}
    >
      {region ? <RegionIndex code={region.code} kind={region.kind} period={period} onPick={onPick} /> : null}
      {risk ? (
        <section>
          <h3>{w.scoreTitle}</h3>
          <RiskSummary risk={risk} />
          <p className="quiet">{w.scoreNote}</p>
        </section>
      ) : region ? (
        <p className="detail-missing">{w.noVillages}</p>
      ) : null}
      {region ? <RegionUrgency code={region.code} /> : null}
      {risk && risk.scoreShown !== null && risk.contributions.length ? (
        <Contributions
          contributions={risk.contributions}
          total={risk.scoreShown}
          imputedNote={words.panel.imputedRegionNote}
        />
      ) : null}
      {region ? <Trend series={region.riskSeries} period={risk?.period ?? ""} /> : null}
      {region && risk && region.kind !== "TOWNSHIP" ? (
        <>
          <MeasuresByCause code={region.code} month={risk.period} />
          <RegionQuality code={region.code} month={risk.period} onPick={onPick} />
        </>
      ) : null}
      {risk ? (
        <section>
          <h3>{w.villagesByLevel}</h3>
          <ul className="level-counts">
            {risk.levels.map((count) => (
              <li key={count.level ?? "absent"} data-level={isLevel(count.level) ? count.level : "absent"}>
                <Level level={count.level} />
                <span className="level-bar" aria-hidden="true">
                  <span style={{ width: `${(100 * count.villages) / most}%` }} />
                </span>
                <b>{number(count.villages)}</b>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {region?.villages.nodes.length ? (
        <section>
          <h3>{w.riskiest}</h3>
          <PickList
            onPick={onPick}
            rows={region.villages.nodes.map((village) => ({
              pick: `village:${village.code}`,
              name: nameOf(village),
              value: (
                <>
                  <Level level={village.risk?.level} /> {number(village.risk?.scoreShown, 1)}
                </>
              ),
            }))}
          />
        </section>
      ) : null}
      {region ? (
        <section>
          <h3>{words.panel.facts}</h3>
          <Figures
            rows={[
              risk && [w.villages, number(risk.villages)],
              risk && [w.households, number(risk.households)],
              region.parent && [w.parent, link(region.parent)],
              region.areas.length > 0 && [w.areas, region.areas.map(link)],
              region.leadMinistry && [w.lead, region.leadMinistry],
            ]}
          />
          {region.members.length ? (
            <PickList
              title={`${w.members} ${region.members.length}`}
              onPick={onPick}
              rows={region.members.map((county) => ({ pick: `region:${county.code}`, name: nameOf(county) }))}
            />
          ) : null}
        </section>
      ) : null}
      {region && region.kind !== "TOWNSHIP" ? <RegionFunds code={region.code} /> : null}
      {risk && region ? <Documents code={region.code} name={nameOf(region)} month={risk.period} /> : null}
      {risk ? <Provenance risk={risk} /> : null}
    </Panel>
  );
}
