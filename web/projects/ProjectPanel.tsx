import { useQuery } from "urql";
import { Link } from "wouter";
import { useViewer } from "../access/viewer.ts";
import { AssetList } from "../assets/AssetList.tsx";
import { FundsBySource } from "../funds/FundsBySource.tsx";
import { useSpeech } from "../i18n/language.ts";
import { Figures } from "../ui/Figures.tsx";
import { Panel, type PanelProps } from "../ui/Panel.tsx";
import { PickList } from "../ui/PickList.tsx";
import { Books } from "./Books.tsx";
import { ChangeStatus } from "./ChangeStatus.tsx";
import { projectQuery } from "./document.ts";
import { LifeLine } from "./LifeLine.tsx";
import { Mechanisms } from "./Mechanisms.tsx";

export function ProjectPanel({ code, onClose, onPick }: PanelProps) {
  const { words, projects, number, money, nameOf } = useSpeech();
  const viewer = useViewer();
  const [{ data, fetching, error }] = useQuery({ query: projectQuery, variables: { code } });
  const project = data?.industryProject ?? undefined;
  const w = words.project;
  const product = project?.commodity;
  return (
    <Panel
      kind={w.kind}
      title={project && nameOf(project)}
      place={project && nameOf(project.county)}
      code={code}
      isDemo={project?.isDemo}
      fetching={fetching}
      error={error}
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
          <LifeLine changes={project.statusChanges} />
          {viewer?.permissions.includes("project.write") ? (
            <ChangeStatus key={project.code} project={project} />
          ) : null}
          <section>
            <h3>{words.panel.facts}</h3>
            <Figures
              rows={[
                [w.type, w.kinds[project.kind]],
                project.statusReason && [
                  w.reason,
                  <span key="reason" lang="zh-CN">
                    {project.statusReason}
                  </span>,
                ],
                [w.investment, money(project.investment)],
                product && [
                  w.commodity,
                  <Link key="product" href={`/prices?product=${product.code}&within=${project.county.code}`}>
                    {nameOf(product)}
                  </Link>,
                ],
                product?.alarm && [
                  w.prices(product.unit),
                  `${number(Number(product.alarm.price) / 100, 2)}（${product.alarm.period}） ${projects.prices.signs[product.alarm.level]} ${projects.prices.levels[product.alarm.level]}`,
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
          <FundsBySource rows={project.fundsBySource} />
          <Books project={project} />
          {project.links.length ? (
            <section>
              <h3>{w.links}</h3>
              <Mechanisms links={project.links} />
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
          <AssetList assets={project.assets} />
        </>
      ) : null}
    </Panel>
  );
}
