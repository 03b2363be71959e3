import { useState } from "react";
import { useViewer } from "../access/viewer.ts";
import { useSpeech } from "../i18n/language.ts";
import { Figures } from "../ui/Figures.tsx";
import { type Survey, SurveyForm } from "./SurveyForm.tsx";

interface Props {
  readonly settlement: string;
  readonly surveys: readonly Survey[];
}

/** Empty dwellings and households gone back, the latest survey first and all quarters on request. */
export function Occupancy({ settlement, surveys }: Props) {
  const { events, number, share } = useSpeech();
  const w = events.occupancy;
  const viewer = useViewer();
  const [isRecording, setRecording] = useState(false);
  const latest = surveys.at(-1);
  const recording = viewer?.permissions.includes("settlement.write") ? (
    <>
      <button
        type="button"
        className="link"
        aria-expanded={isRecording}
        onClick={() => setRecording(!isRecording)}
      >
        {isRecording ? w.cancel : w.record}
      </button>
      {isRecording ? (
        <SurveyForm settlement={settlement} surveys={surveys} onDone={() => setRecording(false)} />
      ) : null}
    </>
  ) : null;
  if (!latest)
    return (
      <section>
        <h3>{w.title}</h3>
        <p className="quiet">{w.none}</p>
        {recording}
      </section>
    );
  return (
    <section>
      <h3>{w.title}</h3>
      <Figures
        rows={[
          [
            w.vacancy,
            <span key="vacancy" className="lines">
              <span>{share(latest.vacancyRate, 1)}</span>
              <span>{w.vacant(number(latest.vacant), number(latest.dwellings))}</span>
              {latest.vacantSince ? <span>{w.vacantSince(latest.vacantSince)}</span> : null}
            </span>,
          ],
          [w.returned, number(latest.returnedHouseholds)],
          [w.surveyedOn, latest.surveyedOn],
        ]}
      />
      <details className="quiet">
        <summary>{w.series}</summary>
        <table className="small-table">
          <thead>
            <tr>
              <th scope="col">{w.quarter}</th>
              <th scope="col">{w.vacancy}</th>
              <th scope="col">{w.returned}</th>
            </tr>
          </thead>
          <tbody>
            {surveys.map((survey) => (
              <tr key={survey.quarter}>
                <th scope="row">{survey.quarter}</th>
                <td>{share(survey.vacancyRate, 1)}</td>
                <td>{number(survey.returnedHouseholds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      {recording}
    </section>
  );
}
