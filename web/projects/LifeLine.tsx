import type { ResultOf } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import type { projectQuery } from "./document.ts";
import "./projects.css";

type Project = NonNullable<ResultOf<typeof projectQuery>["industryProject"]>;

/** What became of a project, step by step; the status it has now stands last. */
export function LifeLine({ changes }: { readonly changes: Project["statusChanges"] }) {
  const { projects, words } = useSpeech();
  return (
    <section>
      <h3>{projects.lifecycle}</h3>
      <ol className="life-line">
        {changes.map((change, index) => (
          <li
            key={change.id}
            data-status={change.to}
            aria-current={index === changes.length - 1 ? "step" : undefined}
          >
            <b>{words.project.statuses[change.to]}</b>
            <span className="quiet">{change.day ?? projects.noDay}</span>
            {change.reason ? <small lang="zh-CN">{change.reason}</small> : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
