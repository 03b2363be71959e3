import { type FormEvent, useState } from "react";
import { useMutation } from "urql";
import { graphql, type ResultOf, type VariablesOf } from "../api.ts";
import { useSpeech } from "../i18n/language.ts";
import { RefusalNote, useNewId } from "../work/deed.tsx";
import { Choice } from "../work/fields.tsx";
import { WideTable } from "../work/WideTable.tsx";

const LOAD = graphql(`
  mutation LoadScreeningBatch($id: ID!, $county: String!, $department: String!, $dataDay: String!, $csv: String!) {
    deed: loadScreeningBatch(id: $id, county: $county, department: $department, dataDay: $dataDay, csv: $csv) {
      __typename
      ... on ScreeningBatch { id rowsTotal rowsMatched rowsWithoutConsent alertsNew }
      ... on ListRejected { message total problems { row column code message } }
      ... on Refused { message guards }
      ... on ConsentRequired { message guards }
    }
  }
`);
type Outcome = ResultOf<typeof LOAD>["deed"];
const LARGEST_BYTES = 5 * 1_048_576;
const ROWS_SHOWN = 5;

/** The first rows as they will be read, without the column that names people. */
function preview(csv: string): { header: string[]; rows: string[][]; total: number } {
  const lines = csv
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "");
  const cells = (line: string) => line.split(",").map((cell) => cell.trim());
  const [header = "", ...rows] = lines;
  return { header: cells(header), rows: rows.slice(0, ROWS_SHOWN).map(cells), total: rows.length };
}

interface Props {
  readonly within: string;
  readonly onDone: () => void;
}

/** A list is read here as text, looked at, and sent; problems come back by row and nothing is written then. */
export function LoadList({ within, onDone }: Props) {
  const { county } = useSpeech();
  const words = county.screening;
  const [id, renew] = useNewId();
  const [department, setDepartment] = useState<keyof typeof words.departments | "">("");
  const [dataDay, setDataDay] = useState("");
  const [csv, setCsv] = useState<string | null>(null);
  const [tooLarge, setTooLarge] = useState(false);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  const [{ fetching }, load] = useMutation<ResultOf<typeof LOAD>, VariablesOf<typeof LOAD>>(LOAD);
  const pick = async (file: File | undefined) => {
    setOutcome(null);
    setFailed(null);
    setTooLarge((file?.size ?? 0) > LARGEST_BYTES);
    setCsv(file && file.size <= LARGEST_BYTES ? await file.text() : null);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (csv === null || department === "") return;
    setFailed(null);
    const { data, error } = await load({ id, county: within, department, dataDay, csv });
    setOutcome(data?.deed ?? null);
    if (error) setFailed(error.graphQLErrors[0]?.message ?? county.common.failed);
    if (data?.deed.__typename !== "ScreeningBatch") return;
    renew();
    onDone();
  };
  const refused =
    outcome?.__typename === "Refused" || outcome?.__typename === "ConsentRequired" ? outcome : null;
  return (
    <section aria-labelledby="screening-load">
      <h2 id="screening-load">{words.load}</h2>
      <p className="work-lead">{words.loadLead}</p>
      <form className="work-form" onSubmit={submit}>
        <Choice
          label={words.department}
          words={words.departments}
          value={department}
          onChange={setDepartment}
          required
        />
        <label>
          {words.dataDay}
          <input type="date" value={dataDay} onChange={(event) => setDataDay(event.target.value)} required />
        </label>
        <label>
          {words.file}
          <input
            type="file"
            accept=".csv,text/csv"
            onChange={(event) => pick(event.target.files?.[0])}
            required
          />
        </label>
        {csv === null ? null : <Preview csv={csv} />}
        <button type="submit" className="button primary" disabled={fetching || csv === null}>
          {fetching ? county.common.busy : words.loadNow}
        </button>
        <RefusalNote
          refusal={
            tooLarge
              ? { message: words.tooLarge, guards: [] }
              : failed
                ? { message: failed, guards: [] }
                : refused
          }
        />
        {outcome?.__typename === "ScreeningBatch" ? (
          <p role="status">
            {words.result(
              outcome.rowsTotal,
              outcome.rowsMatched,
              outcome.rowsWithoutConsent,
              outcome.alertsNew,
            )}
          </p>
        ) : null}
      </form>
      {outcome?.__typename === "ListRejected" ? <Problems rejected={outcome} /> : null}
    </section>
  );
}

function Preview({ csv }: { readonly csv: string }) {
  const { county } = useSpeech();
  const { header, rows, total } = preview(csv);
  const secret = header.findIndex((cell) => cell.toLowerCase() === "id_number");
  return (
    <WideTable>
      <table>
        <caption>{county.screening.preview(rows.length, total)}</caption>
        <thead>
          <tr>
            {header.map((cell) => (
              <th key={cell} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file are known by their place
            <tr key={index}>
              {header.map((cell, at) => (
                // Without the column that names people no cell is shown: columns slip.
                <td key={cell}>{secret < 0 || at === secret ? county.screening.hidden : row[at]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </WideTable>
  );
}

function Problems({ rejected }: { readonly rejected: Extract<Outcome, { __typename: "ListRejected" }> }) {
  const { county } = useSpeech();
  return (
    <div role="alert">
      <p className="work-message">
        <strong>{county.screening.problems(rejected.total)}</strong>
      </p>
      <WideTable>
        <table>
          <thead>
            <tr>
              <th scope="col">{county.screening.row}</th>
              <th scope="col">{county.screening.column}</th>
              <th scope="col">{county.screening.problem}</th>
            </tr>
          </thead>
          <tbody>
            {rejected.problems.map((problem) => (
              <tr key={`${problem.row} ${problem.column} ${problem.code}`}>
                <td>{problem.row}</td>
                <td>{problem.column}</td>
                <td>{problem.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </div>
  );
}
