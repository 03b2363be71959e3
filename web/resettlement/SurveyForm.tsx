import { type FormEvent, useState } from "react";
import { graphql } from "../api.ts";
import { today } from "../field/values.ts";
import { useSpeech } from "../i18n/language.ts";
import { RefusalNote, useDeed } from "../work/deed.tsx";
import "../work/work.css";
import "./resettlement.css";

const RECORD = graphql(`
  mutation RecordSettlementSurvey($survey: SettlementSurveyInput!) {
    deed: recordSettlementSurvey(survey: $survey) {
      __typename
      ... on SettlementSurvey {
        quarter
        settlement {
          id
          surveys { quarter surveyedOn revision dwellings occupied vacant vacancyRate vacantSince returnedHouseholds }
        }
      }
      ... on Refused { message guards }
    }
  }
`);

export interface Survey {
  readonly quarter: string;
  readonly surveyedOn: string;
  readonly revision: number;
  readonly dwellings: number;
  readonly occupied: number;
  readonly vacant: number;
  readonly vacancyRate: number;
  readonly vacantSince: string | null;
  readonly returnedHouseholds: number;
}

interface Props {
  readonly settlement: string;
  readonly surveys: readonly Survey[];
  readonly onDone: () => void;
}

/** The quarter a day lies in, as the API writes it. */
const quarterOf = (day: string) => `${day.slice(0, 4)}Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;

/** A survey of the quarter of its day; what that quarter says already comes along to be corrected. */
export function SurveyForm({ settlement, surveys, onDone }: Props) {
  const { events } = useSpeech();
  const w = events.occupancy;
  const last = surveys.at(-1);
  const [surveyedOn, setSurveyedOn] = useState(today());
  const [dwellings, setDwellings] = useState(String(last?.dwellings ?? ""));
  const [occupied, setOccupied] = useState("");
  const [vacantSince, setVacantSince] = useState(last?.vacantSince ?? "");
  const [returned, setReturned] = useState("");
  const { busy, refusal, run } = useDeed(RECORD, onDone);
  const quarter = quarterOf(surveyedOn);
  const own = surveys.find((survey) => survey.quarter === quarter);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run({
      survey: {
        settlement,
        quarter,
        surveyedOn,
        dwellings: Number(dwellings),
        occupied: Number(occupied),
        vacantSince: vacantSince === "" ? null : vacantSince,
        returnedHouseholds: Number(returned),
        revision: own?.revision ?? 0,
      },
    });
  };
  const counts = [
    { label: w.dwellings, value: dwellings, set: setDwellings, min: 1 },
    { label: w.occupied, value: occupied, set: setOccupied, min: 0 },
    { label: w.returned, value: returned, set: setReturned, min: 0 },
  ];
  return (
    <form className="item-form" onSubmit={submit}>
      <label>
        {w.surveyedOn}
        <input
          type="date"
          value={surveyedOn}
          max={today()}
          onChange={(event) => setSurveyedOn(event.target.value)}
          required
        />
      </label>
      <p className="quiet">{own ? w.corrects(quarter, own.surveyedOn) : w.isOf(quarter)}</p>
      {counts.map(({ label, value, set, min }) => (
        <label key={label}>
          {label}
          <input
            type="number"
            min={min}
            step={1}
            value={value}
            onChange={(event) => set(event.target.value)}
            required
          />
        </label>
      ))}
      <label>
        {w.sinceWhen}
        <input type="date" value={vacantSince} onChange={(event) => setVacantSince(event.target.value)} />
      </label>
      <button type="submit" className="button primary" disabled={busy}>
        {busy ? w.saving : w.save}
      </button>
      <RefusalNote refusal={refusal} />
    </form>
  );
}
