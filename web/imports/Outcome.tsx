import { useEffect, useRef } from "react";
import { useSpeech } from "../i18n/language.ts";
import { Figures } from "../ui/Figures.tsx";
import { WideTable } from "../work/WideTable.tsx";
import type { Job, Report } from "./documents.ts";

/**
 * How the last try or import ended: counts, problems by row and column, warnings, files to take along. Whoever waited for
 * it is taken there; who opens an old one reads from the top.
 */
export function Outcome({ job, takesFocus }: { readonly job: Job; readonly takesFocus: boolean }) {
  const { imports: w, number } = useSpeech();
  const { state, report, refusal } = job;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  const title = state in w.outcome ? w.outcome[state as keyof typeof w.outcome] : null;
  if (title === null) return null;
  const wrote =
    state === "DONE" && (report?.counts ?? []).some(({ key, count }) => key !== "unchanged" && count > 0);
  return (
    <section aria-labelledby="import-result" data-outcome={state}>
      <h2 id="import-result" ref={heading} tabIndex={-1}>
        {w.result(title)}
      </h2>
      {refusal ? (
        <p role="alert" className="work-message">
          {refusal.message}
        </p>
      ) : null}
      {report ? <Counts job={job} report={report} /> : null}
      {report && report.problems.length > 0 ? (
        <>
          <h3>{w.problems(number(report.problems.length), number(report.problemCount))}</h3>
          <Problems problems={report.problems} />
        </>
      ) : null}
      {report && report.warnings.length > 0 ? (
        <details className="work-fold" open={report.warnings.length <= 10}>
          <summary>{w.warnings(number(report.warnings.length))}</summary>
          <Problems problems={report.warnings} />
        </details>
      ) : null}
      {report ? (
        <p className="work-buttons">
          {job.hasErrorFile ? (
            <a className="button" href={`/imports/files/${job.id}/errors`} download>
              {w.errorFile}
            </a>
          ) : null}
          <a className="button" href={`/imports/files/${job.id}/report.json`} download>
            {w.report}
          </a>
        </p>
      ) : null}
      {wrote ? <p className="import-publish">{w.publish}</p> : null}
    </section>
  );
}

function Counts({ job, report }: { readonly job: Job; readonly report: Report }) {
  const { imports: w, number } = useSpeech();
  const { counts, badRows, problemCount, rows } = report;
  return (
    <>
      {counts === null ? <p>{w.checkedBad(number(badRows), number(problemCount))}</p> : null}
      {counts && badRows > 0 ? <p>{w.goodRows(number(badRows))}</p> : null}
      {counts && badRows === 0 && job.state === "CHECKED" ? <p>{w.checkedClean(number(rows))}</p> : null}
      {counts ? (
        <Figures rows={counts.map(({ key, count }) => [w.counts[key] ?? key, number(count)] as const)} />
      ) : null}
    </>
  );
}

function Problems({ problems }: { readonly problems: Report["problems"] }) {
  const { imports: w } = useSpeech();
  return (
    <WideTable>
      <table className="import-problems">
        <thead>
          <tr>
            <th scope="col">{w.row}</th>
            <th scope="col">{w.column}</th>
            <th scope="col">{w.value}</th>
            <th scope="col">{w.sentence}</th>
          </tr>
        </thead>
        <tbody>
          {problems.map(({ row, column, code, value, message }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one cell may have the same problem twice
            <tr key={index} data-problem={code}>
              <td>{row}</td>
              <td>{column}</td>
              <td>{value}</td>
              <td className="sentence">{message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}
