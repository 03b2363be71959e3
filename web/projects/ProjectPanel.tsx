import { useQuery } from "urql";
import { graphql } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { Figures } from "../ui/Figures.tsx";
import { Panel, type PanelProps } from "../ui/Panel.tsx";
import { PickList } from "../ui/PickList.tsx";

const projectQuery = graphql(`
  query Project($code: String!) {
    industryProject(code: $code) {
      id
      code
      name
      nameEn
      isDemo
      kind
      status
      statusSince
      statusReason
      investment
      linkedHouseholds
      county { id code name nameEn }
      commodity { code name nameEn unit prices { period price } }
      links { households mechanism village { id code name nameEn } }
    }
  }
`);

export function ProjectPanel({ code, onClose, onPick }: PanelProps) {
  const { words, number, money, nameOf } = useSpeech();
  const [{ data, fetching, error }, refetch] = useQuery({ query: projectQuery, variables: { code } });
  const project = data?.industryProject ?? undefined;
  const w = words.project;
  const price = project?.commodity?.prices.at(-1);
  return (
    <Panel
      kind={w.kind}
      title={project && nameOf(project)}
      place={project && nameOf(project.county)}
      code={code}
      isDemo={project?.isDemo}
      fetching={fetching}
      error={error}
      onRetry={() => refetch({ requestPolicy: "network-only" })}
      onClose={onClose}
    >
      {project ? (
        <>
          <section className="hero-figures">
            <div>
              <b>{number(project.linkedHouseholds)}</b>
              <span>{w.linked}</span>
            </div>
            <div>
              <b className="hero-word">{w.statuses[project.status]}</b>
              <span>
                {w.status}
                {project.statusSince ? <small>{w.since(project.statusSince)}</small> : null}
              </span>
            </div>
          </section>
          <section>
            <h3>{words.panel.facts}</h3>
            <Figures
              rows={[
                [w.type, w.kinds[project.kind]],
                project.statusReason && [w.reason, project.statusReason],
                [w.investment, money(project.investment)],
                project.commodity && [w.commodity, nameOf(project.commodity)],
                project.commodity &&
                  price && [
                    w.prices(project.commodity.unit),
                    `${number(Number(price.price) / 100, 2)}（${price.period}）`,
                  ],
                [
                  words.panel.home,
                  <button
                    key="county"
                    type="button"
                    className="link"
                    onClick={() => onPick(`region:${project.county.code}`)}
                  >
                    {nameOf(project.county)}
                  </button>,
                ],
              ]}
            />
          </section>
          {project.links.length ? (
            <section>
              <h3>{w.links}</h3>
              <PickList
                onPick={onPick}
                rows={project.links.map((tie) => ({
                  pick: `village:${tie.village.code}`,
                  name: nameOf(tie.village),
                  note: w.mechanisms[tie.mechanism],
                  value: `${number(tie.households)} ${w.unit}`,
                }))}
              />
            </section>
          ) : null}
        </>
      ) : null}
    </Panel>
  );
}
