import { parseAsBoolean, useQueryState } from "nuqs";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useQuery } from "urql";
import { WorkFrame } from "../access/WorkFrame.tsx";
import { useSpeech } from "../i18n/language.ts";
import { Failure } from "../ui/Failure.tsx";
import { Fold, Tick, useWithin } from "../work/fields.tsx";
import { useTurn } from "../work/turn.ts";
import "../work/county.css";
import { WideTable } from "../work/WideTable.tsx";
import { COUNTS, LEDGER, type LedgerItem } from "./documents.ts";
import { LedgerCard } from "./LedgerCard.tsx";
import { RegisterItem } from "./RegisterItem.tsx";

const STATUSES = ["OPEN", "REOPENED", "FIXED", "CLOSED"] as const;

/** The board of problems, from the finding to the closing. */
export function LedgerPage() {
  return (
    <WorkFrame page="ledger">
      <Ledger />
    </WorkFrame>
  );
}

function Ledger() {
  const { county, words } = useSpeech();
  const { within, choice } = useWithin();
  const [overdue, setOverdue] = useQueryState("overdue", parseAsBoolean.withDefault(false));
  const [mine, setMine] = useQueryState("mine", parseAsBoolean.withDefault(false));
  const [turn, setTurn] = useState(0);
  const onDone = useCallback(() => setTurn((before) => before + 1), []);
  return (
    <>
      <h1>{county.ledger.title}</h1>
      <p className="work-lead">{county.ledger.lead}</p>
      <div className="work-filter">
        {choice}
        <Tick label={county.common.onlyOverdue} value={overdue} onChange={(on) => setOverdue(on || null)} />
        <Tick label={county.common.onlyMine} value={mine} onChange={(on) => setMine(on || null)} />
      </div>
      {within === null ? (
        <p className="page-loading">{words.state.loading}</p>
      ) : (
        <>
          <Fold title={county.ledger.register}>
            <RegisterItem within={within} onDone={onDone} />
          </Fold>
          <Board within={within} overdue={overdue} mine={mine} turn={turn} onDone={onDone} />
          <Counts within={within} turn={turn} />
        </>
      )}
    </>
  );
}

interface BoardProps {
  readonly within: string;
  readonly overdue: boolean;
  readonly mine: boolean;
  readonly turn: number;
  readonly onDone: () => void;
}

function Board(props: BoardProps) {
  // Colleagues are known from the entries themselves: nobody may list everybody.
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map());
  const learn = useCallback((items: readonly LedgerItem[]) => {
    setKnown((before) => {
      const people = items.flatMap((item) => [item.owner, item.fixedBy, item.verifiedBy]);
      const fresh = people.filter((person) => person && !before.has(person.id));
      if (fresh.length === 0) return before;
      return new Map([...before, ...fresh.map((person) => [person?.id ?? "", person?.name ?? ""] as const)]);
    });
  }, []);
  return (
    <div className="board">
      {STATUSES.map((status) => (
        <Column key={status} {...props} status={status} colleagues={known} onItems={learn} />
      ))}
    </div>
  );
}

interface ColumnProps extends BoardProps {
  readonly status: (typeof STATUSES)[number];
  readonly colleagues: ReadonlyMap<string, string>;
  readonly onItems: (items: readonly LedgerItem[]) => void;
}

function Column({ within, overdue, mine, turn, status, colleagues, onDone, onItems }: ColumnProps) {
  const { county, words, number } = useSpeech();
  const variables = useMemo(
    () => ({ within, where: { status, overdue: overdue || null, mine: mine || null } }),
    [within, status, overdue, mine],
  );
  const [{ data, fetching, error }] = useQuery({
    query: LEDGER,
    variables,
    requestPolicy: "cache-and-network",
    context: useTurn(turn),
  });
  const page = data?.ledger;
  useEffect(() => {
    if (page) onItems(page.nodes);
  }, [page, onItems]);
  return (
    <section aria-labelledby={`ledger-${status}`} data-status={status}>
      <h2 id={`ledger-${status}`}>
        {county.ledger.statuses[status]} {page ? number(page.totalCount) : ""}
      </h2>
      {error ? <Failure error={error} /> : null}
      {fetching && !page ? <p className="page-loading">{words.state.loading}</p> : null}
      {page?.nodes.length === 0 ? <p className="work-hint">{county.ledger.columnEmpty}</p> : null}
      <ul aria-busy={fetching}>
        {page?.nodes.map((item) => (
          <li key={item.id}>
            <LedgerCard item={item} colleagues={colleagues} onDone={onDone} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Counts({ within, turn }: { readonly within: string; readonly turn: number }) {
  const { county, number } = useSpeech();
  const [{ data, error }] = useQuery({
    query: COUNTS,
    variables: { within },
    requestPolicy: "cache-and-network",
    context: useTurn(turn),
  });
  const { statuses } = county.ledger;
  return (
    <section aria-labelledby="ledger-counts">
      <h2 id="ledger-counts">{county.ledger.counts}</h2>
      {error ? <Failure error={error} /> : null}
      <WideTable>
        <table>
          <thead>
            <tr>
              <th scope="col">{county.ledger.region}</th>
              <th scope="col">{statuses.OPEN}</th>
              <th scope="col">{county.common.overdue}</th>
              <th scope="col">{statuses.REOPENED}</th>
              <th scope="col">{statuses.FIXED}</th>
              <th scope="col">{statuses.CLOSED}</th>
            </tr>
          </thead>
          <tbody>
            {data?.ledgerCounts.map((each) => (
              <tr key={each.code}>
                <th scope="row">{each.name}</th>
                <td>{number(each.open)}</td>
                <td>{number(each.overdue)}</td>
                <td>{number(each.reopened)}</td>
                <td>{number(each.fixed)}</td>
                <td>{number(each.closed)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </WideTable>
    </section>
  );
}
