import { parseAsInteger, parseAsStringLiteral, useQueryState } from "nuqs";
import { useCallback, useMemo, useState } from "react";
import { useQuery } from "urql";
import { useViewer } from "../access/viewer.ts";
import { ExportButton } from "../exports/ExportButton.tsx";
import { useSpeech } from "../i18n/language.ts";
import { OpenPage } from "../tables/OpenPage.tsx";
import { type Column, SortableTable } from "../tables/SortableTable.tsx";
import { useRegionChoice } from "../tables/useRegionChoice.tsx";
import { Failure } from "../ui/Failure.tsx";
import { useTurn } from "../work/turn.ts";
import { FUNDS, type FundRow } from "./documents.ts";
import { Findings } from "./Findings.tsx";
import { Recording } from "./Recording.tsx";

const GROUPINGS = ["COUNTY", "PREFECTURE", "PROVINCE", "SOURCE", "YEAR", "PROJECT"] as const;

/** Where money comes from, how far it has gone, and where it does not move. Open to read; recorded by who may. */
export function FundsPage() {
  const { funds } = useSpeech();
  const viewer = useViewer();
  const { within, setWithin, name, choice } = useRegionChoice();
  const [by, setBy] = useQueryState("by", parseAsStringLiteral(GROUPINGS).withDefault("COUNTY"));
  const [year, setYear] = useQueryState("year", parseAsInteger);
  const [turn, setTurn] = useState(0);
  const onDone = useCallback(() => setTurn((before) => before + 1), []);
  const mayRecord = viewer?.permissions.includes("fund.write") ?? false;
  const w = funds.funds;
  return (
    <OpenPage title={w.title} lead={w.lead}>
      <div className="work-filter table-filter">
        {choice}
        <label>
          {w.by}
          <select
            value={by}
            onChange={(event) => void setBy(GROUPINGS.find((each) => each === event.target.value) ?? null)}
          >
            {GROUPINGS.map((each) => (
              <option key={each} value={each}>
                {w.groupings[each]}
              </option>
            ))}
          </select>
        </label>
        <Years within={within} year={year} onYear={(next) => void setYear(next)} />
      </div>
      <Balances
        within={within}
        name={name}
        by={by}
        year={year}
        turn={turn}
        onDrill={(code) => {
          setWithin(code);
          void setBy(code.length === 6 ? "PROJECT" : "COUNTY");
        }}
      />
      <ExportButton
        offers={[{ what: "FUNDS" }]}
        regionCode={within}
        regionName={name}
        where={year === null ? null : { equal: [{ property: "fiscal_year", value: String(year) }] }}
      />
      <Findings within={within} year={year} turn={turn} />
      {mayRecord ? <Recording viewer={viewer} within={within} turn={turn} onDone={onDone} /> : null}
    </OpenPage>
  );
}

interface YearsProps {
  readonly within: string;
  readonly year: number | null;
  readonly onYear: (year: number | null) => void;
}

/** The budget years there are. */
function Years({ within, year, onYear }: YearsProps) {
  const { funds } = useSpeech();
  const [{ data }] = useQuery({ query: FUNDS, variables: { within, by: "YEAR", year: null } });
  const years = (data?.funds.rows ?? []).map(({ key }) => Number(key)).sort((a, b) => b - a);
  return (
    <label>
      {funds.year}
      <select
        value={year ?? ""}
        onChange={(event) => onYear(event.target.value === "" ? null : Number(event.target.value))}
      >
        <option value="">{funds.allYears}</option>
        {(year !== null && !years.includes(year) ? [year, ...years] : years).map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </label>
  );
}

interface BalancesProps {
  readonly within: string;
  readonly name: string;
  readonly by: (typeof GROUPINGS)[number];
  readonly year: number | null;
  readonly turn: number;
  readonly onDrill: (code: string) => void;
}

function Balances({ within, name, by, year, turn, onDrill }: BalancesProps) {
  const { funds, words, money, share, nameOf } = useSpeech();
  const w = funds.funds;
  const [{ data, fetching, error }] = useQuery({
    query: FUNDS,
    variables: useMemo(() => ({ within, by, year }), [within, by, year]),
    requestPolicy: "cache-and-network",
    context: useTurn(turn),
  });
  const table = data?.funds;
  const named = useCallback(
    ({ key, name: its, nameEn }: FundRow) => {
      const text = its === null ? key : nameOf({ name: its, nameEn });
      return key.endsWith(":") ? w.unassigned(text) : text;
    },
    [nameOf, w],
  );
  const columns = useMemo((): Column<FundRow>[] => {
    const amount = (key: "allocated" | "disbursed" | "settled" | "returned" | "carriedOver") => ({
      key,
      label: w[key],
      value: (row: FundRow) => Number(row.sums[key]),
      shown: (row: FundRow) => money(row.sums[key]),
    });
    const part = (key: "disbursedShare" | "settledShare") => ({
      key,
      label: w[key],
      value: (row: FundRow) => row.sums[key],
      shown: (row: FundRow) => share(row.sums[key], 1),
    });
    const mayDrill = (key: string) => ["COUNTY", "PREFECTURE", "PROVINCE"].includes(by) && key !== within;
    return [
      {
        key: "name",
        label: funds.name,
        value: named,
        shown: named,
        isText: true,
        cell: (row) =>
          row.key !== TOTAL && mayDrill(row.key) ? (
            <button type="button" className="link" onClick={() => onDrill(row.key)}>
              {named(row)}
            </button>
          ) : (
            named(row)
          ),
      },
      amount("allocated"),
      amount("disbursed"),
      amount("settled"),
      amount("returned"),
      amount("carriedOver"),
      part("disbursedShare"),
      part("settledShare"),
      {
        key: "lastMovedOn",
        label: w.lastMovedOn,
        value: (row) => row.sums.lastMovedOn,
        shown: (row) => row.sums.lastMovedOn ?? "—",
        isText: true,
      },
    ];
  }, [w, funds, money, share, named, by, within, onDrill]);
  if (error) return <Failure error={error} />;
  if (!table) return <p className="page-loading">{fetching ? words.state.loading : funds.empty}</p>;
  if (table.rowCount === 0) return <p className="work-hint">{funds.empty}</p>;
  return (
    <section aria-busy={fetching}>
      <SortableTable
        caption={`${name} · ${w.groupings[by]} · ${w.asOf(table.asOf)}${table.total.isDemo ? ` · ${funds.demo}` : ""}`}
        columns={columns}
        rows={table.rows}
        keyOf={(row) => row.key}
        foot={{ key: TOTAL, name: funds.total, nameEn: funds.total, sums: table.total }}
        fileName={`funds-${within}-${by.toLowerCase()}-${table.asOf}.csv`}
      />
      {table.rowCount > table.rows.length ? (
        <p className="work-hint">{w.shownRows(table.rows.length, table.rowCount)}</p>
      ) : null}
    </section>
  );
}

/** No code of anything. */
const TOTAL = "*";
