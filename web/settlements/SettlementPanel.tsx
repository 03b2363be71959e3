import { useQuery } from "urql";
import { graphql } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { Checklist } from "../resettlement/Checklist.tsx";
import { Occupancy } from "../resettlement/Occupancy.tsx";
import { Reach } from "../resettlement/Reach.tsx";
import { Figures } from "../ui/Figures.tsx";
import { Panel, type PanelProps } from "../ui/Panel.tsx";
import { PickList } from "../ui/PickList.tsx";

const settlementQuery = graphql(`
  query Settlement($code: String!) {
    settlement(code: $code) {
      id
      code
      name
      nameEn
      isDemo
      county { id code name nameEn }
      size
      residents
      households
      householdsWithLabour
      zeroEmploymentHouseholds
      labourForce
      employed
      employmentRate
      hasSchool
      hasClinic
      hasCommunityCentre
      integrationItemsOpen
      integrationItemsTotal
      openedOn
      origins { households people village { id code name nameEn } }
      projectsWithin(km: 20) { id code name nameEn kind status distanceM }
      items { id item kind label state since dueOn isOverdue note rowVersion }
      surveys { quarter surveyedOn revision dwellings occupied vacant vacancyRate vacantSince returnedHouseholds }
      followUpProjects { households jobs project { id code name nameEn } }
      nearestServices { kind code name nameEn distanceM }
    }
  }
`);

export function SettlementPanel({ code, onClose, onPick }: PanelProps) {
  const { words, events, number, percent, distance, nameOf } = useSpeech();
  const [{ data, fetching, error }] = useQuery({ query: settlementQuery, variables: { code } });
  const settlement = data?.settlement ?? undefined;
  const w = words.settlement;
  const has = (service: string, there: boolean) => `${service}：${there ? w.has : w.lacks}`;
  return (
    <Panel
      kind={w.kind}
      title={settlement && nameOf(settlement)}
      place={settlement && nameOf(settlement.county)}
      code={code}
      isDemo={settlement?.isDemo}
      fetching={fetching}
      error={error}
      onClose={onClose}
    >
      {settlement ? (
        <>
          <section className="hero-figures">
            <div>
              <b>{number(settlement.zeroEmploymentHouseholds)}</b>
              <span>
                {w.zeroEmployment}
                <small>{w.zeroEmploymentNote(number(settlement.householdsWithLabour))}</small>
              </span>
            </div>
            <div>
              <b>{percent(settlement.employmentRate)}</b>
              <span>
                {w.employment}
                <small>{w.employed(number(settlement.employed), number(settlement.labourForce))}</small>
              </span>
            </div>
          </section>
          <section>
            <h3>{words.panel.facts}</h3>
            <Figures
              rows={[
                [w.size, w.sizes[settlement.size]],
                [w.residents, number(settlement.residents)],
                [w.households, number(settlement.households)],
                [
                  w.services,
                  <span key="services" className="lines">
                    <span>{has(w.school, settlement.hasSchool)}</span>
                    <span>{has(w.clinic, settlement.hasClinic)}</span>
                    <span>{has(w.centre, settlement.hasCommunityCentre)}</span>
                  </span>,
                ],
                [w.integration, w.items(settlement.integrationItemsOpen, settlement.integrationItemsTotal)],
                settlement.openedOn && [w.opened, settlement.openedOn],
                [
                  words.panel.home,
                  <button
                    key="county"
                    type="button"
                    className="link"
                    onClick={() => onPick(`region:${settlement.county.code}`)}
                  >
                    {nameOf(settlement.county)}
                  </button>,
                ],
              ]}
            />
          </section>
          <Checklist settlement={settlement.code} items={settlement.items} />
          <Occupancy settlement={settlement.code} surveys={settlement.surveys} />
          <section>
            <h3>{events.followUp.title}</h3>
            {settlement.followUpProjects.length === 0 ? (
              <p className="quiet">{events.followUp.none}</p>
            ) : (
              <PickList
                onPick={onPick}
                rows={settlement.followUpProjects.map(({ project, jobs, households }) => ({
                  pick: `project:${project.code}`,
                  name: nameOf(project),
                  value: events.followUp.jobs(number(jobs), number(households)),
                }))}
              />
            )}
          </section>
          <Reach services={settlement.nearestServices} />
          {settlement.origins.length ? (
            <section>
              <h3>{w.origins}</h3>
              <PickList
                onPick={onPick}
                rows={settlement.origins.map((origin) => ({
                  pick: `village:${origin.village.code}`,
                  name: nameOf(origin.village),
                  value: `${number(origin.households)} ${w.unit} · ${number(origin.people)} ${w.people}`,
                }))}
              />
            </section>
          ) : null}
          <section>
            <h3>{words.panel.near}</h3>
            <PickList
              title={words.panel.nearProjects(settlement.projectsWithin.length)}
              onPick={onPick}
              rows={settlement.projectsWithin.map((project) => ({
                pick: `project:${project.code}`,
                name: nameOf(project),
                note: `${words.project.kinds[project.kind]} · ${words.project.statuses[project.status]}`,
                value: distance(project.distanceM),
              }))}
            />
          </section>
        </>
      ) : null}
    </Panel>
  );
}
